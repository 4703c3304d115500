"""Who is who inside a document: "the ministry", "he", "Pashinyan" to canonical names.

The central decision: sources are resolved over the whole document's people and bodies, not
only over its sources, so that "the prime minister" can go to a man who has been named but has
said nothing yet. Phrases are read off the trees (`people`, `phrases`, `wording`,
`interpretation`, `bodies`, `appositions`, `mentions`, `reading`), linked from left to right to
entities (`discourse`, `sieves`, `entities`), and the entities named at the end (`resolution`).
See `claimtrack.sources.sieves` and `claimtrack.sources.discourse` for the literature.
"""

from claimtrack.sources.aliases import Alias, read_aliases
from claimtrack.sources.chains import find_agency, find_carriers, find_chains
from claimtrack.sources.description import classify_source
from claimtrack.sources.resolution import identify_sources, resolve_sources
from claimtrack.sources.uniting import unite

__all__ = [
    "Alias",
    "classify_source",
    "find_agency",
    "find_carriers",
    "find_chains",
    "identify_sources",
    "read_aliases",
    "resolve_sources",
    "unite",
]
