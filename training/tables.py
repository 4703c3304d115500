"""How weights are written: a table of the lexicon that anybody can read."""

import csv
from collections.abc import Mapping
from pathlib import Path


def write_weights(path: Path, weights: Mapping[str, float]) -> None:
    """Write weights with three digits, sorted by name."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weight:.3f}") for name, weight in sorted(weights.items()))
