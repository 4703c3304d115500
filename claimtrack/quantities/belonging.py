"""Whose the counted are, and where."""

from collections.abc import Iterator

from claimtrack.quantities.counting import case_of
from claimtrack.quantities.narrowing import narrowing
from claimtrack.quantities.numerals import text_of
from claimtrack.quantities.order import glued
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import ROOT, Sentence

#: Words behind a number that "from the army" may be.
_NEAR = 8


def side_of(sentence: Sentence, noun: int, run: range, tables: Tables) -> str:
    """Whose the counted are: a country, a party, or the name that narrows them; or empty."""
    words = [noun, *narrowing(sentence, noun, run, tables)]
    for at in words:
        word = sentence[at]
        # Some texts have lost their apostrophes: "Syrias army".
        for form in (word.text, word.lemma, word.text.removesuffix("s")):
            if side := tables.side(form):
                return side
        party = tables.parties.get(tables.lemma(sentence[at]))
        if party and sentence[at].text[:1].isupper():
            return party
    # "World Cup races", "Abrams tanks" are nobody's.
    people = tables.is_person(tables.lemma(sentence[noun]))
    names = [at for at in words[1:] if people and _is_name(sentence, at)]
    return _name_at(sentence, names[0], noun) if names else ""


def _name_at(sentence: Sentence, index: int, noun: int | None = None) -> str:
    """The named entity around a word, or the run of names that it stands in.

    Args:
        sentence: The tree.
        index: The word.
        noun: A noun that is no part of the name, though it may stand right behind it.
    """
    first = last = index
    while first and first - 1 != noun and _goes_on(sentence, first - 1):
        first -= 1
    while last + 1 < len(sentence) and last + 1 != noun and _goes_on(sentence, last + 1):
        last += 1
    while sentence[last].upos == "PUNCT" and last > index:
        last -= 1
    run = sentence.words[first : last + 1]
    span = sentence[index].span
    entity = next((item for item in sentence.entities if item.span.contains(span)), None)
    if entity is not None:
        inside = [
            word for word in sentence if entity.span.contains(word.span) and word.index != noun
        ]
        # Of "Deir al-Adas" a tagger may know the end only.
        cut = inside[0].text.islower() and inside[0] in run
        return text_of(run if cut else inside)
    return text_of(run)


def _goes_on(sentence: Sentence, index: int) -> bool:
    """Whether a word may be inside a name: "Jisr al-Shigour"."""
    word = sentence[index]
    if word.upos == "PUNCT":
        joined = 0 < index < len(sentence) - 1
        return (
            joined
            and sentence[index - 1].end == word.start
            and sentence[index + 1].start == word.end
            and sentence[index + 1].upos == "PROPN"
        )
    return word.upos == "PROPN"


def _is_name(sentence: Sentence, index: int) -> bool:
    word = sentence[index]
    if word.upos != "PROPN" or any(
        sentence[at].text[:1].isdigit() for at in glued(sentence, index)
    ):
        return False  # "F-16 jets"
    # "al-Bab" begins with a small letter.
    joined = index + 2 < len(sentence) and sentence[index + 2].start == word.end + 1
    return word.text[:1].isupper() or joined


def body_of(sentence: Sentence, top: int, tables: Tables) -> str:
    """The body that a bare number is of: "42 from the army"; a country where it is one."""
    word = sentence[top]
    found = [*sentence.children(top, "nmod", "obl")]
    if not found and word.head != ROOT and word.relation in {"conj", "obj", "nsubj", "obl"}:
        # The parser hangs "from the army" from the verb, behind the number.
        found = [at for at in sentence.children(word.head, "obl", "nmod") if at > top]
    for child in found:
        if case_of(sentence, child) != "from" or child - top > _NEAR:
            continue
        words = [child, *sentence.children(child, "compound", "amod")]
        for at in words:
            if side := tables.side(sentence[at].text):
                return side
        names = sorted(words)
        return " ".join(tables.lemma(sentence[at]) for at in names)
    return ""


def place_of(sentence: Sentence, noun: int | None, verb: int | None, tables: Tables) -> str:
    """The name of where it happened, nearest to the counted first; empty when not said."""
    tops = [at for at in (noun, verb) if at is not None]
    if verb is not None:
        tops.extend(_scenes(sentence, verb, tables))
    elif noun is not None:
        tops.extend(sentence.children(noun, "acl"))  # "22 people killed in a raid"
    for top in tops:
        for name in _places_below(sentence, top, tables):
            return name
    return _opening_place(sentence, tables) if tops else ""


def _scenes(sentence: Sentence, verb: int, tables: Tables) -> Iterator[int]:
    """Words whose places are a verb's too: those of the clauses around, and what they are of."""
    clauses = [verb]
    while sentence[clauses[-1]].relation in {"conj", "xcomp", "advcl", "acl"}:
        clauses.append(sentence[clauses[-1]].head)
    for clause in clauses:
        if clause != verb:
            yield clause
        # "A missile struck a district of Aleppo, killing 18".
        if tables.classes.get(tables.lemma(sentence[clause])) == "fighting":
            yield from sentence.children(clause, "obj")
    # "Killed when a missile struck Aleppo"; what happened after that may be elsewhere.
    for child in sentence.children(verb, "advcl"):
        if any(sentence[at].xpos == "WRB" for at in sentence.children(child)):
            yield child
            yield from sentence.children(child, "obj")
    yield from sentence.children(verb, "conj")
    # "Doctors in Khartoum treated 64": they did so there.
    for clause in clauses:
        yield from sentence.children(clause, "nsubj")


def _opening_place(sentence: Sentence, tables: Tables) -> str:
    """The place that a sentence opens with, which is that of all it tells: "In Syria, …"."""
    opening = sentence[0]
    if opening.relation != "case":
        return ""
    case = case_of(sentence, opening.head)
    named = case in tables.locatives and _is_place(sentence, opening.head, case, tables)
    return _name_at(sentence, opening.head) if named else ""


def _places_below(
    sentence: Sentence, top: int, tables: Tables, *, located: bool = False
) -> Iterator[str]:
    """The names of places below a word, in text order; "of" counts below a place only."""
    if sentence[top].upos == "NOUN" and (name := _locality(sentence, top, tables)):
        yield name
    for child in sentence.children(top, "obl", "nmod"):
        if child < top and sentence[child].head != top:
            continue
        case = case_of(sentence, child)
        if case not in tables.locatives:
            case = case.rpartition(" ")[2]  # "Head-on near Larissa"
        # "A raid on Khan Sheikhoun" was there, as is the town of al-Bab.
        struck = case == "on" and tables.classes.get(tables.lemma(sentence[top])) == "fighting"
        named = case == "of" and tables.lemma(sentence[top]) in tables.localities
        there = case in tables.locatives or (case == "of" and located)
        if _is_name(sentence, child) and _is_time(sentence, child, tables):
            continue
        if _is_name(sentence, child) and (
            struck or named or (there and _is_place(sentence, child, case, tables))
        ):
            yield _name_at(sentence, child)
        elif there or sentence[child].upos == "NOUN":
            yield from _places_below(sentence, child, tables, located=there or located)


def _locality(sentence: Sentence, noun: int, tables: Tables) -> str:
    """The name before a noun for a place: "in Syria's Idlib province"; or empty."""
    if tables.lemma(sentence[noun]) not in tables.localities:
        return ""
    before = noun - 1
    if before < 0 or not _is_name(sentence, before) or _is_time(sentence, before, tables):
        return ""
    words = [before]
    while words[0] and _goes_on(sentence, words[0] - 1):
        words.insert(0, words[0] - 1)
    # Some texts have lost their apostrophes: "Syrias Idlib province".
    while words and _is_of_country(sentence, words[0], tables):
        del words[0]
    return text_of([sentence[at] for at in words]) if words else ""


def _is_of_country(sentence: Sentence, index: int, tables: Tables) -> bool:
    """Whether a word has the ending of what belongs to a country, by an apostrophe or without."""
    text = sentence[index].text
    return not tables.side(text) and bool(tables.side(text.removesuffix("s")))


def _is_place(sentence: Sentence, index: int, case: str, tables: Tables) -> bool:
    """Whether a word is a place's name: tagged so, or a name that is nothing else."""
    word = sentence[index]
    if not _is_name(sentence, index) or _is_time(sentence, index, tables):
        return False
    entity = next((item for item in sentence.entities if item.span.contains(word.span)), None)
    if entity is not None:
        return entity.type == "LOC"
    # "On Eid", "over Christmas": of what is not tagged, only what something can be in or near.
    return tables.lemma(word) not in tables.classes and not tables.is_vague_locative(case)


def _is_time(sentence: Sentence, index: int, tables: Tables) -> bool:
    words = [index, *sentence.children(index, "compound", "amod", "nummod", "flat")]
    return any(sentence[at].text.casefold() in tables.calendar for at in words)
