"""Claims of the same words: one to matching, however many there are.

The central decision: a wire text that a hundred outlets print is compared once. What blocking lets
a claim meet is bounded, so that its copies would fill all of it, and those that are left over
would count as unlike. Copies stand in one cluster beforehand, and what is measured on one counts
for each of them.
"""

from collections import defaultdict
from collections.abc import Container, Hashable, Iterable, Mapping

from claimtrack.lexicon import Lexicon
from claimtrack.matching import mask
from claimtrack.matching.tellings import Telling
from claimtrack.model import Claim


def find_copies(
    claims: Iterable[Claim], *, apart: Container[str], lexicon: Lexicon
) -> Mapping[str, tuple[str, ...]]:
    """The claims that are compared, each with its copies: the same text once it is masked.

    Args:
        claims: Each once, in any order.
        apart: Ids of claims that are nobody's copies, as a person has parted them from others.
        lexicon: Gives what is masked.

    Returns:
        The least id of those with one text to the other ids, all of them sorted.
    """
    return _fold((_name_text(claim, apart, lexicon), claim.id) for claim in claims)


def find_same_tellings(tellings: Iterable[Telling]) -> Mapping[str, tuple[str, ...]]:
    """The tellings that are compared, each with those that point at the same place of one text.

    Args:
        tellings: Each once, in any order.

    Returns:
        As for `find_copies`.
    """
    return _fold(((telling.text, telling.trigger), telling.id) for telling in tellings)


def _fold(named: Iterable[tuple[Hashable, str]]) -> Mapping[str, tuple[str, ...]]:
    alike: defaultdict[Hashable, list[str]] = defaultdict(list)
    for name, key in named:
        alike[name].append(key)
    groups = sorted(sorted(ids) for ids in alike.values())
    return {first: tuple(others) for first, *others in groups}


def _name_text(claim: Claim, apart: Container[str], lexicon: Lexicon) -> tuple[str, ...]:
    if claim.id in apart:
        return ("apart", claim.id)
    return name_text(claim.text, lexicon)


def name_text(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """What texts have in common that are the same to matching.

    Args:
        text: What is claimed.
        lexicon: Gives what is masked.
    """
    masked = mask(text, lexicon)
    # Nothing is left of "49": it is a copy of itself only.
    return ("masked", masked) if masked else ("text", " ".join(text.split()).casefold())
