"""From source mentions to canonical names, and from a name to the kind of source it is."""

from collections.abc import Sequence

from claimtrack.errors import InputError
from claimtrack.lexicon import Lexicon
from claimtrack.model import Mention, SourceKind, Spans
from claimtrack.sources.discourse import Discourse
from claimtrack.sources.entities import link, name_of
from claimtrack.sources.reading import Reading, read_document
from claimtrack.sources.vocabulary import Vocabulary, fold, read_vocabulary, singular
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
    vocabulary = read_vocabulary(lexicon)
    reading = read_document(sentences, mentions, contents, vocabulary)
    discourse = link(reading, vocabulary)
    return tuple(
        _names(reading, discourse, _speaker(reading, contents, number))
        for number in range(len(mentions))
    )


def _names(reading: Reading, discourse: Discourse, number: int) -> tuple[str, ...]:
    names: list[str] = []
    for at in reading.mentions[number]:
        entity = discourse.where.get(at)
        if entity is None:
            continue
        names.extend(name for name in name_of(discourse, entity) if name not in names)
    return tuple(names)


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


def classify_source(name: str, lexicon: Lexicon) -> SourceKind:
    """What kind of source a canonical name is, as far as its words tell.

    Args:
        name: A name as `resolve_sources` gives it.
        lexicon: The language's words.

    Example:
        >>> from claimtrack.lexicon import load_lexicon
        >>> classify_source("Iranian Foreign Ministry", load_lexicon("en"))
        'government'
    """
    vocabulary = read_vocabulary(lexicon)
    key = fold(name)
    if key in vocabulary.countries:
        return "country"
    known = vocabulary.known(key)
    if known is not None:
        return known.kind
    if vocabulary.is_place(key):
        return "government"
    words = _before_preposition(name.split(), vocabulary)
    named = words[-1][:1].isupper()
    kind = _noun_kind([fold(word) for word in words], vocabulary)
    if kind is not None:
        return "unnamed" if kind == "person" else kind
    if not named:
        return "unnamed"
    return "organisation" if len(words) == 1 and words[0].isupper() else "person"


def _before_preposition(words: Sequence[str], vocabulary: Vocabulary) -> Sequence[str]:
    """A name's words up to the first preposition: its head noun is the last of them."""
    for position, word in enumerate(words):
        if position and word in vocabulary.postmodifiers:
            return words[:position]
    return words or ("",)


def _noun_kind(folded: Sequence[str], vocabulary: Vocabulary) -> SourceKind | None:
    last = singular(folded[-1], vocabulary)
    for key in (" ".join((*folded[-2:-1], last)), last):
        if key in vocabulary.nouns:
            return vocabulary.nouns[key].kind
        if key in vocabulary.titles:
            return "person"
    return None
