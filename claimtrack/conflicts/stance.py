"""How a report stands to a claim: for it, against it, or only telling of it.

The central decision: where no rule decides, plain numbers do. Of each two outcomes a linear
machine (Cortes and Vapnik 1995) says which it is, over the features of
`claimtrack.conflicts.wording` and what the rules found; its weights lie in
``stance_weights.csv``, were estimated on the headlines of Emergent by ``training/relations.py``,
and anybody can read why a text was judged so: the heaviest words are the relation's spans. A
report is never against a claim without a word that says so.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache

from attrs import frozen

from claimtrack.conflicts.wording import Side, Words, describe, load_words, read_side
from claimtrack.errors import LexiconError
from claimtrack.lexicon import Lexicon
from claimtrack.model import Claim, Relation, Span, Spans

#: What turns a margin into the chance that it is right (cross-validated).
_SLOPE = 4.0
#: Without a word of one of these classes nothing is against anything.
_TRIGGERS = ("refute", "deny", "withdraw", "alive", "doubt", "mock", "dispel", "rumour")
#: More words than this are a passage, which says much beside what it makes of a claim.
_LONGEST = 25
_OUTCOMES: tuple[str, ...] = ("agree", "against", "open")
#: Pairs of outcomes, a column of the table each: a margin above 0 speaks for the first.
PAIRS: tuple[tuple[str, str], ...] = (("agree", "against"), ("agree", "open"), ("against", "open"))
#: For each outcome, how it takes the margin of each pair.
_SIGNS = {name: tuple((name == a) - (name == b) for a, b in PAIRS) for name in _OUTCOMES}
#: Words that are shown as what decided.
_SHOWN = 4

Weights = Mapping[str, tuple[float, float, float]]


@frozen(kw_only=True)
class Stance:
    """How a report stands to a claim.

    Attributes:
        outcome: ``agree``, ``against`` or ``open``.
        score: The probability of the outcome, 0..1.
        cover: Share of the claim's content words that the report has, 0..1.
        spans: The report's words that spoke most for the outcome, in text order; offsets into
            the report's text.
    """

    outcome: str
    score: float
    cover: float
    spans: Spans


@cache
def load_weights(lexicon: Lexicon) -> Weights:
    """Feature to its weight for each pair of outcomes, as `PAIRS`.

    Raises:
        LexiconError: A weight is no number.
    """
    found: dict[str, tuple[float, float, float]] = {}
    for row in lexicon.rows("stance_weights"):
        try:
            first, second, third = (float(row[f"{a} over {b}"]) for a, b in PAIRS)
        except ValueError as error:
            raise LexiconError(
                f"{lexicon.lang}/stance_weights.csv: {row['feature']}: {error}; give numbers"
            ) from error
        found[row["feature"]] = (first, second, third)
    return found


def find_features(
    report: Claim, claim: Claim, rule: Relation | None, lexicon: Lexicon
) -> dict[str, float]:
    """The features of a pair: its wording, and what the rules say.

    Args:
        report: The claim that may speak about the other.
        claim: The other.
        rule: What the rules found; None for nothing.
        lexicon: Gives classes of words.
    """
    sides = read_side(report.text), read_side(claim.text)
    found = describe(*sides, load_words(lexicon))
    if rule is not None:
        found[f"rule:{rule.rule}"] = 1.0
        found["rule against"] = float(rule.kind == "negation")
    return found


def find_stance(report: Claim, claim: Claim, rule: Relation | None, lexicon: Lexicon) -> Stance:
    """How a report stands to a claim; arguments as for `find_features`."""
    weights = load_weights(lexicon)
    features = find_features(report, claim, rule, lexicon)
    margins = list(weights["bias"])
    for name, value in features.items():
        for place, weight in enumerate(weights.get(name, ())):
            margins[place] += weight * value
    odds = find_odds(margins)
    outcome = max(_OUTCOMES, key=odds.__getitem__)
    if outcome == "against" and not _may_refute(report.text, features, load_words(lexicon)):
        outcome = "agree" if odds["agree"] >= odds["open"] else "open"
    return Stance(
        outcome=outcome,
        score=odds[outcome],
        cover=features["cover"],
        spans=_heaviest(read_side(report.text), outcome, weights, lexicon),
    )


def find_odds(margins: Sequence[float]) -> dict[str, float]:
    """The probability of each outcome.

    A vote of the pairs, each with how sure it is: the simple estimate that Hastie and Tibshirani
    (1998, Classification by pairwise coupling) begin with.

    Args:
        margins: One for each of `PAIRS`.
    """
    odds: dict[str, float] = dict.fromkeys(_OUTCOMES, 0.0)
    for (one, other), margin in zip(PAIRS, margins, strict=True):
        sure = 0.5 + 0.5 * math.tanh(_SLOPE * margin / 2)
        odds[one] += sure / len(PAIRS)
        odds[other] += (1 - sure) / len(PAIRS)
    return odds


def _may_refute(text: str, features: Mapping[str, float], words: Words) -> bool:
    """Whether a report has a word that can call a claim false.

    In a sentence a negation is the rules' business, which see what it negates; in a headline
    ("Students not in first graves") it is enough.
    """
    side = read_side(text)
    sentence = words.is_sentence(text)
    if sentence and len(side.words) > _LONGEST:
        return False
    names = _TRIGGERS if sentence else (*_TRIGGERS, "negate")
    return any(features.get(f"class:{name}") for name in names)


def _heaviest(side: Side, outcome: str, weights: Weights, lexicon: Lexicon) -> Spans:
    """The words of a report that speak most for an outcome, with those of their classes."""
    words = load_words(lexicon)
    signs = _SIGNS[outcome]
    nothing = (0.0, 0.0, 0.0)
    scored: list[tuple[float, Span]] = []
    for word, span in zip(side.words, side.spans, strict=True):
        names = [f"class:{name}" for name, members in words.classes.items() if word in members]
        weight = sum(
            sign * weight
            for name in (f"word:{word}", f"run:{word}", *names)
            for sign, weight in zip(signs, weights.get(name, nothing), strict=True)
        )
        if weight > 0:
            scored.append((-weight, span))
    return tuple(sorted(span for _, span in sorted(scored)[:_SHOWN]))
