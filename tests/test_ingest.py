import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.errors import InputError
from claimtrack.ingest import (
    LIMIT,
    describe,
    from_bytes,
    from_text,
    read_document,
    read_jsonl,
    read_time,
)
from claimtrack.model import Document

SAID = "The bridge is safe, she said."


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (SAID.encode(), SAID),
        (b"\xef\xbb\xbf" + SAID.encode(), SAID),
        (b"\xff\xfe" + SAID.encode("utf-16-le"), SAID),
        (b"\xfe\xff" + SAID.encode("utf-16-be"), SAID),
        (b"\xff\xfe" + "Ω, he said 🌍".encode("utf-16-le"), "Ω, he said 🌍"),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
        ("a\u00a0b\u200bc e\u0301 \ufeff".encode(), "a\u00a0b\u200bc e\u0301 \ufeff"),
        (b"  led by spaces\n\n", "  led by spaces\n\n"),
        (b"one NUL \0 in a hundred characters does no harm" + b"." * 60, None),
        (b"\x1b[1mcoloured\x1b[0m logs are text", "\x1b[1mcoloured\x1b[0m logs are text"),
    ],
)
def test_bytes_that_are_text_become_that_text(raw: bytes, text: str | None) -> None:
    assert from_bytes(raw).text == (raw.decode() if text is None else text)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "x.txt is empty; give a text with at least one sentence"),
        (b"\xef\xbb\xbf", "x.txt is empty"),
        (b" \r\n\t ", "x.txt is empty"),
        ("Jos\xe9 says".encode("cp1252"), "not UTF-8 text: byte 0xe9 at offset 3; save it"),
        (b"\xef\xbb\xbf\xff", "not UTF-8 text: byte 0xff at offset 3"),
        (b"\xff\xfea\0b\0c", "not UTF-16-LE text: byte 0x63 at offset 6"),
        (b"\xff\xfe\x00\xd8a\0", "not UTF-16-LE text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not UTF-8 text: byte 0x89 at offset 0"),
        (SAID.encode("utf-16-le"), "is no text: 29 of its 58 characters are control characters"),
        (b"\xff\xfe\0\0" + SAID.encode("utf-32-le"), "is no text"),
        (bytes(3000), "is no text: 3,000 of its 3,000"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_the_place(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_bytes(raw, name="x.txt")


@given(st.text(min_size=1))
def test_text_keeps_its_length_and_can_always_be_written(text: str) -> None:
    try:
        document = from_text(text)
    except InputError:
        return
    assert len(document.text) == len(text)
    assert document.text.encode().decode() == document.text
    assert all(b in {a, "\ufffd"} for a, b in zip(text, document.text, strict=True))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_text_is_the_same_from_its_bytes(text: str) -> None:
    raw = text.encode()
    try:
        document = from_bytes(raw)
    except InputError:
        return
    assert document.text == text.removeprefix("\ufeff")


def test_a_lone_surrogate_becomes_a_replacement_in_its_place() -> None:
    assert from_text("ab\ud83dcd, he said").text == "ab\ufffdcd, he said"


@pytest.mark.parametrize("text", ["x" * 101, "é" * 51, "\U0001f30d" * 26])
def test_a_text_over_the_limit_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InputError, match=r"larger than 0\.0001 MB, the limit .*--max-mb"):
        from_text(text, limit=100)
    assert from_text(text, limit=104).text == text


def test_a_text_of_five_megabytes_is_over_the_limit_but_can_be_let_through(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"{SAID}\n" * 170_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"long\.txt is larger than 4 MB.*split it"):
        read_document(path)
    assert len(read_document(path, limit=6_000_000).text) > LIMIT


def test_a_file_is_read_with_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\ntwo\n")
    assert read_document(path) == Document("one\r\ntwo\n")
    assert read_document(str(path)).text == "one\r\ntwo\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", r"no file .*missing\.txt; check the name"),
        ("", r"is a folder; give the files in it \(.*\*\.txt\)"),
        ("nul\0name", "cannot be read"),
        ("n" * 5000, "cannot be read"),
        ("a.txt/b", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SAID)
    with pytest.raises(InputError, match=message):
        read_document(tmp_path / name)


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(SAID.encode())))
    assert read_document("-").text == SAID
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"x" * 12)))
    with pytest.raises(InputError, match="standard input is larger than"):
        read_document("-", limit=10)


def test_a_document_is_described_and_cleaned() -> None:
    moment = datetime(2022, 9, 13, tzinfo=UTC)
    plain = from_text(SAID)
    known = describe(plain, url="file:\udcff", title="T", outlet="O", published=moment)
    assert (known.url, known.title, known.outlet) == ("file:\ufffd", "T", "O")
    assert known.published == moment
    assert known.text == plain.text
    assert describe(known, title="U") == describe(known, title="U", outlet="O")
    assert describe(plain).id == plain.id != known.id


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2022-09-13", "2022-09-13T00:00:00+00:00"),
        ("2022-09-13T14:00", "2022-09-13T14:00:00+00:00"),
        ("2022-09-13T14:00:00Z", "2022-09-13T14:00:00+00:00"),
        ("2022-09-13T14:00:00+04:00", "2022-09-13T10:00:00+00:00"),
        ("Tue, 13 Sep 2022 14:00:00 +0400", "2022-09-13T10:00:00+00:00"),
        ("13 Sep 2022 14:00:00 -0000", "2022-09-13T14:00:00+00:00"),
    ],
)
def test_a_date_is_read_as_utc(text: str, wanted: str) -> None:
    assert read_time(text).isoformat() == wanted


@pytest.mark.parametrize("text", ["", "yesterday", "13/09/2022", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no date; write it as 2022-09-13"):
        read_time(text)


def test_lines_of_json_become_documents_in_order() -> None:
    lines: list[str | bytes] = [
        json.dumps({"id": "a", "text": SAID, "published": "2022-09-13", "url": "https://x"}),
        "",
        json.dumps({"id": 7, "text": SAID, "title": "T", "outlet": "O", "url": ""}).encode(),
        b"\xef\xbb\xbf" + json.dumps({"text": SAID}).encode() + b"\r\n",
    ]
    first, second, third = read_jsonl(lines)
    assert (first.number, first.id, first.error) == (1, "a", None)
    assert first.document == Document(
        SAID, url="https://x", published=datetime(2022, 9, 13, tzinfo=UTC)
    )
    assert (second.number, second.id) == (3, 7)
    assert second.document == Document(SAID, title="T", outlet="O")
    assert (third.number, third.id, third.document) == (4, None, Document(SAID))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("nothing", "not JSON"),
        ("[" * 100_000, "nested too deep"),
        ("[1]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("{}", 'no "text"'),
        ('{"text": null}', 'no "text"'),
        ('{"text": 5}', 'no "text"'),
        ('{"text": ""}', '"text" is empty'),
        ('{"text": " \\n"}', '"text" is empty'),
        ('{"text": "a", "published": "soon"}', "'soon' is no date"),
        ('{"text": "a", "published": 5}', '"published" must be a string, got int'),
        ('{"text": "a", "url": ["x"]}', '"url" must be a string, got list'),
        ('{"id": {}, "text": "a"}', '"id" must be a string or a whole number'),
        ('{"id": true, "text": "a"}', '"id" must be a string or a whole number'),
        ('{"id": 1.5, "text": "a"}', '"id" must be a string or a whole number'),
        ('{"text": "aaaaaaaaaaa"}', "larger than"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "not JSON"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
    ],
)
def test_a_line_that_is_wrong_says_so_and_the_rest_goes_on(
    line: str | bytes, message: str
) -> None:
    good = '{"id": "z", "text": "b"}'
    bad, after = read_jsonl([line, good], limit=10)
    assert bad.number == 1
    assert bad.document is None
    assert message in (bad.error or "")
    assert after.document == Document("b")


def test_a_wrong_line_keeps_its_id() -> None:
    (line,) = read_jsonl(['{"id": "a"}'])
    assert (line.id, line.document) == ("a", None)


def test_a_surrogate_pair_in_json_is_one_character_and_half_of_one_is_replaced() -> None:
    pair, half = read_jsonl(['{"text": "\\ud83d\\ude00 x"}', '{"text": "\\ud83d x"}'])
    assert pair.document == Document("\U0001f600 x")
    assert half.document == Document("\ufffd x")
