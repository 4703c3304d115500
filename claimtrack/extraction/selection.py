"""Which of the claims that were found a reader wants: by kind, by depth, by confidence.

The central decision: extraction finds everything, and what to leave out is chosen afterwards, by
one function from claims to claims. So a choice costs nothing to change, holds for claims from a
database as for fresh ones, and never changes what a claim is.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import get_args

from attrs import evolve

from claimtrack.errors import InputError
from claimtrack.model import Claim, ClaimKind

#: Every kind of claim that a scope may name.
KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)


def select(
    claims: Iterable[Claim],
    *,
    scope: Collection[ClaimKind] | None = None,
    outermost: bool = False,
    min_confidence: float = 0.0,
) -> tuple[Claim, ...]:
    """The claims that are asked for, in the order given.

    A claim whose parent is left out by `scope` or `min_confidence` gets as its parent the
    nearest claim around it that stays, and has none where none stays. A parent that is not among
    the claims given is left as it is.

    Args:
        claims: Claims with their parents, of one document or of many.
        scope: Kinds to keep; None keeps all.
        outermost: Keep only claims without a parent, after the rest of the choice.
        min_confidence: Keep claims that are at least so likely, 0..1.

    Raises:
        InputError: There is no such kind, or `min_confidence` is not in 0..1.
    """
    check_scope(scope)
    if not 0.0 <= min_confidence <= 1.0:
        raise InputError(f"min_confidence is {min_confidence}; give a number from 0 to 1")
    known = {claim.id: claim for claim in claims}
    kept = {
        key
        for key, claim in known.items()
        if (scope is None or claim.kind in scope) and claim.confidence >= min_confidence
    }
    found = (_under(claim, known, kept) for key, claim in known.items() if key in kept)
    return tuple(claim for claim in found if claim.parent is None or not outermost)


def check_scope(scope: Collection[str] | None) -> None:
    """See that a scope names kinds of claims.

    Raises:
        InputError: It names none, or one that there is not.
    """
    if scope is None:
        return
    unknown = sorted(set(scope) - set(KINDS))
    if unknown or not scope:
        wrong = f"no kind of claim {unknown[0]!r}" if unknown else "the scope is empty"
        raise InputError(f"{wrong}; give some of {', '.join(KINDS)}")


def _under(claim: Claim, known: Mapping[str, Claim], kept: Collection[str]) -> Claim:
    """The claim with the nearest claim around it that is kept as its parent."""
    parent = claim.parent
    while parent is not None and parent in known and parent not in kept:
        parent = known[parent].parent
    return claim if parent == claim.parent else evolve(claim, parent=parent)
