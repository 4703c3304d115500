"""Parsers: text to Universal Dependencies trees with exact character offsets."""
