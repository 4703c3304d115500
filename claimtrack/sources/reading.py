"""A document's noun phrases in text order, with those that are sources marked.

The central decision: a phrase is known by where its head word starts. A source mention, an
apposition, a relative pronoun and a coordination are then lists of such places, and one pass
over the phrases in text order can tell who is who.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from attrs import evolve, frozen

from claimtrack.model import Mention, Spans
from claimtrack.sources.appositions import is_author, measured, read_rich, same_person
from claimtrack.sources.interpretation import read_phrase
from claimtrack.sources.mentions import read_mention
from claimtrack.sources.people import find_names, find_people, is_syllabled
from claimtrack.sources.phrases import Phrase, Scene, is_head, phrase_words
from claimtrack.sources.vocabulary import Vocabulary, fold, singular
from claimtrack.sources.wording import cut_title
from claimtrack.syntax import ROOT, Sentence, Word

#: Salience of being a source: whoever spoke last is the likeliest to be spoken of next.
_SOURCE_WEIGHT = 0.8
_QUOTE_SENTENCES = 6
_INITIAL = 2


@frozen(kw_only=True)
class Reading:
    """All phrases of a document that may matter to its sources.

    Attributes:
        phrases: By the start of the head word.
        joints: Coordinations, in text order of their last member.
        mentions: For each source mention the phrases that it stands for; empty where there is
            none.
    """

    phrases: dict[int, Phrase]
    joints: tuple[Phrase, ...]
    mentions: tuple[tuple[int, ...], ...]


def read_document(
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention | None],
    contents: Sequence[Spans],
    vocabulary: Vocabulary,
) -> Reading:
    """The phrases of a document and which of them its source mentions are.

    Args:
        sentences: All its sentences.
        mentions: Its source mentions.
        contents: What is said, for each mention; empty where that is not known.
        vocabulary: The language's words.
    """
    scenes = _set_scenes(sentences, vocabulary)
    starts = [sentence.start for sentence in sentences]
    sources = [
        tuple(
            evolve(part, weight=part.weight + _SOURCE_WEIGHT, source=True, said=said)
            for part in read_mention(scenes, starts, mention)
        )
        for mention, said in zip(mentions, contents or [()] * len(mentions), strict=True)
    ]
    phrases: dict[int, Phrase] = {}
    for part in chain.from_iterable(sources):
        phrases.setdefault(part.at, part)
    given = [tuple(part.at for part in parts) for parts in sources]
    joined = frozenset(given)
    joints = [_join(parts) for parts in sources if len(parts) > 1]
    for scene in scenes:
        for phrase in _read_sentence(scene):
            if not phrase.members:
                phrases.setdefault(phrase.at, phrase)
            elif phrase.members not in joined:
                joints.append(phrase)
    return Reading(
        phrases=dict(sorted(phrases.items())),
        joints=tuple(sorted(joints, key=lambda item: item.members[-1])),
        mentions=tuple(given),
    )


def _set_scenes(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> tuple[Scene, ...]:
    people = find_people(sentences, vocabulary)
    quoted = _find_quoted(sentences, vocabulary)
    scenes: list[Scene] = []
    for number, sentence in enumerate(sentences):
        names = find_names(sentence, people, vocabulary)
        # Who has once been named after a title stays a person, whatever the tagger says.
        named = {fold(sentence[name.last - 1].text) for name in names.values()}
        named -= vocabulary.suffixes
        named |= {
            fold(sentence[name.first].text)
            for name in names.values()
            if is_syllabled(sentence, name)
        }
        people = people if named <= people else people | named
        scenes.append(
            Scene(
                sentence=sentence,
                number=number,
                names=names,
                quoted=quoted,
                vocabulary=vocabulary,
                cut_title=cut_title(sentences[number - 1], vocabulary) if number else "",
            )
        )
    return tuple(scenes)


def _find_quoted(sentences: Sequence[Sentence], vocabulary: Vocabulary) -> frozenset[int]:
    """Starts of the words inside quotation marks; a quotation left open ends after a while."""
    found: set[int] = set()
    opened = -1
    for number, sentence in enumerate(sentences):
        gap = sentence.start - sentences[number - 1].end if number else 0
        if opened >= 0 and (number - opened > _QUOTE_SENTENCES or gap > 1):
            # A new paragraph of the same quotation opens with a mark of its own.
            opened = -1
        for word in sentence:
            mark = vocabulary.quotes.get(word.text)
            if mark is None and opened >= 0:
                found.add(word.start)
            elif mark == "open" or (mark == "same" and opened < 0):
                opened = number
            elif mark is not None:
                opened = -1
    return frozenset(found)


def _read_sentence(scene: Scene) -> Iterator[Phrase]:
    sentence = scene.sentence
    told: set[int] = set()
    for word in sentence:
        if word.index in told or not _heads_phrase(scene, word):
            continue
        phrase = read_rich(scene, word, phrase_words(sentence, word.index))
        if phrase.kind not in {"thing", "group"}:
            told.update(same_person(scene, word))
        if phrase.kind != "thing" or phrase.form == "name":
            yield evolve(phrase, source=True) if _speaks(scene, word) else phrase
        joint = _read_joint(scene, word)
        if joint is not None:
            yield joint


def _speaks(scene: Scene, word: Word) -> bool:
    """Whether a word is the subject of a verb of saying: a source, claimed or not."""
    if word.relation != "nsubj" or word.head == ROOT:
        return False
    verb = scene.sentence[word.head]
    passive = scene.sentence.children(verb.index, "aux:pass")
    return verb.lemma in scene.vocabulary.saying and not passive


def _read_joint(scene: Scene, word: Word) -> Phrase | None:
    """The coordination that a word is the first head of, if all its members can be sources."""
    sentence = scene.sentence
    others = [child for child in sentence.children(word.index, "conj") if is_head(sentence[child])]
    if not others or word.relation == "conj":
        return None
    heads = (word.index, *others)
    parts = [read_phrase(scene, head, phrase_words(sentence, head)) for head in heads]
    return _join(parts) if all(part.kind != "thing" for part in parts) else None


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


def _heads_phrase(scene: Scene, word: Word) -> bool:
    """Whether a word heads a phrase: of the words of a person's name and title only the top."""
    if is_author(scene, word):
        return True
    if not is_head(word) or measured(scene, word) is not word or _is_cut(scene, word):
        return False
    name = scene.names.get(word.index)
    if name is not None:
        return not name.title <= word.head < name.last
    if word.upos == "PROPN" and fold(word.text) in scene.vocabulary.dates:
        return False
    return word.upos != "NOUN" or _is_source_noun(scene, word)


def _is_cut(scene: Scene, word: Word) -> bool:
    """Whether a word is of a name or title that a wrong sentence break has cut: Donald J."""
    if cut_title(scene.sentence, scene.vocabulary) and word.index >= len(scene.sentence) - 2:
        return True
    name = scene.names.get(word.index)
    if name is None or name.last != len(scene.sentence):
        return False
    last = scene.sentence[name.last - 1].text
    return len(last) == _INITIAL and last.endswith(".")


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
