"""Who is who across documents: uniting, a person's judgements and aliases, chains."""

import csv
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.cli import main
from claimtrack.errors import InputError, NotFoundError
from claimtrack.lexicon import load_lexicon
from claimtrack.model import Document, Judgement, Source, SourceKind, Verdict
from claimtrack.sources import classify_source, find_agency, read_aliases, unite
from claimtrack.sources.transliteration import may_be_spellings
from claimtrack.sources.vocabulary import fold, read_vocabulary
from claimtrack.tracker import Tracker

LEXICON = load_lexicon("en")
SPELLINGS = Path(__file__).parents[1] / "seeds" / "gold" / "sources" / "spellings.csv"
NOW = datetime(2026, 5, 4, tzinfo=UTC)

TUESDAY = (
    "Azerbaijan's Defence Ministry said on Tuesday that 50 soldiers were killed. Baku blamed "
    "Yerevan. Armenian Prime Minister Nikol Pashinyan said 49 had died. Defense Ministry "
    "spokesman Vagif Dargahli told Reuters that the army would respond."
)
WEDNESDAY = (
    "KYIV (Reuters) - The Defense Ministry of Azerbaijan denied the report. Pashinyan said it "
    "was a lie. A senior official said that peace was near."
)


def make(
    name: str,
    kind: SourceKind | None = None,
    *,
    country: str = "",
    body: str = "",
    role: str = "",
    document: str = "",
) -> Source:
    return Source(
        name=name,
        kind=kind or classify_source(name, LEXICON),
        country=country,
        body=body,
        role=role,
        document=document,
    )


def names(*sources: Source, judgements: tuple[Judgement, ...] = ()) -> list[set[str]]:
    """The names of each source across documents, sorted."""
    found = unite(sources, LEXICON, judgements=judgements)
    known = {item.canonical.id: item.canonical for item in found}
    return sorted(({item.name, *item.aliases} for item in known.values()), key=sorted)


def judge(a: Source, verdict: Verdict, b: Source, minutes: int = 0) -> Judgement:
    return Judgement(
        subject="source",
        a=a.id,
        b=b.id,
        verdict=verdict,
        by="Ann",
        added=NOW + timedelta(minutes=minutes),
    )


@pytest.mark.parametrize(
    "together",
    [
        ("Azerbaijan's Defence Ministry", "Defense Ministry of Azerbaijan",
         "Azerbaijani Defense Ministry", "Ministry of Defence of the Republic of Azerbaijan"),
        ("Baku", "Azerbaijan", "Azerbaijani government", "government of Azerbaijan"),
        ("Kremlin", "Moscow", "Russia", "Russian government", "Russian side"),
        ("Washington", "United States", "US government", "White House"),
        ("Russian Ministry of Foreign Affairs", "Russia's Foreign Ministry"),
        ("Indian Ministry of External Affairs", "India's foreign ministry"),
        ("US Department of State", "US State Department"),
        ("Ministry of Health of Ghana", "Ghanaian Health Ministry"),
        ("AFP", "Agence France-Presse"),
        ("EU", "European Union"),
    ],
)  # fmt: skip
def test_what_is_called_otherwise_is_one_source(together: tuple[str, ...]) -> None:
    assert names(*map(make, together)) == [set(together) | names(*map(make, together))[0]]


@pytest.mark.parametrize(
    "apart",
    [
        ("Azerbaijani Defense Ministry", "Armenian Defense Ministry"),
        ("Azerbaijani Defense Ministry", "Azerbaijani Foreign Ministry"),
        ("Baku", "Azerbaijani Defense Ministry"),
        ("Ministry of Health of Ghana", "Ministry of Health of Kenya"),
        ("North Korea", "South Korea"),
        ("Norvik Energy", "Norvik"),
        ("US ambassador to Armenia", "Armenian ambassador to the US"),
    ],
)
def test_what_is_called_alike_is_not_one_source(apart: tuple[str, ...]) -> None:
    assert len(names(*map(make, apart))) == len(apart)


def test_spellings_are_one_only_within_a_country_and_a_role() -> None:
    armenian = make("Nikol Pashinyan", country="Armenia", role="prime minister")
    other = make("Nikol Pashinian", country="Armenia", role="prime minister")
    assert len(names(armenian, other)) == 1
    assert (
        len(names(armenian, make("Nikol Pashinian", country="Russia", role="prime minister"))) == 2
    )
    assert len(names(armenian, make("Nikol Pashinian", country="Armenia", role="lawyer"))) == 2
    assert len(names(armenian, make("Nikol Pashinian"))) == 2


def test_pairs_of_spellings_are_told_as_often_as_was_measured() -> None:
    vocabulary = read_vocabulary(LEXICON)
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [
        may_be_spellings(fold(row["one"]).split(), fold(row["other"]).split(), vocabulary)
        for row in rows
    ]
    wrong = [row for row, same in zip(rows, found, strict=True) if same != (row["same"] == "1")]
    assert len(rows) == 75
    assert len([row for row in wrong if row["same"] == "0"]) <= 2
    assert len(wrong) <= 8


def test_a_surname_goes_to_its_only_bearer_and_to_none_of_two() -> None:
    full, short = make("Ilham Aliyev", country="Azerbaijan"), make("Aliyev")
    assert names(full, short) == [{"Aliyev", "Ilham Aliyev"}]
    assert len(names(full, short, make("Heydar Aliyev", country="Azerbaijan"))) == 3
    assert len(names(full, make("Aliyev", country="Kazakhstan"))) == 2


def test_an_office_goes_to_its_only_holder_and_to_none_of_two() -> None:
    office = make("Armenian prime minister", "person", country="Armenia", role="prime minister")
    holder = make("Nikol Pashinyan", country="Armenia", role="prime minister")
    before = make("Karen Karapetyan", country="Armenia", role="prime minister")
    assert len(names(office, holder)) == 1
    assert len(names(office, holder, before)) == 3
    assert len(names(office, make("Li Qiang", country="China", role="prime minister"))) == 2


def test_sources_of_one_document_only_are_never_one() -> None:
    found = unite(
        [make("senior official", document="d1:1"), make("senior official", document="d1:2")],
        LEXICON,
    )
    assert len({item.canonical.id for item in found}) == 2


def test_the_canonical_source_has_what_was_told_last() -> None:
    then = make("Rishi Sunak", country="United Kingdom", role="finance minister", body="Treasury")
    now = make("Rishi Sunak", country="United Kingdom", role="prime minister")
    (identity,) = unite([then, now], LEXICON)
    assert identity.canonical.role == "prime minister"
    assert identity.canonical.country == "United Kingdom"
    assert identity.canonical.body == "Treasury"


def test_people_merge_and_split_and_the_later_word_holds() -> None:
    baku, ministry = make("Baku"), make("Azerbaijani Defense Ministry")
    merged = judge(baku, "same", ministry)
    (identity, _) = unite([baku, ministry], LEXICON, judgements=[merged])
    assert identity.canonical.name == "Azerbaijani Defense Ministry"
    assert identity.canonical.aliases == ("Baku",)
    parted = judge(baku, "different", ministry, minutes=1)
    assert len(names(baku, ministry, judgements=(merged, parted))) == 2
    again = judge(baku, "same", ministry, minutes=2)
    assert len(names(baku, ministry, judgements=(merged, parted, again))) == 1


def test_what_people_part_stays_apart_whatever_the_names_say() -> None:
    one, other = make("Ministry of Health of Ghana"), make("Ghanaian Health Ministry")
    third = make("Ghana's health ministry")
    said = judge(one, "different", other)
    assert len(names(one, other, judgements=(said,))) == 2
    assert len(names(one, other, third, judgements=(said,))) == 2


def test_unsure_and_unknown_ids_change_nothing() -> None:
    one, other = make("Ann Smith"), make("Bo Jones")
    assert len(names(one, other, judgements=(judge(one, "unsure", other),))) == 2
    assert len(names(one, judgements=(judge(one, "same", other),))) == 1


POOL = (
    make("Nikol Pashinyan", country="Armenia", role="prime minister"),
    make("Nikol Pashinian", country="Armenia", role="prime minister"),
    make("Pashinyan"),
    make("Armenian prime minister", "person", country="Armenia", role="prime minister"),
    make("Baku"),
    make("Azerbaijan"),
    make("Azerbaijan's Defence Ministry"),
    make("Defense Ministry of Azerbaijan"),
    make("police", document="d1:1"),
)


@given(st.permutations(POOL))
def test_who_is_one_does_not_hang_on_the_order_of_documents(sources: list[Source]) -> None:
    assert names(*sources) == names(*POOL)


# In the database


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with Tracker(tmp_path / "claims.db") as tracker:
        tracker.add(Document(TUESDAY, outlet="Harbour Post"), now=NOW)
        tracker.add(Document(WEDNESDAY, outlet="Daily Tide"), now=NOW)
        tracker.relate(now=NOW)
    return tmp_path / "claims.db"


def call(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def fail(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    return result.stderr


@pytest.mark.models
@pytest.mark.usefixtures("filled")
def test_claims_are_listed_by_any_alias() -> None:
    both = call("claims", "--source", "defense ministry of azerbaijan")
    assert both == call("claims", "--source", "Azerbaijan's Defence Ministry")
    assert len(both.splitlines()) == 3
    assert len(call("claims", "--source", "Nikol Pashinyan").splitlines()) == 3
    assert "Azerbaijan" in call("sources", "--source", "Baku")


@pytest.mark.models
def test_a_merge_that_is_undone_leaves_every_claim_as_it_was(filled: Path) -> None:
    before = {
        what: call(what, "--json") for what in ("claims", "sources", "clusters", "conflicts")
    }
    call(
        "source", "merge", "Azerbaijan's Defence Ministry", "Baku", "--reason", "it speaks for it"
    )
    assert len(call("claims", "--source", "Baku").splitlines()) == 4
    with Tracker(filled) as tracker:
        raw = tracker.store.claims()
        tracker.add(TUESDAY.replace("50", "51"))
        assert {claim.id for claim in raw} <= {claim.id for claim in tracker.store.claims()}
        found = tracker.claims(source="Baku")
        assert len(found) == 5, "a merge holds for what is extracted later"
        (judgement,) = tracker.store.judgements(subject="source")
    assert "it speaks for it" in call("source", "log")
    call("source", "undo", judgement.id[:9])
    assert "nobody has said" in CliRunner().invoke(main, ["source", "log"]).stderr
    with Tracker(filled) as tracker:
        kept = {claim.id for claim in raw}
        assert [claim for claim in tracker.store.claims() if claim.id in kept] == list(raw)
    for what in ("claims", "sources"):
        assert set(before[what].splitlines()) <= set(call(what, "--json").splitlines()) | {"]"}


@pytest.mark.models
def test_a_merge_survives_a_rerun_with_another_lexicon(filled: Path) -> None:
    call("source", "merge", "Azerbaijan's Defence Ministry", "Baku", "--reason", "it speaks")
    merged = call("claims", "--source", "Baku")
    filled.with_name("mine.toml").write_text(
        '[[cue]]\nlemma = "grouse"\nupos = "VERB"\nkind = "speech"\npolarity = "positive"\n'
        "frames = { about = 0.6, clause = 0.6 }\n",
        encoding="utf-8",
    )
    assert "2 documents" in CliRunner().invoke(main, ["rerun", "--lexicon", "mine.toml"]).output
    assert call("claims", "--source", "Baku") == merged
    assert len(merged.splitlines()) == 4
    assert "it speaks" in call("source", "log")
    with Tracker(filled) as tracker:
        (judgement,) = tracker.store.judgements(subject="source")
    call("source", "undo", judgement.id)
    assert len(call("claims", "--source", "Baku").splitlines()) == 2, "with a head line"


@pytest.mark.models
def test_undoing_in_any_order_leaves_sources_as_they_were(filled: Path) -> None:
    with Tracker(filled) as tracker:
        before = tracker.sources(), tracker.claims(), tracker.relations()
        made = [
            *tracker.merge("Baku", ["Nikol Pashinyan"], by="Ann"),
            *tracker.split("Baku", ["Nikol Pashinyan"], by="Bo"),
            *tracker.merge("Azerbaijan's Defence Ministry", ["Baku"], by="Ann"),
        ]
        assert tracker.sources() != before[0]
        for judgement in made[1:] + made[:1]:
            tracker.store.retract(judgement.id, by="Ann", now=NOW)
        assert (tracker.sources(), tracker.claims(), tracker.relations()) == before


@pytest.mark.models
def test_an_alias_is_split_off_its_source(filled: Path) -> None:
    with Tracker(filled) as tracker:
        tracker.split("Azerbaijan's Defence Ministry", ["Defense Ministry of Azerbaijan"], by="A")
        assert len(tracker.claims(source="Defense Ministry of Azerbaijan")) == 1
        with pytest.raises(NotFoundError, match="is no alias of"):
            tracker.split("Baku", ["Nikol Pashinyan"], by="A")
        with pytest.raises(InputError, match="no name left"):
            tracker.split("Baku", ["Baku"], by="A")
        with pytest.raises(NotFoundError, match="no source is named 'Nobody'"):
            tracker.merge("Nobody", ["Baku"], by="A")


@pytest.mark.models
@pytest.mark.usefixtures("filled")
def test_a_file_of_aliases_is_what_it_says_now() -> None:
    path = Path("mine.csv")
    path.write_text("alias,source\nMoD Baku,Azerbaijan's Defence Ministry\nBaku,MoD Baku\n")
    assert (
        call("source", "alias", "mine.csv") == "mine.csv: 2 new, 0 there already, 0 taken back\n"
    )
    assert len(call("claims", "--source", "mod baku").splitlines()) == 4
    path.write_text("# less\n\nalias,source\nMoD Baku,Azerbaijan's Defence Ministry\n")
    assert "0 new, 1 there already, 1 taken back" in call("source", "alias", "mine.csv")
    assert len(call("claims", "--source", "mod baku").splitlines()) == 3
    path.write_text("alias,source\n")
    assert "1 taken back" in call("source", "alias", "mine.csv")
    assert "no source is named 'mod baku'" not in fail("claims", "--source", "nobody at all")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", r"mine\.csv:1: the first line must be: alias,source"),
        (b"name,alias\n", r"mine\.csv:1: the first line must be"),
        (b"alias,source\na\n", r"mine\.csv:2: 1 columns, give two"),
        (b"alias,source\n\na,b,c\n", r"mine\.csv:3: 3 columns, give two"),
        (b"alias,source\na,\n", r"mine\.csv:2: an empty name"),
        (b"alias,source\nA,a\n", r"mine\.csv:2: 'A' is an alias of itself"),
        (b"alias,source\na,b\na,c\n", r"mine\.csv:3: 'a' is an alias of 'b' already \(line 2\)"),
        (b"alias,source\na,b\nb,A\n", r"mine\.csv:2: aliases go round in a circle: a -> b -> a"),
        (b"alias,source\nx,y\nz,b\nb,c\nc,b\n", r"mine\.csv:4: .*circle: b -> c -> b"),
        (b"alias,source\nx,a\na,b\nb,c\nc,a\n", r"mine\.csv:3: .*circle: a -> b -> c -> a"),
        (b"alias,source\na,b\n\xff,c\n", r"mine\.csv:3: no UTF-8"),
        (b'alias,source\n"a,b\n', r"mine\.csv:2: no CSV"),
        (b"alias,source\na\x00b,c\n", r"mine\.csv:2: "),
        (b"alias,source\n" + b"a" * 400 + b",c\n", r"mine\.csv:2: .* is no name"),
    ],
)
def test_an_alias_file_that_is_wrong_says_where(raw: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=message):
        read_aliases(path)


def test_a_missing_alias_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv cannot be read"):
        read_aliases(tmp_path / "none.csv")


@pytest.mark.models
def test_a_claim_has_come_from_outlet_over_agency_and_ministry(filled: Path) -> None:
    with Tracker(filled) as tracker:
        ways = {
            claim.sources[0]: [
                [(link.name, link.step) for link in way] for way in tracker.chains(claim)
            ]
            for claim in tracker.claims()
        }
    assert ways["Vagif Dargahli"] == [
        [
            ("Harbour Post", "outlet"),
            ("Reuters", "report"),
            ("Azerbaijan's Defence Ministry", "body"),
            ("Vagif Dargahli", "speaker"),
        ]
    ]
    assert ways["senior official"] == [
        [("Daily Tide", "outlet"), ("Reuters", "agency"), ("senior official", "speaker")]
    ]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KYIV, May 3 (Reuters) - Nothing happened.", "Reuters"),
        ("Nothing happened (again) - said nobody.", ""),
        ("Nothing happened. — AFP", "Agence France-Presse"),
        ("Nothing happened (AP).", "Associated Press"),
        ("Nothing happened.", ""),
        ("", ""),
    ],
)
def test_an_agency_is_read_off_dateline_and_credit(text: str, agency: str) -> None:
    assert find_agency(Document(text), LEXICON) == agency


def test_every_order_of_two_judgements_gives_the_word_of_the_later() -> None:
    one, other = make("Ann Smith"), make("Bo Jones")
    said = (judge(one, "same", other), judge(one, "different", other, minutes=1))
    assert [len(names(one, other, judgements=pair)) for pair in permutations(said)] == [2, 1]


def test_a_long_chain_of_aliases_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    rows = "".join(f"n{number},n{number + 1}\n" for number in range(30_000))
    path.write_text("alias,source\n" + rows, encoding="utf-8")
    assert len(read_aliases(path)) == 30_000
    path.write_text("alias,source\n" + rows + "n30000,n0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.csv:2: aliases go round in a circle: n0 -> n1"):
        read_aliases(path)
