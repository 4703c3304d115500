"""The words that narrow down what a number counts."""

from collections.abc import Iterator

from claimtrack.quantities.counting import case_of
from claimtrack.quantities.numerals import text_of
from claimtrack.quantities.order import glued
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import Sentence

_NAMED = frozenset(("NOUN", "PROPN", "ADJ", "VERB"))
_PLURAL = frozenset(("NNS", "NNPS"))


def narrowed(sentence: Sentence, noun: int, run: range, tables: Tables) -> tuple[str, ...]:
    """The noun's lemma and those of what narrows it down, noun first."""
    words = [noun, *_company(sentence, noun, tables), *narrowing(sentence, noun, run, tables)]
    hyphened = glued(sentence, noun)
    tops = [glued(sentence, at)[-1] for at in words[1:] if at not in hyphened]
    lemmas = [_joined(sentence, at, tables.lemma(sentence[at]), run) for at in tops]
    counted = _joined(sentence, noun, tables.counted(sentence[noun]), run)
    return tuple(dict.fromkeys((counted, *lemmas)))


def _joined(sentence: Sentence, at: int, lemma: str, run: range) -> str:
    """A lemma with what hyphens put before its word: "start-up"; not a number ("5-km run")."""
    whole = glued(sentence, at)
    before = sentence.words[whole.start : at]
    if not before or any(word.index in run for word in before):
        return lemma
    return text_of(before).casefold() + lemma


def _company(sentence: Sentence, noun: int, tables: Tables) -> Iterator[int]:
    """Nouns that one number counts together: "25 soldiers and fighters"."""
    for child in sentence.children(noun, "conj"):
        if sentence[child].upos != "NOUN" or sentence[child].xpos not in _PLURAL:
            continue
        # With a participle or a verb of its own it is a misread clause: "and damaging houses".
        clause = any(
            sentence[at].xpos == "VBG" for at in sentence.children(child, "amod")
        ) or sentence.children(child, "acl")
        own = sentence.children(child, "nummod", "det", "compound", "amod")
        counted = any(
            sentence[at].relation in {"nummod", "det"} or tables.is_numeral(sentence, at)
            for at in own
        ) or _vague(sentence, child, tables)
        if not clause and not counted:
            yield child


def _vague(sentence: Sentence, index: int, tables: Tables) -> bool:
    """Whether a noun is a number word ("scores"), which counts for itself."""
    return bool(tables.number(sentence[index])[1]) or bool(sentence.children(index, "nmod"))


def narrowing(sentence: Sentence, noun: int, run: range, tables: Tables) -> Iterator[int]:
    """The words that narrow a noun down, in the order in which they hang from it."""
    open_, seen = [noun], {noun}
    while open_:
        top = open_.pop(0)
        for child in sentence.children(top, "amod", "compound", "nmod", "flat", "conj"):
            if child in seen or not _narrows(sentence, top, child, run, tables):
                continue
            if _is_of_another(sentence, child, run, tables):
                continue
            seen.add(child)
            if sentence[child].upos in _NAMED:
                yield child
            open_.append(child)


def _narrows(sentence: Sentence, top: int, child: int, run: range, tables: Tables) -> bool:
    word = sentence[child]
    lemma = tables.lemma(word)
    if child in run or word.text.casefold() in tables.bounding:
        return False
    if tables.is_numeral(sentence, child):
        return False
    if word.relation == "nmod" and word.deprel != "nmod:poss":
        return _narrows_by_of(sentence, child, tables)
    if word.relation == "conj":
        return sentence[top].relation in {"amod", "compound"}
    timed = lemma in tables.times or word.text.casefold() in tables.times
    if timed or lemma in tables.ordinals or ("after", lemma) in tables.units:
        return False  # "The first 20 games", "an eight-year, $5 million offer"
    # "Two wounded soldiers" are soldiers; that they are wounded is what happened to them, and so
    # is that others were captured. What stands behind tells of them too: "left 200 residents
    # short of food".
    # "Injured two wardens and forced 1,400 campers to flee"
    apart = word.upos == "VERB" and child < run.start
    happened = (
        apart or tables.is_casualty(lemma) or (word.xpos == "VBN" and lemma in tables.classes)
    )
    return word.relation != "amod" or not (child > top or happened)


def _is_of_another(sentence: Sentence, child: int, run: range, tables: Tables) -> bool:
    """Whether a word narrows what another number counts: "two Israeli and three Lebanese men"."""
    if child < run.start:
        between = range(child + 1, run.start)
        if sentence[child].relation == "compound" and sentence[child].head >= run.stop:
            return True  # "In the conclave 133 cardinals"
        return any(sentence[at].upos == "CCONJ" for at in between)
    between = range(run.stop, child)
    return any(sentence[at].upos == "CCONJ" for at in between) and any(
        tables.is_numeral(sentence, at) for at in between
    )


def _narrows_by_of(sentence: Sentence, child: int, tables: Tables) -> bool:
    """Whether a noun by "of" says which: members of a council; not residents of Goma.

    Nor do "mayors from 12 regions", "the dead of Tuesday", "games of the season".
    """
    word = sentence[child]
    if case_of(sentence, child) != "of" or tables.lemma(word) in tables.times:
        return False
    entities = (item for item in sentence.entities if item.span.contains(word.span))
    return not any(item.type == "LOC" for item in entities)
