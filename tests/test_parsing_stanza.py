"""The shipped models end to end: exact offsets whatever is in the text."""

import pytest

from claimtrack.parsing import default_parser

pytestmark = pytest.mark.models


def test_a_plain_sentence_becomes_a_tree_with_exact_offsets() -> None:
    text = "Ministers said that the bridge was safe."
    (sentence,) = default_parser().parse(text)
    assert [word.text for word in sentence] == [*text[:-1].split(), "."]
    assert all(word.span.of(text) == word.text for word in sentence)
    assert sentence[sentence.root].lemma == "say"
    assert [sentence[i].text for i in sentence.children(sentence.root, "nsubj")] == ["Ministers"]
