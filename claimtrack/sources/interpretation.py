"""What the words of a noun phrase say of whom they stand for.

The central decision: a phrase is read off its words by tables and capital letters; the tree has
only told which words they are and which of them is the head.
"""

from collections.abc import Sequence

from attrs import evolve

from claimtrack.sources.bodies import read_bearer, read_body
from claimtrack.sources.people import PersonName
from claimtrack.sources.phrases import Phrase, Scene, weigh
from claimtrack.sources.vocabulary import Pronoun, Vocabulary, fold
from claimtrack.sources.wording import (
    core_end,
    find_titles,
    join,
    read_content,
    strip_determiners,
    trim,
    uncapitalised,
)
from claimtrack.syntax import ROOT, Sentence, Word

#: Parsers take "that" for a conjunction, "both" for a determiner.
_PRONOUNS = frozenset(("PRON", "DET", "SCONJ", "CCONJ"))


def read_phrase(scene: Scene, head: int, words: Sequence[Word]) -> Phrase:
    """What some words of a sentence say of whom they stand for.

    Args:
        scene: The sentence they stand in.
        head: Index of their head.
        words: The words, in text order; not empty.
    """
    vocabulary = scene.vocabulary
    top = next(word for word in words if word.index == head)
    weight = weigh(scene.sentence, head, quoted=top.start in scene.quoted)
    trimmed = trim(scene.sentence, words, top, vocabulary)
    pronoun = vocabulary.pronouns.get(fold(top.text)) if len(trimmed) == 1 else None
    if pronoun is not None and top.upos in _PRONOUNS:
        return _read_pronoun(scene, top, pronoun, weight)
    kept, definite = strip_determiners(trimmed, top, vocabulary)
    traits = {vocabulary.determiners.get(fold(word.text)) for word in trimmed}
    base = Phrase(
        sentence=scene.number,
        at=top.start,
        form="noun",
        kind="thing",
        text=uncapitalised(join(kept), kept[0], kept[1:], vocabulary),
        plural=top.xpos in {"NNS", "NNPS"},
        definite=definite,
        near="near" in traits,
        pair="pair" in traits or (definite and "number" in traits),
        weight=weight,
        quoted=top.start in scene.quoted,
        barred=_find_barred(scene.sentence, top),
    )
    end = core_end(kept, top, scene.names)
    name = scene.names.get(head) or scene.names.get(kept[end - 1].index)
    if name is not None:
        return _read_person(kept, name, base, scene)
    return read_body(scene, kept, end, base)


def _called(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The common noun right before a name, if it is no title: district collector Meera Nair."""
    last = words[-1] if words else None
    if last is None or last.upos != "NOUN" or not last.text.islower():
        return ()
    return () if fold(last.text) in vocabulary.titles else (fold(last.lemma),)


def _read_pronoun(scene: Scene, word: Word, pronoun: Pronoun, weight: float) -> Phrase:
    return Phrase(
        sentence=scene.number,
        at=word.start,
        form="pronoun",
        kind="",
        text=word.text,
        pronoun=pronoun,
        plural=pronoun.number in {"plural", "dual"},
        pair=pronoun.number == "dual",
        weight=weight,
        quoted=word.start in scene.quoted,
        barred=-1 if pronoun.form == "reflexive" else _find_barred(scene.sentence, word),
    )


def _find_barred(sentence: Sentence, word: Word) -> int:
    """Where the head starts of the phrase that another cannot stand for, or -1.

    An object that is not reflexive is not its verb's subject; whoever an apposition belongs to
    is not the one named in it (Stride, her shadow). Principles B and C and the i-within-i
    condition of Chomsky (1981, Lectures on Government and Binding), as far as sources need them.
    """
    if word.head == ROOT:
        return -1
    above = sentence[word.head]
    if word.deprel == "nmod:poss":
        owned = above.relation == "appos" and above.head != ROOT
        return sentence[above.head].start if owned else -1
    if word.relation not in {"obj", "iobj", "obl"}:
        return -1
    while not sentence.children(above.index, "nsubj") and above.relation == "conj":
        above = sentence[above.head]
    subjects = sentence.children(above.index, "nsubj")
    return sentence[subjects[0]].start if subjects else -1


def _name_words(called: Sequence[Word], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The folded words of a name, without suffixes; "O'" is one with what it touches."""
    found: list[str] = []
    end = -1
    for position, word in enumerate(called):
        suffix = position and fold(word.text) in vocabulary.suffixes
        if word.upos == "PUNCT" or suffix:
            continue
        if found and found[-1].endswith("'") and word.start == end:
            found[-1] += fold(word.text)
        else:
            found.append(fold(word.text))
        end = word.end
    return tuple(found)


def _read_person(words: Sequence[Word], name: PersonName, base: Phrase, scene: Scene) -> Phrase:
    vocabulary = scene.vocabulary
    called = scene.sentence.words[name.first : name.last]
    folded = _name_words(called, vocabulary)
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
        heads=_called(title, vocabulary),
        content=read_content(title, vocabulary),
        roles=frozenset(item.role for item in titles if item.role),
        body=read_bearer(scene, title, vocabulary),
        past=any(vocabulary.determiners.get(fold(word.text)) == "past" for word in title),
        gender=genders[0] if genders else "",
        plural=False,
        definite=True,
    )
