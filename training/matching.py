"""Weights that say whether two tellings are of one event, from event coreference to a CSV file.

Run as ``python -m training.matching ecb_event_mentions.jsonl --cache FILE``. The corpus has one
mention a line, ``{"id", "text", "mention", "cluster", "topic"}``; ECB+ (Cybulska and Vossen 2014)
was used. First the figures of a cross-validation over topics are printed, with each topic as an
input of its own and with all topics of a fold in one; then weights are estimated on everything
and written.
"""

import argparse
import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve
from sklearn.linear_model import LogisticRegression

from benchmarks.conflict import b_cubed
from claimtrack.clustering import link
from claimtrack.lexicon import DATA
from claimtrack.matching.company import measure_company
from claimtrack.matching.events import (
    Happenings,
    collect_tellings,
    find_telling_pairs,
    measure,
    score_tellings,
    surround,
)
from claimtrack.matching.tellings import Telling, find_trigger
from claimtrack.matching.weights import Weights
from claimtrack.parsing import default_parser
from training.tables import write_weights

FOLDS = 5
#: Parts of the topics that likelihoods for the second weights come from, each by the others.
PARTS = 4
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45)
Rows = list[dict[str, str]]
Cases = dict[tuple[str, str], dict[str, float]]


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


def measure_pairs(home: Happenings) -> Cases:
    """Features of the pairs of a collection."""
    return {pair: measure(home, *pair) for pair in find_telling_pairs(home)}


def estimate(cases: Iterable[Cases], gold: dict[str, str]) -> Weights:
    """The weights of the features, with the bias."""
    table = [case for found in cases for case in found.items()]
    names = sorted(table[0][1])
    model = LogisticRegression(C=1.0, max_iter=2000)
    right = [gold[a] == gold[b] for (a, b), _ in table]
    model.fit([[case[name] for name in names] for _, case in table], right)
    return {"bias": float(model.intercept_[0])} | dict(
        zip(names, map(float, model.coef_[0]), strict=True)
    )


def estimate_both(
    homes: Mapping[str, Happenings], cases: Mapping[str, Cases], gold: dict[str, str]
) -> tuple[Weights, Weights]:
    """The weights of a pair alone, and those of what stands beside it.

    The second see likelihoods that the first give to topics that they have not seen.
    """
    around: list[Cases] = []
    names = list(homes)
    for part in range(PARTS):
        held = names[part::PARTS]
        weights = estimate((cases[name] for name in names if name not in held), gold)
        for name in held:
            company = surround(evolve(homes[name], weights=weights), cases[name])
            around.append(
                {
                    pair: case | measure_company(company, *pair)
                    for pair, case in cases[name].items()
                }
            )
    return estimate(cases.values(), gold), estimate(around, gold)


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


def validate(
    rows: Rows, tellings: dict[str, Telling], gold: dict[str, str]
) -> tuple[Weights, Weights]:
    """Print B³ of a cross-validation over topics; the weights that all topics give."""
    topics: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        topics[row["topic"]].append(row["id"])
    homes = {
        name: collect_tellings(tellings[key] for key in topics[name])
        for name in sorted(topics, key=int)
    }
    cases = {name: measure_pairs(home) for name, home in homes.items()}
    together = sum(n * (n - 1) // 2 for n in Counter(gold.values()).values())
    kept = sum(gold[a] == gold[b] for found in cases.values() for a, b in found)
    candidates = 2 * sum(map(len, cases.values())) / len(gold)
    print(f"blocking: {kept / together:.3f} at {candidates:.1f} candidates a mention")
    apart: dict[float, dict[str, str]] = defaultdict(dict)
    mixed: dict[float, dict[str, str]] = defaultdict(dict)
    names = list(homes)
    for fold in range(FOLDS):
        held = names[fold::FOLDS]
        used = [name for name in names if name not in held]
        weights, around = estimate_both(
            {name: homes[name] for name in used}, {name: cases[name] for name in used}, gold
        )
        for name in held:
            home = evolve(homes[name], weights=weights, around=around)
            for threshold, labels in label(home, THRESHOLDS).items():
                apart[threshold] |= labels
        whole = collect_tellings(tellings[key] for name in held for key in topics[name])
        whole = evolve(whole, weights=weights, around=around)
        for threshold, labels in label(whole, THRESHOLDS).items():
            mixed[threshold] |= labels
    for threshold in THRESHOLDS:
        for name, labelled in (("topic by topic", apart), ("topics mixed", mixed)):
            keys = sorted(gold)
            values = b_cubed(
                [labelled[threshold][key] for key in keys], [gold[key] for key in keys]
            )
            print(f"{name}, threshold {threshold}: P {values[0]:.3f} R {values[1]:.3f} "
                  f"F1 {values[2]:.4f}", flush=True)  # fmt: skip
    return estimate_both(homes, cases, gold)


def main() -> None:
    """Validate, estimate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--out", type=Path, default=DATA / "en", help="the folder of the tables")
    options = parser.parse_args()
    rows: Rows = [json.loads(line) for line in options.corpus.read_text().splitlines()]
    tellings = read_tellings(rows, options.cache)
    weights, around = validate(rows, tellings, {row["id"]: row["cluster"] for row in rows})
    write_weights(options.out / "event_weights.csv", weights)
    write_weights(options.out / "company_weights.csv", around)


if __name__ == "__main__":
    main()
