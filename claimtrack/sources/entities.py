"""Who is who: phrases linked, left to right, to the entities of a document.

The central decision: an entity gathers all that its phrases said of it - name, titles,
countries, gender, number - and a new phrase is compared with that whole, not with single
earlier phrases. Precise tests come first (the same name, then a title or head noun with no
contradiction), and only what is left goes by salience.

Literature: the order of tests is that of the sieves of Lee, Chang, Peirsman, Chambers,
Surdeanu and Jurafsky (2013, Computational Linguistics 39:4, section 3), cut down to what
sources of news need and run once from left to right; salience by grammatical role, halved with
each sentence, follows Lappin and Leass (1994, Computational Linguistics 20:4, section 2.2),
with one more factor, being a source; within a sentence what stands first wins, as in Hobbs
(1978, Lingua 44). Unlike all three, no noun phrase is linked that cannot be a source.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from attrs import evolve, field, frozen

from claimtrack.sources.phrases import Phrase
from claimtrack.sources.reading import Reading
from claimtrack.sources.vocabulary import Vocabulary

_DECAY = 0.5
_NEAR = 3
_FAR = 12
_LOOK_BACK = 60
_SAME_NAME = 0.7
_UNKNOWN_GENDER = 0.8

_BODIES = frozenset(("organisation", "government", "outlet", "country"))


@frozen(kw_only=True)
class Entity:
    """All that is known of one participant so far."""

    kind: str
    named: bool
    names: frozenset[tuple[str, ...]] = frozenset()
    content: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    gender: str = ""
    plural: bool = False
    members: tuple[int, ...] = ()
    author: int = -1
    salience: float = 0.0
    seen: int = 0

    @property
    def countries(self) -> frozenset[str]:
        """The countries among its content words."""
        return frozenset(word for word in self.content if word.startswith("@"))


@frozen
class Discourse:
    """The working table of one call: what has been met so far, with its indexes.

    Attributes:
        vocabulary: The language's words.
        entities: By number, in order of first mention.
        index: From a key (a surname, a head noun, a role) to numbers of entities.
        recent: Numbers of entities in order of mention, the last ones only.
        where: From a phrase's place to its entity.
        texts: How often an entity was called what, sources counted double.
    """

    vocabulary: Vocabulary
    entities: list[Entity] = field(factory=list[Entity])
    index: dict[str, list[int]] = field(factory=dict[str, list[int]])
    recent: deque[int] = field(factory=lambda: deque[int](maxlen=_LOOK_BACK))
    where: dict[int, int] = field(factory=dict[int, int])
    texts: dict[int, Counter[str]] = field(factory=dict[int, Counter[str]])


def link(reading: Reading, vocabulary: Vocabulary) -> Discourse:
    """All phrases of a document with their entities."""
    discourse = Discourse(vocabulary)
    joints = deque(reading.joints)
    for phrase in reading.phrases.values():
        number = _find(discourse, phrase)
        if number is None and phrase.form != "pronoun":
            number = _add(discourse, phrase)
        if number is not None:
            _update(discourse, number, phrase)
        while joints and joints[0].members[-1] <= phrase.at:
            _add_joint(discourse, joints.popleft())
    return discourse


def name_of(discourse: Discourse, number: int) -> tuple[str, ...]:
    """The canonical names of an entity: several where it is a coordination."""
    seen = {number}
    entity = discourse.entities[number]
    while entity.author >= 0 and entity.author not in seen:
        number = entity.author
        seen.add(number)
        entity = discourse.entities[number]
    if entity.members:
        return tuple(name for member in entity.members for name in name_of(discourse, member))
    texts = discourse.texts[number]
    if not entity.named:
        return (next(iter(texts)),)
    full = max(len(name) for name in entity.names) > 1 if entity.names else False
    best = max(texts, key=lambda text: (not full or " " in text, texts[text], len(text)))
    return (best,)


def _find(discourse: Discourse, phrase: Phrase) -> int | None:
    if phrase.form == "pronoun":
        return _find_pronoun(discourse, phrase)
    if phrase.name:
        return _find_person(discourse, phrase)
    if phrase.form == "name":
        return _find_body(discourse, phrase)
    if not phrase.definite:
        return None
    if phrase.kind == "person":
        return _find_role(discourse, phrase)
    return _find_noun(discourse, phrase)


def _best(
    discourse: Discourse, numbers: Iterable[int], phrase: Phrase, within: int = _FAR
) -> int | None:
    """The most salient of some entities; of equals the one mentioned last."""
    found = [
        number
        for number in set(numbers)
        if phrase.sentence - discourse.entities[number].seen <= within
    ]
    if not found:
        return None
    return max(found, key=lambda number: (_salience(discourse, number, phrase), number))


def _salience(discourse: Discourse, number: int, phrase: Phrase) -> float:
    entity = discourse.entities[number]
    value = entity.salience * _DECAY ** (phrase.sentence - entity.seen)
    wants = phrase.pronoun is not None and phrase.pronoun.gender in {"masculine", "feminine"}
    return value * _UNKNOWN_GENDER if wants and not entity.gender else value


def _find_pronoun(discourse: Discourse, phrase: Phrase) -> int | None:
    pronoun = phrase.pronoun
    if pronoun is None or pronoun.person != "3":
        return None
    agrees = _AGREEMENT[pronoun.gender or pronoun.number]
    found = [
        number
        for number in discourse.recent
        if agrees(discourse.entities[number])
        and discourse.entities[number].gender in {"", pronoun.gender}
    ]
    return _best(discourse, found, phrase)


def _is_one_person(entity: Entity) -> bool:
    return entity.kind in {"person", "thing"} and not entity.plural


def _is_one_body(entity: Entity) -> bool:
    return entity.kind != "person" and not entity.plural


def _is_several(entity: Entity) -> bool:
    return entity.plural or entity.kind in {"organisation", "government", "outlet", "group"}


_AGREEMENT: dict[str, Callable[[Entity], bool]] = {
    "masculine": _is_one_person,
    "feminine": _is_one_person,
    "neuter": _is_one_body,
    "plural": _is_several,
}


def _indexed(discourse: Discourse, *keys: str) -> Iterator[int]:
    for key in keys:
        yield from discourse.index.get(key, ())[-_LOOK_BACK:]


def _agree_gender(entity: Entity, phrase: Phrase) -> bool:
    return not entity.gender or not phrase.gender or entity.gender == phrase.gender


def _find_person(discourse: Discourse, phrase: Phrase) -> int | None:
    found = [
        number
        for number in _indexed(discourse, f"name:{phrase.name[-1]}")
        if _agree_gender(discourse.entities[number], phrase)
        and any(_same_person(phrase.name, name) for name in discourse.entities[number].names)
    ]
    if not found and len(phrase.name) == 1:
        found = [
            number
            for number in _indexed(discourse, f"given:{phrase.name[0]}")
            if _agree_gender(discourse.entities[number], phrase)
        ]
        found = found if len(set(found)) == 1 else []
    return _best(discourse, found, phrase, within=len(discourse.where) + 1)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names can be one person's: equal, or a surname and a full name."""
    short, long = sorted((one, other), key=len)
    if long[-len(short) :] == short:
        return True
    if len(short) == 1 or short[-1] != long[-1]:
        return False
    a, b = short[0].rstrip("."), long[0].rstrip(".")
    initial = a[:1] == b[:1] and min(len(a), len(b)) == 1
    return initial or a == b or SequenceMatcher(None, a, b).ratio() >= _SAME_NAME


def _find_body(discourse: Discourse, phrase: Phrase) -> int | None:
    same = [*_indexed(discourse, f"text:{phrase.text}")]
    if same:
        return same[-1]
    candidates = _indexed(discourse, f"head:{phrase.head}")
    found = [
        number
        for number in candidates
        if phrase.content
        and phrase.content <= discourse.entities[number].content
        and phrase.kind != "country"
    ]
    return _best(discourse, found, phrase, within=len(discourse.where) + 1)


def _find_role(discourse: Discourse, phrase: Phrase) -> int | None:
    keys = [f"role:{role}" for role in phrase.roles]
    found = [
        number
        for number in _indexed(discourse, *keys)
        if _fits(discourse.entities[number], phrase)
    ]
    return _best(discourse, found, phrase, within=len(discourse.where) + 1)


def _fits(entity: Entity, phrase: Phrase) -> bool:
    """Whether an entity with the role can be whom a phrase means: nothing speaks against it."""
    if not _agree_gender(entity, phrase) or entity.plural or entity.kind != "person":
        return False
    if phrase.countries and entity.countries and not phrase.countries & entity.countries:
        return False
    extra = phrase.content - phrase.countries - entity.content - {phrase.head}
    return not extra or not (entity.content - entity.countries - {phrase.head})


def _find_noun(discourse: Discourse, phrase: Phrase) -> int | None:
    found = [
        number
        for number in _indexed(discourse, f"head:{phrase.head}")
        if phrase.content <= discourse.entities[number].content
        and discourse.entities[number].plural == phrase.plural
    ]
    best = _best(discourse, found, phrase, within=len(discourse.where) + 1)
    noun = discourse.vocabulary.nouns.get(phrase.head)
    if best is not None or noun is None or "generic" not in noun.traits or phrase.plural:
        return best
    if len(phrase.content) > 1:
        return None
    return _best(
        discourse,
        [
            number
            for number in discourse.recent
            if _is_generic(discourse, discourse.entities[number], phrase.kind)
        ],
        phrase,
        within=_NEAR,
    )


def _is_generic(discourse: Discourse, entity: Entity, kind: str) -> bool:
    """Whether "the agency", "the article" can mean an entity that is called otherwise."""
    if entity.plural or entity.members:
        return False
    if kind == "document":
        return entity.kind == "document"
    if kind == "outlet":
        return entity.kind == "outlet"
    bare = not any(head in discourse.vocabulary.nouns for head in entity.heads)
    return entity.named and entity.kind in _BODIES and entity.kind != "country" and bare


def _add(discourse: Discourse, phrase: Phrase) -> int:
    number = len(discourse.entities)
    discourse.entities.append(
        Entity(kind=phrase.kind, named=phrase.form == "name", plural=phrase.plural)
    )
    discourse.texts[number] = Counter()
    return number


def _add_joint(discourse: Discourse, joint: Phrase) -> None:
    members = tuple(
        dict.fromkeys(discourse.where[at] for at in joint.members if at in discourse.where)
    )
    if len(members) < len(joint.members):
        return
    number = _add(discourse, joint)
    discourse.entities[number] = evolve(
        discourse.entities[number],
        members=members,
        salience=joint.weight,
        seen=joint.sentence,
    )
    discourse.recent.append(number)


def _update(discourse: Discourse, number: int, phrase: Phrase) -> None:
    """Enter into an entity what a phrase says of it."""
    old = discourse.entities[number]
    pronoun = phrase.pronoun
    gender = phrase.gender
    if pronoun is not None and pronoun.gender in {"masculine", "feminine"}:
        gender = pronoun.gender
    roles = phrase.roles
    for role in phrase.roles:
        roles |= frozenset(discourse.vocabulary.families.get(role, ()))
    new = evolve(
        old,
        named=old.named or phrase.form == "name",
        names=old.names | {phrase.name} if phrase.name else old.names,
        content=old.content | phrase.content,
        heads=old.heads | {phrase.head} if phrase.head else old.heads,
        roles=old.roles | roles,
        gender=old.gender or gender,
        author=discourse.where.get(phrase.author, old.author),
        salience=old.salience * _DECAY ** (phrase.sentence - old.seen) + phrase.weight,
        seen=phrase.sentence,
    )
    discourse.entities[number] = new
    discourse.where[phrase.at] = number
    discourse.recent.append(number)
    if phrase.form == "pronoun":
        return
    if phrase.form == "name" or not old.named:
        discourse.texts[number][phrase.text] += 2 if phrase.weight >= 1 else 1
    _enter(discourse, number, phrase, new)


def _enter(discourse: Discourse, number: int, phrase: Phrase, entity: Entity) -> None:
    keys = [f"role:{role}" for role in entity.roles]
    if phrase.name:
        keys += [f"name:{phrase.name[-1]}", f"given:{phrase.name[0]}"]
    elif phrase.form == "name":
        keys.append(f"text:{phrase.text}")
    if phrase.head:
        keys.append(f"head:{phrase.head}")
    for key in keys:
        numbers = discourse.index.setdefault(key, [])
        if number not in numbers[-_LOOK_BACK:]:
            numbers.append(number)
