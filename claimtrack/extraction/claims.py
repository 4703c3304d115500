"""From drafts to `Claim` values: names, mode, polarity, kind, and what the content contains.

The central decision: everything that a claim says beyond its spans is read off here, once, so
that finding claims and describing them can change apart.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from attrs import evolve

from claimtrack.dates import find_moments, when_said
from claimtrack.extraction.assembly import Draft
from claimtrack.extraction.pages import Page, is_negated
from claimtrack.extraction.quotations import Quotation, ending
from claimtrack.extraction.scoring import calibrate, load_scorer
from claimtrack.extraction.shaping import subtract
from claimtrack.lexicon import Lexicon, Row
from claimtrack.model import (
    Claim,
    ClaimKind,
    Cue,
    Document,
    Mention,
    Mode,
    Moment,
    Polarity,
    Source,
    Span,
    Spans,
    read_spans,
)
from claimtrack.propositions import find_propositions
from claimtrack.quantities import find_quantities
from claimtrack.sources import find_carriers, identify_sources
from claimtrack.syntax import Sentence

#: Pattern id of a quotation that goes on with no cue of its own.
CONTINUED = "quotation-continued"
#: Quotations that one span of a content may run over.
_MARKS = 200


def make_claims(
    document: Document,
    page: Page,
    drafts: Sequence[Draft],
    above: Sequence[int | None],
    lexicon: Lexicon,
) -> tuple[Claim, ...]:
    """The claims of a document, in text order.

    Args:
        document: The document.
        page: Its trees and quotations.
        drafts: What was found.
        above: For each draft the position of the one that it stands in, or None.
        lexicon: Kinds and polarities of cues.
    """
    speakers = [_speaker(page, drafts, draft) for draft in drafts]
    contents = [draft.content for draft in drafts]
    known = identify_sources(
        page.sentences, speakers, lexicon, contents=contents, document=document.id
    )
    moments = find_moments(page.sentences, lexicon, document.published)
    loose = [
        _claim(document, page, draft, sources, moments, lexicon)
        for draft, sources in zip(drafts, known, strict=True)
    ]
    said = [_said(page, drafts, draft, moments) for draft in drafts]
    claims = [
        evolve(claim, said=time, parent=None if parent is None else loose[parent].id)
        for claim, time, parent in zip(loose, said, above, strict=True)
    ]
    return tuple(sorted(claims, key=_order))


def _order(claim: Claim) -> tuple[int, int, str]:
    first = claim.content[0].start
    return (claim.cue.spans[0].start if claim.cue else first, first, claim.id)


def _claim(
    document: Document,
    page: Page,
    draft: Draft,
    sources: tuple[Source, ...],
    moments: Sequence[Moment],
    lexicon: Lexicon,
) -> Claim:
    candidate = draft.candidate
    row = _cue_row(draft, lexicon)
    touched = _touched(page, draft)
    near = _inside(moments, Span(touched[0].start, touched[-1].end))
    source = _mention(page, candidate.source) if candidate else None
    cue = None
    if candidate is not None:
        words = read_spans(candidate.cue, page.text)
        cue = Cue(candidate.cue, words, lemma=candidate.key[0])
    return Claim(
        document=document.id,
        source=source,
        cue=cue,
        content=draft.content,
        text=read_spans(draft.content, page.text),
        mode=_mode(draft.content, page.quotations, page.text),
        polarity=_polarity(draft, page, row),
        kind=cast("ClaimKind", row.get("kind", "speech")),
        pattern=candidate.match.pattern.id if candidate else f"{lexicon.lang}.{CONTINUED}",
        # Three digits: more would be noise, and differ between machines.
        confidence=round(calibrate(draft.confidence, load_scorer(lexicon)), 3),
        sources=tuple(source.name for source in sources),
        speakers=sources,
        via=_carriers(page, draft, lexicon),
        sentence=Span(touched[0].start, touched[-1].end),
        quantities=find_quantities(
            touched, draft.content, lexicon, dates=tuple(item.span for item in near)
        ),
        moments=tuple(
            item for item in near if any(span.overlaps(item.span) for span in draft.content)
        ),
        propositions=find_propositions(touched, draft.content, lexicon),
    )


def _inside(moments: Sequence[Moment], span: Span) -> Sequence[Moment]:
    """The moments that stand in a span, by their order."""
    low = bisect_left(moments, span.start, key=_moment_start)
    return moments[low : bisect_left(moments, span.end, key=_moment_start)]


def _moment_start(moment: Moment) -> int:
    return moment.span.start


def _said(
    page: Page, drafts: Sequence[Draft], draft: Draft, moments: Sequence[Moment]
) -> Moment | None:
    """When a draft was said; a quotation that goes on is of the hour of what it continues."""
    if draft.candidate is None:
        return None if draft.before is None else _said(page, drafts, drafts[draft.before], moments)
    touched = _touched(page, draft)
    near = _inside(moments, Span(touched[0].start, touched[-1].end))
    return when_said(touched, near, draft.candidate.cue, draft.content)


def _carriers(page: Page, draft: Draft, lexicon: Lexicon) -> tuple[str, ...]:
    """The outlets to which a claim was made, or which are quoted for it."""
    if draft.candidate is None:
        return ()
    match = draft.candidate.match
    sentence = page.sentences[draft.candidate.sentence]
    return find_carriers(sentence, match.cue, draft.candidate.source + draft.content, lexicon)


def _mention(page: Page, spans: Spans) -> Mention | None:
    return Mention(spans, read_spans(spans, page.text)) if spans else None


def _speaker(page: Page, drafts: Sequence[Draft], draft: Draft) -> Mention | None:
    """The mention that names a draft's source: its own, or that of the draft that it continues."""
    if draft.candidate is None and draft.before is not None:
        draft = drafts[draft.before]
    return _mention(page, draft.candidate.source) if draft.candidate else None


def _cue_row(draft: Draft, lexicon: Lexicon) -> Row:
    if draft.candidate is None:
        return {}
    return _cue_rows(lexicon).get(draft.candidate.key, {})


@lru_cache(maxsize=4)
def _cue_rows(lexicon: Lexicon) -> Mapping[tuple[str, str], Row]:
    return {(row["lemma"], row["upos"]): row for row in lexicon.rows("cues")}


def _touched(page: Page, draft: Draft) -> tuple[Sentence, ...]:
    """The sentences from the first to the last that content, cue or source stand in."""
    spans = list(draft.content)
    if draft.candidate is not None:
        spans.extend(draft.candidate.cue + draft.candidate.source)
    low = bisect_right(page.sentences, min(s.start for s in spans), key=_start) - 1
    high = bisect_left(page.sentences, max(s.end for s in spans), key=_start)
    return page.sentences[max(low, 0) : high]


def _start(sentence: Sentence) -> int:
    return sentence.start


def _mode(content: Spans, quotations: Sequence[Quotation], text: str) -> Mode:
    """Direct where every word is quoted, mixed where some are."""
    touching = [
        quotation
        for span in content
        for quotation in quotations[bisect_right(quotations, span.start, key=ending) :][:_MARKS]
        if quotation.inner.overlaps(span)
    ]
    if not touching:
        return "indirect"
    outside = subtract(content, [quotation.span for quotation in touching])
    return "mixed" if any(c.isalnum() for c in read_spans(outside, text)) else "direct"


def _polarity(draft: Draft, page: Page, row: Row) -> Polarity:
    """Negative where the source denies the content, or is said not to say it."""
    if draft.candidate is None:
        return "positive"
    sentence = page.sentences[draft.candidate.sentence]
    negated = is_negated(page, sentence, draft.candidate.match.cue)
    denies = row.get("polarity") == "negative"
    return "negative" if denies != negated else "positive"
