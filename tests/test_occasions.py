"""Whether two sources tell of one occasion: places near one another, spellings, days, deniers."""

from datetime import UTC, datetime

import pytest
from attrs import evolve

from claimtrack.conflicts import read_text, relate, relate_pair
from claimtrack.conflicts.readings import load_vocabulary
from claimtrack.conflicts.sides import may_be_one_source
from claimtrack.conflicts.surroundings import Surroundings, find_surroundings
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Claim, Cluster, Cue, Document, Polarity, Relation, Span

LEXICON = load_lexicon()
DAY = datetime(2026, 5, 5, tzinfo=UTC)
WHERE = "Sarvan is a village seven kilometres north of the town of Kelmar."


def tell(
    text: str, source: str, outlet: str = "", *, denied: bool = False
) -> tuple[Claim, Document]:
    document = Document(text, outlet=outlet or source, published=DAY)
    claim = read_text(document)
    cue = Cue((Span(0, 0),), text="", lemma="deny" if denied else "say")
    polarity: Polarity = "negative" if denied else "positive"
    return evolve(claim, sources=(source,), cue=cue, polarity=polarity), document


def kinds(*told: tuple[Claim, Document], also: str = "") -> list[str]:
    return [found.kind for found in find(*told, also=also)]


def find(*told: tuple[Claim, Document], also: str = "") -> tuple[Relation, ...]:
    documents = [document for _, document in told] + ([Document(also)] if also else [])
    claims = [claim for claim, _ in told]
    return relate(claims, [Cluster(tuple(it.id for it in claims))], documents=documents)


def test_a_village_is_near_the_town_that_a_document_says() -> None:
    near = find_surroundings([Document(WHERE)], LEXICON)
    assert near.are_near("sarvan", "kelmar")
    assert near.are_near("kelmar", "sarvan")
    assert not near.are_one("sarvan", "kelmar")
    assert not near.are_near("sarvan", "velda")
    assert not Surroundings().are_near("sarvan", "kelmar")
    assert "klmr" in near.find_keys("sarvan")


@pytest.mark.parametrize(
    "text",
    [
        "Trucks went from Sarvan to Kelmar.",
        "Sarvan and Kelmar were shelled.",
        "Nobody was hurt in Sarvan. Kelmar was calm.",
    ],
)
def test_two_places_that_are_only_named_together_are_not_near(text: str) -> None:
    assert not find_surroundings([Document(text)], LEXICON).are_near("sarvan", "kelmar")


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("tokhar", "tukhar", True),
        ("tareeq", "tariq", True),
        ("sarvan", "sarwan", True),
        ("harbour", "harbours", True),
        ("velda", "vilna", False),
        ("kelmar", "kolmir", False),
    ],
)
def test_spellings_of_a_name_are_one(
    a: str,
    b: str,
    one: bool,  # noqa: FBT001  a cell of the table
) -> None:
    near = find_surroundings([], LEXICON)
    assert near.are_one(a, b) is one
    assert near.are_one(b, a) is one


def test_figures_of_a_village_and_of_what_is_around_its_town_are_compared() -> None:
    a = tell("The raid on the village of Sarvan killed 16 civilians on Monday.", "Northern Watch")
    b = tell("At least 40 civilians were killed in raids near the town of Kelmar.", "Mara Olin")
    c = tell("At least 40 civilians were killed in raids on the town of Kelmar.", "Mara Olin")
    assert kinds(a, b, also=WHERE) == ["numeric"]
    assert kinds(a, b) == []
    assert kinds(a, c, also=WHERE) == []


def test_figures_of_one_place_in_two_spellings_are_compared() -> None:
    a = tell("The raid on the Tareeq district killed 16 civilians on Monday.", "Northern Watch")
    b = tell("A raid killed 11 civilians in the Tariq district on Monday.", "Mara Olin")
    c = tell("A raid killed 11 civilians in the Tariq district on Sunday.", "Mara Olin")
    assert kinds(a, b) == ["numeric"]
    assert kinds(a, c) == []


def test_what_a_toll_has_risen_to_was_less_before() -> None:
    a = tell("The death toll in the village of Sarvan has risen to 85 people.", "Mara Olin")
    b = tell("A raid killed 56 people in the village of Sarvan on Monday.", "Northern Watch")
    assert "numeric" not in kinds(a, b)
    c = tell("A raid killed 160 people in the village of Sarvan on Monday.", "Northern Watch")
    assert kinds(a, c) == ["numeric"]


def test_the_dead_of_whom_nothing_is_said_are_people() -> None:
    a = tell("The raid led to the death of eight in the village of Sarvan on Monday.", "Mara Olin")
    b = tell("The raid killed five people in the village of Sarvan on Monday.", "Northern Watch")
    assert kinds(a, b) == ["numeric"]


def test_a_number_that_stands_beside_an_event_counts_nobody() -> None:
    a = tell("Link 2510 The raid on the village of Sarvan killed four children.", "Mara Olin")
    b = tell("The raid killed five people in the village of Sarvan on Monday.", "Northern Watch")
    assert kinds(a, b) == []


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("Northern Watch", "director of the Northern Watch Mara Olin", True),
        ("Observatory", "Syrian Observatory for Human Rights", True),
        ("Rahman", "Rami Abdel Rahman", True),
        ("Armenian Defense Ministry", "Azerbaijani Defense Ministry", False),
        ("Northern Watch", "Southern Watch", False),
        ("witnesses", "residents", False),
    ],
)
def test_a_source_in_other_words_contradicts_itself_in_nothing(
    a: str,
    b: str,
    one: bool,  # noqa: FBT001  a cell of the table
) -> None:
    first, _ = tell("The bridge is safe.", a, "Harbour Post")
    second, _ = tell("The bridge is not safe.", b, "Coast News")
    vocabulary = load_vocabulary(LEXICON)
    assert may_be_one_source(first, second, vocabulary) is one
    assert may_be_one_source(second, first, vocabulary) is one
    assert bool(kinds((first, Document("a")), (second, Document("b")))) is not one


@pytest.mark.parametrize(
    "denied",
    [
        "whether rebels shelled the market",
        "which side shelled the market",
        "responsibility for the shelling of the market",
    ],
)
def test_who_leaves_it_open_denies_nothing(denied: str) -> None:
    a = tell(denied, "Baku", denied=True)
    b = tell("Shells hit the market.", "Yerevan")
    assert kinds(a, b) == []


def test_who_denies_that_he_did_it_does_not_deny_that_it_was_done() -> None:
    a = tell("Its warplanes bombed the market.", "Norway", denied=True)
    b = tell("The market was bombed.", "Sweden")
    c = tell("Norway bombed the market.", "Sweden")
    assert kinds(a, b) == []
    assert kinds(a, c) == ["denial"]


def test_a_part_of_what_is_told_holds_no_state() -> None:
    a = tell("The continuation of the ceasefire relies on talks.", "Norway", "Post")
    b = tell("Warplanes hit the market.", "Sweden", "Post")
    first, second = (evolve(claim, document="d1:one") for claim, _ in (a, b))
    assert kinds((first, a[1]), (second, b[1])) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Rebels killed 10 soldiers.", "Rebels killed 48 soldiers."),
        ("Rebels shelled the market.", "Rebels reportedly shelled the market."),
        ("Rebels shelled the market.", "Did rebels shell the market?"),
    ],
)
def test_who_counts_others_or_keeps_a_distance_does_not_agree(a: str, b: str) -> None:
    assert "agree" not in kinds(tell(a, "Norway"), tell(b, "Sweden"))


def test_a_sentence_repeats_only_what_it_has_nearly_all_words_of() -> None:
    texts = (
        "A woman is cutting a fish on the board.",
        "A woman is cutting a fish.",
        "A woman in a red coat is cutting a melon.",
        "A woman is not cutting a fish on a board.",
    )
    whole, short, other, negated = (read_text(Document(text)) for text in texts)
    assert relate_pair(whole, short).kind == "agree"
    assert relate_pair(whole, other).kind != "agree"
    assert relate_pair(negated, short).kind != "agree"


def test_the_condition_of_one_is_not_that_of_another() -> None:
    a = tell("The girl was taken to hospital where she was in a stable condition.", "Norway")
    b = tell("Shells hit a street, and some of the wounded are in critical condition.", "Sweden")
    assert kinds(a, b) == []
