"""Two claims as the rules look at them: with their events, and which was made first."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import evolve, field, frozen

from claimtrack.conflicts.readings import Event, Vocabulary, find_events, load_vocabulary
from claimtrack.conflicts.reasons import give_reason
from claimtrack.conflicts.surroundings import Surroundings
from claimtrack.conflicts.wording import load_words
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Relation, RelationKind, Spans


@frozen
class Pair:
    """Two claims with their events."""

    a: Claim
    b: Claim
    lexicon: Lexicon
    published: Mapping[str, datetime] = field(factory=dict[str, datetime], eq=False, repr=False)
    surroundings: Surroundings = field(factory=Surroundings, eq=False, repr=False)

    @property
    def turned(self) -> "Pair":
        """The same pair, `b` first."""
        return evolve(self, a=self.b, b=self.a)

    @property
    def in_time(self) -> "Pair":
        """The pair with the claim made first as `a`, where it is known which that is."""
        first, second = self._moment(self.a), self._moment(self.b)
        late = first is not None and second is not None and second < first
        return self.turned if late else self

    @property
    def at_once(self) -> bool:
        """Whether nothing says that one claim was made before the other."""
        return self._moment(self.a) == self._moment(self.b)

    def _moment(self, claim: Claim) -> datetime | None:
        """When a claim was made: as the text says, or when its document was published."""
        said = claim.said.start if claim.said is not None else None
        return said or self.published.get(claim.document)

    @property
    def said(self) -> bool:
        """Whether both are what a source says in a text, and not texts that somebody compares."""
        return all(it.cue is not None or it.pattern != "text" for it in (self.a, self.b))

    @property
    def told(self) -> bool:
        """Whether both are what a source says in a text, or whole sentences, and no headlines."""
        words = load_words(self.lexicon)
        return all(it.cue is not None or words.ends(it.text) for it in (self.a, self.b))

    @property
    def vocabulary(self) -> Vocabulary:
        """The tables of the lexicon."""
        return load_vocabulary(self.lexicon)

    @property
    def events(self) -> Iterator[tuple[Event, Event]]:
        """Each event of `a` with each of `b`, the main ones first."""
        second = find_events(self.b, self.vocabulary)
        for first in find_events(self.a, self.vocabulary):
            for other in second:
                yield first, other

    def relation(
        self, kind: RelationKind, rule: str, score: float, spans: tuple[Spans, Spans], **parts: str
    ) -> Relation:
        """A relation of the two, with its reason; `parts` fill the rule's sentence."""
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


def same_source(a: Claim, b: Claim) -> bool:
    """Whether one source makes both claims, alone or with others."""
    return bool(set(a.sources) & set(b.sources))


def may_be_one_source(a: Claim, b: Claim, vocabulary: Vocabulary) -> bool:
    """Whether one of the sources can be the other in other words: "the Observatory's director".

    The words with a capital of one are among those of the other, and neither is of a country
    that the other is not of.
    """
    return same_source(a, b) or any(
        _may_be(_names(one), _names(other), vocabulary) for one in a.sources for other in b.sources
    )


def _may_be(one: frozenset[str], other: frozenset[str], vocabulary: Vocabulary) -> bool:
    sides = [
        {
            vocabulary.sides[word.casefold()]
            for word in words
            if word.casefold() in vocabulary.sides
        }
        for words in (one, other)
    ]
    if sides[0] and sides[1] and sides[0] != sides[1]:
        return False
    names = [
        {it for it in words if it.casefold() not in vocabulary.sides} for words in (one, other)
    ]
    return bool(names[0] and names[1]) and (names[0] <= names[1] or names[1] <= names[0])


def _names(source: str) -> frozenset[str]:
    words = (word.strip(".,()") for word in source.split())
    return frozenset(word for word in words if word[:1].isupper())
