"""Lemmas that a network has made up give way to those of a list of words."""

import pytest

from claimtrack.parsing import default_parser
from claimtrack.parsing.lemmas import load_lemmas


@pytest.mark.parametrize(
    ("text", "given", "xpos", "lemma"),
    [
        ("shouted", "shoute", "VBD", "shout"),
        ("gutted", "gutte", "VBD", "gut"),
        ("competed", "compet", "VBN", "compete"),
        ("flooding", "flooding", "VBG", "flood"),
        ("banning", "bann", "VBG", "ban"),
        ("crossing", "crossing", "VBG", "cross"),
        ("fled", "flead", "VBD", "flee"),
        ("Became", "became", "VBD", "become"),
        ("Fighters", "pighter", "NNS", "fighter"),
        ("KILLED", "nile", "VBD", "kill"),
        ("lorries", "lorrie", "NNS", "lorry"),
        ("recess", "reces", "NN", "recess"),
        ("descend", "descen", "VBP", "descend"),
    ],
)
def test_a_lemma_that_is_no_word_is_mended(text: str, given: str, xpos: str, lemma: str) -> None:
    assert load_lemmas("en").mend(text, given, xpos) == lemma


@pytest.mark.parametrize(
    ("text", "lemma", "xpos"),
    [
        ("went", "go", "VBD"),
        ("put", "put", "VBD"),
        ("lay", "lay", "VB"),
        ("troops", "troops", "NNS"),
        ("people", "people", "NNS"),
        ("unfolding", "unfold", "VBG"),
        ("’s", "be", "VBZ"),
        ("Hades", "Hades", "NNP"),
        ("paywalled", "paywall", "VBN"),
        ("blorfed", "blorf", "VBD"),
    ],
)
def test_a_lemma_that_may_be_right_stays(text: str, lemma: str, xpos: str) -> None:
    assert load_lemmas("en").mend(text, lemma, xpos) == lemma


def test_a_word_that_no_file_can_hold_is_on_no_list() -> None:
    assert load_lemmas("en").mend("p\ud8000s", "x", "VBD") == "x"


def test_a_language_without_data_keeps_its_lemmas() -> None:
    assert load_lemmas("xx").mend("gutted", "gutte", "VBD") == "gutte"


@pytest.mark.models
def test_the_parser_gives_lemmas_that_are_words() -> None:
    (sentence,) = default_parser().parse("Firefighters shouted as the fire gutted two huts.")
    assert [word.lemma for word in sentence if word.upos in {"NOUN", "VERB"}] == [
        "firefighter",
        "shout",
        "fire",
        "gut",
        "hut",
    ]
