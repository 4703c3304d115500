"""What a number counts, and in what event."""

from claimtrack.quantities.numerals import Number, Tables
from claimtrack.syntax import ROOT, Sentence, Word

_NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "PRON", "NUM"))


def counted_noun(sentence: Sentence, top: int, tables: Tables) -> int | None:
    """The noun that the number stands with: "49 soldiers", "two of the soldiers"."""
    word = sentence[top]
    for child in sentence.children(top, "nmod"):
        if _case(sentence, child) in tables.members:
            return child
    counting = word.relation in {"nummod", "det", "compound", "amod", "advmod"}
    if counting and word.head != ROOT and sentence[word.head].upos in _NOMINAL:
        return word.head
    # A scale word that is itself the noun ("thousands fled") counts nothing that is said.
    return None


def measured(sentence: Sentence, noun: int, last: int, tables: Tables) -> int | None:
    """What a unit measures: "60 percent of voters", "a $5 million bill"; None if not said."""
    if noun > last:
        return noun
    for child in sentence.children(noun, "nmod"):
        if _case(sentence, child) in tables.members:
            return child
    word = sentence[noun]
    if word.relation in {"compound", "nmod"} and word.head > last:
        return word.head
    return None


def _case(sentence: Sentence, index: int) -> str:
    return " ".join(sentence[child].text.casefold() for child in sentence.children(index, "case"))


def narrowed(sentence: Sentence, noun: int, run: Number, tables: Tables) -> tuple[str, ...]:
    """The noun's lemma and those of what narrows it down, noun first."""
    found = [_lemma(sentence[noun])]
    open_ = [noun]
    while open_:
        top = open_.pop(0)
        for child in sentence.children(top, "amod", "compound", "nmod", "flat", "conj"):
            word = sentence[child]
            member = word.deprel == "nmod:poss" or _case(sentence, child) in tables.members
            if child in run.positions or word.text.casefold() in tables.bounding:
                continue
            if word.relation == "nmod" and not member:
                continue
            if word.relation == "conj" and sentence[top].relation not in {"amod", "compound"}:
                continue
            if word.upos in {"NOUN", "PROPN", "ADJ", "VERB"}:
                found.append(_lemma(word))
            open_.append(child)
    return tuple(dict.fromkeys(found))


def _lemma(word: Word) -> str:
    return (word.lemma or word.text).casefold()


def event_of(sentence: Sentence, noun: int) -> str:
    """Lemma of the predicate that a noun takes part in, or empty."""
    participle = next(
        (at for at in sentence.children(noun, "acl") if sentence[at].upos == "VERB"), None
    )
    top, verb = noun, None
    while sentence[top].head != ROOT:
        relation, top = sentence[top].relation, sentence[top].head
        if relation in {"nsubj", "obj", "iobj", "obl"} and sentence[top].upos == "VERB":
            verb = top
            break
        if relation not in {"conj", "nmod", "nummod", "compound", "appos", "nsubj"}:
            break
    if verb is not None:
        # "49 soldiers were reported killed": the passive hands its subject on.
        handed = [at for at in sentence.children(verb, "xcomp") if sentence[at].upos == "VERB"]
        return _with_particle(sentence, handed[0] if handed else verb)
    return _with_particle(sentence, participle) if participle is not None else ""


def _with_particle(sentence: Sentence, verb: int) -> str:
    particles = [sentence[at].text.casefold() for at in sentence.children(verb, "compound:prt")]
    return " ".join([_lemma(sentence[verb]), *particles])
