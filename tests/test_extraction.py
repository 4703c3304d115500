"""From text to claims: whole sentences of English through the models that ship."""

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import claimtrack as ct
from claimtrack.errors import ClaimtrackError, InputError
from claimtrack.extraction import extract, extract_many
from claimtrack.model import Claim, Document, Extraction

pytestmark = pytest.mark.models


def only(text: str) -> Claim:
    claims = extract(text).claims
    assert len(claims) == 1, [(claim.text, claim.pattern) for claim in claims]
    return claims[0]


def shown(claim: Claim, text: str) -> tuple[str, str, tuple[str, ...]]:
    return (
        claim.source.text if claim.source else "",
        claim.cue.text if claim.cue else "",
        tuple(span.of(text) for span in claim.content),
    )


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The mayor said that the bridge was unsafe.",
            "The mayor",
            "said",
            ("the bridge was unsafe",),
        ),
        (
            "The bridge was unsafe, the mayor said.",
            "the mayor",
            "said",
            ("The bridge was unsafe",),
        ),
        (
            "The bridge was unsafe, said the mayor.",
            "the mayor",
            "said",
            ("The bridge was unsafe",),
        ),
        (
            "The bridge, the mayor said on Monday, was unsafe.",
            "the mayor",
            "said",
            ("The bridge", "was unsafe"),
        ),
        (
            "The army announced then that it had withdrawn from the town.",
            "The army",
            "announced",
            ("it had withdrawn from the town",),
        ),
        (
            "In the words of the mayor, the bridge is safe.",
            "the mayor",
            "words",
            ("the bridge is safe",),
        ),
        (
            "The firm denied doing anything wrong.",
            "The firm",
            "denied",
            ("doing anything wrong",),
        ),
        (
            "According to the police, two men fled on foot.",
            "the police",
            "According to",
            ("two men fled on foot",),
        ),
        (
            "The visit was ''the high point of it all,'' according to Mr. Doe. It rained.",
            "Mr. Doe",
            "according to",
            ("The visit was ''the high point of it all,''",),
        ),
        (
            "“The bridge is closed,” the mayor said. “Nobody may cross it until May.”",
            "the mayor",
            "said",
            ("“The bridge is closed,”", "“Nobody may cross it until May.”"),
        ),
        (
            '"We have lost," Smith told reporters, "and we know why."',
            "Smith",
            "told",
            ('"We have lost,"', '"and we know why."'),
        ),
        (
            "The company denied that it had polluted the river.",
            "The company",
            "denied",
            ("it had polluted the river",),
        ),
        (
            "The union called on the government to raise wages.",
            "The union",
            "called on",
            ("the government to raise wages",),
        ),
        (
            "The suspect has reportedly left the country.",
            "",
            "reportedly",
            ("The suspect has", "left the country"),
        ),
        (
            "“It is unusual,“ said Ana Ruiz, an engineer. “Nobody has built one like it.”",
            "Ana Ruiz, an engineer",
            "said",
            ("“It is unusual,“", "“Nobody has built one like it.”"),
        ),
        (
            '"Many of them agree," Ruiz said. "They are not there yet" when it comes to money.',
            "Ruiz",
            "said",
            ('"Many of them agree,"', '"They are not there yet" when it comes to money'),
        ),
        (
            "Asked about the strike, the mayor said it was over.",
            "",
            "Asked about",
            ("the strike",),
        ),
        (
            "Ana Ruiz: ‘No Idea’ Whether the Bridge Is Safe\n\nThe engineer spoke on Monday.",
            "Ana Ruiz",
            ":",
            ("‘No Idea’ Whether the Bridge Is Safe",),
        ),
        (
            "The result did not surprise Ana Ruiz: “We have seen such cracks in May.”",
            "Ana Ruiz",
            ":",
            ("“We have seen such cracks in May.”",),
        ),
        (
            "“I cross it every day. It is not safe.” ― Ana Ruiz\n“Nobody asked us.” ― Jon Poe\n",
            "Ana Ruiz",
            "―",
            ("“I cross it every day. It is not safe.”",),
        ),
        (
            "The engineer writes:\n\nThe bridge has cracks. They were there in May.\n\nIt rained.",
            "The engineer",
            "writes",
            ("The bridge has cracks. They were there in May",),
        ),
    ],
)
def test_an_attribution_is_found_with_its_parts(
    text: str, source: str, cue: str, content: tuple[str, ...]
) -> None:
    assert (source, cue, content) in [shown(claim, text) for claim in extract(text).claims]


def test_who_stands_between_commas_said_it_and_not_the_one_before() -> None:
    claim = only("Freddy, the officer said, ''was caught in the middle of it.'' He has two sons.")
    assert claim.source is not None
    assert claim.source.text == "the officer"


def test_who_spoke_on_a_day_did_not_speak_of_it() -> None:
    claims = extract("The ministers spoke on Tuesday.").claims
    assert [claim for claim in claims if "Tuesday" in claim.text] == []


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The plan costs a trillion, according to the “Care for all” document he released.",
            "the “Care for all” document he released",
            "according to",
            "The plan costs a trillion",
        ),
        (
            "3. According to a leaflet, boiling kills the goodness.",
            "a leaflet",
            "According to",
            "boiling kills the goodness",
        ),
        ("He's said the bridge is safe.", "He", "'s said", "the bridge is safe"),
        (
            "Many gardeners are convinced that coffee keeps slugs away.",
            "Many gardeners",
            "are convinced",
            "coffee keeps slugs away",
        ),
    ],
)
def test_a_source_is_who_the_words_say(text: str, source: str, cue: str, content: str) -> None:
    claims = [claim for claim in extract(text).claims if claim.parent is None]
    assert [shown(claim, text) for claim in claims] == [(source, cue, (content,))]


def test_a_denial_is_negative_and_a_denied_denial_is_not() -> None:
    assert only("The army denied that it had shelled the town.").polarity == "negative"
    assert only("The army did not deny that it had shelled the town.").polarity == "positive"


def test_two_cues_share_a_source() -> None:
    text = "The general said it was over and warned that others would follow."
    claims = extract(text).claims
    assert [claim.cue.lemma for claim in claims if claim.cue] == ["say", "warn"]
    assert {claim.source.text for claim in claims if claim.source} == {"The general"}


@pytest.mark.parametrize(
    ("text", "speaker", "first", "second"),
    [
        (
            "Officials denied that the vaccine had caused 12 deaths, saying that it was safe.",
            "Officials",
            "the vaccine had caused 12 deaths",
            "it was safe",
        ),
        (
            "The army said two soldiers died in the attack, blaming rebels for it.",
            "The army",
            "two soldiers died in the attack",
            "rebels for it",
        ),
    ],
)
def test_a_trailing_participle_is_the_speakers(
    text: str, speaker: str, first: str, second: str
) -> None:
    parts = [shown(claim, text) for claim in extract(text).claims]
    assert [(source, content) for source, _, content in parts] == [
        (speaker, (first,)),
        (speaker, (second,)),
    ]


def test_a_participle_goes_with_the_nearer_verb_of_saying() -> None:
    text = "The police said that the man denied the theft, saying that he was at home."
    saying = next(c for c in extract(text).claims if c.cue and c.cue.text == "saying")
    assert saying.source is not None
    assert saying.source.text == "the man"


def test_a_claim_inside_a_claim_points_to_it() -> None:
    text = "The minister said that the company had denied that it owed any tax."
    outer, inner = extract(text).claims
    assert outer.parent is None
    assert inner.parent == outer.id
    assert inner.polarity == "negative"
    assert inner.source is not None
    assert inner.source.text == "the company"


def test_an_outlet_that_reports_stands_over_the_one_who_said_it() -> None:
    text = (
        "The government has raised the tax, the minister said, the News Agency reported on Monday."
    )
    claims = extract(text).claims
    assert {claim.source.text for claim in claims if claim.source} >= {"the News Agency"}


def test_of_two_that_are_inserted_the_later_reports_the_earlier() -> None:
    outer, inner = sorted(
        extract("The talks have failed, the minister said, Armenpress reported.").claims,
        key=lambda claim: -len(claim.text),
    )
    assert outer.sources == ("Armenpress",)
    assert outer.text == "The talks have failed, the minister said"
    assert inner.sources == ("minister",)
    assert inner.text == "The talks have failed"
    assert inner.parent == outer.id


def test_a_quoted_paragraph_without_a_cue_keeps_its_speaker() -> None:
    text = (
        "The talks will go on, minister Jane Doe said on Friday.\n\n"
        "“We have a long way to go before anybody signs anything at all.”\n"
    )
    first, second = extract(text).claims
    assert first.sources == second.sources == ("Jane Doe",)
    assert second.source is None
    assert second.cue is None
    assert second.mode == "direct"
    assert second.pattern == "en.quotation-continued"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“The bridge is closed,” the mayor said.", "direct"),
        ("The mayor said the bridge was “an utter disgrace” to the town.", "mixed"),
        ("The mayor said the bridge was closed.", "indirect"),
    ],
)
def test_the_mode_tells_how_much_is_quoted(text: str, mode: str) -> None:
    assert only(text).mode == mode


def test_sources_are_resolved_in_the_document() -> None:
    text = (
        "Prime Minister Anna Berg visited the port on Monday. "
        "She said that the strike was over. The prime minister promised to return."
    )
    names = [claim.sources for claim in extract(text).claims]
    assert names
    assert set(names) == {("Anna Berg",)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paris Saint-Germain said it would sell the stadium.", "Paris Saint-Germain"),
        ("The game against Saint-Germain was close, said Kaya.", "Kaya"),
        ("Mrs. Smith said the vote was fair.", "Smith"),
    ],
)
def test_what_is_tied_to_a_name_is_no_title(text: str, name: str) -> None:
    assert only(text).sources == (name,)


def test_numbers_and_predicates_come_with_the_claim() -> None:
    claim = only("The ministry said that at least 40 soldiers were killed.")
    assert [(str(q.low), q.bound) for q in claim.quantities] == [("40", "at least")]
    assert "kill" in [proposition.predicate for proposition in claim.propositions]


@pytest.mark.parametrize("text", ["", " \n\t", "It rained. The bridge fell.", "\x00\x01", "…"])
def test_a_text_without_claims_gives_none(text: str) -> None:
    assert extract(text).claims == ()


def test_the_same_text_gives_the_same_claims() -> None:
    text = "The mayor said that the bridge was unsafe, and that it would be closed."
    assert extract(text) == extract(text)


@pytest.mark.parametrize("line", ["''- - - - - -", "“— — — — —”", "“. . . . .”"])
def test_a_quotation_of_marks_alone_is_nobodys_claim(line: str) -> None:
    text = f"The mayor said that nobody would cross it again before May.\n\n{line}\n"
    claims = extract(text).claims
    assert claims
    assert all(any(c.isalnum() for c in claim.text) for claim in claims)


def test_a_document_keeps_what_is_known_about_it() -> None:
    document = Document("Nothing here.", url="https://example.org/1", outlet="The Paper")
    assert extract(document) == Extraction(document, ())


def test_many_are_extracted_in_order_and_errors_are_handed_over() -> None:
    texts = ["The mayor said it was over.", "", "The mayor said it was not over."]
    assert [len(found.claims) for found in extract_many(texts)] == [1, 0, 1]

    class Refusing:
        fingerprint = "refusing"

        def parse(self, text: str) -> tuple[()]:
            raise InputError(f"no {text}")

    with pytest.raises(InputError):
        list(extract_many(texts, parser=Refusing()))
    refused: list[ClaimtrackError] = []
    found = list(extract_many(texts, parser=Refusing(), on_error=lambda _, e: refused.append(e)))
    assert found == []
    assert len(refused) == len(texts)


def check(text: str) -> None:
    extraction = ct.extract(text)
    ids = {claim.id for claim in extraction.claims}
    for claim in extraction.claims:
        assert claim.text == " ".join(span.of(text) for span in claim.content)
        assert claim.content
        for before, after in itertools.pairwise(claim.content):
            assert before.end <= after.start
        for part in (claim.source, claim.cue):
            if part is not None:
                assert part.text == " ".join(span.of(text) for span in part.spans)
        assert claim.parent is None or claim.parent in ids - {claim.id}
        assert claim.sentence.of(text)


@pytest.mark.parametrize(
    "text",
    [
        "“We’re here,”\u00a0she said\u202f—\u200b“and we’ll stay 👩‍🚀.”\r\n\r\nThe café said no.",
        "The cafe\u0301 owner said\tthat “it’s over” \ufeffand\x07 left.\r\nHe denied it.",
        'He said "' + "very " * 3000 + 'long."',
        "said " * 500,
        "x" * 5000 + " said that it was over.",
        "\u202eThe mayor said that it was over.\u202c",
    ],
)
def test_spans_read_back_whatever_is_in_the_text(text: str) -> None:
    check(text)


PIECES = (
    *"“”‘’\"'«»,.:;—",
    *("said", "denied", "that", "told", "she", "was", "called", "reportedly", "according to"),
    *("The mayor", "it rained", "“We go,”", "Gov.", "👩‍🚀", "e\u0301", "\n", "\r\n", "\u00a0"),
)
STRANGE = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join) | st.text(max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(STRANGE)
def test_spans_read_back_on_arbitrary_text(text: str) -> None:
    check(text)


def test_the_seed_article_is_extracted(seed: Path) -> None:
    with seed.open(encoding="utf-8", newline="") as file:
        check(file.read())
