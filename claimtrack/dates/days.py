"""Readings of days, of parts of a day and of hours, and how they join."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from attrs import evolve
from dateutil import easter, parser

from claimtrack.dates.periods import Range, day_of, day_range, hours_range
from claimtrack.dates.scenes import Scene, Unknown, When, instant, whole
from claimtrack.dates.vocabulary import Vocabulary
from claimtrack.model import Precision
from claimtrack.numerals import read_number

#: The months of a year, and the hours from midnight to noon.
_TWELVE = 12
#: Hours of a day.
_DAY = 24
#: What the parser of explicit dates takes for parts that a text does not give.
_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
#: Days to a date without a year that the tense would put most of a year the other way.
_NEAR, _FAR = 60, 300


def read_date(scene: Scene) -> When:
    """A day with its month, and its year or the nearest one that the tense allows."""
    return whole(day_range(_day(scene, "dom")), "day", explicit=True)


def _day(scene: Scene, part: str) -> datetime:
    """The day that a month, the number in some part, and perhaps a year name."""
    if "month_number_m" in scene.parts:
        return datetime(
            scene.number("year"), scene.number("month_number_m"), scene.number(part), tzinfo=UTC
        )
    words = f"{scene.number(part)} {scene.parts['month'].rstrip('.')}"
    if "year" in scene.parts:
        return _parse(scene, f"{words} {scene.parts['year']}", _ZERO)
    return _nearest(scene, lambda year: _parse(scene, f"{words} {year}", _ZERO))


def _nearest(scene: Scene, find: Callable[[int], datetime]) -> datetime:
    """The nearest day in the sentence's direction.

    Where that is most of a year away and the other is near, it is the other: "rescheduled to
    Dec. 28" looks ahead in the past tense.
    """
    today, ahead = scene.today, scene.future()
    # Where the text was written it may be a day later than in UTC.
    tomorrow = today + timedelta(days=1)
    days: list[datetime] = []
    for year in range(today.year - 8, today.year + 9):
        try:
            days.append(find(year))
        except ValueError:
            continue  # The 29th of February.
    before = max((day for day in days if day <= tomorrow), default=None)
    after = min((day for day in days if day >= today), default=None)
    if before is None or after is None:
        raise Unknown
    meant, other = (after, before) if ahead else (before, after)
    near, far = abs((other - today).days), abs((meant - today).days)
    return other if near <= _NEAR and far >= _FAR else meant


def _parse(scene: Scene, text: str, default: datetime) -> datetime:
    found = parser.parse(text, parserinfo=scene.words.info, default=default)
    return found.replace(tzinfo=UTC)


def read_figures(scene: Scene) -> When:
    """28/06/2023: the day is the number that can be no month; else it is not known."""
    first, second, year = scene.number("dom"), scene.number("dom_b"), scene.number("year")
    if first > _TWELVE:
        first, second = second, first
    elif second <= _TWELVE and first != second:
        raise Unknown
    return whole(day_range(datetime(year, first, second, tzinfo=UTC)), "day", explicit=True)


def read_date_range(scene: Scene) -> When:
    """Days of one month, from the first to the last."""
    last = _day(scene, "dom_b")
    first = last.replace(day=scene.number("dom"))
    if first >= last:
        raise Unknown
    return whole(Range(first, last + timedelta(days=1)), "range", explicit=True)


def read_weekday(scene: Scene) -> When:
    """A weekday: the last one or the next, as the tense says, the day itself included."""
    today, shift = scene.today, scene.shift()
    behind = (today.weekday() - int(scene.word("weekday"))) % 7
    following = scene.text.casefold().endswith(scene.parts.get("shift", "-").casefold())
    if following and shift is not None:
        # "Tuesday last week", "Monday next week".
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * shift)
        day = monday + timedelta(days=int(scene.word("weekday")))
    elif shift == -1:
        day = today - timedelta(days=behind or 7)
    elif shift == 1 or (shift == 0 and behind) or (shift is None and behind and scene.future()):
        day = today + timedelta(days=7 - behind)
    else:
        day = today - timedelta(days=behind)
    return whole(day_range(day), "day")


def read_relative_day(scene: Scene) -> When:
    """Today, yesterday and their like."""
    first, last = map(int, scene.word("day").split(".."))
    precision: Precision = "day" if (last - first) == _DAY else "part of day"
    return whole(hours_range(scene.today, first, last), precision)


def read_holiday(scene: Scene) -> When:
    """A feast, of a year or the nearest one."""
    rule = scene.word("holiday")
    if "year" in scene.parts:
        return whole(day_range(_feast(rule, scene.number("year"))), "day", explicit=True)
    day = _nearest(scene, lambda year: _feast(rule, year))
    return whole(day_range(day), "day", explicit=True)


def _feast(rule: str, year: int) -> datetime:
    if rule.startswith("easter"):
        sunday = easter.easter(year)
        day = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC)
        return day + timedelta(days=int(rule.removeprefix("easter")))
    month, day_number = map(int, rule.split("-"))
    return datetime(year, month, day_number, tzinfo=UTC)


# --- parts of a day -------------------------------------------------------------------------


def read_part(scene: Scene) -> When | None:
    """A part of a day, which needs a day, unless it has its own: "overnight", "this morning"."""
    hours = tuple(map(int, scene.word("part").split("..")))
    found = When(kind="part", precision="part of day", hours=(hours[0], hours[1]))
    shift = scene.shift()
    if hours[0] < 0 and shift is None:  # "Overnight" is the night before, or the one to come.
        day = scene.today + timedelta(days=1 if scene.future() else 0)
        return evolve(found, range=hours_range(day, *found.hours or (0, 0)))
    if shift == 0:
        return with_hours(found, scene.today)
    if shift == -1 and hours[1] > _DAY:  # "Last night".
        return with_hours(found, scene.today - timedelta(days=1))
    return found


def with_hours(part: When, day: datetime) -> When:
    """A part of a day, on a day."""
    first, last = part.hours or (0, _DAY)
    if first == last:
        moment = day + timedelta(hours=first)
        return evolve(part, range=instant(moment), precision="instant")
    return evolve(part, range=hours_range(day, first, last))


def read_hours(_: Scene) -> When:
    """The hours after midnight."""
    return When(kind="part", precision="part of day", hours=(0, 6))


def read_edge_of_day(scene: Scene) -> When:
    """The first or the last hours of a day."""
    early = scene.words.value("edge", scene.text) == "early"
    return When(kind="part", precision="part of day", hours=(0, 12) if early else (18, _DAY))


def read_clock(scene: Scene) -> When:
    """An hour of the clock, which needs a day."""
    text = scene.text.replace("\u2019", "'").partition("o'clock")[0]
    if "hour" not in scene.parts:
        value = read_number(text.strip().casefold(), scene.words.numbers)
        if value is None:
            raise Unknown
        return When(kind="clock", precision="instant", minutes=int(value) * 60)
    hour, minute = scene.number("hour"), int(scene.parts.get("minute", 0))
    half = scene.words.value("clock", scene.parts.get("meridiem", ""))
    if half:
        found = _parse(scene, f"{hour}:{minute:02} {half}", _ZERO)
        hour, minute = found.hour, found.minute
    zone = scene.parts.get("zone", "")
    return When(kind="clock", precision="instant", minutes=hour * 60 + minute, zone=zone)


def join(first: When, second: When, words: Vocabulary) -> When | None:
    """Two neighbouring parts of one date as one; None where they do not go together."""
    if first.kind == second.kind == "day":
        # "Tuesday, 13 September": the date decides.
        return second if second.explicit else first if first.explicit else None
    if first.kind == second.kind == "part":
        # "Late Thursday afternoon" is of the afternoon.
        return second if first.range is None and second.range else None
    if {first.kind, second.kind} == {"clock", "part"}:
        clock, part = (first, second) if first.kind == "clock" else (second, first)
        return _join_clock(clock, part, words) if part.range else None
    inner, day = (first, second) if second.kind == "day" else (second, first)
    fits = inner.kind in {"clock", "part"} and day.kind == "day"
    return _on_day(inner, day, words) if fits else None


def _on_day(inner: When, day: When, words: Vocabulary) -> When:
    """A part of a day or an hour on its day; not known where that is not."""
    if day.range is None or day.range.start is None:
        return evolve(inner, kind="unit")
    if inner.kind == "part":
        return evolve(with_hours(inner, day.range.start), kind="part")
    return _join_clock(inner, day, words)


def _join_clock(clock: When, day: When, words: Vocabulary) -> When:
    """An hour with its day, or with a part of one: "10:30 on Tuesday morning"."""
    if day.range is None or day.range.start is None:
        return clock
    minutes = clock.minutes or 0
    if day.hours and day.hours[0] >= _TWELVE and minutes < _TWELVE * 60 - 1:
        minutes += _TWELVE * 60
    start = day_of(day.range.start) + timedelta(minutes=minutes)
    if zone := words.zone(clock.zone):
        start = start.replace(tzinfo=zone)
    return evolve(clock, kind="unit", range=instant(start))
