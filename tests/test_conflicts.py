"""What two claims are to each other: the rule, the words that decided, the sentence why."""

from datetime import UTC, datetime
from itertools import combinations
from math import comb
from pathlib import Path

import pytest
from attrs import evolve

from claimtrack.clustering import cluster
from claimtrack.conflicts import build_report, find_conflicts, relate
from claimtrack.conflicts.candidates import find_candidates
from claimtrack.conflicts.readings import load_vocabulary
from claimtrack.conflicts.reasons import give_reason
from claimtrack.extraction import extract
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Claim, ClaimKind, Cluster, Document, Mention, Relation, Span
from claimtrack.parsing.conllu import ConlluParser, read_conllu
from claimtrack.propositions import find_propositions
from claimtrack.quantities import find_quantities

GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "relations.conllu"
PARSER = ConlluParser(read_conllu(GOLD.read_text(encoding="utf-8")))


def claim(text: str, source: str = "", document: str = "d1:x") -> Claim:
    content = (Span(0, len(text)),)
    trees = PARSER.parse(text)
    return Claim(
        document=f"{document}{source}",
        source=Mention(content, source) if source else None,
        cue=None,
        content=content,
        text=text.rstrip("."),
        mode="indirect",
        pattern="test",
        sources=(source,) if source else (),
        sentence=content[0],
        quantities=find_quantities(trees, content, load_lexicon()),
        propositions=find_propositions(trees, content, load_lexicon()),
    )


def relations(*claims: Claim) -> tuple[Relation, ...]:
    return relate(claims, [Cluster(tuple(item.id for item in claims))])


@pytest.mark.parametrize(
    ("a", "b", "kind", "rule"),
    [
        (
            "A small fire destroyed the mill.",
            "A large fire destroyed the mill.",
            "negation",
            "antonym",
        ),
        ("Norway attacked Sweden.", "Sweden attacked Norway.", "agent", "roles"),
        (
            "The collapse of the old dam is a hoax.",
            "The old dam collapsed.",
            "negation",
            "debunked",
        ),
        ("The army shelled the town.", "The army did not shell the town.", "negation", "negation"),
        (
            "The rebels attacked the village.",
            "The rebels never attacked the village.",
            "negation",
            "negation",
        ),
        ("The dam was unsafe.", "The dam was not safe.", None, None),
        ("The army shelled the town.", "The navy shelled the town.", None, None),
        (
            "The council accepted the offer.",
            "The council rejected the offer.",
            "negation",
            "antonym",
        ),
        (
            "The port was raided by the army.",
            "The army carried out a raid on the port.",
            "agree",
            "agree",
        ),
        ("Fifty soldiers were killed.", "Forty-nine soldiers were killed.", "numeric", "numeric"),
        (
            "Nearly fifty soldiers were killed.",
            "Forty-nine soldiers were killed.",
            "compatible",
            "compatible",
        ),
        (
            "At least 49 soldiers were killed.",
            "Fifty soldiers were killed.",
            "compatible",
            "compatible",
        ),
        (
            "Nearly 50 Armenian soldiers died in the fighting.",
            "Forty-nine soldiers were killed.",
            None,
            None,
        ),
        ("The mayor tried to close the school.", "The minister resigned.", None, None),
    ],
)
def test_two_claims_of_two_sources(a: str, b: str, kind: str | None, rule: str | None) -> None:
    found = relations(claim(a, "Baku"), claim(b, "Yerevan"))
    assert [(item.kind, item.rule) for item in found] == ([(kind, rule)] if kind else [])


def test_a_denial_names_who_denies_and_what_the_other_says() -> None:
    says = claim("The army shelled the town.", "the mayor")
    denies = evolve(says, document="d1:y", polarity="negative", sources=("the general",))
    (found,) = relations(says, denies)
    assert (found.kind, found.rule, found.conflict) == ("denial", "denial", True)
    assert (found.a, found.b) == (says.id, denies.id)
    assert found.reason == (
        "The general denied that the army shelled the town; "
        "the mayor said that the army shelled the town."
    )
    assert [span.of("The army shelled the town.") for span in found.spans_a] == [
        "The army",
        "shelled",
        "the town",
    ]


def test_a_ceasefire_and_strikes_that_go_on_cannot_both_hold() -> None:
    truce = claim("A ceasefire had been reached.", "Moscow", "d1:")
    strikes = claim("Strikes continued to target civilian infrastructure.", "Yerevan", "d1:")
    later = (Span(40, 92),)
    one = [evolve(truce, document="d1:z"), evolve(strikes, document="d1:z", content=later)]
    (found,) = relate(one, [])
    assert (found.kind, found.rule) == ("negation", "incompatible")
    assert "a ceasefire does not hold while the fighting goes on" in found.reason
    assert relate([truce, strikes], []) == ()


def test_claims_that_share_an_event_meet_without_a_cluster() -> None:
    a = claim("Strikes continued to target civilian infrastructure.", "Yerevan")
    b = claim("Azerbaijani forces were targeting civilians.", "Baku")
    denied = evolve(b, polarity="negative")
    (found,) = relate([a, denied], [])
    assert found.kind == "denial"
    assert relate([a, b], []) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("At least 16 people were killed", "at least 16 people were killed"),
        ("There were no deaths", "there were no deaths"),
        ("The bridge is safe", "the bridge is safe"),
        ("US warplanes hit the quay", "US warplanes hit the quay"),
        ("Norway attacked Sweden", "Norway attacked Sweden"),
        ("I was there", "I was there"),
    ],
)
def test_a_reason_keeps_no_capital_but_that_of_names(text: str, said: str) -> None:
    told = evolve(claim("Norway attacked Sweden."), text=text)
    reason = give_reason("agree", told, told, load_lexicon())
    assert reason.count(said) == 2


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("Interior Ministry", "The Interior Ministry", "The Interior Ministry said"),
        ("Interior Ministry", "The ministry", "The Interior Ministry said"),
        ("Norway's Interior Ministry", "The ministry", "Norway's Interior Ministry said"),
        ("engineers' union", "The engineers' union", "The engineers' union said"),
        ("Observatory for Rivers", "The Observatory, a charity,", "Observatory for Rivers said"),
        ("Observatory for Rivers", "The Observatory", "The Observatory for Rivers said"),
        ("Gus Ek", "The council spokesman Gus Ek", "Gus Ek said"),
        ("Eva Strand", "The governor's widow, Eva Strand", "Eva Strand said"),
        ("Hydro Ltd", "The operator of the dam, Hydro Ltd", "Hydro Ltd said"),
        ("The Visby Tribune", "The Visby Tribune", "The Visby Tribune said"),
        ("Eva Strand", "The governor", "Eva Strand said"),
    ],
)
def test_a_name_in_a_reason_takes_an_article_where_it_can(
    name: str, written: str, said: str
) -> None:
    told = evolve(claim("Norway attacked Sweden."), sources=(name,))
    told = evolve(told, source=Mention(told.content, written))
    assert give_reason("agree", told, told, load_lexicon()).startswith(f"{said} ")


@pytest.mark.models
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Eva Strand denied that the mayor had said that the dam was safe.", False),
        ("Eva Strand denied the claim by the mayor that the dam was safe.", True),
        ("Eva Strand said that the mayor had said that the dam was safe.", True),
    ],
)
def test_what_nobody_is_said_to_have_said_contradicts_nobody(text: str, *, said: bool) -> None:
    against = extract("The engineers said that the dam was not safe.").claims
    claims = (*against, *extract(text).claims)
    found = relate(claims, [Cluster(tuple(item.id for item in claims))])
    inner = {item.id for item in claims if item.parent is not None}
    assert len(inner) == 1
    assert any(item.conflict and inner & {item.a, item.b} for item in found) == said


def test_the_same_source_with_another_figure_is_an_update() -> None:
    a = claim("Forty-nine soldiers were killed.", "Yerevan")
    b = claim("Fifty soldiers were killed.", "Yerevan", "d2:")
    (found,) = relations(a, b)
    assert (found.kind, found.conflict) == ("update", False)
    assert relations(evolve(a, document=b.document), b) == ()
    assert relations(a, claim("Nearly fifty soldiers were killed.", "Yerevan", "d2:")) == ()


def test_two_counts_of_two_occasions_are_not_compared() -> None:
    a = claim("Fifty soldiers were killed.", "Baku")
    b = claim("Forty-nine soldiers were killed.", "Yerevan")
    there = evolve(b, text="Forty-nine soldiers were killed in a raid on the harbour at Visby")
    assert relations(a, there) == ()


def test_a_source_does_not_contradict_itself() -> None:
    a = claim("The army shelled the town.", "Baku")
    assert relations(a, claim("The army did not shell the town.", "Baku", "d2:")) == ()


@pytest.mark.parametrize("kind", ["decree", "stance"])
def test_a_call_is_no_assertion_and_contradicts_nothing(kind: ClaimKind) -> None:
    a = claim("The army shelled the town.", "Baku")
    b = evolve(claim("The army did not shell the town.", "Yerevan"), kind=kind)
    assert [item.rule for item in relations(a, evolve(b, kind="belief"))] == ["negation"]
    assert relations(a, b) == ()


def test_what_may_be_does_not_contradict_what_is_not() -> None:
    a = claim("The guards may have opened the gate.", "Baku")
    b = claim("The guards may have opened the gate.", "Yerevan")
    assert relations(a, evolve(b, polarity="negative")) == ()


def test_the_words_of_an_inner_claim_are_not_the_outer_sources() -> None:
    text = "Russia denied that it had shelled the hospital."
    outer = claim(text, "Kyiv")
    inner = evolve(outer, content=(Span(14, 46),), parent=outer.id, sources=("Russia",))
    other = evolve(claim(text, "an aide"), content=(Span(0, 46),))
    assert [item.rule for item in relate([outer, inner], [])] == []
    assert all(outer.id not in (item.a, item.b) for item in relate([outer, inner, other], []))


def test_relations_do_not_depend_on_the_order_of_claims() -> None:
    claims = [
        claim("The army shelled the town.", "a"),
        claim("The army did not shell the town.", "b"),
        claim("Fifty soldiers were killed.", "c"),
        claim("Forty-nine soldiers were killed.", "d"),
        claim("The port was raided by the army.", "e"),
        claim("The army carried out a raid on the port.", "f"),
    ]
    groups = cluster(claims)
    found = relate(claims, groups)
    assert found == relate(claims[::-1], groups[::-1])
    assert [item.conflict for item in found] == sorted(
        (item.conflict for item in found), reverse=True
    )
    assert find_conflicts(claims, groups) == tuple(item for item in found if item.conflict)


def test_rules_are_an_argument() -> None:
    claims = [claim("The minister resigned.", "a"), claim("The dam was unsafe.", "b")]
    asked: list[tuple[str, str]] = []

    def watch(a: Claim, b: Claim) -> Relation | None:
        asked.append((a.id, b.id))
        return None

    ids = sorted(item.id for item in claims)
    assert relate(claims, [Cluster(tuple(ids))], rules=(watch,)) == ()
    assert asked == list(combinations(ids, 2))


def test_a_source_that_is_not_named_is_said_so() -> None:
    (found,) = relations(
        claim("The army shelled the town.", document="d2:"),
        claim("The army did not shell the town.", document="d3:"),
    )
    assert found.reason.startswith("A source that is not named said that")


def test_a_report_holds_what_is_needed_to_read_its_relations() -> None:
    a, b = claim("The army shelled the town.", "a"), claim("The army did not shell the town.", "b")
    groups = cluster([a, b])
    found = relate([a, b], groups)
    report = build_report([Document("x")], [a, b], groups, found)
    assert (report.claims, report.clusters, report.conflicts) == ((a, b), groups, found)


def test_the_order_of_two_figures_is_that_of_their_documents() -> None:
    early, late = datetime(2022, 9, 13, tzinfo=UTC), datetime(2022, 9, 14, tzinfo=UTC)
    documents = [Document("one", published=early), Document("two", published=late)]
    fewer, more = (
        claim(text, "Yerevan")
        for text in ("Forty-nine soldiers were killed.", "Fifty soldiers were killed.")
    )
    for first, second, kind in ((fewer, more, "update"), (more, fewer, "correction")):
        pair = [
            evolve(first, document=documents[0].id),
            evolve(second, document=documents[1].id),
        ]
        groups = [Cluster(tuple(item.id for item in pair))]
        (found,) = relate(pair, groups, documents=documents)
        assert (found.kind, found.a, found.b) == (kind, pair[0].id, pair[1].id)
        assert not found.conflict


@pytest.mark.parametrize("count", [5, 600])
def test_a_very_large_cluster_is_held_against_itself_by_what_is_said_most(count: int) -> None:
    one = claim("The old dam collapsed.", "Ana")
    told = [
        evolve(one, document=f"d1:{n}", text=f"The dam has {n // 2} cracks.") for n in range(count)
    ]
    often = [evolve(one, document=f"d1:often{n}") for n in range(3)]
    group = Cluster(tuple(item.id for item in (*told, *often)))
    vocabulary = load_vocabulary(load_lexicon())
    pairs = find_candidates([*told, *often], [group], vocabulary)
    everything = comb(len(group.claims), 2)
    assert len(pairs) == min(everything, 200 * 199 // 2)
    assert {key for pair in pairs for key in pair} & {item.id for item in often}
