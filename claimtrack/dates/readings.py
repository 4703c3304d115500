"""What the parts of a date amount to: one reading for each name in ``dates.toml``.

The central decision: a reading gives a time only where words and publication leave no choice of
their own; whatever needs more ("the next day", "03/04/2021") is a time that is not known. Which
of two Tuesdays is meant the tense of the sentence says.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from claimtrack.dates import days
from claimtrack.dates.periods import (
    PRECISIONS,
    Range,
    day_of,
    day_range,
    month_start,
    months_range,
    step,
    third,
    unit_around,
)
from claimtrack.dates.scenes import Scene, Unknown, When, instant, whole
from claimtrack.model import Precision

#: Two digits of a year mean the century of the other end of a range.
_CENTURY = 100
_TWELVE = 12
_HALF_YEAR = 6

Reading = Callable[[Scene], When | None]


def read(name: str, scene: Scene) -> When | None:
    """What a form's parts amount to; None where it is no date after all."""
    try:
        return READINGS[name](scene)
    except (Unknown, ValueError, OverflowError):
        return _unknown(scene)


def _unknown(scene: Scene) -> When:
    unit = scene.word("unit")
    precision = PRECISIONS.get(unit, "range")
    if "month" in scene.parts:
        precision = "day" if "dom" in scene.parts else "month"
    elif scene.parts.keys() & {"weekday", "dom", "day"}:
        precision = "day"
    elif "part" in scene.parts:
        precision = "part of day"
    elif "year" in scene.parts:
        precision = "year"
    # "Tuesday morning" is one time, though nobody may know which Tuesday's.
    named = bool(scene.parts.keys() & {"weekday", "dom"})
    return When(kind="day" if named else "unit", precision=precision)


# --- weeks, months, years --------------------------------------------------------------------


def _cut(scene: Scene, found: Range, precision: Precision) -> When:
    edge = scene.word("edge")
    if edge:
        ends = found if edge == "late" else None
        return When(kind="unit", range=third(found, edge), precision="range", whole=ends)
    return whole(found, precision)


def _unit(scene: Scene) -> When:
    unit, shift = scene.word("unit") or "weekend", scene.shift()
    if unit == "weekend":
        return When(kind="unit", range=_weekend(scene, shift), precision="range")
    if unit == "night":
        return days.with_hours(
            When(kind="part", precision="part of day", hours=(18, 30)), scene.today
        )
    day = scene.today
    if unit in {"day", "hour", "minute", "second"}:
        raise Unknown
    around = unit_around(unit, day)
    if shift and around.start is not None:
        around = unit_around(unit, around.start + step(unit, shift))
    return _cut(scene, around, PRECISIONS.get(unit, "range"))


def _weekend(scene: Scene, shift: int | None) -> Range:
    today = scene.today
    current = unit_around("weekend", today)
    assert current.start is not None
    begun = current.start <= today
    if shift == -1 or (shift is None and not begun and not scene.future()):
        return day_range(current.start - timedelta(days=7), 2)
    if shift == 1 and begun:
        return day_range(current.start + timedelta(days=7), 2)
    return current


def _rest(scene: Scene) -> When:
    """What has gone by of a unit, or is left of it: "earlier this week"."""
    today, unit = scene.today, scene.word("unit")
    around = unit_around(unit, today)
    later = scene.words.value("order", scene.parts.get("order", "")) == "later"
    tomorrow = today + timedelta(days=1)
    so_far = "order" not in scene.parts
    start = tomorrow if later else around.start
    end = around.end if later else tomorrow if so_far else today
    if start is None or end is None or start >= end:
        return whole(around, PRECISIONS.get(unit, "range"))
    return When(kind="unit", range=Range(start, end), precision="range")


def _rolling(scene: Scene) -> When:
    """So many units up to the day of publication, or from it on, with that day."""
    today, unit, back = scene.today, scene.word("unit"), scene.shift() == -1
    tomorrow = today + timedelta(days=1)
    if PRECISIONS.get(unit) == "instant":
        days = 1 if unit != "hour" else -(-scene.count() // 24)
        size: timedelta | relativedelta = timedelta(days=days)
    else:
        size = step(unit, scene.count())
    found = Range(today - size, tomorrow) if back else Range(today, tomorrow + size)
    return When(kind="unit", range=found, precision="range")


def _ago(scene: Scene) -> When:
    unit, count = scene.word("unit"), scene.count()
    if PRECISIONS.get(unit) == "instant":
        if scene.published is None or scene.published == day_of(scene.published):
            raise Unknown  # Only the day is known.
        start = (scene.published - step(unit, count)).replace(second=0, microsecond=0)
        return When(kind="unit", range=instant(start), precision="instant")
    day = scene.today - step(unit, count)
    if "bound" in scene.parts:
        return When(kind="unit", precision="range")
    return whole(unit_around(unit, day), PRECISIONS.get(unit, "range"))


def _ahead(scene: Scene) -> When | None:
    """From now on: "in three days", which says how long where nothing is to come."""
    if not scene.future():
        return None
    unit, today = scene.word("unit"), scene.today
    if PRECISIONS.get(unit) == "instant":
        raise Unknown
    day = today + step(unit, scene.count())
    if scene.parts["lead"].casefold() == "within":
        return When(kind="unit", range=Range(today, day + timedelta(days=1)), precision="range")
    return whole(unit_around(unit, day), PRECISIONS.get(unit, "range"))


def _month(scene: Scene) -> When:
    number = int(scene.word("month"))
    if "year" in scene.parts:
        return _cut(scene, months_range(scene.number("year"), number), "month")
    today, shift = scene.today, scene.shift()
    year = today.year
    if " year" in scene.text and shift is not None:
        year += shift
    elif shift == -1:
        year -= number >= today.month
    elif shift == 1:
        year += number <= today.month
    elif shift is None and scene.future():
        year += number < today.month
    elif shift is None:
        year -= number > today.month
    return _cut(scene, months_range(year, number), "month")


def _season(scene: Scene) -> When:
    """A season of the north, by whole months; a winter is named by the year that it begins in."""
    number = int(scene.word("season"))
    if "year" in scene.parts:
        return _cut(scene, months_range(scene.number("year"), number, 3), "season")
    today, shift = scene.today, scene.shift()
    year = today.year
    start = month_start(year, number)
    if shift == -1:
        year -= today < start + relativedelta(months=3)
    elif shift == 1:
        year += today >= start
    elif shift == 0 and start.year != (start + relativedelta(months=3)).year:
        # "This winter" is last year's until the next is the nearer.
        year -= today < start - relativedelta(months=_HALF_YEAR)
    elif shift is None and scene.future():
        year += today >= start + relativedelta(months=3)
    elif shift is None:
        year -= today < start
    return _cut(scene, months_range(year, number, 3), "season")


def _quarter(scene: Scene) -> When:
    half = scene.parts.get("unit", "").casefold() == "half"
    number = int(scene.parts.get("number") or scene.word("ordinal"))
    size = 6 if half else 3
    if number > _TWELVE // size:
        raise Unknown
    month = (number - 1) * size + 1
    precision: Precision = "range" if half else "quarter"
    if "year" in scene.parts:
        return whole(months_range(scene.number("year"), month, size), precision)
    year, shift = scene.today.year, scene.shift()
    start = month_start(year, month)
    if shift is not None:
        year += shift
    elif scene.future():
        year += scene.today >= start + relativedelta(months=size)
    else:
        year -= scene.today < start
    return whole(months_range(year, month, size), precision)


def _year(scene: Scene) -> When:
    return _cut(scene, months_range(scene.number("year"), 1, 12), "year")


def _years_range(scene: Scene) -> When | None:
    first = scene.number("year")
    short = scene.parts.get("short")
    last = scene.number("year_b") if short is None else first // _CENTURY * _CENTURY + int(short)
    if last <= first:
        return None
    return When(kind="unit", range=Range(month_start(first, 1), month_start(last + 1, 1)))


def _decade(scene: Scene) -> When:
    return _cut(scene, months_range(scene.number("decade"), 1, 120), "range")


def _to_unknown(scene: Scene) -> When:
    return _unknown(scene)


READINGS: Mapping[str, Reading] = {
    "date": days.read_date,
    "figures": days.read_figures,
    "date range": days.read_date_range,
    "weekday": days.read_weekday,
    "day": days.read_relative_day,
    "holiday": days.read_holiday,
    "part": days.read_part,
    "hours": days.read_hours,
    "edge of day": days.read_edge_of_day,
    "clock": days.read_clock,
    "unit": _unit,
    "rest": _rest,
    "rolling": _rolling,
    "vague": _to_unknown,
    "unknown": _to_unknown,
    "ago": _ago,
    "ahead": _ahead,
    "month": _month,
    "month of an unknown year": _to_unknown,
    "season": _season,
    "quarter": _quarter,
    "year": _year,
    "bare year": _year,
    "far year": _to_unknown,
    "years": _years_range,
    "decade": _decade,
}
