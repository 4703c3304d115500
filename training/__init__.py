"""The recipe that makes claimtrack's English models; nothing in the package imports it."""
