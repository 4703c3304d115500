"""Measure whom source mentions are taken to stand for: ``python -m benchmarks.sources [FILE]``.

The gold is mini documents as in ``seeds/gold/sources/measured.txt``: mentions are given, in
brackets with the names of whom they stand for; what is measured is only who they are. Trees are
those of the models that ship. Every error is listed.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

from claimtrack.lexicon import load_lexicon
from claimtrack.model import Mention, Span
from claimtrack.parsing import default_parser
from claimtrack.sources import resolve_sources

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "sources" / "measured.txt"
_MARK = re.compile(r"\[([^\[\]]*?) =>([^\[\]]*)\]")


@frozen
class Case:
    """A mini document: its text, the mentions in it, and the names that each stands for."""

    title: str
    text: str
    mentions: tuple[Mention, ...]
    names: tuple[frozenset[str], ...]


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


def main(arguments: Sequence[str] | None = None) -> None:
    """Resolve, list what is wrong, print the share that is right."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, nargs="?", default=GOLD, help="mini documents")
    chosen = parser.parse_args(arguments)
    lexicon = load_lexicon()
    right = mentions = 0
    for case in read_cases(chosen.gold):
        sentences = default_parser().parse(case.text)
        found = resolve_sources(sentences, case.mentions, lexicon)
        for mention, names, wanted in zip(case.mentions, found, case.names, strict=True):
            mentions += 1
            right += set(names) == wanted
            if set(names) != wanted:
                print(f"{case.title}: {mention.text!r} is {sorted(wanted)}, not {list(names)}")
    print(f"{right} of {mentions} right: {right / mentions:.3f}")


if __name__ == "__main__":
    main()
