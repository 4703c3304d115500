"""Numbers beside each other: what stands alone counts as the one before, parts have a total.

The central decision: a part is one by its words ("including", "of them", "six of the ten") or by
arithmetic: figures that follow a total and sum up to it are its parts, and no figures of their
own against it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import evolve

from claimtrack.model import Span
from claimtrack.quantities.counting import case_of
from claimtrack.quantities.drafts import Draft, opens_whole
from claimtrack.quantities.events import before_bound, event_verb, whole_of
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import Sentence

#: How many times more than others of its kind a number in millions may be.
_FAR = 10**5
#: Words between a total and a phrase that opens its parts.
_WINDOW = 4


def complete(sentence: Sentence, drafts: Iterable[Draft], tables: Tables) -> list[Draft]:
    """Numbers with what they take from the others of their sentence, in text order."""
    done: list[Draft] = []
    for draft in drafts:
        filled = _inherit(sentence, done, draft, tables)
        total = _total_by_words(sentence, done, filled, tables)
        if total is None and draft.bare:
            total = _opening_total(sentence, done, filled, tables)
        if total is not None:
            filled = _as_part(sentence, total, filled, tables)
        done.append(filled)
    return _by_arithmetic(sentence, done, tables)


def _inherit(sentence: Sentence, before: Sequence[Draft], draft: Draft, tables: Tables) -> Draft:
    """A number that stands alone, with what the last one before it counts."""
    if not draft.bare or draft.counted:
        return draft
    if draft.run.vague and not tables.is_casualty(draft.event):
        return draft
    harmed = tables.is_casualty(draft.event)
    # "Killed three children from one family and wounded five others".
    latest = list(reversed(before))
    # "38,000 runners from 120 countries, but 26,300": not the countries; "Of the 67 people
    # aboard the two jets, none": the whole that opens the clause.
    latest.sort(
        key=lambda other: (
            harmed and not tables.is_casualty(other.event),
            not opens_whole(sentence, other, tables),
            other.noun is not None and bool(case_of(sentence, other.noun)),
        )
    )
    for other in latest:
        if other.unit or not other.counted or other.part_of is not None:
            continue
        if _differs(sentence, other, draft, tables) or _dwarfs(draft, other):
            continue
        if tables.is_casualty(other.counted[0]) and tables.is_casualty(draft.event):
            continue  # "1 dead, 2 hurt": the dead are not hurt.
        return evolve(
            draft,
            counted=other.counted,
            side=draft.side or other.side,
            event=draft.event or ("" if draft.settled else other.event),
            place=draft.place or (other.place if draft.event == other.event else ""),
        )
    return draft


def _dwarfs(draft: Draft, other: Draft) -> bool:
    """Whether a number is of something far more numerous: "six lenders need 70 billion"."""
    one, two = draft.run.value, other.run.value
    return draft.run.scaled and bool(two) and (one or 0) > (two or 0) * _FAR


def _differs(sentence: Sentence, other: Draft, draft: Draft, tables: Tables) -> bool:
    """Whether two numbers are of different things: "85 shells hit the town, killing three"."""
    if other.noun is None or tables.is_casualty(other.event):
        return False
    person = tables.is_person(other.counted[0]) or bool(other.side)
    if tables.is_casualty(draft.event) and not person:
        return True  # Raids and houses are not killed.
    if sentence[other.noun].deprel != "nsubj" or sentence[draft.top].relation not in {
        "obj",
        "obl",
    }:
        return False
    # "2,500 fans marched, and stewards turned away 80": somebody else did it to some of them.
    verb = sentence[draft.top].head
    subjects = sentence.children(verb, "nsubj")
    return not (person and subjects and other.noun not in subjects)


def _total_by_words(
    sentence: Sentence, before: Sequence[Draft], draft: Draft, tables: Tables
) -> Draft | None:
    """The total that words make a number a part of."""
    totals = [other for other in before if _is_count(other)]
    if not totals or not _is_count(draft):
        return None
    last = totals[-1]
    root = next((other for other in totals if other.part_of is None), last)
    # "And about 30 minors"
    first = before_bound(sentence, draft.first, tables)
    words = [word.text.casefold() for word in sentence.words[last.last + 1 : first]]
    following = [word.text.casefold() for word in sentence.words[draft.last + 1 :][:2]]
    opened = tables.parts.get(" ".join(words[-2:])) == "both" or any(
        tables.parts.get(phrase) == "before"
        for at, word in enumerate(words)
        for phrase in (word, " ".join(words[at : at + 2]))
    )
    named = tables.parts.get(" ".join(following)) in {"after", "both"}
    named = named or _is_among_them(sentence, draft, tables)
    # "Including 8 on Monday and 3 on Tuesday": the second is a part of the first's total.
    joined = last.part_of is not None and words[-1:] in (["and"], [","]) and "," not in words[:-1]
    if not (opened or named or joined):
        return None
    # "39 are out of service, nine of which were bombed"
    total = last if last.part_of is None or named else root
    return total if _smaller(draft, total) else None


def _is_among_them(sentence: Sentence, draft: Draft, tables: Tables) -> bool:
    """Whether what a number counts is among those before: "four children among them"."""
    if draft.noun is None or draft.noun < draft.last:
        return False
    behind = [word.text.casefold() for word in sentence.words[draft.noun + 1 :][:3]]
    # "Among them 42 minors" opens the parts behind it.
    closed = len(behind) < len(("among", "them", ".")) or not behind[2].isalnum()
    return tables.parts.get(" ".join(behind[:2])) == "before" and closed


def _opening_total(
    sentence: Sentence, before: Sequence[Draft], part: Draft, tables: Tables
) -> Draft | None:
    """The whole that the sentence opens with: "Of 600 rounds, fewer than fifty hit"."""
    for total in before:
        if not (_is_count(total) and _is_count(part)) or total.counted != part.counted:
            continue
        between = sentence.words[total.last + 1 : part.first]
        apart = any(word.text in {";", ":"} for word in between)
        if opens_whole(sentence, total, tables) and not apart and _smaller(part, total):
            return total
    return None


def _smaller(part: Draft, total: Draft) -> bool:
    one, other = part.run.value, total.run.value
    return one is None or other is None or one <= other


def _is_count(draft: Draft) -> bool:
    return not draft.unit and not draft.run.share


def _span(sentence: Sentence, draft: Draft) -> Span:
    return Span(sentence[draft.first].start, sentence[draft.last].end)


def _as_part(sentence: Sentence, total: Draft, part: Draft, tables: Tables) -> Draft:
    """A part, with what it does not say itself taken from its total."""
    moves = total.event in tables.gauges
    if part.event in tables.speech and total.event:
        part = evolve(part, event="")  # "212 were detained, a group said, including 17 minors"
    if tables.is_casualty(total.event) and _shares_verb(sentence, part, total, tables):
        # "Documented the killing of 5,812 civilians, including 1,733 children".
        part = evolve(part, event="")
    return evolve(
        part,
        part_of=_span(sentence, total),
        counted=part.counted or total.counted,
        event=part.event or ("" if moves or part.settled else total.event),
        place=part.place or total.place,
    )


def _by_arithmetic(sentence: Sentence, drafts: Sequence[Draft], tables: Tables) -> list[Draft]:
    """Totals by "six of the ten", and those that the figures behind them sum up to."""
    done = list(drafts)
    for place, draft in enumerate(done):
        # "Ten children and 13 rebels were among 48 people": the whole may be the next but one.
        shares = (
            whole
            for whole in done[place + 1 : place + 3]
            if _is_share_of(sentence, draft, whole, tables)
        )
        if (whole := next(shares, None)) is not None:
            # "23 of 29 drones": a parser may hang the drones from the verb.
            done[place] = _as_part(sentence, whole, draft, tables)
    for place, total in enumerate(done):
        if not _is_count(total) or total.run.value is None:
            continue
        for at in _summed_before(sentence, done[:place], total, tables):
            done[at] = _as_part(sentence, total, done[at], tables)
        behind = [at for at in range(place + 1, len(done)) if _is_count(done[at])]
        if behind and _is_joined(sentence, total, done[behind[0]]):
            continue
        for end in range(2, len(behind) + 1):
            parts = behind[:end]
            if sum((done[at].run.value or Decimal(0) for at in parts), Decimal(0)) == (
                total.run.value
            ):
                for at in parts:
                    done[at] = _as_part(sentence, total, done[at], tables)
                break
    return done


def _is_joined(sentence: Sentence, one: Draft, other: Draft) -> bool:
    """Whether two numbers stand beside each other: "three policemen and two bystanders"."""
    if one.noun is None or other.first <= one.noun:
        return False
    return [word.upos for word in sentence.words[one.noun + 1 : other.first]] == ["CCONJ"]


def _is_share_of(sentence: Sentence, draft: Draft, whole: Draft, tables: Tables) -> bool:
    """Whether a number is one of a whole that is counted too: "six of the ten ministers"."""
    if not (_is_count(draft) and _is_count(whole)) or draft.part_of is not None:
        return False
    if draft.noun is not None and whole.noun is not None:
        among = whole_of(sentence, draft.noun, tables)
        if among == whole.noun:
            return _smaller(draft, whole)
    between = [word.text.casefold() for word in sentence.words[draft.last + 1 : whole.first]]
    if between[:1] != ["of"] or len(between) > _WINDOW or not _smaller(draft, whole):
        return False
    if draft.noun is None:
        return True
    return case_of(sentence, draft.noun).startswith("of")


def _shares_verb(sentence: Sentence, part: Draft, total: Draft, tables: Tables) -> bool:
    """Whether a part has no verb of its own, but that of what its total counts."""
    if part.noun is None or total.noun is None:
        return False
    verb = event_verb(sentence, part.noun, tables)
    return verb is None or verb == event_verb(sentence, total.noun, tables)


def _summed_before(
    sentence: Sentence, before: Sequence[Draft], total: Draft, tables: Tables
) -> range:
    """Places of what a total sums up: "42 from one side, 8 from another, 50 in all"."""
    following = [word.text.casefold() for word in sentence.words[total.last + 1 :][:2]]
    named = any(tables.parts.get(" ".join(following[:length])) == "total" for length in (1, 2))
    if not named:
        return range(0)
    for first in range(len(before) - 2, -1, -1):
        parts = before[first:]
        if not all(_is_count(part) and part.run.value is not None for part in parts):
            break
        if sum((part.run.value or Decimal(0) for part in parts), Decimal(0)) == total.run.value:
            return range(first, len(before))
    return range(0)
