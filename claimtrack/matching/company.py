"""What stands beside a pair of tellings: whom both are of one event with, and what else is told.

The central decision: a pair is judged twice. The first likelihood sees the two tellings alone; the
second (``company_weights.csv``, by stacking, Wolpert 1992) sees what the first said of the pairs
around them. Two tellings that are likely of one event with the same third are so with each other,
and two texts that tell one event in common tell more likely another.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from attrs import field, frozen

Pair = tuple[str, str]
_Row = dict[str, float]
#: The least likelihood that its logarithm is taken of.
_LEAST = 1e-4


@frozen(eq=False)
class Company:
    """What the first likelihoods say of a collection.

    Attributes:
        near: Telling to the tellings that it may be of one event with, itself with 1.
        text: Telling to its text.
        told: Text to how many tellings it has.
        common: Text to the texts that it tells the same as, and how much.
        beside: The same as a part of what it tells, itself with 1.
    """

    near: Mapping[str, _Row] = field(repr=False)
    text: Mapping[str, str] = field(repr=False)
    told: Mapping[str, int] = field(repr=False)
    common: Mapping[str, _Row] = field(repr=False)
    beside: Mapping[str, _Row] = field(repr=False)


def find_company(
    text: Mapping[str, str], pairs: Sequence[Pair], likelihoods: Sequence[float]
) -> Company:
    """What stands beside pairs.

    Args:
        text: Telling to its text.
        pairs: All that were compared.
        likelihoods: Of each pair, that it is of one event.
    """
    near: dict[str, _Row] = {key: {key: 1.0} for key in text}
    sums: defaultdict[Pair, list[float]] = defaultdict(list)
    for (a, b), likelihood in zip(pairs, likelihoods, strict=True):
        near[a][b] = near[b][a] = likelihood
        for one, other in {(text[a], text[b]), (text[b], text[a])}:
            sums[one, other].append(likelihood)
    told: defaultdict[str, int] = defaultdict(int)
    for name in text.values():
        told[name] += 1
    common: dict[str, _Row] = {name: {} for name in told}
    for (one, other), found in sums.items():
        # Summed exactly, so that no order of pairs changes the last digit.
        common[one][other] = math.fsum(found)
    beside = {
        name: {other: value / told[name] for other, value in row.items()} | {name: 1.0}
        for name, row in common.items()
    }
    return Company(near, text, told, common, beside)


def measure_company(company: Company, a: str, b: str) -> dict[str, float]:
    """The features of a pair that was compared."""
    first, second = company.near[a], company.near[b]
    likelihood = first[b]
    shared = [key for key in first.keys() & second.keys() if key not in {a, b}]
    alike = _cosine(first, second)
    one, other = company.text[a], company.text[b]
    more = company.common[one][other] - likelihood
    return {
        "likelihood": likelihood,
        "odds": math.log((likelihood + _LEAST) / (1 - likelihood + _LEAST)),
        "company": alike,
        "close company": alike**3,
        "third": max((min(first[key], second[key]) for key in shared), default=0.0),
        "thirds": math.log1p(math.fsum(first[key] * second[key] for key in shared)),
        "company held": math.log(math.fsum(first.values()) * math.fsum(second.values())) / 2,
        "more told": math.log1p(max(0.0, more)),
        "part told": more / math.sqrt(company.told[one] * company.told[other]),
        "texts beside": _cosine(company.beside[one], company.beside[other]),
    }


def _cosine(a: _Row, b: _Row) -> float:
    dot = math.fsum(a[key] * b[key] for key in a.keys() & b.keys())
    lengths = (math.fsum(value**2 for value in row.values()) for row in (a, b))
    return min(1.0, dot / math.sqrt(math.prod(lengths)))
