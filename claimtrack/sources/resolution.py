"""From source mentions to whom they stand for."""

from collections.abc import Sequence

from claimtrack.errors import InputError
from claimtrack.lexicon import Lexicon
from claimtrack.model import Mention, Source, Spans
from claimtrack.sources.description import describe
from claimtrack.sources.discourse import Discourse
from claimtrack.sources.entities import link, name_of
from claimtrack.sources.reading import Reading, read_document
from claimtrack.sources.vocabulary import read_vocabulary
from claimtrack.syntax import Sentence

#: Sentences that a speaker may be away from the words that are quoted.
_NEAR = 2


def resolve_sources(
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention | None],
    lexicon: Lexicon,
    *,
    contents: Sequence[Spans] = (),
) -> tuple[tuple[str, ...], ...]:
    """The canonical names of whom each source mention stands for inside its document.

    Args:
        sentences: The document's trees, all of them, in text order.
        mentions: The sources of its claims, in any order; None where a claim gives none.
        lexicon: The language's words.
        contents: For each mention the content of its claim. "I" and "we" inside a content are
            its source, of the innermost one where claims are nested; without contents
            quotation marks and the nearest source have to do. As many as there are mentions,
            or none at all.

    Returns:
        One tuple for each mention, in the order given: empty where there is no mention or
        nobody can be found, several names for a joint source.

    Raises:
        InputError: There are contents, but not as many as mentions.
    """
    if contents and len(contents) != len(mentions):
        raise InputError(
            f"{len(contents)} contents for {len(mentions)} mentions; give one for each, or none"
        )
    found = identify_sources(sentences, mentions, lexicon, contents=contents)
    return tuple(tuple(source.name for source in sources) for sources in found)


def identify_sources(
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention | None],
    lexicon: Lexicon,
    *,
    contents: Sequence[Spans] = (),
    document: str = "",
) -> tuple[tuple[Source, ...], ...]:
    """Whom each source mention stands for, with what the document says of them.

    Args:
        sentences: As for `resolve_sources`.
        mentions: As for `resolve_sources`.
        lexicon: The language's words.
        contents: As for `resolve_sources`.
        document: The document's id; with it sources without a name of their own are known to be
            of this document only.

    Raises:
        InputError: There are contents, but not as many as mentions.
    """
    if contents and len(contents) != len(mentions):
        raise InputError(
            f"{len(contents)} contents for {len(mentions)} mentions; give one for each, or none"
        )
    vocabulary = read_vocabulary(lexicon)
    reading = read_document(sentences, mentions, contents, vocabulary)
    discourse = link(reading, vocabulary)
    numbers = [_speaker(reading, contents, number) for number in range(len(mentions))]
    leaves = [_leaves(reading, discourse, number) for number in numbers]
    known = {
        name: describe(discourse, entity, name, document)
        for found in leaves
        for name, entity in found.items()
    }
    return tuple(tuple(known[name] for name in found) for found in leaves)


def _leaves(reading: Reading, discourse: Discourse, number: int) -> dict[str, int]:
    """The names that a mention stands for, each with the entity that bears it."""
    found: dict[str, int] = {}
    for at in reading.mentions[number]:
        entity = discourse.where.get(at)
        if entity is not None:
            for name, bearer in name_of(discourse, entity).items():
                found.setdefault(name, bearer)
    return found


def _speaker(reading: Reading, contents: Sequence[Spans], number: int) -> int:
    """The mention that a mention in the first person stands for; itself where it is no such."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        at = _first_person(reading, number)
        if at is None:
            return number
        holders = [
            (sum(map(len, spans)), other)
            for other, spans in enumerate(contents)
            if other not in seen and any(span.start <= at < span.end for span in spans)
        ]
        if contents and not holders:
            return number
        number = min(holders)[1] if holders else _nearest(reading, at, number)
    return number


def _nearest(reading: Reading, at: int, number: int) -> int:
    """The source outside quotation marks that is nearest to a word inside them, if any is near.

    Args:
        reading: The document.
        at: Where the word starts.
        number: Its mention, which is given back where no source is near.
    """
    word = reading.phrases[at]
    if not word.quoted:
        return number
    near: list[tuple[int, int, int]] = []
    for other, places in enumerate(reading.mentions):
        for place in places[:1]:
            phrase = reading.phrases[place]
            apart = abs(phrase.sentence - word.sentence)
            if not phrase.quoted and apart <= _NEAR and _first_person(reading, other) is None:
                near.append((apart, abs(place - at), other))
    return min(near)[2] if near else number


def _first_person(reading: Reading, number: int) -> int | None:
    for at in reading.mentions[number]:
        pronoun = reading.phrases[at].pronoun
        if pronoun is not None and pronoun.person == "1":
            return at
    return None
