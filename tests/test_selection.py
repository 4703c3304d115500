"""Choosing among claims: by kind, by depth, by confidence."""

import math
from typing import cast

import pytest
from attrs import evolve

from claimtrack.errors import InputError
from claimtrack.extraction import select
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
    with pytest.raises(InputError, match="give some of speech, belief"):
        select((), scope=cast("set[ClaimKind]", scope))
