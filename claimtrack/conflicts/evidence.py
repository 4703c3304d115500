"""Whether something shows that two sources speak of one event.

The central decision: two texts that somebody compares are of one thing, for else nobody would
ask; two claims of a collection that share a verb and a noun mostly are not. Everybody has
questions, makes a mistake, pays attention. So of events that no table lists, what both sources
say must be tied by a name, by a thing that both take for known ("the bridge"), or by their
wording; and what stands for somebody or somewhere by a pronoun only ties nothing.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from claimtrack.conflicts.alignment import align, common_words, fill
from claimtrack.conflicts.readings import (
    Event,
    Vocabulary,
    alike,
    participants,
    read_at,
    words_of,
)
from claimtrack.conflicts.sides import Pair
from claimtrack.conflicts.wording import load_words
from claimtrack.matching import mask
from claimtrack.model import Argument, Claim

#: Share of common words that ties two claims.
_SAME_WORDS = 0.6
#: Words in common, pronouns not counted, without which a wording ties nothing: "he was wrong".
_WORDS = 2
#: Strength of an alignment in which two roles are filled by both with the same.
_BOTH_ROLES = 0.8
#: Code points between two claims of one document in which a pronoun stands for one person.
_NEARBY = 2000


def find_made(claims: Iterable[Claim], vocabulary: Vocabulary) -> Iterator[Claim]:
    """The claims that their sources make; the others say nothing of what is so.

    What they would not tell, or did not confirm, is neither said nor denied by them; who asks
    "whether" or "why" it is so tells nothing, nor does who speaks of "the reports that"; and
    what stands in another claim as supposed ("if it is confirmed that") is said by nobody.
    """
    known = tuple(claims)
    by_id = {claim.id: claim for claim in known}
    for claim in known:
        outer = by_id.get(claim.parent or "")
        supposed = outer is not None and _is_supposed(claim, outer)
        empty = (_is_unsaid, _is_asked, _is_hearsay)
        if not (supposed or any(judge(claim, vocabulary) for judge in empty)):
            yield claim


def _is_hearsay(claim: Claim, vocabulary: Vocabulary) -> bool:
    """Whether a claim is about what others say: "described the reports that as untrue"."""
    words = [it for it in claim.text.casefold().split() if it not in vocabulary.definite][:1]
    said = claim.kind == "speech" and claim.polarity == "positive" and claim.cue is not None
    # "The reports are false" is what somebody says.
    told = {part.span.start for it in claim.propositions for part in it.arguments}
    said = said and claim.content[0].start not in told
    return said and any(it.removesuffix("s") in vocabulary.hearsay for it in words)


def _is_asked(claim: Claim, vocabulary: Vocabulary) -> bool:
    first = claim.text.casefold().split()[:1]
    # "When the guards came, it was open" is no question.
    asks = claim.cue is not None and "," not in claim.text
    return asks and not vocabulary.interrogatives.isdisjoint(first)


def _is_unsaid(claim: Claim, vocabulary: Vocabulary) -> bool:
    negative = claim.kind == "speech" and claim.polarity == "negative"
    return negative and claim.cue is not None and claim.cue.lemma not in vocabulary.denying


def _is_supposed(claim: Claim, outer: Claim) -> bool:
    cue = claim.cue.spans if claim.cue else ()
    return any(
        item.role == "hedge" and item.head == "modal"
        for told in outer.propositions
        if any(told.span.overlaps(span) for span in cue)
        for item in told.arguments
    )


def are_tied(pair: Pair, first: Event, second: Event) -> bool:
    """Whether something shows that two events of a pair are one.

    Args:
        pair: Two claims; where nobody is said to say them, in a text, nothing has to be shown.
        first: An event of the pair's `a`.
        second: An event of its `b`; the two can be aligned.
    """
    if not pair.said:
        return True
    if pair.a.document != pair.b.document and any(
        _points_back(*told, pair.vocabulary) for told in ((pair.a, first), (pair.b, second))
    ):
        return False
    if first.kind == second.kind and _is_reported(pair, first, second):
        return True
    if all(_tell_pronoun(it, pair.vocabulary) for it in (first, second)):
        return _are_one_pronoun(pair, first, second)
    return _share_wording(pair) or _share_participants(pair, first, second)


def _is_reported(pair: Pair, first: Event, second: Event) -> bool:
    """Whether two events are of those that reports tell fully.

    Of deaths that is not enough that people died in both.
    """
    vocabulary = pair.vocabulary
    if first.kind not in vocabulary.reported:
        return False
    told = [participants(it.proposition) for it in (first, second)]
    words = [
        frozenset[str]().union(*(words_of(item, vocabulary) for item in items))
        - vocabulary.persons
        for items in told
    ]
    return first.kind not in vocabulary.harms or any(alike(x, y) for x, y in product(*words))


def _points_back(claim: Claim, event: Event, vocabulary: Vocabulary) -> bool:
    """Whether an event was where or when only its own document tells: "in that area"."""
    spans = [it.span for it in event.proposition.arguments if it.role != "agent"]
    said = [read_at(claim, span).casefold().split() for span in spans]
    return any(
        len(words) > 1 and words[0] in vocabulary.definite and set(words) <= vocabulary.generic
        for words in said
    )


def _share_wording(pair: Pair) -> bool:
    """Whether two claims are told in nearly the same words, and these tell something."""
    if common_words(pair.a.text, pair.b.text, pair.lexicon) < _SAME_WORDS:
        return False
    tells, generic = load_words(pair.lexicon).tells, pair.vocabulary.generic
    words = [set(filter(tells, mask(it.text, pair.lexicon).split())) for it in (pair.a, pair.b)]
    shared = {word for word in words[0] - generic if any(alike(word, it) for it in words[1])}
    return len(shared) >= _WORDS


def _share_participants(pair: Pair, first: Event, second: Event) -> bool:
    """Whether a name or a known thing takes part in both, and all that takes part fits.

    "She had a lead" and "she had nothing to do with it" have her in common, and are two things.
    """
    found = align(first, second, pair.vocabulary)
    arguments = [participants(it.proposition) for it in (first, second)]
    alone = all(len(items) <= 1 for items in arguments)
    fits = alone or _speaks_of_other(pair, first, second)
    fits = found is not None and (fits or found.strength >= _BOTH_ROLES)
    return fits and any(_are_one(pair, *two) for two in product(*arguments))


def _speaks_of_other(pair: Pair, first: Event, second: Event) -> bool:
    """Whether one side tells of itself, by a pronoun, what the other tells of it by its name."""
    vocabulary = pair.vocabulary
    sides = (pair.a, first, second), (pair.b, second, first)
    return any(
        _tell_pronoun(own, vocabulary) & vocabulary.pronouns
        and any(
            alike(word.casefold(), name)
            for source in claim.sources
            for word in source.split()
            for item in fill("agent", other.proposition, vocabulary)
            for name in _find_names(item, vocabulary)
        )
        for claim, own, other in sides
    )


def _are_one(pair: Pair, one: Argument, other: Argument) -> bool:
    """Whether two participants are one by name, or one thing that both take for known."""
    vocabulary = pair.vocabulary
    names = [_find_names(item, vocabulary) for item in (one, other)]
    if any(alike(x, y) for x, y in product(*names)):
        return True
    heads = [item.head.casefold() for item in (one, other)]
    known = zip((pair.a, pair.b), (one, other), strict=True)
    return (
        alike(*heads)
        and heads[0] not in vocabulary.generic
        and all(_is_known(claim, item, vocabulary) for claim, item in known)
    )


def _tell_pronoun(event: Event, vocabulary: Vocabulary) -> frozenset[str]:
    """The pronouns that do what an event tells; empty where anybody else does."""
    heads = {it.head.casefold() for it in fill("agent", event.proposition, vocabulary)}
    return frozenset(heads) if heads <= vocabulary.generic else frozenset()


def _are_one_pronoun(pair: Pair, first: Event, second: Event) -> bool:
    """Whether one text says of one "she", soon after, that she did the same to the same.

    "They" and "we" are those who say it, mostly: others in another claim.
    """
    near = abs(pair.a.sentence.start - pair.b.sentence.start) <= _NEARBY
    if pair.a.document != pair.b.document or not near:
        return False
    agents = (_tell_pronoun(it, pair.vocabulary) for it in (first, second))
    patients = (fill("patient", it.proposition, pair.vocabulary) for it in (first, second))
    heads = ({it.head.casefold() for it in found} for found in patients)
    one, other = heads
    same = next(agents) & next(agents) & pair.vocabulary.one_person
    return bool(same) and bool((one & other) - pair.vocabulary.generic)


def _find_names(item: Argument, vocabulary: Vocabulary) -> frozenset[str]:
    """The names in a participant, folded, with the countries and camps that its words tell."""
    told = words_of(item, vocabulary)
    capital = {word.casefold() for word in item.lemmas if word[:1].isupper()} & told
    sides = {vocabulary.sides[word].casefold() for word in told if word in vocabulary.sides}
    camps = {vocabulary.camps[word] for word in told if word in vocabulary.camps}
    return frozenset(capital | sides | camps)


def _is_known(claim: Claim, item: Argument, vocabulary: Vocabulary) -> bool:
    words = read_at(claim, item.span).casefold().split()
    # "These letters" are those of the text before.
    return bool(words) and words[0] in vocabulary.definite - vocabulary.generic
