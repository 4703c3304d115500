"""Who is who: all phrases of a document linked to its entities, and the entities named.

The central decision: names are given last. The best name of an entity is often not its first
("Pashinyan" in the headline), so phrases are linked to numbered entities in one pass from left
to right, and an entity is named when all its phrases are known.
"""

from collections import deque

from attrs import evolve

from claimtrack.sources.discourse import Discourse, Entity, add, update
from claimtrack.sources.phrases import Phrase
from claimtrack.sources.reading import Reading
from claimtrack.sources.sieves import find
from claimtrack.sources.vocabulary import Vocabulary, fold


def link(reading: Reading, vocabulary: Vocabulary) -> Discourse:
    """All phrases of a document with their entities."""
    discourse = Discourse(vocabulary)
    joints = deque(reading.joints)
    for phrase in reading.phrases.values():
        number = find(discourse, phrase)
        if number is None and phrase.form != "pronoun":
            number = add(discourse, phrase)
        if number is not None:
            update(discourse, number, phrase)
        while joints and joints[0].members[-1] <= phrase.at:
            _add_joint(discourse, joints.popleft())
    return discourse


def _add_joint(discourse: Discourse, joint: Phrase) -> None:
    members = tuple(
        dict.fromkeys(discourse.where[at] for at in joint.members if at in discourse.where)
    )
    if len(members) < len(joint.members):
        return
    number = add(discourse, joint)
    discourse.entities[number] = evolve(
        discourse.entities[number],
        members=members,
        salience=joint.weight,
        seen=joint.sentence,
    )
    discourse.recent.append(number)


def name_of(
    discourse: Discourse, number: int, seen: frozenset[int] = frozenset()
) -> dict[str, int]:
    """The canonical names of an entity, each with the entity that bears it.

    Args:
        discourse: The document's entities, all linked.
        number: The entity.
        seen: Entities whose name this one is to be a part of.

    Returns:
        One name; several where the entity joins others; none where all else fails.
    """
    seen |= {number}
    entity = discourse.entities[number]
    author = discourse.where.get(entity.author, number)
    if author not in seen:
        return name_of(discourse, author, seen)
    found: dict[str, int] = {}
    for member in entity.members:
        for name, bearer in name_of(discourse, member, seen).items():
            found.setdefault(name, bearer)
    if found:
        return found
    own = _own_name(discourse, number, seen)
    return {own: number} if own.strip() else {}


def _own_name(discourse: Discourse, number: int, seen: frozenset[int]) -> str:
    """The name of an entity that is one."""
    entity = discourse.entities[number]
    texts = discourse.texts[number]
    if not entity.named:
        return _describe(discourse, entity, next(iter(texts), ""), seen)
    if not entity.names:
        return max(texts, key=len)
    # A surname of two words (Al Thani) is no name where a longer one ends in it.
    particles = discourse.vocabulary.particles
    whole = [
        text
        for text in texts
        if fold(text.split()[0]) not in particles
        or not any(other.endswith(f" {text}") for other in texts)
    ]
    full = max(len(name) for name in entity.names) > 1
    return max(whole, key=lambda text: (not full or " " in text, texts[text], len(text)))


def _describe(discourse: Discourse, entity: Entity, text: str, seen: frozenset[int]) -> str:
    """The first words for an unnamed entity, with a possessive pronoun's owner by name."""
    if entity.owner < 0:
        return text
    rest = text.partition(" ")[2].strip()
    if not rest:
        # Cut inside a word: what is left of a mention may be no pronoun with a noun.
        return text
    owner = discourse.where.get(entity.owner, -1)
    names = tuple(name_of(discourse, owner, seen)) if owner >= 0 and owner not in seen else ()
    if len(names) != 1:
        return rest
    plural = discourse.entities[owner].plural and names[0].endswith("s")
    ending = "'" if plural else "'s"
    return f"{names[0]}{ending} {rest}"
