"""Calendar arithmetic: from a day to the week, month, quarter or year around it.

The central decision: a time is a half-open range of aware datetimes, and whatever leads out of
the calendar (a year 12020, "99999999999999 years ago") is no range at all, not an error.
"""

from datetime import UTC, datetime, timedelta

from attrs import frozen
from dateutil.relativedelta import relativedelta

from claimtrack.model import Precision

#: Months of a unit that is made of whole months.
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
#: Days of a unit that is made of whole days.
_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_HOURS = {"hour": 1, "minute": 0, "second": 0}
#: Precision of a unit; what is not here is a range.
PRECISIONS: dict[str, Precision] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "year": "year",
    "night": "part of day",
    "hour": "instant",
    "minute": "instant",
    "second": "instant",
}
_SATURDAY = 5


@frozen
class Range:
    """A half-open range of time ``[start, end)``; None is open."""

    start: datetime | None
    end: datetime | None


def day_of(moment: datetime) -> datetime:
    """The start of a moment's day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def day_range(day: datetime, days: int = 1) -> Range:
    """A day, or several."""
    return Range(day, day + timedelta(days=days))


def hours_range(day: datetime, first: int, last: int) -> Range:
    """Hours of a day, counted from its midnight; they may lie outside of it."""
    return Range(day + timedelta(hours=first), day + timedelta(hours=last))


def step(unit: str, count: int) -> relativedelta | timedelta:
    """So many units.

    Raises:
        OverflowError: More than any calendar holds.
    """
    if unit in _MONTHS:
        return relativedelta(months=_MONTHS[unit] * count)
    if unit in _DAYS:
        return timedelta(days=_DAYS[unit] * count)
    if unit in _HOURS:
        return timedelta(**{f"{unit}s": count})
    return timedelta(days=(7 if unit == "weekend" else 1) * count)


def unit_around(unit: str, day: datetime) -> Range:
    """The calendar unit that a day lies in; weeks begin on Monday (ISO 8601)."""
    if unit == "weekend":
        saturday = day + timedelta(days=_SATURDAY - day.weekday())
        return day_range(saturday, 2)
    if unit in {"week", "fortnight"}:
        return day_range(day - timedelta(days=day.weekday()), 7)
    if unit not in _MONTHS:
        return day_range(day)
    size = _MONTHS[unit]
    first = ((day.year * 12 + day.month - 1) // size) * size
    start = month_start(first // 12, first % 12 + 1)
    return Range(start, start + relativedelta(months=size))


def month_start(year: int, month: int) -> datetime:
    """The first instant of a month.

    Raises:
        ValueError: The calendar has no such month.
    """
    return datetime(year, month, 1, tzinfo=UTC)


def months_range(year: int, month: int, count: int = 1) -> Range:
    """So many months from one on."""
    start = month_start(year, month)
    return Range(start, start + relativedelta(months=count))


def third(whole: Range, edge: str) -> Range:
    """The early, the middle or the late part of a range: about a third of it.

    A month is cut at its 11th and 21st, a week before its fourth day, all else in three.
    """
    start, end = whole.start, whole.end
    if start is None or end is None:
        return whole
    days = (end - start).days
    cuts = {7: (3, 3), 28: (10, 20), 29: (10, 20), 30: (10, 20), 31: (10, 20)}.get(days)
    if cuts is None:
        months = (end.year - start.year) * 12 + end.month - start.month
        first, second = (relativedelta(months=max(1, months * k // 3)) for k in (1, 2))
        early, late = start + first, start + second
    else:
        early, late = (start + timedelta(days=cut) for cut in cuts)
    if edge == "early":
        return Range(start, early)
    if edge == "late":
        return Range(late, end)
    return Range(early, late) if early < late else Range(start, end)
