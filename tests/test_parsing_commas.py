"""Commas that a text has lost before the source that closes a sentence."""

import pytest

from claimtrack import extract
from claimtrack.lexicon import load_lexicon
from claimtrack.parsing.commas import find_lost_commas, load_closings

#: Enough words without a comma that it is odd.
FILLER = "The road to the harbour was closed for repairs and nobody could say for how long. " * 6
WORDS = load_closings(load_lexicon())


def show(sentence: str) -> str:
    """A sentence with a bar where its comma is missing."""
    text = f"{FILLER}{sentence}"
    places = list(find_lost_commas(text, WORDS))
    for place in reversed(places):
        text = f"{text[:place]}|{text[place:]}"
    return text[len(FILLER) :]


@pytest.mark.parametrize(
    "marked",
    [
        "The fire killed 11 people| the Harbour Watch for Civil Rights reported.",
        "The fire killed 11 people| the head of the monitor said.",
        "The bridge would stay closed until spring| he said.",
        "The bridge was closed on Monday| a monitoring group said on Tuesday.",
        "Ten shells hit the quay and wounded dozens more| observers said.",
        "Ten shells hit the quay of the old town| local sources have said.",
        "The quay was hit again before the talks| activists told the Harbour Post.",
        "The quay was hit for a third time| state news agency HNA said.",
        "Nobody was left in the old town hall| Harbour director Mara Olin told Reuters.",
        "The shells fell on the market in a town| activists said.",
        "The fire spread to the old market| a source on the ground added.",
        "Shells fell on the market of Lowtown where people sleep| Free Harbour Media (FHM) said.",
    ],
)
def test_a_comma_is_missed_before_the_source_that_closes_a_sentence(marked: str) -> None:
    assert show(marked.replace("|", "")) == marked


@pytest.mark.parametrize(
    "sentence",
    [
        "This is what the minister said.",
        "Nobody knows when the old bridge will open as the minister said.",
        "He said that the bridge was safe.",
        "The shells fell on the market in Lowtown Sky Media said.",
        "Harbour director Mara Olin told Reuters.",
        "Nobody told the children of the harbour about the fire.",
        "The bridge will not be open again before the end of the year.",
        'The bridge is safe and it will stay so" the minister said.',
    ],
)
def test_no_comma_is_missed_elsewhere(sentence: str) -> None:
    assert show(sentence) == sentence


def test_a_text_with_a_comma_or_with_few_words_has_lost_none() -> None:
    sentence = "The fire killed 11 people the monitor said."
    assert show(sentence) != sentence
    assert not list(find_lost_commas(sentence, WORDS))
    assert not list(find_lost_commas(f"{FILLER}No, not yet. {sentence}", WORDS))


def test_a_source_without_its_comma_is_found_and_spans_read_back() -> None:
    text = f"{FILLER}The fire killed 11 people the Harbour Watch for Civil Rights reported."
    found = {
        (claim.source.text, claim.cue.text): claim
        for claim in extract(text).claims
        if claim.source and claim.cue
    }
    claim = found["the Harbour Watch for Civil Rights", "reported"]
    assert claim.text == "The fire killed 11 people"
    assert [span.of(text) for span in claim.content] == [claim.text]
