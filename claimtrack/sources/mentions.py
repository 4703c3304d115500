"""The phrases that a source mention is made of: one, several joined, or an antecedent.

The central decision: a mention is cut up here and nowhere else. "Azerbaijani and Armenian
Defense Ministries" becomes two phrases in the singular, "Smith and Jones" two, and "who" the
phrase that it refers to; linking then sees plain phrases only.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from attrs import evolve

from claimtrack.model import Mention
from claimtrack.sources.appositions import measured, read_rich
from claimtrack.sources.interpretation import read_phrase
from claimtrack.sources.phrases import Phrase, Scene, is_head, phrase_words
from claimtrack.sources.vocabulary import Vocabulary, fold, singular
from claimtrack.sources.wording import cut_title, trim
from claimtrack.syntax import ROOT, Sentence, Word


def read_mention(
    scenes: Sequence[Scene], starts: Sequence[int], mention: Mention | None
) -> tuple[Phrase, ...]:
    """The phrases that a source mention is made of; none where there is no mention.

    Args:
        scenes: The document's sentences.
        starts: Where each begins.
        mention: The words that name the source.
    """
    scene, words = _find_words(scenes, starts, mention)
    if scene is None:
        return ()
    sentence = scene.sentence
    top = _top(words)
    antecedent = _antecedent(scene, top) if len(words) == 1 else None
    if antecedent is not None:
        joined = sentence.children(antecedent.index, "conj")
        heads = [head for head in joined if head < top.index and is_head(sentence[head])]
        return tuple(_read_whole(scene, sentence[head]) for head in (antecedent.index, *heads))
    shared = _distribute(trim(sentence, words, top, scene.vocabulary), scene.vocabulary)
    if shared:
        return tuple(
            evolve(read_phrase(scene, part[-1].index, part), at=part[0].start) for part in shared
        )
    parts = _split(scene, words, top)
    counted = measured(scene, top)
    if len(parts) == 1 and counted is not top and counted in words:
        inside = frozenset(sentence.subtree(counted.index)) - frozenset(
            sentence.children(counted.index, "case")
        )
        parts = ((counted, tuple(word for word in words if word.index in inside)),)
    return tuple(read_rich(scene, head, part) for head, part in parts)


def _find_words(
    scenes: Sequence[Scene], starts: Sequence[int], mention: Mention | None
) -> tuple[Scene | None, tuple[Word, ...]]:
    """A mention's words, of that sentence where most of them stand."""
    if mention is None or not mention.spans:
        return None, ()
    first = max(0, bisect_right(starts, mention.spans[0].start) - 1)
    last = bisect_left(starts, mention.spans[-1].end)
    found: tuple[Scene | None, tuple[Word, ...]] = (None, ())
    for scene in scenes[first:last]:
        words = tuple(
            word
            for word in scene.sentence
            if any(span.overlaps(word.span) for span in mention.spans)
        )
        cut = found[0] is not None and cut_title(found[0].sentence, scene.vocabulary)
        if words and (cut or _size(words) >= _size(found[1])):
            found = (scene, words)
    return found


def _size(words: Sequence[Word]) -> int:
    return sum(word.upos != "PUNCT" for word in words)


def _read_whole(scene: Scene, word: Word) -> Phrase:
    return read_rich(scene, word, phrase_words(scene.sentence, word.index))


def _top(words: Sequence[Word]) -> Word:
    """The word of a phrase whose head lies outside it; a noun before others."""
    inside = {word.index for word in words}
    tops = [word for word in words if word.head not in inside and word.upos != "PUNCT"]
    nouns = [word for word in tops if word.upos in {"NOUN", "PROPN", "PRON"}]
    if len(nouns) > 1 and all(word.relation == "compound" for word in nouns):
        # A verb taken for a noun ("The Clinton campaign plans to …") has drawn them all to it.
        return nouns[-1]
    others = [word for word in tops if word.upos != "DET"]
    return (nouns or others or tops or list(words))[0]


def _antecedent(scene: Scene, word: Word) -> Word | None:
    """What a relative pronoun stands for: the head of the clause that it begins.

    Where that head is no person for a "who", parsers have hung the clause on the wrong noun:
    then the last person before the pronoun is meant, one below that noun rather than others.
    """
    sentence = scene.sentence
    pronoun = scene.vocabulary.pronouns.get(fold(word.text))
    if pronoun is None or pronoun.form != "relative":
        return None
    clause = next(
        (up for up in sentence.ancestors(word.index) if sentence[up].relation == "acl"), ROOT
    )
    noun = sentence[clause].head if clause != ROOT else ROOT
    if noun == ROOT:
        return None
    above = sentence[noun].head
    if sentence[noun].relation == "appos" and above in scene.names:
        return sentence[above]
    subjects = sentence.children(noun, "nsubj") if sentence.children(noun, "cop") else ()
    if subjects and subjects[0] in scene.names:
        # "Kaine is a lawyer who …"
        return sentence[subjects[0]]
    bare = sentence[noun].upos in {"DET", "PRON", "NUM", "ADJ"}
    if pronoun.gender != "person" or bare or _is_human(scene, noun):
        return sentence[noun]
    return _last_person(scene, word, frozenset(sentence.subtree(noun, without=(clause,))), noun)


def _last_person(scene: Scene, word: Word, below: frozenset[int], noun: int) -> Word:
    """The last person before a word, one of a subtree rather than others; else the noun."""
    people = [
        other.index
        for other in scene.sentence.words[: word.index]
        if is_head(other) and _is_human(scene, other.index)
    ]
    inside = [index for index in people if index in below]
    found = scene.sentence[(inside or people or [noun])[-1]]
    if found.relation == "appos" and found.head in scene.names:
        return scene.sentence[found.head]
    return found


def _is_human(scene: Scene, head: int) -> bool:
    phrase = read_phrase(scene, head, phrase_words(scene.sentence, head))
    return phrase.kind in {"person", "group"}


def _split(
    scene: Scene, words: Sequence[Word], top: Word
) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
    """A coordination's members, each with its head; the phrase itself where there is none."""
    sentence = scene.sentence
    inside = {word.index: word for word in words}
    heads = [child for child in sentence.children(top.index, "conj") if child in inside]
    heads = [child for child in heads if sentence[child].upos in {"NOUN", "PROPN", "PRON"}]
    if not heads or _is_one_name(sentence, words) or _is_one_person(scene, top, heads):
        return ((top, tuple(words)),)
    if _has_two_titles(scene, top, heads):
        return ((sentence[heads[-1]], tuple(words)),)
    parts: list[tuple[Word, tuple[Word, ...]]] = []
    branches = {child: sentence.subtree(child) for child in heads}
    taken = {index for branch in branches.values() for index in branch}
    own = tuple(word for word in words if word.index not in taken)
    parts.append((top, own))
    for child, branch in branches.items():
        rest = tuple(inside[index] for index in branch if index in inside)
        parts.extend(_split(scene, rest, sentence[child]))
    return tuple(parts)


def _is_one_person(scene: Scene, top: Word, heads: Sequence[int]) -> bool:
    """Whether a coordination gives two roles of one: the former first lady and senator."""
    sentence = scene.sentence
    if any(sentence.children(head, "det", "nmod:poss") for head in heads):
        return False
    phrases = [
        read_phrase(scene, head, phrase_words(sentence, head)) for head in (top.index, *heads)
    ]
    return all(item.form == "noun" and item.kind == "person" for item in phrases) and bool(
        sentence.children(top.index, "det", "nmod:poss")
    )


def _has_two_titles(scene: Scene, top: Word, heads: Sequence[int]) -> bool:
    """Whether a name's titles are joined: founder and chief executive Mei Tanaka.

    A title in the singular without an article names nobody, so the name behind it bears it too.
    """
    sentence, name = scene.sentence, scene.names.get(heads[-1])
    if name is None or name.title == name.first:
        return False
    titles = (top, *(sentence[head] for head in heads[:-1]))
    return top.index not in scene.names and all(
        word.xpos == "NN"
        and fold(word.lemma) in scene.vocabulary.titles
        and not sentence.children(word.index, "det", "nmod:poss")
        for word in titles
    )


def _is_one_name(sentence: Sentence, words: Sequence[Word]) -> bool:
    """Whether one tagged name covers a coordination: Food and Drug Administration."""
    joints = [word for word in words if word.upos == "CCONJ"]
    around = (words[0].text[:1].isupper() and words[-1].text[:1].isupper()) if words else False
    if around and any(word.text == "&" for word in joints):
        return True
    return any(
        entity.span.contains(joint.span) and entity.type == "ORG"
        for entity in sentence.entities
        for joint in joints
    )


def _distribute(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[tuple[Word, ...], ...]:
    """Each adjective of country with the plural noun that they share.

    "Both the Armenian and Azerbaijani presidents" are two: the Armenian president and the
    Azerbaijani president; "Thai and Malaysian officials" are Thai officials and Malaysian ones.
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
    definite = any(vocabulary.determiners.get(fold(word.text)) for word in words)
    one = definite or rest[-1].text[:1].isupper()
    noun = _single(rest[-1], vocabulary) if one else rest[-1]
    return tuple((adjective, *rest[:-1], noun) for adjective in adjectives)


def _single(word: Word, vocabulary: Vocabulary) -> Word:
    """A plural noun made singular, unless it is one that keeps its plural (Forces)."""
    stem = singular(fold(word.text), vocabulary)
    noun = vocabulary.nouns.get(stem)
    if stem == fold(word.text) or (noun is not None and "plural" in noun.traits):
        return word
    text = stem.capitalize() if word.text[:1].isupper() else stem
    return evolve(word, text=text, lemma=stem, xpos=word.xpos.removesuffix("S"))
