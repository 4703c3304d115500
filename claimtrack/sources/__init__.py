"""Who is who inside a document: "the ministry", "he", "Pashinyan" to canonical names.

The central decision: sources are resolved over the whole document's people and bodies, not
only over its sources, so that "the prime minister" can go to a man who has been named but has
said nothing yet. See `claimtrack.sources.entities` for the algorithm and its literature.
"""

from claimtrack.sources.resolution import classify_source, resolve_sources

__all__ = ["classify_source", "resolve_sources"]
