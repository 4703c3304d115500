"""Times and numbers as a reader writes them."""

from datetime import datetime, timedelta
from decimal import Decimal

from claimtrack.model import Moment, Quantity

#: Between a number's parts.
_DOT = " · "


def describe_moment(moment: Moment) -> str:
    """A time in words and figures: "Tuesday = 13 September 2022".

    Example:
        >>> from datetime import UTC
        >>> from claimtrack.model import Span
        >>> night = Moment(
        ...     span=Span(0, 9),
        ...     text="overnight",
        ...     start=datetime(2022, 9, 12, 18, tzinfo=UTC),
        ...     end=datetime(2022, 9, 13, 6, tzinfo=UTC),
        ...     precision="part of day",
        ... )
        >>> describe_moment(night)
        'overnight = 12 September 2022, 18:00 to 13 September 2022, 06:00'
    """
    if not moment.resolved:
        return f"{moment.text} = not known"
    return f"{moment.text} = {_describe_range(moment)}"


def _describe_range(moment: Moment) -> str:
    start, end = moment.start, moment.end
    zone = f" {moment.zone}" if moment.zone else ""
    if start is None:
        return f"until {_edge(_last(end))}{zone}"
    if end is None:
        return f"from {_edge(start)}{zone}"
    if moment.precision == "instant":
        return _edge(start, clock=True) + zone
    if moment.precision == "year":
        return str(start.year)
    if moment.precision == "month":
        return f"{start:%B} {start.year}"
    last = _last(end)
    return _edge(start) if last == start else f"{_edge(start)} to {_edge(last)}{zone}"


def _last(end: datetime | None) -> datetime:
    """The last day that a range which ends at midnight takes in; else the hour itself."""
    assert end is not None
    return end - timedelta(days=1) if (end.hour, end.minute) == (0, 0) else end


def _edge(moment: datetime, *, clock: bool = False) -> str:
    day = f"{moment.day} {moment:%B} {moment.year}"
    return f"{day}, {moment:%H:%M}" if clock or moment.hour or moment.minute else day


def describe_quantity(quantity: Quantity) -> str:
    """A number with what it counts: "at least 49 · armenian soldier · kill · Armenia".

    Example:
        >>> from claimtrack.model import Span
        >>> describe_quantity(
        ...     Quantity(
        ...         span=Span(0, 2), text="49", value=Decimal(49), low=Decimal(49), high=None,
        ...         bound="at least", counted=("soldier", "armenian"), event="kill",
        ...     )
        ... )
        'at least 49 · armenian soldier · kill'
    """
    value = _describe_value(quantity)
    unit = f" {quantity.unit}" if quantity.unit else ""
    noun = " ".join(reversed(quantity.counted))
    facts = (value + unit, noun, quantity.event, quantity.side, quantity.place)
    return _DOT.join(fact for fact in facts if fact)


def _describe_value(quantity: Quantity) -> str:
    if quantity.low is None and quantity.high is None:
        return quantity.text
    if quantity.bound == "between":
        return f"{_figure(quantity.low)} to {_figure(quantity.high)}"
    value = quantity.low if quantity.value is None else quantity.value
    bound = "" if quantity.bound == "exactly" else f"{quantity.bound} "
    return bound + _figure(value)


def _figure(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():,f}"
