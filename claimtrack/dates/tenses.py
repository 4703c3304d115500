"""Whether a sentence speaks of the past or of what is to come, at one of its words."""

from claimtrack.dates.vocabulary import Vocabulary
from claimtrack.syntax import ROOT, Sentence, Word

#: Tags of a verb that stands in the past, by itself or with an auxiliary that does.
_PAST = frozenset(("VBD",))
_PRESENT = frozenset(("VBZ", "VBP"))
#: Verbs that are looked at above a date; a longer chain is a broken tree.
_LONGEST_CHAIN = 8


def is_future(sentence: Sentence, index: int, words: Vocabulary) -> bool:
    """Whether what a word says the time of is still to come.

    A modal, a plan ("is due", "hopes to") or the simple present ("the vote is on Sunday") speaks
    of what is to come; all else, and a sentence without a verb, of what was.

    Args:
        sentence: The tree.
        index: The date's head.
        words: Gives auxiliaries and predicates that look ahead.
    """
    chain = [index, *sentence.ancestors(index)][:_LONGEST_CHAIN]
    for at in chain:
        if _modified(sentence, at, words):
            return True
        found = _verb_tense(sentence, at, words)
        if found is not None:
            return found
    return False


def _modified(sentence: Sentence, index: int, words: Vocabulary) -> bool:
    """Whether a noun is one that is to come: "the upcoming vote", "ahead of Sunday's vote"."""
    return sentence[index].upos in {"NOUN", "PROPN"} and any(
        (sentence[child].text.casefold(), "modifier") in words.tenses
        for child in sentence.children(index, "amod")
    )


def _verb_tense(sentence: Sentence, index: int, words: Vocabulary) -> bool | None:
    """Whether a verb group looks ahead; None where the word has no tense of its own."""
    word = sentence[index]
    group = [sentence[at] for at in (index, *sentence.children(index, "aux", "cop"))]
    others = {item.lemma.casefold() for item in group[1:]}
    forms = others | {item.text.casefold() for item in group[1:]}
    tags = {item.xpos for item in group}
    if any((text, "auxiliary") in words.tenses for text in forms):
        # "Would have fallen" speaks of the past.
        return "have" not in others
    if (word.lemma.casefold(), "predicate") in words.tenses and word.upos in {"VERB", "ADJ"}:
        return True
    if tags & _PAST or "have" in others or _is_participle(word):
        return False
    if tags & _PRESENT:
        # "Argentina beat France on Sunday" is past, whatever a tagger makes of it.
        return (word.text.casefold(), "unchanged") not in words.tenses
    return _infinitive_tense(sentence, index, words) if word.xpos == "VB" else None


def _is_participle(word: Word) -> bool:
    return word.xpos in {"VBN", "VBG"} and word.relation in {"acl", "root"}


def _infinitive_tense(sentence: Sentence, index: int, words: Vocabulary) -> bool | None:
    """An infinitive looks ahead where what governs it does: "agreed to meet", "is to meet".

    What somebody "had threatened to do" lies behind, as a story goes.
    """
    head = sentence[index].head
    if head == ROOT:
        return True
    auxiliaries = [sentence[at] for at in sentence.children(head, "aux")]
    if any(word.lemma.casefold() == "have" and word.xpos == "VBD" for word in auxiliaries):
        return False
    lemma = sentence[head].lemma.casefold()
    return True if (lemma, "infinitive") in words.tenses else None


def governor(sentence: Sentence, index: int) -> int | None:
    """The verb, or predicate with a copula, that a word stands under; None where there is none."""
    for at in list(sentence.ancestors(index))[:_LONGEST_CHAIN]:
        if sentence[at].upos == "VERB" or sentence.children(at, "cop"):
            return at
    return None
