"""How many independent reports carry a claim: the same wire copy in ten outlets is one report.

The central decision: copies are found on the words outside quotation marks. Two reporters who
heard the same sentence quote it alike, so a quotation that is the same says nothing about who
copied whom; the words around it do. Where a passage is hardly more than a quotation, its
documents must share another passage for it to count as a copy.

Passages are compared by their shingles, as in Broder (1997, On the resemblance and containment
of documents, section 2), held in an inverted index rather than sampled: a passage is a sentence
or two, so that the sets are small, and no near-copy is missed by chance. Shingles that stand in
very many passages (boilerplate) make no candidates.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve, field, frozen

from claimtrack.model import Carriage, Claim, Document, Relation

#: Words in a shingle.
_SIZE = 4
#: Least share of the shorter passage's shingles that two copies have in common, 0..1; measured on
#: passages edited by hand, see benchmarks/README.md.
CONTAINED = 0.6
#: A passage with fewer words outside quotation marks is hardly more than a quotation.
_OWN_WORDS = 6
#: Shorter passages than this are the same by chance.
_LEAST = 5
#: A shingle in more different passages than this is boilerplate.
_COMMON = 60

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*(?:[\"”»]|$)|''[^']*(?:''|$)|^[^\"“„«]*[”»]")
#: The kinds of relation by which one claim carries another.
_SAME = frozenset(("agree",))


@frozen
class _Passage:
    """The words around a claim.

    Attributes:
        claim: Id of the claim.
        document: Id of its document.
        words: All words, in lower case.
        own: Those outside quotation marks.
        content: Those of the claim's content.
    """

    claim: str
    document: str
    words: tuple[str, ...]
    own: tuple[str, ...]
    content: tuple[str, ...]

    @property
    def strong(self) -> bool:
        """Whether it is more than a quotation."""
        return len(self.own) >= _OWN_WORDS


@frozen
class _Sets:
    """Sets of keys that grow together."""

    above: dict[str, str] = field(factory=dict[str, str])

    def top(self, key: str) -> str:
        while self.above.get(key, key) != key:
            self.above[key] = self.above.get(self.above[key], self.above[key])
            key = self.above[key]
        return key

    def join(self, a: str, b: str) -> None:
        one, other = sorted((self.top(a), self.top(b)))
        self.above[other] = one


def find_carriages(
    documents: Iterable[Document], claims: Iterable[Claim], relations: Iterable[Relation] = ()
) -> tuple[Carriage, ...]:
    """For each claim which others are copies of it, and how many independent reports carry it.

    A claim is carried by the documents in which a claim agrees with it or is a copy of it; of
    documents that hold the claim as copies of one passage all are one report.

    Args:
        documents: Those that the claims are of.
        claims: In the order to keep.
        relations: What the claims are to each other; those that agree count.

    Returns:
        One for each claim, in their order.
    """
    texts = {document.id: document.text for document in documents}
    held = tuple(claims)
    copies = _find_copies([_read_passage(claim, texts[claim.document]) for claim in held])
    home = {claim.id: claim.document for claim in held}
    agreeing: defaultdict[str, set[str]] = defaultdict(set)
    for relation in relations:
        if relation.kind in _SAME and relation.a in home and relation.b in home:
            agreeing[relation.a].add(relation.b)
            agreeing[relation.b].add(relation.a)
    together: defaultdict[str, list[str]] = defaultdict(list)
    for claim in held:
        together[copies.top(claim.id)].append(claim.id)
    shared = {top: _carry(top, together, copies, agreeing, home) for top in together}
    return tuple(evolve(shared[copies.top(claim.id)], claim=claim.id) for claim in held)


def _carry(
    top: str,
    together: Mapping[str, Sequence[str]],
    copies: _Sets,
    agreeing: Mapping[str, set[str]],
    home: Mapping[str, str],
) -> Carriage:
    """What is the same for all claims that stand in copies of one passage."""
    tops = {top}
    for key in together[top]:
        tops.update(copies.top(other) for other in agreeing.get(key, ()))
    # Claims of one document are of one report, whatever they are copies of.
    reports = _Sets()
    houses = {home[key] for other in tops for key in together[other]}
    for other in tops:
        for key in together[other]:
            reports.join(home[key], other)
    return Carriage(
        claim=top,
        origin=together[top][0],
        reports=len({reports.top(house) for house in houses}),
        documents=len(houses),
    )


def _read_passage(claim: Claim, text: str) -> _Passage:
    start = min(claim.sentence.start, claim.content[0].start)
    end = max(claim.sentence.end, claim.content[-1].end)
    passage = text[start:end].lower()
    return _Passage(
        claim.id,
        claim.document,
        tuple(_WORD.findall(passage)),
        tuple(_WORD.findall(_QUOTED.sub(" ", passage))),
        tuple(_WORD.findall(claim.text.lower())),
    )


def _find_copies(passages: Sequence[_Passage]) -> _Sets:
    """Which claims stand in copies of one passage, in different documents."""
    sets, linked = _Sets(), _Sets()
    weak: list[tuple[_Passage, _Passage]] = []
    for a, b in _find_pairs(passages):
        if a.strong and b.strong:
            sets.join(a.claim, b.claim)
            linked.join(a.document, b.document)
        else:
            weak.append((a, b))
    for a, b in weak:
        if linked.top(a.document) == linked.top(b.document):
            sets.join(a.claim, b.claim)
    return sets


def _find_pairs(passages: Sequence[_Passage]) -> list[tuple[_Passage, _Passage]]:
    """Pairs of claims with one content in near-identical passages of different documents.

    Passages with exactly the same words are one for the search: a copy that a hundred outlets
    print costs no more than one that two do.
    """
    alike: defaultdict[tuple[str, ...], defaultdict[tuple[str, ...], list[_Passage]]]
    alike = defaultdict(lambda: defaultdict(list))
    for passage in passages:
        if len(passage.words) >= _LEAST:
            alike[passage.words][passage.content].append(passage)
    pairs = [
        pair
        for contents in alike.values()
        for group in contents.values()
        for pair in _pair(group[:1], group[1:])
    ]
    wordings = list(alike)
    for a, b in _find_near(wordings):
        for content, group in alike[wordings[a]].items():
            for other, others in alike[wordings[b]].items():
                if _overlap(content, other) >= CONTAINED:
                    pairs += _pair(group, others)
    return pairs


def _find_near(wordings: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Places of wordings, each with those before it whose shingles it mostly shares.

    What is near an earlier wording is not looked for itself: of a hundred edited copies each is
    compared with the first, not with every other.
    """
    where: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    for place, words in enumerate(wordings):
        shingles = _cut(words)
        shared: Counter[int] = Counter()
        for shingle in shingles:
            if len(where[shingle]) <= _COMMON:
                shared.update(where[shingle])
        near = [
            first
            for first, count in shared.items()
            if count >= CONTAINED * min(len(shingles), sizes[first])
        ]
        pairs += [(first, place) for first in sorted(near)]
        if not near:
            sizes[place] = len(shingles)
            for shingle in shingles:
                where[shingle].append(place)
    return pairs


def _cut(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(words[start : start + _SIZE]) for start in range(max(1, len(words) - _SIZE + 1))
    )


def _overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the words of the shorter that the other has too, 0..1."""
    a, b = frozenset(one), frozenset(other)
    return len(a & b) / max(1, min(len(a), len(b)))


def _pair(
    group: Sequence[_Passage], others: Sequence[_Passage]
) -> list[tuple[_Passage, _Passage]]:
    """Enough pairs of two groups to join all of their documents."""
    first = group[0]
    return [(first, other) for other in others if other.document != first.document]
