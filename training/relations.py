"""Estimates ``stance_weights.csv``: how a report's words say what it makes of a claim.

Usage::

    python -m training.relations PATH/emergent_pairs.jsonl             # cross-validate
    python -m training.relations PATH/emergent_pairs.jsonl --write     # estimate and write

Each line is ``{"a": headline, "b": claim, "label", "claim"}``. Folds part claims, never headlines
of one claim, and a claim with many headlines counts less than as often as it has headlines.
"""

import argparse
import csv
import json
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import frozen
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from claimtrack.conflicts import make_rules, read_text
from claimtrack.conflicts.stance import AGAINST, find_features
from claimtrack.lexicon import DATA, load_lexicon
from claimtrack.model import Document

LABELS = ("entailment", "contradiction", "neutral")
#: Claims in which a feature must occur.
FEWEST = 4
#: Inverse strength of the L2 penalty.
STRENGTH = 0.15
#: A claim of n headlines counts as n to the power of one half.
POWER = 0.5
FOLDS = 10


@frozen
class Example:
    """A pair: its features, its label as a place in `LABELS`, and its claim."""

    features: Mapping[str, float]
    label: int
    claim: str


def read_examples(path: Path) -> list[Example]:
    """The pairs of a file with their features."""
    lexicon = load_lexicon()
    rules = make_rules(lexicon)
    found: list[Example] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        a, b = (read_text(Document(row[side]), lexicon=lexicon) for side in ("a", "b"))
        relation = next((item for item in (rule(a, b) for rule in rules) if item), None)
        features = find_features(a, b, relation, lexicon)
        found.append(Example(features, LABELS.index(row["label"]), row["claim"]))
    return found


class Model:
    """A multinomial logistic regression over named features."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Estimate the weights on some examples."""
        homes: defaultdict[str, set[str]] = defaultdict(set)
        for example in examples:
            for name, value in example.features.items():
                if value:
                    homes[name].add(example.claim)
        names = sorted(name for name, claims in homes.items() if len(claims) >= FEWEST)
        self.places = {name: place for place, name in enumerate(names)}
        counts = Counter(example.claim for example in examples)
        weights = np.array([counts[example.claim] ** -POWER for example in examples])
        self.regression = LogisticRegression(C=STRENGTH, max_iter=3000)
        labels = [example.label for example in examples]
        self.regression.fit(self._rows(examples), labels, weights / weights.mean())

    def _rows(self, examples: Sequence[Example]) -> csr_matrix:
        cells = [
            (row, self.places[name], value)
            for row, example in enumerate(examples)
            for name, value in example.features.items()
            if name in self.places and value
        ]
        rows, columns, values = zip(*cells, strict=True)
        return csr_matrix((values, (rows, columns)), (len(examples), len(self.places)))

    def predict(self, examples: Sequence[Example]) -> list[int]:
        """The label of each example, decided as `claimtrack.conflicts.stance` does."""
        shares = self.regression.predict_proba(self._rows(examples))
        agree = np.where(shares[:, 0] >= shares[:, 2], 0, 2)
        return [int(label) for label in np.where(shares[:, 1] >= AGAINST, 1, agree)]

    def write(self, path: Path) -> None:
        """Write the weights as a table, names in order."""
        weights = {name: self.regression.coef_[:, at] for name, at in self.places.items()}
        weights["bias"] = self.regression.intercept_
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(("feature", "agree", "against", "open"))
            for name in sorted(weights):
                out.writerow((name, *(f"{value:.3f}" for value in weights[name])))


def validate(examples: Sequence[Example], seed: int) -> tuple[float, float]:
    """Accuracy and F1 of contradiction over folds of claims."""
    claims = sorted({example.claim for example in examples})
    random.Random(seed).shuffle(claims)  # noqa: S311 - parts folds, no secret
    fold = {claim: place % FOLDS for place, claim in enumerate(claims)}
    right = hits = found = 0
    for number in range(FOLDS):
        held = [example for example in examples if fold[example.claim] == number]
        model = Model([example for example in examples if fold[example.claim] != number])
        for example, label in zip(held, model.predict(held), strict=True):
            right += example.label == label
            hits += example.label == label == 1
            found += label == 1
    wanted = sum(example.label == 1 for example in examples)
    return right / len(examples), 2 * hits / (found + wanted)


def main() -> None:
    """Cross-validates, or estimates on all examples and writes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args()
    examples = read_examples(options.pairs)
    if options.write:
        Model(examples).write(DATA / "en" / "stance_weights.csv")
        return
    for seed in range(3):
        accuracy, both = validate(examples, seed)
        print(f"seed {seed}: accuracy {accuracy:.3f}, F1 against {both:.3f}")


if __name__ == "__main__":
    main()
