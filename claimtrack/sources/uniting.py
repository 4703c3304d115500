"""Who is who across documents: one canonical source for each real one.

The central decision: sources are joined from the surest evidence to the weakest, and what
people have said comes first. Nothing is kept but the outcome: it is made anew from what the
documents tell and from the judgements in force, so that a judgement that is taken back leaves
no trace, and a second bearer of a surname parts what its first had joined.

Steps, each with its reason (`Identity.why`): judgement, same name, spelling (a transliteration,
of one country and one role only), surname (of one bearer), office (of one holder).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from attrs import evolve, field, frozen

from claimtrack.lexicon import Lexicon
from claimtrack.model import Identity, Judgement, Source
from claimtrack.sources.names import NameKey, read_key
from claimtrack.sources.transliteration import may_be_spellings
from claimtrack.sources.vocabulary import Vocabulary, fold, read_vocabulary

#: Names of one country and one role that are compared pair by pair.
_CROWD = 400


@frozen
class _Groups:
    """Sets of ids that grow together, and pairs that must never be in one set."""

    above: dict[str, str] = field(factory=dict[str, str])
    apart: defaultdict[str, set[str]] = field(factory=lambda: defaultdict[str, set[str]](set))
    why: dict[str, str] = field(factory=dict[str, str])

    def top(self, key: str) -> str:
        while self.above.get(key, key) != key:
            self.above[key] = self.above.get(self.above[key], self.above[key])
            key = self.above[key]
        return key

    def join(self, a: str, b: str, why: str) -> None:
        """Make two sets one, unless somebody has parted them."""
        one, other = self.top(a), self.top(b)
        if one == other or other in self.apart[one]:
            return
        self.above[other] = one
        for key in self.apart.pop(other, set()):
            self.apart[key].discard(other)
            self.apart[key].add(one)
            self.apart[one].add(key)
        self.why.setdefault(other, why)
        self.why.setdefault(one, why)

    def part(self, a: str, b: str) -> None:
        """Keep two sets apart from now on; what is one already stays so."""
        one, other = self.top(a), self.top(b)
        if one != other:
            self.apart[one].add(other)
            self.apart[other].add(one)


@frozen(kw_only=True)
class _Case:
    """All that is to be joined, and how it stands."""

    vocabulary: Vocabulary
    told: Mapping[str, Sequence[Source]]
    keys: Mapping[str, NameKey]
    groups: _Groups = field(factory=_Groups)

    def members(self, kind: str) -> list[str]:
        return [key for key, known in self.keys.items() if known.kind == kind]

    def countries(self, top: str) -> set[str]:
        """The countries of all that has been joined to one."""
        return {
            source.country
            for key, sources in self.told.items()
            if self.groups.top(key) == top
            for source in sources
            if source.country
        }


def unite(
    sources: Iterable[Source],
    lexicon: Lexicon,
    *,
    judgements: Sequence[Judgement] = (),
    counts: Mapping[str, int] | None = None,
) -> tuple[Identity, ...]:
    """The canonical source of every source.

    Args:
        sources: As documents tell of them, in the order of the documents; one may be told of
            several times.
        lexicon: The language's words.
        judgements: Those in force about sources, oldest first: ``same`` takes `a` for another
            name of `b`, ``different`` keeps the two apart. Of two that clash the later holds.
        counts: Id to how often a source speaks; the most frequent name is the canonical one.

    Returns:
        One identity for each id, sorted by it.
    """
    told: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sources:
        told[source.id].append(source)
    vocabulary = read_vocabulary(lexicon)
    keys = {key: _read_key(told[key], vocabulary) for key in sorted(told)}
    case = _Case(vocabulary=vocabulary, told=dict(told), keys=keys)
    named = _apply_judgements(case, judgements)
    for step in (_join_names, _join_spellings, _join_surnames, _join_offices):
        step(case)
    return _name_groups(case, named, counts or {})


def _read_key(told: Sequence[Source], vocabulary: Vocabulary) -> NameKey:
    """What a source is compared by: the last that tells its country knows best."""
    countries = [source.country for source in told if source.country]
    return read_key(evolve(told[-1], country=countries[-1] if countries else ""), vocabulary)


def _apply_judgements(case: _Case, judgements: Sequence[Judgement]) -> set[str]:
    """What people have said, the last word first; the ids that are to give their name."""
    aliases: set[str] = set()
    kept: set[str] = set()
    for judgement in reversed(judgements):
        a, b = judgement.a, judgement.b
        if a not in case.keys or b not in case.keys:
            continue
        if judgement.verdict == "same":
            case.groups.join(b, a, "judgement")
            if case.groups.top(a) == case.groups.top(b):
                aliases.add(a)
                kept.add(b)
        elif judgement.verdict == "different":
            case.groups.part(a, b)
    return kept - aliases


def _join_names(case: _Case) -> None:
    """Names that are the same once spelling, order and country words are made one."""
    first: dict[NameKey, str] = {}
    for key, known in case.keys.items():
        if known.kind == "own":
            continue
        # A person of unknown country is the one of that name, whatever country others tell.
        same = NameKey("person", "", known.words) if known.kind == "person" else known
        case.groups.join(first.setdefault(same, key), key, "same name")


def _join_spellings(case: _Case) -> None:
    """People of one country and one role whose names are spellings of one name."""
    homes: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key in case.members("person"):
        for home in sorted({(source.country, source.role) for source in case.told[key]}):
            if all(home):
                homes[home].append(key)
    for people in homes.values():
        for a, b in combinations(people[:_CROWD], 2):
            words = case.keys[a].words, case.keys[b].words
            if min(map(len, words)) > 1 and may_be_spellings(*words, case.vocabulary):
                case.groups.join(a, b, "spelling")


def _join_surnames(case: _Case) -> None:
    """A surname alone, to the only one who bears it in full and is of no other country."""
    full: defaultdict[str, set[str]] = defaultdict(set)
    for key in case.members("person"):
        if len(case.keys[key].words) > 1:
            full[case.keys[key].words[-1]].add(key)
    for key in case.members("person"):
        words = case.keys[key].words
        if len(words) == 1:
            found = full.get(words[0], set()) or _spelled(case, key)
            _join_only(case, key, found, "surname")


def _spelled(case: _Case, key: str) -> set[str]:
    """Those of the same country and role whose surname may be a spelling of a given one."""
    homes = {(source.country, source.role) for source in case.told[key]}
    return {
        other
        for other in case.members("person")
        if len(case.keys[other].words) > 1
        and any(
            (source.country, source.role) in homes and source.country and source.role
            for source in case.told[other]
        )
        and may_be_spellings(case.keys[key].words, case.keys[other].words, case.vocabulary)
    }


def _join_offices(case: _Case) -> None:
    """An office, such as the Armenian prime minister, to the only one who is told to hold it."""
    holders: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for key in case.members("person"):
        for source in case.told[key]:
            holders[source.country, source.role].add(key)
    for key in case.members("office"):
        known = case.keys[key]
        _join_only(case, key, holders.get((known.country, known.words[0]), set()), "office")


def _join_only(case: _Case, key: str, found: Iterable[str], why: str) -> None:
    """Join to a source the one that is found, if it is only one and of no other country."""
    tops = {case.groups.top(other) for other in found}
    if len(tops) != 1:
        return
    top = tops.pop()
    countries = case.countries(case.groups.top(key)), case.countries(top)
    if all(countries) and not countries[0] & countries[1]:
        return
    case.groups.join(top, key, why)


def _name_groups(case: _Case, named: set[str], counts: Mapping[str, int]) -> tuple[Identity, ...]:
    together: defaultdict[str, list[str]] = defaultdict(list)
    for key in case.keys:
        together[case.groups.top(key)].append(key)
    found: list[Identity] = []
    for members in together.values():
        source = _make_canonical(case, members, named, counts)
        found.extend(
            Identity(
                source=key,
                canonical=source,
                why="" if key == source.id else case.groups.why.get(key, ""),
            )
            for key in members
        )
    return tuple(sorted(found, key=lambda item: item.source))


def _make_canonical(
    case: _Case, members: Sequence[str], named: set[str], counts: Mapping[str, int]
) -> Source:
    """The canonical source of those that are one: its name, its aliases, what is known of it."""
    chosen = [key for key in members if key in named] or list(members)
    best = max(chosen, key=lambda key: _rank(case, key, counts))
    told = [source for key in members for source in case.told[key]]
    main = case.told[best][-1]
    name = main.name
    if best not in named:
        name = _standard_name(case.keys[best], name, case.vocabulary)
    government = case.keys[best].kind == "government" and best not in named
    return Source(
        name=name,
        kind="government" if government else main.kind,
        aliases=tuple(sorted({source.name for source in told} - {name})),
        country=_last(told, lambda source: source.country),
        body=_last(told, lambda source: source.body),
        role=_last(told, lambda source: source.role),
        document=main.document if len(members) == 1 else "",
    )


def _rank(case: _Case, key: str, counts: Mapping[str, int]) -> tuple[int, int, int, int, str]:
    """A full name before a surname, a person before an office, then the most frequent."""
    known = case.keys[key]
    full = known.kind == "person" and len(known.words) > 1
    local = bool(case.told[key][-1].document)
    return (
        not local,
        2 * full + (known.kind != "office"),
        counts.get(key, 0),
        len(known.words),
        key,
    )


def _standard_name(known: NameKey, name: str, vocabulary: Vocabulary) -> str:
    """The country for its government, the lexicon's name for a body that it lists."""
    if known.kind == "government":
        return known.country
    listed = vocabulary.known(fold(name))
    return listed.canonical if listed is not None else name


def _last(told: Sequence[Source], read: Callable[[Source], str]) -> str:
    """What is told last of something, where anything is."""
    found = [read(source) for source in told]
    return next((text for text in reversed(found) if text), "")
