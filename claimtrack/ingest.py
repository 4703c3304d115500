"""Bytes, files and lines of JSON to documents.

The central decision: text is cleaned here or refused here, and never changed after. A byte
order mark goes; a lone surrogate, which no file can hold, becomes U+FFFD, one for one, so that
offsets stay; line ends, spaces and control characters stay as they are. Bytes that are no text
are refused with the place of the first one.
"""

import codecs
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast, get_args

from attrs import evolve, frozen

from claimtrack.errors import InputError
from claimtrack.model import ClaimKind, Document, Origin, Polarity, digest

#: Largest document, in bytes of its file or of its text in UTF-8; a long book has 2 MB.
LIMIT = 4_000_000

#: Of so many characters one may be a control character that no text needs: prose has none,
#: UTF-16 without its mark one in two.
_CONTROLS_ALLOWED = 50

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@frozen(kw_only=True)
class Line:
    """One line of JSONL input: its document, or why it has none.

    Attributes:
        number: Place of the line in the input, from 1.
        id: The id that the line gives; None where it gives none.
        document: What the line holds; None when it holds none.
        focus: The word that the line points at, where it points at one.
        error: Why it holds none; None when it holds one.
    """

    number: int
    id: str | int | None = None
    document: Document | None = None
    focus: str | None = None
    error: str | None = None


@frozen(kw_only=True)
class Statement:
    """One side of a pair: a text, with what is known of who says it.

    Attributes:
        document: The text, and when it was published.
        known: Fields of the claim that the input gives: ``sources``, ``polarity``, ``kind``.
    """

    document: Document
    known: Mapping[str, Any]

    @property
    def id(self) -> str:
        """A digest of all that is known: one text from two sources is two statements."""
        published = self.document.published
        return digest("t1", [self.document.id, published and published.isoformat(), self.known])


@frozen(kw_only=True)
class Pair:
    """One line of pairs: its two sides, or why it has none.

    Attributes:
        number: Place of the line in the input, from 1.
        id: The id that the line gives; None where it gives none.
        a: One side; None when the line is wrong.
        b: The other.
        error: Why it is wrong; None when it is not.
    """

    number: int
    id: str | int | None = None
    a: Statement | None = None
    b: Statement | None = None
    error: str | None = None


def from_text(text: str, *, name: str = "the text", limit: int = LIMIT) -> Document:
    """A document of a string.

    Args:
        text: The text; kept as it is but for lone surrogates.
        name: What to call it in an error message.
        limit: Most bytes that it may take in UTF-8.

    Raises:
        InputError: It is empty, blank, too large, or mostly control characters.
    """
    clean = _clean(text)
    # A character takes one to four bytes: only texts near the limit are encoded to count.
    size = len(clean) if len(clean) > limit else len(clean.encode()) * (4 * len(clean) > limit)
    _check_size(size, name, limit)
    if not clean.strip():
        raise InputError(f"{name} is empty; give a text with at least one sentence")
    controls = len(_CONTROL.findall(clean))
    if controls * _CONTROLS_ALLOWED > len(clean):
        raise InputError(
            f"{name} is no text: {controls:,} of its {len(clean):,} characters are control "
            "characters; save it as plain text in UTF-8"
        )
    return Document(clean)


def from_bytes(raw: bytes, *, name: str = "the input", limit: int = LIMIT) -> Document:
    """A document of bytes in UTF-8, or in UTF-16 with its byte order mark.

    Args:
        raw: The bytes; a byte order mark at the start does not become text.
        name: What to call them in an error message.
        limit: Most bytes that there may be.

    Raises:
        InputError: They are empty, too large, or no text in those encodings.
    """
    _check_size(len(raw), name, limit)
    mark, encoding = next((pair for pair in _MARKS if raw.startswith(pair[0])), (b"", "utf-8"))
    try:
        text = raw[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + len(mark)
        raise InputError(
            f"{name} is not {encoding.upper()} text: byte {raw[place]:#04x} at offset {place:,}; "
            f"save it as plain text in UTF-8 (iconv -f windows-1252 -t utf-8)"
        ) from error
    method = f"{encoding}{', byte order mark taken off' if mark else ''}"
    origin = Origin(place=name, sha256=hashlib.sha256(raw).hexdigest(), method=method)
    return evolve(from_text(text, name=name, limit=limit), origin=origin)


def read_document(path: Path | str, *, limit: int = LIMIT) -> Document:
    """The document that a file holds.

    Args:
        path: The file; ``-`` reads standard input.
        limit: Most bytes that it may hold.

    Raises:
        InputError: It is missing, a folder, unreadable, too large, empty or no text.
    """
    if str(path) == "-":
        return from_bytes(sys.stdin.buffer.read(limit + 1), name="standard input", limit=limit)
    place = Path(path)
    try:
        with place.open("rb") as file:
            # One byte more than the limit is enough to know that there is too much.
            raw = file.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError(f"no file {path}; check the name") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; give the files in it ({place}/*.txt)") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path} cannot be read ({reason}); check the file") from error
    return from_bytes(raw, name=str(path), limit=limit)


def describe(
    document: Document,
    *,
    url: str | None = None,
    title: str | None = None,
    outlet: str | None = None,
    published: datetime | None = None,
) -> Document:
    """The document with what is known about it; None leaves what it says."""
    return evolve(
        document,
        url=document.url if url is None else _clean(url),
        title=document.title if title is None else _clean(title),
        outlet=document.outlet if outlet is None else _clean(outlet),
        published=published or document.published,
    )


def read_time(text: str) -> datetime:
    """A moment from ISO 8601 or from a feed's form; without a timezone it is taken as UTC.

    Raises:
        InputError: It is no date in either form.

    Example:
        >>> read_time("2022-09-13").isoformat()
        '2022-09-13T00:00:00+00:00'
        >>> read_time("Tue, 13 Sep 2022 14:00:00 +0400").isoformat()
        '2022-09-13T10:00:00+00:00'
    """
    # Slow to import, and most dates need none of it.
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    raise InputError(f"{text!r} is no date; write it as 2022-09-13 or 2022-09-13T14:00:00+04:00")


def read_jsonl(lines: Iterable[bytes | str], *, limit: int = LIMIT) -> Iterator[Line]:
    """Documents from lines of JSON, each ``{"id", "text", "published"?, "url"?, …}``.

    Blank lines are passed over. A line that is wrong gives a `Line` with its error, and the
    next one is read.

    Args:
        lines: The lines, with or without their ends; bytes are UTF-8.
        limit: Most bytes that a text may take.

    Yields:
        One `Line` for each that is not blank, in order.
    """
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        id_: str | int | None = None
        try:
            record = _read_record(raw)
            id_ = _read_id(record)
            document = _read_item(record, limit)
            yield Line(number=number, id=id_, document=document, focus=_read_focus(record))
        except InputError as error:
            yield Line(number=number, id=id_, error=str(error))


def read_pairs(lines: Iterable[bytes | str], *, limit: int = LIMIT) -> Iterator[Pair]:
    """Pairs from lines of JSON, each ``{"id", "a", "b"}``.

    A side is a text, an object ``{"text", "source"?, "published"?, …}``, or a claim as
    ``claimtrack claims --json`` and ``extract --jsonl`` write it. Blank lines are passed over.

    Args:
        lines: The lines, with or without their ends; bytes are UTF-8.
        limit: Most bytes that a text may take.

    Yields:
        One `Pair` for each that is not blank, in order.
    """
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        id_: str | int | None = None
        try:
            record = _read_record(raw, '{"id": …, "a": …, "b": …}')
            id_ = _read_id(record)
            a, b = (_read_side(record, side, limit) for side in ("a", "b"))
            yield Pair(number=number, id=id_, a=a, b=b)
        except InputError as error:
            yield Pair(number=number, id=id_, error=str(error))


def _read_side(record: dict[str, Any], side: str, limit: int) -> Statement:
    """One side of a pair.

    Raises:
        InputError: It is missing, or neither a text nor a claim.
    """
    value = record.get(side)
    if isinstance(value, str):
        return Statement(document=from_text(value, name=f'"{side}"', limit=limit), known={})
    if not isinstance(value, dict):
        raise InputError(f'no "{side}"; give a text, or a claim as an object with "text"')
    item = cast("dict[str, Any]", value)
    if isinstance(item.get("content"), dict):
        item = {**item, "text": item["content"].get("text")}
    known: dict[str, Any] = {"sources": _read_names(item, side)}
    for key, allowed in (("polarity", get_args(Polarity)), ("kind", get_args(ClaimKind))):
        if item.get(key) is not None:
            if item[key] not in allowed:
                raise InputError(f'"{key}" of "{side}" must be one of {", ".join(allowed)}')
            known[key] = item[key]
    try:
        return Statement(document=_read_item(item, limit), known=known)
    except InputError as error:
        raise InputError(f'"{side}": {error}') from error


def _read_names(item: dict[str, Any], side: str) -> tuple[str, ...]:
    given: object = item.get("source_name", item.get("source"))
    names = cast("list[object]", given) if isinstance(given, list) else [given] if given else []
    found = tuple(name for name in names if isinstance(name, str))
    if len(found) < len(names):
        raise InputError(f'"source" of "{side}" must be a name or a list of names')
    return found


def _read_record(raw: bytes | str, form: str = '{"id": …, "text": …}') -> dict[str, Any]:
    try:
        record = json.loads(raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw)
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start:,}; save the lines as UTF-8") from error
    except RecursionError as error:
        raise InputError("not JSON that can be read: nested too deep") from error
    except ValueError as error:
        raise InputError(f"not JSON ({error}); give one object a line") from error
    if not isinstance(record, dict):
        raise InputError(f"not a JSON object; give {form}")
    return cast("dict[str, Any]", record)


def _read_id(record: dict[str, Any]) -> str | int | None:
    value = record.get("id")
    if value is not None and (not isinstance(value, (str, int)) or isinstance(value, bool)):
        raise InputError('"id" must be a string or a whole number')
    return value


def _read_focus(record: dict[str, Any]) -> str | None:
    value = record.get("focus")
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise InputError(f'"focus" must be a string, got {type(value).__name__}')
    return value


def _read_item(record: dict[str, Any], limit: int) -> Document:
    text = record.get("text")
    if not isinstance(text, str):
        raise InputError('no "text"; give the article\'s text as a string')
    known: dict[str, Any] = {}
    for key in ("url", "title", "outlet", "published"):
        value = record.get(key)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            raise InputError(f'"{key}" must be a string, got {type(value).__name__}')
        known[key] = read_time(value) if key == "published" else value
    return describe(from_text(text, name='"text"', limit=limit), **known)


def _clean(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _check_size(size: int, name: str, limit: int) -> None:
    if size > limit:
        raise InputError(
            f"{name} is larger than {limit / 1e6:g} MB, the limit for one document; split it, "
            "or raise the limit with --max-mb"
        )
