"""``claimtrack compare``: two texts or claims, and what they are to each other."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner, Result

from claimtrack.cli import main, options
from claimtrack.conflicts import read_text, relate_pair
from claimtrack.conflicts.reasons import give_reason
from claimtrack.conflicts.stance import PAIRS, find_odds
from claimtrack.errors import LexiconError, ModelError, ParseError
from claimtrack.ingest import read_pairs
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Claim, Document, Span
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.syntax import Sentence

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "relations.conllu"
PARSER = ConlluParser(read_conllu(GOLD.read_text(encoding="utf-8")))
SHELLED = "The army shelled the town."
NOT_SHELLED = "The army did not shell the town."


@pytest.fixture(autouse=True)
def stored_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "make_parser", lambda *_: PARSER)


def call(*arguments: str, lines: list[object] | None = None) -> Result:
    stdin = None if lines is None else "".join(json.dumps(line) + "\n" for line in lines)
    result = CliRunner().invoke(main, ["compare", *arguments], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answers(*lines: object) -> list[dict[str, object]]:
    result = call("--jsonl", lines=list(lines))
    assert result.exit_code == 0, result.stdout
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_its_answer_in_order() -> None:
    found = answers(
        {"id": "x", "a": SHELLED, "b": NOT_SHELLED},
        {"id": 2, "a": SHELLED, "b": SHELLED},
        {"a": "The minister resigned.", "b": SHELLED},
    )
    assert [(item["id"], item["relation"], item["conflict"]) for item in found] == [
        ("x", "negation", True),
        (2, "agree", False),
        (None, "unrelated", False),
    ]
    assert all(
        0 <= float(str(item["score"])) <= 1 and item["rule"] and item["reason"] for item in found
    )


def test_spans_go_with_the_side_that_they_stand_in() -> None:
    one, other = answers(
        {"a": SHELLED, "b": NOT_SHELLED},
        {"a": NOT_SHELLED, "b": SHELLED},
    )
    assert [SHELLED[start:end] for start, end in one["spans_a"]] == [  # type: ignore[attr-defined]
        "The army",
        "shelled",
        "the town",
    ]
    assert (one["spans_a"], one["spans_b"]) == (other["spans_b"], other["spans_a"])
    assert {**one, "spans_a": 0, "spans_b": 0} == {**other, "spans_a": 0, "spans_b": 0}


def test_a_side_can_be_a_claim_with_a_source_a_date_and_a_polarity() -> None:
    said = {"text": SHELLED, "source": "the mayor", "published": "2022-09-13"}
    denied = {"content": {"text": SHELLED}, "source_name": ["Baku"], "polarity": "negative"}
    (one,) = answers({"a": said, "b": denied})
    (other,) = answers({"a": denied, "b": said})
    assert (one["relation"], one["by"], other["by"]) == ("denial", "b", "a")
    assert one["reason"] == (
        "Baku denied that the army shelled the town; "
        "the mayor said that the army shelled the town."
    )
    (call_,) = answers({"a": said, "b": {**denied, "kind": "decree"}})
    assert call_["relation"] not in {"denial", "negation"}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ({"id": 1, "a": SHELLED}, 'no "b"; give a text, or a claim as an object with "text"'),
        ({"id": 1, "a": SHELLED, "b": 3}, 'no "b"; give a text'),
        ({"id": 1, "a": " ", "b": SHELLED}, '"a" is empty'),
        ({"id": 1, "a": {"source": "x"}, "b": SHELLED}, '"a": no "text"'),
        ({"id": 1, "a": {"text": "x", "published": "soon"}, "b": "x"}, "\"a\": 'soon' is no date"),
        ({"id": 1, "a": SHELLED, "b": {"text": "x", "source": 4}}, '"source" of "b" must be'),
        ({"id": 1, "a": {"text": "x", "polarity": "no"}, "b": "x"}, '"polarity" of "a" must be'),
    ],
)
def test_a_wrong_line_is_told_and_the_others_go_on(line: object, error: str) -> None:
    result = call("--jsonl", lines=[line, {"id": 2, "a": SHELLED, "b": SHELLED}])
    first, second = (json.loads(item) for item in result.stdout.splitlines())
    assert (result.exit_code, first["line"], first["id"]) == (1, 1, 1)
    assert str(first["error"]).startswith(error)
    assert second["relation"] == "agree"


def test_blank_lines_are_passed_over() -> None:
    assert [pair.number for pair in read_pairs(["", '{"a": "x", "b": "y"}', " \n"])] == [2]


class Failing:
    """A parser that fails on some texts."""

    fingerprint = "failing"

    def parse(self, text: str) -> tuple[Sentence, ...]:
        if "models" in text:
            raise ModelError("the models are gone; reinstall claimtrack")
        if "misplaced" in text:
            raise ParseError("a word cannot be placed")
        raise IndexError(text)


def test_a_pair_that_cannot_be_parsed_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(options, "make_parser", lambda *_: Failing())
    result = call("--jsonl", lines=[{"a": "misplaced", "b": "x"}, {"id": 7, "a": "o", "b": "x"}])
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"line": 1, "error": "a word cannot be placed"},
        {"line": 2, "id": 7, "error": "internal error (IndexError: o); please report it"},
    ]
    stopped = call("--jsonl", lines=[{"a": "models", "b": "x"}])
    assert (stopped.exit_code, stopped.stdout) == (1, "")


def test_two_texts_on_the_command_line() -> None:
    shown = call(SHELLED, NOT_SHELLED)
    assert shown.stdout.splitlines()[0] == "negation"
    assert "rule negation" in shown.stdout
    assert json.loads(call(SHELLED, NOT_SHELLED, "--json").stdout)["relation"] == "negation"
    wrong = call(SHELLED)
    assert (wrong.exit_code, "give two texts, or --jsonl" in wrong.stderr) == (2, True)


def test_pairs_can_be_read_from_files(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"a": SHELLED, "b": SHELLED}) + "\n", encoding="utf-8")
    assert json.loads(call("--jsonl", str(path)).stdout)["relation"] == "agree"


def headline(text: str) -> Claim:
    """A text whose words alone are looked at."""
    content = (Span(0, len(text)),)
    return Claim(
        document=text,
        source=None,
        cue=None,
        content=content,
        text=text,
        mode="indirect",
        pattern="text",
        sentence=content[0],
    )


@pytest.mark.parametrize(
    ("report", "kind", "spans"),
    [
        ("No, Loch Ness Ferry Did Not Sink With 20 Sheep Aboard", "negation", {"No"}),
        ("Loch Ness ferry sinking story is a hoax, police say", "negation", {"hoax"}),
        ("Operator Denies Reports That Loch Ness Ferry Sank", "negation", {"Denies"}),
        ("Loch Ness ferry reportedly sank with 20 sheep", "unsure", {"reportedly"}),
        ("Did a Loch Ness ferry sink with 20 sheep?", "unsure", {"?"}),
        ("Ferry sinks in Loch Ness with 20 sheep on board", "agree", set()),
        ("Minister resigns over budget vote", "unrelated", set()),
    ],
)
def test_a_headline_is_for_a_rumour_against_it_or_tells_of_it(
    report: str, kind: str, spans: set[str]
) -> None:
    rumour = headline("A ferry with 20 sheep aboard sank in Loch Ness")
    found = relate_pair(headline(report), rumour, rules=())
    assert found.kind == kind
    assert spans <= {span.of(report) for span in found.spans_a}
    assert 0 <= found.score <= 1


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        ("This Ferry Full Of Sheep Went Down In Loch Ness", "agree"),
        ("The ferry went down in Loch Ness", "agree"),
        ("The sheep stood in a boat", "unsure"),
    ],
)
def test_a_headline_may_begin_as_a_sentence_does(report: str, kind: str) -> None:
    """Capitals show it, or a name that the rumour has too; two scenes of nobody stay apart."""
    rumour = headline("A ferry with 20 sheep aboard sank in Loch Ness")
    assert relate_pair(headline(report), rumour, rules=()).kind == kind


def test_the_reason_of_a_refutation_quotes_its_words() -> None:
    found = relate_pair(headline("The ferry hoax"), headline("A ferry sank"), rules=())
    assert "“hoax”" in found.reason


def test_a_weight_that_is_no_number_is_told() -> None:
    lexicon = load_lexicon()
    row = {"feature": "bias"} | {f"{a} over {b}": "much" for a, b in PAIRS}
    wrong = evolve(lexicon, tables={**lexicon.tables, "stance_weights": (row,)})
    with pytest.raises(LexiconError, match="bias: could not convert"):
        relate_pair(headline("x y"), headline("x z"), rules=(), lexicon=wrong)


@pytest.mark.parametrize(
    ("margins", "outcome"),
    [
        ((1, 1, 0), "agree"),
        ((-1, 0, 1), "against"),
        ((0, -1, -1), "open"),
        ((9, -0.2, 9), "agree"),
    ],
)
def test_the_outcome_that_wins_against_both_others_is_the_likeliest(
    margins: tuple[float, float, float], outcome: str
) -> None:
    """Where each wins once, it is the one that loses least."""
    odds = find_odds(margins)
    assert sum(odds.values()) == pytest.approx(1)
    assert max(odds, key=odds.__getitem__) == outcome


def test_a_text_is_a_claim_of_nobody_without_the_spaces_around_it() -> None:
    claim = read_text(Document(SHELLED), parser=PARSER)
    assert (claim.text, claim.sources, claim.cue) == (SHELLED, (), None)
    assert relate_pair(claim, evolve(claim, document="d1:y"), rules=()).rule == "wording"


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [("🙂", "🙃", "unrelated"), ("🙂", " 🙂 ", "agree"), ("…", "—", "unrelated")],
)
def test_signs_that_are_no_words_are_the_same_only_where_they_are(
    a: str, b: str, kind: str
) -> None:
    assert relate_pair(headline(a), headline(b), rules=()).kind == kind


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ministers opened the bridge.", "said that ministers opened the bridge"),
        ("Norway attacked Sweden.", "said that Norway attacked Sweden"),
    ],
)
def test_a_noun_that_opens_a_sentence_is_small_behind_that(text: str, said: str) -> None:
    trees = "\n".join(
        (GOLD.parent / name).read_text(encoding="utf-8")
        for name in ("patterns.conllu", "relations.conllu")
    )
    claim = read_text(Document(text), parser=ConlluParser(read_conllu(trees)))
    assert said in give_reason("agree", claim, claim, load_lexicon())


@pytest.mark.models
@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("49 Norwegian sailors were killed.", "50 Swedish sailors were killed.", "others"),
        ("Two German tourists were hurt.", "Three Danish tourists were hurt.", "others"),
        ("49 Norwegian sailors were killed.", "50 sailors were killed.", "unsure"),
        ("Two German tourists were hurt.", "Three Danish ships were hurt.", "unsure"),
        ("The shop releases a new phone.", "The shop releases no new phone.", "negation"),
        ("Ana is writing a letter.", "Ana is not writing a letter.", "negation"),
        ("Ana said that it rained.", "Ana never said that it rained.", "dispute"),
        ("Ana warned of a strike.", "Ana did not warn of a strike.", "dispute"),
    ],
)
def test_what_is_counted_and_what_is_said_tell_relations_apart(a: str, b: str, rule: str) -> None:
    sides = [read_text(Document(text)) for text in (a, b)]
    assert relate_pair(*sides).rule == relate_pair(*sides[::-1]).rule == rule
