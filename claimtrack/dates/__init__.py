"""When: the dates of a text as ranges of time, resolved against its publication.

The central decision: what a date looks like is data (``dates.toml``, ``calendar.csv``,
``periods.csv``), its parts are found by form and joined where they stand together ("2 p.m. on
Tuesday"), and calendar arithmetic, explicit dates and Easter are dateutil's. dateparser 1.5 was
measured too: of 35 wordings it knows 20, it puts "on Tuesday", published on a Tuesday, a week
back, takes "the 1990s" for the present hour, and gives no ranges.

What cannot be known is kept and said so: a `Moment` without start and end.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from claimtrack.dates.phrases import Phrase, find_phrases
from claimtrack.dates.tenses import governor
from claimtrack.dates.vocabulary import load_vocabulary
from claimtrack.lexicon import Lexicon
from claimtrack.model import Moment, Span, Spans
from claimtrack.syntax import Sentence

__all__ = ["find_moments", "when_said"]


def find_moments(
    sentences: Iterable[Sentence], lexicon: Lexicon, published: datetime | None = None
) -> tuple[Moment, ...]:
    """The dates of some sentences, in text order; no two overlap.

    Durations ("for three days") are no dates, but quantities.

    Args:
        sentences: Trees of one document.
        lexicon: Gives the words of the calendar and the forms of dates.
        published: When the document was published, timezone-aware; without it, only what names
            its year is resolved.
    """
    words = load_vocabulary(lexicon)
    return tuple(
        _moment(sentence, phrase)
        for sentence in sentences
        for phrase in find_phrases(sentence, words, published)
    )


def _moment(sentence: Sentence, phrase: Phrase) -> Moment:
    found = phrase.when.range
    above = governor(sentence, phrase.head)
    return Moment(
        span=phrase.span,
        text=phrase.text,
        start=None if found is None else found.start,
        end=None if found is None else found.end,
        precision=phrase.when.precision,
        bound=phrase.bound,
        zone=phrase.when.zone,
        event="" if above is None else (sentence[above].lemma or sentence[above].text).casefold(),
    )


def when_said(
    sentences: Sequence[Sentence], moments: Iterable[Moment], cue: Spans, content: Spans
) -> Moment | None:
    """The time that the words of a cue are put to: "said on Tuesday"; None where there is none.

    Args:
        sentences: Trees that hold the cue.
        moments: Dates of these sentences, in text order.
        cue: Spans of the cue.
        content: Spans of the content, whose dates are those of what is said.
    """
    outside = [item for item in moments if not any(item.span.overlaps(span) for span in content)]
    for sentence in sentences:
        if not any(sentence.span.overlaps(span) for span in cue):
            continue
        for moment in outside:
            if sentence.span.contains(moment.span) and _governs(sentence, cue, moment.span):
                return moment
    return None


def _governs(sentence: Sentence, cue: Spans, date: Span) -> bool:
    """Whether the verb over a date is the cue's, or hangs from nothing but the cue."""
    return any(
        any(span.contains(sentence[at].span) for span in cue) for at in _up_to_verb(sentence, date)
    )


def _up_to_verb(sentence: Sentence, date: Span) -> Iterator[int]:
    inside = [word.index for word in sentence if date.contains(word.span)]
    top = next((at for at in inside if sentence[at].head not in inside), None)
    if top is None:
        return
    for at in sentence.ancestors(top):
        yield at
        if sentence[at].upos == "VERB":
            return
