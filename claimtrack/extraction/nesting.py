"""Claims inside claims: what somebody is said to say is judged as if it stood by itself.

The central decision: a corpus that annotates only the outermost claims teaches that a verb which
hangs from another, or stands between quotation marks, attributes nothing. That holds for the text
and not for what is said in it: in "A said that B told C that Y" the second is as good a claim as
"B told C that Y" alone. So candidates that stand in a claim, and seem too unlikely, are judged a
second time, freed of what only says that they hang there.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, frozen

from claimtrack.extraction.assembly import choose
from claimtrack.extraction.pages import Candidate, Page
from claimtrack.extraction.scoring import Scorer, best_extent, confidence, least_of
from claimtrack.model import Span


@frozen
class Judged:
    """A candidate, and whether it is likely enough to be a claim.

    Attributes:
        candidate: As it was found; it knows whether it stands inside another claim.
        likely: How likely it is an attribution, 0..1.
        least: How likely it must be to be chosen.
        shaped: With the content that most likely is right; None where it is not likely enough.
    """

    candidate: Candidate
    likely: float
    least: float
    shaped: Candidate | None


def judge(
    page: Page, candidates: Iterable[Candidate], scorer: Scorer, threshold: float
) -> tuple[Judged, ...]:
    """How likely each candidate is, in the order given.

    Args:
        page: The document.
        candidates: As they were found.
        scorer: Counts and weights.
        threshold: How likely most candidates must be, 0..1.
    """
    found = [_judged(page, candidate, scorer, threshold) for candidate in candidates]
    around = _contents(page, chosen_of(found))
    return tuple(
        _judged(page, evolve(item.candidate, inside=True), scorer, threshold)
        if item.shaped is None and _is_inside(item.candidate, around)
        else item
        for item in found
    )


def chosen_of(items: Iterable[Judged]) -> Sequence[tuple[Candidate, float]]:
    """Those that are likely enough, with how likely each is."""
    return [(item.shaped, item.likely) for item in items if item.shaped is not None]


def _judged(page: Page, candidate: Candidate, scorer: Scorer, threshold: float) -> Judged:
    likely = confidence(page, candidate, scorer)
    least = least_of(page, candidate, scorer, threshold)
    shaped = best_extent(page, candidate, scorer) if likely >= least else None
    return Judged(candidate, likely, least, shaped)


def _contents(
    page: Page, items: Sequence[tuple[Candidate, float]]
) -> Mapping[int, Sequence[tuple[Span, Span]]]:
    """By sentence, each span of a chosen claim's content there, with the claim's anchor."""
    found: defaultdict[int, list[tuple[Span, Span]]] = defaultdict(list)
    for draft in choose(items):
        assert draft.candidate is not None
        for span in draft.content:
            low = bisect_right(page.sentences, span.start, key=lambda s: s.start) - 1
            high = bisect_left(page.sentences, span.end, key=lambda s: s.start)
            for number in range(max(low, 0), high):
                found[number].append((span, draft.candidate.anchor))
    return found


def _is_inside(candidate: Candidate, around: Mapping[int, Sequence[tuple[Span, Span]]]) -> bool:
    return any(
        span.contains(candidate.anchor) and anchor != candidate.anchor
        for span, anchor in around.get(candidate.sentence, ())
    )
