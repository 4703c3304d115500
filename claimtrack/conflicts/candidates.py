"""Which pairs of claims the rules are asked about.

The central decision: claims of one cluster, and beside them claims that share an event and
somebody in it. Two claims can contradict each other with hardly a word in common ("strikes
continued to target civilian infrastructure", "denied targeting civilians"), and such a pair
never meets in a cluster of similar wording. Of a cluster that very many tell only what most of
them say is held against each other, for the pairs grow with the square.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from claimtrack.conflicts.circumstances import find_place_words
from claimtrack.conflicts.numbers import find_event
from claimtrack.conflicts.readings import Vocabulary, find_events, participants, words_of
from claimtrack.conflicts.surroundings import Surroundings
from claimtrack.model import Claim, Cluster

#: More claims than this on one event and one participant are a topic, not an event.
_CROWD = 60
#: Claims of a cluster that are held against each other: 20,000 pairs take some ten seconds.
_HELD = 200
_STEM = 5


def find_candidates(
    claims: Sequence[Claim],
    clusters: Iterable[Cluster],
    vocabulary: Vocabulary,
    surroundings: Surroundings | None = None,
) -> list[tuple[str, str]]:
    """Pairs of ids, sorted, without pairs of which one claim stands in the other.

    Args:
        claims: All claims.
        clusters: Claims about the same thing.
        vocabulary: Tells events and participants.
        surroundings: Which places lie near one another; only what the lexicon knows by default.
    """
    by_id = {claim.id: claim for claim in claims}
    pairs: set[tuple[str, str]] = set()
    groups = [_hold([key for key in group.claims if key in by_id], by_id) for group in clusters]
    shared = (
        _by_event(claims, vocabulary),
        _by_place(claims, vocabulary, surroundings or Surroundings()),
    )
    groups += [keys for found in shared for keys in found.values() if len(keys) <= _CROWD]
    for group in groups:
        pairs.update(combinations(sorted({key for key in group if key in by_id}), 2))
    return sorted(pair for pair in pairs if not _nested(by_id[pair[0]], by_id[pair[1]]))


def _hold(keys: Sequence[str], claims: Mapping[str, Claim]) -> Sequence[str]:
    """The claims of a cluster that are compared: all, or of many one for what is said most."""
    if len(keys) <= _HELD:
        return keys
    alike: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in keys:
        claim = claims[key]
        words = tuple(claim.text.casefold().split())
        alike[(claim.sources, claim.polarity, claim.kind, words)].append(key)
    said = sorted(alike.values(), key=lambda found: (-len(found), min(found)))
    return [min(found) for found in said[:_HELD]]


def _by_event(
    claims: Sequence[Claim], vocabulary: Vocabulary
) -> Mapping[tuple[str, ...], list[str]]:
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    excluding = {kind for kinds in vocabulary.incompatible for kind in kinds}
    for claim in claims:
        keys: set[tuple[str, ...]] = set()
        # Who gives the toll seldom repeats where it was: "the dead number 85, websites say".
        for quantity in claim.quantities:
            words = (*quantity.counted[:1], find_event(claim, quantity, vocabulary))
            keys.update((claim.document, _class(word, vocabulary)) for word in words if word)
        for event in find_events(claim, vocabulary):
            if event.kind in excluding:
                keys.add((claim.document, "excluding"))
            for item in participants(event.proposition):
                keys.update((event.kind, word[:_STEM]) for word in words_of(item, vocabulary))
        for key in keys:
            found[key].append(claim.id)
    return found


def _class(word: str, vocabulary: Vocabulary) -> str:
    return vocabulary.classes.get(word, word)


def _by_place(
    claims: Sequence[Claim], vocabulary: Vocabulary, surroundings: Surroundings
) -> Mapping[str, list[str]]:
    """The claims that count the dead, by the places that they name and those near these.

    A village and its town have no word in common, nor have two spellings of one name.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims:
        events = {find_event(claim, quantity, vocabulary) for quantity in claim.quantities}
        if vocabulary.lasting.isdisjoint(events):
            continue
        places = find_place_words(claim, vocabulary) - vocabulary.large
        for key in sorted({key for word in places for key in surroundings.find_keys(word)}):
            found[key].append(claim.id)
    return found


def _nested(a: Claim, b: Claim) -> bool:
    """Whether one claim's words are part of the other's."""
    return a.document == b.document and any(
        one.overlaps(other) for one in a.content for other in b.content
    )
