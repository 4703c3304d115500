"""Noun phrases as values: what a phrase says of whom it stands for.

The central decision: a phrase is read off the words between its edges, with the tree used only
to find the head and the edges. Newspaper noun phrases ("Assistant Secretary of State for
European and Eurasian Affairs Karen Donfried") are where parsers and name taggers err most,
while a table of titles, a table of places and capital letters read them well.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from attrs import evolve, field, frozen

from claimtrack.sources.people import PersonName
from claimtrack.sources.vocabulary import Noun, Pronoun, Vocabulary, fold, singular
from claimtrack.sources.wording import (
    PART_SUBTYPES,
    TITLE_WORDS,
    core_end,
    find_titles,
    join,
    read_content,
    strip_determiners,
    trim,
    uncapitalised,
)
from claimtrack.syntax import ROOT, Sentence, Word

#: Relations whose whole branch belongs to the noun phrase of their head.
_INSIDE = frozenset(
    ("det", "amod", "compound", "nummod", "nmod", "flat", "case", "goeswith", "fixed", "punct")
)
#: Relations of words that are part of a larger name or title and head no phrase of their own.
_PARTS = frozenset(("compound", "flat", "fixed", "goeswith", "det", "case", "nummod"))
_DESCRIBING = frozenset(("ADJ", "NUM", "PUNCT", "ADV", "ADP", "DET", "CCONJ"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
#: Parsers take "that" for a conjunction, "both" for a determiner.
_PRONOUNS = frozenset(("PRON", "DET", "SCONJ", "CCONJ"))

#: Subtypes for times and amounts without a preposition (last month), which name nobody.
_TIMES = frozenset(("nmod:tmod", "nmod:npmod", "nmod:unmarked"))

#: Salience of a grammatical role: the order of Lappin & Leass (1994, table 1), rescaled.
_WEIGHTS: Mapping[str, float] = {
    "nsubj": 0.8,
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
        members: Heads of the phrases that a coordination joins.
        descriptive: Whether its modifiers only describe (the young Republican senator, the
            search giant) and name nothing that could be somebody else's (the FBI director).
        bare: Whether it has no modifiers at all.
        past: Whether the role is over (former, retired).
        nameless: Whether it asks to be left unnamed (a source, a person familiar with …).
        pair: Whether it speaks of just two (both sides, the two leaders).
        known: Whether the lexicon lists the body by that name.
        source: Whether it is a claim's source or the subject of a verb of saying.
        quoted: Whether it stands inside quotation marks.
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
    members: tuple[int, ...] = ()
    descriptive: bool = False
    bare: bool = True
    past: bool = False
    nameless: bool = False
    pair: bool = False
    known: bool = False
    source: bool = False
    quoted: bool = False


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


def read_phrase(scene: Scene, head: int, words: Sequence[Word]) -> Phrase:
    """What some words of a sentence say of whom they stand for.

    Args:
        scene: The sentence they stand in.
        head: Index of their head.
        words: The words, in text order; not empty.
    """
    vocabulary = scene.vocabulary
    top = next(word for word in words if word.index == head)
    quoted = top.start in scene.quoted
    base = Phrase(
        sentence=scene.number,
        at=top.start,
        form="noun",
        kind="thing",
        text=join(words),
        plural=_is_plural(top),
        weight=weigh(scene.sentence, head, quoted=quoted),
        quoted=quoted,
    )
    pronoun = vocabulary.pronouns.get(fold(top.text)) if len(words) == 1 else None
    if pronoun is not None and top.upos in _PRONOUNS:
        plural = pronoun.number == "plural"
        return evolve(base, form="pronoun", kind="", pronoun=pronoun, plural=plural)
    trimmed = trim(scene.sentence, words, top, vocabulary)
    kept, definite = strip_determiners(trimmed, top, vocabulary)
    traits = {vocabulary.determiners.get(fold(word.text)) for word in trimmed}
    pair = "pair" in traits or (definite and "number" in traits)
    base = evolve(base, definite=definite, pair=pair, text=uncapitalised(join(kept), kept[0]))
    end = core_end(kept, top, scene.names)
    name = scene.names.get(head) or scene.names.get(kept[end - 1].index)
    if name is not None:
        return _read_person(kept, name, base, scene)
    return _read_body(scene, kept, end, base)


def _is_plural(word: Word) -> bool:
    return word.xpos in {"NNS", "NNPS"}


def _read_person(words: Sequence[Word], name: PersonName, base: Phrase, scene: Scene) -> Phrase:
    vocabulary = scene.vocabulary
    called = scene.sentence.words[name.first : name.last]
    folded = tuple(fold(word.text) for word in called if word.upos != "PUNCT")
    title = [word for word in words if word.index < name.first]
    if not title:
        title = list(scene.sentence.words[name.title : name.first])
    keys = find_titles(title, vocabulary)
    if scene.cut_title and name.title == 0:
        keys = (scene.cut_title, *keys)
    titles = [vocabulary.titles[key] for key in keys]
    genders = [item.gender for item in titles[-1:] if item.gender]
    genders.extend(filter(None, (vocabulary.given.get(folded[0], ""),)) if folded[1:] else ())
    return evolve(
        base,
        form="name",
        kind="person",
        text=join(called),
        name=folded,
        content=read_content(title, vocabulary),
        roles=frozenset(item.role for item in titles if item.role),
        gender=genders[0] if genders else "",
        plural=False,
        definite=True,
    )


def _read_body(scene: Scene, words: Sequence[Word], end: int, base: Phrase) -> Phrase:
    sentence, vocabulary = scene.sentence, scene.vocabulary
    core = words[:end]
    top = core[-1]
    lemma = singular(fold(top.text), vocabulary)
    two = " ".join((*(fold(word.text) for word in core[-2:-1]), lemma))
    noun = vocabulary.nouns.get(two) or vocabulary.nouns.get(lemma)
    label = _label(sentence, core, vocabulary) if noun and "label" in noun.traits else ()
    named = label or _proper(core, tagged=_tagged(scene, core[-1]))
    base = evolve(
        base,
        heads=(vocabulary.spellings.get(lemma, lemma),),
        content=read_content(words, vocabulary),
        owner=words[0].start if words[0].xpos == "PRP$" else -1,
    )
    if base.definite and not base.plural and lemma in vocabulary.demonyms and len(core) == 1:
        return evolve(base, kind="person", descriptive=True)
    if named:
        after = () if label else words[end:]
        return _read_name(scene, named, after, base, noun)
    known = vocabulary.known(fold(join(words)))
    if known is not None:
        return evolve(
            base,
            form="name",
            kind=known.kind,
            text=known.canonical,
            plural=False,
            definite=True,
            known=True,
        )
    titles = find_titles(core[-TITLE_WORDS:], vocabulary)
    if titles and titles[-1].rpartition(" ")[2] in {lemma, fold(top.lemma), fold(top.text)}:
        return _read_role(scene, words, base, titles[-1])
    described = all(word.text.islower() or _describes(scene, word, words) for word in core)
    return evolve(base, kind=noun.kind if noun else "thing", descriptive=described)


def _read_name(
    scene: Scene, named: Sequence[Word], after: Sequence[Word], base: Phrase, noun: Noun | None
) -> Phrase:
    """A proper name that is no person's, with what stands after it (Ministry of Health)."""
    vocabulary = scene.vocabulary
    text = join((*named, *after))
    known = vocabulary.known(fold(text))
    stem = singular(fold(named[-1].text), vocabulary)
    people = base.plural and (stem in vocabulary.titles or stem in vocabulary.demonyms)
    kind = "group" if people else _name_kind(scene, fold(text), noun, named[-1])
    return evolve(
        base,
        form="name",
        kind=known.kind if known else kind,
        text=known.canonical if known else text,
        definite=True,
        known=known is not None,
        plural=people and known is None,
        content=read_content(named, vocabulary) | base.content,
    )


def _read_role(scene: Scene, words: Sequence[Word], base: Phrase, title: str) -> Phrase:
    """Somebody called by a title or role: the Vermont senator, two analysts."""
    found = scene.vocabulary.titles[title]
    top = next(word for word in words if word.start == base.at)
    return evolve(
        base,
        kind="group" if base.plural else "person",
        roles=frozenset((found.role,)),
        gender=found.gender,
        # Headlines leave the article out: "Senator from Texas backs the bill".
        definite=base.definite or not (base.plural or _has_determiner(scene, top)),
        descriptive=all(_describes(scene, word, words) for word in words),
        bare=len(words) == len(title.split()),
        nameless=found.kind == "anonymous",
        past=any(scene.vocabulary.determiners.get(fold(word.text)) == "past" for word in words),
    )


def _has_determiner(scene: Scene, top: Word) -> bool:
    return bool(scene.sentence.children(top.index, "det", "nmod:poss"))


def _describes(scene: Scene, word: Word, words: Sequence[Word]) -> bool:
    """Whether a word in a phrase for a person only describes: adjective, party, place, role."""
    vocabulary = scene.vocabulary
    key = fold(word.text)
    if word.upos in _DESCRIBING or key in vocabulary.titles:
        return True
    if any(other.text == "-" and abs(other.index - word.index) <= 1 for other in words):
        return True
    if vocabulary.spellings.get(key, key) in vocabulary.parties or vocabulary.country(key):
        return True
    pairs = (
        f"{fold(one.text)} {fold(two.text)}" for one, two in pairwise(words) if word in {one, two}
    )
    return any(name in vocabulary.regions for name in (key, *pairs)) or any(
        entity.type == "LOC" and entity.span.overlaps(word.span)
        for entity in scene.sentence.entities
    )


def _tagged(scene: Scene, word: Word) -> bool:
    """Whether a word is part of a longer name that is tagged a body's."""
    return any(
        entity.type == "ORG" and entity.span.overlaps(word.span) and entity.span != word.span
        for entity in scene.sentence.entities
    )


def _proper(core: Sequence[Word], *, tagged: bool) -> tuple[Word, ...]:
    """The words of a proper name that ends the core: from its first capital on."""
    if core[-1].upos == "PRON" or not any(map(str.isalpha, core[-1].text)):
        return ()
    if core[-1].upos != "PROPN" and not core[-1].text[:1].isupper():
        return ()
    if core[-1].upos == "NOUN" and core[0].index == 0 and len(core) == 1 and not tagged:
        return ()
    start = next((position for position, word in enumerate(core) if word.text[:1].isupper()), 0)
    return tuple(core[start:])


def _label(sentence: Sentence, core: Sequence[Word], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The proper name before a word for what it names: APA in "APA state-run news agency"."""
    if core[-1].text[:1].isupper():
        return ()
    proper = [
        word
        for word in core[:-1]
        if word.upos == "PROPN"
        and not vocabulary.country(fold(word.text))
        and not any(
            entity.type in {"PER", "LOC"} and entity.span.overlaps(word.span)
            for entity in sentence.entities
        )
    ]
    return tuple(proper)


def _name_kind(scene: Scene, key: str, noun: Noun | None, last: Word) -> str:
    """The kind of what a proper name names; ``thing`` for a film, ``place`` for a town."""
    vocabulary = scene.vocabulary
    if key in vocabulary.countries:
        return "country"
    if key in vocabulary.seats or key in vocabulary.capitals:
        return "government"
    if noun is not None:
        return noun.kind
    tags = {entity.type for entity in scene.sentence.entities if entity.span.overlaps(last.span)}
    if "ORG" in tags:
        return "organisation"
    return "place" if "LOC" in tags or key in vocabulary.regions else "thing"
