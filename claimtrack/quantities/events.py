"""In what event what is counted takes part."""

from claimtrack.quantities.counting import case_of
from claimtrack.quantities.numerals import text_of
from claimtrack.quantities.order import fronted
from claimtrack.quantities.tables import Tables
from claimtrack.syntax import ROOT, Sentence

_ARGUMENTS = frozenset(("nsubj", "obj", "iobj", "obl"))
_COUNTED = _ARGUMENTS | {"nummod"}
#: Prepositions of what shares the fate of a verb's argument, and of its parts.
_COMPANY = frozenset(("with", "of", "along with", "together with", "as well as", "to"))
_PARTITIVE = frozenset(("", "of", "including", "among", "of which"))
#: Words before a number that a bound may take.
_LONGEST_BOUND = 4
#: Verbs and nouns that are looked at above what is counted; a longer chain is a broken tree.
_LONGEST_CHAIN = 8


def event_of(sentence: Sentence, noun: int, span: range, tables: Tables) -> str:
    """Lemma of the predicate that a noun takes part in, or empty.

    Of a verb of harm it is the one who is harmed: neither who does it nor where it happens.

    Args:
        sentence: The tree.
        noun: What is counted, or the number itself.
        span: The positions of the number.
        tables: Gives events.
    """
    if _is_attributed(sentence, noun, tables):
        return ""  # "According to two commanders"
    if (beside := _verb_beside(sentence, noun, span, tables)) is not None:
        return with_particle(sentence, beside, tables)
    if named := _event_noun(sentence, noun, tables):
        return named
    verb = event_verb(sentence, noun, tables)
    told = verb is not None and tables.lemma(sentence[verb]) in tables.speech
    if told and (clause := _clause_below(sentence, noun, tables)) is not None:
        return passed_on(sentence, clause, tables)
    if verb is not None and (harm := _gauged_harm(sentence, noun, verb, tables)):
        return harm
    partitive = sentence[noun].head in span  # "37 of 40 economists polled"
    return _by_tree(sentence, noun, verb, tables, partitive=partitive)


def _verb_beside(sentence: Sentence, noun: int, span: range, tables: Tables) -> int | None:
    """The verb right beside a number, where it says what happened to those whom it counts."""
    own = _own_clause(sentence, span.stop - 1) if noun in span else None
    if own is not None:
        return own
    first = span.start
    opening = fronted(sentence, before_bound(sentence, first, tables), tables)
    if opening is not None:
        return opening
    if first > 1 and sentence[first - 1].xpos == "VBN" and sentence[first - 2].upos == "CCONJ":
        # "Killed 25 and injured scores": parsers take the second verb for an adjective.
        return first - 1
    before = before_bound(sentence, first, tables) - 1
    if before < 0 or sentence[before].upos != "VERB" or sentence[noun].relation == "nsubj":
        return None
    # "Injured another ten in the town": whatever the number hangs from.
    lemma = tables.lemma(sentence[before])
    return before if tables.is_casualty(lemma) and lemma not in tables.patients else None


def before_bound(sentence: Sentence, first: int, tables: Tables) -> int:
    """The position where the words that bound a number begin; its own where none do."""
    for length in range(_LONGEST_BOUND, 0, -1):
        words = sentence.words[max(0, first - length) : first]
        if len(words) == length and ("before", text_of(words).casefold()) in tables.bounds:
            return first - length
    return first


def _by_tree(
    sentence: Sentence, noun: int, verb: int | None, tables: Tables, *, partitive: bool = False
) -> str:
    """The event of a noun by what it hangs from and what hangs from it."""
    if verb is None and (whole := whole_of(sentence, noun, tables)) is not None:
        # "Six civilians were among 22 people killed".
        return _by_tree(sentence, whole, event_verb(sentence, whole, tables), tables)
    harm = verb is not None and tables.is_casualty(tables.lemma(sentence[verb]))
    for child in sentence.children(noun, "acl", "amod"):
        if _tells_of_others(sentence, child, noun):
            continue
        # "Six people were killed and four people injured".
        joined = sentence[noun].relation == "conj" and child > noun
        lemma = tables.lemma(sentence[child])
        if (not harm or joined) and tables.is_casualty(lemma):
            return lemma
        if joined and child == noun + 1 and sentence[child].xpos == "VBN":
            return lemma  # "Homes were flattened and hundreds of people displaced"
    whole = sentence[noun].relation == "obl" and case_of(sentence, noun) == "of"
    opens = verb is not None and whole and noun < verb  # "Of the 43 survivors, …, they said."
    participle = next(
        (
            at
            for at in sentence.children(noun, "acl")
            if sentence[at].upos == "VERB"
            and not _tells_of_others(sentence, at, noun)
            # "Overrun by 200 gunmen, who torched vehicles"
            and (verb is None or opens or sentence[at].deprel != "acl:relcl")
        ),
        None,
    )
    # "With four joining them" tells of the four, not of what the others did.
    within = case_of(sentence, noun) and not partitive
    if verb is not None and not opens and (participle is None or harm or not within):
        harmed = not harm or _is_victim(sentence, noun, verb, tables)
        return passed_on(sentence, verb, tables) if harmed else ""
    return with_particle(sentence, participle, tables) if participle is not None else ""


def _is_attributed(sentence: Sentence, noun: int, tables: Tables) -> bool:
    """Whether a noun is whom something is according to."""
    return any(
        text_of(
            [sentence[case], *(sentence[at] for at in sentence.children(case, "fixed"))]
        ).casefold()
        in tables.attributing
        for case in sentence.children(noun, "case")
    )


def _clause_below(sentence: Sentence, noun: int, tables: Tables) -> int | None:
    """The verb of the clause that a parser makes a part of its subject.

    "Only 11 of the governors attended, the ministry said" has "11" as what said, or under it.
    """
    for top in (noun, *sentence.ancestors(noun)):
        told = tables.lemma(sentence[top]) in tables.speech
        # "Five hundred detainees, …, remain in the camp, it said" has two subjects of one verb.
        kinds = ("ccomp", "xcomp", "parataxis", "advcl") if told else ("acl", "parataxis")
        for child in sentence.children(top, *kinds):
            own = sentence.children(child, "nsubj")
            before = noun < child < top
            # "12 rebels, two of whom led them, were killed": the parser has two killed.
            own = tuple(at for at in own if not _is_of_those(sentence, at))
            if sentence[child].upos != "VERB" or (own and not (told and before)):
                continue
            # "They claimed 160 civilians were killed": no object of what they say.
            content = noun > top and sentence[child].relation in {"ccomp", "xcomp"}
            if noun < child and (not told or before or content):
                return child
        if told:
            return None
    return None


def _is_of_those(sentence: Sentence, number: int) -> bool:
    """Whether a number is one of those before: "two of whom"."""
    return any(sentence[at].xpos == "WP" for at in sentence.children(number, "nmod"))


def _own_clause(sentence: Sentence, last: int) -> int | None:
    """The verb of some of those before: "87 of whom needed care", "five of them carrying"."""
    words = sentence.words[last + 1 : last + 4]
    if len(words) < len(("of", "whom", "needed")) or words[0].upos != "ADP":
        return None
    verb = words[2]
    of_them = words[1].xpos == "WP" or (words[1].upos == "PRON" and verb.xpos == "VBG")
    return verb.index if of_them and verb.upos == "VERB" else None


def whole_of(sentence: Sentence, noun: int, tables: Tables) -> int | None:
    """What a noun is said to be among; None where it is no subject of such a predicate."""
    while sentence[noun].relation == "conj" and sentence[noun].head < noun:
        noun = sentence[noun].head
    word = sentence[noun]
    if word.relation != "nsubj" or case_of(sentence, word.head) not in tables.members:
        return None
    return word.head if sentence.children(word.head, "cop") else None


def _event_noun(sentence: Sentence, noun: int, tables: Tables) -> str:
    """What happened to some people, by the noun that they stand behind: "the killing of 12".

    With a verb some nouns say so too: "claimed the lives of 12".
    """
    while sentence[noun].relation == "conj" and sentence[noun].head < noun:
        noun = sentence[noun].head  # "The lives of 129 loyalists and 116 rebels"
    word = sentence[noun]
    if word.relation != "nmod" or case_of(sentence, noun) != "of" or word.head > noun:
        return ""
    lemma = tables.lemma(sentence[word.head])
    above = sentence[word.head].head
    phrase = "" if above == ROOT else f"{tables.lemma(sentence[above])} {lemma}"
    if tables.is_casualty(phrase):
        return phrase
    # "The dead of Tuesday" are people.
    return lemma if tables.is_casualty(lemma) and sentence[word.head].upos == "NOUN" else ""


def _gauged_harm(sentence: Sentence, noun: int, verb: int, tables: Tables) -> str:
    """What happened to people, where a figure of harm is put at so many of them.

    "The death toll has risen to 85 people".
    """
    people = sentence[noun].relation == "obl" and tables.is_person(tables.lemma(sentence[noun]))
    if not people or tables.lemma(sentence[verb]) not in tables.gauges:
        return ""
    for figure in sentence.children(verb, "nsubj", "obj"):
        for at in (figure, *sentence.children(figure, "compound")):
            if tables.is_casualty(tables.lemma(sentence[at])):
                return tables.lemma(sentence[at])
    return ""


def _tells_of_others(sentence: Sentence, clause: int, noun: int) -> bool:
    """Whether a relative clause is about more than its noun: "13,000, of whom 300 died"."""
    if sentence[clause].deprel != "acl:relcl":
        return False
    subjects = sentence.children(clause, "nsubj")
    return any(
        sentence[at].upos != "PRON" or not _is_right_behind(sentence, at, noun) for at in subjects
    )


def _is_right_behind(sentence: Sentence, at: int, noun: int) -> bool:
    """Whether nothing but a noun's own words and commas stand between it and a pronoun.

    In "found the bodies of four miners on Tuesday, which brought the toll to 11" others do.
    """
    before = at - 1
    while before > noun and sentence[before].upos == "PUNCT":
        before -= 1
    return before == noun or noun in sentence.ancestors(before)


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


def event_verb(sentence: Sentence, noun: int, tables: Tables) -> int | None:
    """The predicate that a noun is an argument of, through what it is a part of."""
    top = noun
    for _ in range(_LONGEST_CHAIN):
        word = sentence[top]
        if word.head == ROOT:
            return None
        above = sentence[word.head]
        if word.text.casefold() in tables.bounding and above.upos == "VERB":
            return word.head
        if above.text.casefold() in tables.bounding and above.relation == "advmod":
            top = word.head  # "More than a quarter of a million people have been killed"
            continue
        # "And more than 10 million displaced" has the number at the participle.
        arguments = _ARGUMENTS if above.text.casefold() in tables.bounding else _COUNTED
        if word.relation in arguments and above.upos == "VERB":
            return word.head
        if word.relation == "nsubj" and above.upos == "ADJ":
            return word.head
        if word.relation not in {"conj", "nmod", "nummod", "compound", "appos", "nsubj"}:
            return None
        top = word.head
    return None


def passed_on(sentence: Sentence, verb: int, tables: Tables) -> str:
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
    if handed and passive and tables.lemma(sentence[verb]) in tables.raising:
        return with_particle(sentence, handed[0], tables)
    return with_particle(sentence, verb, tables)


def with_particle(sentence: Sentence, verb: int, tables: Tables) -> str:
    """A verb's lemma, with its particle."""
    lemma = tables.lemma(sentence[verb])
    found = [*sentence.children(verb, "compound:prt"), *range(verb + 1, verb + 2)]
    for at in found:
        if at < len(sentence) and _is_particle(sentence, at, lemma, tables):
            return f"{lemma} {sentence[at].text.casefold()}"
    return lemma


def _is_particle(sentence: Sentence, at: int, verb: str, tables: Tables) -> bool:
    """Whether an adverb makes another verb of a verb: "turned away 80", "laid off 1,500"."""
    word = sentence[at]
    text = word.text.casefold()
    following = [item.text.casefold() for item in sentence.words[at : at + 2]]
    if ("before", " ".join(following)) in tables.bounds:
        return False  # "Jailed for up to four years"
    if ("before", text) in tables.bounds and tables.is_numeral(sentence, at + 1):
        return False  # "Lost over 100 outposts"
    if word.relation == "case":
        return (verb, text) in tables.phrasal
    return word.deprel == "compound:prt" or (
        word.relation == "advmod" and text in tables.particles
    )
