"""Dates in files: read strictly, and their form found or asked for."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.exchange.dates import DateFinder, Moment, compiled, known_forms
from walletdesk.exchange.refusals import DateFormatWrong, DatesAmbiguous, DatesUnknown
from walletdesk.ledger.refusals import DateUnreadable, LedgerError, Missing


def found(*texts: str) -> str:
    finder = DateFinder()
    for text in texts:
        finder.add(text)
    return finder.answer().format


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["2025-01-31", "2025-02-01"], "%Y-%m-%d"),
        (["31.1.2025", "01.02.2025"], "%d.%m.%Y"),
        (["31. 1. 2025"], "%d. %m. %Y"),
        (["01/31/2025", "02/01/2025"], "%m/%d/%Y"),
        (["31/01/2025", "01/02/2025"], "%d/%m/%Y"),
        (["20250131"], "%Y%m%d"),
        (["930131"], "%y%m%d"),
        (["2025-01-31 10:20", "2025-01-31 10:21"], "%Y-%m-%d %H:%M"),
        (["2025-01-31T10:20:30Z"], "%Y-%m-%dT%H:%M:%S%z"),
        (["2025-01-31T10:20:30.123456+02:00"], "%Y-%m-%dT%H:%M:%S.%f%z"),
        (["01/31/2025 3:05 PM"], "%m/%d/%Y %I:%M %p"),
        (["31 Jan 2025", "1 feb 2025"], "%d %b %Y"),
        (["January 31, 2025"], "%B %d, %Y"),
        (["5/5/2025", "6/6/2025"], "%m/%d/%Y"),
        (["31.1.2025", "oops", "1.2.2025", ""], "%d.%m.%Y"),
    ],
)
def test_the_usual_forms_are_found(texts: list[str], form: str) -> None:
    assert found(*texts) == form


@pytest.mark.parametrize(
    ("texts", "forms"),
    [
        (["01/02/2025", "03/04/2025"], {"%m/%d/%Y", "%d/%m/%Y"}),
        (["01.02.03"], {"%d.%m.%y"}),
        (["010203"], {"%y%m%d", "%d%m%y", "%m%d%y"}),
        (["01-02-03"], {"%y-%m-%d", "%d-%m-%y", "%m-%d-%y"}),
        (["oops", "01/02/2025"], {"%m/%d/%Y", "%d/%m/%Y"}),
    ],
)
def test_what_can_be_read_in_several_ways_is_asked(texts: list[str], forms: set[str]) -> None:
    if len(forms) == 1:
        assert {found(*texts)} == forms
        return
    with pytest.raises(DatesAmbiguous) as caught:
        found(*texts)
    assert set(caught.value.formats) == forms
    assert len(set(caught.value.readings)) == len(caught.value.readings)


@pytest.mark.parametrize("texts", [[], [""], ["oops"], ["1", "2"], ["2025-01-31", "a", "b"], ["x" * 10_000]])
def test_what_is_no_date_is_said(texts: list[str]) -> None:
    with pytest.raises(DatesUnknown):
        found(*texts)


@given(st.dates(date(1970, 1, 1), date(2067, 12, 31)), st.sampled_from(known_forms()))
def test_every_form_reads_what_it_writes(day: date, form: object) -> None:
    assert hasattr(form, "read")
    assert hasattr(form, "format")
    moment = datetime(day.year, day.month, day.day, 13, 7, 9, 250_000, UTC)
    read = form.read(moment.strftime(form.format.replace("%z", "+0000")))
    assert read is not None
    assert read.day == day


@given(st.lists(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}"), max_size=6))
def test_no_text_crashes_the_finder(texts: list[str]) -> None:
    try:
        form = found(*texts)
    except LedgerError as refusal:
        assert str(refusal)
    else:
        assert form is not None


@pytest.mark.parametrize("text", ["93111", "9311311", "930231", "٩٣٠١٠١", "930101x", "93-01-01", "1993"])
def test_reading_is_strict(text: str) -> None:
    with pytest.raises(DateUnreadable):
        compiled("%y%m%d").parse(text)


def test_reading() -> None:
    assert compiled("%y%m%d").parse(" 930101 ") == Moment(date(1993, 1, 1))
    assert compiled("%y%m%d").parse("680101").day.year == 2068
    assert compiled("%d.%m.%Y %H:%M").parse("1.2.2025 7:05") == Moment(date(2025, 2, 1), time(7, 5))
    assert compiled("%Y-%m-%d %I:%M %p").parse("2025-01-01 12:05 am").clock == time(0, 5)
    zoned = compiled("%Y-%m-%dT%H:%M%z").parse("2025-01-01T10:00-0330").clock
    assert zoned == time(10, 0, tzinfo=timezone(-timedelta(hours=3, minutes=30)))
    with pytest.raises(Missing):
        compiled("%Y-%m-%d").parse("  ")


@pytest.mark.parametrize(
    "form", ["", "%Y", "%Y-%m", "%Y-%m-%d %Q", "%Y-%m-%d-%d", "%Y%y%m%d", "%Y-%m-%d %I", "%Y-%m-%d %M", "%Y-%m-%d%"]
)
def test_forms_that_are_none(form: str) -> None:
    with pytest.raises(DateFormatWrong):
        compiled(form)
