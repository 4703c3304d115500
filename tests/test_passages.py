"""A short statement against a passage that says much more."""

import pytest

from claimtrack.conflicts import read_text, relate_pair
from claimtrack.model import Document


@pytest.mark.parametrize(
    ("passage", "statement", "conflict"),
    [
        (
            (
                "The harbour union did not plan to stop unloading grain ships at the old quay "
                "this summer, its head said on Tuesday."
            ),
            "The harbour union plans to stop unloading grain ships.",
            True,
        ),
        (
            (
                "The harbour union plans to stop unloading grain ships at the old quay this "
                "summer, its chairwoman said on Tuesday."
            ),
            "The harbour union plans to stop unloading grain ships.",
            False,
        ),
        (
            (
                "The brewery will stop selling its own brand of dark beer, and take the bottles "
                "from all shops in the old town, a spokesman said."
            ),
            "The brewery will not sell its own brand of dark beer.",
            False,
        ),
        (
            (
                "The talks brought better roads and bridges, but Norway refused to address the "
                "issue of the border in all of them."
            ),
            "Norway does not discuss the border issue.",
            False,
        ),
        (
            (
                "The sailor, Jon Berg, one of four from the north who went to the race with "
                "an old boat, won the Harbour Cup on Sunday."
            ),
            "Jon Berg won the Harbour Cup.",
            False,
        ),
    ],
)
def test_a_passage_contradicts_what_it_says_is_not_so(
    passage: str,
    statement: str,
    conflict: bool,  # noqa: FBT001  a cell of the table
) -> None:
    a, b = read_text(Document(passage)), read_text(Document(statement))
    assert relate_pair(a, b).conflict is conflict
    assert relate_pair(b, a).conflict is conflict
