"""Whose a trailing participle is: "X denied that Y had failed, saying that Z".

The central decision: parsers hang the participle from the nearest verb, so that what X says
becomes part of what X denies, and Y its speaker. Readers give it to X, unless a nearer verb is
itself one of saying ("X said that Y shouted, saying that Z"). On PolNeAR's training half, of 40
such participles whose tree puts them inside another claim's content, 33 are that claim's
speaker's.
"""

from collections.abc import Container, Mapping, Sequence

from attrs import evolve

from claimtrack.extraction.assembly import Draft
from claimtrack.extraction.pages import Candidate, Page
from claimtrack.extraction.scoring import Key
from claimtrack.extraction.shaping import merge, quotation_at, subtract
from claimtrack.model import Span
from claimtrack.syntax import Sentence

#: Penn tag of a present participle, the only form that trails so.
_PARTICIPLE = "VBG"


def release_participles(
    page: Page, drafts: Sequence[Draft], listed: Container[Key]
) -> tuple[Draft, ...]:
    """The drafts, each trailing participle with the speaker of the claim that it was read into.

    That claim's content then ends before the participle.

    Args:
        page: The document.
        drafts: Its claims in the making.
        listed: The cues that a person has listed, lemma and part of speech.
    """
    result = list(drafts)
    cues = {
        (draft.candidate.sentence, draft.candidate.match.cue): position
        for position, draft in enumerate(drafts)
        if draft.candidate is not None
    }
    for position, draft in enumerate(drafts):
        own = draft.candidate
        owner = None if own is None else _owner(page, own, cues, listed)
        other = None if owner is None else result[owner].candidate
        if own is None or owner is None or other is None:
            continue
        outer = result[owner]
        if not _goes_on(page, own, other, outer.content[-1].end):
            continue
        rest = Span(own.anchor.start, max(own.anchor.end, *(span.end for span in outer.content)))
        content = merge(subtract(outer.content, (rest,)), page.text)
        if not content:
            continue
        result[owner] = evolve(outer, content=content)
        match = evolve(own.match, source=other.match.source)
        spoken = evolve(own, match=match, source=other.source)
        result[position] = evolve(draft, candidate=spoken)
    return tuple(result)


def _owner(
    page: Page,
    own: Candidate,
    cues: Mapping[tuple[int, int], int],
    listed: Container[Key],
) -> int | None:
    """Position of the draft whose cue a trailing participle hangs below, or None."""
    sentence = page.sentences[own.sentence]
    cue = own.match.cue
    if own.match.pattern.around or not _trails(sentence, cue):
        return None
    for above in sentence.ancestors(cue):
        found = cues.get((own.sentence, above)) if above < cue else None
        if found is not None:
            return found
        word = sentence[above]
        if word.upos == "VERB" and (word.lemma.lower(), word.upos) in listed:
            return None
    return None


def _goes_on(page: Page, own: Candidate, other: Candidate, end: int) -> bool:
    """Whether a participle can go on with what another cue says, whose content ends there."""
    quoted = quotation_at(other.anchor.start, page.quotations)
    same = quoted == quotation_at(own.anchor.start, page.quotations)
    return bool(other.source) and same and end <= page.sentences[own.sentence].end


def _trails(sentence: Sentence, cue: int) -> bool:
    """Whether a word is a participle after a comma with no subject of its own."""
    if sentence[cue].xpos != _PARTICIPLE or sentence.children(cue, "nsubj", "aux"):
        return False
    before = cue - 1
    if before > 0 and sentence[before].upos == "ADV":
        before -= 1
    return before > 0 and sentence[before].text == ","
