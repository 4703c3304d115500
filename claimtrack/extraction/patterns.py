"""Patterns: rows of data that say where in a tree a cue, its source and its content stand.

A pattern names the words that may be its cue, and paths from the cue to the source and to the
content. A path is a list of steps parted by spaces, each to a neighbour in the tree:

- ``ccomp``: to a dependent by that relation; ``a|b`` any of several; ``*`` any at all;
- ``^conj``: to the head, if the word hangs from it by that relation; ``^*`` whatever it is;
- ``^conj+``: one or more such steps up, stopping at the first place from which the rest of
  the path leads somewhere;
- ``obl[case=for|about]``: with conditions on the word arrived at, in square brackets: ``case``,
  ``mark``, ``cop``, ``lemma``, ``form`` and ``upos`` name values; ``!`` before the ``=`` turns
  one round; ``side=left|right`` asks where it stands relative to the word before, ``tag=cue``
  whether it has the cue's own tag, ``next=cue`` whether it is the word before the cue.

The first path that leads somewhere wins. This is a small cousin of Semgrex (Chambers et al.,
2007), kept so small that the people who mend the lexicon can read it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from attrs import frozen

from claimtrack.errors import LexiconError
from claimtrack.lexicon import PLACE, Lexicon, is_texts
from claimtrack.syntax import ROOT, Sentence

_STEP = re.compile(r"(\^?)([a-z:|*]+)(\+?)((?:\[[^\]]*\])*)$")
_CONDITION = re.compile(r"\[(\w+)(!?)=([^\]]*)\]")
_FIELDS = frozenset(
    (
        *("case", "mark", "cop", "advmod", "lemma", "form", "upos", "xpos"),
        *("side", "subject", "tag", "next"),
    )
)
#: Keys of a pattern's row, by what their values are.
_TEXTS = (PLACE, "id", "note", "frame", "example", "counter")
_LISTS = ("upos", "tags", "needs", "bars", "source", "content", "cue_extra")
_FLAGS = ("source_required", "around")


@frozen
class Condition:
    """A condition on the word that a step arrives at."""

    field: str
    values: frozenset[str]
    negated: bool


@frozen
class Step:
    """One step of a path."""

    up: bool
    relations: frozenset[str]
    repeat: bool
    conditions: tuple[Condition, ...]


@frozen
class Path:
    """Steps from a cue to a source or a content."""

    steps: tuple[Step, ...]
    text: str


@frozen(kw_only=True)
class Pattern:
    """A row of ``patterns.toml``.

    Attributes:
        id: Unique name, such as ``en.verb-clause``.
        note: What it finds, for people.
        frame: Which of a cue's frames in ``cues.csv`` licenses it.
        upos: Parts of speech that the cue may have.
        tags: Tags of the language that the cue may have (``VBN``); empty for any.
        needs: Paths that must all lead somewhere from the cue; one of several by one name.
        bars: Paths none of which may.
        source: Paths to the source, best first; empty for none.
        source_required: Whether there is no match without a source.
        content: Paths to the content's heads; every path that leads somewhere adds a piece.
        around: Whether the content is the target's whole subtree but for the cue's branch.
        cue_extra: Paths to words that belong to the cue too (a preposition, "as").
        example: A sentence that it finds something in.
        counter: A sentence like it in which it finds nothing.
    """

    id: str
    note: str
    frame: str
    upos: frozenset[str]
    tags: frozenset[str]
    needs: tuple[tuple[Path, ...], ...]
    bars: tuple[Path, ...]
    source: tuple[Path, ...]
    source_required: bool
    content: tuple[Path, ...]
    around: bool
    cue_extra: tuple[Path, ...]
    example: str
    counter: str


@frozen(kw_only=True)
class Match:
    """A place where a pattern fits; word indices of one sentence.

    Attributes:
        pattern: The pattern.
        cue: Index of the cue's main word.
        source: Index of the source's head, or None.
        content: Indices of the heads of the content's pieces, in text order.
        extra: Further words of the cue.
    """

    pattern: Pattern
    cue: int
    source: int | None
    content: tuple[int, ...]
    extra: tuple[int, ...] = ()


#: What a pattern asks of a word, in the order in which it is looked at.
Demand: TypeAlias = Literal["upos", "tags", "needs", "bars", "content", "source"]


@frozen(kw_only=True)
class Misfit:
    """One thing that a pattern asks of a word in vain.

    Attributes:
        demand: Which key of the pattern asks it.
        paths: Those that lead nowhere, or the barred one that leads somewhere.
        word: Where the barred path leads; None for other demands.
    """

    demand: Demand
    paths: tuple[Path, ...] = ()
    word: int | None = None


@lru_cache(maxsize=4)
def load_patterns(lexicon: Lexicon) -> tuple[Pattern, ...]:
    """The patterns of a language, in the file's order.

    Raises:
        LexiconError: A pattern lacks a key or has a path that cannot be read.
    """
    data = lexicon.toml("patterns")
    named = {name: tuple(paths) for name, paths in data.get("paths", {}).items()}
    found = tuple(_pattern(row, named) for row in data["pattern"])
    ids = [pattern.id for pattern in found]
    for name in ids:
        if ids.count(name) > 1:
            raise LexiconError(f"patterns.toml:1: pattern {name} stands twice; rename one")
    return found


def _pattern(row: Mapping[str, Any], named: Mapping[str, tuple[str, ...]]) -> Pattern:
    place = f"{row.get(PLACE, 'patterns.toml:1')}: pattern {row.get('id', 'without an id')}"
    _check_types(row, place)

    def paths(texts: Iterable[str]) -> tuple[Path, ...]:
        found: list[Path] = []
        for text in texts:
            found.extend(_path(place, item) for item in named.get(text, (text,)))
        return tuple(found)

    try:
        return Pattern(
            id=row["id"],
            note=row["note"],
            frame=row["frame"],
            upos=frozenset(row["upos"]),
            tags=frozenset(row.get("tags", ())),
            needs=tuple(paths((text,)) for text in row.get("needs", ())),
            bars=paths(row.get("bars", ())),
            source=paths(row.get("source", ())),
            source_required=row.get("source_required", False),
            content=paths(row.get("content", ())),
            around=row.get("around", False),
            cue_extra=paths(row.get("cue_extra", ())),
            example=row["example"],
            counter=row["counter"],
        )
    except KeyError as error:
        raise LexiconError(f"{place} lacks the key {error}; add it") from error


def _check_types(row: Mapping[str, Any], place: str) -> None:
    for key, value in row.items():
        if key in _LISTS:
            right = is_texts(value)
            wanted = "a list of strings"
        elif key in _FLAGS:
            right, wanted = isinstance(value, bool), "true or false"
        elif key in _TEXTS:
            right, wanted = isinstance(value, str), "a string"
        else:
            known = ", ".join((*_TEXTS[1:], *_LISTS, *_FLAGS))
            raise LexiconError(f"{place}: no key {key!r}; there are {known}")
        if not right:
            raise LexiconError(f"{place}: {key} is {value!r}; it must be {wanted}")


def _path(place: str, text: str) -> Path:
    steps: list[Step] = []
    for part in text.split():
        match = _STEP.match(part)
        if match is None:
            raise LexiconError(f"{place}: cannot read step {part!r}")
        up, relations, repeat, rest = match.groups()
        conditions = tuple(
            Condition(name, frozenset(values.split("|")), bool(negated))
            for name, negated, values in _CONDITION.findall(rest)
        )
        for condition in conditions:
            if condition.field not in _FIELDS:
                raise LexiconError(
                    f"{place}: no condition {condition.field!r}; "
                    f"there are {', '.join(sorted(_FIELDS))}"
                )
        steps.append(Step(bool(up), frozenset(relations.split("|")), bool(repeat), conditions))
    return Path(tuple(steps), text)


def follow(sentence: Sentence, start: int, path: Path) -> Iterator[int]:
    """Indices of the words that a path leads to, in text order for one step down."""
    yield from _walk(sentence, start, path.steps, start)


def first(sentence: Sentence, start: int, paths: Iterable[Path]) -> int | None:
    """The first word that any of the paths leads to, paths in order."""
    return next((hit for path in paths for hit in follow(sentence, start, path)), None)


def _walk(sentence: Sentence, at: int, steps: Sequence[Step], cue: int) -> Iterator[int]:
    if not steps:
        yield at
        return
    step, rest = steps[0], steps[1:]
    if step.repeat:
        for head in _climb(sentence, at, step, cue):
            hits = list(_walk(sentence, head, rest, cue))
            if hits:
                yield from hits
                return
        return
    for target in _targets(sentence, at, step):
        if all(_holds(sentence, at, target, item, cue) for item in step.conditions):
            yield from _walk(sentence, target, rest, cue)


def _climb(sentence: Sentence, at: int, step: Step, cue: int) -> Iterator[int]:
    seen = {at}
    while True:
        heads = [
            head
            for head in _targets(sentence, at, step)
            if all(_holds(sentence, at, head, item, cue) for item in step.conditions)
        ]
        if not heads or heads[0] in seen:
            return
        at = heads[0]
        seen.add(at)
        yield at


def _targets(sentence: Sentence, at: int, step: Step) -> Iterable[int]:
    if step.up:
        word = sentence[at]
        if word.head != ROOT and _fits(word.deprel, step.relations):
            yield word.head
        return
    for child in sentence.children(at):
        if _fits(sentence[child].deprel, step.relations):
            yield child


def _fits(deprel: str, relations: frozenset[str]) -> bool:
    return "*" in relations or deprel in relations or deprel.partition(":")[0] in relations


def _holds(sentence: Sentence, origin: int, at: int, condition: Condition, cue: int) -> bool:
    word = sentence[at]
    match condition.field:
        case "lemma":
            held = word.lemma.lower() in condition.values
        case "form":
            held = word.text.lower() in condition.values
        case "upos":
            held = word.upos in condition.values
        case "xpos":
            held = word.xpos in condition.values
        case "tag":
            held = (word.xpos == sentence[cue].xpos) == ("cue" in condition.values)
        case "next":
            held = (at + 1 == cue) == ("cue" in condition.values)
        case "side":
            held = ("left" if at < origin else "right") in condition.values
        case "subject":
            held = bool(sentence.children(at, "nsubj", "csubj")) == ("yes" in condition.values)
        case relation:
            below = sentence.children(at, relation)
            lemmas = {_fixed(sentence, child) for child in below} or {"none"}
            held = bool(lemmas & condition.values) or ("any" in condition.values and bool(below))
    return held != condition.negated


def _fixed(sentence: Sentence, at: int) -> str:
    """A function word with what is fixed to it: ``according to``."""
    words = (at, *sentence.children(at, "fixed"))
    return " ".join(sentence[index].lemma.lower() for index in words)


def find_misfits(sentence: Sentence, cue: int, pattern: Pattern) -> Iterator[Misfit]:
    """Why a pattern does not fit at a word, one demand after another; nothing where it fits."""
    if sentence[cue].upos not in pattern.upos:
        yield Misfit(demand="upos")
    if pattern.tags and sentence[cue].xpos not in pattern.tags:
        yield Misfit(demand="tags")
    for paths in pattern.needs:
        if first(sentence, cue, paths) is None:
            yield Misfit(demand="needs", paths=paths)
    for path in pattern.bars:
        word = first(sentence, cue, (path,))
        if word is not None:
            yield Misfit(demand="bars", paths=(path,), word=word)
    if first(sentence, cue, pattern.content) is None:
        yield Misfit(demand="content", paths=pattern.content)
    if pattern.source_required and first(sentence, cue, pattern.source) is None:
        yield Misfit(demand="source", paths=pattern.source)


def match_pattern(sentence: Sentence, cue: int, pattern: Pattern) -> Match | None:
    """How a pattern fits at a word, or None."""
    if next(find_misfits(sentence, cue, pattern), None) is not None:
        return None
    content = {hit for path in pattern.content for hit in follow(sentence, cue, path)}
    source = first(sentence, cue, pattern.source)
    extra = {hit for path in pattern.cue_extra for hit in follow(sentence, cue, path)}
    return Match(
        pattern=pattern,
        cue=cue,
        source=source,
        content=tuple(sorted(content)),
        extra=tuple(sorted(extra)),
    )
