"""A claim as the rules see it: events that its source asserts or denies.

The central decision: what rules compare are events, not words. An event has a name, a class that
ties it to its synonyms ("shelling", "bombard"), the words of who and what takes part, and a sign
that puts together the negation inside the content and the denial by the cue.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from attrs import frozen

from claimtrack.lexicon import Lexicon
from claimtrack.model import Argument, Claim, Proposition, Span, Spans
from claimtrack.propositions.scene import load_tables

#: Letters that two forms of a word must share at least; parsers misspell rare lemmas.
_STEM = 5
#: Letters that an ending may add: "armenia", "armenian".
_ENDING = 2
#: Traits of determiners that make a noun one that is known.
_DEFINITE = frozenset(("definite", "near", "possessive"))
_MODIFIERS = frozenset(("aspect", "hedge", "content", "mod"))


@frozen
class Vocabulary:
    """The lexicon's tables that rules need."""

    classes: Mapping[str, str]
    antonyms: Mapping[str, frozenset[str]]
    tellers: Mapping[str, frozenset[str]]
    turns: frozenset[frozenset[str]]
    relations: Mapping[str, tuple[tuple[str, str, str, str], ...]]
    member: str
    crossing: frozenset[str]
    sole: Mapping[str, str]
    timed: frozenset[str]
    by_nouns: frozenset[str]
    vague: frozenset[str]
    light: frozenset[str]
    marks: frozenset[str]
    converse: frozenset[frozenset[str]]
    bearers: frozenset[str]
    incompatible: Mapping[frozenset[str], str]
    sides: Mapping[str, str]
    subjects: Mapping[str, str]
    calendar: frozenset[str]
    generic: frozenset[str]
    debunkers: frozenset[str]
    denying: frozenset[str]
    pronouns: frozenset[str]
    one_person: frozenset[str]
    increments: frozenset[str]
    parts: frozenset[str]
    saying: frozenset[str]
    exclusives: frozenset[str]
    sole_parties: frozenset[str]
    lasting: frozenset[str]
    reported: frozenset[str]
    harms: frozenset[str]
    lapses: frozenset[str]
    hearsay: frozenset[str]
    rising: frozenset[str]
    unique: Mapping[str, str]
    camps: Mapping[str, str]
    mutual: frozenset[str]
    persons: frozenset[str]
    locatives: frozenset[str]
    definite: frozenset[str]
    localities: frozenset[str]
    vicinities: frozenset[str]
    interrogatives: frozenset[str]
    inside: frozenset[str]
    regions: Mapping[str, str]
    sizes: Mapping[str, str]
    large: frozenset[str]


@cache
def load_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The tables of a lexicon; made once and kept."""
    return Vocabulary(
        classes=lexicon.mapping("events", "class"),
        antonyms=_antonyms(("", "turn"), lexicon),
        tellers=_antonyms(("which",), lexicon),
        turns=frozenset(
            frozenset((row["word"], row["opposite"]))
            for row in lexicon.rows("antonyms")
            if row["kind"] == "turn"
        ),
        relations=(relations := _relations(lexicon)),
        member=f"obl:{load_tables(lexicon).member}",
        crossing=(crossing := _with_trait("crossing", lexicon)),
        sole={
            row["relation"]: row["sole"] for row in lexicon.rows("relation_traits") if row["sole"]
        },
        timed=_with_trait("timed", lexicon),
        by_nouns=_with_trait("nouns", lexicon),
        vague=frozenset(
            row["word"] for row in lexicon.rows("bearer_words") if row["kind"] == "vague"
        ),
        marks=frozenset(row["mark"] for row in lexicon.rows("marked_clauses")),
        light=lexicon.words("light_verbs") | lexicon.words("telling_verbs"),
        converse=_converse(relations, crossing),
        bearers=frozenset(
            row["word"] for row in lexicon.rows("bearer_words") if row["kind"] != "vague"
        ),
        incompatible={
            frozenset((row["a"], row["b"])): row["phrase"] for row in lexicon.rows("incompatible")
        },
        sides=_sides(lexicon),
        subjects=lexicon.mapping("events", "subject"),
        calendar=frozenset(word.casefold() for word in lexicon.words("calendar")),
        generic=frozenset(word.casefold() for word in lexicon.words("generic_arguments")),
        debunkers=lexicon.words("debunkers"),
        denying=frozenset(
            row["lemma"] for row in lexicon.rows("cues") if row["polarity"] == "negative"
        ),
        pronouns=frozenset(
            row["pronoun"] for row in lexicon.rows("pronouns") if row["form"] == "personal"
        ),
        one_person=frozenset(
            row["pronoun"]
            for row in lexicon.rows("pronouns")
            if (row["form"], row["number"]) == ("personal", "singular")
            and row["gender"] in {"feminine", "masculine"}
        ),
        increments=lexicon.words("increments"),
        parts=frozenset(
            row["phrase"].split()[0]
            for row in lexicon.rows("part_phrases")
            if row["place"] == "after"
        ),
        saying=frozenset(
            row["lemma"]
            for row in lexicon.rows("cues")
            if (row["upos"], row["kind"], row["polarity"]) == ("VERB", "speech", "positive")
        ),
        exclusives=_exclusives("verb", lexicon),
        sole_parties=_exclusives("party", lexicon),
        lasting=lexicon.words("lasting_events"),
        reported=lexicon.words("reported_events"),
        harms=frozenset(
            row["class"] for row in lexicon.rows("reported_events") if row["of"] == "people"
        ),
        hearsay=lexicon.words("hearsay_nouns"),
        lapses=frozenset(row["value"] for row in lexicon.rows("periods") if row["kind"] == "unit"),
        rising=frozenset(
            row["lemma"] for row in lexicon.rows("gauges") if row["direction"] == "up"
        ),
        unique=lexicon.mapping("unique_events", "of"),
        camps=lexicon.mapping("camps", "camp"),
        mutual=lexicon.words("mutual_events"),
        persons=lexicon.words("persons"),
        locatives=lexicon.words("locatives"),
        definite=frozenset(
            row["word"] for row in lexicon.rows("determiners") if row["trait"] in _DEFINITE
        ),
        localities=lexicon.words("localities"),
        vicinities=lexicon.words("vicinities"),
        interrogatives=lexicon.words("interrogatives"),
        inside=frozenset(
            row["word"] for row in lexicon.rows("closing_words") if row["kind"] == "inside"
        ),
        regions={row["region"].casefold(): row["country"] for row in lexicon.rows("regions")},
        sizes=(sizes := _sizes(lexicon)),
        large=frozenset(word for name in sizes for word in name.split()),
    )


def _antonyms(kinds: Collection[str], lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Words to those that stand against them, in pairs of some kinds."""
    found: dict[str, set[str]] = {}
    for row in lexicon.rows("antonyms"):
        if row["kind"] in kinds:
            found.setdefault(row["word"], set()).add(row["opposite"])
            found.setdefault(row["opposite"], set()).add(row["word"])
    return {word: frozenset(others) for word, others in found.items()}


def _exclusives(at: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.rows("exclusives") if row["at"] == at)


def _with_trait(trait: str, lexicon: Lexicon) -> frozenset[str]:
    """The relations that have a trait."""
    return frozenset(row["relation"] for row in lexicon.rows("relation_traits") if row[trait])


def _relations(lexicon: Lexicon) -> dict[str, tuple[tuple[str, str, str, str], ...]]:
    """Words to the relations that they tell: name, role of each party, sign."""
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for row in lexicon.rows("relation_words"):
        told = row["relation"], row["first"], row["second"], row["sign"]
        found.setdefault(row["word"], []).append(told)
    return {word: tuple(rows) for word, rows in found.items()}


def _converse(
    relations: Mapping[str, tuple[tuple[str, str, str, str], ...]], crossing: frozenset[str]
) -> frozenset[frozenset[str]]:
    """Words that tell one relation from its two ends: buy and sell, win and lose."""
    ends: dict[str, tuple[set[str], set[str]]] = {}
    for word, rows in relations.items():
        for relation, first, second, _ in rows:
            if relation not in crossing:
                continue
            one, other = ends.setdefault(relation, (set(), set()))
            if first == "agent":
                one.add(word)
            if second == "agent":
                other.add(word)
    return frozenset(
        frozenset((x, y)) for one, other in ends.values() for x in one for y in other if x != y
    )


def _sizes(lexicon: Lexicon) -> dict[str, str]:
    """Names of places to their size: ``country``, ``region`` or ``city``; empty for neither."""
    found = {row["region"].casefold(): row["size"] for row in lexicon.rows("regions")}
    for row in lexicon.rows("places"):
        found[row["capital"].casefold()] = "city"
        found[row["country"].casefold()] = "country"
    return found


def _sides(lexicon: Lexicon) -> dict[str, str]:
    """Words that name a country, its people or its capital, to the country."""
    found: dict[str, str] = {}
    # Of "Vatican City" and "Trinidad and Tobago" only the names tell.
    tables = ("localities", "function_words", "source_nouns", "generic_arguments", "locatives")
    nouns = frozenset[str]().union(*(lexicon.words(table) for table in tables))
    for row in lexicon.rows("places"):
        names = [row["country"], row["capital"]]
        for column in ("adjectives", "people", "aliases"):
            names += row[column].split("|")
        for name in names:
            for word in name.casefold().split() if name == row["country"] else [name.casefold()]:
                if nouns.isdisjoint((word, word.removesuffix("s"))):
                    found.setdefault(word, row["country"])
    for row in lexicon.rows("organisations"):
        event = row["name"].casefold() in lexicon.words("events")  # "Shell", "shell"
        if row["kind"] == "organisation" and " " not in row["name"] and not event:
            found.setdefault(row["name"], row["canonical"])
    found.pop("", None)
    return found


def is_mere_ability(a: "Event", b: "Event") -> bool:
    """Whether one says that it can be, and the other that it was not: both can hold."""
    said, other = (b, a) if a.negated else (a, b)
    return "ability" in said.hedges - other.hedges


def are_of_two_times(a: "Event", b: "Event") -> bool:
    """Whether one says that it will be, and the other that it was not, or has not been yet."""
    said, other = (b, a) if a.negated else (a, b)
    return "future" in said.hedges - other.hedges


@frozen(kw_only=True)
class Event:
    """One proposition of a claim, with the sign that the claim gives it.

    Attributes:
        proposition: As it was read off the tree.
        kind: The event's class, or the predicate where it has none.
        negated: Whether the source says that it is not so.
        denied: Whether it is the cue that says so.
        aspects: ``occur``, ``continue``, ``begin``, ``stop``, ``undo``, ``attempt``, ``plan``.
        hedges: ``modal``, ``chance``, ``ability``, ``future``, ``hearsay``, ``doubt``.
        main: Whether it is what the claim is about, and not something said in passing.
    """

    proposition: Proposition
    kind: str
    negated: bool
    denied: bool
    aspects: frozenset[str]
    hedges: frozenset[str]
    main: bool

    @property
    def asserted(self) -> bool:
        """Whether it is said to be so or not to be so, rather than tried, planned or possible.

        An attempt that failed, or was not made, says that it is not so, and so does "could not".
        """
        open_ = ("attempt" in self.aspects or "chance" in self.hedges) and not self.negated
        return not open_ and "plan" not in self.aspects and "modal" not in self.hedges

    @property
    def spans(self) -> tuple[Span, ...]:
        """The predicate and the arguments that take part, in text order."""
        found = [self.proposition.span, *(item.span for item in participants(self.proposition))]
        return tuple(sorted(set(found)))


def find_events(claim: Claim, vocabulary: Vocabulary) -> tuple[Event, ...]:
    """The events of a claim, the main one first."""
    return tuple(
        Event(
            proposition=item,
            kind=vocabulary.classes.get(item.predicate, item.predicate),
            negated=item.negated != (claim.polarity == "negative" and number == 0),
            denied=claim.polarity == "negative" and number == 0,
            aspects=frozenset(part.head for part in item.arguments if part.role == "aspect"),
            hedges=frozenset(part.head for part in item.arguments if part.role == "hedge"),
            main=number == 0,
        )
        for number, item in enumerate(claim.propositions)
    )


def find_words(claim: Claim, words: frozenset[str]) -> Spans:
    """Where a claim's predicates and their arguments hold one of some words."""
    found = {
        part.span
        for item in claim.propositions
        for part in item.arguments
        if words & {lemma.casefold() for lemma in part.lemmas}
    }
    found |= {item.span for item in claim.propositions if item.predicate in words}
    return tuple(sorted(found))


def read_at(claim: Claim, span: Span) -> str:
    """The characters of a claim's content under a span; empty where it lies outside."""
    before = 0
    for piece in claim.content:
        if piece.contains(span):
            return claim.text[before:][span.start - piece.start : span.end - piece.start]
        before += len(piece) + 1
    return ""


def words_before(claim: Claim, span: Span) -> list[str]:
    """The words before a span of a claim's content, folded."""
    piece = next((piece for piece in claim.content if piece.contains(span)), None)
    return read_at(claim, Span(piece.start, span.start)).casefold().split() if piece else []


def word_before(claim: Claim, span: Span) -> str:
    """The word before a span of a claim's content, folded; empty where there is none."""
    return next(reversed(words_before(claim, span)), "")


def words_after(claim: Claim, span: Span) -> list[str]:
    """The words after a span of a claim's content, folded."""
    piece = next((piece for piece in claim.content if piece.contains(span)), None)
    return read_at(claim, Span(span.end, piece.end)).casefold().split() if piece else []


def participants(proposition: Proposition) -> tuple[Argument, ...]:
    """The arguments that take part: not clauses, aspects and hedges."""
    return tuple(item for item in proposition.arguments if item.role not in _MODIFIERS)


def alike(a: str, b: str) -> bool:
    """Whether two lemmas are the same word, also where one of them was cut badly."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    cut = len(short) >= _STEM and len(long) - len(short) <= _ENDING
    return cut and long.startswith(short[:-1])


def words_of(argument: Argument, vocabulary: Vocabulary) -> frozenset[str]:
    """The lemmas of an argument that tell it from others."""
    folded = (word.casefold() for word in argument.lemmas)
    return frozenset(
        word
        for word in folded
        if word not in vocabulary.generic and word not in vocabulary.calendar
    )


def find_camps(arguments: Iterable[Argument], vocabulary: Vocabulary) -> frozenset[str]:
    """The camps that words of some arguments are of."""
    words = (word.casefold() for item in arguments for word in item.lemmas)
    return frozenset(vocabulary.camps[word] for word in words if word in vocabulary.camps)


def is_named(argument: Argument, vocabulary: Vocabulary) -> bool:
    """Whether a name or a country tells who it is, and not only what."""
    return any(
        (word[:1].isupper() and word.casefold() not in vocabulary.calendar)
        or word.casefold() in vocabulary.sides
        for word in argument.lemmas
    )
