"""Claims that punctuation shows better than a tree: colons, dashes, commas around a cue.

The central decision: where parsers are known to go wrong, or where there is no verb to hang a
tree on, the text's own marks decide, under conditions so narrow that they rarely mislead.
"""

from bisect import bisect_left

from attrs import evolve

from claimtrack.extraction.pages import Candidate, Page
from claimtrack.extraction.patterns import Match, Pattern
from claimtrack.extraction.quotations import Quotation, ending
from claimtrack.extraction.shaping import (
    cue_words,
    merge,
    noun_head,
    quotation_at,
    snap,
    word_spans,
)
from claimtrack.model import Span, Spans
from claimtrack.syntax import Sentence, Word

#: A source before a colon or after a dash has at most this many words.
_NAME = 7
#: An inserted "X said" has at most this many words beside the verb.
_INSERTED = 12
_BRACKETS = frozenset((",", "\u201d", '"', "''", "-", "\u2013", "\u2014"))
_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_DASHES = frozenset("-\u2012\u2013\u2014\u2015")
EM_DASH = "\u2014"
#: Dashes that stand for it in some publishing systems.
RARE_DASHES = frozenset("\u2012\u2015")
_ENDS = frozenset(".!?\u2026")
_NAMES = frozenset(("PROPN", "NOUN", "PRON", "X"))
_PHRASE = frozenset(("PROPN", "NOUN", "ADJ", "DET", "NUM"))
_NO_SOURCE = frozenset(("ADV", "AUX", "SCONJ", "CCONJ"))


def after_colon(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    """``Minister: Bridge is safe``: a short name, a colon, and what it says.

    The name begins with the line, the sentence, or after a dash ("WHO WINS - Jane Doe:
    “Nobody.”"). Before a quotation it may end any sentence: "It surprised Jane Doe: “Nobody …”".
    """
    sentence = page.sentences[number]
    word = sentence[cue]
    if word.text != ":" or cue + 1 >= len(sentence):
        return None
    line = _line(page.text, word.start)
    quotation = quotation_at(sentence[cue + 1].start, page.quotations)
    before = _name_before(page, sentence, cue, line)
    if before is None and quotation is not None:
        before = _phrase_before(sentence, cue)
    if before is None:
        return None
    content = merge((_said(page, quotation, Span(word.end, line.end)),), page.text)
    source = merge((Span(before[0].start, before[-1].end),), page.text)
    if not content or not source:
        return None
    match = Match(pattern=pattern, cue=cue, source=before[-1].index, content=(cue + 1,))
    return _punctual(number, match, source, word.span, content)


def _said(page: Page, quotation: Quotation | None, rest: Span) -> Span:
    """What follows a colon: the quotation, or the line where the quotation is a part of it."""
    if quotation is None or quotation.span.end >= rest.end:
        return rest if quotation is None else quotation.span
    ended = quotation.inner.of(page.text).rstrip()[-1:] in _ENDS
    return quotation.span if ended else rest


def _name_before(page: Page, sentence: Sentence, cue: int, line: Span) -> tuple[Word, ...] | None:
    """The words of a short name that opens a line or sentence, or that a dash opens."""
    low = cue
    while low > 0 and sentence[low - 1].start >= line.start and _in_name(page, sentence[low - 1]):
        low -= 1
    words = sentence.words[low:cue]
    if not words or len(words) > _NAME:
        return None
    if low > 0 and sentence[low - 1].start >= line.start and not _is_dash(sentence[low - 1]):
        return None
    named = any(w.upos in _NAMES for w in words)
    # Headlines make names of verbs and verbs of names: there the capital decides.
    acting = any(w.upos in {"VERB", "AUX"} and not w.text[:1].isupper() for w in words)
    capital = words[0].text[:1].isupper() and words[0].upos in {"VERB", "ADJ"}
    return words if (named or capital) and not acting else None


def _phrase_before(sentence: Sentence, cue: int) -> tuple[Word, ...] | None:
    """The words of the noun phrase that a colon follows."""
    low = cue
    while low > 0 and cue - low < _NAME and sentence[low - 1].upos in _PHRASE:
        low -= 1
    words = sentence.words[low:cue]
    return words if words and words[-1].upos in {"PROPN", "NOUN"} else None


def _in_name(page: Page, word: Word) -> bool:
    """Whether a word may be part of a name: hyphens and full stops may, dashes may not."""
    if word.upos != "PUNCT":
        return True
    if _is_dash(word):
        return not page.text[word.start - 1 : word.start].isspace()
    return word.text in {"'", ".", ",", "&", "/", "(", ")"}


def _is_dash(word: Word) -> bool:
    return word.text[:1] in _DASHES


def signed(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    """``“Bridge is safe.” — Jane Doe``: a quotation signed by a short name."""
    sentence = page.sentences[number]
    word = sentence[cue]
    if not _is_dash(word):
        return None
    line = _line(page.text, word.start)
    name = merge((Span(word.end, max(line.end, word.end)),), page.text)
    position = bisect_left(page.quotations, word.start + 1, key=ending) - 1
    if position < 0 or not name or len(name[0].of(page.text).split()) > _NAME:
        return None
    quotation = page.quotations[position]
    if page.text[quotation.span.end : word.start].strip() or not _capital(name, page.text):
        return None
    after = [w.index for w in sentence.words[cue + 1 :] if w.upos in {"PROPN", "NOUN"}]
    match = Match(pattern=pattern, cue=cue, source=after[0] if after else cue, content=())
    return _punctual(number, match, name, word.span, (quotation.span,))


def _capital(spans: Spans, text: str) -> bool:
    return spans[0].of(text)[:1].isupper()


def _punctual(number: int, match: Match, source: Spans, mark: Span, content: Spans) -> Candidate:
    return Candidate(
        sentence=number,
        match=match,
        source=source,
        cue=(mark,),
        anchor=mark,
        content=content,
    )


def _line(text: str, position: int) -> Span:
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    ends = [end for mark in "\r\n" if (end := text.find(mark, position)) >= 0]
    return Span(start, min(ends, default=len(text)))


def next_line(text: str, position: int) -> Span | None:
    """The next line that is not blank, where nothing but space stands before it; else None."""
    start = position
    while start < len(text) and text[start].isspace():
        start += 1
    if start == len(text) or not any(mark in text[position:start] for mark in "\r\n"):
        return None
    return _line(text, start)


def inserted_source(sentence: Sentence, cue: int) -> int | None:
    """The head of the noun phrase before a cue where commas part both from their sentence."""
    inserted = _insertion(sentence, cue)
    return None if inserted is None else noun_head(sentence, range(inserted[0], cue))


def bracketed(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    """``Y, X said, Z`` by its commas: parsers like to take Y's subject for that of the cue."""
    sentence = page.sentences[number]
    if sentence[cue].upos not in pattern.upos or sentence[cue].xpos not in _FINITE:
        return None
    inserted = _insertion(sentence, cue)
    if inserted is None:
        return None
    low, high = inserted
    words = cue_words(sentence, cue, (), page.vocabulary.negators)
    head, zone = _named(sentence, low, cue, high)
    source = [i for i in zone if sentence[i].upos not in _NO_SOURCE and i not in words]
    if head is None:
        return None
    cue_spans = merge(word_spans(sentence, words), page.text)
    source_spans = merge(word_spans(sentence, source), page.text)
    rest = word_spans(sentence, (w.index for w in sentence if not low <= w.index <= high))
    anchor = sentence[cue].span
    content = snap(rest, anchor, cue_spans + source_spans, page.quotations, page.text)
    if not content or not source_spans:
        return None
    match = Match(pattern=pattern, cue=cue, source=head, content=())
    return evolve(_punctual(number, match, source_spans, anchor, content), cue=cue_spans)


def closing(page: Page, number: int, cue: int, pattern: Pattern) -> Candidate | None:
    """``Y, X said on Monday.``: a clause, a comma, and who said it to the sentence's end.

    The most usual form of all; parsers miss it where Y has commas or verbs of its own.
    """
    sentence = page.sentences[number]
    inserted = _insertion(sentence, cue)
    if inserted is None:
        return None
    low, high = inserted
    ended = all(word.upos == "PUNCT" for word in sentence.words[high + 1 :])
    clause = any(word.upos in {"VERB", "AUX"} for word in sentence.words[:low])
    return bracketed(page, number, cue, pattern) if ended and clause else None


def _is_bracket(word: Word) -> bool:
    """Whether a word is a mark around what is inserted; of a lost comma the lemma alone is one."""
    return word.text in _BRACKETS or word.lemma == ","


def _insertion(sentence: Sentence, cue: int) -> tuple[int, int] | None:
    """First and last word between the marks around a cue, if it is the only verb of so few."""
    low = high = cue
    while low > 0 and sentence[low - 1].upos != "PUNCT":
        low -= 1
    while high + 1 < len(sentence) and sentence[high + 1].upos != "PUNCT":
        high += 1
    if low == 0 or not _is_bracket(sentence[low - 1]) or high - low > _INSERTED:
        return None
    if any(sentence[i].xpos in _FINITE for i in range(low, high + 1) if i != cue):
        return None
    return low, high


def _named(sentence: Sentence, low: int, cue: int, high: int) -> tuple[int | None, range]:
    """The head of the noun phrase before the cue, or else after it, and where to look for it."""
    for zone in (range(low, cue), range(cue + 1, high + 1)):
        head = noun_head(sentence, zone)
        if head is not None:
            return head, zone
    return None, range(0)
