"""What shows that two sources in texts speak of one event, and what is only the same wording."""

from datetime import UTC, datetime

import pytest

from claimtrack.extraction import extract
from claimtrack.model import Document
from claimtrack.tracker import Tracker

DAY = datetime(2026, 5, 5, tzinfo=UTC)


def find(*texts: str) -> list[tuple[str, str]]:
    """Kind and rule of the conflicts between some texts, each of an outlet of its own."""
    with Tracker() as tracker:
        for number, text in enumerate(texts):
            tracker.add(Document(text, outlet=f"Outlet {number}", published=DAY))
        return [(found.kind, found.rule) for found in tracker.conflicts()]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # A verb that everybody uses, and a noun that nothing ties to another.
        (
            "The treasurer said that he made no forecasts.",
            "The head of the weather office said that she makes forecasts for farmers.",
        ),
        (
            "Mr Halden said that there was clear proof of fraud.",
            "Ms Roe said that there is no clear rule on gifts.",
        ),
        (
            "Ms Lind said that they answered questions.",
            "Mr Orre said that somebody who does not answer questions is no leader.",
        ),
        # Who "he" is differs from text to text.
        (
            "The police had been warned by the school that he was a danger.",
            "The ministry determined that he was not a danger.",
        ),
        # A part of those asked, and all of them.
        (
            "Most of the farmers said that they have read at least some pages of the long plan.",
            "A third of the fishermen said that they have not read many pages.",
        ),
        # What is only meant to be so.
        (
            "Ms Lind said that the law will ensure that Norwegian ships are not attacked.",
            "Mr Orre said that Norwegian ships were attacked.",
        ),
    ],
)
def test_what_only_sounds_alike_is_no_conflict(a: str, b: str) -> None:
    assert find(a, b) == []
    assert find(f"{a} {b}") == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # One name in both.
        (
            "Ms Roe said that Orre & Sons received a warning.",
            "The company's lawyer said that Orre & Sons never received a warning.",
        ),
        # One says of himself what the other says of him.
        (
            "The guard, Jan Orre, continued to say that he had never touched Roe.",
            "Ms Lind conceded that Orre had touched Roe.",
        ),
        # One thing that both take for known.
        (
            "The mayor said that the ferry had a working alarm.",
            "The union said that the ferry did not have an alarm.",
        ),
        # Nearly the same words.
        (
            "The ministry said that cheap imports harm small dairy farms.",
            "A professor said that cheap imports do not harm small dairy farms.",
        ),
    ],
)
def test_a_name_a_known_thing_or_wording_ties_two_claims(a: str, b: str) -> None:
    assert [kind for kind, _ in find(a, b)] == ["negation"]


def test_a_pronoun_stands_for_one_person_in_one_text() -> None:
    letters = "The minister testified that she never received letters marked secret."
    found = "She did receive some letters with a red mark, the auditor said."
    assert find(f"{letters} {found}") == [("negation", "negation")]
    assert find(letters, found) == []


def test_in_that_area_is_where_only_the_text_before_tells() -> None:
    report = "The mayor said that the army shelled the market."
    denial = "The army did not shell the market in that area, the colonel said."
    assert find(report, denial) == []
    assert find(f"{report} {denial}") == [("negation", "negation")]


def test_not_telling_is_not_denying() -> None:
    a = "The papers will not tell you about the clerk who robbed the bank."
    b = "The police said that the clerk robbed the bank."
    assert find(a, b) == []
    assert find("The lawyer denied that the clerk robbed the bank.", b) == [("denial", "denial")]


def test_who_asks_whether_it_is_so_tells_nothing() -> None:
    b = "The general said that the army did not shell the town."
    assert find("The paper asked whether the army shelled the town.", b) == []
    assert find("The paper said that the army shelled the town.", b) == [("negation", "negation")]


def test_no_sign_of_an_event_is_none_of_it() -> None:
    a = "A ceasefire had been reached, Ms Lind said."
    b = "The group said that by noon there was no sign yet of resumed aerial bombardment."
    c = "The bombardment of the port has resumed, Mr Orre said."
    assert find(f"{a} {b}") == []
    assert find(f"{a} {c}") == [("negation", "incompatible")]


def test_who_is_accused_did_it() -> None:
    a = "Norway has accused Sweden of hacking computers at the ministry."
    b = "The Swedish embassy said that Sweden did not hack computers at the ministry."
    c = "Sweden hacked computers at the ministry, a report said."
    assert ("negation", "negation") in find(a, b)
    assert find(a, c) == []


def test_what_is_released_is_no_dispute_of_what_was_said() -> None:
    a = "Mr Orre said that he is not releasing his tax returns."
    b = "His aide, Ms Lind, said that Mr Orre is releasing his tax returns."
    assert find(a, b) == [("negation", "negation")]


def test_what_is_only_supposed_is_said_by_nobody() -> None:
    a = "Ms Lind said that if Norway admits that its ships shelled the port the talks will end."
    b = "The Swedish ministry said that Norwegian ships did not shell the port."
    assert find(a, b) == []
    assert find("Norway admits that its ships shelled the port.", b) == [("negation", "negation")]


def test_who_is_named_and_who_is_described_may_be_one() -> None:
    a = "The police in Velda said that Jan Orre hanged himself in his cell."
    b = "An alleged Norwegian smuggler has hanged himself in his cell, guards said."
    assert find(a, b) == []


def test_a_woman_and_women_are_no_swapped_roles() -> None:
    a = "Neighbours said that the woman killed two workers."
    b = "Police said that a suspended worker killed two women in the mill."
    assert find(a, b) == []


def test_of_several_shares_nobody_knows_which_is_whose() -> None:
    a = "The poll showed Ms Roe leading Mr Orre by 46 percent to 44 percent."
    b = "Ms Roe leads Mr Orre by 49 percent to 41 percent, according to the institute."
    assert find(a, b) == []


def test_that_children_died_is_no_occasion() -> None:
    a = "Four children were among the dead, the hospital in Kelmar said."
    b = "Three children were among those killed overnight, Ms Lind said."
    c = "Three children were among those killed in the tunnel fire, Ms Lind said."
    d = "Four children were among those killed in the tunnel fire, Mr Orre said."
    e = "Six people were killed in the attack, the agency said."
    f = '"Five people were killed in the attack, seven others injured," the governor said.'
    assert find(a, b) == []
    assert find(c, d) == [("numeric", "numeric")]
    assert find(e, f) == [("numeric", "numeric")]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ms Lind had a large lead over Mr Orre.", "Ms Lind has nothing to do with the mill."),
        ("Not only can Ms Lind win in May.", "Ms Lind will win her race with Mr Orre."),
        (
            "The judges have blocked any release of these letters.",
            "The ministry will not release those letters.",
        ),
        (
            "An aide, Jan Orre, said that he had never touched the money.",
            "Ms Lind said that the clerk had touched Orre.",
        ),
        (
            "Mr. Orre will make this look like a stolen vote and is going to divide us.",
            "Mr. Orre is not going to give in to the banks.",
        ),
        ("The guards attacked Mr. Orre.", "The guards did not attack Mr. Roe."),
        ("He was once part of the establishment.", "This is not part of the establishment."),
    ],
)
def test_two_things_of_one_name_are_no_conflict(a: str, b: str) -> None:
    assert find(f"{a[:-1]}, the union said.", f"{b[:-1]}, the mayor said.") == []


def test_in_what_time_it_was_is_no_measure_of_it() -> None:
    a = "A spokesman, Jan Orre, said that there were one million calls on the line in 10 hours."
    b = "Ms Lind said there were a million calls on the line within 24 hours."
    assert find(f"{a} {b}") == []


def test_what_was_on_sunday_is_not_in_the_paper_of_the_week_before() -> None:
    a = "Shells fired by rebels on the harbour quarter injured thirteen people, the police said."
    b = (
        "Shells fired by rebels on the harbour quarter on Sunday injured two people, the mayor "
        "said."
    )
    with Tracker() as tracker:
        for day, text in ((6, a), (11, b)):
            told = datetime(2026, 5, day, tzinfo=UTC)
            tracker.add(Document(text, outlet=f"Outlet {day}", published=told))
        assert tracker.conflicts() == ()
    assert find(a, b.replace(" on Sunday", "")) == [("numeric", "numeric")]


def test_nearly_all_is_not_nearly_killed() -> None:
    a = 'The monitor said that "at least 128 people" nearly all guards had been killed in raids.'
    b = "At least 36 guards were killed in raids in the hills, its head said."
    assert find(a, b) == []


def test_raids_that_something_would_prevent_are_no_raids_denied() -> None:
    a = "Ms Lind said that British planes could help to keep a zone to prevent Norwegian raids."
    b = "The monitor said that the raid was carried out by Norwegian planes."
    assert find(a, b) == []


def test_of_what_others_say_nothing_is_said() -> None:
    a = "Norway described the reports its army had used poison gas as completely untrue."
    b = "The Norwegian ministry denied that the army used poison gas."
    c = "The council said that Norway's army used poison gas."
    assert find(a, b) == []
    assert find(c, b) == [("denial", "denial")]
    d = "Reports on the use of poison gas in the valley are totally false, the agency said."
    e = "Envoys said the letter cited credible reports of the use of poison gas in the valley."
    assert find(d, e) == [("negation", "debunked")]


def test_who_investigates_a_claim_does_not_make_it() -> None:
    told = extract("The council investigates allegations that Norway's army used poison gas.")
    assert [claim.sources for claim in told.claims] == [()]
    told = extract("The council made allegations that Norway's army used poison gas.")
    assert [claim.sources for claim in told.claims] == [("council",)]


def test_whose_planes_did_it_is_not_denied_of_others() -> None:
    a = "A Swedish warplane launched an air strike on the market, Ms Lind said."
    b = "The Norwegian ministry denied its warplanes carried out air strikes on the market."
    assert find(a, b) == []
    c = "A Norwegian warplane launched an air strike on the market, Ms Lind said."
    assert find(c, b) == [("denial", "denial")]


def test_the_incident_is_what_was_just_told() -> None:
    a = (
        "Activists say 15 civilians have been killed when a missile slammed into a quarter of "
        "the eastern city of Kelmar."
    )
    b = "The monitor also reported the incident putting the number of civilians killed at 13."
    c = "The monitor also reported raids putting the number of civilians killed at 13."
    assert find(f"{a} {b}") == [("numeric", "numeric")]
    assert find(f"{a} {c}") == []


def test_what_became_of_them_stands_behind_them() -> None:
    a = "The attack killed 32 guards as they were entering Norway, the monitor said."
    b = "The rebels' statement said the attack left nearly 50 guards dead."
    assert find(f"{a} {b}") == [("numeric", "numeric")]
