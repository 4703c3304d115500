"""Counts of cues and weights of contexts, from a corpus of attributions to three CSV files.

Run as ``python -m training.attribution TRAIN.jsonl --scorer score.py --cache FOLDER``. The corpus
has one document a line, ``{"id", "text", "attributions": [{"source", "cue", "content"}]}`` with
lists of ``[start, end]``; PolNeAR's training half was used. Trees are made by the shipped models
and kept in the cache, so that a second run takes minutes.

Four things are estimated, in this order:

1. ``extent_weights.csv``: among the places where a content may end, which one is right. A
   candidate whose cue is a gold cue is a choice among its extents, of which those with the best
   overlap are right, if that is at least half (conditional logit, McFadden 1974: what counts is
   which extent is better, not how good one is by itself).
2. ``cue_counts.csv``: how often a lemma in a frame was an attribution, and how often it was seen.
3. ``source_counts.csv``: the same for the heads of sources, over all frames.
4. ``claim_weights.csv``: whether a candidate, with the extent that step 1 chooses, is a claim.
   A word's own document is left out of its counts, so that rare cues do not look certain.

Last come three numbers that make confidences shares: a seventh of the documents is left out,
claims are found there by what the others taught, and judged as the benchmark judges them.

Candidates inside the content of a gold attribution are left out of 2 to 4: PolNeAR annotates
only the outermost, so nothing is known about them.
"""

import argparse
import csv
import hashlib
import importlib.util
import json
import math
import pickle
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import numpy as np
from attrs import evolve, frozen
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from claimtrack.extraction import find_claims
from claimtrack.extraction.candidates import find_candidates
from claimtrack.extraction.extents import Extent, find_extents
from claimtrack.extraction.features import describe
from claimtrack.extraction.pages import Candidate, Page, make_page
from claimtrack.extraction.scoring import (
    ANY,
    CALIBRATION,
    HEAD,
    LISTED,
    OTHER,
    Counts,
    Key,
    best_of,
    headed,
    lexical,
    listed_cues,
)
from claimtrack.lexicon import DATA, Lexicon, load_lexicon
from claimtrack.model import Document, Spans
from claimtrack.parsing import Parser, default_parser
from claimtrack.store.encoding import spans_to_json
from claimtrack.syntax import Sentence
from training.tables import write_weights

Features = Mapping[str, float]
#: Head of a source to (attributions, sightings).
Heads = Mapping[str, tuple[float, float]]

#: Features seen less often than this get no weight.
RARE = {"claim": 15, "extent": 25}
#: One document in so many is left out to calibrate on.
APART = 7
#: Weights nearer to nothing than this are left out.
SMALL = 0.03
#: Numbers that are written however small.
KEPT = frozenset(("bias", *CALIBRATION))
#: Inverse strength of the L2 penalty, the best of .1, .3 and 1 on held-out training documents.
PENALTY = 0.3
#: Strength of the L2 penalty of the choice among extents, the best of 1 and 3.
CHOICE_PENALTY = 3.0
#: Heads of sources seen less often than this are not written.
RARE_HEAD = 5


@frozen
class Case:
    """A candidate with what the gold says of it."""

    candidate: Candidate
    features: tuple[str, ...]
    extents: tuple[tuple[str, ...], ...]
    overlaps: tuple[float, ...]
    right: tuple[bool, ...]
    nested: bool


@frozen
class Text:
    """A document's cases."""

    id: str
    cases: tuple[Case, ...]


@frozen
class Gold:
    """A document's gold, in the scorer's own values.

    Attributes:
        score: The scorer.
        words: Its word index of the text.
        items: Its attributions.
    """

    score: ModuleType
    words: Any
    items: tuple[Any, ...]


def load_scorer_module(path: Path) -> ModuleType:
    """The scorer's functions, from its file."""
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def parsed(record: Mapping[str, Any], parser: Parser, cache: Path) -> tuple[Sentence, ...]:
    """A document's trees, from the cache where they are there."""
    name = hashlib.sha256(f"{parser.fingerprint}\0{record['text']}".encode()).hexdigest()
    place = cache / f"{name}.pickle"
    if place.exists():
        # The cache is this program's own; nothing else is ever read from it.
        sentences: tuple[Sentence, ...] = pickle.loads(place.read_bytes())  # noqa: S301
        return sentences
    sentences = parser.parse(record["text"])
    place.write_bytes(pickle.dumps(sentences))
    return sentences


def read_cases(
    record: Mapping[str, Any], sentences: Sequence[Sentence], score: ModuleType
) -> Text:
    """All candidates of a document with what the gold says of each."""
    lexicon = load_lexicon()
    text = record["text"]
    page = make_page(text, sentences, lexicon)
    words = score.Doc(text)
    items = [score.Att(item, words, record["id"]) for item in record["attributions"]]
    gold = Gold(score, words, tuple(items))
    cases = [_case(page, candidate, gold) for candidate in find_candidates(page, lexicon, None)]
    return Text(record["id"], tuple(cases))


def _case(page: Page, candidate: Candidate, gold: Gold) -> Case:
    matched = [item for item in gold.items if item.cuechars & _characters(candidate.cue)]
    nested = not matched and any(
        start <= candidate.anchor.start and candidate.anchor.end <= end
        for item in gold.items
        for start, end in item.content
    )
    extents = find_extents(page, candidate) if matched else (Extent(candidate, ()),)
    judged = [_judge(page, item.candidate, evolve(gold, items=tuple(matched))) for item in extents]
    return Case(
        candidate=candidate,
        features=describe(page, candidate),
        extents=tuple(item.features for item in extents),
        overlaps=tuple(overlap for overlap, _ in judged),
        right=tuple(right for _, right in judged),
        nested=nested,
    )


def _characters(spans: Spans) -> frozenset[int]:
    return frozenset(c for span in spans for c in range(span.start, span.end))


def _judge(page: Page, candidate: Candidate, gold: Gold) -> tuple[float, bool]:
    """Overlap with the gold content of that cue, and whether the attribution is right."""
    spans = {
        "source": spans_to_json(candidate.source),
        "cue": spans_to_json(candidate.cue),
        "content": spans_to_json(candidate.content),
    }
    own = gold.score.Att(spans, gold.words, "candidate")
    sentence = page.sentences[candidate.sentence]
    low = min(sentence.start, candidate.content[0].start)
    high = max(sentence.end, candidate.content[-1].end)
    best, right = 0.0, False
    places, score = gold.words.words, gold.score
    for item in gold.items:
        # Quotations that go on are given to their claims later: judge what can be seen here.
        here = frozenset(w for w in item.core if low <= places[w][0] < high)
        overlap = max(score.iou(item.core, own.core), score.iou(here, own.core))
        best = max(best, overlap)
        right = right or (overlap >= 0.5 and score.source_ok(item, own))  # noqa: PLR2004
    return best, right


def fit(cases: Iterable[tuple[Features, bool]], rare: int) -> dict[str, float]:
    """Weights of a logistic regression, ``bias`` among them.

    Args:
        cases: Features with their values, and whether the case is right.
        rare: Features in fewer cases get no weight.
    """
    listed = list(cases)
    seen = Counter(name for features, _ in listed for name in features)
    names = {name: i for i, name in enumerate(sorted(n for n, k in seen.items() if k >= rare))}
    rows, columns, values = [], [], []
    for number, (features, _) in enumerate(listed):
        for name, value in features.items():
            if name in names:
                rows.append(number)
                columns.append(names[name])
                values.append(value)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(listed), len(names)))
    model = LogisticRegression(C=PENALTY, max_iter=400, solver="liblinear", random_state=0)
    model.fit(matrix, [right for _, right in listed])
    weights = {name: float(model.coef_[0][i]) for name, i in names.items()}
    weights["bias"] = float(model.intercept_[0])
    return weights


def fit_extents(texts: Iterable[Text], rare: int) -> dict[str, float]:
    """Weights by which the right extent of a candidate has the greatest sum.

    Args:
        texts: Their candidates of which at least one extent is about right are the choices.
        rare: Features of fewer extents get no weight.
    """
    choices = [
        case for text in texts for case in text.cases if len(case.extents) > 1 and any(case.right)
    ]
    seen = Counter(name for case in choices for extent in case.extents for name in extent)
    names = {name: i for i, name in enumerate(sorted(n for n, k in seen.items() if k >= rare))}
    rows: list[int] = []
    columns: list[int] = []
    begins: list[int] = []
    wanted: list[float] = []
    for case in choices:
        begins.append(len(wanted))
        best = max(case.overlaps)
        share = 1.0 / sum(overlap >= best for overlap in case.overlaps)
        for extent, overlap in zip(case.extents, case.overlaps, strict=True):
            known = [names[name] for name in extent if name in names]
            rows.extend([len(wanted)] * len(known))
            columns.extend(known)
            wanted.append(share if overlap >= best else 0.0)
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(wanted), len(names)))
    sizes = np.diff([*begins, len(wanted)])
    target = np.array(wanted)

    def loss(weights: Any) -> tuple[float, Any]:  # noqa: ANN401  numpy's arrays
        sums = matrix @ weights
        sums -= np.repeat(np.maximum.reduceat(sums, begins), sizes)
        logs = sums - np.repeat(np.log(np.add.reduceat(np.exp(sums), begins)), sizes)
        gradient = matrix.T @ (np.exp(logs) - target) + CHOICE_PENALTY * weights
        return float(0.5 * CHOICE_PENALTY * (weights @ weights) - target @ logs), gradient

    found = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 200}
    )
    return {name: float(found.x[i]) for name, i in names.items()}


def chosen(case: Case, weights: Mapping[str, float]) -> bool:
    """Whether a case is right with the extent that the weights choose."""
    extents = [Extent(case.candidate, features) for features in case.extents]
    return case.right[best_of(extents, weights)]


def count(texts: Iterable[Text], extent: Mapping[str, float]) -> dict[str, Counts]:
    """Attributions and sightings of every cue in every frame, by document."""
    found: dict[str, Counts] = {}
    listed = listed_cues(load_lexicon())
    for text in texts:
        counts: defaultdict[Key, dict[str, tuple[float, float]]] = defaultdict(dict)
        for case in text.cases:
            if case.nested:
                continue
            hit = float(chosen(case, extent))
            for key, frame in _rows(case, listed):
                attributed, seen = counts[key].get(frame, (0.0, 0.0))
                counts[key][frame] = (attributed + hit, seen + 1.0)
        found[text.id] = dict(counts)
    return found


def _rows(case: Case, listed: frozenset[Key]) -> Iterator[tuple[Key, str]]:
    sort = LISTED if case.candidate.key in listed else OTHER
    for key in (case.candidate.key, (sort, ANY)):
        for frame in (case.candidate.frame, ANY):
            yield key, frame


def total(counts: Iterable[Counts]) -> Counts:
    """Counts of several documents together."""
    found: dict[Key, dict[str, tuple[float, float]]] = {}
    for part in counts:
        for key, frames in part.items():
            whole = found.setdefault(key, {})
            for frame, (attributed, seen) in frames.items():
                before = whole.get(frame, (0.0, 0.0))
                whole[frame] = (before[0] + attributed, before[1] + seen)
    return found


def count_heads(texts: Iterable[Text], extent: Mapping[str, float]) -> dict[str, Heads]:
    """Attributions and sightings of every source's head, by document."""
    found: dict[str, Heads] = {}
    for text in texts:
        heads: dict[str, tuple[float, float]] = {}
        for case in text.cases:
            if case.candidate.head and not case.nested:
                hit = float(chosen(case, extent))
                for head in (case.candidate.head, ANY):
                    attributed, seen = heads.get(head, (0.0, 0.0))
                    heads[head] = (attributed + hit, seen + 1.0)
        found[text.id] = heads
    return found


def total_heads(heads: Iterable[Heads]) -> dict[str, tuple[float, float]]:
    """Counts of several documents together."""
    found: dict[str, tuple[float, float]] = {}
    for part in heads:
        for head, (attributed, seen) in part.items():
            before = found.get(head, (0.0, 0.0))
            found[head] = (before[0] + attributed, before[1] + seen)
    return found


@frozen
class Tally:
    """What was counted, by document, and over all."""

    extent: Mapping[str, float]
    cues: Mapping[str, Counts]
    heads: Mapping[str, Heads]


def claim_cases(texts: Iterable[Text], tally: Tally) -> Iterator[tuple[Features, bool]]:
    """A case for every candidate that the gold can judge."""
    counts, extent = tally.cues, tally.extent
    whole = total(counts.values())
    heads = total_heads(tally.heads.values())
    share = heads[ANY][0] / heads[ANY][1]
    prior = {sort: shares(whole, sort) for sort in (LISTED, OTHER)}
    listed = listed_cues(load_lexicon())
    for text in texts:
        own = counts[text.id]
        for case in text.cases:
            if case.nested:
                continue
            key = case.candidate.key
            left = {
                frame: (a - own[key][frame][0], s - own[key][frame][1])
                if frame in own.get(key, {})
                else (a, s)
                for frame, (a, s) in whole[key].items()
            }
            features = dict.fromkeys(case.features, 1.0)
            sort = LISTED if key in listed else OTHER
            features.update(lexical(left, prior[sort], case.candidate.frame))
            head = case.candidate.head
            if head:
                (a, s), (own_a, own_s) = heads[head], tally.heads[text.id][head]
                features[HEAD] = headed((a - own_a, s - own_s), share)
                features[f"{HEAD}:{case.candidate.frame}"] = features[HEAD]
            yield features, chosen(case, extent)


def outcomes(
    record: Mapping[str, Any], sentences: Sequence[Sentence], score: ModuleType, lexicon: Lexicon
) -> Iterator[tuple[float, bool]]:
    """The confidence of each outermost claim of a document, and whether it is right."""
    claims = find_claims(Document(record["text"]), sentences, lexicon)
    words = score.Doc(record["text"])
    wanted = [score.Att(item, words, record["id"]) for item in record["attributions"]]
    found: list[Any] = []
    for claim in claims:
        spans = {
            "source": spans_to_json(claim.source.spans if claim.source else ()),
            "cue": spans_to_json(claim.cue.spans if claim.cue else ()),
            "content": spans_to_json(claim.content),
        }
        item = score.Att(spans, words, record["id"])
        item.confidence = claim.confidence
        found.append(item)
    found = score.outer_only(found)
    right = {
        to
        for overlap, at, to in score.align(wanted, found)
        if overlap >= 0.5  # noqa: PLR2004 - the scorer's own limit
        and score.cue_ok(wanted[at], found[to])
        and score.source_ok(wanted[at], found[to])
    }
    return ((item.confidence, to in right) for to, item in enumerate(found))


def fit_calibration(cases: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """Three numbers that make confidences the shares of right claims (Kull et al., 2017)."""
    logs = [(math.log(c), -math.log(1.0 - c)) for c, _ in cases]
    model = LogisticRegression(C=1e6, random_state=0)
    model.fit(logs, [right for _, right in cases])
    numbers = (*model.coef_[0], model.intercept_[0])
    return dict(zip(CALIBRATION, map(float, numbers), strict=True))


def shares(counts: Counts, sort: str) -> dict[str, float]:
    """Share of attributions by frame over all cues of a sort."""
    return {frame: (a + 1) / (s + 2) for frame, (a, s) in counts[(sort, ANY)].items()}


def keep_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights without those that hardly matter."""
    return {name: value for name, value in weights.items() if name in KEPT or abs(value) >= SMALL}


def write_counts(path: Path, counts: Counts) -> None:
    """Write counts of the cues that were an attribution at least once or are listed.

    All their frames are written, those without an attribution too: that a cue was seen there
    and was none is what tells "gathered at" from "gathered that".
    """
    listed = listed_cues(load_lexicon())
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("lemma", "upos", "frame", "attributed", "seen"))
        for (lemma, upos), frames in sorted(counts.items()):
            if lemma not in {LISTED, OTHER} and not (frames[ANY][0] or (lemma, upos) in listed):
                continue
            for frame, (attributed, seen) in sorted(frames.items()):
                if lemma in {LISTED, OTHER}:
                    writer.writerow((lemma, upos, frame, int(attributed) + 1, int(seen) + 2))
                else:
                    writer.writerow((lemma, upos, frame, int(attributed), int(seen)))


def write_heads(path: Path, heads: Heads) -> None:
    """Write counts of the heads of sources that were seen often enough to say something."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("head", "attributed", "seen"))
        for head, (attributed, seen) in sorted(heads.items()):
            if seen >= RARE_HEAD:
                writer.writerow((head, int(attributed), int(seen)))


def write_estimates(texts: Sequence[Text], out: Path, calibration: Mapping[str, float]) -> None:
    """Estimate counts and weights and write the four files.

    Args:
        texts: The training documents' cases.
        out: The language's data folder.
        calibration: The numbers that make confidences shares.
    """
    extent = fit_extents(texts, RARE["extent"])
    tally = Tally(extent, count(texts, extent), count_heads(texts, extent))
    claim = fit(claim_cases(texts, tally), RARE["claim"])
    write_weights(out / "extent_weights.csv", keep_weights(extent))
    write_weights(out / "claim_weights.csv", keep_weights({**claim, **calibration}))
    write_counts(out / "cue_counts.csv", total(tally.cues.values()))
    write_heads(out / "source_counts.csv", total_heads(tally.heads.values()))


def estimate(
    texts: Sequence[Text],
    out: Path,
    judge: Callable[[str, Lexicon], Iterable[tuple[float, bool]]],
) -> None:
    """Calibrate on documents that are left out meanwhile, then estimate on all and write.

    Args:
        texts: The training documents' cases.
        out: The language's data folder.
        judge: Gives for a document's id and a lexicon the confidence of each claim found there,
            and whether it is right.
    """
    apart = texts[3::APART]
    left_out = {text.id for text in apart}
    with TemporaryDirectory() as folder:
        home = Path(folder) / out.name
        shutil.copytree(out, home)
        seen = [text for text in texts if text.id not in left_out]
        write_estimates(seen, home, dict(zip(CALIBRATION, (1.0, 1.0, 0.0), strict=True)))
        lexicon = load_lexicon(out.name, folder=Path(folder))
        cases = [case for text in apart for case in judge(text.id, lexicon)]
    write_estimates(texts, out, fit_calibration(cases))


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the corpus, estimate, write."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("corpus", type=Path, help="JSON lines with texts and attributions")
    options.add_argument("--scorer", type=Path, required=True, help="the scorer, score.py")
    options.add_argument("--cache", type=Path, required=True, help="folder for parsed trees")
    options.add_argument("--out", type=Path, default=DATA / "en", help="the language's folder")
    chosen_options = options.parse_args(arguments)
    chosen_options.cache.mkdir(parents=True, exist_ok=True)
    score = load_scorer_module(chosen_options.scorer)
    parser = default_parser()
    texts: list[Text] = []
    records: dict[str, dict[str, Any]] = {}
    with chosen_options.corpus.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            records[record["id"]] = record
            texts.append(read_cases(record, parsed(record, parser, chosen_options.cache), score))

    def judge(key: str, lexicon: Lexicon) -> Iterator[tuple[float, bool]]:
        trees = parsed(records[key], parser, chosen_options.cache)
        return outcomes(records[key], trees, score, lexicon)

    cases = sum(len(text.cases) for text in texts)
    right = sum(any(case.right) for text in texts for case in text.cases)
    print(f"{len(texts)} documents, {cases} candidates, {right} right in some extent")
    estimate(texts, chosen_options.out, judge)


if __name__ == "__main__":
    main()
