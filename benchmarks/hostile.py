"""Texts that somebody means ill with, through ingest, extraction, store, search and display.

The texts are drawn by hypothesis from pieces that parsers, databases, terminals, spreadsheets
and browsers stumble over, and from cues and quotation marks so that claims are found in them.
"""

import sys
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from claimtrack.display import to_html
from claimtrack.display.sheet import claims_to_csv
from claimtrack.display.text import printable
from claimtrack.errors import InputError
from claimtrack.extraction import extract
from claimtrack.ingest import from_bytes, from_text
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Document, Extraction, Report, Run, Source
from claimtrack.parsing import Parser
from claimtrack.sources import classify_source
from claimtrack.store import Store
from claimtrack.store.rows import check_claim

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RUN = Run(version="0", parser="fuzz", lexicon="en:none")

#: After so many texts the counts are told.
_TOLD = 250

_SPEAKING = (
    "The minister said that ",
    " said on Tuesday.",
    " denied that ",
    "According to officials, ",
    "He added: ",
    "“",
    "”",
    '"',
    "''",
    "‘",
    "’",
    "the bridge was not safe",
    "49 soldiers",
    "105 were killed",
    "\n\n",
    ". ",
    ", ",
    " — ",
    ": ",
)
_HOSTILE = (
    "\0",
    "\x1b[2J\x1b]0;x\a",
    "\u202e\u2066",
    "\ufeff",
    "\u200b\u200d",
    "e\u0301\u0327" * 9,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\ud800",
    "\udfff",
    "<script>alert(1)</script>",
    "&lt;&#x0;",
    "'); DROP TABLE claim; --",
    'NEAR("a" "b") OR *',
    '=HYPERLINK("x")',
    "@SUM(1)",
    "\r\n",
    "\r",
    "\u2028\u2029\x85\x0b\x0c",
    "(" * 60,
    '"' * 40,
    "a" * 700,
    "1" * 400,
    "$9,999,999,999,999,999.99 ",
    "- " * 50,
    "\u0e01\u0e33\u0e31",
    "\u0627\u0644",
    "\u4e2d\u6587。",
    "%s%n{0}{{",
    "\\u0000\\",
    "http://x.example/?q=\"'>",
)

PIECES = st.sampled_from(_SPEAKING) | st.sampled_from(_HOSTILE) | st.text(max_size=12)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map("".join)


class Fuzz:
    """Puts one hostile text after the other through everything, and counts.

    Args:
        place: A database file.
        parser: The parser that users have.
    """

    def __init__(self, place: Path, parser: Parser) -> None:
        self.counts: Counter[str] = Counter(crashes=0, astray=0)
        self.failed: list[str] = []
        self._store = Store(place)
        self._parser = parser
        self._lexicon = load_lexicon()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def try_text(self, text: str) -> None:
        """One text; what goes wrong is counted and kept."""
        self.counts["texts"] += 1
        if self.counts["texts"] % _TOLD == 0:
            print(dict(self.counts), file=sys.stderr, flush=True)
        try:
            self._run(text)
        except Exception as error:  # noqa: BLE001  that is what is looked for
            self.counts["crashes"] += 1
            self.failed.append(f"{error!r} of {text!r}")

    def _run(self, text: str) -> None:
        with suppress(InputError):
            from_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            document = from_text(text)
        except InputError:
            self.counts["refused"] += 1
            return
        found = extract(document, parser=self._parser, lexicon=self._lexicon)
        self.counts["claims"] += len(found.claims)
        for claim in found.claims:
            try:
                check_claim(claim, document.text)
            except Exception as error:  # noqa: BLE001  counted apart
                self.counts["astray"] += 1
                self.failed.append(f"{error!r} of {text!r}")
        self._keep(document, found)

    def _keep(self, document: Document, found: Extraction) -> None:
        told = {source.name: source for claim in found.claims for source in claim.speakers}
        names = {name for claim in found.claims for name in claim.sources} - set(told)
        bare = (Source(name=name, kind=classify_source(name, self._lexicon)) for name in names)
        sources = told | {source.name: source for source in bare}
        self._store.add(found, sources=sources, run=RUN, now=NOW)
        assert self._store.extraction(document.id) == found, "does not read back"
        try:
            self._store.search(document.text[:200])
        except InputError:
            self.counts["no word"] += 1
        claims_to_csv(found.claims, {document.id: document})
        report = Report(documents=(document,), claims=found.claims, clusters=(), relations=())
        assert "<script>" not in to_html(report).partition("<body")[2], "HTML got through"
        assert "\x1b" not in printable(document.text)


def fuzz(place: Path, parser: Parser, texts: int) -> Fuzz:
    """Draw so many texts, always the same, and put them through."""
    run = Fuzz(place, parser)

    @settings(
        max_examples=texts,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(TEXTS)
    def draw(text: str) -> None:
        run.try_text(text)

    draw()
    run.close()
    return run
