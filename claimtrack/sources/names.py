"""What a canonical name says by itself: a person's, a government's, a body's, an office's.

The central decision: two names are compared by a key that forgets what writers vary - order
("Ministry of Health", "Health Ministry"), spelling (Defence, Defense), how a country is named
(Azerbaijan's, Azerbaijani, of the Republic of Azerbaijan) - and keeps the rest. A government
goes by its country, its capital or its seat when it speaks; all have the country's key.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from attrs import frozen

from claimtrack.model import Source
from claimtrack.sources.vocabulary import Vocabulary, fold, singular

KeyKind: TypeAlias = Literal["government", "body", "person", "office", "other", "own"]

_COUNTRY_WORDS = 4
_TITLE_WORDS = 4
_PHRASE_WORDS = 3
_EDGES = ',;:()"“”'
_POSSESSIVE = ("'s", "'")


@frozen
class NameKey:
    """What two names are compared by.

    Attributes:
        kind: ``government`` (of a country), ``body``, ``person``, ``office`` (somebody known by
            it only), ``other``, or ``own`` for what is never the same as another.
        country: The country behind it, or empty.
        words: What else tells it apart: of a person in order, of others sorted.
    """

    kind: KeyKind
    country: str = ""
    words: tuple[str, ...] = ()


def read_key(source: Source, vocabulary: Vocabulary) -> NameKey:
    """What a source is compared by with others.

    Args:
        source: As one document tells of it.
        vocabulary: The language's words.
    """
    name = fold(source.name)
    if source.kind == "person" and not source.document and _is_named(source, vocabulary):
        return NameKey("person", source.country, tuple(_tokens(name)))
    place = _government(name, source.kind, vocabulary)
    if place:
        return NameKey("government", place)
    known = vocabulary.known(name)
    if known is not None and (known.country or known.kind != "government"):
        name = fold(known.canonical)
    country, words = split_country(name, vocabulary)
    country = country or (known.country if known else "") or source.country
    if country and words and set(words) <= vocabulary.governments:
        return NameKey("government", country)
    office = vocabulary.titles.get(" ".join(words))
    if office is not None and office.kind == "office":
        return NameKey("office", country, (office.role,)) if country else NameKey("own")
    if source.document:
        return NameKey("own")
    kind: KeyKind = "body" if source.kind in {"government", "organisation", "outlet"} else "other"
    return NameKey(kind, country, tuple(sorted(words)))


def is_nameless(name: str, country: str, vocabulary: Vocabulary) -> bool:
    """Whether a name says who speaks only together with the document that it stands in.

    "Senior official", "police", and without a country also "Foreign Ministry" and "Supreme
    Court": all their words are common ones, whatever their capitals.

    Args:
        name: As it was resolved in a document.
        country: The country behind it, or empty.
        vocabulary: The language's words.
    """
    known = vocabulary.known(fold(name))
    if known is not None:
        return known.kind == "government" and not (known.country or country)
    if not any(word[:1].isupper() for word in name.split()):
        return True
    _, words = split_country(fold(name), vocabulary)
    common = all(_is_common(word, vocabulary) for word in words)
    return common and not country and bool(words)


def split_country(name: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """The country that a folded name gives first, or nothing, and its other words.

    Small words are dropped, spellings and portfolios made one. Further countries stay, marked:
    an ambassador is one country's, sent to another.
    """
    tokens = _tokens(name)
    country = ""
    words: list[str] = []
    position = 0
    while position < len(tokens):
        size, place = _find_country(tokens, position, vocabulary)
        if place:
            words.extend(("@" + place,) if country else ())
            country = country or place
            position += size
            continue
        size, word = _find_phrase(tokens, position, vocabulary)
        if not _is_small(word, vocabulary):
            words.append(word)
        position += size
    return country, tuple(words)


def _government(name: str, kind: str, vocabulary: Vocabulary) -> str:
    """The country whose government goes by a folded name when it speaks, or nothing."""
    bare = name.removeprefix("the ")
    place = vocabulary.countries.get(bare) or vocabulary.seats.get(bare)
    if place is None and kind in {"government", "country"}:
        place = vocabulary.capitals.get(bare)
    return place or ""


def _is_named(source: Source, vocabulary: Vocabulary) -> bool:
    """Whether a person is called by a name, not by an office."""
    _, words = split_country(fold(source.name), vocabulary)
    return not words or " ".join(words) not in vocabulary.titles


def _is_common(word: str, vocabulary: Vocabulary) -> bool:
    stem = singular(word, vocabulary)
    return (
        stem in vocabulary.nouns
        or stem in vocabulary.titles
        or stem in vocabulary.heads
        or stem in vocabulary.portfolio_words
    )


def _is_small(word: str, vocabulary: Vocabulary) -> bool:
    return word in vocabulary.postmodifiers or word in vocabulary.determiners or word == "&"


@lru_cache(maxsize=4096)
def _tokens(name: str) -> tuple[str, ...]:
    found: list[str] = []
    for piece in name.split():
        word = piece.strip(_EDGES)
        for ending in _POSSESSIVE:
            word = word.removesuffix(ending)
        if word:
            found.append(word)
    return tuple(found)


def _find_country(tokens: Sequence[str], position: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """How many words from a position on name a country, and which; the longest name wins."""
    for size in range(min(_COUNTRY_WORDS, len(tokens) - position), 0, -1):
        place = vocabulary.country(" ".join(tokens[position : position + size]))
        if place:
            return size, place
    return 1, ""


def _find_phrase(tokens: Sequence[str], position: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """How many words from a position on are one, and what they are compared as."""
    for size in range(min(_PHRASE_WORDS, len(tokens) - position), 0, -1):
        phrase = " ".join(tokens[position : position + size])
        if phrase in vocabulary.portfolios:
            return size, vocabulary.portfolios[phrase]
    word = vocabulary.spellings.get(tokens[position], tokens[position])
    return 1, singular(word, vocabulary)
