"""The lexicon's tables on numbers and on what they count, folded for look-up."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from attrs import frozen

from claimtrack.lexicon import Lexicon
from claimtrack.numerals import NumberWords, load_number_words
from claimtrack.syntax import Sentence, Word

#: Classes of events that happen to people who are counted.
CASUALTIES = frozenset(("death", "injury", "arrest", "missing"))

_PLURAL = frozenset(("NNS", "NNPS"))
#: Kinds of words of the calendar and of periods that name a time.
_TIMES = frozenset(("month", "weekday", "day", "part", "unit", "season", "holiday", "stretch"))


@frozen
class Tables:
    """The lexicon's tables on numbers.

    Attributes:
        numbers: Number words with value and kind.
        units: Place (``before``, ``after``, ``scaled``: after a scale word) and words to unit.
        bounds: Place and phrase to the bound's name and its two factors.
        calendar: Words of the calendar to their kinds.
        members: Prepositions between a number and what it is a number of.
        locatives: Prepositions of places; ``vague`` where they are as often of something else.
        bounding: Single words of the bounds.
        labels: Words before a number that it only labels, or after two that are a score.
        gauges: Verbs that say how high a figure stands or how it moves.
        measures: Nouns that only say how many.
        classes: Event nouns and verbs to their class.
        patients: Verbs whose subject is the one that it happens to ("die").
        sides: A country's name, people, adjectives and capital, folded, to the country.
        parties: Words of party membership to the party.
        repairs: Endings of plurals that a lemmatizer leaves (of names, which no list has, and
            "policewomen"), to those of the singular; the longest that fits decides, and after a
            ``^`` it is the whole word.
        parts: Phrases of a total's parts, to where they stand:
            ``before`` or ``after`` a part, or ``both``; ``total``: after the total.
        speech: Verbs that attribute, which say nothing of what they are followed by.
        attributing: Prepositions that do ("according to").
        raising: Verbs whose passive only hands on what follows ("were said to command").
        times: Words of the calendar and units of time.
        phrasal: Verbs with such an adverb that parsers take for a preposition.
        captives: Nouns for what people are made of when they are taken: "took nine prisoner".
        localities: Nouns for places that have names.
        particles: Adverbs that make another verb of a verb.
        people: Nouns for people, and ``*`` with an ending that most of them have.
        groups: Nouns for people that name several of them ("family").
        measuring: Words between a noun and its measure: "a fine of", "goods worth".
        ordinals: Words such as "first" and "last".
    """

    numbers: NumberWords
    units: Mapping[tuple[str, str], str]
    bounds: Mapping[tuple[str, str], tuple[str, Decimal | None, Decimal | None]]
    calendar: Mapping[str, str]
    members: frozenset[str]
    locatives: Mapping[str, str]
    bounding: frozenset[str]
    labels: Mapping[str, str]
    gauges: frozenset[str]
    measures: frozenset[str]
    classes: Mapping[str, str]
    patients: frozenset[str]
    sides: Mapping[str, str]
    parties: Mapping[str, str]
    repairs: Mapping[str, tuple[tuple[str, str], ...]]
    parts: Mapping[str, str]
    speech: frozenset[str]
    attributing: frozenset[str]
    raising: frozenset[str]
    times: frozenset[str]
    localities: frozenset[str]
    particles: frozenset[str]
    phrasal: frozenset[tuple[str, str]]
    captives: frozenset[str]
    people: frozenset[str]
    groups: frozenset[str]
    measuring: frozenset[str]
    ordinals: frozenset[str]

    def number(self, word: Word) -> tuple[Decimal | None, str]:
        """The value and kind of a number word; ``(None, "")`` for any other word."""
        return self.numbers.get(word.text.casefold(), (None, ""))

    def is_numeral(self, sentence: Sentence, at: int) -> bool:
        """Whether a position holds a number, in digits or words."""
        if at >= len(sentence):
            return False
        return any(c.isdigit() for c in sentence[at].text) or bool(self.number(sentence[at])[1])

    def is_vague_locative(self, case: str) -> bool:
        """Whether a preposition of places is as often one of times and topics."""
        return self.locatives.get(case) == "vague"

    def side(self, text: str) -> str:
        """The country that a word names or is of, or empty; a word in lower case names none."""
        if not text[:1].isupper():
            return ""
        return self.sides.get(text) or self.sides.get(text.casefold(), "")

    def is_casualty(self, lemma: str) -> bool:
        """Whether a word says that somebody was killed, hurt, held or is missing."""
        return self.classes.get(lemma, "") in CASUALTIES

    def lemma(self, word: Word) -> str:
        """A word's lemma, folded, the singular of a plural that a lemmatizer left."""
        found = (word.lemma or word.text).casefold()
        if found.endswith("ed") and found in self.classes:
            # "Wounded" is of the same event as "wound".
            stems = (found[:-2], found[:-1])
            return next((stem for stem in stems if stem in self.classes), found)
        text = word.text.casefold()
        if word.upos == "PROPN":
            # "Yazidis" is as good as "Yazidi" to a lemmatizer that does not know the name.
            return self._mended(found, "NAMES") if word.xpos in _PLURAL else found
        return self._mended(found, "PLURAL") if found == text else found

    def counted(self, word: Word) -> str:
        """The lemma of a noun that a number counts, which is a plural even where it is a name."""
        found = self.lemma(word)
        return self._mended(found, "NAMES") if word.upos == "PROPN" else found

    def is_person(self, lemma: str) -> bool:
        """Whether a noun is one for people."""
        return lemma in self.people or any(
            "*" + lemma[-length:] in self.people for length in (2, 3, 4) if len(lemma) > length + 1
        )

    def _mended(self, lemma: str, kind: str) -> str:
        whole = f"^{lemma}"
        fitting = (row for row in self.repairs.get(kind, ()) if whole.endswith(row[0]))
        wrong, right = max(fitting, key=lambda row: len(row[0]), default=("", ""))
        return (whole.removesuffix(wrong) + right).removeprefix("^")


@cache
def load_tables(lexicon: Lexicon) -> Tables:
    """The tables of a lexicon; made once and kept."""
    units: dict[tuple[str, str], str] = {}
    for row in lexicon.rows("units"):
        for place in ("before", "after") if row["place"] == "both" else (row["place"],):
            units[place, row["word"].casefold()] = row["unit"]
    roles = lexicon.mapping("roles", "role")
    repairs: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in lexicon.rows("lemma_endings"):
        pair = (row["ending"], row["instead"])
        repairs[row["upos"]] = (*repairs.get(row["upos"], ()), pair)
    return Tables(
        numbers=load_number_words(lexicon),
        units=units,
        bounds={
            (row["place"], row["phrase"]): (
                row["bound"],
                Decimal(row["low"]) if row["low"] else None,
                Decimal(row["high"]) if row["high"] else None,
            )
            for row in lexicon.rows("bounds")
        },
        calendar={row["word"].casefold(): row["kind"] for row in lexicon.rows("calendar")},
        members=frozenset(word for word, role in roles.items() if role == "member"),
        locatives=lexicon.mapping("locatives", "kind"),
        bounding=frozenset(
            word for row in lexicon.rows("bounds") for word in row["phrase"].split()
        ),
        labels=lexicon.mapping("labels", "kind"),
        gauges=lexicon.words("gauges"),
        measures=lexicon.words("measures"),
        classes=lexicon.mapping("events", "class"),
        patients=frozenset(
            row["lemma"] for row in lexicon.rows("events") if row["subject"] == "patient"
        ),
        sides=_sides(lexicon),
        parties=lexicon.mapping("parties", "party"),
        repairs=repairs,
        parts=lexicon.mapping("part_phrases", "place"),
        speech=frozenset(
            row["lemma"]
            for row in lexicon.rows("cues")
            if row["upos"] == "VERB" and row["kind"] == "speech"
        ),
        attributing=frozenset(
            row["lemma"]
            for row in lexicon.rows("cues")
            if row["upos"] == "ADP" and row["kind"] == "speech"
        ),
        raising=lexicon.words("raising_verbs"),
        times=frozenset(
            row["word"].casefold()
            for name in ("calendar", "periods")
            for row in lexicon.rows(name)
            if row["kind"] in _TIMES
        ),
        localities=lexicon.words("localities"),
        particles=lexicon.words("particles"),
        phrasal=frozenset((row["verb"], row["particle"]) for row in lexicon.rows("phrasal_verbs")),
        captives=lexicon.words("captives"),
        people=lexicon.words("people"),
        groups=frozenset(row["word"] for row in lexicon.rows("people") if row["kind"] == "group"),
        measuring=frozenset(
            row["preposition"] for row in lexicon.rows("roles") if row["role"] == "measure"
        ),
        ordinals=frozenset(
            row["word"] for row in lexicon.rows("periods") if row["kind"] in {"ordinal", "shift"}
        ),
    )


def _sides(lexicon: Lexicon) -> dict[str, str]:
    """Words that name a country, its people or its capital, to the country."""
    found: dict[str, str] = {}
    for row in lexicon.rows("places"):
        names = [row["country"], row["capital"]]
        for column in ("adjectives", "people", "aliases"):
            names += row[column].split("|")
        for name in names:
            # "CAR" is a country, "car" is none.
            found.setdefault(name if name.isupper() else name.casefold(), row["country"])
    found.pop("", None)
    return found
