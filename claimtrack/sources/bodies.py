"""Noun phrases that are no person's name: bodies, roles, documents, groups.

The central decision: a capital letter makes a name, the head noun tells what kind of thing it
names, and the table of well-known bodies overrules both.
"""

from collections.abc import Sequence
from itertools import pairwise

from attrs import evolve

from claimtrack.sources.phrases import Phrase, Scene
from claimtrack.sources.vocabulary import Known, Noun, Vocabulary, call, fold, singular
from claimtrack.sources.wording import TITLE_WORDS, find_titles, join, read_content
from claimtrack.syntax import Word

_DESCRIBING = frozenset(("ADJ", "NUM", "PUNCT", "ADV", "ADP", "DET", "CCONJ"))


def read_body(scene: Scene, words: Sequence[Word], end: int, base: Phrase) -> Phrase:
    """The phrase with what its words say, none of which name a person.

    Args:
        scene: The sentence.
        words: The phrase's words, articles and edges left off.
        end: Position after the last one before the after-modifiers.
        base: What is known already.
    """
    vocabulary = scene.vocabulary
    core = words[:end]
    top = core[-1]
    lemma = singular(fold(top.text), vocabulary)
    two = " ".join((*(fold(word.text) for word in core[-2:-1]), lemma))
    noun = vocabulary.nouns.get(two) or vocabulary.nouns.get(lemma)
    label = _label(scene, core) if noun and "label" in noun.traits else ()
    sure = _tagged(scene, core[-1]) or _is_sudden(scene, core)
    named = label or _proper(core, vocabulary, tagged=sure)
    if named and _is_capital_only(core, vocabulary):
        named = ()
        text = base.text[:1].lower() + base.text[1:]
        base = evolve(base, text=text, definite=False, plural=True)
    pair = noun is not None and "pair" in noun.traits and base.definite
    base = evolve(
        base,
        heads=(
            *((two,) if len(core) > 1 and two in vocabulary.nouns else ()),
            vocabulary.spellings.get(lemma, lemma),
        ),
        content=read_content(_at_home(words), vocabulary),
        owner=words[0].start if words[0].xpos == "PRP$" else -1,
        pair=base.pair or pair,
        plural=base.plural or base.pair or pair,
    )
    pointed = base.definite or _has_determiner(scene, top)
    if pointed and not base.plural and _is_epithet(scene, core):
        if lemma in vocabulary.titles:
            return _read_role(scene, words, base, lemma)
        return evolve(base, kind="person", descriptive=True)
    if named:
        after = () if label else words[end:]
        return _read_name(scene, named, after, base, noun)
    known = vocabulary.known(fold(join(words)))
    if known is not None:
        return _known_body(base, known)
    titles = find_titles(core[-TITLE_WORDS:], vocabulary)
    if titles and titles[-1].rpartition(" ")[2] in {lemma, fold(top.lemma), fold(top.text)}:
        return _read_role(scene, words, base, titles[-1])
    described = all(word.text.islower() or _describes(scene, word, words) for word in core)
    return evolve(base, kind=noun.kind if noun else "thing", descriptive=described)


def _is_sudden(scene: Scene, core: Sequence[Word]) -> bool:
    """Whether one word that begins a sentence is a name although the tagger knows the noun.

    "Shell said": a noun in the singular that speaks has an article, unless it is a name.
    """
    word = core[0]
    if len(core) > 1 or word.index or word.upos != "NOUN" or word.relation != "nsubj":
        return False
    verb = scene.sentence[word.head]
    stem = singular(fold(word.text), scene.vocabulary)
    listed = stem in scene.vocabulary.heads or stem in scene.vocabulary.nouns
    single = word.xpos == "NN" and verb.lemma in scene.vocabulary.saying
    return not listed and (single or word.lemma[:1].isupper())


def _at_home(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to where somebody is sent to, which is not where they are from."""
    for position, word in enumerate(words):
        if position and word.text == "to":
            return words[:position]
    return words


def _is_capital_only(core: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether a plural is taken for a name because it begins the sentence: Dockers in Hamburg."""
    key = fold(core[0].text)
    stem = singular(key, vocabulary)
    plural = stem != key and stem in vocabulary.titles
    return len(core) == 1 and core[0].index == 0 and plural and stem not in vocabulary.parties


def _is_epithet(scene: Scene, core: Sequence[Word]) -> bool:
    """Whether country, party or age is all that a phrase calls a person by: the Ohio Democrat."""
    vocabulary = scene.vocabulary
    last = fold(core[-1].text)
    if _is_age(core):
        return True
    if last in vocabulary.parties and last in vocabulary.titles:
        return _has_determiner(scene, core[-1]) and all(
            word.text.islower() or _describes(scene, word, core) for word in core[:-1]
        )
    rest = core[:-1]
    return last in vocabulary.demonyms and all(
        word.upos in {"ADJ", "NUM", "PUNCT"} and word.text.islower() for word in rest
    )


def _is_age(core: Sequence[Word]) -> bool:
    """Whether a hyphenated adjective with a number stands for a person: the 51-year-old."""
    hyphens = [word for word in core[:-1] if word.text == "-"]
    number = any(word.upos == "NUM" for word in core)
    return core[-1].upos == "ADJ" and len(hyphens) > 1 and number


def _known_body(base: Phrase, known: Known) -> Phrase:
    return evolve(
        base,
        form="name",
        kind=known.kind,
        text=call(known, base.text),
        plural=False,
        definite=True,
        known=True,
    )


def _read_name(
    scene: Scene, named: Sequence[Word], after: Sequence[Word], base: Phrase, noun: Noun | None
) -> Phrase:
    """A proper name that is no person's, with what stands after it (Ministry of Health)."""
    vocabulary = scene.vocabulary
    named = (*_torn_off(scene, named[0]), *named)
    after = () if _is_client(after, vocabulary) else after
    text = join((*named, *after))
    known = vocabulary.known(fold(text))
    stem = singular(fold(named[-1].text), vocabulary)
    people = base.plural and (stem in vocabulary.titles or _is_demonym(named[-1], vocabulary))
    kind = "group" if people else _name_kind(scene, fold(text), noun, named[-1])
    return evolve(
        base,
        form="name",
        kind=known.kind if known else kind,
        text=call(known, text) if known else base.text if people else text,
        definite=True,
        known=known is not None,
        article=_has_article(scene, base),
        plural=people and known is None,
        content=read_content(named, vocabulary) | base.content,
    )


def _has_article(scene: Scene, base: Phrase) -> bool:
    """Whether an article stands before a phrase's head."""
    top = next(word for word in scene.sentence if word.start == base.at)
    return bool(scene.sentence.children(top.index, "det"))


def _is_client(after: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether what stands after a name is for whom it works: Ipsos | for the BBC."""
    lead = fold(after[0].text) if after else ""
    if lead not in vocabulary.affiliations or vocabulary.postmodifiers.get(lead) == "measure":
        return False
    words = after[2:] if after[1:] and after[1].upos == "DET" else after[1:]
    known = vocabulary.known(fold(join(words))) if words else None
    return known is not None and known.kind in {"outlet", "organisation"}


def _torn_off(scene: Scene, first: Word) -> tuple[Word, ...]:
    """The words of a name that a parser has hung on a later word: Merrow in "Merrow Bank ten"."""
    sentence = scene.sentence
    start = first.index
    while start and first.text[:1].isupper():
        before = sentence[start - 1]
        torn = (
            before.relation == "compound"
            and before.head > first.index
            and before.head != first.head
        )
        if before.upos != "PROPN" or not torn or before.index in scene.names:
            break
        start -= 1
    return sentence.words[start : first.index]


def _is_demonym(word: Word, vocabulary: Vocabulary) -> bool:
    """Whether a word names a people, in the plural too: Europeans."""
    key = fold(word.text)
    return (
        key in vocabulary.demonyms
        or fold(word.lemma) in vocabulary.demonyms
        or (key[:-1] in vocabulary.demonyms)
    )


def _read_role(scene: Scene, words: Sequence[Word], base: Phrase, title: str) -> Phrase:
    """Somebody called by a title or role: the Vermont senator, two analysts."""
    found = scene.vocabulary.titles[title]
    top = next(word for word in words if word.start == base.at)
    return evolve(
        base,
        kind="group" if base.plural else "person",
        roles=frozenset((found.role,)),
        body=read_bearer(scene, words, scene.vocabulary),
        gender=found.gender,
        # Headlines leave the article out: "Senator from Texas backs the bill".
        definite=base.definite or not (base.plural or _has_determiner(scene, top)),
        descriptive=all(_describes(scene, word, words) for word in words),
        bare=len(words) == len(title.split()),
        nameless=found.kind == "anonymous",
        past=any(scene.vocabulary.determiners.get(fold(word.text)) == "past" for word in words),
    )


def read_bearer(scene: Scene, words: Sequence[Word], vocabulary: Vocabulary) -> str:
    """What stands before a title and names the body of its bearer, in words, or nothing.

    Args:
        scene: The sentence.
        words: Those before a person's name, or a phrase for somebody by a role.
        vocabulary: The language's words.

    "Defense Ministry" in "Defense Ministry spokesman", "BBC" in "veteran BBC journalist"; not
    "Armenian" in "Armenian president", which is the country.
    """
    folded = [fold(word.lemma if word.upos == "NOUN" else word.text) for word in words]
    ends = (
        (start, end)
        for end in range(len(words), 0, -1)
        for start in range(max(0, end - TITLE_WORDS), end)
    )
    before = next((a for a, b in ends if " ".join(folded[a:b]) in vocabulary.titles), 0)
    core = list(words[:before])
    while core and (core[-1].xpos == "POS" or core[-1].upos == "PUNCT"):
        core.pop()
    while core and not (core[0].text[:1].isupper() or fold(core[0].lemma) in vocabulary.nouns):
        core.pop(0)
    if not core:
        return ""
    text = join(core)
    key = fold(text)
    last = singular(fold(core[-1].text), vocabulary)
    listed = vocabulary.known(key) or key in vocabulary.seats or last in vocabulary.nouns
    # A country, a party or a region says where somebody comes from, not for whom they speak.
    if listed or not (_is_place(scene, core) or key in vocabulary.parties):
        return text if listed or core[-1].upos == "PROPN" else ""
    return ""


def _is_place(scene: Scene, words: Sequence[Word]) -> bool:
    vocabulary = scene.vocabulary
    return any(
        vocabulary.country(fold(word.text)) or fold(word.text) in vocabulary.regions
        for word in words[-1:]
    ) or any(
        entity.type in {"LOC", "PER"} and entity.span.overlaps(words[-1].span)
        for entity in scene.sentence.entities
    )


def _has_determiner(scene: Scene, top: Word) -> bool:
    return bool(scene.sentence.children(top.index, "det", "nmod:poss"))


def _describes(scene: Scene, word: Word, words: Sequence[Word]) -> bool:
    """Whether a word in a phrase for a person only describes: adjective, party, place, role."""
    vocabulary = scene.vocabulary
    key = fold(word.text)
    if word.upos in _DESCRIBING or singular(key, vocabulary) in vocabulary.titles:
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


def _proper(core: Sequence[Word], vocabulary: Vocabulary, *, tagged: bool) -> tuple[Word, ...]:
    """The words of a proper name that ends the core: from its first capital on."""
    if core[-1].upos == "PRON" or not any(map(str.isalpha, core[-1].text)):
        return ()
    if core[-1].upos != "PROPN" and not core[-1].text[:1].isupper():
        return ()
    if core[-1].upos != "PROPN" and core[0].index == 0 and len(core) == 1 and not tagged:
        return ()
    start = _after_adjective(core)
    # "Employers' federation Medef": what comes before the noun's name belongs to the noun.
    labels = [
        position
        for position, word in enumerate(core[:-1])
        if position >= start and word.upos == "NOUN" and _is_label(word, vocabulary)
    ]
    return tuple(core[labels[-1] + 1 if labels else start :])


def _after_adjective(core: Sequence[Word]) -> int:
    """Position of the first capital that is not of an adjective: Kurdish-led | Syrian Forces."""
    tails = [
        position
        for position, word in enumerate(core[:-1])
        if position and core[position - 1].text == "-" and word.text.islower()
    ]
    after = tails[-1] + 1 if tails and core[tails[-1] + 1].text[:1].isupper() else 0
    return next(
        (position for position in range(after, len(core)) if core[position].text[:1].isupper()),
        after,
    )


def _is_label(word: Word, vocabulary: Vocabulary) -> bool:
    noun = vocabulary.nouns.get(fold(word.lemma))
    return word.text.islower() and noun is not None and "label" in noun.traits


def _label(scene: Scene, core: Sequence[Word]) -> tuple[Word, ...]:
    """The proper name before a word for what it names: APA in "APA state-run news agency"."""
    if core[-1].text[:1].isupper():
        return ()
    proper = [
        word
        for word in core[:-1]
        if word.upos == "PROPN"
        and not scene.vocabulary.country(fold(word.text))
        and not any(
            entity.type in {"PER", "LOC"} and entity.span.overlaps(word.span)
            for entity in scene.sentence.entities
        )
    ]
    return tuple(proper)


def _is_somewhere(scene: Scene, word: Word) -> bool:
    """Whether a preposition of place stands before a name that nothing else is known of."""
    marks = {scene.sentence[mark].lemma for mark in scene.sentence.children(word.index, "case")}
    return word.relation in {"obl", "nmod"} and bool(marks & scene.vocabulary.somewhere)


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
    if not tags and _is_somewhere(scene, last):
        return "place"
    return "place" if "LOC" in tags or key in vocabulary.regions else "thing"
