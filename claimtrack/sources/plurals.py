"""Whom a phrase for several means: both sides, the brothers, the rebels, the two senators.

The central decision: several are found among those that were joined, or named close together;
where a third could be meant nobody is taken.
"""

from collections.abc import Sequence

from attrs import evolve

from claimtrack.sources.agreement import BODY_LIKE, agree_gender, clash
from claimtrack.sources.discourse import Discourse, add, best
from claimtrack.sources.phrases import Phrase

_NEAR = 3
_FAR = 6
_PAIR = 2
_BAND = 2


def find_both(discourse: Discourse, phrase: Phrase) -> int | None:
    """Whom "both" means: the several that were just spoken of together, else two named."""
    several = [
        number
        for number in discourse.recent
        if discourse.entities[number].plural
        and (discourse.entities[number].acted or discourse.entities[number].members)
    ]
    together = best(discourse, several, phrase, within=1)
    return find_pair(discourse, phrase) if together is None else together


def find_several(discourse: Discourse, phrase: Phrase) -> int | None:
    """Whom a plural noun means that nobody has been called by before, or None."""
    if phrase.roles & discourse.vocabulary.bands and phrase.descriptive:
        band = _find_band(discourse, phrase)
        if band is not None:
            return band
    if phrase.descriptive:
        group = _find_group(discourse, phrase)
        if group is not None:
            return group
    return _find_bearers(discourse, phrase) if phrase.roles else None


def _find_band(discourse: Discourse, phrase: Phrase) -> int | None:
    """The armed group that "the rebels" are, if it has spoken or acted lately."""
    found = [
        number
        for number in discourse.recent
        if discourse.entities[number].named
        and discourse.entities[number].acted
        and not discourse.entities[number].members
        and discourse.entities[number].kind in {"organisation", "thing", "group"}
        and not clash(discourse.vocabulary, discourse.entities[number].content, phrase.content)
    ]
    return best(discourse, found, phrase, within=_BAND)


def _find_group(discourse: Discourse, phrase: Phrase) -> int | None:
    """The group with a role that is a sort of this one: researchers, called the scientists."""
    families = discourse.vocabulary.families
    wider = {other for role in phrase.roles for other in families.get(role, ())}
    found = [
        number
        for number in discourse.recent
        if discourse.entities[number].plural
        and not discourse.entities[number].members
        and (
            phrase.roles & discourse.entities[number].broader
            or wider & discourse.entities[number].roles
        )
        and not clash(discourse.vocabulary, discourse.entities[number].content, phrase.content)
    ]
    return best(discourse, found, phrase, within=_NEAR)


def _find_bearers(discourse: Discourse, phrase: Phrase) -> int | None:
    """The persons named together lately whom a role fits: "the senators" after two of them."""
    offices = discourse.vocabulary.offices
    found: list[int] = []
    for number in discourse.recent:
        members = [discourse.entities[member] for member in discourse.entities[number].members]
        bearers = [item for item in members if phrase.roles & (item.roles | item.broader)]
        others = [member for member in members if not offices & member.roles]
        if bearers and all(
            member.kind == "person" and (member in bearers or member in others)
            for member in members
        ):
            found.append(number)
    return best(discourse, found, phrase, within=_NEAR)


def find_pair(discourse: Discourse, phrase: Phrase) -> int | None:
    """The two whom "both sides", "the two men" can mean.

    They are the two joined last, or the two named lately if there is no third with them.
    """
    near = [
        number
        for number in discourse.recent
        if phrase.sentence - discourse.entities[number].seen
        <= (_FAR if phrase.kind == "country" else _NEAR)
        and agree_gender(discourse.entities[number], phrase)
    ]
    for kinds in _pair_kinds(phrase):
        number = _find_two(discourse, phrase, near, kinds)
        if number is not None:
            return number
    return None


def _find_two(
    discourse: Discourse, phrase: Phrase, near: Sequence[int], kinds: frozenset[str]
) -> int | None:
    for number in reversed(near):
        members = discourse.entities[number].members
        if len(members) == _PAIR and all(
            discourse.entities[member].kind in kinds for member in members
        ):
            return number
    found = {
        number
        for number in near
        if discourse.entities[number].named and discourse.entities[number].kind in kinds
    }
    if len(found) != _PAIR:
        return None
    # The two are one entity from now on, so that "they" can mean both.
    number = add(discourse, phrase)
    members = tuple(sorted(found))
    discourse.entities[number] = evolve(discourse.entities[number], members=members, plural=True)
    return number


def _pair_kinds(phrase: Phrase) -> tuple[frozenset[str], ...]:
    """The kinds that both of two can be of, the likeliest first."""
    people, countries = frozenset(("person",)), frozenset(("country",))
    if phrase.form == "pronoun":
        return people, countries, BODY_LIKE
    if phrase.roles:
        return (people,)
    if phrase.kind == "country":
        return (countries,)
    if phrase.kind == "group":
        return BODY_LIKE | countries, people
    return BODY_LIKE - {"outlet", "government"}, BODY_LIKE
