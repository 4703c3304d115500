"""How likely two tellings are of one event.

The central decision: the trigger decides, and the story that the sentence belongs to, with names,
roles and numbers beside it; a logistic regression of plain numbers (``event_weights.csv``) puts
them together, and a second one sees what stands beside the pair (`claimtrack.matching.company`),
so that the score is a likelihood and says its features. On ECB+ the words of the sentence alone
are worth little: one sentence tells four events.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from attrs import field, frozen

from claimtrack.lexicon import Lexicon, load_lexicon
from claimtrack.matching.company import Company, find_company, measure_company
from claimtrack.matching.meanings import Meanings, load_meanings
from claimtrack.matching.stories import Stories, find_stories
from claimtrack.matching.tellings import Frame, Telling, read_frame
from claimtrack.matching.weights import Weights, likely, load_weights
from claimtrack.model import Similarity

#: Letters of a trigger that are compared as n-grams.
_LENGTHS = (2, 3, 4)
#: Triggers less alike than this, in form and in sense, are not compared.
_FORM, _SENSE = 0.15, 0.45
#: How much more a name tells of which story a text is than another word.
_NAMED = 1.5


@frozen(eq=False)
class _Row:
    """A sparse vector of length 1: words or n-grams to weights."""

    weights: Weights

    @classmethod
    def of(cls, weights: Weights) -> "_Row":
        length = math.sqrt(math.fsum(value * value for value in weights.values()))
        return cls({key: value / length for key, value in weights.items()} if length else {})

    def __matmul__(self, other: "_Row") -> float:
        a, b = sorted((self.weights, other.weights), key=len)
        return min(1.0, math.fsum(value * b[key] for key, value in a.items() if key in b))


@frozen(eq=False)
class Occurrence:
    """What matching sees of a telling.

    Attributes:
        frame: What its tree says.
        text: Its text.
        rare: How rare its trigger is in news, 0..1.
        form: N-grams of its trigger's lemma.
        parts: Words of the trigger.
        rows: Weighted words of its sentence, its names and so on, by feature.
        sense: Vector of its trigger; None where no table has it.
    """

    frame: Frame
    text: str
    rare: float
    form: _Row = field(repr=False)
    parts: _Row = field(repr=False)
    rows: Mapping[str, _Row] = field(repr=False)
    sense: object | None = field(repr=False)


@frozen(eq=False)
class Happenings:
    """The live collection that tellings are compared in.

    Attributes:
        occurrences: By id.
        stories: How alike the texts are.
        weights: Of the features; ``bias`` among them.
        around: Of the features of what stands beside a pair.
    """

    occurrences: Mapping[str, Occurrence]
    stories: Stories
    weights: Weights
    around: Weights


def collect_tellings(tellings: Iterable[Telling], *, lexicon: Lexicon | None = None) -> Happenings:
    """The collection that some tellings make; rarity is counted over it and over news."""
    words = lexicon or load_lexicon()
    meanings = load_meanings(words.lang)
    unique = {telling.id: telling for telling in tellings}
    frames = {key: read_frame(telling) for key, telling in unique.items()}
    texts = {telling.text: frames[key] for key, telling in unique.items()}
    holders = Counter(word for frame in texts.values() for word in frame.words)
    rarity = {
        word: meanings.rarity(word) ** 2 * math.log((1 + len(texts)) / (1 + count) + 1)
        for word, count in holders.items()
    }
    occurrences = {
        key: _observe(unique[key].text, frame, rarity, meanings) for key, frame in frames.items()
    }
    return Happenings(
        occurrences,
        find_stories(_weigh_words(texts, meanings)),
        load_weights(words, "event_weights"),
        load_weights(words, "company_weights"),
    )


def _weigh_words(
    texts: Mapping[str, Frame], meanings: Meanings
) -> Mapping[str, Mapping[str, float]]:
    """Of each text its words and numbers, with how much they tell which story it is of."""
    holders = Counter(key for frame in texts.values() for key in (*frame.words, *_numbers(frame)))
    usual = {key: math.log((1 + len(texts)) / (1 + held) + 1) for key, held in holders.items()}
    return {
        text: {
            word: usual[word] * meanings.rarity(word) * (_NAMED if word in frame.names else 1.0)
            for word in frame.words
        }
        | {number: usual[number] for number in _numbers(frame)}
        for text, frame in texts.items()
    }


def _numbers(frame: Frame) -> frozenset[str]:
    """The numbers of a text, apart from its words."""
    return frozenset(f"#{number}" for number in frame.numbers)


def _observe(
    text: str, frame: Frame, rarity: Mapping[str, float], meanings: Meanings
) -> Occurrence:
    padded = f" {frame.head} "
    grams = Counter(
        padded[at : at + length] for length in _LENGTHS for at in range(len(padded) - length + 1)
    )

    def row(words: Iterable[str]) -> _Row:
        return _Row.of({word: rarity.get(word, 1.0) for word in words})

    near = {word: rarity.get(word, 1.0) / steps for word, steps in frame.near.items()}
    return Occurrence(
        frame,
        text,
        meanings.rarity(frame.head),
        _Row.of(grams),
        _Row.of(dict.fromkeys(frame.lemmas, 1.0)),
        {
            "sentence": row(frame.words),
            "names": row(frame.names),
            "near": _Row.of(near),
            "agents": row(frame.agents),
            "patients": row(frame.patients),
            "numbers": _Row.of(dict.fromkeys(frame.numbers, 1.0)),
        },
        meanings.vector(frame.head),
    )


def find_telling_pairs(home: Happenings) -> tuple[tuple[str, str], ...]:
    """Pairs of ids worth a comparison, each in order, sorted.

    Tellings meet where their texts are of one story, or the same, and their triggers are alike.
    """
    told: dict[str, list[str]] = {}
    for key in sorted(home.occurrences):
        told.setdefault(home.occurrences[key].text, []).append(key)
    pairs = [pair for keys in told.values() for pair in combinations(keys, 2)]
    for a, b in home.stories.pairs:
        pairs += [(min(pair), max(pair)) for pair in product(told[a], told[b])]
    return tuple(sorted(pair for pair in pairs if _worth(home, *pair)))


def _worth(home: Happenings, a: str, b: str) -> bool:
    first, second = home.occurrences[a], home.occurrences[b]
    return first.form @ second.form >= _FORM or _sense(first, second) >= _SENSE


def _sense(a: Occurrence, b: Occurrence) -> float:
    if a.frame.head == b.frame.head:
        return 1.0
    if a.sense is None or b.sense is None:
        return 0.0
    return max(0.0, min(1.0, float(a.sense @ b.sense)))  # type: ignore[operator] # numpy rows


def measure(home: Happenings, a: str, b: str) -> dict[str, float]:
    """The features of a pair, each 0..1."""
    first, second = home.occurrences[a], home.occurrences[b]
    same = float(first.frame.head == second.frame.head)
    found = {name: row @ second.rows[name] for name, row in first.rows.items()}
    for role in ("agents", "patients"):
        both = bool(first.rows[role].weights and second.rows[role].weights)
        found[f"other {role}"] = both * (1.0 - found[role])
    form, sense = first.form @ second.form, _sense(first, second)
    story = home.stories.alike(first.text, second.text)
    return found | {
        "lemma": same,
        "form": form,
        "parts": first.parts @ second.parts,
        "sense": sense,
        "rare": same * math.sqrt(first.rare * second.rare),
        "story": story,
        "elsewhere": float(first.text == second.text) * (1.0 - same),
        "form in story": form * story,
        "sense in story": sense**3 * story,
        "lemma in story": same * story,
        "lemma with names": same * found["names"],
        "lemma near": same * found["near"],
    }


def score_tellings(
    home: Happenings, pairs: Iterable[tuple[str, str]] | None = None
) -> Iterator[Similarity]:
    """How likely pairs of tellings are of one event, in their order, one at a time.

    Args:
        home: The live collection.
        pairs: Ids of tellings in it; those worth a comparison by default. What stands beside a
            pair is found among those worth a comparison and these.
    """
    worth = find_telling_pairs(home)
    asked = worth if pairs is None else tuple(pairs)
    compared = tuple(dict.fromkeys((*worth, *asked)))
    found = {pair: measure(home, *pair) for pair in compared}
    company = surround(home, found)
    for pair in asked:
        features = found[pair] | measure_company(company, *pair)
        yield Similarity(*pair, score=likely(features, home.around), features=features)


def surround(home: Happenings, found: Mapping[tuple[str, str], Mapping[str, float]]) -> Company:
    """What stands beside pairs of a collection, from their features."""
    texts = {key: occurrence.text for key, occurrence in home.occurrences.items()}
    likelihoods = [likely(features, home.weights) for features in found.values()]
    return find_company(texts, tuple(found), likelihoods)
