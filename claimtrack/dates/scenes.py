"""What a reading looks at, and what it gives."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from attrs import field, frozen

from claimtrack.dates.periods import Range, day_of
from claimtrack.dates.vocabulary import Vocabulary
from claimtrack.model import Precision
from claimtrack.numerals import read_number


@frozen(kw_only=True)
class When:
    """A part of a date, or all of it.

    Attributes:
        kind: ``day``, ``part`` or ``clock``, which join to one date, or ``unit``.
        range: The time; None where it is not known.
        precision: How closely the words put it.
        hours: Of a part: first and last hour of the day that it takes.
        minutes: Of a clock: minutes since midnight.
        zone: The time zone's name, or empty.
        whole: Of a late part: what it is the end of.
        explicit: Whether it says month or year and needs no publication to be told from others.
    """

    kind: str
    range: Range | None = None
    precision: Precision = "range"
    hours: tuple[int, int] | None = None
    minutes: int | None = None
    zone: str = ""
    explicit: bool = False
    whole: Range | None = None


@frozen(kw_only=True)
class Scene:
    """What a reading may look at.

    Attributes:
        words: The lexicon's.
        published: When the text was published, or None.
        future: Asks whether the sentence speaks of what is to come, at the date.
        parts: The form's named groups that matched.
        text: All that matched.
    """

    words: Vocabulary
    published: datetime | None
    future: Callable[[], bool] = field(eq=False)
    parts: Mapping[str, str]
    text: str

    @property
    def today(self) -> datetime:
        """The day of publication.

        Raises:
            _Unknown: There is no publication date.
        """
        if self.published is None:
            raise Unknown
        return day_of(self.published.astimezone(UTC))

    def number(self, name: str) -> int:
        """A part as a whole number."""
        return int(self.parts[name])

    def word(self, kind: str) -> str:
        """The value of a part that is a word of the lexicon, or empty."""
        return self.words.value(kind, self.parts.get(kind, ""))

    def shift(self) -> int | None:
        """-1 for "last", 0 for "this", 1 for "next"; None where there is no such word."""
        value = self.word("shift")
        return int(value) if value else None

    def count(self) -> int:
        """How many units; 1 where there is no number."""
        text = self.parts.get("count")
        value = read_number(text.casefold(), self.words.numbers) if text else None
        if text and value is None:
            raise Unknown
        return 1 if value is None else int(value)


class Unknown(Exception):  # noqa: N818  no error: it says that a time cannot be known
    """A time cannot be known from what there is."""


def whole(found: Range, precision: Precision, *, explicit: bool = False) -> When:
    """A time that is known."""
    kind = "day" if precision == "day" else "unit"
    return When(kind=kind, range=found, precision=precision, explicit=explicit)


def instant(start: datetime) -> Range:
    """The minute that an hour of the clock names."""
    return Range(start, start + timedelta(minutes=1))
