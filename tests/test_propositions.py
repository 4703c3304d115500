"""Who does what to whom, read off gold trees."""

from pathlib import Path

import pytest

from claimtrack.lexicon import load_lexicon
from claimtrack.model import Proposition, Span
from claimtrack.parsing import default_parser
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.propositions import find_propositions

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "relations.conllu"
PARSER = ConlluParser(read_conllu(GOLD.read_text(encoding="utf-8")))


def found(text: str) -> tuple[Proposition, ...]:
    return find_propositions(PARSER.parse(text), (Span(0, len(text)),), load_lexicon())


def shape(item: Proposition) -> str:
    parts = " ".join(
        f"{part.role}={part.head}" for part in item.arguments if part.role != "content"
    )
    return f"{'not ' if item.negated else ''}{item.predicate}: {parts}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels attacked the village.", "attack: agent=rebel patient=village"),
        ("The port was raided by the army.", "raid: patient=port agent=army"),
        (
            "The army carried out a raid on the port.",
            "raid: agent=army aspect=occur patient=port",
        ),
        ("A ceasefire had been reached.", "ceasefire: aspect=occur"),
        ("The ceasefire collapsed overnight.", "ceasefire: aspect=undo"),
        (
            "Shelling of the town stopped at noon.",
            "shelling: patient=town aspect=stop obl:at=noon",
        ),
        (
            "Strikes continued to target civilian infrastructure.",
            "target: agent=strike aspect=continue patient=infrastructure",
        ),
        (
            "The mayor tried to close the school.",
            "close: agent=mayor aspect=attempt patient=school",
        ),
        ("The guards may have opened the gate.", "open: agent=guard hedge=modal patient=gate"),
        ("The dam was unsafe.", "unsafe: agent=dam"),
        ("The troops are in the town.", "be: agent=troops obl:in=town"),
        ("There is no boy near the well fishing.", "not fish: agent=boy"),
    ],
)
def test_the_main_proposition_is_what_is_said_to_happen(text: str, expected: str) -> None:
    assert shape(found(text)[0]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The rebels never attacked the village.",
        "The troops failed to capture the bridge.",
        "Nobody attacked the convoy.",
        "No civilians were hurt.",
        "The dam was not safe.",
        "Russia denied that it had shelled the hospital.",
        "The army did not shell the town.",
    ],
)
def test_negation_in_every_form_negates_the_proposition(text: str) -> None:
    assert found(text)[0].negated


@pytest.mark.parametrize(
    "text", ["The rebels attacked the village without warning.", "The dam was unsafe."]
)
def test_a_negator_elsewhere_does_not_negate_the_proposition(text: str) -> None:
    assert not found(text)[0].negated


def test_one_negation_covers_verbs_joined_by_or() -> None:
    assert [
        (item.predicate, item.negated)
        for item in found("The police did not beat or arrest the students.")
    ] == [("beat", True), ("arrest", True)]


def test_a_denial_outside_the_content_is_left_to_the_polarity() -> None:
    text = "Russia denied that it had shelled the hospital."
    (item,) = find_propositions(PARSER.parse(text), (Span(14, 46),), load_lexicon())
    assert (item.predicate, item.negated) == ("shell", False)


def test_who_is_ordered_to_do_it_does_it() -> None:
    leave = found("The general ordered his men to leave the town.")[1]
    # Whether they did is another matter.
    assert shape(leave) == "leave: hedge=modal agent=man patient=town"


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    guard = found("The soldiers who guarded the dam fled.")[1]
    assert shape(guard) == "guard: agent=soldier patient=dam"


def test_no_trees_give_no_propositions() -> None:
    assert find_propositions((), (Span(0, 1),), load_lexicon()) == ()


def test_every_span_reads_back() -> None:
    text = "Nearly 50 Armenian soldiers died in the fighting."
    died = found(text)[0]
    assert died.span.of(text) == "died"
    agent = died.argument("agent")
    assert agent is not None
    assert agent.span.of(text) == "Nearly 50 Armenian soldiers"
    assert agent.lemmas == ("nearly", "50", "armenian", "soldier")
    assert died.argument("patient") is None


@pytest.mark.models
def test_a_past_tense_that_the_parser_takes_for_a_participle_keeps_its_object() -> None:
    text = "Air strikes by the coalition killed at least 14 farmers."
    trees = default_parser("en").parse(text)
    told = find_propositions(trees, (Span(0, len(text)),), load_lexicon())
    assert "kill: agent=coalition patient=farmer" in map(shape, told)
