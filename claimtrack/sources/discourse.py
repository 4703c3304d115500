"""A document's participants as far as they are known, and how salient each is.

The central decision: one small table local to a call, of frozen entities and of indexes from a
key (a surname, a head noun, a role) to their numbers, so that finding candidates costs the same
wherever in a document it happens.

Salience after Lappin and Leass (1994, Computational Linguistics 20:4, section 2.2): each mention
adds the weight of its grammatical role, and all is halved with each sentence. We differ in that
being a source adds weight, and in that what is carried over a sentence boundary is capped, so
that a long passage about one person does not outweigh the subject of the present sentence.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator

from attrs import evolve, field, frozen

from claimtrack.sources.phrases import WEIGHT_OF_SUBJECT, Phrase
from claimtrack.sources.vocabulary import Vocabulary, fold

#: All weights were measured on 518 pronoun and role sources of PolNeAR dev, judged by reading;
#: varied one at a time by a fifth to a half, none moved the share of right ones by a point.
_DECAY = 0.5
_CARRY = 0.75
_FAR = 12
_LOOK_BACK = 60
_UNKNOWN_GENDER = 0.6
_UNKNOWN_GENDER_SPOKE = 0.85
_SPOKEN_OF = 0.6
_UNNAMED = 0.5
_LIFELESS = 0.5
_ONE_AS_MANY = 0.6
_ONE_BODY = frozenset(("organisation", "government", "outlet"))


@frozen(kw_only=True)
class Entity:
    """All that is known of one participant so far.

    Attributes:
        kind: A `SourceKind`, or ``thing`` where that is not known.
        named: Whether any phrase gave a proper name.
        names: Folded names of a person.
        content: Folded content words of all phrases, countries as ``@Armenia``.
        heads: Folded head nouns of its proper names.
        roles: Titles held.
        broader: Other roles that they answer to: a prosecutor is a lawyer.
        gender: ``masculine``, ``feminine`` or empty.
        told: Whether a title that spoke gave its gender (a spokeswoman), not just a pronoun.
        plural: Whether it is several.
        members: Numbers of the entities that it joins.
        author: Place of the phrase that names who published it, or -1.
        owner: Place of the possessive pronoun that its first text begins with, or -1.
        held: Titles held at present: not by a former president.
        bodies: What its roles belong to, in words.
        belongs: Places of phrases that name what its roles belong to.
        spoke: Whether it has been a source.
        acted: Whether it has been a source or a subject.
        finds: Whether it has been the subject of a verb of finding out.
        known: Whether the lexicon lists it by name.
        body: Whether it is known or its name has an article, or its head noun is one for
            bodies, or it was called "it".
        salience: As of its last mention.
        seen: Sentence of its last mention.
        last: Place of its last mention.
    """

    kind: str
    named: bool
    names: frozenset[tuple[str, ...]] = frozenset()
    content: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    broader: frozenset[str] = frozenset()
    gender: str = ""
    told: bool = False
    plural: bool = False
    members: tuple[int, ...] = ()
    author: int = -1
    owner: int = -1
    held: frozenset[str] = frozenset()
    bodies: tuple[str, ...] = ()
    belongs: tuple[int, ...] = ()
    spoke: bool = False
    acted: bool = False
    finds: bool = False
    known: bool = False
    body: bool = False
    salience: float = 0.0
    seen: int = 0
    last: int = -1


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


def best(
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
    return max(found, key=lambda number: _rank(discourse, number, phrase))


def _rank(discourse: Discourse, number: int, phrase: Phrase) -> tuple[float, int, int]:
    seen = discourse.entities[number].seen
    value = _salience(discourse, number, phrase)
    return (float(seen), 0, number) if phrase.near else (value, seen, number)


def _salience(discourse: Discourse, number: int, phrase: Phrase) -> float:
    entity = discourse.entities[number]
    value = carried(entity, phrase.sentence)
    gendered = phrase.pronoun is not None and phrase.pronoun.gender in {"masculine", "feminine"}
    if not entity.named and ((gendered and not entity.told) or phrase.pronoun is None):
        value *= _UNNAMED
    if phrase.pronoun is not None and phrase.plural and entity.kind in _ONE_BODY:
        value *= _ONE_AS_MANY
    if phrase.pronoun is not None and any(
        span.start <= entity.last < span.end for span in phrase.said
    ):
        value *= _SPOKEN_OF
    lifeless = entity.kind in {"thing", "document"} and not entity.spoke
    if lifeless or (gendered and entity.kind != "person"):
        value *= _LIFELESS
    if gendered and not entity.gender:
        value *= _UNKNOWN_GENDER_SPOKE if entity.spoke else _UNKNOWN_GENDER
    return value


def carried(entity: Entity, sentence: int) -> float:
    """What is left of an entity's salience in a sentence: at most that of a subject in it."""
    if sentence <= entity.seen:
        return entity.salience
    return min(_CARRY, entity.salience * _DECAY ** (sentence - entity.seen))


def indexed(discourse: Discourse, *keys: str) -> Iterator[int]:
    """Numbers of the entities entered under some keys, the last ones only."""
    for key in keys:
        yield from discourse.index.get(key, ())[-_LOOK_BACK:]


def add(discourse: Discourse, phrase: Phrase) -> int:
    """A new entity for a phrase; what the phrase says of it is entered by `update`."""
    number = len(discourse.entities)
    discourse.entities.append(
        Entity(
            kind=phrase.kind,
            named=phrase.form == "name",
            plural=phrase.plural,
            owner=phrase.owner,
        )
    )
    discourse.texts[number] = Counter()
    return number


def update(discourse: Discourse, number: int, phrase: Phrase) -> None:
    """Enter into an entity what a phrase says of it."""
    old = discourse.entities[number]
    pronoun = phrase.pronoun
    gender = phrase.gender
    if pronoun is not None and pronoun.gender in {"masculine", "feminine"}:
        gender = pronoun.gender
    families = discourse.vocabulary.families
    broader = {other for role in phrase.roles for other in families.get(role, ())}
    new = evolve(
        old,
        kind=_kind(old, phrase),
        named=old.named or phrase.form == "name",
        names=old.names | {phrase.name} if phrase.name else old.names,
        content=old.content | phrase.content,
        heads=old.heads | frozenset(phrase.heads if phrase.form == "name" else ()),
        roles=old.roles | phrase.roles,
        broader=old.broader | broader,
        held=old.held if phrase.past else old.held | phrase.roles,
        bodies=(*old.bodies, phrase.body) if phrase.body else old.bodies,
        belongs=(*old.belongs, phrase.belongs) if phrase.belongs >= 0 else old.belongs,
        gender=old.gender or gender,
        told=old.told or bool(phrase.gender and phrase.source),
        author=phrase.author if phrase.author >= 0 else old.author,
        known=old.known or phrase.known,
        body=old.body or _is_body(discourse.vocabulary, phrase),
        spoke=old.spoke or phrase.source,
        finds=old.finds or phrase.finds,
        acted=old.acted or phrase.source or phrase.weight >= WEIGHT_OF_SUBJECT,
        salience=carried(old, phrase.sentence) + phrase.weight,
        seen=phrase.sentence,
        last=phrase.at,
    )
    discourse.entities[number] = new
    discourse.where[phrase.at] = number
    discourse.recent.append(number)
    if phrase.form == "pronoun":
        return
    if phrase.form == "name" or not old.named:
        discourse.texts[number][phrase.text] += 2 if phrase.source else 1
    _enter(discourse, number, phrase, new)


def _is_body(vocabulary: Vocabulary, phrase: Phrase) -> bool:
    neuter = phrase.pronoun is not None and phrase.pronoun.gender == "neuter"
    named = phrase.known or phrase.article
    return named or neuter or any(head in vocabulary.nouns for head in phrase.heads)


def _kind(entity: Entity, phrase: Phrase) -> str:
    if entity.kind not in {"thing", "organisation"}:
        return entity.kind
    if phrase.pronoun is not None and phrase.pronoun.gender in {"masculine", "feminine"}:
        return "person"
    return phrase.kind or entity.kind if entity.kind == "thing" else entity.kind


def _enter(discourse: Discourse, number: int, phrase: Phrase, entity: Entity) -> None:
    keys = [f"role:{role}" for role in entity.roles | entity.broader]
    if phrase.name:
        keys += [f"name:{phrase.name[-1]}", f"given:{phrase.name[0]}"]
    elif phrase.form == "name":
        keys.append(f"text:{phrase.text}")
        known = discourse.vocabulary.known(fold(phrase.text))
        keys.extend(() if known is None else (f"known:{known.canonical}",))
        keys.extend(short_keys(phrase.text))
    keys.extend(f"head:{head}" for head in phrase.heads)
    for key in keys:
        numbers = discourse.index.setdefault(key, [])
        if number not in numbers[-_LOOK_BACK:]:
            numbers.append(number)


def short_keys(text: str) -> tuple[str, ...]:
    """Keys of the short forms that a body's name may go by: its initials and its first word."""
    words = text.split()
    if len(words) == 1:
        return ()
    initials = "".join(word[0] for word in words if word[:1].isupper())
    return f"short:{initials}", f"short:{words[0]}"
