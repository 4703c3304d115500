"""Finding whom a phrase means: tests in order of precision, then salience.

The central decision: an entity gathers all that its phrases said of it - name, titles,
countries, gender, number - and a new phrase is compared with that whole, not with single
earlier phrases.

Literature: the order of tests is that of the sieves of Lee, Chang, Peirsman, Chambers,
Surdeanu and Jurafsky (2013, Computational Linguistics 39:4, section 3), cut down to what
sources of news need and run once from left to right; of equally salient entities the one
mentioned last wins, as in the left-to-right searches of Hobbs (1978, Lingua 44). Unlike them,
we link no noun phrase that cannot be a source.
"""

from collections.abc import Callable
from difflib import SequenceMatcher

from claimtrack.sources.agreement import BODIES, BODY_LIKE, agree_gender, clash
from claimtrack.sources.discourse import Discourse, Entity, best, indexed
from claimtrack.sources.generics import find_generic
from claimtrack.sources.phrases import Phrase
from claimtrack.sources.plurals import find_both, find_pair, find_several
from claimtrack.sources.vocabulary import Vocabulary, fold

_NEAR = 3
_SAME_NAME = 0.7
_EVER = 1_000_000
_PAIR = 2
_NAME_WORDS = 4

_SINGULAR_BODIES = frozenset(
    ("organisation", "government", "outlet", "country", "document", "group", "thing")
)


def find(discourse: Discourse, phrase: Phrase) -> int | None:
    """The entity that a phrase means, or None where it is a new one or nobody can be found."""
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


def _find_pronoun(discourse: Discourse, phrase: Phrase) -> int | None:
    pronoun = phrase.pronoun
    if pronoun is None or pronoun.person != "3":
        return None
    if phrase.pair:
        return find_both(discourse, phrase)
    agrees = _AGREEMENT[pronoun.gender or pronoun.number]
    barred = discourse.where.get(phrase.barred, -1)
    found = [
        number
        for number in discourse.recent
        if number != barred
        and agrees(discourse.entities[number])
        and discourse.entities[number].gender in {"", pronoun.gender}
    ]
    return best(discourse, found, phrase)


def _is_one_person(entity: Entity) -> bool:
    # Taggers take some people for bodies: what spoke and has no other sign of being a body.
    opaque = entity.kind in {"thing", "organisation"} and entity.named and entity.spoke
    return (entity.kind == "person" or (opaque and not entity.body)) and not entity.plural


def _is_one_body(entity: Entity) -> bool:
    return entity.kind in _SINGULAR_BODIES and not entity.plural


def _is_several(entity: Entity) -> bool:
    body = entity.kind in BODIES or (entity.kind == "thing" and entity.spoke)
    return entity.plural or entity.kind == "group" or body


_AGREEMENT: dict[str, Callable[[Entity], bool]] = {
    "masculine": _is_one_person,
    "feminine": _is_one_person,
    "neuter": _is_one_body,
    "plural": _is_several,
}


def _find_person(discourse: Discourse, phrase: Phrase) -> int | None:
    found = [
        number
        for number in indexed(discourse, f"name:{phrase.name[-1]}")
        if agree_gender(discourse.entities[number], phrase)
        and _may_be_called(discourse.entities[number], phrase.name)
    ]
    offices = phrase.roles & discourse.vocabulary.offices
    holders = [number for number in found if offices & discourse.entities[number].roles]
    found = holders or found
    if not found and len(phrase.name) == 1:
        found = [
            number
            for number in indexed(discourse, f"given:{phrase.name[0]}")
            if agree_gender(discourse.entities[number], phrase)
        ]
        found = found if len(set(found)) == 1 else []
    if not found and len(phrase.name) == 1 and not phrase.roles:
        # A tagger's person may be a body's short name: Hartmann, of Hartmann AG.
        found = [
            number
            for number in indexed(discourse, f"short:{phrase.text}")
            if discourse.entities[number].kind in BODY_LIKE
        ]
    return best(discourse, found, phrase, within=_EVER)


def _may_be_called(entity: Entity, name: tuple[str, ...]) -> bool:
    """Whether a person can have a name: a full one is compared with full ones if there are."""
    full = [other for other in entity.names if len(other) > 1]
    others = full if full and len(name) > 1 else entity.names
    return any(_same_person(name, other) for other in others)


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
    known = discourse.vocabulary.known(fold(phrase.text))
    keys = () if known is None else (f"known:{known.canonical}",)
    same = [*indexed(discourse, f"text:{phrase.text}", *keys)]
    if same:
        return same[-1]
    short = [
        number
        for number in indexed(discourse, f"short:{phrase.text}")
        if discourse.entities[number].kind in {*BODY_LIKE, "document"}
    ]
    if not short:
        # And a body's short name may be that of a tagger's person: Novo, of Novo Nordisk.
        given = {*indexed(discourse, f"given:{fold(phrase.text)}")}
        short = [number for number in given if len(given) == 1 and not _is_man(discourse, number)]
    if short or phrase.kind == "country" or not phrase.content:
        return best(discourse, short, phrase, within=_EVER)
    found = [
        number
        for number in indexed(discourse, *(f"head:{head}" for head in phrase.heads))
        if phrase.content <= discourse.entities[number].content
    ]
    return best(discourse, found, phrase, within=_EVER)


def _is_man(discourse: Discourse, number: int) -> bool:
    """Whether more than the tagger says that an entity is a human being."""
    entity = discourse.entities[number]
    return bool(entity.gender or entity.roles)


def _find_role(discourse: Discourse, phrase: Phrase) -> int | None:
    """Who has the role, in so many words; else whom a writer may call by it."""
    keys = [f"role:{role}" for role in phrase.roles]
    found = [
        number
        for number in indexed(discourse, *keys)
        if _fits(discourse, discourse.entities[number], phrase)
        and _is_owned(discourse, discourse.entities[number], phrase)
    ]
    exact = [number for number in found if phrase.roles & discourse.entities[number].roles]
    known = best(discourse, exact or found, phrase, within=_EVER)
    if known is not None and discourse.entities[known].named:
        return known
    if not phrase.source or phrase.owner >= 0:
        return known
    if not phrase.descriptive:
        return _find_unheld(discourse, phrase) if known is None else known
    barred = discourse.where.get(phrase.barred, -1)
    called = [
        number
        for number in discourse.recent
        if number != barred and _may_be(discourse, discourse.entities[number], phrase)
    ]
    if known is not None:
        called.append(known)
    nearest = best(discourse, called, phrase, within=_NEAR)
    return known if nearest is None else nearest


def _find_unheld(discourse: Discourse, phrase: Phrase) -> int | None:
    """The one person named lately of whom no role is known: "the health secretary".

    Where two could be meant, or the role is somebody's ("Weber's coach"), nobody is.
    """
    if phrase.nameless or not _is_office_of(discourse, phrase):
        return None
    barred = discourse.where.get(phrase.barred, -1)
    found = {
        number
        for number in discourse.recent
        if number != barred
        and phrase.sentence - discourse.entities[number].seen <= _NEAR
        and discourse.entities[number].names
        and not discourse.entities[number].roles
        and not _clashes(discourse.vocabulary, discourse.entities[number], phrase)
    }
    return found.pop() if len(found) == 1 else None


def _is_office_of(discourse: Discourse, phrase: Phrase) -> bool:
    """Whether a role is nobody's, or an office of what is no person: Istanbul's mayor."""
    if phrase.belongs < 0:
        return True
    families = discourse.vocabulary.families
    high = any("leader" in {role, *families.get(role, ())} for role in phrase.roles)
    owner = discourse.where.get(phrase.belongs, -1)
    if owner < 0 or not (high or phrase.roles & discourse.vocabulary.offices):
        return False
    return discourse.entities[owner].kind not in {"person", "group"}


def _is_owned(discourse: Discourse, entity: Entity, phrase: Phrase) -> bool:
    """Whether an entity belongs to whom a possessive pronoun means: his lawyer, its report."""
    if phrase.owner < 0:
        return True
    owner = discourse.where.get(phrase.owner, -1)
    if owner < 0 or discourse.where.get(entity.owner, -1) == owner:
        return True
    names = {name[-1] for name in discourse.entities[owner].names}
    return bool(names & entity.content)


def _may_be(discourse: Discourse, entity: Entity, phrase: Phrase) -> bool:
    """Whether a named person nobody has called so before can be whom a role means.

    News writers like to call somebody by a role that they have not given before ("the New York
    businessman"). It may not clash with a country, a party or an office held, and somebody
    whose role is known is not called by another one without any modifier.
    """
    if not entity.named or phrase.nameless or _clashes(discourse.vocabulary, entity, phrase):
        return False
    offices = discourse.vocabulary.offices
    if phrase.roles & offices:
        return phrase.past or not _holds_another(discourse.vocabulary, entity, phrase)
    party = phrase.roles & frozenset(discourse.vocabulary.parties)
    return bool(party) or not (phrase.bare and phrase.roles and entity.roles)


def _holds_another(vocabulary: Vocabulary, entity: Entity, phrase: Phrase) -> bool:
    """Whether somebody holds an office, so that a phrase for another does not mean them.

    The head of an agency is no minister; a politician or a businesswoman may be one.
    """
    if entity.roles & vocabulary.offices:
        return True
    answers = phrase.roles.union(*(vocabulary.families.get(role, ()) for role in phrase.roles))
    return bool(entity.roles & vocabulary.headships) and not entity.roles & answers


def _fits(discourse: Discourse, entity: Entity, phrase: Phrase) -> bool:
    """Whether an entity with the role can be whom a phrase means: nothing speaks against it."""
    if _clashes(discourse.vocabulary, entity, phrase):
        return False
    if phrase.descriptive:
        return True
    heads = frozenset(phrase.heads)
    extra, other = (
        frozenset(word for word in content - heads if not word.startswith("@"))
        for content in (phrase.content - entity.content, entity.content)
    )
    return not extra or not other


def _clashes(vocabulary: Vocabulary, entity: Entity, phrase: Phrase) -> bool:
    """Whether gender, number, country or party keep an entity from being a phrase's person."""
    if not _is_human(vocabulary, entity) or entity.plural or not agree_gender(entity, phrase):
        return True
    return clash(vocabulary, entity.content, phrase.content)


def _is_human(vocabulary: Vocabulary, entity: Entity) -> bool:
    """Whether an entity is a person, or a name of some words that no table or tagger knows."""
    words = [word for word in entity.content if word.isalpha()]
    opaque = entity.kind == "thing" and entity.named and not (entity.body or entity.known)
    unlisted = not any(word in vocabulary.titles or word in vocabulary.nouns for word in words)
    full = _PAIR <= len(words) == len(entity.content) <= _NAME_WORDS and unlisted
    return entity.kind == "person" or (opaque and full)


def _find_noun(discourse: Discourse, phrase: Phrase) -> int | None:
    """What has the same head noun and all the phrase's words; else what the noun may stand for."""
    found = [
        number
        for number in indexed(discourse, *(f"head:{head}" for head in phrase.heads))
        if phrase.content <= discourse.entities[number].content
        and discourse.entities[number].plural == phrase.plural
        and _is_owned(discourse, discourse.entities[number], phrase)
    ]
    known = best(discourse, found, phrase, within=_EVER)
    if phrase.pair and (known is None or not discourse.entities[known].spoke):
        pair = find_pair(discourse, phrase)
        known = known if pair is None else pair
    if known is not None or not phrase.heads:
        return known
    return find_several(discourse, phrase) if phrase.plural else find_generic(discourse, phrase)
