"""Which places lie near or in one another, as the documents of a collection tell.

The central decision: no table has all villages, but reports say where a village is: "the village
of Tokhar, near Manbij", "a district of Aleppo". So two names are neighbours where some sentence
of the collection puts a preposition of place between them, and names that differ only as two
spellings of one name do are one. This never shows that two figures are of one occasion; it only
keeps a village and its town from being taken for two places.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, product

from attrs import field, frozen
from rapidfuzz import fuzz

from claimtrack.lexicon import Lexicon
from claimtrack.model import Document
from claimtrack.sources.transliteration import write_one_way
from claimtrack.sources.vocabulary import fold, read_vocabulary

#: Words between two names, at most.
_BETWEEN = 12
#: Letters of a name from which it can be spelled in two ways, letters by which the two may
#: differ in length, and share of them that must be the same.
_LETTERS, _LONGER, _ALIKE = 4, 1, 0.8
_SENTENCE = re.compile(r"[^.!?;\n]+")
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile("(?<!^)[aeiou]")

Spellings = tuple[tuple[str, str], ...]


@frozen
class Surroundings:
    """Words of places that lie near one another.

    Attributes:
        near: Word of a name, by its consonants, to those of its neighbours.
        spellings: How the language's ways to write a sound are compared.
    """

    near: Mapping[str, frozenset[str]] = field(factory=dict[str, frozenset[str]])
    spellings: Spellings = field(default=(), repr=False)

    def are_one(self, a: str, b: str) -> bool:
        """Whether two folded words can be one word of a name: "tokhar", "tukhar"."""
        if a.removesuffix("s") == b.removesuffix("s"):
            return True
        one, other = (write_one_way(fold(word), self.spellings) for word in (a, b))
        long = min(len(one), len(other)) >= _LETTERS and abs(len(one) - len(other)) <= _LONGER
        return (
            long
            and _VOWELS.sub("", one) == _VOWELS.sub("", other)
            and fuzz.ratio(one, other) / 100 >= _ALIKE
        )

    def are_near(self, a: str, b: str) -> bool:
        """Whether two folded words can be of one place, or of two near one another."""
        one, other = (_key(word, self.spellings) for word in (a, b))
        return self.are_one(a, b) or other in self.near.get(one, frozenset())

    def find_keys(self, word: str) -> frozenset[str]:
        """What a folded word shares with each word that may be near it."""
        key = _key(word, self.spellings)
        return frozenset({key}) | self.near.get(key, frozenset())


def _key(word: str, spellings: Spellings) -> str:
    return _VOWELS.sub("", write_one_way(fold(word), spellings))


def find_surroundings(documents: Iterable[Document], lexicon: Lexicon) -> Surroundings:
    """The neighbours that some documents tell of.

    Args:
        documents: A collection.
        lexicon: Gives prepositions of places, and how spellings of a sound are compared.
    """
    spellings = read_vocabulary(lexicon).transliterations
    near: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        for sentence in _SENTENCE.finditer(document.text):
            for pair in _find_pairs(_WORD.findall(sentence[0]), lexicon):
                one, other = (_key(word, spellings) for word in pair)
                near[one].add(other)
                near[other].add(one)
    return Surroundings({key: frozenset(found) for key, found in near.items()}, spellings)


@cache
def _prepositions(lexicon: Lexicon) -> frozenset[str]:
    """The first words of the prepositions of places, and "of": "a district of Aleppo"."""
    places = [row["preposition"] for row in lexicon.rows("locatives") if row["kind"] == "place"]
    last = {preposition.split()[-1] for preposition in places} & lexicon.words("roles")
    return frozenset({*last, *(preposition.split()[0] for preposition in places)})


def _find_pairs(words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The words of names that a preposition of place puts beside each other."""
    names = list(_find_names(words, lexicon.words("name_particles")))
    for (first, end), (start, last) in pairwise(names):
        between = {word.casefold() for word in words[end:start]}
        if start - end <= _BETWEEN and between & _prepositions(lexicon):
            yield from (
                (one, other)
                for one, other in product(words[first:end], words[start:last])
                if one[:1].isupper() and other[:1].isupper()
            )


def _find_names(words: Sequence[str], particles: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of words with a capital, and of particles after one, as half-open ranges."""
    start: int | None = None
    for place, word in enumerate((*words, "")):
        named = word[:1].isupper()
        if named and start is None:
            start = place
        elif start is not None and not named and word not in particles:
            yield start, place
            start = None
