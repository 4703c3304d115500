"""Who says what, and who contradicts whom: attributed claims and their conflicts.

The public names, and nothing else. Importing them is cheap: Stanza, PyTorch and numpy load when
they are first needed.
"""

from claimtrack.clustering import cluster
from claimtrack.conflicts import find_conflicts, read_text, relate, relate_pair
from claimtrack.display import show
from claimtrack.errors import ClaimtrackError
from claimtrack.extraction import extract, extract_many
from claimtrack.matching import compare
from claimtrack.model import (
    Argument,
    Carriage,
    Claim,
    Cluster,
    Cue,
    Document,
    Extraction,
    Identity,
    Judgement,
    Link,
    Mention,
    Origin,
    Proposition,
    Quantity,
    Relation,
    Report,
    Run,
    Similarity,
    Source,
    Span,
    Standing,
    Turn,
)
from claimtrack.parsing import Parser
from claimtrack.sources import resolve_sources
from claimtrack.tracker import Tracker

__all__ = [
    "Argument",
    "Carriage",
    "Claim",
    "ClaimtrackError",
    "Cluster",
    "Cue",
    "Document",
    "Extraction",
    "Identity",
    "Judgement",
    "Link",
    "Mention",
    "Origin",
    "Parser",
    "Proposition",
    "Quantity",
    "Relation",
    "Report",
    "Run",
    "Similarity",
    "Source",
    "Span",
    "Standing",
    "Tracker",
    "Turn",
    "cluster",
    "compare",
    "extract",
    "extract_many",
    "find_conflicts",
    "read_text",
    "relate",
    "relate_pair",
    "resolve_sources",
    "show",
]
