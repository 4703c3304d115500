"""Measure whom source mentions are taken to stand for.

The gold is mini documents of our own, one part to tune on and one part held out: mentions are
given, in brackets with the names of whom they stand for; what is measured is only who they are.
Trees are those of the models that ship.

    python -m benchmarks.sources                    # the part for tuning, with its errors
    python -m benchmarks.sources --part held        # the figure of the part held out, no errors
    python -m benchmarks.sources --polnear FILE     # 100 pronouns and roles of PolNeAR, judged

The last draws 100 sources that are pronouns or definite phrases without a name (roles, most of
them) from a file of PolNeAR, shows each with whom it was taken for, and counts the verdicts that
a person has written down in ``benchmarks/source_verdicts.csv``: ``r`` right, ``w`` wrong, ``n``
nobody there to name. A verdict holds for the answer that it was given on. Answers are names, or
where the document has none, ``@START-END``: where what stands for it begins and ends. Other
draws (``--seed``) add their own rows; what they share with an earlier one is judged already.
"""

import argparse
import csv
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from claimtrack.lexicon import load_lexicon
from claimtrack.model import Mention, Span, Spans
from claimtrack.parsing import default_parser
from claimtrack.sources import resolve_sources
from claimtrack.sources.vocabulary import Vocabulary, fold, read_vocabulary

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "sources"
_FILES = {"tune": "measured", "held": "held", "long": "long"}
PARTS = {name: GOLD / f"{file}.txt" for name, file in _FILES.items()}
VERDICTS = Path(__file__).parent / "source_verdicts.csv"
SEED = 4
DRAWN = 100
_MARK = re.compile(r"\[([^\[\]]*?) =>([^\[\]]*)\]")
_POINTING = frozenset(("the", "his", "her", "their", "its", "this", "that", "these", "those"))
_BEFORE, _AFTER = 600, 150
_PHRASE = 4


@frozen
class Case:
    """A mini document: its text, the mentions in it, and the names that each stands for."""

    title: str
    text: str
    mentions: tuple[Mention, ...]
    names: tuple[frozenset[str], ...]


@frozen
class Drawn:
    """One source of a document of PolNeAR, with whom it was taken for."""

    document: str
    start: int
    end: int
    answer: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What a verdict is found by."""
        return self.document, str(self.start), str(self.end)


def read_cases(path: Path) -> Iterator[Case]:
    """The mini documents of a file; the first block tells what the file is."""
    for block in path.read_text(encoding="utf-8").split("\n\n")[1:]:
        title, _, marked = block.strip("\n").partition("\n")
        text, end = "", 0
        mentions: list[Mention] = []
        names: list[frozenset[str]] = []
        for match in _MARK.finditer(marked):
            text += marked[end : match.start()]
            mentions.append(Mention((Span(len(text), len(text) + len(match[1])),), match[1]))
            names.append(frozenset(name.strip() for name in match[2].split(";") if name.strip()))
            text += match[1]
            end = match.end()
        yield Case(title.lstrip("# "), text + marked[end:], tuple(mentions), tuple(names))


def measure(cases: Iterable[Case], *, errors: bool) -> None:
    """Resolve, list what is wrong if wanted, print the share that is right."""
    lexicon = load_lexicon()
    right, mentions = Counter[str](), Counter[str]()
    for case in cases:
        genre = case.title.partition(":")[0]
        sentences = default_parser().parse(case.text)
        found = resolve_sources(sentences, case.mentions, lexicon)
        for mention, names, wanted in zip(case.mentions, found, case.names, strict=True):
            mentions[genre] += 1
            right[genre] += set(names) == wanted
            if errors and set(names) != wanted:
                print(f"{case.title}: {mention.text!r} is {sorted(wanted)}, not {list(names)}")
    for genre, count in mentions.items():
        print(f"  {genre}: {right[genre]} of {count}")
    print(f"{right.total()} of {mentions.total()} right: {right.total() / mentions.total():.3f}")


def draw(path: Path, seed: int) -> Iterator[tuple[Drawn, str]]:
    """Sources drawn at random, each with the text around it, in the order of the file."""
    vocabulary = read_vocabulary(load_lexicon())
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    fit = [
        (place, number)
        for place, row in enumerate(rows)
        for number, item in enumerate(row["attributions"])
        if _is_asked(" ".join(row["text"][a:b] for a, b in item["source"]), vocabulary)
    ]
    chosen = sorted(random.Random(seed).sample(fit, DRAWN))  # noqa: S311 - a draw, no secret
    for place in sorted({place for place, _ in chosen}):
        row = rows[place]
        found = _resolve(row["text"], row["attributions"])
        for number in (number for at, number in chosen if at == place):
            spans = row["attributions"][number]["source"]
            start, end = spans[0][0], spans[-1][1]
            text = row["text"]
            around = (
                f"{text[max(0, start - _BEFORE) : start]}[[{text[start:end]}]]"
                f"{text[end : end + _AFTER]}"
            )
            answer = "; ".join(_tell(name, text) for name in found[number])
            yield Drawn(row["id"], start, end, answer), f"{answer} <- {around}"


def _tell(name: str, text: str) -> str:
    """A name as it is; what is no name as the place where it stands first."""
    if name[:1].isupper() or not name:
        return name
    start = text.lower().find(name.split(maxsplit=1)[0])
    return f"@{start}-{start + len(name)}"


def _is_asked(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a source is a pronoun or a definite phrase of a few words without a name.

    No table that grows is asked for roles, so that a seed goes on drawing the same.
    """
    words = text.split()
    if len(words) <= 1:
        return bool(words) and fold(text) in vocabulary.pronouns
    common = all(word[:1].islower() for word in words[1:])
    return fold(words[0]) in _POINTING and common and len(words) <= _PHRASE


def _resolve(
    text: str, attributions: Sequence[dict[str, list[list[int]]]]
) -> tuple[tuple[str, ...], ...]:
    mentions = [
        Mention(_spans(item["source"]), "") if item["source"] else None for item in attributions
    ]
    contents = [_spans(item["content"]) for item in attributions]
    sentences = default_parser().parse(text)
    return resolve_sources(sentences, mentions, load_lexicon(), contents=contents)


def _spans(pairs: Iterable[Sequence[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in pairs)


def judge(path: Path, verdicts: Path, seed: int) -> None:
    """Show what is drawn with the verdicts on it, and the share that is right."""
    with verdicts.open(encoding="utf-8", newline="") as lines:
        rows = {(row["document"], row["start"], row["end"]): row for row in csv.DictReader(lines)}
    counts = Counter[str]()
    for item, around in draw(path, seed):
        row = rows.get(item.key)
        verdict = row["verdict"] if row is not None and row["answer"] == item.answer else "?"
        counts[verdict] += 1
        print(f'{",".join(item.key)},"{item.answer}",{verdict}')
        if verdict != "r":
            print(f"    {' '.join(around.split())}")
    named = counts["r"] + counts["w"]
    print(f"{counts['r']} of {named} right where there is somebody to name", dict(counts))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure on one part of the gold, or on PolNeAR."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("gold", type=Path, nargs="?", help="other mini documents")
    parser.add_argument("--part", choices=list(PARTS), default="tune", help="of our own")
    parser.add_argument("--errors", action="store_true", help="list the errors of any part")
    parser.add_argument("--polnear", type=Path, metavar="FILE", help="dev.jsonl of PolNeAR")
    parser.add_argument("--seed", type=int, default=SEED, help="of the draw")
    parser.add_argument("--verdicts", type=Path, default=VERDICTS, help="of a person on these")
    chosen = parser.parse_args(arguments)
    if chosen.polnear:
        judge(chosen.polnear, chosen.verdicts, chosen.seed)
        return
    cases = read_cases(chosen.gold or PARTS[chosen.part])
    measure(cases, errors=chosen.errors or chosen.part == "tune")


if __name__ == "__main__":
    main()
