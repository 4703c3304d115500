"""A document's noun phrases in text order, with those that are sources marked.

The central decision: a phrase is known by where its head word starts. A source mention, an
apposition, a relative pronoun and a coordination are then lists of such places, and one pass
over the phrases in text order can tell who is who.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from claimtrack.model import Mention
from claimtrack.sources.people import find_names, find_people
from claimtrack.sources.phrases import (
    Phrase,
    Scene,
    is_head,
    phrase_words,
    read_phrase,
)
from claimtrack.sources.vocabulary import Vocabulary, fold, singular
from claimtrack.sources.wording import trim
from claimtrack.syntax import ROOT, Sentence, Word

#: Salience of being a source: whoever spoke last is the likeliest to be spoken of next.
_SOURCE_WEIGHT = 0.8
_QUOTE_OPEN = frozenset("“«„")
_QUOTE_CLOSE = frozenset("”»")
_QUOTE_EITHER = frozenset(('"', "''", "``"))
_QUOTE_SENTENCES = 6


@frozen(kw_only=True)
class Reading:
    """All phrases of a document that may matter to its sources.

    Attributes:
        phrases: By the start of the head word.
        joints: Coordinations, in text order of their last member.
        mentions: For each source mention the phrases that it stands for; empty where there is
            none.
        speakers: For each source mention the number of the mention whose quotation it stands
            in, for pronouns of the first person; -1 otherwise.
    """

    phrases: dict[int, Phrase]
    joints: tuple[Phrase, ...]
    mentions: tuple[tuple[int, ...], ...]


def read_document(
    sentences: Sequence[Sentence], mentions: Sequence[Mention | None], vocabulary: Vocabulary
) -> Reading:
    """The phrases of a document and which of them its source mentions are."""
    scenes = _set_scenes(sentences, vocabulary)
    phrases: dict[int, Phrase] = {}
    joints: list[Phrase] = []
    starts = [sentence.start for sentence in sentences]
    given: list[tuple[int, ...]] = []
    for mention in mentions:
        parts = _read_mention(scenes, starts, mention)
        for part in parts:
            weight = part.weight + _SOURCE_WEIGHT
            phrases.setdefault(part.at, evolve(part, weight=weight, source=True))
        given.append(tuple(part.at for part in parts))
        if len(parts) > 1:
            joints.append(_join(parts))
    for scene in scenes:
        for phrase in _read_sentence(scene):
            if phrase.members:
                joints.append(phrase)
            else:
                phrases.setdefault(phrase.at, phrase)
    return Reading(
        phrases=dict(sorted(phrases.items())),
        joints=tuple(sorted(joints, key=lambda item: item.members[-1])),
        mentions=tuple(given),
    )


def _join(parts: Sequence[Phrase]) -> Phrase:
    first = parts[0]
    return Phrase(
        sentence=first.sentence,
        at=first.at,
        form="noun",
        kind="group",
        text="",
        plural=True,
        definite=True,
        weight=first.weight,
        members=tuple(part.at for part in parts),
        quoted=first.quoted,
    )


def _find_quoted(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Starts of the words inside quotation marks; a quotation left open ends after a while."""
    found: set[int] = set()
    opened = -1
    for number, sentence in enumerate(sentences):
        if opened >= 0 and number - opened > _QUOTE_SENTENCES:
            opened = -1
        for word in sentence:
            if word.text in _QUOTE_OPEN:
                opened = number
            elif word.text in _QUOTE_CLOSE:
                opened = -1
            elif word.text in _QUOTE_EITHER:
                opened = number if opened < 0 else -1
            elif opened >= 0:
                found.add(word.start)
    return frozenset(found)


def _set_scenes(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> tuple[Scene, ...]:
    people = find_people(sentences)
    quoted = _find_quoted(sentences)
    scenes: list[Scene] = []
    for number, sentence in enumerate(sentences):
        names = find_names(sentence, people, vocabulary)
        # Who has once been named after a title stays a person, whatever the tagger says.
        people |= {fold(sentence[name.last - 1].text) for name in names.values()}
        scenes.append(
            Scene(
                sentence=sentence,
                number=number,
                names=names,
                quoted=quoted,
                vocabulary=vocabulary,
            )
        )
    return tuple(scenes)


def _read_sentence(scene: Scene) -> Iterator[Phrase]:
    sentence = scene.sentence
    for word in sentence:
        if not _heads_phrase(scene, word):
            continue
        if word.upos == "NOUN" and not _is_source_noun(scene, word):
            continue
        phrase = _read_rich(scene, word, phrase_words(sentence, word.index))
        if phrase.kind != "thing" or phrase.form == "name":
            yield phrase
        others = [
            child for child in sentence.children(word.index, "conj") if is_head(sentence[child])
        ]
        if not others or word.relation == "conj":
            continue
        parts = [
            read_phrase(scene, head, phrase_words(sentence, head))
            for head in (word.index, *others)
        ]
        if all(part.kind != "thing" for part in parts):
            yield _join(parts)


def _is_source_noun(scene: Scene, word: Word) -> bool:
    """Whether a common noun can name a source, or has its capital from being a name."""
    heads = scene.vocabulary.heads
    return (
        word.text[:1].isupper()
        or word.index in scene.names
        or word.index + 1 in scene.names
        or fold(word.lemma) in heads
        or singular(fold(word.text), scene.vocabulary) in heads
        or any(
            scene.sentence[child].text[:1].isupper()
            for child in scene.sentence.children(word.index, "appos", "flat")
        )
    )


def _heads_phrase(scene: Scene, word: Word) -> bool:
    """Whether a word heads a phrase: of the words of a person's name and title only the top."""
    if not is_head(word):
        return False
    name = scene.names.get(word.index)
    return name is None or not name.title <= word.head < name.last


def _read_rich(scene: Scene, word: Word, words: Sequence[Word]) -> Phrase:
    """A phrase with what its apposition or its predicate noun adds."""
    sentence = scene.sentence
    phrase = read_phrase(scene, word.index, words)
    if phrase.form == "pronoun":
        return phrase
    for child in sentence.children(word.index, "appos"):
        phrase = _merge(phrase, read_phrase(scene, child, phrase_words(sentence, child)))
    predicate = _predicate(sentence, word)
    if predicate is not None and phrase.kind == "person":
        other = read_phrase(scene, predicate.index, phrase_words(sentence, predicate.index))
        if other.form == "noun":
            phrase = _merge(phrase, other)
    if phrase.kind == "document":
        phrase = evolve(phrase, author=_find_author(scene, word))
    return phrase


def _predicate(sentence: Sentence, word: Word) -> Word | None:
    """The noun that a subject is said to be: mayor in "Smith is the mayor"."""
    if word.relation != "nsubj" or word.head == ROOT:
        return None
    predicate = sentence[word.head]
    is_noun = predicate.upos in {"NOUN", "PROPN"}
    return predicate if is_noun and sentence.children(predicate.index, "cop") else None


def _merge(phrase: Phrase, other: Phrase) -> Phrase:
    """Two phrases for one: the named one, with the other's roles, countries and gender."""
    if "person" not in {phrase.kind, other.kind} or "pronoun" in {phrase.form, other.form}:
        return phrase
    named = phrase if phrase.form == "name" or other.form != "name" else other
    return evolve(
        named,
        at=phrase.at,
        weight=phrase.weight,
        roles=phrase.roles | other.roles,
        content=phrase.content | other.content,
        gender=phrase.gender or other.gender,
    )


def _find_author(scene: Scene, word: Word) -> int:
    """Where the head starts of the phrase that names who published a document, or -1."""
    sentence = scene.sentence
    for child in sentence.children(word.index, "nmod"):
        marks = {fold(sentence[mark].text) for mark in sentence.children(child, "case")}
        if sentence[child].deprel == "nmod:poss" or marks & {"by", "from"}:
            return sentence[child].start
    verb = sentence[word.head] if word.relation == "obj" and word.head != ROOT else None
    if verb is None or verb.lemma not in scene.vocabulary.publishing:
        return -1
    subjects = sentence.children(verb.index, "nsubj")
    if subjects:
        return sentence[subjects[0]].start
    return sentence[verb.head].start if verb.relation == "acl" and verb.head != ROOT else -1


def _read_mention(
    scenes: Sequence[Scene], starts: Sequence[int], mention: Mention | None
) -> tuple[Phrase, ...]:
    if mention is None or not mention.spans or not scenes:
        return ()
    scene = scenes[max(0, bisect_right(starts, mention.spans[0].start) - 1)]
    sentence = scene.sentence
    words = [word for word in sentence if any(span.overlaps(word.span) for span in mention.spans)]
    if not words:
        return ()
    top = _top(words)
    antecedent = _antecedent(scene, top) if len(words) == 1 else None
    if antecedent is not None:
        joined = sentence.children(antecedent.index, "conj")
        heads = [head for head in joined if head < top.index and is_head(sentence[head])]
        return tuple(
            _read_rich(scene, sentence[head], phrase_words(sentence, head))
            for head in (antecedent.index, *heads)
        )
    shared = _distribute(trim(sentence, words, top), scene.vocabulary)
    if shared:
        return tuple(
            evolve(read_phrase(scene, part[-1].index, part), at=part[0].start) for part in shared
        )
    return tuple(_read_rich(scene, head, part) for head, part in _split(sentence, words, top))


def _top(words: Sequence[Word]) -> Word:
    """The word of a phrase whose head lies outside it; a noun before others."""
    inside = {word.index for word in words}
    tops = [word for word in words if word.head not in inside and word.upos != "PUNCT"]
    nouns = [word for word in tops if word.upos in {"NOUN", "PROPN", "PRON"}]
    return (nouns or tops or list(words))[0]


def _antecedent(scene: Scene, word: Word) -> Word | None:
    """What a relative pronoun stands for: the head of the clause that it begins.

    Where that head is no person for a "who", parsers have often hung the clause one noun too
    high, and the last person before the pronoun below that head is meant.
    """
    sentence = scene.sentence
    pronoun = scene.vocabulary.pronouns.get(fold(word.text))
    if pronoun is None or pronoun.form != "relative":
        return None
    clause = next(
        (up for up in sentence.ancestors(word.index) if sentence[up].relation == "acl"), ROOT
    )
    noun = sentence[clause].head if clause != ROOT else ROOT
    if noun == ROOT or pronoun.gender != "person" or _is_human(scene, noun):
        return sentence[noun] if noun != ROOT else None
    people = [
        index
        for index in sentence.subtree(noun, without=(clause,))
        if index < word.index and is_head(sentence[index]) and _is_human(scene, index)
    ]
    return sentence[people[-1] if people else noun]


def _is_human(scene: Scene, head: int) -> bool:
    phrase = read_phrase(scene, head, phrase_words(scene.sentence, head))
    return phrase.kind in {"person", "group"}


def _split(
    sentence: Sentence, words: Sequence[Word], top: Word
) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
    """A coordination's members, each with its head; the phrase itself where there is none."""
    inside = {word.index: word for word in words}
    heads = [child for child in sentence.children(top.index, "conj") if child in inside]
    heads = [child for child in heads if sentence[child].upos in {"NOUN", "PROPN", "PRON"}]
    if not heads or _is_one_name(sentence, words):
        return ((top, tuple(words)),)
    parts: list[tuple[Word, tuple[Word, ...]]] = []
    branches = {child: sentence.subtree(child) for child in heads}
    taken = {index for branch in branches.values() for index in branch}
    own = tuple(word for word in words if word.index not in taken)
    parts.append((top, own))
    for child, branch in branches.items():
        rest = tuple(inside[index] for index in branch if index in inside)
        parts.extend(_split(sentence, rest, sentence[child]))
    return tuple(parts)


def _is_one_name(sentence: Sentence, words: Sequence[Word]) -> bool:
    """Whether one tagged name covers a coordination: Food and Drug Administration."""
    joints = [word for word in words if word.upos == "CCONJ"]
    return any(
        entity.span.contains(joint.span) and entity.type == "ORG"
        for entity in sentence.entities
        for joint in joints
    )


def _distribute(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[tuple[Word, ...], ...]:
    """Each adjective of country with the plural noun that they share, made singular.

    "Both the Armenian and Azerbaijani presidents" are two: the Armenian president and the
    Azerbaijani president.
    """
    adjectives: list[Word] = []
    rest = tuple(words)
    for position, word in enumerate(words):
        rest = tuple(words[position:])
        if vocabulary.country(fold(word.text)):
            adjectives.append(word)
        elif word.upos not in {"CCONJ", "DET", "PUNCT"}:
            break
    if len(adjectives) <= 1 or not rest or rest[-1].xpos not in {"NNS", "NNPS"}:
        return ()
    noun = _single(rest[-1], vocabulary)
    return tuple((adjective, *rest[:-1], noun) for adjective in adjectives)


def _single(word: Word, vocabulary: Vocabulary) -> Word:
    """A plural noun made singular, unless it is one that keeps its plural (Forces)."""
    stem = singular(fold(word.text), vocabulary)
    noun = vocabulary.nouns.get(stem)
    if stem == fold(word.text) or (noun is not None and "plural" in noun.traits):
        return word
    text = stem.capitalize() if word.text[:1].isupper() else stem
    return evolve(word, text=text, lemma=stem, xpos=word.xpos.removesuffix("S"))
