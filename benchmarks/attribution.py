"""Measure extraction on a corpus of attributions: ``python -m benchmarks.attribution GOLD.jsonl``.

The gold has one document a line,
``{"id", "text", "attributions": [{"source", "cue", "content"}]}`` with lists of ``[start, end]``.
Nothing of it is kept: data lies where the path says. Printed are the scorer's measures with
95 % confidence intervals (bootstrap over documents), for all cues and for assertion cues, and
the recall of slices on which systems tend to fail.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from benchmarks import score
from claimtrack.extraction import extract
from claimtrack.model import Claim, Document
from claimtrack.store.encoding import spans_to_json

HERE = Path(__file__).parent
ASSERTIONS = HERE / "assertion_cues.txt"
#: Confidences below which claims are left out, one after the other.
LEAST = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
MEASURES = ("ATTR", "ATTRx", "exact", "iou50", "overlap", "source|m", "cue|m")
PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we", "you", "who", "which", "that"))


@frozen
class Pair:
    """A gold attribution, and whether a claim was right about it."""

    gold: Any
    document: Any
    right: bool


def to_attribution(claim: Claim) -> dict[str, Any]:
    """A claim in the gold's form."""
    return {
        "source": spans_to_json(claim.source.spans if claim.source else ()),
        "cue": spans_to_json(claim.cue.spans if claim.cue else ()),
        "content": spans_to_json(claim.content),
        "confidence": claim.confidence,
    }


def predict(gold: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every document's claims in the gold's form."""
    found: dict[str, dict[str, Any]] = {}
    for name, record in gold.items():
        claims = extract(Document(record["text"])).claims
        found[name] = {"id": name, "attributions": [to_attribution(claim) for claim in claims]}
    return found


def options(scope: Path | None, *, resamples: int = 1000) -> argparse.Namespace:
    """The scorer's options: only the outermost claims are scored.

    Args:
        scope: Words one of which a cue must have to count; None counts all.
        resamples: How often documents are drawn for confidence intervals; 0 for none.
    """
    arguments = ["gold", "claims", "--outer-only", "--boot", str(resamples)]
    if scope is not None:
        arguments.extend(("--scope", str(scope)))
    parsed: argparse.Namespace = score.parser().parse_args(arguments)
    return parsed


def pairs(gold: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterable[Pair]:
    """Every gold attribution with whether the claim aligned to it is right."""
    for name, record in gold.items():
        document = score.Doc(record["text"])
        wanted = [score.Att(item, document, name) for item in record["attributions"]]
        found = [score.Att(item, document, name) for item in claims[name]["attributions"]]
        found = score.outer_only([item for item in found if item.content])
        aligned = {at: (overlap, to) for overlap, at, to in score.align(wanted, found)}
        for at, item in enumerate(wanted):
            overlap, to = aligned.get(at, (0.0, -1))
            right = (
                overlap >= 0.5  # noqa: PLR2004 - the scorer's own limit
                and score.cue_ok(item, found[to])
                and score.source_ok(item, found[to])
            )
            yield Pair(item, document, bool(right))


def cue_text(pair: Pair) -> str:
    """The gold cue's words in lower case."""
    return " ".join(pair.document.text[s:e] for s, e in pair.gold.cue).lower()


def source_text(pair: Pair) -> str:
    """The gold source's words in lower case."""
    return " ".join(pair.document.text[s:e] for s, e in pair.gold.source).lower()


def is_negated(pair: Pair) -> bool:
    """Whether the cue denies, declines, or is negated."""
    words = r"n[o']t|never|n’t|den(y|ies|ied|ying)|declin|refus|reject|dismiss|rebut|refut|disput"
    return re.search(words, cue_text(pair)) is not None


def is_split(pair: Pair) -> bool:
    """Whether the cue stands between pieces of the content."""
    content, cue = pair.gold.content, pair.gold.cue
    return bool(cue) and content[0][0] < cue[0][0] < content[-1][1] and len(content) > 1


def is_long(pair: Pair) -> bool:
    """Whether the content runs over more than one sentence."""
    text = " ".join(pair.document.text[s:e] for s, e in pair.gold.content)
    return re.search(r"[.!?][”\"’']*\s+[“\"‘A-Z]", text[:-2]) is not None


SLICES: Mapping[str, Callable[[Pair], bool]] = {
    "according to": lambda pair: "according to" in cue_text(pair),
    "denied, negated, declined": is_negated,
    "content split around the cue": is_split,
    "content over several sentences": is_long,
    "no source": lambda pair: not pair.gold.source,
    "pronoun as source": lambda pair: source_text(pair) in PRONOUNS,
    "punctuation as cue": lambda pair: (
        bool(pair.gold.cue) and not any(c.isalnum() for c in cue_text(pair))
    ),
}


def calibrate(gold: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    """Print how often outermost claims of some confidence are right, and the expected error.

    The expected calibration error is the mean over bins of the gap between confidence and share
    of right claims, weighted by their number (Naeini et al., 2015), in ten bins of equal width.
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for name, record in gold.items():
        document = score.Doc(record["text"])
        wanted = [score.Att(item, document, name) for item in record["attributions"]]
        found: list[Any] = []
        for item in claims[name]["attributions"]:
            claim = score.Att(item, document, name)
            claim.confidence = item["confidence"]
            found.append(claim)
        found = score.outer_only([item for item in found if item.content])
        right = {
            to
            for overlap, at, to in score.align(wanted, found)
            if overlap >= 0.5  # noqa: PLR2004 - the scorer's own limit
            and score.cue_ok(wanted[at], found[to])
            and score.source_ok(wanted[at], found[to])
        }
        for to, item in enumerate(found):
            place = min(9, int(item.confidence * 10))
            bins[place].append((item.confidence, to in right))
    total = sum(map(len, bins))
    error = 0.0
    print("\nconfidence, share right, claims (outermost)")
    for row in bins:
        if row:
            said = sum(value for value, _ in row) / len(row)
            held = sum(hit for _, hit in row) / len(row)
            error += abs(said - held) * len(row) / total
            print(f"  {said:.2f}  {held:.2f}  {len(row)}")
    print(f"expected calibration error {error:.3f}")


def trade(gold: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    """Print what is left of precision and recall where less likely claims are left out."""
    print("\nleast confidence: P, R, F1 (ATTR) for all cues, then for assertion cues")
    for least in LEAST:
        kept = {
            name: {
                **record,
                "attributions": [a for a in record["attributions"] if a["confidence"] >= least],
            }
            for name, record in claims.items()
        }
        cells = [f"  {least:.1f} "]
        for scope in (None, ASSERTIONS):
            row = score.evaluate(gold, kept, options(scope, resamples=0))["scores"]["ATTR"]
            cells.append("  ".join(f"{100 * row[name]:5.1f}" for name in ("P", "R", "F1")))
        print("   ".join(cells))


def report(gold: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    """Print measures and slices."""
    for title, scope in (("all cues", None), ("assertion cues", ASSERTIONS)):
        result = score.evaluate(gold, claims, options(scope))
        print(f"\n{title}: {result['documents']} documents, {result['gold']} attributions")
        for name in MEASURES:
            row = result["scores"][name]
            low, high = row["F1_ci95"]
            print(
                f"  {name:10} P {100 * row['P']:5.1f}  R {100 * row['R']:5.1f}  "
                f"F1 {100 * row['F1']:5.1f}  [{100 * low:.1f}, {100 * high:.1f}]"
            )
    calibrate(gold, claims)
    trade(gold, claims)
    judged = list(pairs(gold, claims))
    print("\nrecall by slice (ATTR, all cues)")
    for name, holds in SLICES.items():
        chosen = [pair.right for pair in judged if holds(pair)]
        share = 100 * sum(chosen) / len(chosen) if chosen else 0.0
        print(f"  {name:32} {share:5.1f}  of {len(chosen)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Extract from the gold's texts, score, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, help="JSON lines with texts and attributions")
    parser.add_argument("--out", type=Path, help="write the claims here, in the gold's form")
    chosen = parser.parse_args(arguments)
    gold: dict[str, dict[str, Any]] = score.read(str(chosen.gold))
    claims = predict(gold)
    if chosen.out:
        lines = (json.dumps(record) for record in claims.values())
        chosen.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report(gold, claims)


if __name__ == "__main__":
    main()
