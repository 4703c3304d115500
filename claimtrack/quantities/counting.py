"""What a number counts, and in what event."""

from collections.abc import Iterator

from claimtrack.quantities.tables import Tables
from claimtrack.syntax import ROOT, Sentence

_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "PRON", "NUM"))
_NAMED = frozenset(("NOUN", "PROPN", "ADJ", "VERB"))
_PLURAL = frozenset(("NNS", "NNPS"))
_COUNTING = frozenset(("nummod", "det", "compound", "amod", "advmod"))
_ARGUMENTS = frozenset(("nsubj", "obj", "iobj", "obl"))
#: Prepositions of what shares the fate of a verb's argument, and of its parts.
_COMPANY = frozenset(("with", "of", "along with", "together with", "as well as", "to"))
_PARTITIVE = frozenset(("", "of", "including", "among", "of which"))
#: Verbs and nouns that are looked at above what is counted; a longer chain is a broken tree.
_LONGEST_CHAIN = 8


# --- what ------------------------------------------------------------------------------------


def counted_noun(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """The noun that a number stands with: "49 soldiers", "two of the soldiers"."""
    word = sentence[top]
    for child in sentence.children(top, "nmod"):
        if case_of(sentence, child) in tables.members and sentence[child].upos != "PRON":
            return _named(sentence, child, tables)
    if word.head == ROOT:
        return None
    head = sentence[word.head]
    if word.relation in _COUNTING and head.upos in _NOMINAL:
        # No preposition stands between a number and its noun.
        parted = any(sentence[at].upos == "ADP" for at in range(top + 1, word.head))
        return None if parted else _named(sentence, word.head, tables)
    if word.relation == "nmod" and case_of(sentence, top) == "of" and head.upos == "NOUN":
        return _named(sentence, word.head, tables)  # "A crew of nine."
    if word.relation == "nsubj" and head.upos == "NOUN":
        # "19 were soldiers and 12 civilians."
        found = sentence.children(word.head, "cop") or word.head == top + 1
        return word.head if found else None
    # A scale word that is itself the noun ("thousands fled") counts nothing that is said.
    return None


def _named(sentence: Sentence, noun: int, tables: Tables) -> int | None:
    """The noun itself, or what it only says the number of: "the number of dead"."""
    word = sentence[noun]
    if word.upos != "NOUN" and word.text.casefold() in tables.bounding:
        return None  # "Dozens more"
    if _is_participle(sentence, noun, tables):
        return None  # "Two of the wounded"
    if sentence[noun].lemma.casefold() not in tables.measures:
        return noun
    for child in sentence.children(noun, "nmod"):
        if case_of(sentence, child) in tables.members:
            return None if _is_participle(sentence, child, tables) else child
    return None if sentence[noun].upos == "NUM" else noun


def _is_participle(sentence: Sentence, index: int, tables: Tables) -> bool:
    """Whether a word says what happened to people, and is no noun for them such as "dead"."""
    named = tables.lemma(sentence[index]) == sentence[index].text.casefold()
    return not named and _is_harmed(sentence, index, tables)


def company_of(sentence: Sentence, top: int) -> int | None:
    """The noun beside a number of some others: "14 of them independents"."""
    for child in sentence.children(top, "nmod", "appos"):
        named = child > top and sentence[child].upos in {"NOUN", "PROPN"}
        if named and not sentence.children(child, "case"):
            return child
    return None


def gauged_noun(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """What a figure is of, by its verb: "put the dead at 1,400", "the toll rose to 105"."""
    word = sentence[top]
    if word.head == ROOT or word.relation not in {"obj", "obl", "nmod", "xcomp"}:
        return None
    verb = word.head
    if word.relation == "nmod" and sentence[verb].upos == "NOUN":
        # "Revised the toll from 1,014": the figure may hang from the noun itself.
        above = sentence[verb].head
        moved = above != ROOT and tables.lemma(sentence[above]) in tables.gauges
        return _named(sentence, verb, tables) if moved else None
    if tables.lemma(sentence[verb]) not in tables.gauges:
        return None
    kinds = ("obj", "nsubj") if word.relation == "obl" else ("nsubj",)
    for kind in kinds:
        for child in sentence.children(verb, kind):
            if child != top and sentence[child].upos in {"NOUN", "PROPN"}:
                return _named(sentence, child, tables)
    return None


def casualty_word(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """The word of harm that a number stands with, where no noun does: "more than 100 wounded"."""
    word = sentence[top]
    if word.head == ROOT or word.relation not in {*_COUNTING, "nsubj"}:
        return None
    harmed = _is_harmed(sentence, word.head, tables)
    return word.head if harmed and word.head > top else None


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
        return behind[1].index  # "$70 a barrel"
    for top in tops_of(sentence, span):
        for child in sentence.children(top, "nmod"):
            if child in span:
                continue
            if case_of(sentence, child) in tables.members:
                return child
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
    if word.head == ROOT or sentence[word.head].upos not in {"NOUN", "PROPN"}:
        return None
    if word.relation in {"compound", "nmod", "amod"} and word.head >= span.stop:
        return word.head
    return word.head if word.relation == "nmod" and _has_of(sentence, span.start, tables) else None


def _has_of(sentence: Sentence, first: int, tables: Tables) -> bool:
    """Whether a measure hangs by "of", alone or with a bound ("of up to six")."""
    at = first - 1
    while at > 0 and sentence[at].text.casefold() in tables.bounding - {"of"}:
        at -= 1
    return at >= 0 and sentence[at].text.casefold() == "of"


def case_of(sentence: Sentence, index: int) -> str:
    """The prepositions of a noun, in text order."""
    return " ".join(sentence[child].text.casefold() for child in sentence.children(index, "case"))


def narrowed(sentence: Sentence, noun: int, run: range, tables: Tables) -> tuple[str, ...]:
    """The noun's lemma and those of what narrows it down, noun first."""
    words = [noun, *_company(sentence, noun, tables), *narrowing(sentence, noun, run, tables)]
    return tuple(dict.fromkeys(tables.lemma(sentence[at]) for at in words))


def _company(sentence: Sentence, noun: int, tables: Tables) -> Iterator[int]:
    """Nouns that one number counts together: "25 soldiers and fighters"."""
    for child in sentence.children(noun, "conj"):
        if sentence[child].upos != "NOUN" or sentence[child].xpos not in _PLURAL:
            continue
        # With a participle or a verb of its own it is a misread clause: "and damaging houses".
        clause = any(
            sentence[at].xpos == "VBG" for at in sentence.children(child, "amod")
        ) or sentence.children(child, "acl")
        counted = sentence.children(child, "nummod", "det") or _vague(sentence, child, tables)
        if not clause and not counted:
            yield child


def _vague(sentence: Sentence, index: int, tables: Tables) -> bool:
    """Whether a noun is a number word ("scores"), which counts for itself."""
    return bool(tables.number(sentence[index])[1]) or bool(sentence.children(index, "nmod"))


def narrowing(sentence: Sentence, noun: int, run: range, tables: Tables) -> Iterator[int]:
    """The words that narrow a noun down, in the order in which they hang from it."""
    open_, seen = [noun], {noun}
    while open_:
        top = open_.pop(0)
        for child in sentence.children(top, "amod", "compound", "nmod", "flat", "conj"):
            if child in seen or not _narrows(sentence, top, child, run, tables):
                continue
            seen.add(child)
            if sentence[child].upos in _NAMED:
                yield child
            open_.append(child)


def _narrows(sentence: Sentence, top: int, child: int, run: range, tables: Tables) -> bool:
    word = sentence[child]
    if child in run or word.text.casefold() in tables.bounding:
        return False
    if word.relation == "nmod" and word.deprel != "nmod:poss":
        # "Mayors from 12 regions", "the dead of Tuesday" are not kinds of mayors and dead.
        return (
            case_of(sentence, child) == "of" and tables.calendar.get(word.text.casefold()) is None
        )
    if word.relation == "conj":
        return sentence[top].relation in {"amod", "compound"}
    if tables.lemma(word) in tables.ordinals:
        return False  # "The first 20 games"
    if ("after", tables.lemma(word)) in tables.units:
        return False  # "An eight-year, $5 million offer"
    # "Two wounded soldiers" are soldiers; that they are wounded is what happened to them.
    return word.relation != "amod" or not tables.is_casualty(tables.lemma(word))


# --- in what event ---------------------------------------------------------------------------


def event_of(sentence: Sentence, noun: int, span: range, tables: Tables) -> str:
    """Lemma of the predicate that a noun takes part in, or empty.

    Of a verb of harm it is the one who is harmed: neither who does it nor where it happens.

    Args:
        sentence: The tree.
        noun: What is counted, or the number itself.
        span: The positions of the number.
        tables: Gives events.
    """
    first = span.start
    if first > 1 and sentence[first - 1].xpos == "VBN" and sentence[first - 2].upos == "CCONJ":
        # "Killed 25 and injured scores": parsers take the second verb for an adjective.
        return tables.lemma(sentence[first - 1])
    before = first - 1
    while before > 0 and sentence[before].text.casefold() in tables.bounding:
        before -= 1
    if noun in span and before >= 0 and sentence[before].upos == "VERB":
        # "Injured another ten in the town": whatever the number hangs from.
        lemma = tables.lemma(sentence[before])
        if tables.is_casualty(lemma) and lemma not in tables.patients:
            return lemma
    verb = event_verb(sentence, noun)
    harm = verb is not None and tables.is_casualty(tables.lemma(sentence[verb]))
    for child in sentence.children(noun, "acl", "amod"):
        if not harm and tables.is_casualty(tables.lemma(sentence[child])):
            return tables.lemma(sentence[child])
    participle = next(
        (at for at in sentence.children(noun, "acl") if sentence[at].upos == "VERB"), None
    )
    # "With four joining them" tells of the four, not of what the others did.
    if verb is not None and (participle is None or harm or not case_of(sentence, noun)):
        if sentence[noun].relation == "obl" and tables.lemma(sentence[verb]) in tables.speech:
            return ""  # "Of the 43 survivors, …, they said."
        harmed = not harm or _is_victim(sentence, noun, verb, tables)
        return _passed_on(sentence, verb, tables) if harmed else ""
    return with_particle(sentence, participle, tables) if participle is not None else ""


def _is_victim(sentence: Sentence, noun: int, verb: int, tables: Tables) -> bool:
    """Whether a noun is the one that a verb of harm harms."""
    top = noun
    while sentence[top].head not in {verb, ROOT}:
        if sentence[top].relation == "nmod" and case_of(sentence, top) not in _PARTITIVE:
            return False
        top = sentence[top].head
    word = sentence[top]
    if word.relation == "obl":
        case = case_of(sentence, top)
        return case in tables.parts or not case or case in _COMPANY
    if word.deprel == "nsubj" and sentence[verb].upos == "VERB":
        lemma = tables.lemma(sentence[verb])
        passive = sentence[verb].xpos == "VBN" and not sentence.children(verb, "obj")
        return passive or lemma in tables.patients
    return True


def event_verb(sentence: Sentence, noun: int) -> int | None:
    """The predicate that a noun is an argument of, through what it is a part of."""
    top = noun
    for _ in range(_LONGEST_CHAIN):
        word = sentence[top]
        if word.head == ROOT:
            return None
        above = sentence[word.head]
        if word.relation in _ARGUMENTS and above.upos == "VERB":
            return word.head
        if word.relation == "nsubj" and above.upos == "ADJ":
            return word.head
        if word.relation not in {"conj", "nmod", "nummod", "compound", "appos", "nsubj"}:
            return None
        top = word.head
    return None


def _passed_on(sentence: Sentence, verb: int, tables: Tables) -> str:
    """The event, where a verb only hands it on: "were reported killed", "left 50 dead"."""
    handed = [
        at for at in sentence.children(verb, "xcomp") if sentence[at].upos in {"VERB", "ADJ"}
    ]
    for at in handed:
        inner = [
            below
            for below in sentence.children(at, "xcomp")
            if sentence[below].upos in {"VERB", "ADJ"}
        ]
        for word in (*inner, at):
            if tables.is_casualty(tables.lemma(sentence[word])):
                return tables.lemma(sentence[word])
    passive = bool(sentence.children(verb, "nsubj:pass", "aux:pass"))
    if handed and passive:
        return with_particle(sentence, handed[0], tables)
    return with_particle(sentence, verb, tables)


def with_particle(sentence: Sentence, verb: int, tables: Tables) -> str:
    """A verb's lemma, with its particle."""
    particles = [sentence[at].text.casefold() for at in sentence.children(verb, "compound:prt")]
    return " ".join([tables.lemma(sentence[verb]), *particles])
