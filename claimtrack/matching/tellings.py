"""Tellings of events: a text, and the word in it that names the event.

The central decision: where a text tells several events, the word that the reader points at decides
which one is meant. What is near to it in the tree says who and what took part, and the rest of
the sentence says only which story it is.
"""

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from claimtrack.errors import InputError
from claimtrack.model import Span, Spans
from claimtrack.syntax import ROOT, Sentence, Word

_SMALL = frozenset(("DET", "ADP", "AUX", "CCONJ", "SCONJ", "PART", "PUNCT", "PRON", "SYM", "INTJ"))
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"\w+")
#: How far the words of a trigger may lie apart, in characters ("checked herself into").
_GAP = 40
#: Steps in the tree that still count as near.
_NEAR = 3
_ROLES: Mapping[str, str] = {
    "nsubj": "agent",
    "csubj": "agent",
    "obl:agent": "agent",
    "nsubj:pass": "patient",
    "csubj:pass": "patient",
    "obj": "patient",
}
#: What narrows a noun down.
_PARTS = ("compound", "flat", "amod", "nmod", "appos", "conj")
#: Clauses that share their subject with the clause above.
_SHARING = frozenset(("xcomp", "advcl", "conj", "ccomp", "parataxis"))
#: Clauses above that are asked for a subject.
_CLIMB = 3


@frozen(kw_only=True)
class Telling:
    """One event as one text tells it.

    Attributes:
        id: The caller's name for it.
        text: The whole text.
        trigger: The word or words that name the event.
        sentences: The trees of the text.
    """

    id: str
    text: str
    trigger: Spans
    sentences: tuple[Sentence, ...] = field(repr=False)


@frozen
class Frame:
    """What a tree says of an event.

    Attributes:
        head: Lemma of the trigger's head word.
        lemmas: Lemmas of all content words of the trigger.
        upos: The head's part of speech.
        near: Lemmas near the head in the tree, with the steps to them.
        agents: Lemmas of who does it, with what narrows them down.
        patients: Lemmas of whom or what it is done to.
        words: Lemmas of all content words of the text.
        names: Those that are names.
        numbers: Numbers of the text, as written.
    """

    head: str
    lemmas: frozenset[str]
    upos: str
    near: Mapping[str, int]
    agents: frozenset[str]
    patients: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]


def find_trigger(text: str, focus: str, place: int = 0) -> Spans:
    """Where the word that names the event stands.

    Args:
        text: The text.
        focus: The word or words; between words others may stand ("checked herself into"). Where
            they do not stand in this order, the longest that stands at all is taken.
        place: Which of several places, from 0; the last where there are fewer.

    Raises:
        InputError: The text does not have it.

    Example:
        >>> [span.of("She checked herself in.") for span in find_trigger("She checked herself in.",
        ...  "checked in")]
        ['checked', 'in']
    """
    words = [re.escape(word) for word in _PIECE.findall(focus)]
    whole = [rf"(?<!\w)({word})(?!\w)" for word in words]
    between = rf".{{0,{_GAP}}}?"
    for pattern, flags in (
        (rf"(?<!\w)({re.escape(focus.strip())})(?!\w)", 0),
        (rf"(?<!\w)({re.escape(focus.strip())})(?!\w)", re.IGNORECASE),
        (between.join(whole), re.IGNORECASE | re.DOTALL),
        (between.join(f"({word})" for word in words), re.IGNORECASE | re.DOTALL),
        *((word, re.IGNORECASE) for word in sorted(whole, key=len, reverse=True)),
    ):
        found = list(re.finditer(pattern, text, flags)) if words else []
        if found:
            match = found[min(place, len(found) - 1)]
            return tuple(
                Span(match.start(group), match.end(group))
                for group in range(1, 1 + (match.lastindex or 0))
            )
    raise InputError(f'"focus" {focus!r} does not stand in the text; give a word of it')


def read_frame(telling: Telling) -> Frame:
    """What the trees say of a telling."""
    every = [word for sentence in telling.sentences for word in sentence]
    content = [word for word in every if word.upos not in _SMALL]
    sentence, chosen = _find(telling)
    head = _head(chosen)
    inside = frozenset(word.index for word in chosen)
    lemma = _lemma(head) if head else " ".join(span.of(telling.text) for span in telling.trigger)
    roles: Mapping[str, set[str]] = _roles(sentence, head) if sentence and head else {}
    return Frame(
        head=lemma.casefold(),
        lemmas=frozenset(_lemma(word) for word in chosen if word.upos not in _SMALL)
        or frozenset((lemma,)),
        upos=head.upos if head else "X",
        near=_near(sentence, head, inside) if sentence and head else {},
        agents=frozenset(roles.get("agent", ())),
        patients=frozenset(roles.get("patient", ())),
        words=frozenset(map(_lemma, content)),
        names=frozenset(_lemma(word) for word in content if word.upos == "PROPN"),
        numbers=frozenset(
            word.text for word in every if word.upos == "NUM" or _DIGIT.search(word.text)
        ),
    )


def _lemma(word: Word) -> str:
    return word.lemma.casefold()


def _find(telling: Telling) -> tuple[Sentence | None, list[Word]]:
    """The first sentence that the trigger touches, and its words that it touches."""
    for sentence in telling.sentences:
        found = [
            word for word in sentence if any(word.span.overlaps(span) for span in telling.trigger)
        ]
        if found:
            return sentence, found
    return None, []


def _head(words: Sequence[Word]) -> Word | None:
    """The word that the others hang on; a content word where there is one."""
    inside = {word.index for word in words}
    tops = [word for word in words if word.head not in inside]
    return next((word for word in tops if word.upos not in _SMALL), tops[0] if tops else None)


def _near(sentence: Sentence, head: Word, inside: Iterable[int]) -> Mapping[str, int]:
    steps = {head.index: 0}
    waiting = deque([head.index])
    while waiting:
        index = waiting.popleft()
        if steps[index] == _NEAR:
            continue
        above = sentence[index].head
        for other in (*sentence.children(index), *((above,) if above != ROOT else ())):
            if other not in steps:
                steps[other] = steps[index] + 1
                waiting.append(other)
    found: dict[str, int] = {}
    barred = frozenset(inside)
    for index, distance in steps.items():
        word = sentence[index]
        if index not in barred and word.upos not in _SMALL:
            found.setdefault(_lemma(word), distance)
    return found


def _roles(sentence: Sentence, head: Word) -> Mapping[str, set[str]]:
    """Who does it and to whom, the passive turned round, a missing subject borrowed."""
    found: dict[str, set[str]] = {}
    auxiliary = sentence.children(head.index, "aux", "cop", "nsubj")
    passive = bool(sentence.children(head.index, "nsubj:pass", "aux:pass")) or (
        head.xpos == "VBN" and not auxiliary
    )
    for child in sentence.children(head.index):
        role = _ROLES.get(sentence[child].deprel)
        if role:
            found.setdefault(role, set()).update(_phrase(sentence, child))
    subject = "patient" if passive else "agent"
    if subject not in found:
        borrowed = _borrow(sentence, head)
        if borrowed is not None:
            found[subject] = set(_phrase(sentence, borrowed))
    return found


def _phrase(sentence: Sentence, index: int) -> Iterable[str]:
    for other in (index, *sentence.children(index, *_PARTS)):
        if sentence[other].upos not in _SMALL:
            yield _lemma(sentence[other])


def _borrow(sentence: Sentence, head: Word) -> int | None:
    """The subject of a clause above, or the noun that the clause narrows down."""
    index = head.index
    for _ in range(_CLIMB):
        word = sentence[index]
        if word.head == ROOT:
            return None
        if word.relation == "acl":
            return word.head
        if word.relation not in _SHARING and not (
            word.relation == "obj" and head.upos == "NOUN" and index == head.index
        ):
            return None
        subjects = sentence.children(word.head, "nsubj", "nsubj:pass")
        if subjects:
            return subjects[0]
        index = word.head
    return None
