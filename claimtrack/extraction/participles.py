"""Whose a trailing participle is: "X denied that Y had failed, saying that Z".

The central decision: parsers hang the participle from the nearest verb, so that what X says
becomes part of what X denies, and Y its speaker. Readers give it to X, unless a nearer verb is
itself one of saying ("X said that Y shouted, saying that Z"). On PolNeAR's training half, of 40
such participles whose tree puts them inside another claim's content, 33 are that claim's
speaker's.
"""

from collections.abc import Sequence

from attrs import evolve

from claimtrack.extraction.assembly import Draft
from claimtrack.extraction.pages import Candidate, Page
from claimtrack.extraction.scoring import listed_cues
from claimtrack.extraction.shaping import merge, quotation_at, subtract
from claimtrack.lexicon import Lexicon
from claimtrack.model import Span
from claimtrack.syntax import Sentence

#: Penn tag of a present participle, the only form that trails so.
_PARTICIPLE = "VBG"


def release_participles(
    page: Page, drafts: Sequence[Draft], lexicon: Lexicon
) -> tuple[Draft, ...]:
    """The drafts, each trailing participle with the speaker of the claim that it was read into.

    That claim's content then ends before the participle.

    Args:
        page: The document.
        drafts: Its claims in the making.
        lexicon: Says which verbs are of saying.
    """
    result = list(drafts)
    for position, draft in enumerate(drafts):
        own = draft.candidate
        owner = None if own is None else _owner(page, result, own, lexicon)
        if own is None or owner is None:
            continue
        outer = result[owner]
        assert outer.candidate is not None
        rest = Span(own.anchor.start, max(own.anchor.end, *(span.end for span in outer.content)))
        content = merge(subtract(outer.content, (rest,)), page.text)
        if not content:
            continue
        result[owner] = evolve(outer, content=content)
        match = evolve(own.match, source=outer.candidate.match.source)
        spoken = evolve(own, match=match, source=outer.candidate.source)
        result[position] = evolve(draft, candidate=spoken)
    return tuple(result)


def _owner(page: Page, drafts: Sequence[Draft], own: Candidate, lexicon: Lexicon) -> int | None:
    """Position of the draft that a trailing participle goes on, or None."""
    sentence = page.sentences[own.sentence]
    cue = own.match.cue
    if own.match.pattern.around or not _trails(sentence, cue):
        return None
    listed = listed_cues(lexicon)
    cues = {
        draft.candidate.match.cue: position
        for position, draft in enumerate(drafts)
        if draft.candidate is not None
        and draft.candidate.sentence == own.sentence
        and draft.candidate.match.cue < cue
    }
    for above in sentence.ancestors(cue):
        if above in cues:
            other = drafts[cues[above]].candidate
            assert other is not None
            quoted = quotation_at(other.anchor.start, page.quotations)
            same = quoted == quotation_at(own.anchor.start, page.quotations)
            ends = drafts[cues[above]].content[-1].end <= sentence.end
            return cues[above] if other.source and same and ends else None
        word = sentence[above]
        if word.upos == "VERB" and (word.lemma.lower(), word.upos) in listed:
            return None
    return None


def _trails(sentence: Sentence, cue: int) -> bool:
    """Whether a word is a participle after a comma with no subject of its own."""
    if sentence[cue].xpos != _PARTICIPLE or sentence.children(cue, "nsubj", "aux"):
        return False
    before = cue - 1
    if before > 0 and sentence[before].upos == "ADV":
        before -= 1
    return before > 0 and sentence[before].text == ","
