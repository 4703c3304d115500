"""Measure extraction on web texts with claims inside claims: ``python -m benchmarks.nested``.

The texts are our own, ``seeds/gold/attribution/web.txt``; its head describes its form. Unlike
``benchmarks.attribution`` this scores all claims, not only the outermost, and whether an inner
claim has the right parent.
"""

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from attrs import frozen

from benchmarks import score
from benchmarks.attribution import to_attribution
from claimtrack.extraction import extract
from claimtrack.model import Claim, Document

TEXTS = Path(__file__).parent.parent / "seeds" / "gold" / "attribution" / "web.txt"
#: What parts the pieces of a source, cue or content that does not hang together.
GAP = " … "

Spans = list[list[int]]


@frozen
class Case:
    """A text with its gold, in the scorer's form."""

    id: str
    text: str
    attributions: tuple[dict[str, Spans], ...]


@frozen(kw_only=True)
class Tally:
    """How many claims of a sort there are, were found, and were right.

    Attributes:
        wanted: Gold attributions.
        found: Claims.
        right: Those that the scorer takes for right (``ATTR``).
    """

    wanted: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0..1."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """Share of the claims that are right, 0..1."""
        return self.right / self.found if self.found else 0.0


def read_cases(path: Path = TEXTS) -> tuple[Case, ...]:
    """The texts of a file with their gold."""
    blocks = re.split(r"^===\n", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return tuple(_case(f"{path.stem}-{number}", block) for number, block in enumerate(blocks, 1))


def _case(name: str, block: str) -> Case:
    lines = block.rstrip("\n").split("\n")
    text = "\n".join(line for line in lines if not line.startswith("> ")).rstrip("\n") + "\n"
    gold = (line.removeprefix("> ") for line in lines if line.startswith("> "))
    return Case(name, text, tuple(_attribution(text, line) for line in gold))


def _attribution(text: str, line: str) -> dict[str, Spans]:
    """The spans that a line of gold names: of several places that fit, those nearest together."""
    source, cue, content = (part.strip() for part in line.split("|"))
    pairs = [
        (_distance(cues, contents), cues, contents)
        for contents in _places(text, content)
        for cues in _places(text, cue)
        if not _inside(cues, contents)
    ]
    if not pairs:
        raise ValueError(f"no such cue and content in the text above: {line}")
    _, cues, contents = min(pairs)
    sources = [place for place in _places(text, source) if not _inside(place, cues)]
    free = [place for place in sources if not _inside(place, contents)] or sources
    nearest = min(free, key=lambda place: _distance(place, cues), default=[])
    return {"source": nearest, "cue": cues, "content": contents}


def _places(text: str, phrase: str) -> list[Spans]:
    """Every place where the pieces of a phrase stand one after the other."""
    if not phrase:
        return []
    pieces = [phrase] if phrase in text else phrase.split(GAP)
    between = r".*?".join(
        rf"(?<!\w)({re.escape(piece)})(?!\w)" if piece[0].isalnum() else f"({re.escape(piece)})"
        for piece in pieces
    )
    found = re.finditer(f"(?={between})", text, flags=re.DOTALL)
    return [[list(match.span(group)) for group in range(1, len(pieces) + 1)] for match in found]


def _inside(inner: Spans, outer: Spans) -> bool:
    return any(low <= inner[0][0] < high for low, high in outer)


def _distance(one: Spans, other: Spans) -> int:
    """Characters between two; 0 where one stands in a gap of the other."""
    (low, high), (start, end) = (one[0][0], one[-1][1]), (other[0][0], other[-1][1])
    gaps = [after[0] - before[1] for part in (one, other) for before, after in pairwise(part)]
    return 0 if gaps else max(0, start - high, low - end)


def judge(case: Case, claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Positions of gold attributions with those of the claims that are right about them.

    Args:
        case: The text's gold.
        claims: What was found in it.
    """
    document = score.Doc(case.text)
    wanted = [score.Att(item, document, case.id) for item in case.attributions]
    found = [score.Att(to_attribution(claim), document, case.id) for claim in claims]
    return [
        (at, to)
        for overlap, at, to in score.align(wanted, found)
        if overlap >= 0.5  # noqa: PLR2004 - the scorer's own limit
        and score.cue_ok(wanted[at], found[to])
        and score.source_ok(wanted[at], found[to])
    ]


def measure(found: Iterable[tuple[Case, Sequence[Claim]]]) -> Mapping[str, Tally]:
    """What was right of all claims, of the outermost and of the inner, and of the parents.

    Args:
        found: Each text with its claims.
    """
    counts = {sort: [0, 0, 0] for sort in ("all", "outermost", "inner", "parents")}
    for case, claims in found:
        right = judge(case, claims)
        above = [_parent(item, case.attributions) for item in case.attributions]
        for parent in above:
            counts["inner" if parent >= 0 else "outermost"][0] += 1
        for claim in claims:
            counts["inner" if claim.parent else "outermost"][1] += 1
        matched = {to: at for at, to in right}
        places = {claim.id: to for to, claim in enumerate(claims)}
        for at, to in right:
            counts["inner" if above[at] >= 0 else "outermost"][2] += 1
            above_it = claims[to].parent
            held = -1 if above_it is None else matched.get(places[above_it], -2)
            counts["parents"][0] += 1
            counts["parents"][1] += 1
            counts["parents"][2] += held == above[at]
    counts["all"] = [
        inner + outer for inner, outer in zip(counts["inner"], counts["outermost"], strict=True)
    ]
    return {
        sort: Tally(wanted=wanted, found=given, right=right)
        for sort, (wanted, given, right) in counts.items()
    }


def _parent(item: Mapping[str, Spans], items: Sequence[Mapping[str, Spans]]) -> int:
    """Position of the smallest other attribution whose content the cue stands in, or -1."""
    around = [
        (sum(high - low for low, high in other["content"]), at)
        for at, other in enumerate(items)
        if other is not item and _inside(item["cue"], other["content"])
    ]
    return min(around)[1] if around else -1


def show(case: Case, claims: Sequence[Claim]) -> None:
    """Print what was missed and what is wrong."""
    right = judge(case, claims)
    found, met = {to for _, to in right}, {at for at, _ in right}

    def read(spans: Spans) -> str:
        return GAP.join(case.text[low:high] for low, high in spans)

    for at, item in enumerate(case.attributions):
        if at not in met:
            print(case.id, "missed", *(f"| {read(item[part])}" for part in item))
    for to, claim in enumerate(claims):
        if to not in found:
            given = to_attribution(claim)
            parts = (read(given[part]) for part in ("source", "cue", "content"))
            print(case.id, "wrong ", *(f"| {part}" for part in parts))


def main(arguments: Sequence[str] | None = None) -> None:
    """Extract from the texts, score, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("texts", type=Path, nargs="?", default=TEXTS, help="texts with gold")
    parser.add_argument("--errors", action="store_true", help="list what is wrong and missed")
    chosen = parser.parse_args(arguments)
    found = [(case, extract(Document(case.text)).claims) for case in read_cases(chosen.texts)]
    if chosen.errors:
        for case, claims in found:
            show(case, claims)
    print(f"{len(found)} texts")
    for sort, tally in measure(found).items():
        print(
            f"  {sort:10} P {100 * tally.precision:5.1f}  R {100 * tally.recall:5.1f}  "
            f"of {tally.found} claims, {tally.wanted} in the gold"
        )


if __name__ == "__main__":
    main()
