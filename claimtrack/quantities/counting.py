"""What a number counts."""

from claimtrack.quantities.tables import Tables
from claimtrack.syntax import ROOT, Sentence

_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "PRON", "NUM"))
_PLURAL = frozenset(("NNS", "NNPS"))
#: Tags of verbs; a word may be one by its finer tag only.
_FINITE = frozenset(("VB", "VBD", "VBP", "VBZ"))
#: Words between a number and the noun that it counts.
_PREMODIFIERS = 3
_COUNTING = frozenset(("nummod", "det", "compound", "amod", "advmod"))


def counted_noun(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """The noun that a number stands with: "49 soldiers", "two of the soldiers"."""
    word = sentence[top]
    for child in sentence.children(top, "nmod"):
        if _is_member(sentence, child, tables):
            return _named(sentence, child, tables)
    if word.head == ROOT:
        return None
    head = sentence[word.head]
    if word.relation in _COUNTING and head.upos in _NOMINAL:
        # No preposition stands between a number and its noun, but for "40 to 50 men".
        parted = any(_parts(sentence, at, tables) for at in range(top + 1, word.head))
        return None if parted else _named(sentence, _whole_noun(sentence, word.head), tables)
    if word.relation == "nmod" and case_of(sentence, top) == "of" and head.upos == "NOUN":
        # "A crew of nine"; not "the bodies of two of them", and the "death of eight" is what
        # happened to them.
        others = _is_of_them(sentence, top) or tables.is_casualty(tables.lemma(head))
        return None if others else _named(sentence, word.head, tables)
    if word.relation == "nsubj" and head.upos == "NOUN":
        # "19 were soldiers and 12 civilians."
        found = sentence.children(word.head, "cop") or word.head == top + 1
        return word.head if found and not sentence.children(word.head, "case") else None
    # A scale word that is itself the noun ("thousands fled") counts nothing that is said.
    return None


def _whole_noun(sentence: Sentence, noun: int) -> int:
    """The plural that a noun is the first part of: "27 member states"."""
    word = sentence[noun]
    joined = word.relation == "compound" and word.head == noun + 1 and word.xpos == "NN"
    return word.head if joined and sentence[word.head].xpos in _PLURAL else noun


def _is_of_them(sentence: Sentence, top: int) -> bool:
    """Whether a number is one of those that a pronoun stands for: "two of them"."""
    return any(sentence[child].upos == "PRON" for child in sentence.children(top, "nmod"))


def _parts(sentence: Sentence, at: int, tables: Tables) -> bool:
    """Whether a word between a number and a noun parts them: a preposition, a verb of its own."""
    word = sentence[at]
    if word.upos == "VERB":
        return word.relation not in {"amod", "compound"}
    return word.upos == "ADP" and tables.number(word)[1] != "range"


def _is_member(sentence: Sentence, noun: int, tables: Tables) -> bool:
    """Whether a noun behind a number is what it is a number of; "from the army" is whose."""
    case = case_of(sentence, noun)
    if case not in tables.members or sentence[noun].upos == "PRON":
        return False
    return case == "of" or sentence[noun].xpos in _PLURAL


def noun_behind(sentence: Sentence, last: int, tables: Tables) -> int | None:
    """The plural that a number stands right before, whatever the parser hangs it from.

    Args:
        sentence: The tree.
        last: The number's last word.
        tables: Gives the words of time, which it does not count.
    """
    people: int | None = None
    for word in sentence.words[last + 1 : last + 2 + _PREMODIFIERS]:
        if word.text.casefold() in tables.times or tables.number(word)[1]:
            return None
        if word.upos in {"NOUN", "PROPN"} and word.xpos in _PLURAL:
            return _named(sentence, word.index, tables)
        if word.upos not in {"NOUN", "PROPN", "ADJ"}:
            return people
        # "25,000 Sudanese have fled".
        people = word.index if tables.side(word.text) else None
    return people


def predicate_of(sentence: Sentence, last: int) -> int | None:
    """What some of those before are said to be: "two of whom were commanders".

    Args:
        sentence: The tree.
        last: The number's last word.
    """
    words = sentence.words[last + 1 : last + 4]
    if [word.upos for word in words] != ["ADP", "PRON", "AUX"]:
        return None
    for word in sentence.words[last + 4 : last + 5 + _PREMODIFIERS]:
        if word.upos == "NOUN" and word.xpos in _PLURAL:
            return None if sentence.children(word.index, "case") else word.index
        if word.upos not in {"ADJ", "NOUN"}:
            return None
    return None


def _named(sentence: Sentence, noun: int, tables: Tables) -> int | None:
    """The noun itself, or what it only says the number of: "the number of dead"."""
    word = sentence[noun]
    if word.upos != "NOUN" and word.text.casefold() in tables.bounding:
        return None  # "Dozens more"
    if word.text[:1].isdigit() or word.xpos in _FINITE:
        return None  # "41,000, up from 38,500", "eight remain missing"
    if _is_participle(sentence, noun, tables):
        return None  # "Two of the wounded"
    if sentence[noun].lemma.casefold() not in tables.measures:
        return noun
    for child in sentence.children(noun, "nmod"):
        if case_of(sentence, child) in tables.members:
            of_them = sentence[child].upos == "PRON"
            return None if of_them or _is_participle(sentence, child, tables) else child
    return None if sentence[noun].upos == "NUM" else noun


def stands_for_others(sentence: Sentence, noun: int, tables: Tables) -> bool:
    """Whether a noun is of what the text has named before: "injured 33 others"."""
    word = sentence[noun]
    return word.xpos in _PLURAL and word.text.casefold() in tables.bounding


def _is_participle(sentence: Sentence, index: int, tables: Tables) -> bool:
    """Whether a word says what happened to people, and is no noun for them such as "dead"."""
    named = tables.lemma(sentence[index]) == sentence[index].text.casefold()
    return not named and _is_harmed(sentence, index, tables)


def company_of(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """The noun beside a number of some others: "14 of them independents"."""
    for child in sentence.children(top, "nmod", "appos"):
        named = child > top and sentence[child].xpos in _PLURAL
        timed = sentence[child].text.casefold() in tables.times
        if named and not timed and not sentence.children(child, "case"):
            return child
    return None


def gauged_noun(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """What a figure is of, by its verb: "put the dead at 1,400", "the toll rose to 105"."""
    word = sentence[top]
    if word.head == ROOT or word.relation not in {"obj", "obl", "nmod", "xcomp"}:
        return None
    verb = word.head
    above = sentence[verb].head
    if tables.number(sentence[verb])[1] in {"share", "fraction"} and above != ROOT:
        verb, above = above, sentence[above].head  # "Fell by a fifth to 14,800"
    moved = word.relation == "obl" and sentence[verb].deprel == "acl"
    if moved and above != ROOT and sentence[verb].upos == "VERB":
        # "Put the number of civilians killed at 2,400".
        return _gauged_above(sentence, above, tables)
    if word.relation == "nmod" and sentence[verb].upos == "NOUN":
        # "Revised the toll from 1,014": the figure may hang from the noun itself.
        above = sentence[verb].head
        gauged = above != ROOT and tables.lemma(sentence[above]) in tables.gauges
        return _named(sentence, verb, tables) if gauged else None
    if tables.lemma(sentence[verb]) not in tables.gauges:
        return None
    return _figure_of(sentence, verb, top, tables)


def _figure_of(sentence: Sentence, verb: int, top: int, tables: Tables) -> int | None:
    """The noun that a verb puts at a number or moves to it."""
    kinds = ("obj", "nsubj") if sentence[top].relation == "obl" else ("nsubj",)
    for kind in kinds:
        for child in sentence.children(verb, kind):
            if child != top and sentence[child].upos in {"NOUN", "PROPN"}:
                return _named(sentence, child, tables)
            if sentence[child].xpos == "WP" and sentence[verb].deprel == "acl:relcl":
                return _named(sentence, sentence[verb].head, tables)  # "Rebels, who number 500"
    return None


def _gauged_above(sentence: Sentence, noun: int, tables: Tables) -> int | None:
    """A noun, where it or the number of it is what a verb of figures moves."""
    tops = [noun, sentence[noun].head]
    for top in tops:
        above = sentence[top].head if top != ROOT else ROOT
        if above != ROOT and tables.lemma(sentence[above]) in tables.gauges:
            return _named(sentence, noun, tables)
    return None


def casualty_word(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """The word of harm that a number stands with, where no noun does: "more than 100 wounded"."""
    word = sentence[top]
    if word.head == ROOT or word.relation not in {*_COUNTING, "nsubj"}:
        return None
    harmed = _is_harmed(sentence, word.head, tables)
    return word.head if harmed and word.head > top else None


def harmed_member(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """The word of harm that a number is a number of: "fifteen of the wounded"."""
    for child in sentence.children(top, "nmod"):
        if case_of(sentence, child) == "of" and _is_participle(sentence, child, tables):
            return child
    return None


def harmed_behind(sentence: Sentence, last: int, tables: Tables) -> int | None:
    """The word of harm right behind a number: "from 1,014 to 1,121 dead"."""
    behind = last + 1
    if behind < len(sentence) and _is_harmed(sentence, behind, tables):
        return behind
    return None


def _is_harmed(sentence: Sentence, index: int, tables: Tables) -> bool:
    """Whether a word says that people are dead or hurt, and is no noun such as "deaths"."""
    word = sentence[index]
    participle = word.upos in {"ADJ", "VERB"} or (word.upos == "NOUN" and word.xpos != "NNS")
    return participle and tables.is_casualty(tables.lemma(word))


def measured(sentence: Sentence, span: range, tables: Tables) -> int | None:
    """What a unit measures: "60 percent of voters", "a $5 million bill"; None if not said.

    Args:
        sentence: The tree.
        span: The positions of the number with its unit.
        tables: Gives the prepositions.
    """
    behind = sentence.words[span.stop : span.stop + 2]
    if len(behind) > 1 and tables.number(behind[0])[1] == "article" and behind[1].upos == "NOUN":
        after = sentence.words[span.stop + 2 : span.stop + 3]
        timed = behind[1].text.casefold() in tables.times and [w.upos for w in after] == ["ADV"]
        return None if timed else behind[1].index  # "$70 a barrel", not "a month earlier"
    if behind and tables.labels.get(behind[0].text.casefold()) == "dimension":
        return _plural_before(sentence, span.start, tables)  # "Waves up to nine metres high"
    for top in tops_of(sentence, span):
        for child in sentence.children(top, "nmod"):
            if child in span:
                continue
            case = case_of(sentence, child)
            if case in tables.members and case != "from":
                return None if sentence[child].upos in {"PRON", "DET"} else child
        head = sentence[top].head
        if sentence[top].relation in _COUNTING and head >= span.stop:
            return head if sentence[head].upos in {"NOUN", "PROPN"} else None
        found = _holder(sentence, top, span, tables)
        if found is not None:
            return found
    return None


def tops_of(sentence: Sentence, span: range) -> list[int]:
    """The words of a stretch that hang from none of its others."""
    return [at for at in span if sentence[at].head not in span] or [span.start]


def _holder(sentence: Sentence, noun: int, span: range, tables: Tables) -> int | None:
    """The noun that a measure is of: "waves of six metres", "a 12-km convoy"."""
    word = sentence[noun]
    before = _before_of(sentence, span.start, tables)
    if before is not None:
        return before  # "Winds of more than 200 km/h", whatever they hang from.
    if word.head == ROOT:
        return None
    head = sentence[word.head]
    if head.upos == "ADJ" and head.relation == "amod" and word.relation == "obj":
        return head.head  # "Goods worth £3m"
    # "A fine of £3m": some nouns are adjectives to a tagger.
    if head.upos not in {"NOUN", "PROPN"} and not sentence.children(word.head, "det"):
        return None
    if word.relation in {"compound", "nmod", "amod"} and word.head >= span.stop:
        return word.head
    return None


def _before_of(sentence: Sentence, first: int, tables: Tables) -> int | None:
    """The noun that a measure follows by "of" or "worth", with or without a bound."""
    at = first - 1
    while at > 0 and sentence[at].text.casefold() in tables.bounding - {"of"}:
        at -= 1
    if at < 1 or sentence[at].text.casefold() not in tables.measuring:
        return None
    noun = sentence[at - 1]
    named = noun.upos in {"NOUN", "PROPN"} or sentence.children(at - 1, "det")
    return at - 1 if named and noun.text.casefold() not in tables.times else None


def _plural_before(sentence: Sentence, first: int, tables: Tables) -> int | None:
    """The noun right before a measure and its bound, or before the commas and verb "to be"."""
    at = first - 1
    while at >= 0 and (
        sentence[at].text.casefold() in tables.bounding or sentence[at].upos in {"AUX", "PUNCT"}
    ):
        at -= 1
    return at if at >= 0 and sentence[at].text.islower() | (at == 0) else None


def case_of(sentence: Sentence, index: int) -> str:
    """The prepositions of a noun, in text order."""
    return " ".join(sentence[child].text.casefold() for child in sentence.children(index, "case"))
