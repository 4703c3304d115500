"""How likely a candidate is an attribution: a logistic regression of plain numbers.

The central decision: what a word does is a count that anybody can check (``cue_counts.csv``: how
often a lemma in a frame was an attribution), and what a context does is a weight that anybody
can read (``claim_weights.csv``, ``extent_weights.csv``). Both were estimated on the training
half of PolNeAR (Newell et al., 2018) by ``training/attribution.py``; they are facts and
parameters, no text. The counts are smoothed towards their frame's share as in Citron (Sylvester,
2020) and Pareti (2015, ch. 6), whose cue models know the lemma but not the construction.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from attrs import field, frozen

from claimtrack.errors import LexiconError
from claimtrack.extraction.candidates import Candidate, Page
from claimtrack.extraction.extents import Extent, find_extents
from claimtrack.extraction.features import describe
from claimtrack.lexicon import Lexicon

#: How many imagined sightings of the frame's own share each cue begins with.
PRIOR = 4.0
#: The row that counts a lemma in all frames together, or a frame over all lemmas.
ANY = "*"
#: Frames in which a verb that the counts do not know may still be a cue: speech has no closed
#: vocabulary, and beside a quotation nearly every verb can say.
OPEN_FRAMES = ("quote", "paren", "clause", "as")

Key = tuple[str, str]


@frozen(slots=False, eq=False)
class Scorer:
    """Counts and weights of one language.

    Attributes:
        counts: (lemma, part of speech) to frame to (attributions, sightings).
        frames: Frame to its share of attributions over all lemmas; `ANY` for all frames.
        claim: Feature to weight, for whether a candidate is a claim; ``bias`` among them.
        extent: Feature to weight, for which of its extents is right.
    """

    counts: Mapping[Key, Mapping[str, tuple[float, float]]] = field(repr=False)
    frames: Mapping[str, float] = field(repr=False)
    claim: Mapping[str, float] = field(repr=False)
    extent: Mapping[str, float] = field(repr=False)

    def licensed(self, key: Key) -> Iterable[str]:
        """The frames in which a word may be a cue."""
        known = self.counts.get(key)
        if known is not None:
            return known.keys()
        return OPEN_FRAMES if key[1] == "VERB" else ()


@lru_cache(maxsize=4)
def load_scorer(lexicon: Lexicon) -> Scorer:
    """The scorer of a language.

    Raises:
        LexiconError: A count or weight is no number.
    """
    counts: dict[Key, dict[str, tuple[float, float]]] = {}
    frames: dict[str, float] = {}
    for row in lexicon.rows("cue_counts"):
        pair = (_number(row, "attributed"), _number(row, "seen"))
        if row["lemma"] == ANY:
            frames[row["frame"]] = pair[0] / pair[1]
        else:
            counts.setdefault((row["lemma"], row["upos"]), {})[row["frame"]] = pair
    return Scorer(
        counts=counts,
        frames=frames,
        claim={row["feature"]: _number(row, "weight") for row in lexicon.rows("claim_weights")},
        extent={row["feature"]: _number(row, "weight") for row in lexicon.rows("extent_weights")},
    )


def _number(row: Mapping[str, str], column: str) -> float:
    try:
        return float(row[column])
    except ValueError as error:
        raise LexiconError(f"{column} of {dict(row)} is no number; mend the row") from error


def lexical(
    counts: Mapping[str, tuple[float, float]], frames: Mapping[str, float], frame: str
) -> dict[str, float]:
    """The features that a cue's counts give: log-odds in the frame and in all frames.

    Args:
        counts: The cue's counts by frame.
        frames: Share of attributions by frame.
        frame: The frame at hand.
    """
    found: dict[str, float] = {}
    for name, which in (("lexicon", frame), ("lemma", ANY)):
        attributed, seen = counts.get(which, (0.0, 0.0))
        share = (attributed + PRIOR * frames.get(which, frames[ANY])) / (seen + PRIOR)
        found[name] = math.log(share / (1.0 - share))
    found[f"lexicon:{frame}"] = found["lexicon"]
    seen = counts.get(frame, (0.0, 0.0))[1]
    found[f"seen={min(3, int(math.log10(seen + 1.0) * 2))}"] = 1.0
    return found


def confidence(page: Page, candidate: Candidate, scorer: Scorer) -> float:
    """How likely a candidate is an attribution, 0..1."""
    counts = scorer.counts.get(candidate.key, {})
    weights = scorer.claim
    total = weights["bias"]
    for name, value in lexical(counts, scorer.frames, candidate.frame).items():
        total += weights.get(name, 0.0) * value
    total += sum(weights.get(name, 0.0) for name in describe(page, candidate))
    return 1.0 / (1.0 + math.exp(-total))


def best_extent(page: Page, candidate: Candidate, scorer: Scorer) -> Candidate:
    """The candidate with the content that most likely is all of it and nothing else."""
    extents = find_extents(page, candidate)
    return extents[best_of(extents, scorer.extent)].candidate


def best_of(extents: Sequence[Extent], weights: Mapping[str, float]) -> int:
    """Position of the extent with the greatest weight; the first where several have it."""
    totals = [sum(weights.get(name, 0.0) for name in extent.features) for extent in extents]
    return max(range(len(totals)), key=lambda position: (totals[position], -position))
