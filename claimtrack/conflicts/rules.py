"""The rules: what two claims about the same thing are to each other.

The central decision: rules judge only by what matching masked, negation, denial, numbers and
antonyms, and by who does what to whom. Each is a function of two claims, and the first that
finds something decides, so that the order of the tuple is the order of certainty.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from attrs import evolve

from claimtrack.conflicts.alignment import Alignment, align, fill, swapped
from claimtrack.conflicts.bonds import find_clash
from claimtrack.conflicts.circumstances import find_apart, happens_once, is_known
from claimtrack.conflicts.numbers import compare_quantities, count_apart
from claimtrack.conflicts.occasions import are_elsewhere
from claimtrack.conflicts.readings import Event, Vocabulary, find_camps, is_named, read_at
from claimtrack.conflicts.sides import Pair, may_be_one_source, same_source
from claimtrack.conflicts.signs import (
    find_antonyms,
    find_debunked,
    find_incompatible,
    find_opposite_sign,
    find_reversal,
    find_sign,
)
from claimtrack.conflicts.surroundings import Surroundings
from claimtrack.conflicts.wording import hedges_other
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import Argument, Claim, Quantity, Relation, RelationKind

Rule: TypeAlias = Callable[[Claim, Claim], Relation | None]
#: Kinds of claim that say what is; a call or an order says what ought to be.
ASSERTIONS = frozenset(("speech", "belief", "perception"))
#: The same for agreement, which nothing but the alignment speaks for.
_SURE = 0.8


def make_rules(
    lexicon: Lexicon | None = None,
    *,
    published: Mapping[str, datetime] | None = None,
    surroundings: Surroundings | None = None,
) -> tuple[Rule, ...]:
    """The rules of a language, surest first.

    Args:
        lexicon: Gives event classes, antonyms, what excludes what, and the reasons' wording.
        published: Ids of documents to when they were published, so that an update is told from
            what it supersedes; without it the order of two claims is not known.
        surroundings: Which places lie near one another; without it only what the lexicon knows.
    """
    words = lexicon or load_lexicon()
    known, near = published or {}, surroundings or Surroundings()
    return tuple(_bind(rule, words, known, near) for rule in _ORDER)


def _bind(
    rule: Callable[[Pair], Relation | None],
    lexicon: Lexicon,
    published: Mapping[str, datetime],
    surroundings: Surroundings,
) -> Rule:
    def judge(a: Claim, b: Claim) -> Relation | None:
        if not {a.kind, b.kind} <= ASSERTIONS:
            return None
        # The same two claims give the same relation whichever comes first.
        first, second = sorted((a, b), key=lambda claim: claim.id)
        return rule(Pair(first, second, lexicon, published, surroundings))

    return judge


def _other_agent(pair: Pair) -> Relation | None:
    """The same was done to the same by somebody else, or who did it to whom is swapped."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    for first, second in pair.events:
        found = align(first, second, pair.vocabulary)
        if found is None or first.negated or second.negated or found.predicate < 1:
            continue
        if not (first.asserted and second.asserted):
            continue
        by_others = found.agent == "differ" and found.patient == "same"
        if by_others and _is_one(found, first, second, pair) and _all_told(first, second, pair):
            return pair.relation("agent", "agent", 0.5, (first.spans, second.spans))
        mutual = first.proposition.predicate in pair.vocabulary.mutual
        known = is_known(pair.a, first, pair.vocabulary) and is_known(
            pair.b, second, pair.vocabulary
        )
        if (
            known
            and not mutual
            and swapped(first.proposition, second.proposition, pair.vocabulary)
        ):
            return pair.relation("agent", "roles", 0.6, (first.spans, second.spans))
    return None


def _is_one(found: Alignment, a: Event, b: Event, pair: Pair) -> bool:
    """Whether what was done to the same was done once: at one place, or as it can be only once."""
    if found.places in {"same", "near"}:
        return True
    return found.places == "open" and all(
        happens_once(claim, event, pair.vocabulary) for claim, event in ((pair.a, a), (pair.b, b))
    )


def _all_told(a: Event, b: Event, pair: Pair) -> bool:
    """Whether names tell both agents apart, or they are of two camps: rebels and the army."""
    camps = [
        find_camps(fill("agent", event.proposition, pair.vocabulary), pair.vocabulary)
        for event in (a, b)
    ]
    opposed = bool(camps[0]) and bool(camps[1]) and camps[0].isdisjoint(camps[1])
    return opposed or _all_named(a, b, pair)


def _all_named(a: Event, b: Event, pair: Pair) -> bool:
    """Whether names, or countries, tell both agents apart.

    "A man" and "a boy" may be one, "Anna Roth" may be "the mayor of Orm".
    """
    ways = [
        _ways_named(fill("agent", event.proposition, pair.vocabulary), pair.vocabulary)
        for event in (a, b)
    ]
    return not ways[0].isdisjoint(ways[1])


def _ways_named(agents: Iterable[Argument], vocabulary: Vocabulary) -> set[str]:
    """How some agents are named: by a name of their own, by a country."""
    found: set[str] = set()
    for item in agents:
        if is_named(evolve(item, lemmas=(item.head,)), vocabulary):
            found.add("name")
        if any(word.casefold() in vocabulary.sides for word in item.lemmas):
            found.add("country")
    return found


def _numbers(pair: Pair) -> Relation | None:
    """Figures for the same thing: a conflict, an update, a correction, or both can hold."""
    pair = pair.in_time
    found = compare_quantities(pair.a, pair.b, pair.lexicon, pair.published, pair.surroundings)
    if found is None:
        return None
    first, second, disjoint = found
    # What a toll has risen to was less before.
    later = [(pair.b, second, first)] + [(pair.a, first, second)] * pair.at_once
    disjoint = disjoint and not any(
        _has_risen(claim, high, pair) and _outgrows(high, low) for claim, high, low in later
    )
    kind: RelationKind = "numeric" if disjoint else "compatible"
    if same_source(pair.a, pair.b):
        if pair.a.document == pair.b.document:
            return None  # Inside one text the second figure is of something else.
        if not disjoint and not _outgrows(second, first):
            return None
        kind = "correction" if _takes_back(pair, first, second) else "update"
    elif may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    return pair.relation(
        kind,
        kind,
        0.6,
        ((first.span,), (second.span,)),
        count_a=_say(first),
        count_b=_say(second),
    )


def _say(quantity: Quantity) -> str:
    """A figure with what bounds it: "nearly 50"; a vague word says that itself."""
    plain = quantity.value is None or quantity.bound in {"exactly", "between"}
    return quantity.text if plain else f"{quantity.bound} {quantity.text}"


def _outgrows(later: Quantity, earlier: Quantity) -> bool:
    """Whether a later figure is beyond an earlier one: "at least 900" after "at least 300"."""
    return later.low is not None and earlier.value is not None and later.low > earlier.value


def _has_risen(claim: Claim, quantity: Quantity, pair: Pair) -> bool:
    """Whether a figure is told as one that has risen: "the toll has climbed to 85"."""
    return any(
        told.predicate in pair.vocabulary.rising
        for told in claim.propositions
        if any(item.span.contains(quantity.span) for item in told.arguments)
    )


def _takes_back(pair: Pair, first: Quantity, second: Quantity) -> bool:
    """Whether the later figure is lower where a count can only grow: nobody rises again."""
    known = pair.published
    if pair.a.document not in known or pair.b.document not in known:
        return False
    event = pair.vocabulary.classes.get(second.event, second.event)
    less = second.high is not None and first.low is not None and second.high < first.low
    return less and event in pair.vocabulary.lasting


def _exclusive(pair: Pair) -> Relation | None:
    """The same is said of two who cannot both have done it: first, alone."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    for first, second in pair.events:
        p, q = first.proposition, second.proposition
        words = _exclusives(first, pair) & _exclusives(second, pair)
        if not words or first.kind != second.kind or first.negated or second.negated:
            continue
        found = align(first, second, pair.vocabulary)
        apart = found is not None and found.agent == "differ" and _all_named(first, second, pair)
        if apart and first.asserted and second.asserted and p.predicate == q.predicate:
            word = min(words)
            return pair.relation("agent", "exclusive", 0.7, (first.spans, second.spans), word=word)
    return None


def _only(pair: Pair) -> Relation | None:
    """One says that nobody else did it, and the other that somebody else did."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    for first, second in pair.events:
        words = [_sole_words(event, pair) for event in (first, second)]
        if bool(words[0]) == bool(words[1]) or first.negated or second.negated:
            continue
        found = align(first, second, pair.vocabulary)
        if found is None or found.predicate < 1 or not (first.asserted and second.asserted):
            continue
        shared = "same" in (found.patient, found.places) and found.patient != "differ"
        if found.agent == "differ" and shared and _all_named(first, second, pair):
            word = min(words[0] or words[1])
            return pair.relation("agent", "exclusive", 0.6, (first.spans, second.spans), word=word)
    return None


def _sole_words(event: Event, pair: Pair) -> frozenset[str]:
    """Words by which who does it is the only one: "only Norway voted"."""
    agents = fill("agent", event.proposition, pair.vocabulary)
    return pair.vocabulary.sole_parties.intersection(
        word for item in agents for word in item.lemmas
    )


def _exclusives(event: Event, pair: Pair) -> frozenset[str]:
    heads = (item.head for item in event.proposition.arguments if item.role == "mod")
    return pair.vocabulary.exclusives.intersection(heads)


def _apart(pair: Pair) -> Relation | None:
    """The same happened elsewhere, or at another time."""
    if may_be_one_source(pair.a, pair.b, pair.vocabulary):
        return None
    for kind, first, second, here, there in find_apart(
        pair.a, pair.b, pair.vocabulary, pair.surroundings
    ):
        return pair.relation(
            kind,
            kind,
            0.6,
            (tuple(sorted({*first.spans, here})), tuple(sorted({*second.spans, there}))),
            word_a=read_at(pair.a, here),
            word_b=read_at(pair.b, there),
        )
    return None


def _agree(pair: Pair) -> Relation | None:
    """Two sources say the same of the same."""
    if same_source(pair.a, pair.b):
        return None
    for first, second in pair.events:
        found = align(first, second, pair.vocabulary)
        if found is None or found.antonym or first.negated != second.negated:
            continue
        sure = found.strength >= _SURE and "open" not in (found.agent, found.patient)
        # Rebels fire rockets every day, each time on others.
        sure = sure and not are_elsewhere(pair.a, pair.b, pair.vocabulary, pair.surroundings)
        sure = sure and found.places != "apart" and not count_apart(pair.a, pair.b, first, second)
        if (
            sure
            and first.main
            and second.main
            and not hedges_other(pair.a.text, pair.b.text, pair.lexicon)
        ):
            return pair.relation("agree", "agree", found.strength, (first.spans, second.spans))
    return None


#: Surest first.
_ORDER = (
    find_opposite_sign,
    find_reversal,
    find_incompatible,
    _numbers,
    find_antonyms,
    find_clash,
    _exclusive,
    _only,
    _other_agent,
    _apart,
    find_sign,
    find_debunked,
    _agree,
)
