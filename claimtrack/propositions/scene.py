"""A sentence with what is asked of it, and the tables that say what its words do."""

from collections.abc import Mapping
from functools import cache

from attrs import frozen

from claimtrack.lexicon import Lexicon
from claimtrack.model import Spans
from claimtrack.syntax import Sentence, Word

OPEN = ("xcomp", "ccomp")


@frozen
class Tables:
    """The lexicon's tables on predicates."""

    negators: Mapping[str, str]
    failures: Mapping[str, str]
    clause: Mapping[str, str]
    marked: Mapping[tuple[str, str], str]
    relations: frozenset[str]
    member: str
    narrow: frozenset[str]
    anyhow: frozenset[str]
    event: Mapping[str, str]
    light: frozenset[str]
    events: frozenset[str]
    hedges: Mapping[str, str]
    hearsay: frozenset[str]
    roles: Mapping[str, str]
    calendar: frozenset[str]
    known: frozenset[str]


@cache
def load_tables(lexicon: Lexicon) -> Tables:
    """The tables of a lexicon; made once and kept."""
    return Tables(
        negators=lexicon.mapping("negators", "kind"),
        failures=lexicon.mapping("failures", "kind"),
        clause=lexicon.mapping("aspects", "clause"),
        marked={
            (row["lemma"], row["mark"]): row["effect"] for row in lexicon.rows("marked_clauses")
        },
        relations=frozenset(row["word"] for row in lexicon.rows("relation_words")),
        # "Norvik's founder" is told as "the founder of Norvik".
        member=next(
            (row["preposition"] for row in lexicon.rows("roles") if row["role"] == "member"), ""
        ),
        narrow=_focusing("narrow", lexicon),
        anyhow=_focusing("anyhow", lexicon),
        event=lexicon.mapping("aspects", "event"),
        light=lexicon.words("light_verbs"),
        events=lexicon.words("events"),
        hearsay=lexicon.words("hearsay_nouns"),
        hedges=lexicon.mapping("hedges", "kind"),
        roles=lexicon.mapping("roles", "role"),
        calendar=frozenset(word.casefold() for word in lexicon.words("calendar")),
        known=frozenset[str]().union(
            *(lexicon.words(table) for table in ("aspects", "light_verbs", "events"))
        ),
    )


def _focusing(kind: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.rows("focus_words") if row["kind"] == kind)


def lemma_of(word: Word) -> str:
    """A word's lemma, folded."""
    return (word.lemma or word.text).casefold()


def name_of(word: Word) -> str:
    """A word's lemma, folded unless it is a name."""
    return word.lemma if word.upos == "PROPN" and word.lemma else lemma_of(word)


@frozen(kw_only=True)
class Scene:
    """A sentence with what is asked of it."""

    sentence: Sentence
    content: Spans
    tables: Tables

    def inside(self, index: int) -> bool:
        """Whether a word stands in the content."""
        span = self.sentence[index].span
        return any(whole.contains(span) for whole in self.content)

    def lemma(self, index: int) -> str:
        """A word's lemma, folded, with the particle of a verb."""
        word = self.sentence[index]
        particles = [
            self.sentence[child].text.casefold()
            for child in self.sentence.children(index, "compound:prt")
        ]
        return " ".join([self._known(lemma_of(word)), *particles])

    def _known(self, lemma: str) -> str:
        """A lemma, or the word of the tables that a tagger meant by it ("shelle", "recaptur")."""
        if lemma in self.tables.known:
            return lemma
        variants = (lemma.removesuffix("e"), lemma + "e")
        return next((form for form in variants if form in self.tables.known), lemma)

    def event(self, index: int) -> str:
        """The lexicon's event that a noun names ("ceasefire deal", "raid"), or empty."""
        if self.sentence[index].upos not in {"NOUN", "PROPN"}:
            return ""
        for child in self.sentence.children(index, "compound"):
            pair = f"{lemma_of(self.sentence[child])} {lemma_of(self.sentence[index])}"
            if pair in self.tables.events:
                return pair
        lemma = lemma_of(self.sentence[index])
        return lemma if lemma in self.tables.events else ""
