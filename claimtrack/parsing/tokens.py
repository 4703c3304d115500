"""Bounds what a parser gets: no sentence of thousands of words, no word of thousands of letters.

The central decision: a network's time and memory grow with the square of a sentence and with its
longest word, so both are bounded after tokenization, on the entries (dictionaries with ``id``
and ``text``) that Stanza exchanges. Ordinary text has neither; tables, lists and dumps do.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias

from attrs import frozen

from claimtrack.lexicon import DATA, load_lexicon

#: Words; a longer sentence is cut. The longest of 35,168 sentences of news had 222.
LONGEST_SENTENCE = 250

#: Characters; taggers pad every word of a batch to the longest, so a longer one is shortened. In
#: the same news one word was longer, an address.
LONGEST_WORD = 64


@frozen
class Hours:
    """Words of hours, in lower case.

    Attributes:
        clocks: What stands behind an hour: "a.m.".
        zones: Zones of one word: "gmt".
        nouns: What a zone's name ends in: "time".
    """

    clocks: frozenset[str]
    zones: frozenset[str]
    nouns: frozenset[str]


NO_HOURS = Hours(frozenset(), frozenset(), frozenset())


@cache
def load_hours(lang: str) -> Hours:
    """Words of hours of a language; a language without a lexicon has none."""
    if not (DATA / lang).is_dir():
        return NO_HOURS
    lexicon = load_lexicon(lang)
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for row in (*lexicon.rows("calendar"), *lexicon.rows("periods")):
        kinds[row["kind"]].add(row["word"].casefold())
    return Hours(*(frozenset(kinds[kind]) for kind in ("clock", "zone", "zone noun")))


#: A token or a word of one; ``id`` is its number from 1, or the first and last of its words.
Entry: TypeAlias = dict[str, Any]


def bound_sentence(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """A sentence's entries in parts that are short enough, each numbered from 1.

    The middle of a too long word is left out of its text; its other fields, offsets among
    them, stay.
    """
    tokens = _by_token([{**entry, "text": _shortened(entry["text"])} for entry in entries])
    start = 0
    for end in cut_points([token[0]["text"] for token in tokens], LONGEST_SENTENCE):
        yield _renumbered(tokens[start:end])
        start = end


def join_broken(
    sentences: Sequence[Sequence[Entry]], text: str, hours: Hours = NO_HOURS
) -> list[list[Entry]]:
    """The sentences with those joined that were cut inside a line without a mark: Taylor | Swift.

    Splitters take a capital for a beginning. What is all in capitals stays alone: a heading. An
    hour goes on with its zone: "at 3 a.m. | Moscow time".

    Args:
        sentences: Their entries; tokens have ``start_char`` and ``end_char``.
        text: What the offsets refer to.
        hours: The language's words of hours and zones.
    """
    joined: list[list[Entry]] = []
    for entries in sentences:
        if joined and _is_broken(joined[-1], entries, text, hours):
            joined[-1] = _renumbered([*_by_token(joined[-1]), *_by_token(entries)])
        else:
            joined.append(list(entries))
    return joined


def _is_broken(before: Sequence[Entry], after: Sequence[Entry], text: str, hours: Hours) -> bool:
    last = next((entry for entry in reversed(before) if "end_char" in entry), None)
    first = next((entry for entry in after if "start_char" in entry), None)
    if last is None or first is None or text[last["end_char"] : first["start_char"]] != " ":
        return False
    # "a.m." may be one token or have a full stop of its own.
    ends = {entry["text"].casefold() for entry in before[-2:]}
    if ends & hours.clocks and (last["text"] == "." or last["text"].casefold() in hours.clocks):
        following = [entry["text"].casefold() for entry in after[:3]]
        return bool(hours.zones & {*following[:1]}) or bool(hours.nouns & {*following[1:]})
    heading = len(before) > 1 and all(entry["text"].isupper() for entry in before)
    return last["text"][-1:].isalnum() and not heading


def cut_points(texts: Sequence[str], limit: int) -> Iterator[int]:
    """Where the parts of a too long sentence end, the last point being its own end.

    Args:
        texts: The sentence's tokens.
        limit: Most tokens of a part; it ends after punctuation if any stands in its second half.

    Example:
        >>> list(cut_points(["one", "two", "three", ";", "four", "five"], 4))
        [4, 6]
    """
    start = 0
    while len(texts) - start > limit:
        end = start + limit
        while end > start + limit // 2 and _is_word(texts[end - 1]):
            end -= 1
        if _is_word(texts[end - 1]):
            end = start + limit
        yield end
        start = end
    yield len(texts)


def _by_token(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The entries of each token: a multi-word one is an entry of its own before its words."""
    tokens: list[list[Entry]] = []
    last = 0
    for entry in entries:
        numbers = _numbers(entry["id"])
        if numbers[0] > last:
            tokens.append([])
            last = numbers[-1]
        tokens[-1].append(entry)
    return tokens


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _numbers(number: int | tuple[int, ...]) -> tuple[int, ...]:
    """Stanza writes a word's number as 3 or as (3,)."""
    return (number,) if isinstance(number, int) else number


def _shortened(text: str) -> str:
    half = LONGEST_WORD // 2
    return text if len(text) <= LONGEST_WORD else text[:half] + text[-half:]


def _renumbered(tokens: Sequence[Sequence[Entry]]) -> list[Entry]:
    numbered: list[Entry] = []
    number = 0
    for token in tokens:
        words = token[1:] or token
        if len(token) > 1:
            numbered.append({**token[0], "id": (number + 1, number + len(words))})
        numbered.extend({**word, "id": (number + i,)} for i, word in enumerate(words, 1))
        number += len(words)
    return numbered
