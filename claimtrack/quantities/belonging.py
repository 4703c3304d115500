"""Whose the counted are, and where."""

from collections.abc import Iterator

from claimtrack.quantities.counting import case_of, narrowing
from claimtrack.quantities.numerals import text_of
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
    names = [at for at in words[1:] if _is_name(sentence, at)]
    return _name_at(sentence, names[0], noun) if names else ""


def _name_at(sentence: Sentence, index: int, noun: int | None = None) -> str:
    """The named entity around a word, or the run of names that it stands in.

    Args:
        sentence: The tree.
        index: The word.
        noun: A noun that is no part of the name, though it may stand right behind it.
    """
    span = sentence[index].span
    entity = next((item for item in sentence.entities if item.span.contains(span)), None)
    if entity is not None:
        inside = [
            word for word in sentence if entity.span.contains(word.span) and word.index != noun
        ]
        return text_of(inside)
    first = last = index
    while first and _is_name(sentence, first - 1) and first - 1 != noun:
        first -= 1
    while last + 1 < len(sentence) and _is_name(sentence, last + 1) and last + 1 != noun:
        last += 1
    return text_of(sentence.words[first : last + 1])


def _is_name(sentence: Sentence, index: int) -> bool:
    word = sentence[index]
    return word.upos == "PROPN" and word.text[:1].isupper()


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
        clauses = [verb]
        while sentence[clauses[-1]].relation in {"conj", "xcomp", "advcl", "acl"}:
            clauses.append(sentence[clauses[-1]].head)
        tops.extend(clauses[1:])
        tops.extend(sentence.children(verb, "conj"))
        # "Doctors in Khartoum treated 64": they did so there.
        tops.extend(at for clause in clauses for at in sentence.children(clause, "nsubj"))
    for top in tops:
        for name in _places_below(sentence, top, tables):
            return name
    return _opening_place(sentence, tables) if tops else ""


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
    for child in sentence.children(top, "obl", "nmod"):
        if child < top and sentence[child].head != top:
            continue
        case = case_of(sentence, child)
        if case not in tables.locatives:
            case = case.rpartition(" ")[2]  # "Head-on near Larissa"
        # "A raid on Khan Sheikhoun" was there.
        struck = case == "on" and tables.classes.get(tables.lemma(sentence[top])) == "fighting"
        if struck and _is_name(sentence, child):
            yield _name_at(sentence, child)
            continue
        there = case in tables.locatives or (case == "of" and located)
        if there and _is_place(sentence, child, case, tables):
            yield _name_at(sentence, child)
        elif there or sentence[child].upos == "NOUN":
            yield from _places_below(sentence, child, tables, located=there)


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
