"""Lemmas that a network has made up, against a list of words.

The central decision: a lemmatizer of letters spells what it has not seen ("gutted" → "gutte",
"Fighters" → "pighter"), and everything after it, cues, quantities and matching, looks words up
by lemma. So lemmas are checked once, where they enter: one that is no word, or not the base of
its word, gives way to what simplemma's list of words says, or to a base that the language's
endings lead to. Which endings a tag has is data (``inflections.csv``); words with other tags,
names among them, and languages without the data or the list keep their lemmas.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from attrs import frozen

from claimtrack.lexicon import DATA, load_lexicon
from claimtrack.parsing.packages import load_package

# It loads its list, a third of a second, when a word is first asked for.
_Foreign: TypeAlias = Any


@frozen
class Lemmas:
    """The words of a language, and how they are inflected.

    Attributes:
        lang: ISO 639-1 code.
        endings: A tag of the treebank to pairs of an ending and what a base has instead; an
            empty pair where the word itself is the base.
        irregular: Past forms of irregular verbs to their base.
        verbs: Verbs that were met in news, which are likelier than others.
    """

    lang: str
    endings: Mapping[str, tuple[tuple[str, str], ...]]
    irregular: Mapping[str, str]
    verbs: frozenset[str]

    def mend(self, text: str, lemma: str, xpos: str) -> str:
        """A word's lemma, or the base of the word where that is no lemma of it.

        Args:
            text: The word as it stands.
            lemma: What a network takes for its lemma.
            xpos: Its tag in the treebank's own tag set.
        """
        endings = self.endings.get(xpos)
        if not endings or not text[0].isalpha():
            return lemma
        word = text.casefold()
        if self._fits(word, lemma.casefold(), endings):
            return lemma
        found = list(self._bases(word, endings))
        return next((base for base in found if base in self.verbs), next(iter(found), lemma))

    def _fits(self, word: str, lemma: str, endings: tuple[tuple[str, str], ...]) -> bool:
        """Whether a lemma may be that of a word: a base of the list that begins as it does."""
        if lemma != word:
            return lemma[:1] == word[:1] and self._is_base(lemma)
        if ("", "") in endings:
            return True  # "Headquarters"
        if word in self.irregular:
            return self.irregular[word] == word
        known, base = _words(self.lang)
        # "Put" is its own past; "flooding" is a noun, and as a verb has a base.
        ended = any(self._is_base(base) for base in _ended(word, endings))
        return not ended and (not known(word) or base(word) == word)

    def _bases(self, word: str, endings: tuple[tuple[str, str], ...]) -> Iterator[str]:
        if word in self.irregular and ("", "") not in endings:
            yield self.irregular[word]
        known, base = _words(self.lang)
        if known(word) and (bare := base(word)) and (bare != word or ("", "") in endings):
            yield bare
        yield from (found for found in _ended(word, endings) if self._is_base(found))

    def _is_base(self, word: str) -> bool:
        known, base = _words(self.lang)
        return known(word) and base(word) == word


def _ended(word: str, endings: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield word.removesuffix(ending) + instead


@cache
def _words(lang: str) -> tuple[Callable[[str], bool], Callable[[str], str]]:
    """Whether a word is on the list, and its base there."""
    simplemma: _Foreign = load_package("simplemma")
    lemmatizer: _Foreign = simplemma.Lemmatizer()
    return (
        # The list is kept in UTF-8, which has no place for a lone surrogate.
        lambda word: bool(simplemma.is_known(word.encode("utf-8", "replace").decode(), lang=lang)),
        lambda word: str(lemmatizer.lemmatize(word, lang=lang)),
    )


@cache
def load_lemmas(lang: str) -> Lemmas:
    """The words of a language; without data for it they leave every lemma as it is."""
    if not (DATA / lang / "inflections.csv").is_file():
        return Lemmas(lang, {}, {}, frozenset())
    lexicon = load_lexicon(lang)
    endings: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in lexicon.rows("inflections"):
        pair = (row["ending"], row["instead"])
        endings[row["xpos"]] = (*endings.get(row["xpos"], ()), pair)
    verbs = frozenset(row["lemma"] for row in lexicon.rows("cue_counts") if row["upos"] == "VERB")
    return Lemmas(lang, endings, lexicon.mapping("irregular_verbs", "lemma"), verbs)
