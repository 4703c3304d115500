"""From words of a tree to spans of the text: where exactly source, cue and content begin and end.

The central decision: a tree says which words belong, quotation marks say how far. A content
that touches a quotation takes all of it, also where the parser cut the sentence in the middle
of one; a cue that stands inside a quotation attributes nothing beyond that quotation.
Conventions follow PolNeAR (Newell et al., 2018) but for the complementiser, which is left out
here since it is no part of what is said.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence

from claimtrack.extraction.quotations import Quotation, ending
from claimtrack.model import Span, Spans
from claimtrack.syntax import Sentence

#: Parts of speech that a fixed expression does not end in.
NEVER_FIXED = frozenset(("DET", "PROPN"))
#: Relations of the words that make one verb group with the cue.
_GROUP = ("aux", "aux:pass", "compound:prt", "cop")
_EDGE = " \t\r\n\u00a0\u202f\u200b\ufeff,;:.-\u2013\u2014\u2028\u2029"


def word_spans(sentence: Sentence, indices: Iterable[int]) -> Spans:
    """Spans of runs of neighbouring words; punctuation alone never parts a run.

    Args:
        sentence: The tree.
        indices: The words chosen; punctuation at the edges of a run is left out.
    """
    chosen = {i for i in indices if sentence[i].upos != "PUNCT"}
    runs: list[list[int]] = []
    for index in sorted(chosen):
        if runs and all(sentence[k].upos == "PUNCT" for k in range(runs[-1][-1] + 1, index)):
            runs[-1].append(index)
        else:
            runs.append([index])
    return tuple(Span(sentence[run[0]].start, sentence[run[-1]].end) for run in runs)


def source_words(
    sentence: Sentence, head: int, barred: Collection[int], calendar: Collection[str]
) -> tuple[int, ...]:
    """Words of a source: its head's subtree without function words of its role.

    Args:
        sentence: The tree.
        head: The source's head.
        barred: Words that cannot belong (cue and content): branches from them are left out.
        calendar: Lemmas of weekdays and months: "X on Tuesday" is X.
    """
    word = sentence[head]
    outside = set(barred)
    outside.update(sentence.children(head, "case", "mark", "punct", "cc", "cop", "discourse"))
    outside.discard(head)
    if word.upos in {"VERB", "ADJ"} or sentence.children(head, "nsubj"):
        outside.update(sentence.children(head, "nsubj", "advcl", "parataxis", "aux", "conj"))
    outside.update(
        child
        for child in sentence.children(head, "parataxis")
        if sentence.children(child, "nsubj")
    )
    outside.update(
        child
        for child in sentence.children(head, "obl", "nmod", "advmod", "compound")
        if child > head and sentence[child].lemma.lower() in calendar
    )
    # English puts nothing but possessives and names before a noun: "Even with few left, some
    # ministers" is a parser's mistake, and the source is "some ministers".
    outside.update(
        child
        for child in sentence.children(head, "nmod", "obl", "advcl", "advmod", "acl")
        if child < head
        and sentence[child].deprel != "nmod:poss"
        and _parted(sentence, child, head)
    )
    words = [i for i in sentence.subtree(head, outside) if i not in barred]
    # "According to the police", "to Mr. Doe": trees fix article and title to the preposition.
    before = min(words, default=0) - 1
    if before >= 0 and sentence[before].deprel == "fixed" and sentence[before].upos in NEVER_FIXED:
        words.insert(0, before)
    return tuple(words)


def give_back(
    sentence: Sentence, head: int, top: int, source: Sequence[int], content: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The words of a source and of a content, a subject that the tree gave the source given back.

    In "According to the agency, half of the drivers stayed" trees like to take "half of the
    drivers" for an apposition to the agency, and leave the verb without a subject.

    Args:
        sentence: The tree.
        head: The source's head.
        top: The content's head.
        source: The source's words.
        content: The content's words.
    """
    lacking = sentence[top].upos in {"VERB", "AUX"} and not sentence.children(
        top, "nsubj", "nsubj:pass", "csubj", "expl"
    )
    joined = [
        child
        for child in sentence.children(head, "appos", "conj", "list", "parataxis", "dep")
        if child in source and _parted(sentence, head, child)
    ]
    if not lacking or not joined or top < head:
        return tuple(source), tuple(content)
    given = frozenset(sentence.subtree(joined[-1])) & frozenset(source)
    kept = tuple(index for index in source if index not in given)
    return kept, tuple(sorted(given.union(content)))


def strays(sentence: Sentence, cue: int, head: int) -> tuple[int, ...]:
    """Verbs that the tree joins to the content's though they go with the cue.

    In "X said that Y had gone and warned that Z" the tags of said and warned agree, and that of
    gone does not.
    """
    tag = sentence[cue].xpos
    if sentence[cue].upos != "VERB" or sentence[head].xpos == tag:
        return ()
    return tuple(
        joined
        for joined in sentence.children(head, "conj")
        if sentence[joined].upos == "VERB"
        and sentence[joined].xpos == tag
        and not sentence.children(joined, "nsubj", "aux")
    )


def _parted(sentence: Sentence, left: int, right: int) -> bool:
    return any(sentence[i].text in {",", "-", "\u2013", "\u2014"} for i in range(left, right))


def noun_head(sentence: Sentence, zone: Iterable[int]) -> int | None:
    """The first noun, name or pronoun of a stretch of words that hangs from no other there."""
    nouns = [i for i in zone if sentence[i].upos in {"NOUN", "PROPN", "PRON"}]
    return next((i for i in nouns if sentence[i].head not in nouns), None)


def cue_words(
    sentence: Sentence, cue: int, extra: Iterable[int], negators: Collection[str]
) -> tuple[int, ...]:
    """Words of a cue: its verb group with auxiliaries, negation and particles."""
    group = {cue, *extra, *sentence.children(cue, *_GROUP)}
    group.update(
        child for child in sentence.children(cue, "advmod") if sentence[child].lemma in negators
    )
    # "Did X say": an auxiliary beyond the subject or a mark would make the cue two pieces.
    low = cue
    while low > 0 and (low - 1 in group or sentence[low - 1].upos in {"ADV", "AUX", "PART"}):
        low -= 1
    return tuple(sorted(i for i in group if i >= low))


def trim(span: Span, text: str) -> Span | None:
    """The span without white space and punctuation at its edges, but for quotation marks."""
    start, end = span.start, span.end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        # An abbreviation's full stop stays: it belongs to the word.
        if text[end - 1] == "." and _abbreviation(text, start, end):
            break
        end -= 1
    return Span(start, end) if start < end else None


def _abbreviation(text: str, start: int, end: int) -> bool:
    word = text[start : end - 1].rpartition(" ")[2]
    return "." in word or (word.isalpha() and len(word) == 1)


def merge(spans: Iterable[Span], text: str) -> Spans:
    """Spans in order, those that overlap or that only space and punctuation part made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not any(c.isalnum() for c in text[merged[-1].end : span.start]):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(trimmed for span in merged if (trimmed := trim(span, text)))


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> Spans:
    """What is left of some spans outside of others."""
    left = list(spans)
    for hole in holes:
        cut: list[Span] = []
        for span in left:
            if not span.overlaps(hole):
                cut.append(span)
                continue
            if span.start < hole.start:
                cut.append(Span(span.start, hole.start))
            if hole.end < span.end:
                cut.append(Span(hole.end, span.end))
        left = cut
    return tuple(left)


def quotation_at(position: int, quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation whose marks lie around a character, or None."""
    at = bisect_right(quotations, position, key=ending)
    if at < len(quotations) and quotations[at].span.start <= position:
        return quotations[at]
    return None


def snap(
    spans: Spans, cue: Span, holes: Spans, quotations: Sequence[Quotation], text: str
) -> Spans:
    """Content spans fitted to the quotation marks around them.

    Args:
        spans: What the tree gives.
        cue: The cue's main word.
        holes: Spans of the cue and the source, which no content may cover.
        quotations: All quotations of the text, in order.
        text: The document's text.
    """
    home = quotation_at(cue.start, quotations)
    if home is not None:
        inside = home.inner
        spans = tuple(
            Span(max(s.start, inside.start), min(s.end, inside.end))
            for s in spans
            if s.overlaps(inside)
        )
        return merge(subtract(spans, holes), text)
    taken = list(spans)
    for span in spans:
        position = span.start
        while (quotation := _next(position, span.end, quotations)) is not None:
            taken.append(quotation.span)
            position = quotation.span.end
    return merge(subtract(merge(taken, text), holes), text)


def _next(start: int, end: int, quotations: Sequence[Quotation]) -> Quotation | None:
    """The first quotation that ends after `start`, if its words begin before `end`."""
    at = bisect_right(quotations, start, key=ending)
    if at < len(quotations) and quotations[at].inner.start < end:
        return quotations[at]
    return None
