"""Days of the calendar: how filters and records write them, and the units that a histogram counts by."""

import datetime as dt
import re
from dataclasses import dataclass

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTHS_A_YEAR = 12


def day_of(text: str | None) -> dt.date | None:
    """Return the day that an ISO 8601 calendar date (2024-08-19) names, None where it names none."""
    if not text or not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def span_of(start: str | None, end: str | None) -> tuple[dt.date, dt.date] | tuple[None, None]:
    """Return the first and last day of an event by its dates, (None, None) where it has none.

    One date is the whole span; an end before the start is not believed.
    """
    first, last = day_of(start), day_of(end)
    first = first or last
    if first is None:
        return None, None
    return first, max(first, last or first)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the calendar: so many days, weeks beginning on Monday, or so many months, years on 1 January.

    Parameters
    ----------
    name : str
    days, months : int
        Its length; one of them is 0.
    """

    name: str
    days: int = 0
    months: int = 0

    @property
    def sql(self) -> str:
        """The unit's number of the day in the column `first_day`, counted as `number` does."""
        if self.days:
            return f"date_diff('day', DATE '0001-01-01', first_day) // {self.days}"
        return f"(year(first_day) * {_MONTHS_A_YEAR} + month(first_day) - 1) // {self.months}"

    def number(self, day: dt.date) -> int:
        """Return which unit a day lies in, counted from the calendar's beginning."""
        if self.days:
            return (day.toordinal() - 1) // self.days
        return (day.year * _MONTHS_A_YEAR + day.month - 1) // self.months

    def first(self, number: int) -> dt.date:
        """Return a unit's first day; no day is before the calendar's first."""
        return dt.date.fromordinal(max(self._ordinal(number), 1))

    def last(self, number: int) -> dt.date:
        """Return a unit's last day; no day is after the calendar's last."""
        return dt.date.fromordinal(min(self._ordinal(number + 1) - 1, dt.date.max.toordinal()))

    def _ordinal(self, number: int) -> int:
        if self.days:
            return number * self.days + 1
        year, month = divmod(number * self.months, _MONTHS_A_YEAR)
        if year < dt.MINYEAR:
            return 0
        return dt.date(year, month + 1, 1).toordinal() if year <= dt.MAXYEAR else dt.date.max.toordinal() + 1


#: From the finest to one of which a hundred cover the whole calendar.
UNITS = (
    Unit("day", days=1),
    Unit("week", days=7),
    Unit("month", months=1),
    Unit("quarter", months=3),
    Unit("year", months=12),
    Unit("decade", months=120),
    Unit("century", months=1200),
)
