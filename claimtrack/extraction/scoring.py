"""How likely a candidate is an attribution: a logistic regression of plain numbers.

The central decision: what a word does is a count that anybody can check (``cue_counts.csv``: how
often a lemma in a frame was an attribution), and what a context does is a weight that anybody
can read (``claim_weights.csv``, ``extent_weights.csv``). Both were estimated on the training
half of PolNeAR (Newell et al., 2018) by ``training/attribution.py``; they are facts and
parameters, no text. Cue models since Pareti (2015) know the lemma; here a cue is counted in each
construction apart, smoothed towards the construction's share over all cues.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from attrs import field, frozen

from claimtrack.errors import LexiconError
from claimtrack.extraction.extents import Extent, find_extents
from claimtrack.extraction.features import describe
from claimtrack.extraction.pages import Candidate, Page, is_negated
from claimtrack.lexicon import STRUCK, Lexicon
from claimtrack.likelihoods import logistic

#: How many imagined sightings of the frame's own share each cue begins with.
PRIOR = 4.0
#: The same for the heads of sources, which are counted over all frames.
HEAD_PRIOR = 6.0
#: Name of the feature that a source's head gives.
HEAD = "source-head"
#: Share of the threshold that denials and claims without a source need: on held-out training
#: text it finds half as many again of these, and costs a tenth of a point of F1 over all cues.
LENIENCY = 0.625
#: What claims inside others need instead, as a multiple: no corpus says how often they are wrong;
#: on web texts of our own F1 was best there.
STRICTNESS = 1.5
#: The row that counts a lemma in all frames together.
ANY = "*"
#: Rows that count a frame over all cues that a person has listed, and over all other words.
LISTED, OTHER = "*listed", "*other"
#: Frames in which a verb that the counts do not know may still be a cue: speech has no closed
#: vocabulary, and beside a quotation nearly every verb can say.
OPEN_FRAMES = ("quote", "paren", "clause", "as", "bracket")

#: Names of the three numbers that make confidences shares.
CALIBRATION = ("calibration-low", "calibration-high", "calibration-shift")

Key = tuple[str, str]
Counts = Mapping[Key, Mapping[str, tuple[float, float]]]


@frozen(slots=False, eq=False)
class Scorer:
    """Counts and weights of one language.

    Attributes:
        counts: (lemma, part of speech) to frame to (attributions, sightings).
        shares: Share of attributions by frame, over the cues that a person has listed
            (`LISTED`) and over all other words (`OTHER`).
        listed: The cues that a person has listed, ``cues.csv``.
        floors: What a person vouches for, ``cue_floors.csv``: a cue in a frame is never less
            likely than this. The corpus behind the counts is about one election; diplomats
            appeal and warn in it too seldom to be counted, and "reportedly" has no source for
            its annotators to look for.
        claim: Feature to weight, for whether a candidate is a claim; ``bias`` among them.
        extent: Feature to weight, for which of its extents is right.
        heads: A source's head to (attributions, sightings), ``source_counts.csv``: spokesmen
            say more than bridges do.
        denying: Those of the listed cues that deny.
        barred: Words that a person has struck from the cues, in every frame.
    """

    counts: Counts = field(repr=False)
    shares: Mapping[str, Mapping[str, float]] = field(repr=False)
    listed: frozenset[Key] = field(repr=False)
    floors: Mapping[tuple[str, str, str], float] = field(repr=False)
    claim: Mapping[str, float] = field(repr=False)
    extent: Mapping[str, float] = field(repr=False)
    heads: Mapping[str, tuple[float, float]] = field(repr=False)
    denying: frozenset[Key] = field(repr=False)
    barred: frozenset[Key] = frozenset()

    @cached_property
    def vouched(self) -> Mapping[Key, frozenset[str]]:
        """The frames in which a person vouches for a cue."""
        found: dict[Key, set[str]] = {}
        for lemma, upos, frame in self.floors:
            found.setdefault((lemma, upos), set()).add(frame)
        return {key: frozenset(frames) for key, frames in found.items()}

    @cached_property
    def all_frames(self) -> frozenset[str]:
        """Every frame that was counted."""
        return frozenset(self.shares[LISTED]) | frozenset(self.shares[OTHER])

    @cached_property
    def head_share(self) -> float:
        """Share of attributions over all heads of sources."""
        attributed, seen = self.heads[ANY]
        return attributed / seen

    def prior(self, key: Key) -> Mapping[str, float]:
        """The shares that a cue's counts begin with."""
        return self.shares[LISTED if key in self.listed else OTHER]

    def licensed(self, key: Key) -> Iterable[str]:
        """The frames in which a word may be a cue."""
        if key in self.barred:
            return ()
        vouched = self.vouched.get(key, frozenset[str]())
        if key in self.listed:
            return self.all_frames | vouched
        known = vouched.union(self.counts.get(key, ()))
        return known.union(OPEN_FRAMES) if key[1] == "VERB" else known


@lru_cache(maxsize=4)
def load_scorer(lexicon: Lexicon) -> Scorer:
    """The scorer of a language.

    Raises:
        LexiconError: A count or weight is no number, or one that is always needed is not there.
    """
    claim = {row["feature"]: _number(row, "weight") for row in lexicon.rows("claim_weights")}
    for name in ("bias", *CALIBRATION):
        if name not in claim:
            raise LexiconError(f"claim_weights.csv:1: no row {name!r}; add it")
    counts: dict[Key, dict[str, tuple[float, float]]] = {}
    shares: dict[str, dict[str, float]] = {LISTED: {}, OTHER: {}}
    for row in lexicon.rows("cue_counts"):
        pair = (_number(row, "attributed"), _number(row, "seen"))
        if row["lemma"] in shares:
            shares[row["lemma"]][row["frame"]] = pair[0] / pair[1]
        else:
            counts.setdefault((row["lemma"], row["upos"]), {})[row["frame"]] = pair
    return Scorer(
        counts=counts,
        shares=shares,
        listed=listed_cues(lexicon),
        floors={
            (row["lemma"], row["upos"], row["frame"]): _number(row, "floor")
            for row in lexicon.rows("cue_floors")
        },
        claim=claim,
        extent={row["feature"]: _number(row, "weight") for row in lexicon.rows("extent_weights")},
        heads={
            row["head"]: (_number(row, "attributed"), _number(row, "seen"))
            for row in lexicon.rows("source_counts")
        },
        denying=frozenset(
            (row["lemma"], row["upos"])
            for row in lexicon.rows("cues")
            if row["polarity"] == "negative"
        ),
        barred=frozenset((row["lemma"], row["upos"]) for row in lexicon.tables.get(STRUCK, ())),
    )


def listed_cues(lexicon: Lexicon) -> frozenset[Key]:
    """The cues that a person has listed."""
    return frozenset((row["lemma"], row["upos"]) for row in lexicon.rows("cues"))


def _number(row: Mapping[str, str], column: str) -> float:
    try:
        return float(row[column])
    except ValueError as error:
        raise LexiconError(f"{column} of {dict(row)} is no number; mend the row") from error


def lexical(
    counts: Mapping[str, tuple[float, float]], prior: Mapping[str, float], frame: str
) -> dict[str, float]:
    """The features that a cue's counts give: log-odds in the frame and in all frames.

    Args:
        counts: The cue's counts by frame.
        prior: Share of attributions by frame over all cues of its sort.
        frame: The frame at hand.
    """
    found: dict[str, float] = {}
    for name, which in (("lexicon", frame), ("lemma", ANY)):
        attributed, seen = counts.get(which, (0.0, 0.0))
        share = (attributed + PRIOR * prior.get(which, prior[ANY])) / (seen + PRIOR)
        found[name] = math.log(share / (1.0 - share))
    found[f"lexicon:{frame}"] = found["lexicon"]
    seen = counts.get(frame, (0.0, 0.0))[1]
    found[f"seen={min(3, int(math.log10(seen + 1.0) * 2))}"] = 1.0
    return found


def headed(counts: tuple[float, float], share: float) -> float:
    """How much more likely a source's head makes a claim than heads do on the whole: log-odds.

    Args:
        counts: Attributions and sightings of the head; zeros where it was never seen.
        share: Share of attributions over all heads.
    """
    attributed, seen = counts
    own = (attributed + HEAD_PRIOR * share) / (seen + HEAD_PRIOR)
    return math.log(own / (1.0 - own)) - math.log(share / (1.0 - share))


def weigh(page: Page, candidate: Candidate, scorer: Scorer) -> Iterator[tuple[str, float]]:
    """Each feature of a candidate that has a weight, with what it adds to the log-odds."""
    counts = scorer.counts.get(candidate.key, {})
    weights = scorer.claim
    yield "bias", weights["bias"]
    for name, value in lexical(counts, scorer.prior(candidate.key), candidate.frame).items():
        yield name, weights.get(name, 0.0) * value
    if candidate.head:
        value = headed(scorer.heads.get(candidate.head, (0.0, 0.0)), scorer.head_share)
        for name in (HEAD, f"{HEAD}:{candidate.frame}"):
            yield name, weights.get(name, 0.0) * value
    for name in describe(page, candidate):
        if name in weights:
            yield name, weights[name]


def floor_of(candidate: Candidate, scorer: Scorer) -> float:
    """How likely a candidate is at least, by a person's judgement; 0 where nobody says so."""
    return scorer.floors.get((*candidate.key, candidate.frame), 0.0)


def confidence(page: Page, candidate: Candidate, scorer: Scorer) -> float:
    """How likely a candidate is an attribution, 0..1."""
    total = sum(weight for _, weight in weigh(page, candidate, scorer))
    return max(floor_of(candidate, scorer), logistic(total))


def least_of(page: Page, candidate: Candidate, scorer: Scorer, threshold: float) -> float:
    """How likely a candidate must be, 0..1.

    Denials are what conflicts are made of, and what nobody is named for is what a reader would
    not look for under any name; both are rare, so that their counts are low and they seem less
    likely than they are worth.

    Args:
        page: The document.
        candidate: Cues that deny or are negated, and those without a source, need less; those
            inside another claim need more.
        scorer: Says which cues deny.
        threshold: What others need.
    """
    if candidate.inside:
        return threshold * STRICTNESS
    sentence = page.sentences[candidate.sentence]
    lenient = (
        not candidate.source
        or candidate.key in scorer.denying
        or is_negated(page, sentence, candidate.match.cue)
    )
    return threshold * LENIENCY if lenient else threshold


def calibrate(likely: float, scorer: Scorer) -> float:
    """The share of claims that are right among those that seem this likely.

    Of several patterns that fit a cue the likeliest is taken, so that those taken seem likelier
    than they are, the unlikely ones most. Three numbers, estimated on documents that the weights
    had not seen, put that right (beta calibration: Kull, Silva Filho and Flach, 2017).

    Args:
        likely: What `confidence` gives, 0..1.
        scorer: Gives the three numbers.
    """
    kept = min(max(likely, 1e-6), 1.0 - 1e-6)
    low, high, shift = (scorer.claim[name] for name in CALIBRATION)
    odds = low * math.log(kept) - high * math.log(1.0 - kept) + shift
    return logistic(odds)


def best_extent(page: Page, candidate: Candidate, scorer: Scorer) -> Candidate:
    """The candidate with the content that most likely is all of it and nothing else."""
    extents = find_extents(page, candidate)
    return extents[best_of(extents, scorer.extent)].candidate


def best_of(extents: Sequence[Extent], weights: Mapping[str, float]) -> int:
    """Position of the extent with the greatest weight; the first where several have it."""
    totals = [sum(weights.get(name, 0.0) for name in extent.features) for extent in extents]
    return max(range(len(totals)), key=lambda position: (totals[position], -position))
