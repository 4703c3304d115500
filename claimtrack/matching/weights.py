"""Logistic regressions as tables of the lexicon: named features, plain weights.

The central decision: what was learned is a list that anybody can read and change, so that a score
can say how much each feature did.
"""

import math
from collections.abc import Mapping
from functools import lru_cache

from claimtrack.errors import LexiconError
from claimtrack.lexicon import Lexicon
from claimtrack.likelihoods import logistic

Weights = Mapping[str, float]

_BIAS = "bias"


@lru_cache(maxsize=16)
def load_weights(lexicon: Lexicon, table: str) -> Weights:
    """The weights of a table with the columns ``feature`` and ``weight``.

    Raises:
        LexiconError: There is no such table, or a weight is no number.
    """
    found: dict[str, float] = {}
    for row in lexicon.rows(table):
        try:
            found[row["feature"]] = float(row["weight"])
        except ValueError as error:
            raise LexiconError(
                f"{lexicon.lang}/{table}.csv: {row['feature']}: {error}; give a number"
            ) from error
    return found


def likely(features: Mapping[str, float], weights: Weights) -> float:
    """The likelihood that the weights give to some features, 0..1; unknown features count 0."""
    # Summed exactly, so that no order of features changes the last digit.
    total = weights.get(_BIAS, 0.0) + math.fsum(
        weights.get(name, 0.0) * value for name, value in features.items()
    )
    return logistic(total)
