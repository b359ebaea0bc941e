"""Days of a book's own time zone (T5): where each begins, and on which one an instant lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from walletdesk.ledger.values import Period

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_ENDS = tuple((datetime(*day, tzinfo=UTC) - _EPOCH) // _MILLISECOND for day in ((1, 1, 3), (9999, 12, 29)))
"""Where the calendar of computers begins and ends, with room for every zone."""

FIRST_DAY = date(1582, 10, 15)
"""The first day of the Gregorian calendar: a day before it is a program's way to say that there is none."""


def within_calendar(instant: int) -> int:
    """The instant, or the end of the calendar that it lies beyond: a clock or a file may say anything."""
    return min(max(instant, _ENDS[0]), _ENDS[1])


@dataclass(frozen=True)
class Days:
    """The calendar of one IANA time zone; instants are UTC milliseconds."""

    zone: str

    @cached_property
    def info(self) -> ZoneInfo:
        """The zone, as Python's own instants want it."""
        return ZoneInfo(self.zone)

    def start(self, day: date) -> int:
        """The first instant of the day."""
        return (datetime.combine(day, time(), self.info) - _EPOCH) // _MILLISECOND

    def instant(self, moment: datetime) -> int:
        """The instant of a wall-clock time of this zone."""
        return (moment.replace(tzinfo=self.info) - _EPOCH) // _MILLISECOND

    def local(self, instant: int) -> datetime:
        """The wall-clock time of the instant, without zone."""
        return (_EPOCH + within_calendar(instant) * _MILLISECOND).astimezone(self.info).replace(tzinfo=None)

    def day(self, instant: int) -> date:
        """The day on which the instant lies."""
        return self.local(instant).date()

    def bounds(self, period: Period) -> tuple[int | None, int | None]:
        """From the first instant of a period to the first one after it; None where it is open.

        Refuses (PeriodReversed) a period that ends before it begins.
        """
        if period.first and period.last and period.last < period.first:
            from walletdesk.ledger.refusals import PeriodReversed

            raise PeriodReversed(period.first, period.last)
        since = self.start(period.first) if period.first else None
        until = self.start(period.last + timedelta(days=1)) if period.last and period.last < date.max else None
        return since, until
