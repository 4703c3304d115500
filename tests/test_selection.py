"""Choosing among claims: by kind, by depth, by confidence."""

import math
from pathlib import Path
from typing import cast

import pytest
from attrs import evolve

from claimtrack.errors import InputError
from claimtrack.extraction import select
from claimtrack.extraction.selection import FACTS
from claimtrack.lexicon import extend_lexicon, load_lexicon
from claimtrack.model import Claim, ClaimKind, Extraction


@pytest.fixture
def nested(bridge: Extraction) -> tuple[Claim, ...]:
    """Four claims of which each but the last stands in the one before it."""
    outer, middle, inner, alone = bridge.claims[:4]
    return (
        evolve(outer, kind="speech", confidence=0.9, parent=None),
        evolve(middle, kind="belief", confidence=0.5, parent=outer.id),
        evolve(inner, kind="speech", confidence=0.8, parent=middle.id),
        evolve(alone, kind="decree", confidence=0.3, parent=None),
    )


def test_all_is_kept_where_nothing_is_asked(nested: tuple[Claim, ...]) -> None:
    assert select(nested) == nested
    assert select(()) == ()


@pytest.mark.parametrize(
    ("scope", "kept"),
    [
        ({"speech"}, [0, 2]),
        ({"belief"}, [1]),
        ({"speech", "decree"}, [0, 2, 3]),
        ({"stance"}, []),
    ],
)
def test_a_scope_keeps_its_kinds_in_order(
    nested: tuple[Claim, ...], scope: set[str], kept: list[int]
) -> None:
    found = select(nested, scope=cast("set[ClaimKind]", scope))
    assert [claim.id for claim in found] == [nested[place].id for place in kept]


@pytest.mark.parametrize(("least", "kept"), [(0.0, 4), (0.5, 3), (0.81, 1), (1.0, 0)])
def test_claims_that_are_less_likely_are_left_out(
    nested: tuple[Claim, ...], least: float, kept: int
) -> None:
    assert len(select(nested, min_confidence=least)) == kept


def test_a_claim_goes_to_the_nearest_claim_around_it_that_stays(
    nested: tuple[Claim, ...],
) -> None:
    outer, middle, inner, _ = nested
    assert select(nested, scope={"speech"}) == (outer, evolve(inner, parent=outer.id))
    assert select(nested, scope={"belief"}) == (evolve(middle, parent=None),)
    assert select(nested, min_confidence=0.7) == (outer, evolve(inner, parent=outer.id))


@pytest.mark.parametrize(
    ("kind", "lemma", "kept"),
    [
        ("speech", "say", True),
        ("speech", "deny", True),
        ("belief", "think", True),
        ("belief", "doubt", True),
        ("belief", "expect", True),
        ("belief", "want", False),
        ("belief", "hope", False),
        ("belief", "glad", False),
        ("belief", None, True),
        ("stance", "support", False),
        ("perception", "seem", False),
        ("decree", "urge", False),
    ],
)
def test_facts_are_speech_and_beliefs_about_what_is_so(
    nested: tuple[Claim, ...], kind: ClaimKind, lemma: str | None, *, kept: bool
) -> None:
    cue = nested[0].cue
    assert cue is not None
    cue = None if lemma is None else evolve(cue, lemma=lemma)
    claim = evolve(nested[0], kind=kind, cue=cue)
    assert select((claim,), scope={FACTS}) == ((claim,) if kept else ())
    assert select((claim,), scope={FACTS, kind}) == (claim,)


def test_what_a_belief_is_about_is_read_from_the_lexicon(
    nested: tuple[Claim, ...], tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text('[[cue]]\nlemma = "think"\nupos = "VERB"\nabout = "wish"\n', "utf-8")
    lexicon = extend_lexicon(load_lexicon(), file)
    assert nested[1].cue is not None
    claim = evolve(nested[1], cue=evolve(nested[1].cue, lemma="think"))
    assert select((claim,), scope={FACTS}) == (claim,)
    assert select((claim,), scope={FACTS}, lexicon=lexicon) == ()


def test_outermost_is_judged_among_those_that_stay(nested: tuple[Claim, ...]) -> None:
    outer, middle, _, alone = nested
    assert select(nested, outermost=True) == (outer, alone)
    assert select(nested, outermost=True, scope={"belief"}) == (evolve(middle, parent=None),)


def test_a_parent_that_was_not_given_stays_a_parent(nested: tuple[Claim, ...]) -> None:
    assert select(nested[1:2]) == nested[1:2]
    assert select(nested[1:2], outermost=True) == ()


@pytest.mark.parametrize("least", [-0.1, 1.01, math.nan, math.inf])
def test_a_confidence_out_of_range_is_refused(least: float) -> None:
    with pytest.raises(InputError, match="give a number from 0 to 1"):
        select((), min_confidence=least)


@pytest.mark.parametrize("scope", [{"gossip"}, set[str]()])
def test_a_scope_that_there_is_not_is_refused(scope: set[str]) -> None:
    with pytest.raises(InputError, match="give some of facts, speech, belief"):
        select((), scope=cast("set[ClaimKind]", scope))
