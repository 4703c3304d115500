"""Measures matching, clustering and relations on data read by path; nothing is copied.

Usage::

    python benchmarks/conflict.py headlines FILE.jsonl   # {"text", "cluster"} a line: B³, blocking
    python benchmarks/conflict.py halves FILE.jsonl      # the same, threshold from the other half
    python benchmarks/conflict.py pairs FILE.jsonl       # {"a", "b", "label"} a line: conflicts
    python benchmarks/conflict.py cost 10000 100000      # made-up claims: time and memory
"""

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from claimtrack.clustering import THRESHOLD, link
from claimtrack.conflicts import make_rules
from claimtrack.lexicon import load_lexicon
from claimtrack.matching import collect, score
from claimtrack.model import Claim, Relation, Similarity, Span
from claimtrack.parsing import default_parser
from claimtrack.propositions import find_propositions
from claimtrack.quantities import find_quantities

#: Ways to halve the clusters of a file, clusters of a half that are a collection too, and the
#: thresholds that are tried.
HALVES, FEW = 4, 60
TRIED = (0.24, 0.26, 0.28, 0.3, 0.32, 0.34, 0.36)


def to_claim(text: str, document: str, *, parse: bool = True) -> Claim:
    """A text as a claim of nobody, all of it content."""
    content = (Span(0, len(text)),)
    trees = default_parser().parse(text) if parse else ()
    return Claim(
        document=document,
        source=None,
        cue=None,
        content=content,
        text=text,
        mode="indirect",
        pattern="text",
        sentence=content[0],
        quantities=find_quantities(trees, content, load_lexicon()),
        propositions=find_propositions(trees, content, load_lexicon()),
    )


def read_lines(path: Path) -> list[dict[str, str]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def b_cubed(found: Sequence[str], gold: Sequence[str]) -> tuple[float, float, float]:
    """B³ precision, recall and F1 (Bagga and Baldwin 1998) of two labellings."""
    both = Counter(zip(found, gold, strict=True))
    ours, theirs = Counter(found), Counter(gold)
    precision = sum(n * n / ours[a] for (a, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[b] for (_, b), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure_headlines(path: Path, thresholds: Iterable[float]) -> None:
    """B³ of clusters and what blocking keeps."""
    rows = read_lines(path)
    claims = [to_claim(row["text"], str(number)) for number, row in enumerate(rows)]
    gold = {claim.id: row["cluster"] for claim, row in zip(claims, rows, strict=True)}
    home = collect(claims)
    kept = sum(gold[a] == gold[b] for a, b in home.pairs)
    together = sum(n * (n - 1) // 2 for n in Counter(gold.values()).values())
    print(f"blocking: {2 * len(home.pairs) / len(claims):.1f} candidates a claim, "
          f"{kept / together:.3f} of the pairs that belong together")  # fmt: skip
    edges = tuple(score(home))
    for threshold in thresholds:
        precision, recall, both = measure_groups(gold, edges, threshold)
        print(f"threshold {threshold:.2f}: B3 P {precision:.3f} R {recall:.3f} F1 {both:.3f}")


def measure_groups(
    gold: Mapping[str, str], edges: Iterable[Similarity], threshold: float
) -> tuple[float, float, float]:
    """B³ of the clusters that edges make of claims, ids to the names of their clusters."""
    labels: dict[str, str] = {}
    for group in link(gold, edges, threshold=threshold):
        labels |= dict.fromkeys(group.claims, group.id)
    return b_cubed([labels[key] for key in gold], list(gold.values()))


def measure_halves(path: Path) -> None:
    """B³ on half of the clusters, threshold chosen on the others, and on 60 clusters of it."""
    rows = read_lines(path)
    claims = {
        claim: row["cluster"]
        for number, row in enumerate(rows)
        for claim in [to_claim(row["text"], str(number))]
    }
    names = sorted(set(claims.values()))
    sums: list[tuple[float, float]] = []

    def try_all(chosen: Collection[str], thresholds: Iterable[float]) -> dict[float, float]:
        gold = {claim.id: cluster for claim, cluster in claims.items() if cluster in chosen}
        edges = tuple(score(collect(claim for claim in claims if claim.id in gold)))
        return {each: measure_groups(gold, edges, each)[2] for each in thresholds}

    for seed in range(HALVES):
        draw = random.Random(seed)  # noqa: S311 - a split, no secret
        draw.shuffle(names)
        half = len(names) // 2
        for held, seen in ((names[:half], names[half:]), (names[half:], names[:half])):
            fitted = try_all(seen, TRIED)
            best = max(fitted, key=fitted.__getitem__)
            few = draw.sample(held, min(FEW, half))
            sums.append((try_all(held, [best])[best], try_all(few, [best])[best]))
            print(f"threshold {best:.2f}: B3 F1 {sums[-1][0]:.3f}, "
                  f"{FEW} clusters of it {sums[-1][1]:.3f}", flush=True)  # fmt: skip
    means = [sum(column) / len(sums) for column in zip(*sums, strict=True)]
    print(f"mean {means[0]:.3f}, {means[1]:.3f}")


def judge(a: Claim, b: Claim) -> Relation | None:
    """What the rules say of two claims that are known to be about the same thing."""
    found = (rule(a, b) for rule in make_rules(load_lexicon()))
    return next((relation for relation in found if relation is not None), None)


def measure_pairs(path: Path) -> None:
    """Precision, recall and F1 of contradiction, and what each rule fired on."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    right = found = wanted = 0
    for number, row in enumerate(read_lines(path)):
        relation = judge(to_claim(row["a"], f"a{number}"), to_claim(row["b"], f"b{number}"))
        conflict = relation is not None and relation.conflict
        counts[relation.rule if relation else "-"][row["label"]] += 1
        right += conflict and row["label"] == "contradiction"
        found += conflict
        wanted += row["label"] == "contradiction"
    precision, recall = right / max(1, found), right / max(1, wanted)
    both = 2 * right / max(1, found + wanted)
    print(f"contradiction: P {precision:.3f} R {recall:.3f} F1 {both:.3f}")
    for rule, labels in sorted(counts.items()):
        print(f"  {rule:12} {dict(sorted(labels.items()))}")


def make_texts(count: int) -> list[str]:
    """Made-up claims, five on each event, over a vocabulary that grows as real ones do."""
    draw = random.Random(7)  # noqa: S311 - data for a benchmark, no secret
    common = [f"{draw.choice('bdfgklmnprst')}{draw.choice('aeiou')}{n}x" for n in range(3000)]
    words = ["".join(chr(97 + (ord(c) * 7) % 26) for c in word) + "er" for word in common]
    texts: list[str] = []
    for event in range(count // 5):
        own = [
            f"{draw.choice(words)}{chr(97 + event % 26)}{chr(97 + event // 26 % 26)}"
            for _ in range(6)
        ]
        for _ in range(5):
            line = draw.sample(own, 4) + draw.choices(words, k=6)
            texts.append(" ".join(line))
    return texts


def measure_cost(sizes: Iterable[int]) -> None:
    """Processor seconds and peak memory of matching and clustering some claims."""
    for size in sizes:
        claims = [to_claim(text, str(n), parse=False) for n, text in enumerate(make_texts(size))]
        start = time.process_time()
        home = collect(claims)
        middle = time.process_time()
        groups = link([claim.id for claim in claims], score(home))
        end = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{size} claims: blocking {middle - start:.1f} s, scoring and linking "
              f"{end - middle:.1f} s, {len(home.pairs)} pairs, {len(groups)} clusters, "
              f"peak {peak:.2f} GB", flush=True)  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Runs the measure that the first argument names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("measure", choices=("headlines", "halves", "pairs", "cost"))
    parser.add_argument("what", nargs="+", help="files, or sizes for cost")
    parser.add_argument("--threshold", type=float, nargs="*", default=[THRESHOLD])
    options = parser.parse_args(arguments)
    if options.measure == "cost":
        measure_cost(int(size) for size in options.what)
        return
    for name in options.what:
        print(name)
        if options.measure == "pairs":
            measure_pairs(Path(name))
        elif options.measure == "halves":
            measure_halves(Path(name))
        else:
            measure_headlines(Path(name), options.threshold)


if __name__ == "__main__":
    main(sys.argv[1:])
