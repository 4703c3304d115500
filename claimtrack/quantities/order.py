"""What the order of words says of a number where its tree is askew.

The central decision: the tree is asked first. Only where it gives nothing, the words beside a
number are read: a verb of its own clause before it or behind it, the noun that a name of parts
stands before ("98 of them foreigners"), the predicate that opens the sentence ("Wounded were
four"). A clause ends at a comma, a semicolon, a dash, and at a conjunction before a verb.
"""

from claimtrack.quantities.tables import Tables
from claimtrack.syntax import Sentence

#: Words that a verb is looked for in, on each side.
_NEAR = 12
_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "DET", "ADV", "PRON"))
_PLURAL = frozenset(("NNS", "NNPS"))
#: Words behind a number that "of others" and its like may take.
_OTHERS = 3
_PAST = frozenset(("VBN", "VBD", "JJ"))
#: Words of a group of verbs: "have not yet been found".
_VERB_GROUP = 6
#: Words between a pronoun and the noun behind it.
_PREMODIFIERS = 2


def verb_around(
    sentence: Sentence, span: range, noun: int | None, tables: Tables, *, measure: bool = False
) -> int | None:
    """The verb of a number's own clause, by order: behind it as a subject, else before it.

    A number behind a preposition is no subject and no object; a measure may stand so ("missed
    by 0.02 seconds").

    Args:
        sentence: The tree.
        span: The positions of the number with its unit.
        noun: What it counts.
        tables: Gives verbs of speech, which say nothing of what they are followed by.
        measure: Whether the number has a unit.
    """
    harmed = None if measure else _harmed_behind(sentence, span.stop, tables)
    if harmed is not None:
        return harmed
    first = _phrase_start(sentence, span.start)
    prepositional = first > 0 and sentence[first - 1].upos == "ADP"
    before = _verb_before(sentence, first, tables)
    if before is not None:
        return before if measure or not prepositional else None
    if prepositional:
        return None
    last = max(span.stop - 1, noun if noun is not None else 0)
    behind = _verb_behind(sentence, last, tables)
    # "The two raids have killed 19": not the raids.
    does = behind is not None and _does_harm(sentence, behind, tables)
    return None if does else behind


def _harmed_behind(sentence: Sentence, start: int, tables: Tables) -> int | None:
    """The participle of harm right behind a number and its others: "dozens of others wounded"."""
    for word in sentence.words[start : start + _OTHERS]:
        if word.upos in {"VERB", "ADJ"} and tables.is_casualty(tables.lemma(word)):
            return word.index if _is_passive(sentence, word.index, tables) else None
        if word.upos not in {"ADP", "NOUN", "ADJ", "PRON"} or word.xpos == "WP":
            return None
    return None


def _is_passive(sentence: Sentence, at: int, tables: Tables) -> bool:
    """Whether a word is a participle: "two patients killed and"; not "bombers killed at least"."""
    word = sentence[at]
    if word.xpos != "VBD" or at + 1 == len(sentence):
        return word.xpos in _PAST
    behind = sentence[at + 1]
    apart = behind.upos == "ADP" and behind.text.casefold() not in tables.bounding
    return apart or behind.upos in {"PUNCT", "CCONJ", "SCONJ"}


def _does_harm(sentence: Sentence, verb: int, tables: Tables) -> bool:
    """Whether a verb says that its subject harms others: no passive, and no verb like "die"."""
    word = sentence[verb]
    lemma = tables.lemma(word)
    if word.upos != "VERB" or not tables.is_casualty(lemma) or lemma in tables.patients:
        return False
    before = [item.lemma for item in sentence.words[max(0, verb - 2) : verb] if item.upos == "AUX"]
    return not (word.xpos == "VBN" and "be" in before)


def _phrase_start(sentence: Sentence, first: int) -> int:
    """Where the words that bound or introduce a number begin."""
    while first and sentence[first - 1].upos in {"ADV", "DET", "ADJ"}:
        first -= 1
    return first


def _ends_clause(sentence: Sentence, at: int) -> bool:
    word = sentence[at]
    if word.upos == "SCONJ" or word.xpos in {"WDT", "WP", "WRB"}:
        return True
    return word.upos == "PUNCT" and word.text not in {"-", "'", "’", '"', "“", "”"}


def _verb_before(sentence: Sentence, first: int, tables: Tables) -> int | None:
    for at in range(first - 1, max(-1, first - 1 - _NEAR), -1):
        if _ends_clause(sentence, at):
            return None
        word = sentence[at]
        if word.upos == "VERB":
            return None if tables.lemma(word) in tables.speech else at
    return None


def _verb_behind(sentence: Sentence, last: int, tables: Tables) -> int | None:
    start = _after_aside(sentence, last + 1)
    for at in range(start, min(len(sentence), start + _NEAR)):
        word = sentence[at]
        joins = word.upos == "CCONJ" and sentence[at + 1].upos not in _NOMINAL
        if _ends_clause(sentence, at) or joins:
            return None
        if word.upos == "VERB" and word.relation not in {"amod", "compound"}:
            return at
        harmed = word.upos == "ADJ" and tables.is_casualty(tables.lemma(word))
        if harmed and sentence[at - 1].upos in {"AUX", "ADV"}:
            return at  # "Two others were still missing"
    return None


def _after_aside(sentence: Sentence, start: int) -> int:
    """Where a clause goes on behind an aside between two commas, or the start itself."""
    if start >= len(sentence) or sentence[start].text != ",":
        return start
    for at in range(start + 1, min(len(sentence) - 1, start + 1 + _NEAR)):
        if sentence[at].text == ",":
            return at + 1 if sentence[at + 1].upos in {"VERB", "AUX"} else start
        if sentence[at].upos == "VERB":
            return start
    return start


def is_predicated(sentence: Sentence, last: int) -> bool:
    """Whether a number says what its own are or did by "to be": "31 of whom are foreigners".

    Args:
        sentence: The tree.
        last: The number's last word.
    """
    words = sentence.words[last + 1 : last + 4]
    if len(words) < len(("of", "whom", "are")) or words[0].upos != "ADP":
        return False
    whom = words[1].xpos in {"WP", "WDT"}
    them = words[1].upos == "PRON" and verb_of_those(sentence, last) is not None
    return words[2].upos == "AUX" and (whom or them)


def verb_of_those(sentence: Sentence, last: int) -> int | None:
    """The verb behind "of whom were" and its like, or None: "20 of which have been destroyed".

    Args:
        sentence: The tree.
        last: The number's last word.
    """
    for word in sentence.words[last + 3 : last + 3 + _VERB_GROUP]:
        if word.upos == "VERB":
            return word.index
        if word.upos not in {"AUX", "ADV", "PART", "SCONJ"}:
            return None
    return None


def is_somewhere(sentence: Sentence, last: int) -> bool:
    """Whether a number without a noun only is somewhere or something: "32 are in hospital".

    Args:
        sentence: The tree.
        last: The number's last word.
    """
    words = sentence.words[last + 1 : last + 3]
    there = len(words) == len(("are", "in")) and words[1].upos in {"ADP", "DET"}
    return there and words[0].upos == "AUX" and words[0].lemma == "be"


def fronted(sentence: Sentence, first: int, tables: Tables) -> int | None:
    """The participle that opens a sentence whose subject comes last: "Wounded were four".

    Args:
        sentence: The tree.
        first: Where the number with its bound begins.
        tables: Gives words of harm.
    """
    opening = sentence[0]
    if first < 1 or sentence[first - 1].upos != "AUX":
        return None
    harmed = opening.upos in {"ADJ", "VERB"} and tables.is_casualty(tables.lemma(opening))
    return 0 if opening.xpos == "VBN" or harmed else None


def noun_of_members(sentence: Sentence, last: int, tables: Tables) -> int | None:
    """What some of those before are: "98 of them foreigners", "most of whom women".

    Args:
        sentence: The tree.
        last: The number's last word.
        tables: Gives prepositions of members.
    """
    words = sentence.words[last + 1 : last + 3]
    if [word.upos for word in words] != ["ADP", "PRON"]:
        return None
    if words[0].text.casefold() not in tables.members:
        return None
    for word in sentence.words[last + 3 : last + 4 + _PREMODIFIERS]:
        if word.upos == "NOUN" and word.xpos in _PLURAL:
            times = word.text.casefold() in tables.times
            return None if times or tables.number(word)[1] else word.index
        if word.upos not in {"ADJ", "NOUN", "PROPN"}:
            return None
    return None


def glued(sentence: Sentence, at: int) -> range:
    """The words that hyphens make one with a word: "start-ups", "F-16"."""
    first = last = at
    while first > 1 and _joined(sentence, first - 1):
        first -= 2
    while last + 2 < len(sentence) and _joined(sentence, last + 1):
        last += 2
    return range(first, last + 1)


def _joined(sentence: Sentence, mark: int) -> bool:
    """Whether a hyphen stands between two words without a gap."""
    word = sentence[mark]
    touches = sentence[mark - 1].end == word.start and word.end == sentence[mark + 1].start
    return word.text in {"-", "‐", "‑"} and touches
