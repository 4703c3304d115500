"""Noun phrases as values: what a phrase says of whom it stands for.

The central decision: a phrase is read off the words between its edges, with the tree used only
to find the head and the edges. Newspaper noun phrases ("Assistant Secretary of State for
European and Eurasian Affairs Karen Donfried") are where parsers and name taggers err most,
while a table of titles, a table of places and capital letters read them well.
"""

from collections.abc import Mapping

from attrs import field, frozen

from claimtrack.model import Spans
from claimtrack.sources.people import PersonName
from claimtrack.sources.vocabulary import Pronoun, Vocabulary
from claimtrack.sources.wording import (
    PART_SUBTYPES,
)
from claimtrack.syntax import ROOT, Sentence, Word

#: Relations whose whole branch belongs to the noun phrase of their head.
_INSIDE = frozenset(
    ("det", "amod", "compound", "nummod", "nmod", "flat", "case", "goeswith", "fixed", "punct")
)
#: Relations of words that are part of a larger name or title and head no phrase of their own.
_PARTS = frozenset(("compound", "flat", "fixed", "goeswith", "det", "case", "nummod"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))

#: Subtypes for times and amounts without a preposition (last month), which name nobody.
_TIMES = frozenset(("nmod:tmod", "nmod:npmod", "nmod:unmarked"))

#: Salience of a grammatical role: the order of Lappin & Leass (1994, table 1), rescaled.
WEIGHT_OF_SUBJECT = 0.8
_WEIGHTS: Mapping[str, float] = {
    "nsubj": WEIGHT_OF_SUBJECT,
    "root": 0.6,
    "obj": 0.5,
    "iobj": 0.4,
    "obl": 0.4,
    "nmod": 0.25,
    "appos": 0.3,
}
_EMBEDDED = 0.75
_SUBJECT_OWNER = 0.5
_QUOTED = 0.05


@frozen(kw_only=True)
class Phrase:
    """One noun phrase and what it says of whom it stands for.

    Attributes:
        sentence: Number of its sentence.
        at: Where its head word starts in the document.
        form: ``name``, ``noun`` or ``pronoun``.
        kind: A `SourceKind`; ``place`` for a town; ``thing`` where it is not known.
        text: How it is called if nothing better is known.
        name: Folded words of a person's name, titles left off; empty for others.
        content: Folded content words, order lost; countries as ``@Armenia``.
        heads: Folded head noun, singular, and those of its appositions.
        roles: Titles held, by their role names.
        gender: ``masculine``, ``feminine`` or empty.
        plural: Whether it names several.
        definite: Whether it points back ("the", "his", "this") or is a name.
        pronoun: What it agrees with, for a pronoun.
        weight: Salience it lends to whom it stands for.
        owner: Where a possessive pronoun starts that begins `text`, or -1.
        author: Head of the phrase that names who published it, for a document, or -1.
        body: What a bearer of a role belongs to, where it stands before the role ("Defense
            Ministry spokesman"); or empty.
        belongs: Head of the phrase that names it where it stands elsewhere ("a spokesman for
            the ministry"), or -1.
        members: Heads of the phrases that a coordination joins.
        descriptive: Whether its modifiers only describe (the young Republican senator, the
            search giant) and name nothing that could be somebody else's (the FBI director).
        bare: Whether it has no modifiers at all.
        past: Whether the role is over (former, retired).
        nameless: Whether it asks to be left unnamed (a source, a person familiar with …).
        near: Whether it points to what was last spoken of (this poll).
        pair: Whether it speaks of just two (both sides, the two leaders).
        known: Whether the lexicon lists the body by that name.
        article: Whether it is a name with an article, as bodies' are and people's are not.
        source: Whether it is a claim's source or the subject of a verb of saying.
        said: The content of the claim that it is the source of, if that is known: whoever is
            named in it is not likely to be the one who says it.
        quoted: Whether it stands inside quotation marks.
        barred: Head of the phrase that it cannot stand for because of the grammar: "her"
            is not Stride in "Stride accused her", nor "the minister"; or -1.
        finds: Whether it is the subject of a verb of finding out.
    """

    sentence: int
    at: int
    form: str
    kind: str
    text: str
    name: tuple[str, ...] = ()
    content: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    gender: str = ""
    plural: bool = False
    definite: bool = False
    pronoun: Pronoun | None = None
    weight: float = 0.0
    owner: int = -1
    author: int = -1
    body: str = ""
    belongs: int = -1
    members: tuple[int, ...] = ()
    descriptive: bool = False
    bare: bool = True
    past: bool = False
    nameless: bool = False
    near: bool = False
    pair: bool = False
    known: bool = False
    article: bool = False
    source: bool = False
    said: Spans = ()
    quoted: bool = False
    barred: int = -1
    finds: bool = False


@frozen(kw_only=True)
class Scene:
    """A sentence with what reading its phrases needs to know of the document around it.

    Attributes:
        sentence: The tree.
        number: Its number in the document.
        names: People's names, under each word position of name and title.
        quoted: Starts of words of the document that stand inside quotation marks.
        vocabulary: The language's words.
        cut_title: The title that the sentence before ends in ("… said Rep."), or empty: there
            the text has been cut one word too early.
    """

    sentence: Sentence
    number: int
    names: Mapping[int, PersonName]
    quoted: frozenset[int] = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    cut_title: str = ""


def is_head(word: Word) -> bool:
    """Whether a word can head a noun phrase of its own."""
    return (
        word.upos in _NOMINAL and word.relation not in _PARTS and word.deprel not in PART_SUBTYPES
    )


def phrase_words(sentence: Sentence, head: int) -> tuple[Word, ...]:
    """The words of the noun phrase that a word heads: no clause, no coordination."""
    found = [head]
    open_ = [head]
    while open_:
        top = open_.pop()
        inside = [
            child
            for child in sentence.children(top)
            if sentence[child].relation in _INSIDE
            and not (child > head and sentence[child].deprel in _TIMES)
        ]
        if sentence[top].upos == "ADJ" and top > head:
            inside.extend(sentence.children(top, "obl"))
        found.extend(inside)
        open_.extend(inside)
    return tuple(sentence[index] for index in sorted(found))


def weigh(sentence: Sentence, head: int, *, quoted: bool) -> float:
    """Salience that a word's place in the sentence lends (Lappin & Leass 1994)."""
    word = sentence[head]
    while word.relation == "conj" and word.head != ROOT:
        word = sentence[word.head]
    above = sentence[word.head] if word.head != ROOT else word
    weight = _WEIGHTS.get(word.relation, 0.2)
    if word.deprel == "nmod:poss" and above.relation == "nsubj":
        weight = _SUBJECT_OWNER
    if above.relation in {"ccomp", "acl", "advcl"}:
        weight *= _EMBEDDED
    return weight * _QUOTED if quoted else weight
