"""Weights that say whether two tellings are of one event, from event coreference to a CSV file.

Run as ``python -m training.matching ecb_event_mentions.jsonl --cache FILE``. The corpus has one
mention a line, ``{"id", "text", "mention", "cluster", "topic"}``; ECB+ (Cybulska and Vossen 2014)
was used. First the figures of a cross-validation over topics are printed, with each topic as an
input of its own and with all topics of a fold in one; then weights are estimated on everything
and written.
"""

import argparse
import csv
import json
import math
import pickle
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import evolve
from sklearn.linear_model import LogisticRegression

from benchmarks.conflict import b_cubed
from claimtrack.clustering import link
from claimtrack.lexicon import DATA
from claimtrack.matching.events import (
    Happenings,
    collect_tellings,
    find_telling_pairs,
    measure,
    score_tellings,
)
from claimtrack.matching.tellings import Telling, find_trigger
from claimtrack.parsing import default_parser

FOLDS = 5
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
Rows = list[dict[str, str]]


def read_tellings(rows: Rows, cache: Path | None) -> dict[str, Telling]:
    """A telling for each row; trees are kept in the cache."""
    trees: dict[str, Any] = {}
    if cache is not None and cache.exists():
        trees = pickle.loads(cache.read_bytes())  # noqa: S301 - written by this program
    seen: Counter[tuple[str, str]] = Counter()
    found: dict[str, Telling] = {}
    for row in rows:
        text, focus = row["text"], row["mention"]
        if text not in trees:
            trees[text] = default_parser().parse(text)
        trigger = find_trigger(text, focus, seen[text, focus])
        seen[text, focus] += 1
        found[row["id"]] = Telling(id=row["id"], text=text, trigger=trigger, sentences=trees[text])
    if cache is not None:
        cache.write_bytes(pickle.dumps(trees))
    return found


def make_cases(
    home: Happenings, gold: dict[str, str]
) -> tuple[list[dict[str, float]], list[bool]]:
    """Features of the pairs of a collection, and whether they are of one event."""
    pairs = find_telling_pairs(home)
    return [measure(home, a, b) for a, b in pairs], [gold[a] == gold[b] for a, b in pairs]


def estimate(cases: Sequence[dict[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """The weights of the features, with the bias."""
    names = sorted(cases[0])
    model = LogisticRegression(C=1.0, max_iter=500)
    model.fit([[case[name] for name in names] for case in cases], right)
    return {"bias": float(model.intercept_[0])} | dict(
        zip(names, map(float, model.coef_[0]), strict=True)
    )


def label(home: Happenings, thresholds: Sequence[float]) -> dict[float, dict[str, str]]:
    """Id to cluster, at each threshold."""
    edges = tuple(score_tellings(home))
    return {
        threshold: {
            key: group.id
            for group in link(home.occurrences, edges, threshold=threshold)
            for key in group.claims
        }
        for threshold in thresholds
    }


def validate(rows: Rows, tellings: dict[str, Telling], gold: dict[str, str]) -> None:
    """Print B³ of a cross-validation over topics."""
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        topics[row["topic"]].append(row["id"])
    homes = {
        name: collect_tellings(tellings[key] for key in keys) for name, keys in topics.items()
    }
    cases = {name: make_cases(home, gold) for name, home in homes.items()}
    together = sum(n * (n - 1) // 2 for n in Counter(gold.values()).values())
    kept = sum(sum(right) for _, right in cases.values())
    candidates = sum(2 * len(right) for _, right in cases.values()) / len(gold)
    print(f"blocking: {kept / together:.3f} at {candidates:.1f} candidates a mention")
    apart: dict[float, dict[str, str]] = defaultdict(dict)
    mixed: dict[float, dict[str, str]] = defaultdict(dict)
    names = sorted(topics, key=int)
    for fold in range(FOLDS):
        held = names[fold::FOLDS]
        used = [name for name in names if name not in held]
        weights = estimate(
            [case for name in used for case in cases[name][0]],
            [right for name in used for right in cases[name][1]],
        )
        for name in held:
            home = evolve(homes[name], weights=weights)
            for threshold, labels in label(home, THRESHOLDS).items():
                apart[threshold] |= labels
        whole = collect_tellings(tellings[key] for name in held for key in topics[name])
        for threshold, labels in label(evolve(whole, weights=weights), THRESHOLDS).items():
            mixed[threshold] |= labels
    for threshold in THRESHOLDS:
        for name, labelled in (("topic by topic", apart), ("topics mixed", mixed)):
            keys = sorted(gold)
            values = b_cubed(
                [labelled[threshold][key] for key in keys], [gold[key] for key in keys]
            )
            print(f"{name}, threshold {threshold}: P {values[0]:.3f} R {values[1]:.3f} "
                  f"F1 {values[2]:.4f}", flush=True)  # fmt: skip


def main() -> None:
    """Validate, estimate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--out", type=Path, default=DATA / "en" / "event_weights.csv")
    options = parser.parse_args()
    rows: Rows = [json.loads(line) for line in options.corpus.read_text().splitlines()]
    tellings = read_tellings(rows, options.cache)
    gold = {row["id"]: row["cluster"] for row in rows}
    validate(rows, tellings, gold)
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        topics[row["topic"]].append(row["id"])
    cases: list[dict[str, float]] = []
    right: list[bool] = []
    for keys in topics.values():
        home = collect_tellings(tellings[key] for key in keys)
        found, truth = make_cases(home, gold)
        cases += found
        right += truth
    weights = estimate(cases, right)
    assert all(map(math.isfinite, weights.values()))
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("feature", "weight"))
        writer.writerows((name, f"{weight:.3f}") for name, weight in sorted(weights.items()))


if __name__ == "__main__":
    main()
