"""How fast, how large and how quick to search a store is.

Writes 100,000 made-up claims of 5,000 documents with runs, sources, the index of words and the
log, one document a transaction (`Store.add`), a hundred and a thousand (`Store.add_many`);
beside that, in the same process, the same rows into the same tables and indexes with bare
``executemany`` in one transaction, without checks, triggers, index of words and log; then
verifies and searches. Ratios are of one round, and of several rounds the medians count. Usage::

    python -m benchmarks.store [--documents 5000] [--claims 20] [--rounds 3] [--folder FOLDER]

The words are drawn by Zipf's law from a vocabulary of 30,000, so that the index has words that
are in nearly every claim and words that are in one. Nothing is parsed: what is timed is the
store. Making the values beforehand is not timed; turning them into rows, checking that they read
back, and hashing them is.
"""

import argparse
import gc
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from attrs import frozen

from claimtrack.model import (
    Argument,
    Claim,
    Cue,
    Document,
    Extraction,
    Mention,
    Origin,
    Proposition,
    Run,
    Source,
    Span,
)
from claimtrack.store import Store
from claimtrack.store.batches import Rows, extractions_to_rows
from claimtrack.store.trust import read_known

NOW = datetime(2026, 1, 1, tzinfo=UTC)
RUN = Run(version="0", parser="made up", lexicon="en:none")
CUES = ("said", "told reporters", "denied", "warned", "added", "announced", "claimed")
#: How many documents are written in one transaction.
TOGETHER = (1, 100, 1_000)
PATTERNS = ("en.verb-ccomp", "en.quote-inversion", "en.according-to", "en.noun-that")


@frozen
class Spent:
    """Seconds by the clock and of the processor."""

    wall: float
    processor: float

    @classmethod
    def now(cls) -> Self:
        """Since when nobody says."""
        return cls(time.perf_counter(), time.process_time())

    def since(self, start: "Spent") -> "Spent":
        """What passed between."""
        return Spent(self.wall - start.wall, self.processor - start.processor)


@frozen
class Words:
    """A vocabulary with weights by Zipf's law."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """So many words."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)


def make_words(chance: random.Random, size: int = 30_000) -> Words:
    """A vocabulary of made-up words, frequent ones short."""
    letters = "etaoinshrdlucmfwypvbgkqjxz"
    words = {
        "".join(chance.choices(letters, k=2 + min(8, place // 400 + chance.randrange(4))))
        for place in range(size)
    }
    total, sums = 0.0, []
    for place in range(1, len(words) + 1):
        total += 1 / place
        sums.append(total)
    return Words(tuple(sorted(words, key=lambda word: (len(word), word))), tuple(sums))


def make_extractions(documents: int, claims: int) -> Iterator[Extraction]:
    """Documents with so many claims each, always the same."""
    chance = random.Random(7)  # noqa: S311  no secret
    words = make_words(chance)
    names = [" ".join(words.draw(chance, 2)).title() for _ in range(2_000)]
    for number in range(documents):
        yield _make_extraction(chance, words, names, (number, claims))


def _make_extraction(
    chance: random.Random, words: Words, names: Sequence[str], size: tuple[int, int]
) -> Extraction:
    pieces: list[str] = []
    places: list[tuple[Span, Span, Span, str]] = []
    start = 0
    for _ in range(size[1]):
        name, cue = chance.choice(names), chance.choice(CUES)
        content = " ".join(words.draw(chance, chance.randint(6, 22)))
        sentence = f"{name} {cue} {content}. "
        cue_start = start + len(name) + 1
        content_start = cue_start + len(cue) + 1
        places.append(
            (
                Span(start, start + len(name)),
                Span(cue_start, cue_start + len(cue)),
                Span(content_start, content_start + len(content)),
                name,
            )
        )
        pieces.append(sentence)
        start += len(sentence)
        if chance.random() < 1 / 3:
            other = " ".join(words.draw(chance, 15)) + ". "
            pieces.append(other)
            start += len(other)
    document = Document(
        "".join(pieces),
        url=f"https://news.example/{size[0]}",
        outlet=f"Outlet {size[0] % 40}",
        title=" ".join(words.draw(chance, 8)),
        published=NOW + timedelta(hours=size[0]),
        origin=Origin(place=f"{size[0]}.txt", sha256="0" * 64, method="utf-8"),
    )
    return Extraction(document, tuple(_make_claim(chance, document, *place) for place in places))


def _make_claim(
    chance: random.Random, document: Document, source: Span, cue: Span, content: Span, name: str
) -> Claim:
    text = content.of(document.text)
    subject, verb, thing, *_ = text.split()
    first = Span(content.start, content.start + len(subject))
    arguments = (
        Argument(role="agent", head=subject, lemmas=(subject,), span=first),
        Argument(role="patient", head=thing, lemmas=(thing,), span=first),
    )
    return Claim(
        document=document.id,
        source=Mention((source,), source.of(document.text)),
        cue=Cue((cue,), cue.of(document.text), lemma=cue.of(document.text)),
        content=(content,),
        text=text,
        mode="indirect",
        pattern=chance.choice(PATTERNS),
        confidence=round(chance.uniform(0.3, 1), 3),
        sources=(name,),
        sentence=Span(source.start, content.end),
        propositions=(Proposition(predicate=verb, span=first, arguments=arguments),),
    )


def write(place: Path, extractions: Sequence[Extraction], together: int) -> Spent:
    """What it takes to write all with full provenance, so many documents a transaction."""
    sources = name_sources(extractions)
    start = Spent.now()
    with Store(place) as store:
        for first in range(0, len(extractions), together):
            batch = extractions[first : first + together]
            store.add_many(batch, sources=sources, run=RUN, now=NOW)
    return Spent.now().since(start)


def make_rows(extractions: Sequence[Extraction]) -> dict[str, Rows]:
    """The rows of all extractions, table by table, each once."""
    rows = extractions_to_rows(extractions, name_sources(extractions), run=RUN, now=NOW)
    return {table: part for table, part in rows.items() if part.values}


def name_sources(extractions: Sequence[Extraction]) -> dict[str, Source]:
    """Name to source, of all that the claims are of."""
    names = {name for item in extractions for claim in item.claims for name in claim.sources}
    return {name: Source(name=name, kind="person") for name in sorted(names)}


def write_bare(place: Path, extractions: Sequence[Extraction]) -> Spent:
    """What it takes to write the same rows into the same tables and indexes, and nothing else."""
    rows = make_rows(extractions)
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -64000")
        for name, sql in read_known().items():
            if name.split("_by_")[0] in rows:
                connection.execute(sql)
        start = Spent.now()
        connection.execute("BEGIN")
        for table, part in rows.items():
            columns, marks = ", ".join(part.columns), ", ".join("?" * len(part.columns))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
            connection.executemany(sql, part.values)
        connection.execute("COMMIT")
        return Spent.now().since(start)


def search(place: Path, count: int) -> list[Spent]:
    """What searches take by one to three words drawn as they come in the claims."""
    chance = random.Random(11)  # noqa: S311  no secret
    words = make_words(random.Random(7))  # noqa: S311  the vocabulary of the claims
    times: list[Spent] = []
    with Store(place) as store:
        for _ in range(count):
            question = " ".join(words.draw(chance, chance.randint(1, 3)))
            start = Spent.now()
            store.search(question)
            times.append(Spent.now().since(start))
    return times


def measure_writing(folder: Path, extractions: Sequence[Extraction]) -> dict[str, float]:
    """The figures of one round: bare, and in batches of several sizes; the last stay there."""
    count = sum(len(item.claims) for item in extractions)
    full, bare = folder / "full.db", folder / "bare.db"
    bare.unlink(missing_ok=True)
    plain = write_bare(bare, extractions)
    found: dict[str, float] = {
        "bare: claims/s": count / plain.wall,
        "bare: claims/s of processor": count / plain.processor,
    }
    for together in TOGETHER:
        full.unlink(missing_ok=True)
        spent = write(full, extractions, together)
        found |= {
            f"{together} a transaction: claims/s": count / spent.wall,
            f"{together} a transaction: claims/s of processor": count / spent.processor,
            f"{together} a transaction: ratio": plain.wall / spent.wall,
            f"{together} a transaction: ratio of processor": plain.processor / spent.processor,
        }
    return found


def measure(
    folder: Path, extractions: Sequence[Extraction], searches: int, rounds: int
) -> dict[str, float]:
    """All figures of one run; of writing the medians of the rounds."""
    count = sum(len(item.claims) for item in extractions)
    # The values were there before: the collector need not go through them again and again.
    gc.collect()
    gc.freeze()
    full, bare = folder / "full.db", folder / "bare.db"
    written = [measure_writing(folder, extractions) for _ in range(rounds)]
    start = Spent.now()
    with Store(full) as store:
        faults = store.verify().faults
    verified = Spent.now().since(start)
    times = sorted(search(full, searches), key=lambda item: item.wall)
    busy = sorted(item.processor for item in times)
    return {
        "claims": count,
        **{key: statistics.median(found[key] for found in written) for key in written[0]},
        "bytes a claim": full.stat().st_size / count,
        "bare bytes a claim": bare.stat().st_size / count,
        "search median ms": 1000 * times[len(times) // 2].wall,
        "search p95 ms": 1000 * times[int(0.95 * len(times))].wall,
        "search p95 ms of processor": 1000 * busy[int(0.95 * len(busy))],
        "search worst ms": 1000 * times[-1].wall,
        "verify s": verified.wall,
        "verify s of processor": verified.processor,
        "faults": len(faults),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--claims", type=int, default=20)
    parser.add_argument("--searches", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        extractions = list(make_extractions(given.documents, given.claims))
        found = measure(Path(name), extractions, given.searches, given.rounds)
    for key, value in found.items():
        print(f"{key:<40}{value:>12,.2f}")


if __name__ == "__main__":
    main()
