"""What several test modules share: golden files, and claims made by hand from a short text."""

import difflib
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pytest
from attrs import evolve
from hypothesis import settings

from claimtrack.model import (
    Claim,
    Cluster,
    Cue,
    Document,
    Extraction,
    Judgement,
    Measure,
    Mention,
    Relation,
    Report,
    Run,
    Source,
    Span,
)
from claimtrack.store import Failure, Store

# How long an example takes says more of the machine's other work than of the code.
# Where a change is judged, the same examples are tried each time; at a desk, new ones.
settings.register_profile("claimtrack", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("claimtrack")

GOLDEN = Path(__file__).parent / "golden"
SEED = Path(__file__).parents[1] / "seeds" / "azerbaijan-armenia-clashes.txt"

Row: TypeAlias = tuple[str | None, str | None, str, tuple[str, ...]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regold", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a golden file, or rewrites the file under ``--regold``."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regold"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
            return
        with path.open(encoding="utf-8", newline="") as file:
            wanted = file.read()
        lines = difflib.unified_diff(wanted.splitlines(), text.splitlines(), lineterm="", n=1)
        assert text == wanted, "\n".join(lines) + "\nif that is right: pytest --regold"

    return compare


@pytest.fixture(scope="session")
def seed() -> Path:
    """The seed article."""
    return SEED


@pytest.fixture(scope="session")
def now() -> datetime:
    """A moment to write beside what is stored."""
    return datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def run() -> Run:
    """A run made up for tests."""
    return Run(version="0.1.0", parser="by hand", lexicon="en:none")


BRIDGE = """The harbour bridge will reopen on Monday, the city council said in a statement.

"The bridge is safe," mayor Ana Ruiz told reporters. "Not one bolt is loose."

The engineers' union denied that the bridge was safe. Its chair, Bo Lind, warned that 40 bolts \
were loose & that "<b>nobody</b>" had looked.

Three workers were reportedly hurt. Radio Harbour reported that the union had called for a strike.
"""

# Source, cue, content pieces parted by "|", and names; in text order.
BRIDGE_ROWS: tuple[Row, ...] = (
    ("the city council", "said", "The harbour bridge will reopen on Monday", ("City council",)),
    (
        "mayor Ana Ruiz",
        "told",
        '"The bridge is safe,"|"Not one bolt is loose."',
        ("Ana Ruiz",),
    ),
    ("The engineers' union", "denied", "that the bridge was safe", ("Engineers' union",)),
    (
        "Its chair, Bo Lind",
        "warned",
        'that 40 bolts were loose & that "<b>nobody</b>" had looked',
        ("Bo Lind", "Engineers' union"),
    ),
    (None, "reportedly", "Three workers were|hurt", ()),
    ("Radio Harbour", "reported", "that the union had called for a strike", ("Radio Harbour",)),
    ("the union", "had called for", "a strike", ("Engineers' union",)),
)

OUTLET = """The bridge is not safe, the engineers' union said on Tuesday.

The city council said that the bridge would reopen on Tuesday.
"""

OUTLET_ROWS: tuple[Row, ...] = (
    ("the engineers' union", "said", "The bridge is not safe", ("Engineers' union",)),
    ("The city council", "said", "that the bridge would reopen on Tuesday", ("City council",)),
)


def make_claims(document: Document, rows: Sequence[Row]) -> tuple[Claim, ...]:
    """Claims from words that stand in the text, each looked for after the one before."""
    made: list[Claim] = []
    start = 0
    for source, cue, content, names in rows:
        contents = find(document.text, content.split("|"), start)
        sources = find(document.text, [source], start) if source else ()
        first = min(span.start for span in (*contents, *sources))
        cues = find(document.text, [cue], first) if cue else ()
        spans = (*contents, *sources, *cues)
        edges = Span(min(s.start for s in spans), max(s.end for s in spans))
        inside = [item for item in made if any(s.contains(edges) for s in item.content)]
        made.append(
            Claim(
                document=document.id,
                source=Mention(sources, source) if source else None,
                cue=Cue(cues, cue, lemma=cue) if cue else None,
                content=contents,
                text=" ".join(content.split("|")),
                mode="direct" if content.startswith('"') else "indirect",
                polarity="negative" if cue == "denied" else "positive",
                pattern="test.by-hand",
                parent=inside[-1].id if inside else None,
                sources=names,
                sentence=edges,
            )
        )
        start = edges.start
    return tuple(made)


def find(text: str, pieces: Iterable[str], start: int) -> tuple[Span, ...]:
    """Where pieces stand, each after the one before."""
    spans: list[Span] = []
    for piece in pieces:
        start = text.index(piece, start)
        spans.append(Span(start, start + len(piece)))
    return tuple(spans)


def make_sources(claims: Iterable[Claim]) -> dict[str, Source]:
    """A source for every name."""
    kinds = {"City council": "government", "Ana Ruiz": "person", "Bo Lind": "person"}
    names = sorted({name for claim in claims for name in claim.sources})
    return {
        name: Source(name=name, kind="person" if kinds.get(name) == "person" else "organisation")
        for name in names
    }


@pytest.fixture(scope="session")
def bridge() -> Extraction:
    """Seven claims of a short text, one of them inside another."""
    document = Document(
        BRIDGE,
        url="https://news.example/bridge?a=1&b=2",
        outlet="The Harbour Post",
        published=datetime(2026, 5, 3, 9, 0, tzinfo=UTC),
    )
    return Extraction(document, make_claims(document, BRIDGE_ROWS))


@pytest.fixture(scope="session")
def outlet() -> Extraction:
    """Two claims of another outlet's text about the same."""
    document = Document(OUTLET, title="Union: bridge not safe", outlet="Daily Tide")
    return Extraction(document, make_claims(document, OUTLET_ROWS))


@pytest.fixture(scope="session")
def sources(bridge: Extraction, outlet: Extraction) -> dict[str, Source]:
    """Name to source, for all names in the two texts."""
    return make_sources((*bridge.claims, *outlet.claims))


@pytest.fixture(scope="session")
def report(bridge: Extraction, outlet: Extraction) -> Report:
    """Two documents with a denial, a contradiction in time, and an agreement."""
    claims = (*bridge.claims, *outlet.claims)
    reopen, safe, denied, *_, unsafe, tuesday = claims
    relations = (
        Relation(
            a=safe.id,
            b=denied.id,
            kind="denial",
            rule="denial",
            reason="Engineers' union denies what Ana Ruiz says: the bridge is safe.",
            score=0.9,
            spans_a=find(BRIDGE, ["is safe"], safe.content[0].start),
            spans_b=denied.cue.spans if denied.cue else (),
        ),
        Relation(
            a=reopen.id,
            b=tuesday.id,
            kind="time",
            rule="time",
            reason="City council says Monday in one place and Tuesday in another.",
            score=0.5,
        ),
        Relation(
            a=denied.id,
            b=unsafe.id,
            kind="agree",
            rule="same",
            reason="Both say that the bridge is not safe.",
            score=1.0,
        ),
    )
    clusters = (
        Cluster((reopen.id, tuesday.id)),
        Cluster((safe.id, denied.id, unsafe.id)),
    )
    return Report(
        documents=(bridge.document, outlet.document),
        claims=claims,
        clusters=clusters,
        relations=relations,
    )


@pytest.fixture(scope="session")
def newer(run: Run) -> Run:
    """A run after `run`."""
    return evolve(run, version="0.2.0", options=(("scope", "all"),))


@pytest.fixture(scope="session")
def runs(run: Run, newer: Run) -> tuple[Run, Run]:
    """One after the other."""
    return run, newer


@pytest.fixture(scope="session")
def rerun(bridge: Extraction) -> Extraction:
    """What a newer extractor finds in `bridge`: one less, one new, one otherwise."""
    council, mayor, *rest = bridge.claims
    text = bridge.document.text
    longer = evolve(mayor, content=mayor.content[:1], text=mayor.content[0].of(text))
    other = evolve(council, polarity="negative", sources=("Ana Ruiz", "City council"))
    return Extraction(bridge.document, (other, longer, *rest))


@pytest.fixture(scope="session")
def whole(
    report: Report,
    rerun: Extraction,
    sources: dict[str, Source],
    runs: tuple[Run, Run],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A file with rows in every kept table; to be copied, not written to."""
    place = tmp_path_factory.mktemp("whole") / "claims.db"
    now, later = (datetime(2026, month, 4, 12, 30, tzinfo=UTC) for month in (5, 6))
    run, newer = runs
    known = evolve(sources["Engineers' union"], aliases=("the union",))
    named = {**sources, known.name: known}
    a, b = (claim.id for claim in report.claims[:2])
    same = Judgement(subject="claim", a=a, b=b, verdict="same", by="Ana", added=now)
    with Store(place) as store:
        for document in report.documents:
            claims = tuple(item for item in report.claims if item.document == document.id)
            if document is report.documents[1]:
                claims = tuple(
                    evolve(item, speakers=tuple(named[name] for name in item.sources))
                    for item in claims
                )
            store.add(Extraction(document, claims), sources=named, run=run, now=now)
        measures = (Measure(kind="denial", right=3, pairs=4, where="bridges 3 of 4"),)
        store.relate(
            report.clusters,
            report.relations,
            measures=measures,
            claims=9,
            version="0.1.0",
            now=now,
        )
        store.renew(rerun, sources=named, run=newer, now=later)
        store.relate(
            report.clusters[:1],
            report.relations[:1],
            measures=measures,
            claims=9,
            version="0.1.0",
            now=later,
        )
        store.judge(same)
        store.retract(same.id, by="Bo", reason="another bridge", now=later)
        store.add_failure(Failure(item="a.txt", error="InputError", message="no", added=now))
    return place


@pytest.fixture
def grown(whole: Path, tmp_path: Path) -> Path:
    """A file of one's own with rows in every kept table."""
    place = tmp_path / "claims.db"
    place.write_bytes(whole.read_bytes())
    return place
