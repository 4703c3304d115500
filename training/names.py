"""Training data for the name finder: people, organizations and places.

UNER gives names over EWT as they are. GUM gives mentions of entities (``the Swiss mathematician
Daniel Bernoulli``), of which a name is the run of proper nouns around the mention's head.
"""

import re
from collections.abc import Iterable, Sequence

import attrs

TYPES = frozenset({"PER", "ORG", "LOC"})
GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
LINKS = frozenset({"of", "the", "and", "de", "von", "van", "&", "la", "der", "for", "del", "al"})
JOINERS = frozenset({"-", "'s", "’s"})
NOMINAL = frozenset({"PROPN", "ADJ", "NOUN", "X"})


@attrs.frozen
class NameSentence:
    """A sentence's words and their tags in BIO form."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


@attrs.frozen
class Mention:
    """An entity mention of GUM: rows ``[start, end]`` with its type."""

    kind: str
    start: int
    end: int


def to_bio(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags with every name begun by B and types other than person, place, ORG dropped."""
    done: list[str] = []
    before = "O"
    for tag in tags:
        prefix, _, kind = tag.partition("-")
        if kind not in TYPES:
            before = "O"
        elif prefix == "I" and before[2:] == kind:
            before = f"I-{kind}"
        else:
            before = f"B-{kind}"
        done.append(before)
    return tuple(done)


def read_iob2(text: str) -> tuple[NameSentence, ...]:
    """The sentences of a file of Universal NER (number, word, tag, ... by tabs)."""
    sentences = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        rows = [line.split("\t") for line in block.split("\n") if line and line[0] != "#"]
        if rows:
            tags = to_bio(row[2] for row in rows)
            sentences.append(NameSentence(tuple(row[1] for row in rows), tags))
    return tuple(sentences)


def find_mentions(miscs: Sequence[str]) -> tuple[Mention, ...]:
    """The entity mentions that GUM's ``Entity`` attributes open and close, shortest first."""
    stack: list[tuple[str, str, int]] = []
    found: list[Mention] = []
    for index, misc in enumerate(miscs):
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
        if entity is None:
            continue
        for part in re.findall(r"\([^()]*\)?|[^()]*\)", entity[1]):
            fields = part.strip("()").split("-")
            if not part.startswith("("):
                opened = next((o for o in reversed(stack) if o[0] == fields[0]), None)
                if opened is not None:
                    stack.remove(opened)
                    found.append(Mention(opened[1], opened[2], index))
            elif part.endswith(")"):
                found.append(Mention(fields[1], index, index))
            else:
                stack.append((fields[0], fields[1], index))
    return tuple(sorted(found, key=lambda mention: mention.end - mention.start))


def in_name(row: Sequence[str]) -> bool:
    """Whether a word can stand within a name."""
    form, upos = row[1], row[3]
    return (
        upos == "PROPN"
        or (upos in {"ADP", "DET", "CCONJ"} and form in LINKS)
        or form in JOINERS
        or (upos in {"ADJ", "NOUN", "NUM", "X"} and form[:1].isupper())
    )


def name_in(rows: Sequence[Sequence[str]], mention: Mention) -> range | None:
    """The rows of the name at the mention's head; ``None`` if its head is no proper noun."""
    inside = range(mention.start, mention.end + 1)
    places = {row[0]: place for place, row in enumerate(rows)}
    head = next((i for i in inside if places.get(rows[i][6], -1) not in inside), None)
    if head is None or rows[head][3] != "PROPN":
        return None
    if mention.kind == "person" and rows[head][4] == "NNPS":
        return None  # the Germans
    start = end = head
    while start - 1 in inside and in_name(rows[start - 1]):
        start -= 1
    while end + 1 in inside and in_name(rows[end + 1]):
        end += 1
    while start < head and rows[start][3] not in NOMINAL:
        start += 1
    while end > head and rows[end][3] not in {"PROPN", "NOUN", "NUM", "X"}:
        end -= 1
    return range(start, end + 1)


def gum_names(rows: Sequence[Sequence[str]]) -> NameSentence:
    """A sentence of GUM with the names in its mentions; a longer mention overrides a shorter."""
    words = [row for row in rows if row[0].isdigit()]
    tags = ["O"] * len(words)
    for mention in find_mentions([row[9] for row in words]):
        kind = GUM_TYPES.get(mention.kind)
        name = name_in(words, mention) if kind else None
        for index in name or ():
            prefix = "B" if name is not None and index == name.start else "I"
            tags[index] = f"{prefix}-{kind}"
    return NameSentence(tuple(row[1] for row in words), to_bio(tags))


def merge_names(*parts: Iterable[NameSentence]) -> tuple[NameSentence, ...]:
    """All sentences in one, the empty ones left out."""
    return tuple(sentence for part in parts for sentence in part if sentence.words)


def spans(tags: Sequence[str]) -> tuple[tuple[int, int, str], ...]:
    """The names as ``(start, end, type)``, half-open."""
    found: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((index, index + 1, tag[2:]))
        elif tag.startswith("I-"):
            start, _, kind = found[-1]
            found[-1] = (start, index + 1, kind)
    return tuple(found)
