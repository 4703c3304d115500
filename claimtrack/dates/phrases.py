"""Where the dates of a sentence stand: forms found, their parts joined, ranges opened.

The central decision: forms are matched on the sentence's characters, laid out as in the document
so that offsets are exact, and neighbouring parts are joined afterwards. So "2 p.m.", "on" and
"Tuesday" need no form for each order that they may stand in.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import cast, get_args

from attrs import evolve, frozen

from claimtrack.dates.days import join
from claimtrack.dates.periods import Range
from claimtrack.dates.readings import read
from claimtrack.dates.scenes import Scene, When
from claimtrack.dates.tenses import is_future
from claimtrack.dates.vocabulary import Vocabulary
from claimtrack.model import MomentBound, Span
from claimtrack.syntax import ROOT, Sentence

#: Words before a date that may belong to a phrase such as "prior to".
_LONGEST_LEAD = 4
_BOUNDS = frozenset(get_args(MomentBound))
_NOMINAL = frozenset(("NOUN", "PROPN"))
_PLURAL = frozenset(("NNS", "NNPS"))


@frozen(kw_only=True)
class Phrase:
    """A date as it stands in a sentence.

    Attributes:
        span: Its characters in the document.
        text: Those characters.
        when: What it amounts to.
        bound: What the words before it make of it.
        head: The word of it that the others hang from.
    """

    span: Span
    text: str
    when: When
    bound: MomentBound = "in"
    head: int


@frozen(kw_only=True)
class _Page:
    """A sentence with its characters, laid out as in the document."""

    sentence: Sentence
    text: str
    words: Vocabulary
    published: datetime | None

    def head(self, start: int, end: int) -> int:
        """The word of a stretch that hangs from none of its others."""
        offset = self.sentence.start
        inside = [
            word.index
            for word in self.sentence
            if word.start - offset < end and word.end - offset > start
        ]
        return next((at for at in inside if self.sentence[at].head not in inside), inside[0])


@frozen(kw_only=True)
class _Part:
    """A stretch of a sentence's characters that is a date, or a part of one."""

    start: int
    end: int
    when: When
    bound: MomentBound | None = None


def find_phrases(
    sentence: Sentence, words: Vocabulary, published: datetime | None
) -> Iterator[Phrase]:
    """The dates of a sentence, in text order; no two overlap.

    Args:
        sentence: The tree.
        words: Forms and words of the calendar.
        published: When the text was published, or None.
    """
    page = _Page(sentence=sentence, text=lay_out(sentence), words=words, published=published)
    parts = _find_parts(page)
    # A day and its part first: "10:30 on Tuesday morning" is an hour of a morning.
    parts = _join_parts(page, _join_parts(page, parts, clocks=False), clocks=True)
    parts = _span_ranges(page, parts)
    for part in parts:
        bound, when = (part.bound, part.when) if part.bound else _lead(page, part)
        yield Phrase(
            span=Span(part.start + sentence.start, part.end + sentence.start),
            text=page.text[part.start : part.end],
            when=when,
            bound=bound,
            head=page.head(part.start, part.end),
        )


def lay_out(sentence: Sentence) -> str:
    """The sentence's words with as many spaces between them as the text has characters."""
    pieces: list[str] = []
    at = sentence.start
    for word in sentence:
        pieces.append(" " * (word.start - at) + word.text[max(0, at - word.start) :])
        at = max(at, word.end)
    return "".join(pieces)


def _find_parts(page: _Page) -> list[_Part]:
    """The forms that fit, the longest at each place, none overlapping another."""
    kinds = page.words.kinds(page.text)
    matches = [
        (match.start(), -match.end(), place, match)
        for place, form in enumerate(page.words.forms)
        if form.needs <= kinds
        for match in form.pattern.finditer(page.text)
    ]
    found: list[_Part] = []
    at = 0
    for start, _, place, match in sorted(matches, key=lambda row: row[:3]):
        if start < at:
            continue
        form = page.words.forms[place]
        if not _is_date(page, match, form.reading):
            continue
        when = read(form.reading, _scene(page, match))
        if when is not None:
            found.append(_Part(start=start, end=match.end(), when=when))
            at = match.end()
    return found


def _scene(page: _Page, match: re.Match[str]) -> Scene:
    def future() -> bool:
        head = page.head(match.start(), match.end())
        return is_future(page.sentence, head, page.words)

    parts = {name: text for name, text in match.groupdict().items() if text is not None}
    return Scene(
        words=page.words,
        published=page.published,
        future=future,
        parts=parts,
        text=match[0],
    )


def _is_date(page: _Page, match: re.Match[str], reading: str) -> bool:
    """Whether a form that words for other things have too is a date here.

    A bare year needs a preposition or a noun that it tells of ("the 2016 campaign"); a bare month
    that is a name or a verb as well ("May", "March") needs a preposition; a bare part of a day
    ("election night") needs one, or a day beside it.
    """
    if reading == "bare year":
        return _is_year(page, match)
    head = page.sentence[page.head(match.start(), match.end())]
    if reading == "month" and match[0] == match["month"]:
        led = _is_led(page, match.start()) or head.relation in {"compound", "nmod"}
        return led and head.upos == "PROPN" and head.relation not in {"nsubj", "flat"}
    if reading == "weekday":
        return head.relation != "flat"
    return True


def _is_year(page: _Page, match: re.Match[str]) -> bool:
    head = page.sentence[page.head(match.start(), match.end())]
    if head.span.start != page.sentence.start + match.start():
        return False
    if page.text[match.end() : match.end() + 1] in {"-", "%"}:
        return False
    above = None if head.head == ROOT else page.sentence[head.head]
    if above is not None and head.head > head.index and head.relation in {"nummod", "compound"}:
        return above.upos in _NOMINAL and above.xpos not in _PLURAL
    return _is_led(page, match.start())


def _is_led(page: _Page, start: int) -> bool:
    before = page.text[:start].casefold().split()
    for length in range(1, _LONGEST_LEAD + 1):
        phrase = " ".join(before[-length:])
        if phrase in page.words.plain or any(phrase == lead for lead, _ in page.words.leads):
            return True
    return False


def _join_parts(page: _Page, parts: Sequence[_Part], *, clocks: bool) -> list[_Part]:
    """Parts that stand together as one: an hour and a day, a day and a part of it."""
    joined: list[_Part] = []
    for part in parts:
        while joined:
            between = page.text[joined[-1].end : part.start]
            if not page.words.joins["within"].fullmatch(between):
                break
            when = join(joined[-1].when, part.when, page.words)
            if when is None or (not clocks and "clock" in {joined[-1].when.kind, part.when.kind}):
                break
            part = evolve(part, start=joined.pop().start, when=when)  # noqa: PLW2901  grows
        joined.append(part)
    return joined


def _span_ranges(page: _Page, parts: Sequence[_Part]) -> list[_Part]:
    """Two dates that are the ends of one time: "from March 3 to March 6"."""
    found: list[_Part] = []
    for part in parts:
        spanned = _spanned(page, found[-1], part) if found else None
        if spanned is None:
            found.append(part)
        else:
            found[-1] = spanned
    return found


def _spanned(page: _Page, first: _Part, last: _Part) -> _Part | None:
    between = page.text[first.end : last.start]
    into = page.words.joins["into"].fullmatch(between)
    if into and first.when.hours and first.when.hours[0] < 0 and last.when.kind == "day":
        # "Overnight into Sunday".
        when = join(first.when, last.when, page.words)
        return None if when is None else evolve(last, start=first.start, when=when)
    if not page.words.joins["range"].fullmatch(between):
        return None
    before = page.text[: first.start].casefold().split()
    opened = bool(before) and before[-1] in {"from", "between"}
    dashed = not between.strip().isalpha()
    if not (opened or dashed):
        return None
    if first.when.range is None or last.when.range is None:
        return None
    start, end = first.when.range.start, last.when.range.end
    if start is None or end is None or start >= end:
        return None
    when = When(kind="unit", range=Range(start, end), precision="range")
    return _Part(start=first.start, end=last.end, when=when, bound="in")


def _lead(page: _Page, part: _Part) -> tuple[MomentBound, When]:
    """What the words before a date make of it, with the range opened."""
    before = page.text[: part.start].casefold().split()
    if before[-1:] == ["the"]:
        before.pop()
    tail = " ".join(before[-_LONGEST_LEAD:])
    for phrase, bound in page.words.leads:
        if (f" {tail}").endswith(f" {phrase}"):
            made = cast("MomentBound", bound if bound in _BOUNDS else "in")
            return made, _opened(part.when, made)
    return "in", part.when


def _opened(when: When, bound: MomentBound) -> When:
    found = when.range
    if found is None or bound in {"in", "as of"}:
        return when
    start, end = found.start, found.end
    instant = when.precision == "instant" and start is not None and end is not None
    if instant and start is not None:
        end = start if bound in {"until", "before"} else start + timedelta(minutes=1)
    if when.whole is not None and bound in {"until", "before"}:
        # "Before the end of the year" is before the year ends.
        start = end = when.whole.end
    opened = {
        "since": Range(start, None),
        "after": Range(end, None),
        "until": Range(None, end),
        "before": Range(None, start),
    }[bound]
    return evolve(when, range=opened, precision="range")
