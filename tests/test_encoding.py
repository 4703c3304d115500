"""What is hashed is what the standard library's `json` writes, to the byte."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.faults import name_sources
from benchmarks.store import RUN, make_extractions
from claimtrack.model import Extraction
from claimtrack.store import Store
from claimtrack.store.encoding import rows_to_bytes, to_bytes, to_json

NOW = datetime(2026, 1, 1, tzinfo=UTC)

#: All that SQLite gives back: 64-bit numbers, reals that are numbers, text without halves.
VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.floats(1e-12, 1e-3),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def write_plainly(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


@given(st.lists(VALUES))
def test_a_row_is_hashed_in_the_form_of_the_standard_library(values: list[object]) -> None:
    assert to_bytes(tuple(values)) == write_plainly(values)


REALS = st.floats(allow_nan=False)


@given(
    st.lists(st.tuples(VALUES.filter(lambda value: not isinstance(value, float)), REALS, REALS))
)
def test_rows_are_hashed_as_each_of_them_is(rows: list[tuple[object, float, float]]) -> None:
    assert list(rows_to_bytes(rows, [1, 2])) == [write_plainly(row) for row in rows]
    pairs = [row[:2] for row in rows]
    assert list(rows_to_bytes(pairs, [1])) == [write_plainly(row) for row in pairs]
    words = [row[:1] for row in rows]
    assert list(rows_to_bytes(words, [])) == [write_plainly(row) for row in words]


@pytest.mark.parametrize(
    "number", [0.0, -0.0, 1e-5, 9.999e-5, 1e-4, 1.0, 1e15, 1e16, 1e22, 5e-324, float("inf")]
)
def test_a_number_is_hashed_in_the_form_of_the_standard_library(number: float) -> None:
    assert to_bytes((number, "…")) == write_plainly((number, "…"))


def test_every_character_is_hashed_in_the_form_of_the_standard_library() -> None:
    letters = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    assert to_bytes((letters,)) == write_plainly((letters,))


def test_half_of_a_pair_is_written_for_the_database_to_refuse() -> None:
    assert to_json(["\ud800"]) == '["\ud800"]'


@pytest.mark.parametrize("confidence", [1, True, 0, -0.0, 1e-7])
def test_the_log_proves_a_number_as_the_file_keeps_it(confidence: float, tmp_path: Path) -> None:
    (item,) = make_extractions(1, 2)
    claims = tuple(evolve(claim, confidence=confidence) for claim in item.claims)
    place = tmp_path / "claims.db"
    with Store(place) as store:
        whole = Extraction(item.document, claims)
        store.add(whole, sources=name_sources(item), run=RUN, now=NOW)
        assert store.verify().faults == ()


def test_rows_are_proven_as_they_are_read_and_not_as_they_were_in_hand(tmp_path: Path) -> None:
    place = tmp_path / "claims.db"
    texts = list(make_extractions(3, 4))
    sources = {name: source for item in texts for name, source in name_sources(item).items()}
    with Store(place) as store:
        store.add_many(texts, sources=sources, run=RUN, now=NOW)
        entry = json.loads(store.log()[-1].rows)
        for table, (first, last, digest, _) in entry.items():
            (columns,) = store._ask(  # noqa: SLF001  no verb gives rows as they are
                "SELECT columns FROM guard WHERE name = ? ORDER BY id DESC LIMIT 1", table
            )[0]
            names = ", ".join(json.loads(columns))
            rows = store._ask(  # noqa: SLF001
                f"SELECT {names} FROM {table} WHERE rowid BETWEEN ? AND ?",  # noqa: S608
                first,
                last,
            )
            assert len(rows) == last - first + 1
            plain = b"".join(sha256(write_plainly(list(row))).digest() for row in rows)
            assert sha256(plain).hexdigest() == digest
        assert {"claim", "claim_source", "document", "extraction"} <= set(entry)
