"""Estimates ``stance_weights.csv``: how a report's words say what it makes of a claim.

Usage::

    python -m training.relations PATH/emergent_pairs.jsonl             # cross-validate
    python -m training.relations PATH/emergent_pairs.jsonl --write     # estimate and write

Each line is ``{"a": headline, "b": claim, "label", "claim"}``. Folds part claims, never headlines
of one claim, and a claim with many headlines counts less than as often as it has headlines.
Names have no weight, so that no topic has.
"""

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from attrs import evolve, frozen
from scipy.sparse import csr_matrix, diags
from sklearn.svm import SVC

from claimtrack.conflicts import make_rules, read_text, relate_pair
from claimtrack.conflicts.stance import PAIRS, find_features
from claimtrack.conflicts.wording import load_words
from claimtrack.lexicon import DATA, load_lexicon
from claimtrack.model import Claim, Document
from training.tables import list_rows, write_rows

LABELS = ("entailment", "contradiction", "neutral")
#: Claims in which a feature must occur, and a stretch of words.
FEWEST, FEWEST_RUNS = 4, 5
#: Inverse strength of the L2 penalty.
STRENGTH = 0.07
#: What features are scaled to, and how little that is by how much they vary.
SCALE, EVEN = 0.5, 0.15
#: A claim of n headlines counts as n to the power of one half.
POWER = 0.5
COLUMNS = tuple(f"{a} over {b}" for a, b in PAIRS)
#: What the names of stretches begin with.
RUN = "run:"
FOLDS = 10
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Letters of a word beyond which a headline of capitals gives it one; share of such words.
LONG, MOST = 4, 0.6


@frozen
class Example:
    """A pair: its sides, its features, its label as a place in `LABELS`, and its claim's id."""

    report: Claim
    rumour: Claim
    features: Mapping[str, float]
    label: int
    claim: str


def find_names(headlines: Sequence[str]) -> frozenset[str]:
    """The words, folded, that have a capital more often than not within headlines.

    Headlines in which most words have one say nothing and are passed over.
    """
    found: Counter[str] = Counter()
    for headline in headlines:
        words = WORD.findall(headline)
        longer = [word[0].isupper() for word in words if len(word) > LONG]
        if longer and sum(longer) / len(longer) <= MOST:
            for word in words[1:]:
                found[word.casefold().replace("’", "'")] += 1 if word[0].isupper() else -1
    return frozenset(word for word, more in found.items() if more > 0)


def read_examples(path: Path) -> list[Example]:
    """The pairs of a file with their features."""
    lexicon = load_lexicon()
    rules = make_rules(lexicon)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names = find_names([row["a"] for row in rows]) - load_words(lexicon).known
    found: list[Example] = []
    for row in rows:
        a, b = (read_text(Document(row[side]), lexicon=lexicon) for side in ("a", "b"))
        relation = next((item for item in (rule(a, b) for rule in rules) if item), None)
        features = {
            name: value
            for name, value in find_features(a, b, relation, lexicon).items()
            if value
            and not (name.startswith(RUN) and names.intersection(name[len(RUN) :].split()))
        }
        found.append(Example(a, b, features, LABELS.index(row["label"]), row["claim"]))
    return found


class Model:
    """A linear machine for each pair of outcomes, over named features."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Estimate the weights on some examples."""
        homes: defaultdict[str, set[str]] = defaultdict(set)
        for example in examples:
            for name in example.features:
                homes[name].add(example.claim)
        names = sorted(
            name
            for name, claims in homes.items()
            if len(claims) >= (FEWEST_RUNS if name.startswith(RUN) else FEWEST)
        )
        self.places = {name: place for place, name in enumerate(names)}
        rows = self._rows(examples)
        spread = rows.toarray().std(0)
        runs = np.array([name.startswith(RUN) for name in names])
        scale = SCALE / np.where(runs, 1, np.sqrt(spread + EVEN))
        counts = Counter(example.claim for example in examples)
        weights = np.array([counts[example.claim] ** -POWER for example in examples])
        machine = SVC(C=STRENGTH, kernel="linear", decision_function_shape="ovo")
        labels = [example.label for example in examples]
        machine.fit(rows @ diags(scale), labels, weights / weights.mean())
        self.weights = machine.coef_.toarray() * scale
        self.bias = machine.intercept_

    def _rows(self, examples: Sequence[Example]) -> csr_matrix:
        cells = [
            (row, self.places[name], value)
            for row, example in enumerate(examples)
            for name, value in example.features.items()
            if name in self.places
        ]
        rows, columns, values = zip(*cells, strict=True)
        return csr_matrix((values, (rows, columns)), (len(examples), len(self.places)))

    def predict(self, examples: Sequence[Example]) -> Iterator[int]:
        """The label of each example, from all that is asked of a pair."""
        lexicon = load_lexicon()
        tables = {**lexicon.tables, "stance_weights": self.list_rows()}
        fitted = evolve(lexicon, tables=tables)
        rules = make_rules(lexicon)
        for example in examples:
            found = relate_pair(example.report, example.rumour, rules=rules, lexicon=fitted)
            label = "entailment" if found.kind == "agree" else "neutral"
            yield LABELS.index("contradiction" if found.conflict else label)

    def list_rows(self) -> tuple[dict[str, str], ...]:
        """The weights as rows of the table."""
        weights = {name: self.weights[:, at] for name, at in self.places.items()}
        return list_rows(COLUMNS, weights | {"bias": self.bias})


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
        rows = Model(examples).list_rows()
        write_rows(DATA / "en" / "stance_weights.csv", COLUMNS, rows)
        return
    for seed in range(3):
        accuracy, both = validate(examples, seed)
        print(f"seed {seed}: accuracy {accuracy:.3f}, F1 against {both:.3f}")


if __name__ == "__main__":
    main()
