"""A document made ready for extraction, and what is found in it.

The central decision: a candidate keeps both where it stands in the tree and its spans in the
text, so that judging can look at either and assembling needs only the spans.
"""

from collections.abc import Iterable
from functools import lru_cache

from attrs import frozen

from claimtrack.extraction.patterns import Match
from claimtrack.extraction.quotations import Quotation, find_quotations
from claimtrack.lexicon import Lexicon
from claimtrack.model import Span, Spans
from claimtrack.syntax import Sentence


@frozen(kw_only=True)
class Candidate:
    """A possible claim.

    Attributes:
        sentence: Index of the cue's sentence.
        match: What fits where.
        source: Spans of the source; empty where there is none.
        cue: Spans of the cue.
        anchor: The cue's main word.
        content: Spans of the content.
        key: The cue in the lexicon: lemma and part of speech; `find_candidates` fills it in.
        head: What the source's head is counted by, ``spokesman`` or ``PER``; it fills that in
            too. Empty where there is no source.
        beside: Other frames that the same cue was found in.
        inside: Whether it is judged as part of what another claim says, as if that stood by
            itself.
    """

    sentence: int
    match: Match
    source: Spans
    cue: Spans
    anchor: Span
    content: Spans
    key: tuple[str, str] = ("", "")
    head: str = ""
    beside: frozenset[str] = frozenset()
    inside: bool = False

    @property
    def frame(self) -> str:
        """The frame by which the cue was found."""
        return self.match.pattern.frame


@frozen
class Vocabulary:
    """Small sets of words that finding and shaping need.

    Attributes:
        negators: Adverbs that negate.
        calendar: Weekdays, months and the like, in lower case.
        complementisers: Words that open a content clause.
        speech: Verbs of saying.
    """

    negators: frozenset[str]
    calendar: frozenset[str]
    complementisers: frozenset[str]
    speech: frozenset[str]


@lru_cache(maxsize=4)
def load_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words of a lexicon that shaping needs."""
    negators = {row["word"] for row in lexicon.rows("negators") if row["kind"] == "adverb"}
    calendar = {word.lower() for word in lexicon.words("calendar")}
    return Vocabulary(
        negators=frozenset(negators),
        calendar=frozenset(calendar),
        complementisers=lexicon.words("complementisers"),
        speech=frozenset(
            row["lemma"]
            for row in lexicon.rows("cues")
            if row["upos"] == "VERB" and row["kind"] == "speech"
        ),
    )


@frozen
class Page:
    """A document made ready: its text, trees and quotations, and its language's small words."""

    text: str
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    vocabulary: Vocabulary


def make_page(text: str, sentences: Iterable[Sentence], lexicon: Lexicon) -> Page:
    """A document made ready for extraction.

    Args:
        text: What the trees' offsets refer to.
        sentences: All its trees, in text order.
        lexicon: Gives quotation marks and small words.
    """
    quotations = find_quotations(text, lexicon)
    return Page(text, tuple(sentences), quotations, load_vocabulary(lexicon))


def is_negated(page: Page, sentence: Sentence, index: int) -> bool:
    """Whether a negating adverb hangs from a word."""
    negators = page.vocabulary.negators
    return any(sentence[i].lemma.lower() in negators for i in sentence.children(index, "advmod"))
