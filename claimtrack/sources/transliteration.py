"""Whether two spellings can be one person's name, written over from another alphabet.

The central decision: the ways in which transliterations differ (Pashinyan, Pashinian; Zelensky,
Zelenskyy; Gaddafi, Qaddafi) are a table that is applied to both, and RapidFuzz's ratio decides
over what is left, word by word, so that no common surname can make up for another first name.
A spelling alone is weak evidence: ask only about people of one country and one role.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from rapidfuzz import fuzz

from claimtrack.sources.vocabulary import Vocabulary

#: Least share of a word that must be alike, 0..1; see benchmarks/README.md, "Sources".
SURNAME = 0.8
GIVEN = 0.7
_INITIAL = 2


def may_be_spellings(one: Sequence[str], other: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether two names, as folded words, can be spellings of one name.

    A surname alone is compared with the last word of the other; middle initials do not count.

    Args:
        one: A person's name.
        other: Another.
        vocabulary: The language's words.
    """
    short, long = sorted((_parts(one, vocabulary), _parts(other, vocabulary)), key=len)
    if not short or not _alike(short[-1], long[-1], SURNAME):
        return False
    # Whatever is lost on the way from one alphabet to the other, the first sound stays.
    if short[-1][:1] != long[-1][:1]:
        return False
    if len(short) == 1:
        return True
    return len(short) == len(long) and all(
        _alike(a, b, GIVEN) for a, b in zip(short[:-1], long[:-1], strict=True)
    )


def _parts(name: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The parts of a name, written one way, without middle initials and small words."""
    parts = [part for word in name for part in word.replace("-", " ").split()]
    kept = [
        part
        for place, part in enumerate(parts)
        if not place
        or not (part in vocabulary.particles or (len(part) == _INITIAL and part[-1] == "."))
    ]
    return tuple(write_one_way(part, vocabulary.transliterations) for part in kept)


def _alike(one: str, other: str, least: float) -> bool:
    return one == other or fuzz.ratio(one, other) / 100 >= least


@lru_cache(maxsize=8192)
def write_one_way(word: str, table: tuple[tuple[str, str], ...]) -> str:
    """A word with every way of writing a sound made one, and no letter twice in a row."""
    for written, compared in table:
        word = word.replace(written, compared)
    return "".join(letter for letter, _ in groupby(word) if letter.isalnum())
