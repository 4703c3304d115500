"""Values: spans read back, ids are digests, nothing can be changed."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack import model
from claimtrack.errors import InputError
from claimtrack.model import (
    CONFLICTS,
    Argument,
    Claim,
    Cluster,
    Cue,
    Document,
    Extraction,
    Mention,
    Proposition,
    Relation,
    Report,
    Run,
    Similarity,
    Source,
    Span,
    digest,
    read_spans,
)

ANY = st.text(st.characters(exclude_categories=()))
SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Span(*sorted(pair)))


def make_claim(**changes: Any) -> Claim:  # noqa: ANN401 - any field's type
    """A claim in "Ministers said that it was safe."."""
    plain = Claim(
        document="d1:0",
        source=Mention((Span(0, 9),), "Ministers"),
        cue=Cue((Span(10, 14),), "said", lemma="say"),
        content=(Span(15, 31),),
        text="that it was safe",
        mode="indirect",
        pattern="en.verb-ccomp",
        sentence=Span(0, 32),
    )
    return attrs.evolve(plain, **changes)


def make_relation(kind: model.RelationKind, a: str = "c1:a", b: str = "c1:b") -> Relation:
    return Relation(a=a, b=b, kind=kind, rule="rule", reason="They differ.", score=0.5)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_a_span_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(InputError, match=rf"0 <= start <= end, got \[{start}, {end}\)"):
        Span(start, end)


@settings(deadline=None)
@given(ANY, SPANS)
def test_a_span_reads_the_characters_it_covers(text: str, span: Span) -> None:
    assert span.of(text) == text[span.start : span.end]
    assert len(span) == span.end - span.start


@settings(deadline=None)
@given(SPANS, SPANS)
def test_spans_contain_and_overlap_as_sets_of_characters_do(one: Span, other: Span) -> None:
    mine, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one)
    assert one.contains(one)
    if mine and theirs:
        assert one.overlaps(other) == bool(mine & theirs)
        assert one.contains(other) == (theirs <= mine)


def test_spans_are_sorted_by_their_place() -> None:
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]


def test_pieces_are_read_parted_by_one_space() -> None:
    assert read_spans([Span(0, 2), Span(10, 12)], "A, said   B.") == "A, B."
    assert read_spans([], "text") == ""


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | ANY,
        lambda inner: st.lists(inner) | st.dictionaries(ANY, inner),
        max_leaves=10,
    )
)
def test_a_digest_depends_on_the_value_alone(value: object) -> None:
    again = json.loads(json.dumps(value))
    assert digest("x1", value) == digest("x1", again)
    assert digest("x1", value) != digest("x2", value)
    assert digest("x1", [value]) != digest("x1", value)
    tag, _, number = digest("x1", value).partition(":")
    assert tag == "x1"
    assert len(bytes.fromhex(number)) == 16


def test_a_documents_id_covers_its_text_and_where_it_was_got() -> None:
    published = datetime(2026, 5, 4, tzinfo=UTC)
    plain = Document("Text.")
    same = [
        Document("Text."),
        Document("Text.", title="A"),
        Document("Text.", published=published),
    ]
    other = [Document("Text"), Document("Text.", url="u"), Document("Text.", outlet="o")]
    assert {document.id for document in same} == {plain.id}
    assert len({document.id for document in (plain, *other)}) == 4
    assert plain.id.startswith("d1:")


def test_a_document_hashes_any_text() -> None:
    assert Document("abc").sha256.startswith("ba7816bf")
    assert Document("\ud800").sha256 != Document("\ufffd").sha256


def test_a_publication_needs_a_timezone() -> None:
    moment = datetime(2026, 5, 4, 9, 30)  # noqa: DTZ001 - what is refused
    with pytest.raises(InputError, match="published needs a timezone, got 2026-05-04T09:30:00"):
        Document("Text.", published=moment)
    zone = timezone(timedelta(hours=5, minutes=30))
    assert Document("Text.", published=moment.replace(tzinfo=zone)).published


@pytest.mark.parametrize(
    "changes",
    [
        {"document": "d1:1"},
        {"source": None},
        {"source": Mention((Span(0, 8),), "Minister")},
        {"cue": None},
        {"cue": Cue((Span(10, 13),), "sai", lemma="say")},
        {"content": (Span(15, 30),)},
        {"content": (Span(15, 20), Span(21, 31))},
    ],
)
def test_a_claims_id_covers_document_source_cue_and_content(changes: dict[str, object]) -> None:
    assert make_claim(**changes).id != make_claim().id


@pytest.mark.parametrize(
    "changes",
    [
        {"pattern": "en.other"},
        {"polarity": "negative"},
        {"parent": "c1:0"},
        {"sources": ("Ministers",)},
        {"kind": "belief"},
        {"cue": Cue((Span(10, 14),), "said", lemma="tell")},
    ],
)
def test_a_claims_id_outlives_a_better_extractor(changes: dict[str, object]) -> None:
    assert make_claim(**changes).id == make_claim().id


def test_a_predicates_first_argument_of_a_role_is_found() -> None:
    agent = Argument(role="agent", head="minister", lemmas=("minister",), span=Span(0, 9))
    other = attrs.evolve(agent, head="mayor")
    said = Proposition(predicate="say", span=Span(10, 14), arguments=(agent, other))
    assert said.argument("agent") is agent
    assert said.argument("patient") is None


def test_ids_of_sources_clusters_and_runs_are_digests() -> None:
    assert Source(name="The MINISTRY", kind="government").id == (
        Source(name="the ministry", kind="group", aliases=("ministry",)).id
    )
    assert Cluster(("c1:a", "c1:b")).id == Cluster(("c1:b", "c1:a")).id != Cluster(("c1:a",)).id
    first = Run(version="1", parser="p", lexicon="l")
    assert first.id == Run(version="1", parser="p", lexicon="l").id
    assert first.id != Run(version="1", parser="l", lexicon="p").id


@pytest.mark.parametrize("kind", sorted(CONFLICTS))
def test_some_kinds_of_relation_are_conflicts(kind: model.RelationKind) -> None:
    assert make_relation(kind).conflict


@pytest.mark.parametrize("kind", ["agree", "update", "correction", "compatible", "unsure"])
def test_others_are_not(kind: model.RelationKind) -> None:
    assert not make_relation(kind).conflict


def test_a_report_picks_its_conflicts_in_order() -> None:
    relations = make_relation("denial"), make_relation("agree"), make_relation("numeric")
    report = Report(documents=(), claims=(), clusters=(), relations=relations)
    assert [relation.kind for relation in report.conflicts] == ["denial", "numeric"]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Span(0, 1), "start"),
        (Document("Text."), "text"),
        (make_claim(), "id"),
        (Extraction(Document("Text."), ()), "claims"),
        (Cluster(()), "claims"),
        (make_relation("agree"), "kind"),
    ],
)
def test_values_cannot_be_changed(value: object, name: str) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, name, None)


def test_values_can_stand_in_sets() -> None:
    assert len({make_claim(), make_claim(), make_claim(cue=None)}) == 2
    alike = [Similarity("a", "b", score=0.5, features={"words": 0.5}) for _ in range(2)]
    assert len(set(alike)) == 1
