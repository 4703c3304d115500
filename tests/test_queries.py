"""What a question costs: no more in a large store than in a small one."""

# ruff: noqa: SLF001  work is counted on the connection itself

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from attrs import evolve

from benchmarks.faults import name_sources
from benchmarks.store import RUN, make_extractions
from claimtrack.model import Extraction, Identity
from claimtrack.store import Store
from claimtrack.store.queries import find_claim, read_claims, search_claims

NOW = datetime(2026, 1, 1, tzinfo=UTC)

#: What is asked about the middle document of a store.
QUESTIONS: dict[str, Callable[[Store, Extraction], object]] = {
    "search": lambda store, item: search_claims(
        store._ask, " OR ".join(f'"{claim.text}"' for claim in item.claims), 20
    ),
    "claims of a document": lambda store, item: read_claims(
        store._ask, {"claim.document = ?": (item.document.id,)}, canonical=True
    ),
    "claim of an id": lambda store, item: find_claim(store._ask, item.claims[0].id[:20]),
    "claims of a source": lambda store, item: store._ask(
        "SELECT * FROM current_claim_source WHERE source = ?",
        name_sources(item)[item.claims[0].sources[0]].id,
    ),
}


def fill(documents: int) -> tuple[Store, Extraction]:
    """A store, and the document in its middle, whose sources speak in no other."""
    texts = list(make_extractions(documents, 5))
    middle = texts[documents // 2]
    own = tuple(evolve(claim, sources=(f"{claim.text} Jr",)) for claim in middle.claims)
    texts[documents // 2] = middle = Extraction(middle.document, own)
    store = Store()
    for item in texts:
        store.add(item, sources=name_sources(item), run=RUN, now=NOW)
    sources = [source for item in texts for source in name_sources(item).values()]
    identities = [Identity(source=item.id, canonical=item, why="") for item in sources]
    store.identify({item.source: item for item in identities}.values(), version="0", now=NOW)
    return store, middle


def count_steps(store: Store, ask: Callable[[], object]) -> int:
    """How many tens of instructions of SQLite's machine a question takes."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    store._connection.set_progress_handler(step, 10)
    assert ask(), "it is about something that is there"
    store._connection.set_progress_handler(None, 0)
    return steps


@pytest.fixture(scope="module")
def stores() -> tuple[tuple[Store, Extraction], ...]:
    return fill(40), fill(320)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_work_of_a_question_does_not_grow_with_the_store(
    question: str, stores: tuple[tuple[Store, Extraction], ...]
) -> None:
    small, large = (
        count_steps(store, partial(QUESTIONS[question], store, item)) for store, item in stores
    )
    assert large < 1.5 * small
