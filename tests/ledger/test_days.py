"""T5 and R1: days are those of the book's zone, summer time included."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.days import Days
from walletdesk.ledger.refusals import PeriodReversed
from walletdesk.ledger.values import ALWAYS, Period

BERLIN = Days("Europe/Berlin")
HOUR = 3_600_000


@given(st.dates(date(1900, 1, 2), date(2200, 1, 1)), st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "UTC"]))
def test_t5_a_day_begins_where_it_says(day: date, zone: str) -> None:
    days = Days(zone)
    start = days.start(day)
    assert days.day(start) == day
    assert days.day(start - 1) < day


def test_t5_days_of_changing_clocks_have_23_and_25_hours() -> None:
    assert BERLIN.start(date(2026, 3, 30)) - BERLIN.start(date(2026, 3, 29)) == 23 * HOUR
    assert BERLIN.start(date(2026, 10, 26)) - BERLIN.start(date(2026, 10, 25)) == 25 * HOUR
    assert BERLIN.local(BERLIN.instant(datetime(2026, 7, 1, 12, 30))) == datetime(2026, 7, 1, 12, 30)


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/Berlin"])
@pytest.mark.parametrize(("instant", "year"), [(-(2**63), 1), (2**63 - 1, 9999), (-62_135_596_800_000, 1)])
def test_t5_an_instant_beyond_the_calendar_is_at_its_end(zone: str, instant: int, year: int) -> None:
    assert Days(zone).local(instant).year == year
    assert Days(zone).bounds(Period(date.min, date.max))[0] is not None


def test_r1_a_period_is_two_days_both_inclusive_and_either_may_be_missing() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    assert BERLIN.bounds(Period(first, last)) == (BERLIN.start(first), BERLIN.start(date(2026, 12, 1)))
    assert BERLIN.bounds(ALWAYS) == (None, None)
    assert BERLIN.bounds(Period(None, date.max)) == (None, None)
    with pytest.raises(PeriodReversed):
        BERLIN.bounds(Period(last, first))
