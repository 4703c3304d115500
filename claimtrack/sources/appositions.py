"""What an apposition, a predicate noun or an author adds to a noun phrase.

The central decision: "Peskov, the Kremlin spokesperson," and "Peskov is the Kremlin's
spokesperson" are one phrase that has both a name and a role, so that linking never has to guess
what the sentence says outright.
"""

from collections.abc import Sequence

from attrs import evolve

from claimtrack.sources.interpretation import read_phrase
from claimtrack.sources.phrases import Phrase, Scene, phrase_words
from claimtrack.sources.vocabulary import fold
from claimtrack.sources.wording import join
from claimtrack.syntax import ROOT, Word

#: Kinds of phrases that an apposition may name: "the pilots' union, Vinga".
_BODIES = frozenset(("organisation", "government", "outlet", "thing"))
_AUTHORED = frozenset(("text", "study", "message", "survey"))
_NAMED_BODIES = _BODIES - {"thing"}


def read_rich(scene: Scene, word: Word, words: Sequence[Word]) -> Phrase:
    """A phrase with what its apposition or its predicate noun adds.

    Args:
        scene: The sentence.
        word: The head.
        words: The phrase's words.
    """
    phrase = read_phrase(scene, word.index, words)
    if phrase.form == "pronoun":
        return phrase
    phrase = evolve(_place_body(scene, word, phrase), finds=_finds(scene, word))
    for child in same_person(scene, word):
        other = read_phrase(scene, child, phrase_words(scene.sentence, child))
        other = _place_body(scene, scene.sentence[child], other)
        if child > word.index or other.form == "noun":
            phrase = _merge(phrase, other)
    if phrase.kind == "document":
        phrase = evolve(phrase, author=_find_author(scene, word, phrase))
    return phrase


def measured(scene: Scene, word: Word) -> Word:
    """What a word counts that only says how many: officials in "a number of officials"."""
    if fold(word.text) not in scene.vocabulary.measures:
        return word
    for child in scene.sentence.children(word.index, "nmod"):
        marks = scene.sentence.children(child, "case")
        traits = {scene.vocabulary.postmodifiers.get(scene.sentence[mark].text) for mark in marks}
        if "measure" in traits:
            return scene.sentence[_named_one(scene, word, child)]
    return word


def _named_one(scene: Scene, word: Word, counted: int) -> int:
    """The name of the one of several: Ewa Zielinska in "one of the judges, Ewa Zielinska"."""
    if word.xpos not in {"CD", "NN"} or fold(word.text) in scene.vocabulary.nouns:
        return counted
    names = [
        child
        for top in (counted, word.index)
        for child in scene.sentence.children(top, "appos")
        if child in scene.names
    ]
    return names[0] if names else counted


def same_person(scene: Scene, word: Word) -> tuple[int, ...]:
    """Heads of the appositions and predicate nouns that speak of what a word heads."""
    sentence = scene.sentence
    others = sentence.children(word.index, "appos")
    others = (*others, *_hung_below(scene, word))
    if word.relation != "nsubj" or word.head == ROOT:
        return others
    predicate = sentence[word.head]
    # "A spokesman for the army, Juri Ihnat, said": parsers take the name for another subject.
    others = (
        *others,
        *(
            child
            for child in sentence.children(predicate.index, "nsubj")
            if child > word.index
            and child in scene.names
            and sentence[scene.names[child].title - 1].text == ","
        ),
    )
    is_noun = predicate.upos in {"NOUN", "PROPN"} and sentence.children(predicate.index, "cop")
    return (*others, predicate.index) if is_noun else others


def _hung_below(scene: Scene, word: Word) -> tuple[int, ...]:
    """Names of the bearer of a title that are hung on the body that the title belongs to."""
    if fold(word.lemma) not in scene.vocabulary.titles:
        return ()
    return tuple(
        name
        for body in scene.sentence.children(word.index, "nmod")
        for name in scene.sentence.children(body, "appos")
        if body not in scene.names
        and name in scene.names
        and scene.sentence[scene.names[name].title - 1].text == ","
    )


def _merge(phrase: Phrase, other: Phrase) -> Phrase:
    """Two phrases for one: the named one, with the other's roles, countries and gender."""
    kinds = {phrase.kind, other.kind}
    people = "person" in kinds and kinds <= {"person", "thing"}
    # "The supplier, Hanshin Cells,": two of which the tables know nothing.
    opaque = kinds == {"thing"} and phrase.definite and phrase.form == "noun"
    bodies = kinds <= _BODIES and phrase.form != other.form and (opaque or kinds != {"thing"})
    if phrase.form == "noun" and phrase.kind in _NAMED_BODIES and _is_opaque(other):
        # "The union, Verdi,": the tagger knows less than the noun.
        other = evolve(other, kind=phrase.kind, name=(), heads=(fold(other.text),))
        bodies = True
    if "pronoun" in {phrase.form, other.form} or not (people or bodies):
        return phrase
    named = phrase if phrase.form == "name" or other.form != "name" else other
    return evolve(
        named,
        at=phrase.at,
        weight=phrase.weight,
        roles=phrase.roles | other.roles,
        content=phrase.content | other.content,
        heads=(*phrase.heads, *other.heads),
        gender=phrase.gender or other.gender,
        body=phrase.body or other.body,
        belongs=max(phrase.belongs, other.belongs),
        past=phrase.past or other.past,
    )


def _is_opaque(phrase: Phrase) -> bool:
    """Whether nothing but the tagger says that a name of one word is a person's."""
    single = len(phrase.name) == 1 and not phrase.roles and not phrase.gender
    return phrase.form == "name" and phrase.kind == "person" and single


def _place_body(scene: Scene, word: Word, phrase: Phrase) -> Phrase:
    """A phrase for the bearer of a role, with where its body is named: at, for, of, whose."""
    if not phrase.roles:
        return phrase
    sentence = scene.sentence
    for child in sentence.children(word.index, "nmod"):
        marks = {fold(sentence[mark].text) for mark in sentence.children(child, "case")}
        if sentence[child].deprel == "nmod:poss" or marks & scene.vocabulary.affiliations:
            return evolve(phrase, belongs=sentence[child].start)
    return phrase


def is_author(scene: Scene, word: Word) -> bool:
    """Whether a word names a body right before the document it has made: a YouGov poll."""
    above = scene.sentence[word.head] if word.head != ROOT else word
    noun = scene.vocabulary.nouns.get(fold(above.lemma))
    if noun is None or noun.kind != "document" or not noun.traits & _AUTHORED:
        return False
    if above.text[:1].isupper() or word.relation != "compound" or word.upos != "PROPN":
        return False
    known = scene.vocabulary.known(fold(join(phrase_words(scene.sentence, word.index))))
    tags = {item.type for item in scene.sentence.entities if item.span.overlaps(word.span)}
    return known is not None or ("ORG" in tags) or (not tags and "survey" in noun.traits)


def _finds(scene: Scene, word: Word) -> bool:
    """Whether a word is the subject of a verb of finding out."""
    verb = scene.sentence[word.head] if word.head != ROOT else word
    passive = scene.sentence.children(verb.index, "aux:pass")
    return word.relation == "nsubj" and verb.lemma in scene.vocabulary.finding and not passive


def _find_author(scene: Scene, word: Word, phrase: Phrase) -> int:
    """Where the head starts of the phrase that names who published a document, or -1."""
    sentence = scene.sentence
    for child in sentence.children(word.index, "nmod"):
        traits = {
            scene.vocabulary.postmodifiers.get(sentence[mark].text)
            for mark in sentence.children(child, "case")
        }
        if sentence[child].deprel == "nmod:poss" or "author" in traits:
            return sentence[child].start
    for child in sentence.children(word.index, "compound"):
        if is_author(scene, sentence[child]):
            return sentence[child].start
    verb = sentence[word.head] if word.head != ROOT else word
    made = word.relation == "obj" and verb.lemma in scene.vocabulary.publishing
    # "In a report", of which nothing was known, not "in the film".
    said = word.relation == "obl" and verb.lemma in scene.vocabulary.saying and not phrase.definite
    if not (made or said):
        return -1
    subjects = sentence.children(verb.index, "nsubj")
    if sentence.children(verb.index, "aux:pass"):
        return -1
    if subjects:
        return sentence[subjects[0]].start
    return sentence[verb.head].start if verb.relation == "acl" and verb.head != ROOT else -1
