"""Who says what, and who contradicts whom: attributed claims and their conflicts."""
