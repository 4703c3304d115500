"""Who is who inside a document: "the ministry", "he", "Pashinyan" to canonical names.

The central decision: sources are resolved over the whole document's people and bodies, not
only over its sources, so that "the prime minister" can go to a man who has been named but has
said nothing yet. Phrases are read off the trees (`people`, `phrases`, `wording`,
`interpretation`, `bodies`, `appositions`, `mentions`, `reading`), linked from left to right to
entities (`discourse`, `sieves`, `entities`), and the entities named at the end (`resolution`).
See `claimtrack.sources.sieves` and `claimtrack.sources.discourse` for the literature.
"""

from claimtrack.sources.resolution import classify_source, resolve_sources

__all__ = ["classify_source", "resolve_sources"]
