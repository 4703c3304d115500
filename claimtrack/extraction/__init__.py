"""From text to attributed claims.

The central decision: finding, judging and shaping are separate steps, each a function from
values to values. Patterns (data) find candidates generously; counts and weights (data) say how
likely each is an attribution and how far its content reaches; then claims are chosen, quotations
that go on are given to their speakers, and claims inside claims get their parents.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from claimtrack.errors import ClaimtrackError
from claimtrack.extraction.assembly import (
    THRESHOLD,
    Draft,
    choose,
    continue_quotations,
    parents,
)
from claimtrack.extraction.candidates import find_candidates
from claimtrack.extraction.claims import make_claims
from claimtrack.extraction.nesting import chosen_of, judge
from claimtrack.extraction.pages import Page, make_page
from claimtrack.extraction.participles import release_participles
from claimtrack.extraction.scoring import load_scorer
from claimtrack.extraction.selection import select
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import Claim, Document, Extraction
from claimtrack.parsing import Parser, default_parser
from claimtrack.syntax import Sentence

__all__ = ["extract", "extract_many", "find_claims", "select"]


def extract(
    item: str | Document, *, parser: Parser | None = None, lexicon: Lexicon | None = None
) -> Extraction:
    """The attributed claims of a text, in text order.

    Args:
        item: A text, or a document with what is known about it.
        parser: Gives the trees; by default Stanza with the models that ship with claimtrack.
        lexicon: Words and patterns; English by default.

    Raises:
        ModelError: The parser's models are missing or damaged.
        LexiconError: A lexicon file is wrong.
    """
    document = item if isinstance(item, Document) else Document(item)
    sentences = (parser or default_parser()).parse(document.text)
    return Extraction(document, find_claims(document, sentences, lexicon or load_lexicon()))


def extract_many(
    items: Iterable[str | Document],
    *,
    parser: Parser | None = None,
    lexicon: Lexicon | None = None,
    on_error: Callable[[str | Document, ClaimtrackError], None] | None = None,
) -> Iterator[Extraction]:
    """The extraction of each text, in order, as soon as it is made.

    Args:
        items: Texts or documents.
        parser: As for `extract`.
        lexicon: As for `extract`.
        on_error: Called with an item that cannot be extracted, and why; then the rest goes on.
            Without it the first error is raised.

    Raises:
        ClaimtrackError: An item cannot be extracted, and there is no `on_error`.
    """
    for item in items:
        try:
            yield extract(item, parser=parser, lexicon=lexicon)
        except ClaimtrackError as error:
            if on_error is None:
                raise
            on_error(item, error)


def find_claims(
    document: Document,
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    threshold: float = THRESHOLD,
) -> tuple[Claim, ...]:
    """The claims of a document whose trees are at hand.

    Args:
        document: The text that the trees' offsets refer to.
        sentences: All its trees, in text order.
        lexicon: Words, patterns, counts and weights.
        threshold: Candidates less likely than this are left out, 0..1; denials and those
            without a source need less.
    """
    page = make_page(document.text, sentences, lexicon)
    drafts = continue_quotations(page, _drafts(page, lexicon, threshold))
    return make_claims(document, page, drafts, parents(drafts), lexicon)


def _drafts(page: Page, lexicon: Lexicon, threshold: float) -> tuple[Draft, ...]:
    scorer = load_scorer(lexicon)
    candidates = find_candidates(page, lexicon, scorer.licensed)
    drafts = choose(chosen_of(judge(page, candidates, scorer, threshold)))
    return release_participles(page, drafts, scorer.listed)
