"""The rules: what two claims about the same thing are to each other.

The central decision: rules judge only by what matching masked, negation, denial, numbers and
antonyms, and by who does what to whom. Each is a function of two claims, and the first that
finds something decides, so that the order of the tuple is the order of certainty.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

from attrs import evolve, field, frozen

from claimtrack.conflicts.alignment import (
    Alignment,
    align,
    common_words,
    fill,
    opposed_words,
    swapped,
)
from claimtrack.conflicts.circumstances import (
    can_be_one,
    find_apart,
    find_times,
    happens_once,
)
from claimtrack.conflicts.numbers import compare_quantities
from claimtrack.conflicts.occasions import are_elsewhere
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    find_events,
    find_words,
    is_mere_ability,
    is_named,
    load_vocabulary,
    read_at,
    words_of,
)
from claimtrack.conflicts.reasons import give_reason
from claimtrack.conflicts.wording import load_words
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import Claim, Quantity, Relation, RelationKind, Spans

Rule: TypeAlias = Callable[[Claim, Claim], Relation | None]

#: Kinds of claim that say what is; a call or an order says what ought to be.
_ASSERTIONS = frozenset(("speech", "belief", "perception"))
#: Alignments below this are not one event; tuned on RTE-3 and SICK, see benchmarks.
_ENOUGH = 0.65
#: Strength from which at least one role is filled by both with the same.
_FILLED = 0.75
#: The same for agreement, which nothing but the alignment speaks for.
_SURE = 0.8
#: Code points between two claims of one document that still speak of one situation.
_NEARBY = 2000
#: Predicates below this are only of one class.
_ONE_WORD = 0.9
#: Share of common words from which two sentences are one but for the negation.
_SAME_WORDS = 0.6
#: Share from which a denied report is the same report; P .87 on Emergent headlines.
_SOME_WORDS = 0.25


@frozen
class _Pair:
    """Two claims with their events."""

    a: Claim
    b: Claim
    lexicon: Lexicon
    published: Mapping[str, datetime] = field(factory=dict[str, datetime], eq=False, repr=False)

    @property
    def turned(self) -> "_Pair":
        """The same pair, `b` first."""
        return evolve(self, a=self.b, b=self.a)

    @property
    def in_time(self) -> "_Pair":
        """The pair with the claim made first as `a`, where it is known which that is."""
        first, second = self._moment(self.a), self._moment(self.b)
        late = first is not None and second is not None and second < first
        return self.turned if late else self

    def _moment(self, claim: Claim) -> datetime | None:
        """When a claim was made: as the text says, or when its document was published."""
        said = claim.said.start if claim.said is not None else None
        return said or self.published.get(claim.document)

    @property
    def told(self) -> bool:
        """Whether both are what a source says in a text, or whole sentences, and no headlines."""
        words = load_words(self.lexicon)
        return all(it.cue is not None or words.ends(it.text) for it in (self.a, self.b))

    @property
    def vocabulary(self) -> Vocabulary:
        return load_vocabulary(self.lexicon)

    @property
    def events(self) -> Iterator[tuple[Event, Event]]:
        second = find_events(self.b, self.vocabulary)
        for first in find_events(self.a, self.vocabulary):
            for other in second:
                yield first, other

    def relation(
        self, kind: RelationKind, rule: str, score: float, spans: tuple[Spans, Spans], **parts: str
    ) -> Relation:
        return Relation(
            a=self.a.id,
            b=self.b.id,
            kind=kind,
            rule=rule,
            reason=give_reason(rule, self.a, self.b, self.lexicon, **parts),
            score=round(min(1.0, score), 3),
            spans_a=spans[0],
            spans_b=spans[1],
        )


def make_rules(
    lexicon: Lexicon | None = None, *, published: Mapping[str, datetime] | None = None
) -> tuple[Rule, ...]:
    """The rules of a language, surest first.

    Args:
        lexicon: Gives event classes, antonyms, what excludes what, and the reasons' wording.
        published: Ids of documents to when they were published, so that an update is told from
            what it supersedes; without it the order of two claims is not known.
    """
    words = lexicon or load_lexicon()
    return tuple(_bind(rule, words, published or {}) for rule in _ORDER)


def _bind(
    rule: Callable[[_Pair], Relation | None], lexicon: Lexicon, published: Mapping[str, datetime]
) -> Rule:
    def judge(a: Claim, b: Claim) -> Relation | None:
        if not {a.kind, b.kind} <= _ASSERTIONS:
            return None
        # The same two claims give the same relation whichever comes first.
        first, second = sorted((a, b), key=lambda claim: claim.id)
        return rule(_Pair(first, second, lexicon, published))

    return judge


def same_source(a: Claim, b: Claim) -> bool:
    """Whether one source makes both claims, alone or with others."""
    return bool(set(a.sources) & set(b.sources))


def _opposite_sign(pair: _Pair) -> Relation | None:
    """One says so, the other says not so: a negation, or a denial where the cue denies."""
    if same_source(pair.a, pair.b):
        return None
    best = _opposed(pair)
    if best is None:
        return None
    strength, first, second = best
    if first.proposition.predicate in pair.vocabulary.saying:
        return pair.relation("dispute", "dispute", strength, (first.spans, second.spans))
    if first.denied == second.denied:
        return pair.relation("negation", "negation", strength, (first.spans, second.spans))
    if first.denied:
        # The relation's b is the one who denies.
        return pair.turned.relation("denial", "denial", strength, (second.spans, first.spans))
    return pair.relation("denial", "denial", strength, (first.spans, second.spans))


def _opposed(pair: _Pair) -> tuple[float, Event, Event] | None:
    """The surest event that one says is so, and the other is not, with how sure it is."""
    best: tuple[float, Event, Event] | None = None
    for first, second in pair.events:
        found = align(first, second, pair.vocabulary)
        if found is None or found.antonym or first.negated == second.negated:
            continue
        if not (first.asserted and second.asserted):
            continue
        if {"stop", "undo"} & (first.aspects | second.aspects):
            continue  # "Stopped selling" and "does not sell" agree.
        if is_mere_ability(first, second) or _differ_in_kind(first, second, pair):
            continue
        if _speaks_of_himself(pair, first, second):
            continue
        strength = found.strength
        if strength >= _ENOUGH and (best is None or strength > best[0]):
            best = (strength, first, second)
    return best


def _speaks_of_himself(pair: _Pair, first: Event, second: Event) -> bool:
    """Whether one side says "we did not", and the other names somebody else who did."""
    for claim, own, other in ((pair.a, first, second), (pair.b, second, first)):
        agents, names = (fill("agent", it.proposition, pair.vocabulary) for it in (own, other))
        pronoun = agents and all(it.head in pair.vocabulary.pronouns for it in agents)
        if not (own.negated and pronoun and claim.sources):
            continue
        himself = {word.casefold() for name in claim.sources for word in name.split()}
        named = frozenset[str]().union(*(words_of(it, pair.vocabulary) for it in names))
        if named and not any(alike(x, y) for x in named for y in himself):
            return True
    return False


def _differ_in_kind(first: Event, second: Event, pair: _Pair) -> bool:
    """Whether one does something and the other does it to, with, for something: "commit to"."""
    filled = [bool(fill("patient", it.proposition, pair.vocabulary)) for it in (first, second)]
    if filled[0] == filled[1] or first.kind in pair.vocabulary.classes.values():
        return False
    bare = second if filled[0] else first
    return any(
        item.role.startswith("obl:")
        and item.role.removeprefix("obl:") not in pair.vocabulary.locatives
        and pair.vocabulary.calendar.isdisjoint(word.casefold() for word in item.lemmas)
        for item in bare.proposition.arguments
    )


def _incompatible(pair: _Pair) -> Relation | None:
    """Two states that cannot hold together, of one situation."""
    if same_source(pair.a, pair.b) or not _one_situation(pair.a, pair.b):
        return None
    for first, second in pair.events:
        phrase = pair.vocabulary.incompatible.get(frozenset((first.kind, second.kind)))
        if not phrase or first.kind == second.kind:
            continue
        if _holds(first) and _holds(second) and _goes_on(first, second):
            return pair.relation(
                "negation", "incompatible", 0.6, (first.spans, second.spans), phrase=phrase
            )
    return None


def _one_situation(a: Claim, b: Claim) -> bool:
    return a.document == b.document and (abs(a.sentence.start - b.sentence.start) <= _NEARBY)


def _holds(event: Event) -> bool:
    """Whether the event is said to be the case, and not only mentioned."""
    if event.negated or "modal" in event.hedges or event.aspects & {"plan", "stop", "undo"}:
        return False
    return bool(event.aspects & {"occur", "continue", "begin"}) or event.main


def _goes_on(a: Event, b: Event) -> bool:
    """Whether one of the two is said to go on; what was over before the other clashes not."""
    return "continue" in a.aspects or "continue" in b.aspects


def _antonyms(pair: _Pair) -> Relation | None:
    """The same is said to be one thing and its opposite, in the predicate or a role."""
    if same_source(pair.a, pair.b):
        return None
    for first, second in pair.events:
        found = align(first, second, pair.vocabulary)
        if found is None or first.negated != second.negated or found.strength < _ENOUGH:
            continue
        words: tuple[str, ...] = (first.proposition.predicate, second.proposition.predicate)
        if not found.antonym:
            words = opposed_words(first.proposition, second.proposition, pair.vocabulary)
        elif "near" in (found.agent, found.patient):
            continue
        if words and first.asserted and second.asserted:
            return pair.relation(
                "negation",
                "antonym",
                found.strength * 0.8,
                (first.spans, second.spans),
                word_a=words[0],
                word_b=words[1],
            )
    return None


def _other_agent(pair: _Pair) -> Relation | None:
    """The same was done to the same by somebody else, or who did it to whom is swapped."""
    if same_source(pair.a, pair.b):
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
        if not mutual and swapped(first.proposition, second.proposition, pair.vocabulary):
            return pair.relation("agent", "roles", 0.6, (first.spans, second.spans))
    return None


def _is_one(found: Alignment, a: Event, b: Event, pair: _Pair) -> bool:
    """Whether what was done to the same was done once: at one place, or as it can be only once."""
    if found.places in {"same", "near"}:
        return True
    return found.places == "open" and all(
        happens_once(claim, event, pair.vocabulary) for claim, event in ((pair.a, a), (pair.b, b))
    )


def _all_told(a: Event, b: Event, pair: _Pair) -> bool:
    """Whether names tell both agents apart, or they are of two camps: rebels and the army."""
    camps = [_camps(event, pair) for event in (a, b)]
    opposed = bool(camps[0]) and bool(camps[1]) and camps[0].isdisjoint(camps[1])
    return opposed or _all_named(a, b, pair)


def _camps(event: Event, pair: _Pair) -> frozenset[str]:
    words = (
        word.casefold()
        for item in fill("agent", event.proposition, pair.vocabulary)
        for word in item.lemmas
    )
    return frozenset(
        pair.vocabulary.camps[word] for word in words if word in pair.vocabulary.camps
    )


def _all_named(a: Event, b: Event, pair: _Pair) -> bool:
    """Whether names tell both agents apart: "a man" and "a boy" may be one."""
    return all(
        any(
            is_named(item, pair.vocabulary)
            for item in fill("agent", event.proposition, pair.vocabulary)
        )
        for event in (a, b)
    )


def _sign(pair: _Pair) -> Relation | None:
    """Nearly the same words, of which one main event is negated and the other is not."""
    if same_source(pair.a, pair.b):
        return None
    mains = next(pair.events, None)
    if mains is None:
        return None
    first, second = mains
    if first.negated == second.negated or not (first.asserted and second.asserted):
        return None
    found = align(first, second, pair.vocabulary)
    # "Unsafe" and "not safe" agree; a raid is no sabotage, though both are fighting.
    turns = found is not None and (found.antonym or found.predicate < _ONE_WORD)
    # The tree of a sentence can be trusted, that of a headline can not.
    turns = turns or (found is None and pair.told) or _speaks_of_himself(pair, first, second)
    overlap = common_words(pair.a.text, pair.b.text, pair.lexicon)
    if turns or overlap < _SAME_WORDS or {"stop", "undo"} & (first.aspects | second.aspects):
        return None
    denied = first.denied or second.denied
    if first.denied:
        turned = pair.turned
        return turned.relation("denial", "denial", overlap, (second.spans, first.spans))
    kind: RelationKind = "denial" if denied else "negation"
    return pair.relation(kind, kind, overlap * 0.9, (first.spans, second.spans))


def _numbers(pair: _Pair) -> Relation | None:
    """Figures for the same thing: a conflict, an update, a correction, or both can hold."""
    pair = pair.in_time
    found = compare_quantities(pair.a, pair.b, pair.lexicon, pair.published)
    if found is None:
        return None
    first, second, disjoint = found
    kind: RelationKind = "numeric" if disjoint else "compatible"
    if same_source(pair.a, pair.b):
        if pair.a.document == pair.b.document:
            return None  # Inside one text the second figure is of something else.
        if not disjoint and not _outgrows(second, first):
            return None
        kind = "correction" if _takes_back(pair, first, second) else "update"
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


def _reversal(pair: _Pair) -> Relation | None:
    """The same source says the opposite in a later document."""
    pair = pair.in_time
    a, b = pair.a, pair.b
    if not same_source(a, b) or a.document == b.document:
        return None
    if a.document not in pair.published or b.document not in pair.published:
        return None  # Which of the two holds now is not known.
    best = _opposed(pair)
    if best is None or best[0] < _FILLED or _times_apart(pair, best[1], best[2]):
        return None
    strength, first, second = best
    return pair.relation("correction", "reversal", strength, (first.spans, second.spans))


def _times_apart(pair: _Pair, first: Event, second: Event) -> bool:
    """Whether the two events are put to different times: what was so may be so no more."""
    here, there = find_times(pair.a, first), find_times(pair.b, second)
    met = any(can_be_one(one, other) for one in here for other in there)
    return bool(here) and bool(there) and not met


def _takes_back(pair: _Pair, first: Quantity, second: Quantity) -> bool:
    """Whether the later figure is lower where a count can only grow: nobody rises again."""
    known = pair.published
    if pair.a.document not in known or pair.b.document not in known:
        return False
    event = pair.vocabulary.classes.get(second.event, second.event)
    less = second.high is not None and first.low is not None and second.high < first.low
    return less and event in pair.vocabulary.lasting


def _exclusive(pair: _Pair) -> Relation | None:
    """The same is said of two who cannot both have done it: first, alone."""
    if same_source(pair.a, pair.b):
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


def _exclusives(event: Event, pair: _Pair) -> frozenset[str]:
    heads = (item.head for item in event.proposition.arguments if item.role == "mod")
    return pair.vocabulary.exclusives.intersection(heads)


def _apart(pair: _Pair) -> Relation | None:
    """The same happened elsewhere, or at another time."""
    if same_source(pair.a, pair.b):
        return None
    for kind, first, second, here, there in find_apart(pair.a, pair.b, pair.vocabulary):
        return pair.relation(
            kind,
            kind,
            0.6,
            (tuple(sorted({*first.spans, here})), tuple(sorted({*second.spans, there}))),
            word_a=read_at(pair.a, here),
            word_b=read_at(pair.b, there),
        )
    return None


def _debunked(pair: _Pair) -> Relation | None:
    """One calls the report false, a hoax, satire; the other tells it as it is."""
    if same_source(pair.a, pair.b):
        return None
    false = [_find_debunkers(claim, pair.vocabulary) for claim in (pair.a, pair.b)]
    if bool(false[0]) == bool(false[1]):
        return None
    if common_words(pair.a.text, pair.b.text, pair.lexicon) < _SOME_WORDS:
        return None
    if false[0]:
        turned = pair.turned
        return turned.relation("negation", "debunked", 0.6, (turned.a.content, false[0]))
    return pair.relation("negation", "debunked", 0.6, (pair.a.content, false[1]))


def _find_debunkers(claim: Claim, vocabulary: Vocabulary) -> Spans:
    """Where a claim calls something false; of what a source says in a text its main point only.

    "Moscow, which has denied it, was behind it" denies nothing.
    """
    if claim.cue is None:
        return find_words(claim, vocabulary.debunkers)
    main = evolve(claim, propositions=claim.propositions[:1])
    return find_words(main, vocabulary.debunkers - vocabulary.denying)


def _agree(pair: _Pair) -> Relation | None:
    """Two sources say the same of the same."""
    if same_source(pair.a, pair.b):
        return None
    for first, second in pair.events:
        found = align(first, second, pair.vocabulary)
        if found is None or found.antonym or first.negated != second.negated:
            continue
        sure = found.strength >= _SURE and "open" not in (found.agent, found.patient)
        # Rebels fire rockets every day, each time on others.
        sure = sure and not are_elsewhere(pair.a, pair.b, pair.vocabulary)
        if sure and first.main and second.main:
            return pair.relation("agree", "agree", found.strength, (first.spans, second.spans))
    return None


#: Surest first.
_ORDER = (
    _opposite_sign,
    _reversal,
    _incompatible,
    _numbers,
    _antonyms,
    _exclusive,
    _other_agent,
    _apart,
    _sign,
    _debunked,
    _agree,
)
