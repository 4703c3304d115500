"""What speaks for and against a candidate, as plain words that a weight can be given to.

The central decision: features name constructions and contexts, never topics, so that weights
learnt on one corpus hold on another. Words enter only through the lexicon's counts of how
often a cue in a frame is an attribution.
"""

from bisect import bisect_right
from collections.abc import Iterator

from claimtrack.extraction.pages import Candidate, Page, is_negated
from claimtrack.extraction.quotations import Quotation
from claimtrack.extraction.shaping import quotation_at
from claimtrack.extraction.surface import inserted_source
from claimtrack.model import Span
from claimtrack.syntax import ROOT, Sentence

#: Bins: words of a content, words from source to cue, characters from cue to content.
_LENGTHS = (1, 2, 4, 8, 16, 32)
_DISTANCES = (3, 6)
_GAPS = (3, 25)
#: Characters between a content and its cue or source that may touch.
_TOUCHING = 6
#: Characters before a content in which a colon is looked for.
_NEAR = 8
_PARTICIPLES = frozenset(("VBD", "VBN"))
#: Relations by which the main word of what is said hangs from the cue.
_OF_CONTENT = frozenset(("ccomp", "parataxis", "csubj"))
_CLAUSE = ("VB", "VBD", "VBP", "VBZ", "MD")


def describe(page: Page, candidate: Candidate) -> tuple[str, ...]:
    """The features of a candidate, sorted by group."""
    sentence = page.sentences[candidate.sentence]
    return (
        *_of_line(page, candidate),
        *_of_pattern(sentence, candidate),
        *_of_cue(page, sentence, candidate),
        *_of_source(sentence, candidate),
        *_of_content(page, sentence, candidate),
    )


def _of_line(page: Page, candidate: Candidate) -> Iterator[str]:
    """What headlines, transcripts and signed quotations look like."""
    if candidate.frame not in {"colon", "dash"}:
        return
    frame = candidate.frame
    name = candidate.source[0].of(page.text)
    content = candidate.content[0]
    if name.isupper():
        yield f"{frame}-capitals"
    if quotation_at(content.start, page.quotations) is not None:
        yield f"{frame}-quoted"
    if not page.text[: candidate.source[0].start].strip():
        yield f"{frame}-first"
    if page.text[content.end : content.end + 1] not in {".", "!", "?"}:
        yield f"{frame}-unended"
    yield f"{frame}-words={min(4, len(name.split()))}"


def _of_pattern(sentence: Sentence, candidate: Candidate) -> Iterator[str]:
    match = candidate.match
    name = match.pattern.id.partition(".")[2]
    yield f"pattern={name}"
    for frame in sorted(candidate.beside):
        yield f"beside={name}:{frame}"
    for head in match.content[:2]:
        yield f"path={name}:{sentence[head].deprel}"
    for head in match.content:
        for mark in sentence.children(head, "mark", "case"):
            yield f"mark={name}:{sentence[mark].lemma.lower()}"


def _of_cue(page: Page, sentence: Sentence, candidate: Candidate) -> Iterator[str]:
    word = sentence[candidate.match.cue]
    name = candidate.match.pattern.id.partition(".")[2]
    # What somebody says is a text of its own: its verb stands there as in a sentence's middle.
    freed = candidate.inside and word.relation in _OF_CONTENT
    yield f"cue-tag={word.xpos}"
    yield f"cue-role={'root' if freed else word.relation}"
    yield f"cue-tag-pattern={name}:{word.xpos}"
    for child in sentence.children(word.index, "aux"):
        yield f"cue-aux={sentence[child].lemma.lower()}"
    for child in () if freed else sentence.children(word.index, "mark"):
        yield f"cue-mark={sentence[child].lemma.lower()}"
    if is_negated(page, sentence, word.index):
        yield "cue-negated"
    bare = word.xpos in _PARTICIPLES and not sentence.children(word.index, "aux", "nsubj")
    if bare and word.relation != "conj":
        # "Asked about Y, X smiled": taggers like to take such a participle for a past tense.
        yield f"cue-bare={name}"
    if not candidate.inside and quotation_at(word.start, page.quotations) is not None:
        yield "cue-quoted"
    if not freed and word.head != ROOT and sentence[word.head].upos == "VERB":
        yield f"cue-under={word.relation}"
    if word.index == 0:
        yield "cue-first"


def _of_source(sentence: Sentence, candidate: Candidate) -> Iterator[str]:
    head = candidate.match.source
    name = candidate.match.pattern.id.partition(".")[2]
    if head is None or not candidate.source:
        yield "source=none"
        yield f"source-pattern={name}:none"
        return
    word = sentence[head]
    kind = word.upos
    if word.upos == "PRON":
        kind = "relative" if word.xpos in {"WDT", "WP"} else f"pronoun-{word.lemma.lower()}"
    yield f"source={kind}"
    yield f"source-pattern={name}:{word.upos}"
    for entity in sentence.entities:
        if entity.span.overlaps(word.span):
            yield f"source-entity={entity.type}"
    yield "source-left" if head < candidate.match.cue else "source-right"
    if word.head != candidate.match.cue:
        yield "source-shared"
    if word.xpos in {"NNS", "NNPS"}:
        yield "source-plural"
    yield f"source-far={bisect_right(_DISTANCES, abs(head - candidate.match.cue))}"
    beside = inserted_source(sentence, candidate.match.cue)
    if beside is not None:
        yield f"source-{'inside' if beside == head else 'outside'}={name}"


def _of_content(page: Page, sentence: Sentence, candidate: Candidate) -> Iterator[str]:
    name = candidate.match.pattern.id.partition(".")[2]
    span = Span(candidate.content[0].start, candidate.content[-1].end)
    words = [w for w in sentence if span.start <= w.start and w.end <= span.end]
    quoted = _quoted(page, candidate)
    yield f"content-mode={quoted}"
    yield f"content-mode-pattern={name}:{quoted}"
    length = bisect_right(_LENGTHS, len(words))
    yield f"content-length={length}"
    yield f"content-length-pattern={name}:{length}"
    if any(w.xpos in _CLAUSE for w in words):
        yield "content-finite"
        yield f"content-finite-pattern={name}"
    opening = candidate.content[0]
    if len(candidate.content) > 1:
        yield "content-split"
    side = "left" if span.end <= candidate.anchor.start else "right"
    yield f"content-side={name}:{side}"
    if words and words[0].upos == "PRON":
        yield f"content-first={words[0].lemma.lower()}"
    elif words:
        yield f"content-first={words[0].upos}"
    yield from _of_edges(page, candidate, name)
    if page.text[max(0, opening.start - _NEAR) : opening.start].rstrip().endswith(":"):
        yield f"colon-before={name}"
    if quoted == "direct":
        yield f"verbs-between={name}:{_verbs_between(sentence, candidate, opening)}"
    gap = opening.start - candidate.anchor.end
    if gap >= 0:
        between = page.text[candidate.anchor.end : opening.start]
        if ":" in between:
            yield "colon"
        yield f"content-gap={bisect_right(_GAPS, gap)}"


def _verbs_between(sentence: Sentence, candidate: Candidate, opening: Span) -> int:
    """Verbs between a cue and what it may say, up to 2: “tweeted a photo and asked: …”."""
    low = min(candidate.anchor.end, candidate.content[-1].end)
    high = max(candidate.anchor.start, opening.start)
    between = (w for w in sentence if low <= w.start and w.end <= high)
    return min(2, sum(word.upos == "VERB" for word in between))


def _of_edges(page: Page, candidate: Candidate, name: str) -> Iterator[str]:
    """What stands between a content and the words that attribute it, and how it ends there.

    “Is it safe?” X asked on Monday: taggers and splitters lose the thread at the question mark,
    but nothing stands between the closing mark and X.
    """
    words = candidate.cue + candidate.source
    first, last = min(s.start for s in words), max(s.end for s in words)
    for side, start, end in (
        *(("left", span.end, first) for span in candidate.content if span.end <= first),
        *(("right", last, span.start) for span in candidate.content if span.start >= last),
    ):
        gap = page.text[start:end] if end - start <= _TOUCHING else "?"
        if not any(c.isalnum() for c in gap) and "?" not in gap:
            yield f"touching={side}:{name}"
            yield f"touching={side}:{gap.strip()[:1]}"
            if side == "left":
                ends = page.text[max(0, start - 2) : start].strip("”\"'’»")[-1:]
                yield f"content-ends={name}:{'' if ends.isalnum() else ends}"


def _quoted(page: Page, candidate: Candidate) -> str:
    """How much of a content is quoted, beyond a quotation that the cue stands in itself."""
    home = quotation_at(candidate.anchor.start, page.quotations)
    touched: list[Quotation] = []
    outside = 0
    for span in candidate.content:
        quotation = quotation_at(span.start, page.quotations)
        if quotation is not None and quotation is not home and quotation.span.contains(span):
            touched.append(quotation)
        else:
            outside += 1
    if touched:
        return "mixed" if outside else "direct"
    ends = (quotation_at(span.end - 1, page.quotations) for span in candidate.content)
    return "part" if any(end is not None and end is not home for end in ends) else "none"
