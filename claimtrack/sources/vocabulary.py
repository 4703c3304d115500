"""The lexicon's tables about people, places and organisations, keyed for look-up.

The central decision: rows of data become mappings once for each lexicon and are kept, so that
reading a phrase costs a few dictionary look-ups whatever the size of the tables.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import get_args

from attrs import field, frozen

from claimtrack.errors import LexiconError
from claimtrack.lexicon import Lexicon, Row
from claimtrack.model import SourceKind

SEPARATOR = "|"
_KINDS: Mapping[str, SourceKind] = {kind: kind for kind in get_args(SourceKind)}


@frozen
class Pronoun:
    """What a pronoun agrees with.

    Attributes:
        person: ``1``, ``2``, ``3``, or empty.
        number: ``singular``, ``plural``, or empty for both.
        gender: ``masculine``, ``feminine``, ``neuter``, ``person`` (who), or empty.
        form: ``personal``, ``possessive``, ``reflexive`` or ``relative``.
    """

    person: str
    number: str
    gender: str
    form: str


@frozen
class Title:
    """What a title says of its bearer.

    Attributes:
        role: The title's own name among titles that mean the same; empty for Mr and Mrs.
        kind: ``address`` (before a surname only), ``office`` (held by one person at a time in
            one place), ``role``, ``kin``, ``human`` or ``anonymous`` (a source).
        gender: ``masculine``, ``feminine`` or empty.
    """

    role: str
    kind: str
    gender: str


@frozen
class Noun:
    """What kind of source a common noun names, and what else is known of it.

    Attributes:
        kind: A `SourceKind`.
        traits: ``generic`` (may stand for any body of its kind), ``label`` (a proper name
            before it names the thing: "the APA news agency"), ``plural`` (keeps its plural);
            of documents what sorts they are: ``text``, ``study``, ``message``.
    """

    kind: SourceKind
    traits: frozenset[str]


@frozen
class Known:
    """A well-known body: its canonical name, its kind, its country or an empty string."""

    canonical: str
    kind: SourceKind
    country: str = ""


@frozen(kw_only=True)
class Vocabulary:
    """All tables, keyed by folded words. Multi-word keys are joined by one space.

    Most attributes are a table of ``data/<lang>``. `families` are the broader words that a
    role answers to, `offices` the roles that one person holds at a time, `headships` those of
    who heads or commands some body, `papers` what names of newspapers end in, `unions` the
    union that a country is a member of, `heads` the last words of all titles and source nouns,
    `ministries` the bodies that holders of a role head, `portfolio_words` what common names of
    bodies are made of, `agencies` the outlets that others print, `adjectives` what belongs to
    a country is called by.
    """

    pronouns: Mapping[str, Pronoun]
    titles: Mapping[str, Title]
    nouns: Mapping[str, Noun]
    determiners: Mapping[str, str]
    spellings: Mapping[str, str]
    endings: Mapping[str, str]
    given: Mapping[str, str]
    demonyms: Mapping[str, str]
    countries: Mapping[str, str]
    capitals: Mapping[str, str]
    seats: Mapping[str, str]
    bodies: Mapping[str, Known]
    outlets: Mapping[str, Known]
    families: Mapping[str, tuple[str, ...]]
    publishing: frozenset[str]
    saying: frozenset[str]
    postmodifiers: Mapping[str, str]
    measures: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    dates: frozenset[str]
    quotes: Mapping[str, str]
    parties: Mapping[str, str]
    offices: frozenset[str]
    headships: frozenset[str]
    papers: frozenset[str]
    unions: Mapping[str, str]
    regions: frozenset[str]
    heads: frozenset[str]
    affiliations: frozenset[str]
    governments: frozenset[str]
    portfolios: Mapping[str, str]
    portfolio_words: frozenset[str]
    ministries: Mapping[str, str]
    transliterations: tuple[tuple[str, str], ...]
    agencies: Mapping[str, str]
    adjectives: Mapping[str, str]
    shared: frozenset[str]
    bands: frozenset[str]
    somewhere: frozenset[str]
    finding: frozenset[str]

    def country(self, words: str) -> str:
        """The country that folded words name or belong to (Armenia, Armenian), or empty."""
        return self.countries.get(words) or self.demonyms.get(words) or ""

    def known(self, words: str) -> Known | None:
        """The well-known body or outlet of that folded name."""
        return self.bodies.get(words) or self.outlets.get(words)

    def is_place(self, words: str) -> bool:
        """Whether folded words name a country, a capital or a seat of government."""
        return words in self.countries or words in self.capitals or words in self.seats


def call(known: Known, text: str) -> str:
    """What a well-known body goes by in a document that calls it so.

    The words of the document, unless they are initials or a short form of the canonical name:
    the State Department is the US State Department, the Defense Department not the Pentagon.
    """
    words = fold(text).replace(".", "").split()
    within = set(words) <= set(fold(known.canonical).split())
    short = len(words) == 1 or within or text[text.rfind(" ") + 1 :].islower()
    return known.canonical if short else text


@cache
def fold(text: str) -> str:
    """Lower case, without accents, with straight apostrophes: the key of a word.

    Example:
        >>> fold("Çavuşoğlu’s")
        "cavusoglu's"
    """
    parts = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ı", "i"))
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


@frozen
class _Key:
    digest: str
    lexicon: Lexicon = field(eq=False)


def read_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a lexicon; made once for each lexicon digest."""
    return _read(_Key(lexicon.digest, lexicon))


@lru_cache(maxsize=8)
def _read(key: _Key) -> Vocabulary:
    lexicon = key.lexicon
    places = lexicon.rows("places")
    return Vocabulary(
        pronouns={
            row["pronoun"]: Pronoun(row["person"], row["number"], row["gender"], row["form"])
            for row in lexicon.rows("pronouns")
        },
        titles=_titles(lexicon.rows("titles")),
        nouns=_nouns(lexicon.rows("source_nouns")),
        determiners=lexicon.mapping("determiners", "trait"),
        spellings=lexicon.mapping("spellings", "spelling"),
        endings=lexicon.mapping("plural_endings", "singular"),
        given={fold(row["name"]): row["gender"] for row in lexicon.rows("given_names")},
        demonyms=_by_country(places, ("adjectives", "people")),
        countries=_by_country(places, ("country", "aliases")),
        capitals=_by_country(places, ("capital",)),
        seats=_by_country(places, ("seats",)),
        bodies=_bodies(lexicon.rows("organisations"), None),
        outlets=_bodies(lexicon.rows("outlets"), "outlet"),
        families={
            row["role"]: tuple(row["broader"].split(SEPARATOR))
            for row in lexicon.rows("role_families")
        },
        publishing=lexicon.words("publishing_verbs"),
        saying=frozenset(row["lemma"] for row in lexicon.rows("cues") if row["upos"] == "VERB"),
        postmodifiers=lexicon.mapping("postmodifiers", "trait"),
        measures=lexicon.words("measures"),
        particles=lexicon.words("name_particles"),
        suffixes=lexicon.words("name_suffixes"),
        dates=frozenset(map(fold, lexicon.words("calendar"))),
        quotes=_quotes(lexicon.rows("quotes")),
        parties=lexicon.mapping("parties", "party"),
        heads=_last_words((*lexicon.words("titles"), *lexicon.words("source_nouns"))),
        regions=frozenset(fold(region) for region in lexicon.words("regions")),
        offices=frozenset(
            row["role"] for row in lexicon.rows("titles") if row["kind"] == "office"
        ),
        headships=lexicon.words("headships"),
        papers=lexicon.words("outlet_endings"),
        unions=lexicon.mapping("unions", "union"),
        affiliations=lexicon.words("affiliations"),
        shared=lexicon.words("shared_roles"),
        bands=lexicon.words("band_roles"),
        finding=lexicon.words("finding_verbs"),
        somewhere=frozenset(
            row["preposition"] for row in lexicon.rows("locatives") if row["kind"] == "place"
        ),
        governments=lexicon.words("governments"),
        portfolios=lexicon.mapping("portfolios", "portfolio"),
        portfolio_words=frozenset(lexicon.mapping("portfolios", "portfolio").values())
        | lexicon.words("common_names"),
        ministries=lexicon.mapping("ministries", "body"),
        transliterations=tuple(
            (row["written"], row["compared"]) for row in lexicon.rows("transliterations")
        ),
        agencies={
            fold(row["name"]): row["canonical"]
            for row in lexicon.rows("outlets")
            if row["kind"] == "agency"
        },
        adjectives={
            row["country"]: row["adjectives"].split(SEPARATOR)[0] or row["country"]
            for row in places
        },
    )


def _titles(rows: Iterable[Row]) -> Mapping[str, Title]:
    return {fold(row["title"]): Title(row["role"], row["kind"], row["gender"]) for row in rows}


def _nouns(rows: Iterable[Row]) -> Mapping[str, Noun]:
    return {
        row["noun"]: Noun(
            _kind(row["kind"], "source_nouns", row["noun"]), frozenset(row["trait"].split())
        )
        for row in rows
    }


def _last_words(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(key).rpartition(" ")[2] for key in keys)


def _by_country(rows: Iterable[Row], columns: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        for column in columns:
            for name in filter(None, row[column].split(SEPARATOR)):
                found.setdefault(fold(name), row["country"])
    return found


def _bodies(rows: Iterable[Row], kind: SourceKind | None) -> Mapping[str, Known]:
    found: dict[str, Known] = {}
    for row in rows:
        known = Known(
            row["canonical"],
            kind or _kind(row["kind"], "organisations", row["name"]),
            row["country"],
        )
        found.setdefault(fold(row["name"]), known)
        found.setdefault(fold(row["canonical"]), known)
    return found


def _quotes(rows: Iterable[Row]) -> Mapping[str, str]:
    """Quotation marks to ``open``, ``close`` or ``same``; not those that are apostrophes too."""
    rows = [row for row in rows if row["style"] != "apostrophe"]
    found = {row["open"]: "same" for row in rows if row["open"] == row["close"]}
    for row in rows:
        found.setdefault(row["open"], "open")
        found.setdefault(row["close"], "close")
    return found


def _kind(text: str, table: str, key: str) -> SourceKind:
    if text not in _KINDS:
        raise LexiconError(
            f"{table}.csv: {key!r} has {text!r}, which is no kind of source; "
            f"there are: {', '.join(_KINDS)}"
        )
    return _KINDS[text]


def singular(word: str, vocabulary: Vocabulary) -> str:
    """The singular of a folded noun, as far as the table of source nouns or titles knows it."""
    if word in vocabulary.nouns or word in vocabulary.titles:
        return word
    for ending, other in vocabulary.endings.items():
        stem = word.removesuffix(ending) + other
        if word.endswith(ending) and (stem in vocabulary.nouns or stem in vocabulary.titles):
            return stem
    return word
