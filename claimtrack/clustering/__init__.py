"""Claims to clusters: all at once, or one at a time as they come.

The central decision: what is alike is matching's, what belongs together is decided here, and
whatever a person judged is kept to.
"""

from claimtrack.clustering.linkage import THRESHOLD, Pair, cluster, cluster_tellings, join, link
from claimtrack.clustering.naming import keep_ids
from claimtrack.clustering.revision import revise
from claimtrack.clustering.streaming import assign

__all__ = [
    "THRESHOLD",
    "Pair",
    "assign",
    "cluster",
    "cluster_tellings",
    "join",
    "keep_ids",
    "link",
    "revise",
]
