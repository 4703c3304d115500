"""Hides from matching what only conflicts may judge by.

The central decision: cluster blind, judge on what was hidden. "The bridge is safe" and "the
bridge is not safe" must look the same here, and so must 49 and 50, Monday and Tuesday, and the
two words of a listed antonym.
"""

import re
from collections.abc import Mapping
from functools import cache

from attrs import frozen

from claimtrack.lexicon import Lexicon

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_POSSESSIVE = re.compile(r"['’]s?$")
_NUMBERS = frozenset(("unit", "ten", "scale", "vague", "none"))
_CONTRACTED = re.compile(r"n['’]t$", re.IGNORECASE)


@frozen
class _Masks:
    """What a word is replaced by; the empty string where it goes."""

    words: Mapping[str, str]
    dates: frozenset[str]


@cache
def _masks(lexicon: Lexicon) -> _Masks:
    words: dict[str, str] = {}
    for word in lexicon.words("negators"):
        words[word.casefold()] = ""
    for row in lexicon.rows("number_words"):
        if row["kind"] in _NUMBERS:
            words[row["word"]] = ""
    words |= _antonyms(lexicon)
    return _Masks(words=words, dates=lexicon.words("calendar"))


def _antonyms(lexicon: Lexicon) -> dict[str, str]:
    """Each antonym that is to be masked to the first word of all that it is tied to.

    Pairs that share words make one word of all; so only some pairs are masked.
    """
    first: dict[str, str] = {}

    def top(word: str) -> str:
        while first.setdefault(word, word) != word:
            word = first[word]
        return word

    for row in lexicon.rows("antonyms"):
        if not row["masked"]:
            continue
        a, b = sorted((top(row["word"]), top(row["opposite"])))
        first[b] = a
    return {word: top(word) for word in first}


def mask(text: str, lexicon: Lexicon) -> str:
    """The words of a text, folded, without numbers, dates and negators, antonyms made one.

    Args:
        text: What is to be masked.
        lexicon: Gives negators, number words, the calendar and antonyms.
    """
    masks = _masks(lexicon)
    kept: list[str] = []
    for match in _WORD.finditer(text):
        # "May" is a month, "may" is not.
        word = _POSSESSIVE.sub("", _CONTRACTED.sub("", match.group()))
        if word in masks.dates or _DIGIT.search(word):
            continue
        word = masks.words.get(word.casefold(), word.casefold())
        if word:
            kept.append(word)
    return " ".join(kept)
