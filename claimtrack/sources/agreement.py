"""What keeps a phrase and a participant apart: gender, country, region, party.

The central decision: only what both of them tell can clash; what one leaves open fits all.
"""

from claimtrack.sources.discourse import Entity
from claimtrack.sources.phrases import Phrase
from claimtrack.sources.vocabulary import Vocabulary

BODIES = frozenset(("organisation", "government", "outlet"))
BODY_LIKE = BODIES | {"thing"}


def agree_gender(entity: Entity, phrase: Phrase) -> bool:
    """Whether the genders of an entity and a phrase, as far as both are known, are one."""
    return not entity.gender or not phrase.gender or entity.gender == phrase.gender


def clash(vocabulary: Vocabulary, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of content words give different countries, regions or parties."""
    a, b = (_traits(content, vocabulary) for content in (one, other))
    countries, *others = zip(a, b, strict=True)
    apart = any(x and y and not x & y for x, y in others)
    # A Portuguese may be a European commissioner.
    return apart or (all(countries) and not _shared(*countries, vocabulary))


def _shared(one: frozenset[str], other: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a country is in both sets, or one that is a member of a union in the other."""
    whole = [
        words.union(f"@{vocabulary.unions.get(word[1:], '')}" for word in words) - {"@"}
        for words in (one, other)
    ]
    return bool(one & whole[1] or whole[0] & other)


def _traits(content: frozenset[str], vocabulary: Vocabulary) -> tuple[frozenset[str], ...]:
    """The countries, the regions and the parties among some content words."""
    return (
        frozenset(word for word in content if word.startswith("@")),
        frozenset(word for word in content if word.startswith("#")),
        frozenset(vocabulary.parties[word] for word in content if word in vocabulary.parties),
    )
