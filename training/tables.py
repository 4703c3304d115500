"""How weights are written: a table of the lexicon that anybody can read."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def write_weights(path: Path, weights: Mapping[str, float]) -> None:
    """Write weights with three digits, sorted by name."""
    rows = {name: (weight,) for name, weight in weights.items()}
    write_rows(path, ("weight",), list_rows(("weight",), rows))


def list_rows(
    columns: Sequence[str], weights: Mapping[str, Iterable[float]]
) -> tuple[dict[str, str], ...]:
    """Weights of several columns as rows of a table, with three digits, sorted by name."""
    return tuple(
        {"feature": name}
        | {column: f"{weight:.3f}" for column, weight in zip(columns, row, strict=True)}
        for name, row in sorted(weights.items(), key=lambda item: item[0])
    )


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows that `list_rows` has made."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, ("feature", *columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
