"""From judged candidates to the claims of a document: choose, continue quotations, nest.

The central decision: one cue makes one claim, and two claims may share words only if one
stands inside the other. Quotations that no cue claimed belong to whoever was speaking: they
lengthen the claim before them where that one is itself quoted, and make a claim without a cue
where it is not.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from attrs import evolve, frozen

from claimtrack.extraction.pages import Candidate, Page
from claimtrack.extraction.quotations import Quotation
from claimtrack.extraction.shaping import merge, quotation_at, subtract
from claimtrack.model import Span, Spans

#: Candidates less likely than this are no claims, but for some (`least_of`): where F1 was best on
#: held-out training text.
THRESHOLD = 0.4
#: Two contents that share more than this much of their characters are one.
_SAME = 0.5
#: Claims whose cues stand more sentences apart than this have nothing to do with each other.
_FAR = 8
#: A quotation of fewer words is a turn of phrase, not somebody's statement.
_STATEMENT = 4


@frozen(kw_only=True)
class Draft:
    """A claim in the making.

    Attributes:
        candidate: What it was made from; None for a quotation with no cue of its own, which
            then takes its source from `before`.
        content: Its spans, with quotations that go on.
        confidence: 0..1.
        before: Position in the result of the draft whose speaker goes on, or None.
    """

    candidate: Candidate | None
    content: Spans
    confidence: float
    before: int | None = None

    @property
    def end(self) -> int:
        """One past the last character of its content, cue and source."""
        ends = [self.content[-1].end]
        if self.candidate is not None:
            ends.extend(span.end for span in self.candidate.cue + self.candidate.source)
        return max(ends)


def choose(judged: Sequence[tuple[Candidate, float]]) -> tuple[Draft, ...]:
    """The candidates that become claims, in text order of their cues.

    Args:
        judged: Candidates that are likely enough, with how likely each is an attribution, 0..1.
    """
    best: dict[tuple[int, int], tuple[Candidate, float]] = {}
    for candidate, confidence in judged:
        place = (candidate.sentence, candidate.match.cue)
        if place not in best or confidence > best[place][1]:
            best[place] = (candidate, confidence)
    kept: list[Draft] = []
    # Only neighbours can clash; looking at all would be quadratic in a book.
    taken: defaultdict[int, list[Candidate]] = defaultdict(list)
    for candidate, confidence in sorted(best.values(), key=_rank):
        near = range(candidate.sentence - _FAR, candidate.sentence + _FAR + 1)
        if any(clash(candidate, other) for at in near for other in taken.get(at, ())):
            continue
        taken[candidate.sentence].append(candidate)
        kept.append(Draft(candidate=candidate, content=candidate.content, confidence=confidence))
    return tuple(sorted(kept, key=_place))


def _rank(judged: tuple[Candidate, float]) -> tuple[float, int, int]:
    candidate, confidence = judged
    return (-confidence, candidate.anchor.start, candidate.anchor.end)


def _place(draft: Draft) -> tuple[int, int]:
    assert draft.candidate is not None
    return (draft.candidate.anchor.start, draft.content[0].start)


def clash(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates say the same, so that only one of them can be a claim."""
    if covers(one.content, other.anchor) or covers(other.content, one.anchor):
        return False
    shared = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in one.content
        for b in other.content
    )
    total = sum(map(len, one.content)) + sum(map(len, other.content)) - shared
    return shared > _SAME * total


def covers(spans: Spans, inner: Span) -> bool:
    """Whether one of the spans contains `inner`."""
    return any(span.contains(inner) for span in spans)


def continue_quotations(page: Page, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts with the quotations that no cue claimed given to whoever was speaking.

    In the paragraph of the claim before it a quotation lengthens that claim. At the start of a
    new paragraph it does so only where the claim before it ends in a quotation too; otherwise
    it makes a claim of its own, which names the same source and has no cue.
    """
    result = _keep_apart(page, drafts)
    nearby = _by_sentence(page, result)
    for quotation in page.quotations:
        own = _sentence_at(page, quotation.inner.start)
        near = sorted({at for n in range(own - _FAR, own + 2) for at in nearby.get(n, ())})
        if _claimed(quotation, [result[i] for i in near]):
            continue
        speaker = _speaker_before(page, quotation, result, near)
        if speaker is None:
            continue
        draft = result[speaker]
        if not _is_statement(page, quotation):
            opened = _opens_sentence(page, quotation, draft)
            if opened is not None:
                content = merge((*draft.content, opened), page.text)
                result[speaker] = evolve(draft, content=content)
                nearby[own].append(speaker)
        elif _goes_on(page, draft, quotation):
            content = merge((*draft.content, quotation.span), page.text)
            result[speaker] = evolve(draft, content=content)
            nearby[own].append(speaker)
        else:
            first = speaker if draft.before is None else draft.before
            content = merge((quotation.inner,), page.text)
            if not content:
                # Nothing but dashes and dots: a mark that something was left out.
                continue
            nearby[own].append(len(result))
            result.append(
                Draft(candidate=None, content=content, confidence=draft.confidence, before=first)
            )
    return tuple(result)


def _keep_apart(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, none with the words that attribute a claim that it is itself part of.

    In "She says that A, according to B" the tree may give "according to B" to A. Whoever
    attributes the whole sentence stands outside of all that is said in it.
    """
    outer: defaultdict[int, list[Candidate]] = defaultdict(list)
    for draft in drafts:
        if draft.candidate is not None and draft.candidate.match.pattern.around:
            outer[draft.candidate.sentence].append(draft.candidate)
    kept: list[Draft] = []
    for draft in drafts:
        own = draft.candidate
        holes = [
            Span(words[0].start, words[-1].end)
            for other in (outer.get(own.sentence, ()) if own else ())
            if own is not None and other is not own and other.source
            # "X, A said, B reported": of two that could each be the outer, the later one is.
            if not own.match.pattern.around or own.anchor < other.anchor
            if covers(other.content, own.anchor) and covers(draft.content, other.anchor)
            for words in [sorted(other.cue + other.source)]
        ]
        content = merge(subtract(draft.content, holes), page.text) if holes else draft.content
        kept.append(evolve(draft, content=content) if content else draft)
    return kept


def _by_sentence(page: Page, drafts: Sequence[Draft]) -> defaultdict[int, list[int]]:
    """Positions of drafts by the sentences that they begin and end in."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for position, draft in enumerate(drafts):
        for place in {_sentence_at(page, draft.content[0].start), _last_sentence(page, draft)}:
            found[place].append(position)
    return found


def _last_sentence(page: Page, draft: Draft) -> int:
    return _sentence_at(page, max(draft.end - 1, 0))


def _is_statement(page: Page, quotation: Quotation) -> bool:
    """Whether a quotation stands for itself: whole sentences, not a phrase in somebody else's."""
    inner = quotation.inner.of(page.text).strip()
    if len(inner.split()) < _STATEMENT:
        return False
    before = page.text[max(0, quotation.span.start - 40) : quotation.span.start]
    newline = before.rstrip(" \t\u00a0") == "" or before.rstrip(" \t\u00a0")[-1] in "\r\n"
    ended = before.rstrip()[-1:] in {".", "!", "?", "”", '"', "'", "’", "…", ":", ")", ""}
    closed = inner[-1:] in {".", "!", "?", "…", ",", "—", "-", "’", "'"} or not quotation.closed
    return (newline or ended) and closed


def _opens_sentence(page: Page, quotation: Quotation, draft: Draft) -> Span | None:
    """The sentence that a quotation opens, where a quoted claim goes on in it, else None.

    “A,” X said. “They agree with him” to B: all of the second sentence is X's.
    """
    sentence = page.sentences[_sentence_at(page, quotation.inner.start)]
    between = page.text[draft.end : quotation.span.start]
    if (
        quotation.span.start > sentence.start
        or any(mark in between for mark in "\r\n")
        or not _ends_quoted(page, draft)
        or len(quotation.inner.of(page.text).split()) < _STATEMENT
    ):
        return None
    return Span(quotation.span.start, max(sentence.end, quotation.span.end))


def _claimed(quotation: Quotation, drafts: Sequence[Draft]) -> bool:
    return any(
        span.overlaps(quotation.inner)
        for draft in drafts
        # What is claimed inside the quotation says nothing about who utters the quotation.
        if draft.candidate is None or not quotation.span.contains(draft.candidate.anchor)
        for span in (*draft.content, *(draft.candidate.cue if draft.candidate else ()))
    )


def _speaker_before(
    page: Page, quotation: Quotation, drafts: Sequence[Draft], near: Sequence[int]
) -> int | None:
    """Position of the draft before a quotation whose source goes on speaking, or None.

    Of the claims that end in the sentence before, one that is itself quoted comes first: "“A,”
    said X, who has accused Y. “B.”" is X's. Claims inside quotations have no say, and one inside
    another claim has less than that.
    """
    best: tuple[bool, bool, int, int] | None = None
    own = _sentence_at(page, quotation.inner.start)
    for position in near:
        draft = drafts[position]
        if draft.end > quotation.span.start:
            continue
        if draft.candidate and quotation_at(draft.candidate.anchor.start, page.quotations):
            continue
        if own - _last_sentence(page, draft) > 1:
            continue
        free = not any(_stands_in(draft, drafts[at]) for at in near if at != position)
        rank = (_ends_quoted(page, draft), free, draft.end, position)
        best = rank if best is None else max(best, rank)
    return best[3] if best else None


def _stands_in(draft: Draft, other: Draft) -> bool:
    return draft.candidate is not None and covers(other.content, draft.candidate.anchor)


def _goes_on(page: Page, draft: Draft, quotation: Quotation) -> bool:
    between = page.text[draft.end : quotation.span.start]
    if not any(mark in between for mark in "\r\n\u2028\u2029"):
        return True
    return _ends_quoted(page, draft) and not between.strip(" \t\r\n.,\u2028\u2029")


def _ends_quoted(page: Page, draft: Draft) -> bool:
    """Whether the content's last words are quoted."""
    return quotation_at(draft.content[-1].end - 1, page.quotations) is not None


def _sentence_at(page: Page, position: int) -> int:
    return bisect_right(page.sentences, position, key=lambda sentence: sentence.start) - 1


def parents(drafts: Sequence[Draft]) -> tuple[int | None, ...]:
    """For each draft the position of the smallest other whose content its cue stands in."""
    spans = sorted((span, at) for at, draft in enumerate(drafts) for span in draft.content)
    starts = [span.start for span, _ in spans]
    longest = max((len(span) for span, _ in spans), default=0)
    sizes = [sum(map(len, draft.content)) for draft in drafts]
    found: list[int | None] = []
    for position, draft in enumerate(drafts):
        inner = draft.candidate.anchor if draft.candidate else draft.content[0]
        low, high = bisect_left(starts, inner.start - longest), bisect_right(starts, inner.start)
        around = [
            (sizes[at], at)
            for span, at in spans[low:high]
            # A parent says more than its child, or two could be each other's.
            if (sizes[at], -at) > (sizes[position], -position) and span.contains(inner)
        ]
        found.append(min(around)[1] if around else None)
    return tuple(found)
