"""Noun phrases as values: what a phrase says of whom it stands for.

The central decision: a phrase is read off the words between its edges, with the tree used only
to find the head and the edges. Newspaper noun phrases ("Assistant Secretary of State for
European and Eurasian Affairs Karen Donfried") are where parsers and name taggers err most,
while a table of titles, a table of places and capital letters read them well.
"""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, field, frozen

from claimtrack.sources.people import PersonName
from claimtrack.sources.vocabulary import Pronoun, Vocabulary, fold, singular
from claimtrack.syntax import ROOT, Sentence, Word

#: Relations whose whole branch belongs to the noun phrase of their head.
_INSIDE = frozenset(
    ("det", "amod", "compound", "nummod", "nmod", "flat", "case", "goeswith", "fixed", "punct")
)
#: Relations of words that are part of a larger name or title and head no phrase of their own.
_PARTS = frozenset(("compound", "flat", "fixed", "goeswith", "det", "case", "nummod"))
_PART_SUBTYPES = frozenset(("nmod:desc", "nmod:unmarked"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_HUMAN_TITLES = frozenset(("office", "role", "kin", "human", "address"))
_BREAKS = frozenset((",", "(", ")", "-LRB-", "-RRB-", "—", "–", "--", ";", ":"))
_TITLE_WORDS = 4

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
_QUOTED = 0.3


@frozen(kw_only=True)
class Phrase:
    """One noun phrase and what it says of whom it stands for.

    Attributes:
        sentence: Number of its sentence.
        at: Where its head word starts in the document.
        form: ``name``, ``noun`` or ``pronoun``.
        kind: A `SourceKind`, or ``thing`` for what nobody attributes to.
        text: How it is called if nothing better is known.
        name: Folded words of a person's name, titles left off; empty for others.
        content: Folded content words, order lost; countries as ``@Armenia``.
        head: Folded head noun, singular.
        roles: Titles held, by their role names.
        gender: ``masculine``, ``feminine`` or empty.
        plural: Whether it names several.
        definite: Whether it points back ("the", "his", "this") or is a name.
        pronoun: What it agrees with, for a pronoun.
        weight: Salience it lends to whom it stands for.
        owner: Where a possessive pronoun starts that begins `text`, or -1.
        author: Head of the phrase that names who published it, for a document, or -1.
        members: Heads of the phrases that a coordination joins.
        quoted: Whether it stands inside quotation marks.
    """

    sentence: int
    at: int
    form: str
    kind: str
    text: str
    name: tuple[str, ...] = ()
    content: frozenset[str] = frozenset()
    head: str = ""
    roles: frozenset[str] = frozenset()
    gender: str = ""
    plural: bool = False
    definite: bool = False
    pronoun: Pronoun | None = None
    weight: float = 0.0
    owner: int = -1
    author: int = -1
    members: tuple[int, ...] = ()
    quoted: bool = False

    @property
    def countries(self) -> frozenset[str]:
        """The countries among its content words."""
        return frozenset(word for word in self.content if word.startswith("@"))


@frozen(kw_only=True)
class Scene:
    """A sentence with what reading its phrases needs to know of the document around it.

    Attributes:
        sentence: The tree.
        number: Its number in the document.
        names: People's names, under each word position of name and title.
        quoted: Starts of words of the document that stand inside quotation marks.
        vocabulary: The language's words.
    """

    sentence: Sentence
    number: int
    names: Mapping[int, PersonName]
    quoted: frozenset[int] = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)


def join(words: Sequence[Word]) -> str:
    """The words' text, with a space wherever the document has anything between them."""
    pieces: list[str] = []
    for before, word in zip((None, *words), words, strict=False):
        if before is not None and word.start > before.end:
            pieces.append(" ")
        pieces.append(word.text)
    return "".join(pieces)


def is_head(word: Word) -> bool:
    """Whether a word can head a noun phrase of its own."""
    return (
        word.upos in _NOMINAL and word.relation not in _PARTS and word.deprel not in _PART_SUBTYPES
    )


def phrase_words(sentence: Sentence, head: int) -> tuple[Word, ...]:
    """The words of the noun phrase that a word heads: no clause, no coordination."""
    found = [head]
    open_ = [head]
    while open_:
        inside = [
            child
            for child in sentence.children(open_.pop())
            if sentence[child].relation in _INSIDE
        ]
        found.extend(inside)
        open_.extend(inside)
    return tuple(sentence[index] for index in sorted(found))


def weigh(sentence: Sentence, head: int, *, quoted: bool) -> float:
    """Salience that a word's place in the sentence lends (Lappin & Leass 1994)."""
    word = sentence[head]
    while word.relation == "conj" and word.head != ROOT:
        word = sentence[word.head]
    weight = _WEIGHTS.get(word.relation, 0.2)
    if word.head != ROOT and sentence[word.head].relation in {"ccomp", "acl", "advcl"}:
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
    sentence = scene.sentence
    top = next(word for word in words if word.index == head)
    quoted = top.start in scene.quoted
    base = Phrase(
        sentence=scene.number,
        at=top.start,
        form="noun",
        kind="thing",
        text=join(words),
        plural=_is_plural(top),
        weight=weigh(sentence, head, quoted=quoted),
        quoted=quoted,
    )
    pronoun = vocabulary.pronouns.get(fold(top.text)) if len(words) == 1 else None
    if pronoun is not None and top.upos in {"PRON", "DET", "SCONJ"}:
        plural = pronoun.number == "plural"
        return evolve(base, form="pronoun", kind="", pronoun=pronoun, plural=plural)
    trimmed = trim(sentence, words, top)
    kept, definite = strip_determiners(trimmed, vocabulary)
    base = evolve(base, definite=definite, text=join(kept))
    end = _core_end(kept, top)
    name = scene.names.get(head)
    if name is not None:
        return _read_person(kept, name, base, scene)
    return _read_body(scene, kept, end, base)


def trim(sentence: Sentence, words: Sequence[Word], top: Word) -> tuple[Word, ...]:
    """A phrase's words without edge punctuation, preposition, possessive ending and asides."""
    kept = list(words)
    while kept and (kept[0].upos == "PUNCT" or _leads(kept[0], top)):
        kept.pop(0)
    for position, word in enumerate(kept):
        if word.index > top.index and (word.text in _BREAKS or _aside(sentence, word, kept)):
            kept = kept[:position]
            break
    while kept and (kept[-1].upos == "PUNCT" or kept[-1].xpos == "POS"):
        kept.pop()
    return tuple(kept) or tuple(words)


def strip_determiners(
    words: Sequence[Word], vocabulary: Vocabulary
) -> tuple[tuple[Word, ...], bool]:
    """A phrase's words without leading articles and quantifiers, and whether it is definite."""
    definite = any(word.xpos in {"PRP$", "POS"} for word in words)
    start = 0
    for word in words[:-1]:
        trait = vocabulary.determiners.get(fold(word.text), "")
        if not trait:
            break
        definite = definite or trait == "definite"
        start += 1
    return tuple(words[start:]), definite


def _leads(word: Word, top: Word) -> bool:
    return word.relation in {"case", "mark", "cc"} and word.index < top.index


def _aside(sentence: Sentence, word: Word, kept: Sequence[Word]) -> bool:
    """Whether a relative clause begins at the word, after a head that is told apart without."""
    if word.xpos not in {"WP", "WDT", "WP$"}:
        return False
    clause = next(
        (up for up in sentence.ancestors(word.index) if sentence[up].deprel == "acl:relcl"), None
    )
    noun = sentence[clause].head if clause is not None else ROOT
    return any(
        item.head == noun and item.relation in {"amod", "compound", "flat", "nmod"}
        for item in kept
        if item.index < word.index
    )


def _is_plural(word: Word) -> bool:
    return word.xpos in {"NNS", "NNPS"}


def _core_end(words: Sequence[Word], top: Word) -> int:
    """Position after the last word of the phrase before its after-modifiers begin."""
    inside = {top.index}
    end = 0
    for position, word in enumerate(words):
        if word.index <= top.index:
            end = position + 1
            continue
        part = word.relation in {"flat", "compound", "goeswith", "appos", "nummod", "punct"}
        if not (part or word.deprel in _PART_SUBTYPES) or word.head not in inside:
            break
        inside.add(word.index)
        end = position + 1
    return end


def _read_person(words: Sequence[Word], name: PersonName, base: Phrase, scene: Scene) -> Phrase:
    vocabulary = scene.vocabulary
    called = scene.sentence.words[name.first : name.last]
    folded = tuple(fold(word.text) for word in called if word.upos != "PUNCT")
    title = [word for word in words if word.index < name.first]
    if not title:
        title = list(scene.sentence.words[name.title : name.first])
    titles = [vocabulary.titles[key] for key in find_titles(title, vocabulary)]
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


def find_titles(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The titles among some words, the longest at each place, in text order."""
    folded = [fold(word.lemma if word.upos == "NOUN" else word.text) for word in words]
    found: list[str] = []
    start = 0
    while start < len(folded):
        for end in range(min(len(folded), start + _TITLE_WORDS), start, -1):
            key = " ".join(folded[start:end])
            if key in vocabulary.titles:
                found.append(key)
                start = end - 1
                break
        start += 1
    return tuple(found)


def read_content(words: Iterable[Word], vocabulary: Vocabulary) -> frozenset[str]:
    """Folded content words of a phrase; what names a country or its people as ``@Country``."""
    listed = [word for word in words if word.upos in {"NOUN", "PROPN", "ADJ", "NUM", "VERB", "X"}]
    folded = [fold(word.lemma if word.upos == "NOUN" else word.text) for word in listed]
    found: set[str] = set()
    position = 0
    while position < len(folded):
        for size in (3, 2, 1):
            country = vocabulary.country(" ".join(folded[position : position + size]))
            if country and position + size <= len(folded):
                found.add("@" + country)
                position += size
                break
        else:
            word = folded[position]
            found.add(vocabulary.spellings.get(word, word))
            position += 1
    return frozenset(found)


def _read_body(scene: Scene, words: Sequence[Word], end: int, base: Phrase) -> Phrase:
    sentence, vocabulary = scene.sentence, scene.vocabulary
    core = words[:end]
    top = core[-1]
    lemma = singular(fold(top.text), vocabulary)
    two = " ".join((*(fold(word.text) for word in core[-2:-1]), lemma))
    noun = vocabulary.nouns.get(two) or vocabulary.nouns.get(lemma)
    label = _label(sentence, core, vocabulary) if noun and "label" in noun.traits else ()
    named = label or _proper(core)
    base = evolve(
        base,
        head=vocabulary.spellings.get(lemma, lemma),
        content=read_content(words, vocabulary),
        owner=words[0].start if words[0].xpos == "PRP$" else -1,
    )
    if named:
        text = join((*named, *(() if label else words[end:])))
        known = vocabulary.known(fold(text))
        kind = (
            known.kind if known else _name_kind(fold(text), noun.kind if noun else "", vocabulary)
        )
        extra = read_content(named, vocabulary) if label else base.content
        text = known.canonical if known else text
        return evolve(
            base, form="name", kind=kind, text=text, definite=True, content=extra | base.content
        )
    titles = find_titles(core, vocabulary)
    if titles and (noun is None or titles[-1].endswith(lemma)):
        found = vocabulary.titles[titles[-1]]
        roles = frozenset(vocabulary.titles[key].role for key in titles[-1:])
        kind = "group" if base.plural else "person"
        return evolve(base, kind=kind, roles=roles, gender=found.gender)
    return evolve(base, kind=noun.kind if noun else "thing")


def _proper(core: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a proper name that ends the core: from its first capital on."""
    if core[-1].upos != "PROPN" and not core[-1].text[:1].isupper():
        return ()
    if core[-1].upos == "NOUN" and len(core) == 1:
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


def _name_kind(key: str, noun: str, vocabulary: Vocabulary) -> str:
    if key in vocabulary.countries:
        return "country"
    if key in vocabulary.seats or key in vocabulary.capitals:
        return "government"
    return noun or "organisation"
