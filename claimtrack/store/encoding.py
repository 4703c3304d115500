"""Parts of values as JSON text and back, and the one form in which rows are digested.

The central decision: JSON is compact and keeps letters as they are. orjson writes it, for it is
written for every row that is ever kept; what is hashed is to the byte what the standard library's
`json` writes, so that anybody can compute it anew.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias, cast

import orjson

from claimtrack.errors import StoreError
from claimtrack.model import Argument, Moment, Proposition, Quantity, Span, Spans

Json: TypeAlias = Any


#: Between these orjson writes a number as the standard library does; outside by other exponents.
_LEAST, _MOST = 1e-4, 1e15

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def to_json(value: Json) -> str:
    """Compact JSON that keeps letters as they are."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        # Half of a surrogate pair, for one: the database says what is wrong with that.
        return _encode(value)


def to_bytes(values: Sequence[object]) -> bytes:
    """The JSON that is hashed: to the byte what the standard library's `json` writes.

    Args:
        values: What JSON can hold.

    Example:
        >>> to_bytes(("é", 1, 1e-7, None)).decode()
        '["é",1,1e-07,null]'
    """
    for value in values:
        if isinstance(value, float) and value and not _LEAST <= abs(value) < _MOST:
            return _encode(values).encode()
    return orjson.dumps(values)


def rows_to_bytes(rows: Iterable[Sequence[object]], reals: Sequence[int]) -> Iterable[bytes]:
    """`to_bytes` of rows that have reals nowhere but in some places."""
    if not reals:
        return map(orjson.dumps, rows)
    (place, *others) = reals
    if others:
        return map(to_bytes, rows)
    # One in the middle of the range is the rule: claims and relations have one each.
    return (
        orjson.dumps(row) if _LEAST <= cast("float", row[place]) < _MOST else to_bytes(row)
        for row in rows
    )


def to_time(moment: datetime) -> str:
    """ISO 8601 in UTC.

    Raises:
        StoreError: The moment has no timezone.
    """
    if moment.tzinfo is None:
        raise StoreError(f"a time needs a timezone, got {moment.isoformat()}")
    return moment.astimezone(UTC).isoformat()


def from_time(text: str) -> datetime:
    """The moment that `to_time` wrote."""
    return datetime.fromisoformat(text)


def spans_to_json(spans: Spans) -> list[list[int]]:
    """Spans as ``[[start, end], ...]``."""
    return [[span.start, span.end] for span in spans]


def spans_to_text(spans: Spans) -> str:
    """`spans_to_json` as text; without the encoder, for it is done three times a claim."""
    if len(spans) == 1:
        (span,) = spans
        return f"[[{span.start},{span.end}]]"
    return "[" + ",".join([f"[{span.start},{span.end}]" for span in spans]) + "]"


def spans_from_json(pairs: Iterable[Sequence[int]]) -> Spans:
    """The spans that `spans_to_json` wrote."""
    return tuple(Span(start, end) for start, end in pairs)


def quantity_to_json(quantity: Quantity) -> dict[str, Json]:
    """A quantity as JSON; numbers as text, so that no digit is lost."""
    return {
        "text": quantity.text,
        "span": [quantity.span.start, quantity.span.end],
        "low": None if quantity.low is None else str(quantity.low),
        "high": None if quantity.high is None else str(quantity.high),
        "bound": quantity.bound,
        "unit": quantity.unit,
        "counted": list(quantity.counted),
        "event": quantity.event,
        "value": None if quantity.value is None else str(quantity.value),
        "side": quantity.side,
        "place": quantity.place,
        "part_of": quantity.part_of and [quantity.part_of.start, quantity.part_of.end],
    }


def quantity_from_json(row: Mapping[str, Json]) -> Quantity:
    """The quantity that `quantity_to_json` wrote."""
    return Quantity(
        span=Span(*row["span"]),
        text=row["text"],
        low=None if row["low"] is None else Decimal(row["low"]),
        high=None if row["high"] is None else Decimal(row["high"]),
        bound=row["bound"],
        unit=row["unit"],
        counted=tuple(row["counted"]),
        event=row["event"],
        # Rows from before 0004_moments have no more than this.
        value=None if row.get("value") is None else Decimal(row["value"]),
        side=row.get("side", ""),
        place=row.get("place", ""),
        part_of=None if row.get("part_of") is None else Span(*row["part_of"]),
    )


def moment_to_json(moment: Moment) -> dict[str, Json]:
    """A moment as JSON; a time whose zone is not known is written without one."""
    return {
        "text": moment.text,
        "span": [moment.span.start, moment.span.end],
        "start": _edge_to_json(moment.start, moment.zone),
        "end": _edge_to_json(moment.end, moment.zone),
        "precision": moment.precision,
        "bound": moment.bound,
        "zone": moment.zone,
        "event": moment.event,
    }


def _edge_to_json(edge: datetime | None, zone: str) -> str | None:
    if edge is None:
        return None
    return (edge if zone else edge.replace(tzinfo=None)).isoformat()


def moment_from_json(row: Mapping[str, Json]) -> Moment:
    """The moment that `moment_to_json` wrote."""
    return Moment(
        span=Span(*row["span"]),
        text=row["text"],
        start=_edge_from_json(row["start"]),
        end=_edge_from_json(row["end"]),
        precision=row["precision"],
        bound=row["bound"],
        zone=row["zone"],
        event=row["event"],
    )


def _edge_from_json(text: str | None) -> datetime | None:
    if text is None:
        return None
    edge = datetime.fromisoformat(text)
    return edge.replace(tzinfo=UTC) if edge.tzinfo is None else edge


def proposition_to_json(proposition: Proposition) -> dict[str, Json]:
    """A proposition as JSON; what is empty is left out."""
    row: dict[str, Json] = {
        "predicate": proposition.predicate,
        "span": [proposition.span.start, proposition.span.end],
    }
    if proposition.negated:
        row["negated"] = True
    if proposition.arguments:
        row["arguments"] = [
            {
                "role": item.role,
                "head": item.head,
                "lemmas": list(item.lemmas),
                "span": [item.span.start, item.span.end],
            }
            for item in proposition.arguments
        ]
    return row


def proposition_from_json(row: Mapping[str, Json]) -> Proposition:
    """The proposition that `proposition_to_json` wrote."""
    return Proposition(
        predicate=row["predicate"],
        span=Span(*row["span"]),
        negated=row.get("negated", False),
        arguments=tuple(
            Argument(
                role=item["role"],
                head=item["head"],
                lemmas=tuple(item["lemmas"]),
                span=Span(*item["span"]),
            )
            for item in row.get("arguments", ())
        ),
    )
