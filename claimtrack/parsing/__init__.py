"""Parsers: text to Universal Dependencies trees with exact character offsets.

The central decision: a parser is two names, `fingerprint` and `parse`. Everything after it works
on `Sentence` values and never learns which parser made them, so that a network, stored trees and
a user's own parser can stand in for each other.

Importing this package is cheap: weights and their libraries load when a text is first parsed.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Protocol, runtime_checkable

from claimtrack.syntax import Sentence


@runtime_checkable
class Parser(Protocol):
    """What claimtrack asks of a parser."""

    @property
    def fingerprint(self) -> str:
        """Name, version, language and a short digest of the weights; part of provenance."""
        ...

    def parse(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text, in text order, offsets into that very string.

        No two words overlap, save the parts of one written word that cannot be told apart. A
        text without words gives ``()``.
        """
        ...


def parse_many(parser: Parser, texts: Iterable[str]) -> Iterator[tuple[Sentence, ...]]:
    """The sentences of each text, in order, one text at a time.

    Texts are never mixed in one batch, so that a document's analysis cannot depend on what
    was parsed beside it.
    """
    return map(parser.parse, texts)


@cache
def default_parser(lang: str = "en") -> Parser:
    """The parser of the models that ship with claimtrack, made once and kept.

    Args:
        lang: ISO 639-1 code.

    Raises:
        ModelError: No models ship for that language, or they are damaged.
    """
    # Stanza's adapter stays unimported until somebody parses.
    from claimtrack.parsing.stanza import StanzaParser  # noqa: PLC0415

    return StanzaParser(lang)
