"""Days and periods: typed, stepped, picked, and never before their beginning."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget
from pytestqt.qtbot import QtBot

from walletdesk.ledger.refusals import DateUnreadable
from walletdesk.ui.widgets.dates import DateField, read_day
from walletdesk.ui.widgets.period import Period, PeriodBar, days_of
from walletdesk.ui.widgets.segmented import SegmentedControl

TODAY = date(2025, 11, 20)


@pytest.mark.parametrize("text", ["2025-11-20", " 20251120 ", "2025/11/20", "2025.11.20", "20.11.2025"])
def test_a_day_is_read_in_any_form_that_is_beyond_doubt(text: str) -> None:
    assert read_day(text) == TODAY


@pytest.mark.parametrize(
    "text", ["11/20/2025", "2025-02-30", "0000-01-01", "yesterday", "２０２５-11-20", "2025-11-20\0"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DateUnreadable):
        read_day(text)


def _field(qtbot: QtBot, optional: bool = True) -> tuple[DateField, list[object]]:
    made, told = DateField("First day", TODAY, optional), []
    made.changed.connect(told.append)
    qtbot.addWidget(made)
    made.show()
    return made, told


def test_enter_takes_what_is_typed(qtbot: QtBot) -> None:
    made, told = _field(qtbot)
    QTest.keyClicks(made, "20251101")
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert (made.text(), told) == ("2025-11-01", [date(2025, 11, 1)])
    made.clear()
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert told[-1] is None


def test_what_is_no_day_stays_and_is_marked(qtbot: QtBot) -> None:
    made, told = _field(qtbot)
    QTest.keyClicks(made, "soon")
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert (made.text(), told, made.property("bad")) == ("soon", [], "true")
    assert "2025-11-30" in made.accessibleDescription()
    QTest.keyClick(made, Qt.Key.Key_Backspace)
    assert made.property("bad") == "false"


def test_a_day_that_must_be_there_is_asked_for(qtbot: QtBot) -> None:
    made, told = _field(qtbot, optional=False)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert (told, made.property("bad")) == ([], "true")


def test_keys_step_by_day_and_by_month(qtbot: QtBot) -> None:
    made, told = _field(qtbot)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(made, key)
    assert [str(day) for day in told] == ["2025-11-20", "2025-11-21", "2025-11-20", "2025-10-20", "2025-11-20"]


@pytest.mark.parametrize(("last", "key"), [("9999-12-31", Qt.Key.Key_Up), ("9999-12-31", Qt.Key.Key_PageUp)])
def test_the_calendar_has_an_end(qtbot: QtBot, last: str, key: Qt.Key) -> None:
    made, told = _field(qtbot)
    made.set_value(date.fromisoformat(last))
    QTest.keyClick(made, key)
    assert (made.text(), told) == (last, [])


def test_a_day_is_picked_from_the_calendar(qtbot: QtBot) -> None:
    made, told = _field(qtbot)
    QTest.keyClick(made, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = made.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.isVisible()
    assert calendar.selectedDate() == QDate(2025, 11, 20)
    calendar.activated.emit(QDate(2025, 11, 3))
    assert not calendar.isVisible()
    assert told == [date(2025, 11, 3)]


@pytest.mark.parametrize(
    ("period", "today", "first", "last"),
    [
        (Period.THIS_MONTH, "2025-11-20", "2025-11-01", "2025-11-30"),
        (Period.THIS_MONTH, "2024-02-29", "2024-02-01", "2024-02-29"),
        (Period.THIS_MONTH, "2025-12-31", "2025-12-01", "2025-12-31"),
        (Period.LAST_MONTH, "2025-01-31", "2024-12-01", "2024-12-31"),
        (Period.LAST_MONTH, "2025-03-31", "2025-02-01", "2025-02-28"),
        (Period.THIS_YEAR, "2025-11-20", "2025-01-01", "2025-12-31"),
    ],
)
def test_the_days_of_a_period(period: Period, today: str, first: str, last: str) -> None:
    assert days_of(period, date.fromisoformat(today)) == (date.fromisoformat(first), date.fromisoformat(last))


def _bar(qtbot: QtBot, show_days: bool = True) -> tuple[PeriodBar, list[object]]:
    made, told = PeriodBar(lambda: TODAY, show_days), []
    made.changed.connect(told.append)
    qtbot.addWidget(made)
    made.show()
    return made, told


def _press(bar: PeriodBar, text: str) -> None:
    control = bar.findChild(SegmentedControl)
    assert isinstance(control, SegmentedControl)
    button = next(made for made in control.findChildren(object) if getattr(made, "text", str)() == text)
    button.click()


def test_everything_is_the_beginning(qtbot: QtBot) -> None:
    made, _told = _bar(qtbot)
    assert (made.period(), made.days()) == (Period.ALL, (None, None))


def test_a_button_tells_its_days_and_shows_them(qtbot: QtBot) -> None:
    made, told = _bar(qtbot)
    _press(made, "This month")
    assert told == [(date(2025, 11, 1), date(2025, 11, 30))]
    assert [field.text() for field in made.findChildren(DateField)] == ["2025-11-01", "2025-11-30"]
    _press(made, "All")
    assert told[-1] == (None, None)
    assert made.days() == (None, None)


def test_a_typed_day_makes_the_period_ones_own(qtbot: QtBot) -> None:
    made, told = _bar(qtbot)
    _press(made, "This month")
    first, last = made.findChildren(DateField)
    first.selectAll()
    QTest.keyClicks(first, "2025-10-15")
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert made.period() is Period.CUSTOM
    assert told[-1] == (date(2025, 10, 15), date(2025, 11, 30))
    last.clear()
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert told[-1] == (date(2025, 10, 15), None)


def test_a_period_that_ends_before_it_begins_is_not_told(qtbot: QtBot) -> None:
    made, told = _bar(qtbot)
    made.set_period(Period.CUSTOM, (date(2025, 11, 10), date(2025, 11, 20)))
    assert told == []
    first, last = made.findChildren(DateField)
    first.selectAll()
    QTest.keyClicks(first, "2025-12-01")
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert (told, last.property("bad")) == ([], "true")
    first.selectAll()
    QTest.keyClicks(first, "2025-11-12")
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert (told[-1], last.property("bad")) == ((date(2025, 11, 12), date(2025, 11, 20)), "false")


def test_custom_waits_for_the_person(qtbot: QtBot) -> None:
    made, told = _bar(qtbot, show_days=False)
    first, last = made.findChildren(DateField)
    assert not first.isVisible()
    with qtbot.waitActive(made):
        made.activateWindow()
    _press(made, "Custom\N{HORIZONTAL ELLIPSIS}")
    assert told == []
    assert last.isVisible()
    assert QApplication.focusWidget() is first
    _press(made, "Last month")
    assert not first.isVisible()
