"""The words of time, and the forms of dates as regular expressions, made from the lexicon."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta, timezone, tzinfo
from functools import cache
from typing import Any

from attrs import frozen
from dateutil.parser import parserinfo
from dateutil.tz import gettz

from claimtrack.errors import LexiconError
from claimtrack.lexicon import Lexicon
from claimtrack.numerals import NumberWords, load_number_words

_WORD = re.compile(r"[^\W\d_]+|\d\w*")
_FIGURE = re.compile(r"\d")
_SLOT = re.compile(r"(?<!P)<(\w+)(?::(\w))?>")
#: Kinds of number words that a count may be made of.
_COUNTING = frozenset(("unit", "ten", "scale"))
#: Slots that only shape a form.
_SILENT = frozenset(("join", "dash", "th", "number"))


@frozen
class Form:
    """A way to write a date.

    Attributes:
        id: Its name.
        pattern: What it looks like, with a named group for each part.
        reading: What the parts amount to.
        needs: Kinds of words without which it fits nowhere.
    """

    id: str
    pattern: re.Pattern[str]
    reading: str
    needs: frozenset[str]


@frozen
class Vocabulary:
    """What reading dates needs of a lexicon.

    Attributes:
        words: Kind of word to word to value, words folded.
        numbers: Number words.
        forms: How dates are written, in the order of the file.
        leads: Phrase before a date to what it makes of it, longest first.
        plain: Phrases before a date that make nothing of it.
        joins: Name to pattern of what may stand between two parts of one date.
        tenses: Lemma and kind to direction.
        info: The words of the calendar, for the parser of explicit dates.
        by_word: First word of each entry, folded and without a full stop, to its kinds.
    """

    words: Mapping[str, Mapping[str, str]]
    numbers: NumberWords
    forms: tuple[Form, ...]
    leads: tuple[tuple[str, str], ...]
    plain: frozenset[str]
    joins: Mapping[str, re.Pattern[str]]
    tenses: Mapping[tuple[str, str], str]
    info: parserinfo
    by_word: Mapping[str, frozenset[str]]

    def value(self, kind: str, word: str) -> str:
        """The value of a word of some kind, whatever its case; empty where it has none."""
        return self.words[kind].get(" ".join(word.casefold().split()), "")

    def kinds(self, text: str) -> frozenset[str]:
        """The kinds of words that a text has, for `Form.needs`."""
        found = {
            kind for word in _WORD.findall(text.casefold()) for kind in self.by_word.get(word, ())
        }
        return frozenset(found | {"figure"} if _FIGURE.search(text) else found)

    def zone(self, name: str) -> tzinfo | None:
        """The time zone of a name; None where it is not known.

        One with summer time goes by its name in the IANA data base, others by their offset.
        """
        offset = self.value("zone", name)
        if not offset or "/" in offset:
            return gettz(offset) if offset else None
        minutes = int(offset[1:3]) * 60 + int(offset[3:])
        return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


@cache
def load_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The words and forms of a lexicon; made once and kept.

    Raises:
        LexiconError: A form names a slot that there is not, or is no regular expression.
    """
    written: dict[str, list[str]] = {}
    words: dict[str, dict[str, str]] = {}
    for row in (*lexicon.rows("calendar"), *lexicon.rows("periods")):
        written.setdefault(row["kind"], []).append(row["word"])
        words.setdefault(row["kind"], {})[row["word"].casefold()] = row["value"]
    numbers = load_number_words(lexicon)
    written["number"] = [word for word, (_, kind) in numbers.items() if kind in _COUNTING]
    written["bound"] = [
        row["phrase"] for row in lexicon.rows("bounds") if row["place"] == "before"
    ]
    data = lexicon.toml("dates")
    leads = [
        (phrase, bound)
        for bound, phrases in data["lead"].items()
        if bound not in {"plain", "between"}
        for phrase in phrases
    ]
    slots = {**{kind: _any_of(found) for kind, found in written.items()}, **data["slot"]}
    return Vocabulary(
        words=words,
        numbers=numbers,
        forms=tuple(_form(row, slots) for row in data["date"]),
        leads=tuple(sorted(leads, key=lambda pair: -len(pair[0]))),
        plain=frozenset(data["lead"]["plain"]),
        joins={name: _compile(form, slots, name) for name, form in data["join"].items()},
        tenses={
            # "Volumes shrank" is past, though a tagger may not know the form.
            **{
                (row["form"], "unchanged"): "past"
                for row in lexicon.rows("irregular_verbs")
                if row["form"] != row["lemma"]
            },
            **{(row["lemma"], row["kind"]): row["direction"] for row in lexicon.rows("tenses")},
        },
        info=_make_info(words),
        by_word=_by_word(words),
    )


def _by_word(words: Mapping[str, Mapping[str, str]]) -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for kind, entries in words.items():
        for entry in entries:
            for first in _WORD.findall(entry)[:1]:
                found[first] |= {kind}
    return found


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    forms = [re.escape(word) + ("" if word.endswith(".") else r"(?!\w)") for word in ordered]
    return "(?:" + "|".join(forms).replace("\\ ", " ") + ")"


def _form(row: Mapping[str, Any], slots: Mapping[str, str]) -> Form:
    form = rf"(?<![\w$€£])(?:{row['form']})"
    return Form(
        row["id"],
        _compile(form, slots, row["id"]),
        row["reading"],
        frozenset(row.get("needs", ())),
    )


def _compile(form: str, slots: Mapping[str, str], name: str) -> re.Pattern[str]:
    """The pattern of a form: each slot a group of its name, met again one with a letter."""
    named: set[str] = set()

    def group(match: re.Match[str]) -> str:
        slot, letter = match[1], match[2]
        if slot not in slots:
            raise LexiconError(f"dates.toml:1: {name}: no slot <{slot}>; add it to [slot]")
        inner = _SLOT.sub(lambda inside: slots[inside[1]], slots[slot])
        key = f"{slot}_{letter}" if letter else slot
        # Where a slot stands twice, the first is the one that is read.
        if key in named or slot in _SILENT:
            return f"(?:{inner})"
        named.add(key)
        return f"(?P<{key}>{inner})"

    try:
        return re.compile(_space(_SLOT.sub(group, form)))
    except re.error as error:
        raise LexiconError(f"dates.toml:1: {name}: {error}; mend the form") from error


def _space(form: str) -> str:
    """A form in which a space is any white space."""
    return form.replace("[ -]", r"[\s-]").replace(" ?", r"\s*").replace(" ", r"\s+")


def _make_info(words: Mapping[str, Mapping[str, str]]) -> parserinfo:
    """The calendar's words in the form that dateutil's parser takes."""
    months: list[tuple[str, ...]] = [
        tuple(word.rstrip(".") for word, value in words["month"].items() if value == str(number))
        for number in range(1, 13)
    ]

    class Info(parserinfo):
        MONTHS = months  # type: ignore[assignment]  # the stubs fix how many names there are

    return Info()
