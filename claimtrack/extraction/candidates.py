"""Candidates: every place of a document where a pattern fits, shaped to spans of the text.

The central decision: find generously here, decide later. What is found keeps the features by
which it can be judged, each a plain word that a person can read.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from claimtrack.extraction.pages import Candidate, Page, is_negated
from claimtrack.extraction.patterns import Match, Pattern, first, load_patterns, match_pattern
from claimtrack.extraction.quotations import Quotation, ending
from claimtrack.extraction.shaping import (
    NEVER_FIXED,
    cue_words,
    give_back,
    merge,
    noun_head,
    quotation_at,
    snap,
    source_words,
    strays,
    subtract,
    word_spans,
)
from claimtrack.extraction.surface import (
    EM_DASH,
    RARE_DASHES,
    after_colon,
    bracketed,
    closing,
    inserted_source,
    next_line,
    signed,
)
from claimtrack.lexicon import Lexicon
from claimtrack.model import Span, Spans
from claimtrack.syntax import ROOT, Sentence

#: A quotation may stand this many words from the cue that it belongs to.
_REACH = 12
#: A quotation after the sentence's end is as far as one so many words away.
_NEW_SENTENCE = 3
_LIST_MARKS = frozenset(("LS",))
#: Frames in which a cue without a source may take the noun phrase next to it.
_SPOKEN = frozenset(("quote", "clause", "paren"))
#: Frames in which the cue is a preposition though the tree may take it for a verb.
_PREPOSITIONS = frozenset(("according",))


def find_candidates(
    page: Page, lexicon: Lexicon, licensed: Callable[[tuple[str, str]], Iterable[str]] | None
) -> Iterator[Candidate]:
    """All candidates of a document, in text order of their cues.

    Args:
        page: The document.
        lexicon: Gives patterns and cues.
        licensed: Gives for a lemma and part of speech the frames in which it may be a cue;
            None tries every word in every frame, which is how the counts were made.
    """
    patterns = load_patterns(lexicon)
    for number, sentence in enumerate(page.sentences):
        for word in sentence:
            key = (cue_lemma(sentence, word.index), word.upos)
            frames = None if licensed is None else frozenset(licensed(key))
            if frames is not None and not frames:
                continue
            found = [
                candidate
                for pattern in patterns
                if frames is None or pattern.frame in frames
                if (candidate := _try(page, number, word.index, pattern)) is not None
            ]
            fitting = frozenset(candidate.frame for candidate in found)
            for candidate in found:
                yield evolve(
                    candidate,
                    key=key,
                    head=source_head(sentence, candidate),
                    beside=fitting - {candidate.frame},
                )


def cue_lemma(sentence: Sentence, index: int) -> str:
    """A cue's lemma with its particle and what is fixed to it: ``point out``, ``according to``."""
    parts = sentence.children(index, "compound:prt", "fixed")
    # A determiner or title is never part of a fixed expression, whatever the tree says.
    words = (index, *(p for p in parts if p > index and sentence[p].upos not in NEVER_FIXED))
    lemma = " ".join(sentence[word].lemma.lower() for word in words)
    # Which dash a typesetter takes says nothing.
    return EM_DASH if lemma in RARE_DASHES else lemma


def source_head(sentence: Sentence, candidate: Candidate) -> str:
    """What a source's head is to be counted by: a noun's lemma, a name's type, else the word."""
    head = candidate.match.source
    if head is None or not candidate.source:
        return ""
    word = sentence[head]
    if word.upos != "PROPN":
        return word.lemma.lower()
    types = (item.type for item in sentence.entities if item.span.overlaps(word.span))
    return next(types, word.upos)


def _try(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    finder = _FINDERS.get(pattern.frame)
    if finder is not None:
        return finder(page, number, cue, pattern)
    fit = match_pattern(page.sentences[number], cue, pattern)
    fit = None if fit is None else _untimed(page, page.sentences[number], fit)
    return None if fit is None else _shape(page, number, fit, None)


def _untimed(page: Page, sentence: Sentence, match: Match) -> Match | None:
    """The match without content that is only a time: who spoke on Tuesday spoke not of it."""
    content = tuple(
        head
        for head in match.content
        if sentence[head].relation not in {"obl", "nmod"}
        or sentence[head].lemma.lower() not in page.vocabulary.calendar
    )
    return evolve(match, content=content) if content else None


def _shape(
    page: Page,
    number: int,
    match: Match,
    given: Quotation | tuple[int, ...] | None,
) -> Candidate | None:
    sentence = page.sentences[number]
    cue = cue_words(sentence, match.cue, _linking(sentence, match), page.vocabulary.negators)
    below = _words_of(page, sentence, match, given)
    source: tuple[int, ...] = ()
    match = _inserted(sentence, _outside_quotation(page, sentence, match))
    if match.source is not None:
        barred = {*cue, *_minus(below, match.source)}
        source = source_words(sentence, match.source, barred, page.vocabulary.calendar)
        if match.pattern.frame in _PREPOSITIONS and match.content:
            source, below = give_back(sentence, match.source, match.content[0], source, below)
    words = tuple(i for i in below if i not in cue and i not in source)
    cue_spans = merge(word_spans(sentence, cue), page.text)
    source_spans = merge(word_spans(sentence, source), page.text)
    content = (given.span,) if isinstance(given, Quotation) else word_spans(sentence, words)
    anchor = sentence[match.cue].span
    fitted = snap(content, anchor, cue_spans + source_spans, page.quotations, page.text)
    fitted = _join_halves(page, anchor, cue_spans + source_spans, fitted)
    if not fitted or not cue_spans:
        return None
    return Candidate(
        sentence=number,
        match=match,
        source=source_spans,
        cue=cue_spans,
        anchor=anchor,
        content=fitted,
    )


def _words_of(
    page: Page, sentence: Sentence, match: Match, given: Quotation | tuple[int, ...] | None
) -> tuple[int, ...]:
    """Words of the content: those given, or those that the pattern's paths lead to."""
    if isinstance(given, tuple):
        return given
    return (
        _around(sentence, match) if match.pattern.around else _content_words(page, sentence, match)
    )


def _linking(sentence: Sentence, match: Match) -> tuple[int, ...]:
    """The words that the pattern adds to the cue, and the preposition that links its content."""
    last = max((match.cue, *match.extra))
    last = max((last, *(i for i in sentence.children(match.cue, "compound:prt"))))
    linking = (
        mark
        for head in match.content[:1]
        for mark in sentence.children(head, "case")
        if mark == last + 1
    )
    return (*match.extra, *linking)


def _inserted(sentence: Sentence, match: Match) -> Match:
    """The match with the source that stands beside the cue between commas.

    In "Freddy, the officer said, 'was …'" parsers like to take Freddy for the one who said it.
    """
    source, beside = match.source, inserted_source(sentence, match.cue)
    if beside is None or source is None or source > match.cue or _parts(sentence, beside, source):
        return match
    return evolve(match, source=beside)


def _parts(sentence: Sentence, one: int, other: int) -> bool:
    """Whether one of two words hangs from the other, as parts of one name do."""
    return one in sentence.subtree(other) or other in sentence.subtree(one)


def _outside_quotation(page: Page, sentence: Sentence, match: Match) -> Match:
    """The match with a source that is not part of what it is said to say.

    Parsers like to take a name or noun inside a quotation for the subject of the cue outside.
    """
    cue = sentence[match.cue]
    if match.pattern.frame in _PREPOSITIONS:
        # According to “The Bridge”, a book: what is cited may be quoted.
        return match
    if cue.upos != "VERB" or quotation_at(cue.start, page.quotations) is not None:
        return match
    source = match.source
    if source is not None and quotation_at(sentence[source].start, page.quotations) is None:
        return match
    if source is None and match.pattern.frame not in _SPOKEN:
        return match
    return evolve(match, source=_beside(page, sentence, match.cue))


def _beside(page: Page, sentence: Sentence, cue: int) -> int | None:
    """The head of the noun phrase that stands next to a cue, outside of quotations."""
    left: list[int] = []
    for index in range(cue - 1, -1, -1):
        word = sentence[index]
        if word.upos == "PUNCT" or quotation_at(word.start, page.quotations) is not None:
            break
        left.append(index)
    right: list[int] = []
    for index in range(cue + 1, len(sentence)):
        word = sentence[index]
        if word.upos in {"PUNCT", "ADP", "SCONJ", "VERB"}:
            break
        right.append(index)
    head = noun_head(sentence, left)
    return noun_head(sentence, right) if head is None else head


def _join_halves(page: Page, anchor: Span, holes: Spans, content: Spans) -> Spans:
    """Both halves of a quotation that the cue interrupts, as in “A,” she said, “and B”."""
    position = bisect_left(page.quotations, anchor.start, key=ending)
    if not 0 < position < len(page.quotations):
        return content
    first_half, second_half = page.quotations[position - 1], page.quotations[position]
    between = page.text[first_half.span.end : second_half.span.start]
    goes_on = first_half.inner.of(page.text).rstrip()[-1:] in {",", "-", "\u2014", "\u2013"}
    whole = not any(mark in between.strip()[:-1] for mark in "\r\n.;")
    if not goes_on or not whole or len(between.split()) > _REACH:
        return content
    halves = (first_half.span, second_half.span)
    if not any(span.overlaps(half) for span in content for half in halves):
        return content
    return merge(subtract((*content, *halves), holes), page.text)


def _minus(words: Sequence[int], head: int) -> Sequence[int]:
    """The content's words, unless the source is said to stand among them."""
    return () if head in words else words


def _leading(sentence: Sentence, match: Match) -> tuple[int, ...]:
    """Function words that may open the content."""
    first_piece = match.content[:1]
    return tuple(
        mark for head in first_piece for mark in sentence.children(head, "mark", "case", "cc")
    )


def _content_words(page: Page, sentence: Sentence, match: Match) -> tuple[int, ...]:
    openers = page.vocabulary.complementisers
    words = {
        index
        for head in match.content
        for index in sentence.subtree(head, strays(sentence, match.cue, head))
    }
    for mark in _leading(sentence, match):
        # The complementiser and the preposition that links are no part of what is said.
        if sentence[mark].lemma in openers:
            # "Announced then that Y": then tells of the announcing.
            words = {index for index in words if index > mark}
        elif sentence[mark].deprel in {"case", "cc"}:
            words.discard(mark)
    opening = min(words, default=0)
    if sentence[opening].lemma in openers and sentence[opening].xpos in {"IN", "WDT"}:
        words.discard(opening)
    return tuple(sorted(words))


def _around(sentence: Sentence, match: Match) -> tuple[int, ...]:
    """The target's subtree without the branch in which the cue stands."""
    top = match.content[0]
    branch = match.cue
    while sentence[branch].head not in {top, ROOT}:
        branch = sentence[branch].head
    # A list's number or letter is no part of what its item says.
    marks = (w.index for w in sentence.words[:1] if w.xpos in _LIST_MARKS)
    return sentence.subtree(top, {branch, *sentence.children(top, "cc"), *marks})


def _beside_quotation(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    sentence = page.sentences[number]
    word = sentence[cue]
    if word.upos not in pattern.upos or quotation_at(word.start, page.quotations) is not None:
        return None
    near = _nearest(page, sentence, cue)
    # Who did not say it is not quoted with it: "It did not surprise Jane Doe: “Nobody …”".
    if near is None or is_negated(page, sentence, cue):
        return None
    source = first(sentence, cue, pattern.source)
    match = Match(pattern=pattern, cue=cue, source=source, content=())
    return _shape(page, number, match, near)


def _before_that(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    """``X said on Monday that Y`` by its words, where the tree has no clause for the cue."""
    sentence = page.sentences[number]
    openers = page.vocabulary.complementisers
    if sentence[cue].upos not in pattern.upos or sentence.children(cue, "ccomp"):
        return None
    at = next(
        (
            index
            for index in range(cue + 1, min(cue + _REACH, len(sentence) - 2))
            if sentence[index].lemma in openers and sentence[index].xpos in {"IN", "WDT", "DT"}
        ),
        None,
    )
    between = range(cue + 1, at or 0)
    if at is None or any(sentence[i].upos in {"PUNCT", "VERB", "AUX"} for i in between):
        return None
    source = first(sentence, cue, pattern.source)
    match = Match(pattern=pattern, cue=cue, source=source, content=())
    rest = range(at + 1, len(sentence))
    return _shape(page, number, match, tuple(rest))


def _before_block(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    """``X writes:`` at a paragraph's end, and what is said is the next one, without marks."""
    sentence = page.sentences[number]
    if sentence[cue].upos not in pattern.upos or not 0 < len(sentence) - 1 - cue <= _REACH:
        return None
    if sentence[len(sentence) - 1].text != ":":
        return None
    block = next_line(page.text, sentence.end)
    if block is None or quotation_at(block.start, page.quotations) is not None:
        return None
    source = first(sentence, cue, pattern.source)
    match = Match(pattern=pattern, cue=cue, source=source, content=())
    return _shape(page, number, match, Quotation(block, block))


def _words_in(gap: str) -> int:
    return sum(any(c.isalnum() for c in word) for word in gap.split())


def _ends_sentence(gap: str) -> bool:
    return any(mark in gap for mark in ".!?")


def _nearest(page: Page, sentence: Sentence, cue: int) -> Quotation | None:
    """The quotation nearest to a cue: in its sentence, or just before or after it."""
    word = sentence[cue]
    best: tuple[int, Quotation] | None = None
    low = bisect_left(page.quotations, sentence.start - 3, key=ending)
    for quotation in page.quotations[low:]:
        if quotation.span.start > sentence.end + 3:
            break
        if quotation.span.end <= word.start:
            distance = _words_in(page.text[quotation.span.end : word.start])
        else:
            gap = page.text[word.end : quotation.span.start]
            # What begins a new sentence is seldom what this one says.
            distance = _words_in(gap) + (_NEW_SENTENCE if _ends_sentence(gap) else 0)
        if distance <= _REACH and (best is None or distance < best[0]):
            best = (distance, quotation)
    return best[1] if best else None


#: Frames whose content is read off the text and not off the tree, with what reads it.
_FINDERS: Mapping[str, Callable[[Page, int, int, Pattern], Candidate | None]] = {
    "quote": _beside_quotation,
    "colon": after_colon,
    "dash": signed,
    "bracket": bracketed,
    "closing": closing,
    "that": _before_that,
    "block": _before_block,
}
SURFACE = frozenset(_FINDERS)
