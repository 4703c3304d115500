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
    traits = [_traits(content, vocabulary) for content in (one, other)]
    return any(a and b and not a & b for a, b in zip(*traits, strict=True))


def _traits(content: frozenset[str], vocabulary: Vocabulary) -> tuple[frozenset[str], ...]:
    """The countries, the regions and the parties among some content words."""
    return (
        frozenset(word for word in content if word.startswith("@")),
        frozenset(word for word in content if word.startswith("#")),
        frozenset(vocabulary.parties[word] for word in content if word in vocabulary.parties),
    )
