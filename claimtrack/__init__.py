"""Who says what, and who contradicts whom: attributed claims and their conflicts."""

from claimtrack.extraction import extract, extract_many

__all__ = ["extract", "extract_many"]
