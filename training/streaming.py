"""Weights that say which cluster a claim joins as it comes, from clustered texts to a CSV file.

Run as ``python -m training.streaming emergent_headlines.jsonl``. The corpus has one text a line,
``{"text", "cluster"}``; Emergent (Ferreira and Vlachos 2016) was used. Texts arrive in random
orders, in collections of different sizes, and are put where they belong, except that some begin
a cluster too many, as the program's own mistakes do. First the figures of a cross-validation over
clusters are printed; then weights are estimated on everything and written.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.conflict import b_cubed
from claimtrack.clustering import streaming
from claimtrack.lexicon import DATA
from claimtrack.matching.weights import Weights, likely
from training.tables import write_weights

FOLDS = 4
#: Parts of the clusters in a collection, and how often a text is put into a cluster of its own.
SHARES = (0.33, 1.0, 0.5, 0.33, 0.75)
ASTRAY = (0.0, 0.1, 0.2)
ORDERS = 1
#: Ways to halve the clusters, and how many clusters of a half are a collection too.
HALVES, FEW = 2, 60
THRESHOLDS = (0.45, 0.5, 0.55)
Rows = Sequence[Mapping[str, str]]


@frozen
class Cases:
    """Features of claims with clusters, and whether the claims belong there."""

    features: list[Mapping[str, float]] = field(factory=list[Mapping[str, float]])
    right: list[bool] = field(factory=list[bool])


def teach(rows: Rows, cases: Cases, astray: float, draw: random.Random) -> None:
    """Let rows arrive, put each where it belongs, and keep what there was to choose from."""
    holds: list[Counter[str]] = []
    open_: dict[str, int] = {}
    waiting = iter(rows)

    def choose(options: streaming.Options) -> int | None:
        cluster = next(waiting)["cluster"]
        for number, features in options.items():
            cases.features.append(features)
            cases.right.append(holds[number].most_common(1)[0][0] == cluster)
        known = open_.get(cluster)
        if known is None or draw.random() < astray:
            open_[cluster] = len(holds)
            holds.append(Counter([cluster]))
            return None
        holds[known][cluster] += 1
        return known

    tuple(streaming.arrive((row["text"] for row in rows), choose))


def make_cases(rows: Rows, seed: int) -> Cases:
    """What there was to choose from, in several collections and orders."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    clusters = sorted({row["cluster"] for row in rows})
    cases = Cases()
    for place, share in enumerate(SHARES):
        held = set(draw.sample(clusters, round(share * len(clusters))))
        some = [row for row in rows if row["cluster"] in held]
        draw.shuffle(some)
        teach(some, cases, ASTRAY[place % len(ASTRAY)], draw)
    return cases


def estimate(cases: Cases) -> dict[str, float]:
    """The weights of the features, with the bias."""
    names = sorted(cases.features[0])
    scale = StandardScaler()
    table = scale.fit_transform([[case[name] for name in names] for case in cases.features])
    model = LogisticRegression(C=1.0, max_iter=5000).fit(table, cases.right)
    weights = model.coef_[0] / scale.scale_
    bias = model.intercept_[0] - weights @ scale.mean_
    return {"bias": float(bias)} | dict(zip(names, map(float, weights), strict=True))


def play(rows: Rows, weights: Weights, threshold: float) -> tuple[float, float, float]:
    """B³ of the clusters that some weights choose."""

    def choose(options: streaming.Options) -> int | None:
        found = [(likely(features, weights), number) for number, features in options.items()]
        best, number = max(found, key=lambda item: item[0], default=(0.0, -1))
        return number if best >= threshold else None

    numbers = streaming.arrive((row["text"] for row in rows), choose)
    return b_cubed([str(number) for number in numbers], [row["cluster"] for row in rows])


def report(name: str, threshold: float, values: Iterable[Sequence[float]]) -> None:
    """Print the mean of B³ and the F1 of each run."""
    found = list(values)
    means = [sum(column) / len(found) for column in zip(*found, strict=True)]
    print(f"{name}, threshold {threshold}: P {means[0]:.3f} R {means[1]:.3f} F1 {means[2]:.3f}",
          [round(value[2], 3) for value in found], flush=True)  # fmt: skip


def validate(rows: Rows) -> None:
    """Print B³ on clusters that the weights have not seen."""
    draw = random.Random(3)  # noqa: S311 - no secret
    clusters = sorted({row["cluster"] for row in rows})
    draw.shuffle(clusters)
    fold = {cluster: place % FOLDS for place, cluster in enumerate(clusters)}
    weights = [
        estimate(make_cases([row for row in rows if fold[row["cluster"]] != held], held))
        for held in range(FOLDS)
    ]
    folds = [[row for row in rows if fold[row["cluster"]] == held] for held in range(FOLDS)]
    # All weights are means here: nearly every cluster was seen by some, so this is no held-out
    # figure; it shows what the size of a collection does.
    means = {name: sum(each[name] for each in weights) / FOLDS for name in weights[0]}
    for threshold in THRESHOLDS:
        runs = [
            play(draw.sample(part, len(part)), weights[held], threshold)
            for held, part in enumerate(folds)
            for _ in range(ORDERS)
        ]
        report(f"a {FOLDS}th of the clusters, held out", threshold, runs)
        whole = [draw.sample(rows, len(rows)) for _ in range(ORDERS)]
        report("all", threshold, [play(order, means, threshold) for order in (rows, *whole)])


def validate_halves(rows: Rows) -> None:
    """Print B³ on the half of the clusters that the weights have not seen, and on 60 of it."""
    wholes: list[tuple[float, float, float]] = []
    parts: list[tuple[float, float, float]] = []
    for seed in range(HALVES):
        draw = random.Random(seed)  # noqa: S311 - no secret
        clusters = sorted({row["cluster"] for row in rows})
        draw.shuffle(clusters)
        middle = len(clusters) // 2
        for held in (clusters[:middle], clusters[middle:]):
            weights = estimate(
                make_cases([row for row in rows if row["cluster"] not in held], seed)
            )
            few = draw.sample(held, min(len(held), FEW))
            for chosen, values in ((held, wholes), (few, parts)):
                some = [row for row in rows if row["cluster"] in chosen]
                values += [
                    play(draw.sample(some, len(some)), weights, streaming.JOIN)
                    for _ in range(ORDERS)
                ]
    report("half of the clusters, held out", streaming.JOIN, wholes)
    report(f"{FEW} clusters of it", streaming.JOIN, parts)


def main() -> None:
    """Validate, estimate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, default=DATA / "en" / "stream_weights.csv")
    options = parser.parse_args()
    rows: Rows = [json.loads(line) for line in options.corpus.read_text().splitlines()]
    validate(rows)
    validate_halves(rows)
    weights = estimate(make_cases(rows, FOLDS))
    write_weights(options.out, weights)


if __name__ == "__main__":
    main()
