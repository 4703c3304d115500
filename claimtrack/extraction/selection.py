"""Which of the claims that were found a reader wants: by kind, by depth, by confidence.

The central decision: extraction finds everything, and what to leave out is chosen afterwards, by
one function from claims to claims. So a choice costs nothing to change, holds for claims from a
database as for fresh ones, and never changes what a claim is.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from attrs import evolve

from claimtrack.errors import InputError
from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.model import Claim, ClaimKind

#: A kind of claim, or ``facts``: what can be true or false. That is all speech, denials among
#: it, and those beliefs that are about what is so and not about what is wanted or felt.
Scope: TypeAlias = ClaimKind | Literal["facts"]

#: What a fact checker reads.
FACTS: Scope = "facts"
#: Every word that a scope may name.
SCOPES: tuple[Scope, ...] = (FACTS, *get_args(ClaimKind))


def select(
    claims: Iterable[Claim],
    *,
    scope: Collection[Scope] | None = None,
    outermost: bool = False,
    min_confidence: float = 0.0,
    lexicon: Lexicon | None = None,
) -> tuple[Claim, ...]:
    """The claims that are asked for, in the order given.

    A claim whose parent is left out by `scope` or `min_confidence` gets as its parent the
    nearest claim around it that stays, and has none where none stays. A parent that is not among
    the claims given is left as it is.

    Args:
        claims: Claims with their parents, of one document or of many.
        scope: Kinds to keep, or `FACTS`; None keeps all.
        outermost: Keep only claims without a parent, after the rest of the choice.
        min_confidence: Keep claims that are at least so likely, 0..1.
        lexicon: Says which beliefs are about facts; English by default.

    Raises:
        InputError: There is no such kind, or `min_confidence` is not in 0..1.

    Example:
        >>> select((), scope={"facts", "stance"}, min_confidence=0.8)
        ()
    """
    check_scope(scope)
    if not 0.0 <= min_confidence <= 1.0:
        raise InputError(f"min_confidence is {min_confidence}; give a number from 0 to 1")
    words = lexicon or load_lexicon()
    known = {claim.id: claim for claim in claims}
    kept = {
        key
        for key, claim in known.items()
        if claim.confidence >= min_confidence
        if scope is None or claim.kind in scope or (FACTS in scope and is_factual(claim, words))
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
    unknown = sorted(set(scope) - set(SCOPES))
    if unknown or not scope:
        wrong = f"no kind of claim {unknown[0]!r}" if unknown else "the scope is empty"
        raise InputError(f"{wrong}; give some of {', '.join(SCOPES)}")


def is_factual(claim: Claim, lexicon: Lexicon) -> bool:
    """Whether a claim says of something that it is so or not so, as `FACTS` has it.

    Args:
        claim: Its kind and its cue decide.
        lexicon: Says what cues of belief are about, ``cues.csv``.
    """
    if claim.kind != "belief":
        return claim.kind == "speech"
    return claim.cue is None or claim.cue.lemma not in _unfactual(lexicon)


@lru_cache(maxsize=4)
def _unfactual(lexicon: Lexicon) -> frozenset[str]:
    """Cues of belief that are about what is wanted or felt."""
    return frozenset(row["lemma"] for row in lexicon.rows("cues") if row["about"] != "fact")


def _under(claim: Claim, known: Mapping[str, Claim], kept: Collection[str]) -> Claim:
    """The claim with the nearest claim around it that is kept as its parent."""
    parent = claim.parent
    while parent is not None and parent in known and parent not in kept:
        parent = known[parent].parent
    return claim if parent == claim.parent else evolve(claim, parent=parent)
