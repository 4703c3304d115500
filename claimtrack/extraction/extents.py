"""How far a content reaches: alternatives to what the tree says, and what speaks for each.

The central decision: where a content begins and ends is judged apart from whether there is a
claim at all. Parsers err most where clauses are joined ("said A and B", "…, which C", "…, as
D"), and that is where readers look at commas, conjunctions and who the subject is. So every
such place is an alternative, described by what stands just before and just after it.
"""

import itertools
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from claimtrack.extraction.pages import Candidate, Page
from claimtrack.extraction.shaping import quotation_at, snap
from claimtrack.model import Span, Spans
from claimtrack.syntax import ROOT, Sentence

#: Alternatives looked at on one side; sentences with more joints than this are rare.
_MOST = 14
#: Frames in which punctuation has already said how far the content reaches, or whose content is
#: the whole sentence but for the cue.
_MARKED = frozenset(("block", "bracket", "closing", "colon", "dash", "in-noun"))
#: A complementiser so many words from the cue still opens its content.
_OPENING = 4
_OPENERS = frozenset(("SCONJ", "CCONJ"))
_RELATIVE = frozenset(("WDT", "WP", "WRB", "WP$"))
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))


@frozen
class Extent:
    """One alternative: the candidate with that content, and its features."""

    candidate: Candidate
    features: tuple[str, ...]


def find_extents(page: Page, candidate: Candidate) -> tuple[Extent, ...]:
    """The alternatives for a candidate's content; the tree's own comes first.

    Args:
        page: The document.
        candidate: With the content that the tree and the quotation marks give.
    """
    sentence = page.sentences[candidate.sentence]
    outside = quotation_at(candidate.anchor.start, page.quotations) is None
    if candidate.frame in _MARKED or (outside and _is_direct(page, candidate)):
        return (Extent(candidate, ("tree", "direct")),)
    found: list[Extent] = []
    seen: set[tuple[Span, ...]] = set()
    for low, high, features in _ranges(page, sentence, candidate):
        moved = _with_words(page, sentence, candidate, low, high)
        if moved is not None and moved.content not in seen:
            seen.add(moved.content)
            found.append(Extent(moved, _described(candidate, features)))
    base = Extent(candidate, ("tree",))
    if candidate.content in seen:
        position = next(
            i for i, item in enumerate(found) if item.candidate.content == candidate.content
        )
        base = evolve(found.pop(position), candidate=candidate)
        base = evolve(base, features=("tree", *base.features))
    return (base, *found)


def _is_direct(page: Page, candidate: Candidate) -> bool:
    """Whether all of the content is quoted, so that the marks say where it ends."""
    return all(
        (quotation := quotation_at(span.start, page.quotations)) is not None
        and quotation.span.contains(span)
        for span in candidate.content
    )


def _described(candidate: Candidate, features: Sequence[str]) -> tuple[str, ...]:
    frame = candidate.frame
    return (*features, *(f"{frame}:{feature}" for feature in features))


def _with_words(
    page: Page, sentence: Sentence, candidate: Candidate, low: int, high: int
) -> Candidate | None:
    if high < low:
        return None
    holes = candidate.cue + candidate.source + _gaps(candidate)
    span = Span(sentence[low].start, sentence[high].end)
    content = snap((span,), candidate.anchor, holes, page.quotations, page.text)
    return evolve(candidate, content=content) if content else None


def _gaps(candidate: Candidate) -> Spans:
    """What a content leaves out where the cue interrupts it: who said it, when and where."""
    return tuple(
        Span(before.end, after.start)
        for before, after in itertools.pairwise(candidate.content)
        if before.end <= candidate.anchor.start and candidate.anchor.end <= after.start
    )


def _ranges(
    page: Page, sentence: Sentence, candidate: Candidate
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """First word, last word and features of every alternative."""
    inside = [
        word.index
        for word in sentence
        if any(span.start <= word.start and word.end <= span.end for span in candidate.content)
        and word.upos != "PUNCT"
    ]
    if not inside:
        return
    low, high = inside[0], inside[-1]
    if low > candidate.match.cue:
        yield from _after(page, sentence, candidate, low, high)
    else:
        yield from _before_or_around(page, sentence, candidate, inside)


def _after(
    page: Page, sentence: Sentence, candidate: Candidate, low: int, high: int
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Alternatives to a content that follows its cue."""
    for end, features in _ends(page, sentence, candidate, low, high):
        yield low, end, ("start=tree", *features)
    opening = _after_cue(page, sentence, candidate)
    # What opens after its own word (told Z that Y) does not open before it.
    if opening < low and candidate.frame != "that":
        for end, features in _ends(page, sentence, candidate, opening, high):
            yield opening, end, ("start=cue", *features)


def _before_or_around(
    page: Page, sentence: Sentence, candidate: Candidate, inside: Sequence[int]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Alternatives to a content that comes before its cue, or that the cue interrupts."""
    cue = candidate.match.cue
    low, high = inside[0], inside[-1]
    limit = min((gap.start for gap in _gaps(candidate)), default=sentence[cue].start)
    for start, features in _starts(sentence, low, cue):
        if sentence[start].start >= limit:
            continue
        if high < cue:
            yield start, high, (*features, "side=left")
            yield start, _before_cue(sentence, candidate), (*features, "side=left", "to-cue")
        else:
            yield start, high, (*features, "side=both")
    if high > cue:
        # The part after the cue has at least what the tree gives it first.
        resumed = next(index for index in inside if index > cue)
        for end, features in _ends(page, sentence, candidate, resumed, high):
            yield low, end, (*features, "side=both")
    last = _last_word(sentence)
    if high >= cue or _resumes(page, sentence, candidate):
        yield low, last, ("sentence-wide", "side=both")
        yield 0, last, ("sentence-wide", "from-start", "side=both")


def _resumes(page: Page, sentence: Sentence, candidate: Candidate) -> bool:
    """Whether what follows the cue says something that may be content.

    "On Monday" does not, and ", adding that Z" is what the cue governs.
    """
    cue = candidate.match.cue
    governed = {
        index
        for child in sentence.children(cue, "advcl", "conj", "parataxis")
        if child > cue
        for index in sentence.subtree(child)
    }
    following = sentence.words[_after_cue(page, sentence, candidate) :]
    return any(word.xpos in _FINITE and word.index not in governed for word in following)


def _last_word(sentence: Sentence) -> int:
    return next((w.index for w in reversed(sentence.words) if w.upos != "PUNCT"), 0)


def _after_cue(page: Page, sentence: Sentence, candidate: Candidate) -> int:
    """The first word after the cue's group that is no part of the source.

    "Announced then that Y": what stands before the complementiser tells of the announcing.
    """
    taken = candidate.cue + candidate.source
    free = [
        word
        for word in sentence.words[candidate.match.cue + 1 :]
        if word.upos != "PUNCT" and not any(span.overlaps(word.span) for span in taken)
    ]
    openers = page.vocabulary.complementisers
    for position, word in enumerate(free[:_OPENING]):
        if word.lemma in openers and word.upos == "SCONJ" and position + 1 < len(free):
            return free[position + 1].index
    return free[0].index if free else len(sentence) - 1


def _before_cue(sentence: Sentence, candidate: Candidate) -> int:
    """The last word before the cue and its source."""
    taken = candidate.cue + candidate.source
    first = min(span.start for span in taken)
    return max((w.index for w in sentence if w.end <= first and w.upos != "PUNCT"), default=0)


def _ends(
    page: Page, sentence: Sentence, candidate: Candidate, low: int, tree_end: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Places where a content that begins at `low` may end, nearest to the tree's end first."""
    last = len(sentence) - 1
    stops = [
        index
        for index in range(low, last + 1)
        if index in {last, tree_end} or _joint(sentence, index + 1)
    ]
    stops = [stop for stop in stops if sentence[stop].upos != "PUNCT"]
    if _last_word(sentence) not in stops:
        stops.append(_last_word(sentence))
    stops.sort(key=lambda stop: (abs(stop - tree_end), stop))
    for stop in stops[:_MOST]:
        if stop < low:
            continue
        where = "at" if stop == tree_end else "before" if stop < tree_end else "beyond"
        beyond = _says(page, sentence, candidate.match.cue, stop)
        yield (
            stop,
            (*_edge(sentence, low, stop, where), *(f"end={where}:{name}" for name in beyond)),
        )


def _says(page: Page, sentence: Sentence, cue: int, stop: int) -> Iterator[str]:
    """Whether what follows a content is said by the same source, or by another.

    "Praised X and argued that Y", "said that A, adding that B": the second has a cue of its own.
    """
    following = stop + 1
    while following < len(sentence) and sentence[following].upos == "PUNCT":
        following += 1
    if following >= len(sentence):
        return
    top = _top(sentence, following)
    word = sentence[top]
    if word.upos != "VERB":
        return
    own = "own" if sentence.children(top, "nsubj", "nsubj:pass", "expl") else "shared"
    alike = "alike" if word.xpos == sentence[cue].xpos else "other"
    listed = "cue" if word.lemma.lower() in page.vocabulary.speech else "no-cue"
    yield f"then={own}:{listed}"
    yield f"then={own}:{listed}:{alike}:{word.xpos}"
    yield f"then={own}:{listed}:{_name(sentence, following)}"


def _joint(sentence: Sentence, index: int) -> bool:
    """Whether a new part of the sentence may begin at a word."""
    word = sentence[index]
    if word.upos == "PUNCT":
        return word.text not in {"'", "’", '"', "“", "”", "''", "``"}
    if word.upos in _OPENERS or word.xpos in _RELATIVE:
        return True
    if word.xpos in {"VBG", "VBN"} or word.upos == "ADP":
        return True
    return word.deprel in {"mark", "obl:unmarked", "obl:tmod", "advmod", "parataxis"}


def _edge(sentence: Sentence, low: int, stop: int, where: str) -> Iterator[str]:
    yield f"end={where}"
    following = stop + 1
    punctuation = "none"
    while following < len(sentence) and sentence[following].upos == "PUNCT":
        if punctuation == "none":
            punctuation = sentence[following].text[:1]
        following += 1
    yield f"end={where}:punct={punctuation}"
    if following >= len(sentence):
        yield f"end={where}:sentence"
        return
    word = sentence[following]
    name = _name(sentence, following)
    yield f"end={where}:next={name}"
    yield f"end={where}:{punctuation}:next={name}"
    top = _top(sentence, following)
    yield f"end={where}:top={sentence[top].relation}"
    yield f"end={where}:{punctuation}:{name}:top={sentence[top].relation}"
    clause = _clause(sentence, top)
    yield f"end={where}:{name}:clause={clause}"
    head = sentence[top].head
    attached = "out" if head == ROOT or head < low else "in" if head <= stop else "on"
    yield f"end={where}:attached={attached}"
    yield f"end={where}:{name}:attached={attached}"
    yield f"end={where}:length={min(4, (stop - low + 1) // 4)}"
    if word.xpos == "VBG":
        yield f"end={where}:gerund:{punctuation}"
    # What would be the last part that is still inside.
    inner = stop
    while inner > low and not _joint(sentence, inner):
        inner -= 1
    if inner > low:
        yield f"end={where}:last={_name(sentence, inner)}"


def _name(sentence: Sentence, index: int) -> str:
    word = sentence[index]
    closed = word.upos in {"SCONJ", "CCONJ", "ADP", "PART"} or word.xpos in _RELATIVE
    return word.lemma.lower() if closed else word.upos


def _top(sentence: Sentence, index: int) -> int:
    """The highest word whose subtree begins at a word."""
    top = index
    while True:
        head = sentence[top].head
        if head == ROOT or sentence.subtree(head)[0] < index:
            return top
        top = head


def _clause(sentence: Sentence, top: int) -> str:
    subject = bool(sentence.children(top, "nsubj", "csubj", "expl"))
    finite = sentence[top].xpos in _FINITE or any(
        sentence[child].xpos in _FINITE for child in sentence.children(top, "aux", "cop")
    )
    return f"{'subject' if subject else 'bare'}-{'finite' if finite else 'loose'}"


def _starts(
    sentence: Sentence, tree_start: int, cue: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Places where a content that ends before the cue, or goes on after it, may begin."""
    places = [
        index for index in range(cue) if index in {0, tree_start} or _begins(sentence, index)
    ]
    places = [place for place in places if sentence[place].upos != "PUNCT"]
    places.sort(key=lambda place: (abs(place - tree_start), place))
    for place in places[:_MOST]:
        where = "at" if place == tree_start else "before" if place < tree_start else "beyond"
        features = [f"start={where}", f"start={where}:{_name(sentence, place)}"]
        features.append(f"start={where}:role={sentence[_top(sentence, place)].relation}")
        if place == 0:
            features.append("start=sentence")
        else:
            features.append(f"start={where}:after={_name(sentence, place - 1)}")
            features.append(f"start={where}:after={sentence[place - 1].text[:1]}")
        features.append(f"start={where}:length={min(4, (cue - place) // 4)}")
        yield place, tuple(features)


def _begins(sentence: Sentence, index: int) -> bool:
    before = sentence[index - 1]
    return before.upos in {"PUNCT", "CCONJ"} or (
        sentence[index].upos == "SCONJ" or sentence[index].xpos in _RELATIVE
    )
