"""What `explain` says of sentences whose trees are stored."""

import math
import re
from pathlib import Path

import pytest

from claimtrack.extraction import find_claims
from claimtrack.extraction.explaining import Attempt, Explanation, Miss, explain
from claimtrack.extraction.patterns import find_misfits, load_patterns, match_pattern
from claimtrack.extraction.scoring import calibrate, load_scorer
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Document, read_spans
from claimtrack.parsing.conllu import ConlluParser, read_conllu

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "patterns.conllu"
LEXICON = load_lexicon()
PATTERNS = {pattern.id: pattern for pattern in load_patterns(LEXICON)}
PARSER = ConlluParser(read_conllu(GOLD))
TEXTS = sorted(
    {
        re.sub(r"[\[\]<>{}]", "", text)
        for row in PATTERNS.values()
        for text in (row.counter, row.example)
    }
)
SAID = "Ministers said that the bridge was safe."


def explained(text: str) -> Explanation:
    (found,) = explain(text, PARSER.parse(text), LEXICON)
    return found


def attempt(text: str, pattern: str) -> Attempt:
    return next(a for a in explained(text).attempts if a.candidate.match.pattern.id == pattern)


def test_a_claim_is_explained_by_its_pattern_and_features() -> None:
    found = attempt(SAID, "en.verb-clause")
    assert found.obstacle == ""
    assert read_spans(found.candidate.content, SAID) == "the bridge was safe"
    assert {"bias", "lexicon", "mark=verb-clause:that"} <= {w.feature for w in found.weights}
    effects = [abs(item.weight) for item in found.weights]
    assert effects == sorted(effects, reverse=True)


def test_the_weights_add_up_to_the_confidence() -> None:
    found = attempt(SAID, "en.verb-clause")
    total = sum(item.weight for item in found.weights)
    assert found.floor == 0.0
    likely = 1 / (1 + math.exp(-total))
    assert math.isclose(calibrate(likely, load_scorer(LEXICON)), found.confidence)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_said_to_be_a_claim_is_what_extraction_claims(text: str) -> None:
    trees = PARSER.parse(text)
    claims = find_claims(Document(text), trees, LEXICON, threshold=0.05)
    attempts = [a for e in explain(text, trees, LEXICON, threshold=0.05) for a in e.attempts]
    assert sorted(
        (a.candidate.match.pattern.id, a.candidate.content) for a in attempts if not a.obstacle
    ) == sorted((claim.pattern, claim.content) for claim in claims)


def test_the_likelier_pattern_of_a_cue_is_named() -> None:
    text = "The bridge, ministers said, was safe."
    claim = next(item for item in explained(text).attempts if not item.obstacle)
    others = [item for item in explained(text).attempts if item.confidence >= 0.4]
    assert len(others) > 1
    for item in others:
        if item is not claim and item.obstacle:
            assert (
                item.obstacle == f"{claim.candidate.match.pattern.id} is likelier for the same cue"
            )


def test_below_the_threshold_it_is_said_whether_the_cue_is_listed() -> None:
    found = attempt("As ministers crossed, the bridge fell.", "en.verb-as")
    least = calibrate(0.4, load_scorer(LEXICON))
    assert found.obstacle == (
        f"less likely than the threshold of {least:.0%}; its cue is not in cues.csv"
    )
    said = explain(SAID, PARSER.parse(SAID), LEXICON, threshold=0.999)[0].attempts[0]
    least = calibrate(0.999, load_scorer(LEXICON))
    assert said.obstacle == f"less likely than the threshold of {least:.0%}"


def test_a_word_that_would_do_as_a_cue_is_named_with_its_patterns() -> None:
    (found,) = explained("Ministers crossed the bridge that was safe.").unlisted
    assert found.lemma == "cross"
    assert "en.verb-thing" in found.fitting


def test_a_cue_where_nothing_fitted_says_what_was_missing() -> None:
    (found,) = explained("Ministers said on Monday that strikes continued.").silent
    assert found.lemma == "continue"
    assert Miss(pattern="en.verb-clause", reasons=("no content by ccomp",)) in found.misses
    assert len(found.misses[0].reasons) <= len(found.misses[-1].reasons)
    assert all(miss.reasons for miss in found.misses)


@pytest.mark.parametrize(
    ("pattern", "text", "cue", "demands"),
    [
        ("en.verb-clause", SAID, 1, []),
        ("en.verb-clause", SAID, 0, ["upos", "content"]),
        ("en.verb-as", SAID, 1, ["needs", "content"]),
        ("en.verb-clause-astray", SAID, 1, ["bars", "content"]),
        ("en.verb-as", SAID, 7, ["upos", "needs", "content", "source"]),
        ("en.participle-noun", SAID, 1, ["tags", "needs", "bars", "content"]),
        ("en.participle-noun", SAID, 7, ["upos", "tags", "needs", "content"]),
    ],
)
def test_misfits_come_in_the_order_in_which_a_pattern_asks(
    pattern: str, text: str, cue: int, demands: list[str]
) -> None:
    (sentence,) = PARSER.parse(text)
    misfits = list(find_misfits(sentence, cue, PATTERNS[pattern]))
    assert [item.demand for item in misfits] == demands
    assert (match_pattern(sentence, cue, PATTERNS[pattern]) is None) == bool(demands)


def test_a_barred_word_is_shown() -> None:
    (sentence,) = PARSER.parse(SAID)
    (barred, _) = find_misfits(sentence, 1, PATTERNS["en.verb-clause-astray"])
    assert barred.word is not None
    assert sentence[barred.word].text == "safe"


TWICE = """# text = “Talks failed,” ministers said, warning.
1\t“\t“\tPUNCT\t``\t_\t3\tpunct\t_\tSpaceAfter=No
2\tTalks\ttalk\tNOUN\tNNS\t_\t3\tnsubj\t_\t_
3\tfailed\tfail\tVERB\tVBD\t_\t7\tccomp\t_\tSpaceAfter=No
4\t,\t,\tPUNCT\t,\t_\t7\tpunct\t_\tSpaceAfter=No
5\t”\t”\tPUNCT\t''\t_\t3\tpunct\t_\t_
6\tministers\tminister\tNOUN\tNNS\t_\t7\tnsubj\t_\t_
7\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
8\t,\t,\tPUNCT\t,\t_\t7\tpunct\t_\t_
9\twarning\twarn\tVERB\tVBG\t_\t7\tadvcl\t_\tSpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t7\tpunct\t_\t_
"""


def test_a_content_that_a_likelier_claim_has_is_named() -> None:
    text = "“Talks failed,” ministers said, warning."
    trees = ConlluParser(read_conllu(TWICE)).parse(text)
    (found,) = explain(text, trees, LEXICON, threshold=0.001)
    obstacles = {item.obstacle for item in found.attempts if item.candidate.match.cue == 8}
    assert "it has the content of the likelier claim by “said”" in obstacles
