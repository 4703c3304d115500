"""Why a sentence gave the claims that it gave: what fitted, what nearly did, what decided.

The central decision: nothing is worked out a second time. Candidates, weights and choice come
from the functions that extraction itself calls; only what they leave unsaid, which pattern nearly
fitted and what stood in the way, is asked here, of the same conditions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from attrs import evolve, frozen

from claimtrack.extraction.assembly import THRESHOLD, Draft, choose, clash, continue_quotations
from claimtrack.extraction.candidates import SURFACE, cue_lemma, find_candidates
from claimtrack.extraction.nesting import chosen_of, judge
from claimtrack.extraction.pages import Candidate, Page, make_page
from claimtrack.extraction.patterns import Misfit, Path, Pattern, find_misfits, load_patterns
from claimtrack.extraction.scoring import (
    Scorer,
    best_extent,
    calibrate,
    floor_of,
    least_of,
    load_scorer,
    weigh,
)
from claimtrack.lexicon import Lexicon
from claimtrack.model import Span, read_spans
from claimtrack.syntax import Sentence

#: Index of a sentence, and of a word in it.
Place: TypeAlias = tuple[int, int]

#: Parts of speech that a person would add cues to; others are closed, and all listed.
_OPEN = frozenset(("VERB", "NOUN", "ADJ"))
#: Paths of a demand that are named before the rest is left to the pattern's own row.
_NAMED = 3


@frozen
class Weighed:
    """A feature with what it adds to the log-odds: above 0 speaks for a claim, below against."""

    feature: str
    weight: float


@frozen(kw_only=True)
class Attempt:
    """A pattern that fitted at a cue.

    Attributes:
        candidate: What it found, with the content that the claim has or would have.
        confidence: What the claim's confidence is, or would be, 0..1.
        floor: What ``cue_floors.csv`` vouches for, before calibration; 0 where it has no row.
        weights: All features that have a weight, greatest effect first.
        obstacle: Why it is no claim; empty where it is one.
    """

    candidate: Candidate
    confidence: float
    floor: float
    weights: tuple[Weighed, ...]
    obstacle: str


@frozen(kw_only=True)
class Miss:
    """A pattern that did not fit at a cue.

    Attributes:
        pattern: Its id.
        reasons: What stood in the way, in the order in which the pattern asks; never empty.
    """

    pattern: str
    reasons: tuple[str, ...]


@frozen(kw_only=True)
class Silent:
    """A word that may be a cue and was none.

    Attributes:
        word: Its index in the sentence.
        lemma: Its key in the lexicon, with its part of speech.
        misses: The patterns of its part of speech, nearest first; for a listed cue.
        fitting: Ids of patterns that would fit if it were a cue; for a word not in the lexicon.
    """

    word: int
    lemma: str
    misses: tuple[Miss, ...] = ()
    fitting: tuple[str, ...] = ()


@frozen(kw_only=True)
class Explanation:
    """All that extraction saw in one sentence.

    Attributes:
        sentence: Its tree.
        attempts: Patterns that fitted, by cue, likeliest first.
        silent: Cues of the lexicon at which no pattern fitted.
        unlisted: Words that are no cues of the lexicon, at which some pattern would fit.
        continued: Quotations that go on here from the claim before, each a claim of its own.
    """

    sentence: Sentence
    attempts: tuple[Attempt, ...]
    silent: tuple[Silent, ...]
    unlisted: tuple[Silent, ...]
    continued: tuple[Span, ...]


def explain(
    text: str, sentences: Sequence[Sentence], lexicon: Lexicon, threshold: float = THRESHOLD
) -> tuple[Explanation, ...]:
    """What extraction saw in each sentence, in text order.

    Args:
        text: The text that the trees' offsets refer to.
        sentences: All its trees, in text order.
        lexicon: Words, patterns, counts and weights.
        threshold: Candidates less likely than this are no claims, 0..1; denials and those
            without a source need less.
    """
    page = make_page(text, sentences, lexicon)
    scorer = load_scorer(lexicon)
    attempts, drafts = _attempts(page, lexicon, scorer, threshold)
    by_place: defaultdict[Place, list[Attempt]] = defaultdict(list)
    for item in attempts:
        by_place[item.candidate.sentence, item.candidate.match.cue].append(item)
    would_fit: defaultdict[Place, list[str]] = defaultdict(list)
    for candidate in find_candidates(page, lexicon, None):
        place = (candidate.sentence, candidate.match.cue)
        would_fit[place].append(candidate.match.pattern.id)
    loose = [draft.content[0] for draft in drafts if draft.candidate is None]
    found: list[Explanation] = []
    for number, sentence in enumerate(page.sentences):
        places = [(number, word.index) for word in sentence]
        quiet = [place for place in places if place not in by_place]
        found.append(
            Explanation(
                sentence=sentence,
                attempts=tuple(item for place in places for item in by_place.get(place, ())),
                silent=tuple(_silent(page, quiet, lexicon, scorer)),
                unlisted=tuple(_unlisted(page, quiet, would_fit, scorer)),
                continued=tuple(s for s in loose if sentence.start <= s.start < sentence.end),
            )
        )
    return tuple(found)


def _attempts(
    page: Page, lexicon: Lexicon, scorer: Scorer, threshold: float
) -> tuple[tuple[Attempt, ...], tuple[Draft, ...]]:
    """All attempts, those of a cue likeliest first, and the claims that come of them."""
    judged: list[tuple[Candidate, float]] = []
    seen: list[tuple[float, tuple[Weighed, ...]]] = []
    items = judge(page, find_candidates(page, lexicon, scorer.licensed), scorer, threshold)
    for item in items:
        candidate = item.candidate
        weights = [Weighed(name, weight) for name, weight in weigh(page, candidate, scorer)]
        weights.sort(key=lambda item: -abs(item.weight))
        seen.append((floor_of(candidate, scorer), tuple(weights)))
        judged.append((item.shaped or best_extent(page, candidate, scorer), item.likely))
    drafts = continue_quotations(page, choose(chosen_of(items)))
    claimed = {id(draft.candidate): draft.content for draft in drafts if draft.candidate}
    best: dict[Place, Candidate] = {}
    for candidate, _ in sorted(judged, key=lambda item: -item[1]):
        best.setdefault((candidate.sentence, candidate.match.cue), candidate)
    choice = _Choice(page, best, drafts, threshold, scorer)
    obstacles = ["" if id(item[0]) in claimed else _obstacle(choice, *item) for item in judged]
    attempts = [
        Attempt(
            # The claim's content may go on, or leave out words of a claim around it.
            candidate=evolve(candidate, content=claimed.get(id(candidate), candidate.content)),
            confidence=calibrate(likely, scorer),
            floor=floor,
            weights=weights,
            obstacle=obstacle,
        )
        for (candidate, likely), (floor, weights), obstacle in zip(
            judged, seen, obstacles, strict=True
        )
    ]
    attempts.sort(key=lambda item: -item.confidence)
    return tuple(attempts), drafts


@frozen
class _Choice:
    """What was chosen from (the likeliest of each cue), and what was chosen."""

    page: Page
    best: Mapping[Place, Candidate]
    drafts: Sequence[Draft]
    threshold: float
    scorer: Scorer


def _obstacle(choice: _Choice, candidate: Candidate, likely: float) -> str:
    """Why a candidate is no claim."""
    least = least_of(choice.page, candidate, choice.scorer, choice.threshold)
    if likely < least:
        unlisted = "" if candidate.key in choice.scorer.listed else "; its cue is not in cues.csv"
        least = calibrate(least, choice.scorer)
        return f"less likely than the threshold of {least:.0%}{unlisted}"
    rival = choice.best[candidate.sentence, candidate.match.cue]
    if rival is not candidate:
        return f"{rival.match.pattern.id} is likelier for the same cue"
    others = (draft.candidate for draft in choice.drafts if draft.candidate is not None)
    other = next(item for item in others if clash(candidate, item))
    words = read_spans(other.cue, choice.page.text)
    return f"it has the content of the likelier claim by “{words}”"


def _silent(
    page: Page, places: Sequence[Place], lexicon: Lexicon, scorer: Scorer
) -> Iterator[Silent]:
    """Cues of the lexicon at which nothing fitted."""
    for number, index in places:
        sentence = page.sentences[number]
        key = (cue_lemma(sentence, index), sentence[index].upos)
        if key not in scorer.listed:
            continue
        frames = frozenset(scorer.licensed(key))
        rows = [
            (len(misfits), Miss(pattern=pattern.id, reasons=misfits))
            for pattern in load_patterns(lexicon)
            if pattern.frame in frames and key[1] in pattern.upos
            if (misfits := tuple(_reasons(page.sentences[number], index, pattern)))
        ]
        rows.sort(key=lambda row: row[0])
        yield Silent(word=index, lemma=key[0], misses=tuple(miss for _, miss in rows))


def _unlisted(
    page: Page, places: Sequence[Place], fitting: Mapping[Place, Sequence[str]], scorer: Scorer
) -> Iterator[Silent]:
    """Words that are no cues of the lexicon, at which some pattern would fit."""
    for place in places:
        sentence = page.sentences[place[0]]
        key = (cue_lemma(sentence, place[1]), sentence[place[1]].upos)
        if place in fitting and key[1] in _OPEN and key not in scorer.listed:
            yield Silent(word=place[1], lemma=key[0], fitting=tuple(fitting[place]))


def _reasons(sentence: Sentence, cue: int, pattern: Pattern) -> Iterator[str]:
    if pattern.frame in SURFACE:
        yield f"the text is not so written: {pattern.note}"
        return
    misfits = tuple(find_misfits(sentence, cue, pattern))
    for misfit in misfits:
        yield to_reason(sentence, misfit)
    if not misfits:
        yield "it fits, but beside cue and source no content is left"


def to_reason(sentence: Sentence, misfit: Misfit) -> str:
    """What stood in a pattern's way, in words."""
    paths = _name(misfit.paths)
    match misfit.demand:
        case "upos":
            return "the cue has another part of speech"
        case "tags":
            return "the cue has another tag"
        case "needs":
            return f"needs {paths}"
        case "bars":
            assert misfit.word is not None
            return f"bars {paths}, and there is “{sentence[misfit.word].text}”"
        case "content":
            return f"no content by {paths}"
        case "source":
            return f"no source by {paths}"


def _name(paths: Sequence[Path]) -> str:
    named = " · ".join(path.text for path in paths[:_NAMED])
    return named + (" …" if len(paths) > _NAMED else "")
