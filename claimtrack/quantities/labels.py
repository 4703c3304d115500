"""Which numbers count something: no years, hours, ages, labels, scores or codes."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimtrack.quantities.numerals import Number, find_runs, text_of, unit_after
from claimtrack.quantities.order import glued
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import ROOT, Sentence

_YEARS = range(1800, 2100)
_PLURAL = frozenset(("NNS", "NNPS"))
#: Years; nobody is older.
_OLDEST = 120
_CODED = re.compile(r"[\d/.:-]+")
_CODE = re.compile(r"\d+(?:[/.:-]\d+){2,}")


def find_numbers(sentence: Sentence, tables: Tables) -> Iterator[Number]:
    """The numbers of a sentence that are no dates, labels or scores, in text order."""
    runs = list(find_runs(sentence, tables))
    scores = set(_find_scores(sentence, runs, tables))
    for place, run in enumerate(runs):
        code = _is_code(sentence, run) or _is_model(sentence, run)
        if place not in scores and not code and not _is_date(sentence, run, tables):
            yield run


def _is_code(sentence: Sentence, run: Number) -> bool:
    """Whether a number is a part of three or more that hang together: "9999-12-31"."""
    first = last = run.first
    while first and sentence[first - 1].end == sentence[first].start and _chains(sentence, first):
        first -= 1
    while (
        last + 1 < len(sentence)
        and sentence[last + 1].start == sentence[last].end
        and _chains(sentence, last + 1)
    ):
        last += 1
    text = text_of(sentence.words[first : last + 1])
    return _CODE.fullmatch(text) is not None


def _is_model(sentence: Sentence, run: Number) -> bool:
    """Whether a hyphen joins a number to a name before it: "F-16"."""
    before = sentence.words[glued(sentence, run.first).start : run.first]
    return bool(before) and before[0].text.isupper() and sentence[run.first].text.isdecimal()


def _chains(sentence: Sentence, at: int) -> bool:
    """Whether a word and the one before it may be parts of a code."""
    return all(_CODED.fullmatch(sentence[place].text) for place in (at - 1, at))


def _find_scores(sentence: Sentence, runs: Sequence[Number], tables: Tables) -> Iterator[int]:
    """Places of runs that are a score or a vote: "won 3-1", "52-48"."""
    for place, (first, second) in enumerate(pairwise(runs)):
        if second.first != first.last + 2 or first.value is None or second.value is None:
            continue
        mark = sentence[first.last + 1].text
        if tables.number(sentence[first.last + 1])[1] != "range" or mark.isalpha():
            continue
        following = sentence[second.last + 1] if second.last + 1 < len(sentence) else None
        named = following is not None and following.upos in {"NOUN", "PROPN", "ADJ", "SYM"}
        scored = following is not None and tables.labels.get(following.lemma.casefold()) == "score"
        unit = second.unit or unit_after(sentence, second, tables)[1]
        if not unit and (first.value >= second.value or not named or scored):
            yield place
            yield place + 1


def _is_date(sentence: Sentence, run: Number, tables: Tables) -> bool:
    """Whether the number is a year, a day of a month, an hour, an age or a label ("Flight 17")."""
    word = sentence[run.first]
    around = [at for at in (run.first - 1, run.last + 1) if 0 <= at < len(sentence)]
    kinds = {
        tables.calendar.get(sentence[at].text.casefold(), "")
        for at in around
        if sentence[at].upos in {"PROPN", "NOUN", "ADV"}
    }
    if "month" in kinds or "clock" in kinds:
        return True
    if _is_age(sentence, run, tables) or _is_label(sentence, run, tables):
        return True
    if run.first and tables.number(sentence[run.first])[1] == "article":
        money = tables.units.get(("after", sentence[run.first - 1].text.casefold()), "")
        if money.isupper():
            return True  # "Six dollars a dozen"
    if _is_one_of(sentence, run, tables):
        return True
    if len(word.text) != len("2022") or not word.text.isdecimal() or int(word.text) not in _YEARS:
        return False
    # "The 2016 campaign" names a year, "2016 soldiers" counts.
    plural = word.head != ROOT and sentence[word.head].xpos in _PLURAL
    return run.first == run.last and not (word.relation == "nummod" and plural)


def _is_one_of(sentence: Sentence, run: Number, tables: Tables) -> bool:
    """Whether "one of" only says what kind of thing something is: "X, one of the best"."""
    word = sentence[run.first]
    if run.first != run.last or word.text.isdecimal() or run.value != 1 or run.vague:
        return False
    kind = word.relation in {"appos", "root", "parataxis"}
    named = kind or bool(sentence.children(run.first, "cop"))
    of = sentence[run.first + 1].text.casefold() if run.first + 1 < len(sentence) else ""
    followed = sentence[run.first + 2].upos if run.first + 2 < len(sentence) else ""
    return named and of in tables.members and followed != "PRON"


def _is_age(sentence: Sentence, run: Number, tables: Tables) -> bool:
    """Whether a number is somebody's age: "a 45-year-old", "aged 45", "at 14, she …"."""
    if unit_after(sentence, run, tables)[1] == "age":
        return True
    if run.first == 0:
        return False
    before = sentence[run.first - 1]
    of = before.text.casefold() in tables.members and run.first > 1
    named = sentence[run.first - 2] if of else before
    aged = tables.labels.get(named.text.casefold()) == "age"
    if aged or (of and _is_of_person(sentence, run, tables)):
        return True  # "Aged 45", "under the age of 80", "a girl of 12"
    if tables.labels.get(before.text.casefold()) == "limit" and run.first > 1:
        return _is_limit(sentence, run)
    # "At 14, the youngest …", "died at 91", but not "put at 14".
    if tables.labels.get(before.text.casefold()) != "opening" or (run.value or 0) > _OLDEST:
        return False
    behind = sentence[run.last + 1].upos if run.last + 1 < len(sentence) else "PUNCT"
    return behind == "PUNCT" and not any(
        tables.lemma(sentence[at]) in tables.gauges for at in sentence.ancestors(run.first)
    )


def _is_limit(sentence: Sentence, run: Number) -> bool:
    """Whether a number behind "under" is an age: "two of them under 16", "some are under 30"."""
    below = sentence.children(run.first)
    bare = len(below) == len(sentence.children(run.first, "case", "cop", "nsubj", "punct"))
    whose = sentence[run.first - 2].upos in {"PRON", "NOUN", "AUX"}
    return bare and whose and sentence[run.first].relation != "nummod"


def _is_of_person(sentence: Sentence, run: Number, tables: Tables) -> bool:
    """Whether a number is the age of one person by "of": "a girl of 12"; not "of 12 parties"."""
    person = sentence[run.first - 2]
    behind = sentence[run.last + 1] if run.last + 1 < len(sentence) else None
    alone = behind is None or behind.upos in {"PUNCT", "CCONJ", "VERB", "AUX", "ADP"}
    one = person.upos == "NOUN" and person.xpos == "NN" and tables.is_person(tables.lemma(person))
    return one and alone and tables.lemma(person) not in tables.groups


def _is_label(sentence: Sentence, run: Number, tables: Tables) -> bool:
    """Whether a number only names a thing: "Flight 17", "Article 5", "Mbappe, 23,"."""
    word = sentence[run.first]
    counts = word.relation == "nummod" and word.head > run.last
    # "In the first half of the year 3,200 migrants drowned"
    counts = counts and sentence[word.head].xpos in _PLURAL
    if run.unit or run.share or counts or unit_after(sentence, run, tables)[1]:
        return False
    before = sentence[run.first - 1] if run.first else None
    if before is not None and tables.labels.get(before.lemma.casefold()) == "label":
        return before.upos in {"NOUN", "PROPN", "ADJ"}
    if not (run.first > word.head >= 0 and sentence[word.head].upos in {"NOUN", "PROPN"}):
        return False
    if word.relation not in {"nummod", "flat", "appos", "compound", "nmod"}:
        return False
    if (
        before is not None
        and before.index == word.head
        and before.upos == "NOUN"
        and before.text.islower()
    ):
        return False  # "And hospitalised 38": no name, and no word that numbers things.
    # "33 pensioners in Quebec, 18 in Montreal"
    located = run.last + 1 < len(sentence) and sentence[run.last + 1].upos == "ADP"
    return not located and not any(
        child > run.last or sentence[child].relation == "case"
        for at in run.positions
        for child in sentence.children(at, "case", "nmod", "appos", "advmod")
    )
