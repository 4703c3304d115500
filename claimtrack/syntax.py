"""A parser-neutral Universal Dependencies tree with exact character offsets.

The central decision: words are addressed by their position in the sentence (0-based, -1 for
"above the root"), characters by offsets into the *document's* text. A parser adapter builds
these values once; nothing after it knows which parser it was.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import field, frozen

from claimtrack.errors import ParseError
from claimtrack.model import Span

ROOT = -1


@frozen
class Word:
    """One syntactic word.

    Attributes:
        index: Position in the sentence, from 0.
        text: The characters of the document between `start` and `end`.
        lemma: Dictionary form, lower-cased except for names.
        upos: Universal part of speech.
        xpos: Penn Treebank tag (English); empty where a parser gives none.
        head: Index of the governing word, -1 for the root.
        deprel: Universal dependency relation to the head, with subtype (``nsubj:pass``).
        start: First character in the document.
        end: One past the last character in the document.
    """

    index: int
    text: str
    lemma: str = field(kw_only=True)
    upos: str = field(kw_only=True)
    xpos: str = field(kw_only=True, default="")
    head: int = field(kw_only=True)
    deprel: str = field(kw_only=True)
    start: int = field(kw_only=True)
    end: int = field(kw_only=True)

    @property
    def span(self) -> Span:
        """Where the word stands in the document."""
        return Span(self.start, self.end)

    @property
    def relation(self) -> str:
        """The dependency relation without its subtype."""
        return self.deprel.partition(":")[0]


@frozen
class Entity:
    """A named entity: its span and its type (``PER``, ``ORG``, ``LOC``, ``MISC``)."""

    span: Span
    type: str


@frozen(slots=False)
class Sentence:
    """A dependency tree over consecutive words of a document.

    Raises:
        ParseError: There are no words, a word's index is not its place, or its head is itself or
            lies outside the sentence. Broken trees are kept: what walks them stops at cycles.
    """

    words: tuple[Word, ...]
    entities: tuple[Entity, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not self.words:
            raise ParseError("a sentence needs at least one word")
        size = len(self.words)
        for position, word in enumerate(self.words):
            if word.index != position or not ROOT <= word.head < size or word.head == position:
                raise ParseError(
                    f"word {word.text!r} at {word.start} has index {word.index} and head "
                    f"{word.head} in a sentence of {size} words"
                )

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __getitem__(self, index: int) -> Word:
        return self.words[index]

    @property
    def start(self) -> int:
        """First character of the sentence in the document."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """One past the last character of the sentence in the document."""
        return self.words[-1].end

    @property
    def span(self) -> Span:
        """Where the sentence stands in the document."""
        return Span(self.start, self.end)

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        below: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != ROOT:
                below[word.head].append(word.index)
        return tuple(tuple(row) for row in below)

    @cached_property
    def root(self) -> int:
        """Index of the root word (the first where a tree is broken into several)."""
        return next((word.index for word in self.words if word.head == ROOT), 0)

    def children(self, index: int, *relations: str) -> tuple[int, ...]:
        """Indices of the dependents of a word, in text order.

        Args:
            index: The governing word.
            *relations: Keep only these relations; ``obl`` matches ``obl:agent`` too, a full
                name such as ``nsubj:pass`` only itself. None given: all dependents.
        """
        if not relations:
            return self._children[index]
        return tuple(
            child
            for child in self._children[index]
            if self.words[child].deprel in relations or self.words[child].relation in relations
        )

    def subtree(self, index: int, without: Iterable[int] = ()) -> tuple[int, ...]:
        """Indices of a word and all below it, in text order, leaving out whole branches.

        Args:
            index: The top word.
            without: Words whose whole subtrees are left out.
        """
        barred = frozenset(without)
        found: list[int] = []
        seen: set[int] = set()
        open_ = [index]
        while open_:
            top = open_.pop()
            if top in barred or top in seen:
                continue
            seen.add(top)
            found.append(top)
            open_.extend(self._children[top])
        return tuple(sorted(found))

    def ancestors(self, index: int) -> Iterator[int]:
        """Indices from a word's head up to the root."""
        seen: set[int] = set()
        head = self.words[index].head
        while head != ROOT and head not in seen:
            seen.add(head)
            yield head
            head = self.words[head].head
