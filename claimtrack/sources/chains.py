"""The way on which a claim has come to its reader: outlet, agency, ministry, official.

The central decision: each step is read where it is written and nowhere else: the outlet from
what is known of the document, the agency from the dateline or the credit, who reports that
somebody said something from the claims around it, the outlet that was told from the words at
the cue, and the body from the speaker's role.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Document, Link, Source, Spans
from claimtrack.sources.vocabulary import Vocabulary, fold, read_vocabulary
from claimtrack.syntax import Sentence, Word

#: A dateline: "KYIV, May 3 (Reuters) - …"; looked for at the very beginning.
_DATELINE = re.compile(r"\(([^()\n]{2,40})\)\s*[-–—:]")
_DATELINE_WITHIN = 160
#: A credit at the end: "— AFP", "(AP)", "Source: TASS".
_CREDIT = re.compile(r"(?:[-–—(:]\s*)([^()\n:–—-]{2,40}?)\)?\.?\s*$")
_CREDIT_WITHIN = 80
_NAME_WORDS = 4
#: Shorter names are words or initials too ("who", "ap"): they count in capitals only.
_SHORT = 4


def find_carriers(
    sentence: Sentence, cue: int, without: Spans, lexicon: Lexicon
) -> tuple[str, ...]:
    """The outlets that a claim was made to or is quoted by, as the words at its cue say.

    "Told Reuters", "in an interview with Le Monde", "was quoted by TASS as saying".

    Args:
        sentence: The cue's.
        cue: Position of the cue's word.
        without: Source and content: an outlet named there is something else.
        lexicon: The language's words.
    """
    vocabulary = read_vocabulary(lexicon)
    words = [
        sentence[index]
        for index in sentence.subtree(cue)
        if not any(span.overlaps(sentence[index].span) for span in without)
    ]
    found: dict[str, None] = {}
    position = 0
    while position < len(words):
        size, name = _find_outlet(words[position : position + _NAME_WORDS], vocabulary)
        if name:
            found[name] = None
        position += size
    return tuple(found)


def find_agency(document: Document, lexicon: Lexicon) -> str:
    """The news agency that a document credits in its dateline or at its end, or nothing."""
    agencies = read_vocabulary(lexicon).agencies
    first = _DATELINE.search(document.text[:_DATELINE_WITHIN])
    last = _CREDIT.search(document.text[-_CREDIT_WITHIN:])
    for match in filter(None, (first, last)):
        name = agencies.get(fold(match[1].strip()))
        if name:
            return name
    return ""


def find_chains(
    claim: Claim, document: Document, claims: Mapping[str, Claim], lexicon: Lexicon
) -> tuple[tuple[Link, ...], ...]:
    """The way of a claim to its reader, from the outlet to who speaks, one for each speaker.

    Args:
        claim: The claim.
        document: Where it stands.
        claims: By id, with those that it stands in.
        lexicon: The language's words.

    Returns:
        One chain where no source is given, without a speaker at its end; empty where nothing
        at all is known.
    """
    start = [Link(document.outlet, "outlet")] if document.outlet else []
    agency = find_agency(document, lexicon)
    start.extend([Link(agency, "agency")] if agency else [])
    for outer in reversed(tuple(_outer(claim, claims))):
        start.extend(Link(name, "report") for name in outer.sources)
    start.extend(Link(name, "report") for name in claim.via)
    told = {source.name: source for source in claim.speakers}
    chains = [_distinct((*start, *_speaker(name, told.get(name)))) for name in claim.sources]
    return tuple(filter(None, chains or [_distinct(tuple(start))]))


def _speaker(name: str, source: Source | None) -> Iterator[Link]:
    if source is not None and source.body:
        yield Link(source.body, "body")
    yield Link(name, "speaker")


def _outer(claim: Claim, claims: Mapping[str, Claim]) -> Iterator[Claim]:
    """The claims that a claim stands in, the nearest first."""
    seen = {claim.id}
    while claim.parent is not None and claim.parent in claims and claim.parent not in seen:
        seen.add(claim.parent)
        claim = claims[claim.parent]
        yield claim


def _distinct(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links without those whose name comes again: an outlet that is its own source."""
    last = {fold(link.name): place for place, link in enumerate(links)}
    return tuple(link for place, link in enumerate(links) if last[fold(link.name)] == place)


def _find_outlet(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[int, str]:
    """How many words from the first on name an outlet, and which; the longest name wins."""
    for size in range(len(words), 0, -1):
        name = " ".join(word.text for word in words[:size])
        outlet = vocabulary.outlets.get(fold(name))
        if outlet is not None and (name.isupper() if len(name) <= _SHORT else name.istitle()):
            return size, outlet.canonical
    return 1, ""
