"""What is known of a source: its kind, its role, the country and the body behind it.

The central decision: a name's words and the words that the document put beside it are read by
the same tables; what they leave open stays empty. A source that has no name of its own is one
of its document only, so that two "senior officials" never become one.
"""

from collections.abc import Sequence

from claimtrack.lexicon import Lexicon
from claimtrack.model import Source, SourceKind
from claimtrack.sources.discourse import Discourse, Entity, indexed
from claimtrack.sources.entities import name_of
from claimtrack.sources.names import is_nameless, split_country
from claimtrack.sources.vocabulary import Vocabulary, fold, read_vocabulary, singular

_COUNTRY = "@"
_BODIES = frozenset(("government", "organisation", "outlet", "thing", "country"))


def describe(discourse: Discourse, number: int, name: str, document: str) -> Source:
    """A source as its document tells of it.

    Args:
        discourse: The document's entities, all linked.
        number: The one that speaks.
        name: What it is called.
        document: The document's id, or empty where that is not wanted.
    """
    entity = discourse.entities[number]
    vocabulary = discourse.vocabulary
    kind = _kind(entity, name, vocabulary)
    role = _role(entity, vocabulary) if kind in {"person", "unnamed"} else ""
    body, place = _body(discourse, entity)
    country = _country(entity, name, vocabulary) or place
    if entity.held and not body:
        body = _headed(entity, country, vocabulary)
    local = kind == "unnamed" or (kind != "person" and is_nameless(name, country, vocabulary))
    local = local or (kind == "person" and not entity.named and not country)
    return Source(
        name=name,
        kind=kind,
        country=country,
        body="" if body == name else body,
        role=role,
        document=document if local else "",
    )


def _kind(entity: Entity, name: str, vocabulary: Vocabulary) -> SourceKind:
    if entity.names:
        return "person"
    office = entity.roles & vocabulary.offices
    if entity.kind == "person" and office and not entity.plural:
        return "person"
    return classify_name(name, vocabulary)


def _role(entity: Entity, vocabulary: Vocabulary) -> str:
    """The most telling of the roles held: an office rather than another, never a broader one."""
    broader = {wide for role in entity.held for wide in vocabulary.families.get(role, ())}
    roles = sorted(entity.held - broader)
    offices = [role for role in roles if role in vocabulary.offices]
    return max(offices or roles or ("",), key=len)


def _country(entity: Entity, name: str, vocabulary: Vocabulary) -> str:
    """The country that name or roles give; nothing where they give several."""
    key = fold(name)
    known = vocabulary.known(key)
    if known is not None and known.country:
        return known.country
    place = vocabulary.country(key) or vocabulary.seats.get(key)
    if place is None and entity.kind == "government":
        place = vocabulary.capitals.get(key)
    first, _ = split_country(key, vocabulary)
    if entity.names:
        # A surname may be a country's (Jordan); what a person is called by their role tells.
        place = first = ""
    if place or first:
        return place or first
    told = {word.removeprefix(_COUNTRY) for word in entity.content if word.startswith(_COUNTRY)}
    return told.pop() if len(told) == 1 else ""


def _body(discourse: Discourse, entity: Entity) -> tuple[str, str]:
    """The body that a bearer of a role belongs to, and its country; each may be empty."""
    vocabulary = discourse.vocabulary
    for at in entity.belongs:
        number = discourse.where.get(at)
        if number is not None and discourse.entities[number].kind in _BODIES:
            found = _name(discourse, number)
            if found[0] or found[1]:
                return found
    for text in entity.bodies:
        number = _find(discourse, text)
        if number is not None:
            return _name(discourse, number)
        known = vocabulary.known(fold(text))
        country = vocabulary.seats.get(fold(text)) or split_country(fold(text), vocabulary)[0]
        if known is not None:
            return known.canonical, known.country or country
        return text, country
    return "", ""


def _find(discourse: Discourse, text: str) -> int | None:
    """The body of the document that some words mean: the last one with all of them."""
    vocabulary = discourse.vocabulary
    country, words = split_country(fold(text), vocabulary)
    wanted = {*words, *((_COUNTRY + country,) if country else ())}
    head = singular(words[-1], vocabulary) if words else ""
    found = [
        number
        for number in indexed(discourse, f"head:{head}", f"text:{text}")
        if discourse.entities[number].kind in _BODIES
        and discourse.entities[number].named
        and (wanted <= discourse.entities[number].content or text in discourse.texts[number])
    ]
    return found[-1] if found else None


def _name(discourse: Discourse, number: int) -> tuple[str, str]:
    """A body's name and country; a country itself is no body."""
    entity = discourse.entities[number]
    names = tuple(name_of(discourse, number))
    if len(names) != 1:
        return "", ""
    country = _country(entity, names[0], discourse.vocabulary)
    return ("" if entity.kind == "country" else names[0]), country


def _headed(entity: Entity, country: str, vocabulary: Vocabulary) -> str:
    """The ministry that a minister of a known country heads, or nothing."""
    bodies = sorted({vocabulary.ministries.get(role, "") for role in entity.held} - {""})
    if not (bodies and country):
        return ""
    known = vocabulary.known(fold(bodies[0]))
    if known is not None and known.country == country:
        return known.canonical
    return f"{vocabulary.adjectives.get(country, country)} {bodies[0]}"


def classify_source(name: str, lexicon: Lexicon) -> SourceKind:
    """What kind of source a canonical name is, as far as its words tell.

    Args:
        name: A name as `resolve_sources` gives it.
        lexicon: The language's words.

    Example:
        >>> from claimtrack.lexicon import load_lexicon
        >>> classify_source("Iranian Foreign Ministry", load_lexicon("en"))
        'government'
    """
    return classify_name(name, read_vocabulary(lexicon))


def classify_name(name: str, vocabulary: Vocabulary) -> SourceKind:
    """What kind of source a canonical name is; see `classify_source`."""
    key = fold(name)
    if key in vocabulary.countries:
        return "country"
    known = vocabulary.known(key)
    if known is not None:
        return known.kind
    if vocabulary.is_place(key):
        return "government"
    words = _before_preposition(name.split(), vocabulary)
    named = words[-1][:1].isupper()
    paper = len(words) > 1 and named and words[0][:1].isupper()
    if paper and fold(words[-1]) in vocabulary.papers:
        return "outlet"  # "Harbour Post"
    kind = _noun_kind([fold(word) for word in words], vocabulary)
    if kind == "person" or (kind is None and not named):
        return "unnamed"
    alone = len(words) == 1 and words[0].isupper()
    return kind or ("organisation" if alone else "person")


def _before_preposition(words: Sequence[str], vocabulary: Vocabulary) -> Sequence[str]:
    """A name's words up to the first preposition: its head noun is the last of them."""
    for position, word in enumerate(words):
        if position and word in vocabulary.postmodifiers:
            return words[:position]
    return words or ("",)


def _noun_kind(folded: Sequence[str], vocabulary: Vocabulary) -> SourceKind | None:
    last = singular(folded[-1], vocabulary)
    for key in (" ".join((*folded[-2:-1], last)), last):
        if key in vocabulary.nouns:
            return vocabulary.nouns[key].kind
        if key in vocabulary.titles:
            return "person"
    return None
