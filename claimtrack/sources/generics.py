"""What a noun for a sort of body or document means that is called otherwise: the agency.

The central decision: what a name says of its bearer's sort decides; a noun that fits no name
may mean what nothing is known of, and else nothing.
"""

from claimtrack.sources.agreement import BODIES, BODY_LIKE, clash
from claimtrack.sources.discourse import Discourse, Entity, best
from claimtrack.sources.phrases import Phrase
from claimtrack.sources.vocabulary import fold

_NEAR = 3
_GENERIC = 6


def find_generic(discourse: Discourse, phrase: Phrase) -> int | None:
    """What "the agency", "the search giant", "the article" can mean that is called otherwise."""
    noun = discourse.vocabulary.nouns.get(phrase.heads[0])
    if noun is None or phrase.owner >= 0:
        return None
    bare = len(phrase.content) <= len(phrase.heads[0].split())
    if phrase.kind == "document":
        return _find_document(discourse, phrase, noun.traits) if bare else None
    if "generic" not in noun.traits or not (
        bare or (phrase.descriptive and "label" in noun.traits)
    ):
        return None
    barred = discourse.where.get(phrase.barred, -1)
    for test in (_is_generic, _is_opaque):
        found = [
            number
            for number in discourse.recent
            if number != barred and test(discourse, number, phrase, noun.traits)
        ]
        known = best(discourse, found, phrase, within=_GENERIC)
        if known is None and len(set(found)) == 1:
            # Nobody else can be meant, however long ago it was named.
            known = found[0]
        if known is not None:
            return known
    return None


def _is_opaque(discourse: Discourse, number: int, phrase: Phrase, traits: frozenset[str]) -> bool:
    """Whether a label can mean what nothing is known of but that it acted: a firm, a paper."""
    entity = discourse.entities[number]
    if entity.plural or entity.members or not (entity.named and entity.acted):
        return False
    # Of one word and never more, without a role: taggers take firms for people (McLaren).
    firm = entity.kind == "person" and not (entity.gender or entity.roles)
    if entity.names and not (firm and all(len(name) == 1 for name in entity.names)):
        return False
    kinds = {"organisation", "thing", "person"}
    if entity.kind == "place" and not any(
        fold(text) in discourse.vocabulary.regions or discourse.vocabulary.is_place(fold(text))
        for text in discourse.texts[number]
    ):
        kinds.add("place")
    clashing = clash(discourse.vocabulary, entity.content, phrase.content)
    return "label" in traits and entity.kind in kinds and not clashing


def _find_document(discourse: Discourse, phrase: Phrase, traits: frozenset[str]) -> int | None:
    """A document of the same sort, called otherwise: the article after an analysis."""
    nouns = discourse.vocabulary.nouns
    found = [
        number
        for number in discourse.recent
        if discourse.entities[number].kind == "document"
        and not discourse.entities[number].plural
        and any(
            traits & nouns[word].traits
            for word in discourse.entities[number].content
            if word in nouns
        )
    ]
    known = best(discourse, found, phrase, within=_NEAR)
    if known is not None or "study" not in traits:
        return known
    # "The report" of whoever has just found out what stands in it.
    finders = [
        number
        for number in discourse.recent
        if discourse.entities[number].finds and discourse.entities[number].kind != "person"
    ]
    return best(discourse, finders, phrase, within=_NEAR)


def _is_generic(discourse: Discourse, number: int, phrase: Phrase, traits: frozenset[str]) -> bool:
    """Whether "the agency", "the article" can mean an entity that is called otherwise."""
    vocabulary, entity = discourse.vocabulary, discourse.entities[number]
    # "Turkey's central bank", "state television" are as good as names.
    plain = len(phrase.content) <= len(phrase.heads[0].split())
    told = entity.kind == "outlet" or _is_somewhere(entity)
    named = entity.named or (plain and entity.spoke and told)
    if entity.plural or entity.members or not named or entity.names:
        return False
    if clash(vocabulary, entity.content, phrase.content):
        return False
    if phrase.kind == "outlet":
        return entity.kind == "outlet"
    if entity.kind == "place":
        # "The club" is the one that goes by its town's name, if that has acted.
        return "club" in traits and entity.acted
    # An association may be a union, a charity, a federation: their names do not say.
    heads = [vocabulary.nouns[head] for head in entity.heads if head in vocabulary.nouns]
    if "loose" in traits:
        heads = [noun for noun in heads if "loose" not in noun.traits]
    kinds = {noun.kind for noun in heads}
    bare = not kinds
    if "broad" in traits and kinds <= BODIES:
        bare = True
    if "club" in traits:
        return entity.kind in {"organisation", "thing"} and bare and not entity.known
    itself = len(entity.content) == 1 and not bare
    # A company, a think tank, a union is no parliament, however well known.
    private = "label" in traits and "broad" not in traits and entity.kind == "government"
    idle = entity.kind == "thing" and not (entity.acted or entity.content - entity.heads)
    fits = entity.kind in BODY_LIKE and (bare or entity.known)
    return fits and not (itself or private or idle)


def _is_somewhere(entity: Entity) -> bool:
    """Whether the country of a body is told."""
    return entity.kind in BODIES and any(word.startswith("@") for word in entity.content)
