"""The numbers of a sentence with what each counts by itself."""

from collections.abc import Iterator
from itertools import zip_longest

from attrs import evolve, frozen

from claimtrack.model import Span, Spans
from claimtrack.quantities.belonging import body_of, place_of, side_of
from claimtrack.quantities.counting import (
    casualty_word,
    company_of,
    counted_noun,
    gauged_noun,
    harmed_behind,
    harmed_member,
    measured,
    noun_behind,
    predicate_of,
    stands_for_others,
    tops_of,
)
from claimtrack.quantities.events import event_of, event_verb, passed_on, with_particle
from claimtrack.quantities.labels import find_numbers
from claimtrack.quantities.narrowing import narrowed
from claimtrack.quantities.numerals import (
    Number,
    is_sign,
    unit_after,
    with_sign,
)
from claimtrack.quantities.order import (
    is_predicated,
    is_somewhere,
    noun_of_members,
    verb_around,
    verb_of_those,
)
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import Sentence

#: Words before a number that a bound may take.
_LONGEST_BOUND = 4


@frozen(kw_only=True)
class Draft:
    """A number of a sentence, before it is looked at beside the others.

    Attributes:
        run: Its words.
        upper: The upper end of a range, or None.
        first: Its first position, with a sign before it.
        last: Its last position, with the unit behind it.
        unit: The unit, or empty.
        top: The position of the number that the others hang from.
        noun: The position of what it counts, or None.
        counted: Lemmas of what it counts.
        event: The event, or empty.
        side: Whose the counted are, or empty.
        place: Where, or empty.
        bare: Whether it stands alone and may count what the one before it counts.
        settled: Whether it says itself what its own are ("31 of whom are foreigners"), so that no
            event of others is theirs.
        part_of: The span of the total that it is a part of, or None.
    """

    run: Number
    upper: Number | None
    first: int
    last: int
    unit: str
    top: int
    noun: int | None
    counted: tuple[str, ...]
    event: str
    side: str = ""
    place: str = ""
    bare: bool = False
    settled: bool = False
    part_of: Span | None = None


def find_drafts(sentence: Sentence, dates: Spans, tables: Tables) -> Iterator[Draft]:
    """The numbers of a sentence, in text order, without those of its dates."""
    runs = [
        run
        for run in find_numbers(sentence, tables)
        if not any(span.overlaps(sentence[run.first].span) for span in dates)
    ]
    lower: Number | None = None
    for run, following in zip_longest(runs, runs[1:]):
        if lower is not None:
            yield _draft(sentence, lower, run, tables)
            lower = None
        elif following is not None and _is_range(sentence, run, following, tables):
            lower = run
        else:
            yield _draft(sentence, run, None, tables)


def _is_range(sentence: Sentence, run: Number, following: Number, tables: Tables) -> bool:
    """Whether two numbers are the ends of one range: "40 to 50", "between $2m and $3m"."""
    signed = with_sign(sentence, following, tables)
    if signed.first != run.last + 2 or run.value is None or following.value is None:
        return False
    if run.value >= following.value or run.share:
        return False
    kind = tables.number(sentence[run.last + 1])[1]
    start = with_sign(sentence, run, tables).first
    before = sentence[start - 1].text.casefold() if start else ""
    if kind == "link":
        return ("before", before) in tables.bounds and tables.bounds["before", before][
            0
        ] == "between"
    # "Rose from 10 to 20" names two figures, of two times.
    return kind == "range" and not (before == "from" and _moves(sentence, run, tables))


def _moves(sentence: Sentence, run: Number, tables: Tables) -> bool:
    return any(tables.lemma(sentence[at]) in tables.gauges for at in sentence.ancestors(run.first))


def _draft(sentence: Sentence, run: Number, upper: Number | None, tables: Tables) -> Draft:
    first, last, unit = _unit(sentence, run, upper or run, tables)
    span = range(first, last + 1)
    tops = tops_of(sentence, span)
    noun: int | None = None
    if run.share:
        noun = _whole_of(sentence, run)
    elif unit:
        noun = measured(sentence, span, tables)
    else:
        # "Two hundred and six deputies" may have been parsed into two stretches.
        for top in dict.fromkeys((*tops_of(sentence, run.positions), *run.positions)):
            noun = counted_noun(sentence, top, tables)
            if noun is not None and noun not in span:
                tops = [top]
                break
            noun = None
        if noun is None:
            noun = _of_plurals(sentence, run, tables)
        if noun is None:
            noun = predicate_of(sentence, last)
        if noun is None:
            noun = noun_behind(sentence, last, tables)
        if noun is not None and run.value != 1 and sentence[noun].xpos == "NN":
            # "Took nine prisoner".
            noun = None if tables.lemma(sentence[noun]) in tables.captives else noun
    draft = Draft(
        run=run,
        upper=upper,
        first=first,
        last=last,
        unit=unit,
        top=tops[0],
        noun=noun,
        counted=(),
        event="",
    )
    return _describe(sentence, draft, tables)


def _of_plurals(sentence: Sentence, run: Number, tables: Tables) -> int | None:
    """The noun behind "tens of thousands of", which hangs from the inner plural."""
    if not run.vague or len(run.positions) == 1:
        return None
    found = counted_noun(sentence, run.last, tables)
    return found if found is not None and found > run.last else None


def _whole_of(sentence: Sentence, run: Number) -> int | None:
    """The noun whose share it is: "a third of their revenue"; none of "slid by a tenth, and"."""
    if run.last + 1 < len(sentence) and sentence[run.last + 1].upos in {"PUNCT", "CCONJ"}:
        return None
    for at in range(run.last + 1, min(len(sentence), run.last + 6)):
        word = sentence[at]
        if word.upos in {"NOUN", "PROPN"} and not sentence.children(at, "punct"):
            head = word.head
            while head > at and sentence[at].relation in {"compound", "amod", "nmod"}:
                at, head = head, sentence[head].head  # noqa: PLW2901  climbs to the noun
            return at
    return None


def _unit(sentence: Sentence, run: Number, end: Number, tables: Tables) -> tuple[int, int, str]:
    """First and last position with the unit's words, and the unit; empty where there is none."""
    first = run.first
    if first and is_sign(sentence, first - 1, tables):
        sign = tables.units["before", sentence[first - 1].text.casefold()]
        return first - 1, end.last, sign
    if end.unit:
        return first, end.last, end.unit
    if run.unit:
        return first, end.last, run.unit
    last, unit = unit_after(sentence, end, tables)
    return first, last, unit


def _describe(sentence: Sentence, draft: Draft, tables: Tables) -> Draft:
    """A draft with what it counts, in what event, whose and where, as far as it says itself."""
    noun, top, unit = draft.noun, draft.top, draft.unit
    harmed = None if unit else casualty_word(sentence, top, tables)
    if not unit and (named := noun_of_members(sentence, draft.last, tables)) is not None:
        noun, harmed = named, None
    if noun is None and harmed is None and not unit:
        noun = company_of(sentence, top, tables)
        if noun is None:
            harmed = harmed_member(sentence, top, tables)
            harmed = harmed_behind(sentence, draft.last, tables) if harmed is None else harmed
        if noun is None and harmed is None:
            noun = gauged_noun(sentence, top, tables)
    if harmed is not None and noun in {None, harmed}:
        return _harmed(sentence, draft, harmed, tables)
    span = range(draft.first, draft.last + 1)
    anchor = noun if noun is not None and _over(sentence, noun, top) else top
    named = noun is not None and not stands_for_others(sentence, noun, tables)
    event = event_of(sentence, anchor, span, tables)
    settled = not unit and is_predicated(sentence, draft.last)
    if noun is None and not unit and is_somewhere(sentence, draft.last):
        settled, event = True, ""
    elif settled:
        own = verb_of_those(sentence, draft.last)
        event = "" if own is None else passed_on(sentence, own, tables)
    elif not event and not opens_whole(sentence, draft, tables):
        beside = verb_around(sentence, span, noun, tables, measure=bool(unit))
        event = with_particle(sentence, beside, tables) if beside is not None else ""
    return evolve(
        draft,
        noun=noun,
        counted=narrowed(sentence, noun, span, tables) if noun is not None and named else (),
        event=event,
        side=_side(sentence, noun, span, draft, tables),
        place=""
        if unit
        else place_of(sentence, noun, event_verb(sentence, anchor, tables), tables),
        bare=not named and not unit,
        settled=settled,
    )


def opens_whole(sentence: Sentence, draft: Draft, tables: Tables) -> bool:
    """Whether a number is the whole that a clause opens with: "Of the 31 dead, …"."""
    at = draft.first
    while at and sentence[at - 1].upos in {"ADV", "DET", "ADJ"}:
        at -= 1
    opens = at == 1 or (at > 1 and sentence[at - 2].upos == "PUNCT")
    return opens and sentence[at - 1].text.casefold() in tables.measuring


def _side(sentence: Sentence, noun: int | None, span: range, draft: Draft, tables: Tables) -> str:
    if draft.unit:
        return ""
    if noun is None:
        return body_of(sentence, draft.top, tables)
    return side_of(sentence, noun, span, tables)


def _over(sentence: Sentence, noun: int, top: int) -> bool:
    """Whether a noun stands over a number, or under it as what it is a number of."""
    return noun in sentence.ancestors(top) or sentence[noun].head == top


def _harmed(sentence: Sentence, draft: Draft, word: int, tables: Tables) -> Draft:
    """A number of dead or hurt with no other noun."""
    lemma = tables.lemma(sentence[word])
    # "50 dead" counts the dead; "50 killed" and "dozens die" say what happened to somebody.
    named = lemma == sentence[word].text.casefold() and lemma not in tables.patients
    dead = named and tables.classes.get(lemma) == "death"
    return evolve(
        draft,
        noun=None,
        counted=(lemma,) if dead else (),
        event="" if dead else lemma,
        place=place_of(sentence, word, event_verb(sentence, word, tables), tables),
        side=body_of(sentence, draft.top, tables),
        bare=not dead,
    )
