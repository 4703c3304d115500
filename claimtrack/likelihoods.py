"""From a sum of evidence to a likelihood, for all logistic regressions."""

import math

#: Beyond this a likelihood does not change any more, and `math.exp` may overflow.
_MOST = 50.0


def logistic(total: float) -> float:
    """The likelihood that logarithmic odds stand for, 0..1.

    Example:
        >>> logistic(0.0), logistic(1e9)
        (0.5, 1.0)
    """
    return 1.0 / (1.0 + math.exp(-max(-_MOST, min(_MOST, total))))
