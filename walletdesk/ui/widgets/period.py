"""The period of a list: a few usual ones, and two days of one's own."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from walletdesk.ui.widgets.dates import DateField
from walletdesk.ui.widgets.segmented import SegmentedControl
from walletdesk.ui.widgets.styling import label

Days = tuple[date | None, date | None]


class Period(Enum):
    """The periods that have a button."""

    ALL = "all"
    THIS_MONTH = "this month"
    LAST_MONTH = "last month"
    THIS_YEAR = "this year"
    CUSTOM = "custom"


def days_of(period: Period, today: date) -> Days:
    """First and last day of a period, both inclusive; None where it has no end."""
    first = today.replace(day=1)
    if period is Period.THIS_MONTH:
        return first, _month_end(first)
    if period is Period.LAST_MONTH:
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    if period is Period.THIS_YEAR:
        return date(today.year, 1, 1), date(today.year, 12, 31)
    return None, None


def _month_end(first: date) -> date:
    if first.month == 12:
        return date(first.year, 12, 31)
    return first.replace(month=first.month + 1) - timedelta(days=1)


class PeriodBar(QWidget):
    """All | This month | Last month | This year | Custom, and the two days that this means.

    `today` is asked each time a button is pressed, so that a window left open over midnight is right.
    With `show_days` false the days appear for Custom only.
    """

    changed = Signal(object)

    def __init__(self, today: Callable[[], date], show_days: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._show_days = show_days
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._choice = SegmentedControl(self.tr("Period"))
        self._choice.set_options(
            [
                (self.tr("All"), Period.ALL),
                (self.tr("This month"), Period.THIS_MONTH),
                (self.tr("Last month"), Period.LAST_MONTH),
                (self.tr("This year"), Period.THIS_YEAR),
                (self.tr("Custom\N{HORIZONTAL ELLIPSIS}"), Period.CUSTOM),
            ]
        )
        self._first = DateField(self.tr("First day"), today())
        self._last = DateField(self.tr("Last day"), today())
        self._dash = label("\N{EN DASH}", "sub")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._choice, self._first, self._dash, self._last):
            row.addWidget(part)
        self._told: Days = (None, None)
        self._choice.changed.connect(self._chosen)
        self._first.changed.connect(self._typed)
        self._last.changed.connect(self._typed)
        self._reveal()

    def period(self) -> Period:
        """Which button is pressed."""
        chosen = self._choice.value()
        assert isinstance(chosen, Period)
        return chosen

    def days(self) -> Days:
        """The period as it was last told: first and last day, both inclusive."""
        return self._told

    def set_period(self, period: Period, days: Days = (None, None)) -> None:
        """Choose without telling anybody; `days` count for Custom."""
        self._choice.set_value(period)
        self._told = days if period is Period.CUSTOM else days_of(period, self._today())
        self._fill(self._told)
        self._reveal()

    def set_days(self, days: Days) -> None:
        """Choose the usual period that these days are, or else the days, without telling anybody."""
        usual = (period for period in Period if period is not Period.CUSTOM and days_of(period, self._today()) == days)
        self.set_period(next(usual, Period.CUSTOM), days)

    def _fill(self, days: Days) -> None:
        self._first.set_value(days[0])
        self._last.set_value(days[1])

    def _reveal(self) -> None:
        shown = self._show_days or self.period() is Period.CUSTOM
        for part in (self._first, self._dash, self._last):
            part.setVisible(shown)

    def _chosen(self, period: Period) -> None:
        self._reveal()
        if period is Period.CUSTOM:
            self._first.setFocus()
            self._first.selectAll()
            return
        for field in (self._first, self._last):
            field.set_today(self._today())
        self._fill(days_of(period, self._today()))
        self._tell(days_of(period, self._today()))

    def _typed(self, _day: object) -> None:
        self._choice.set_value(Period.CUSTOM)
        first, last = self._first.value(), self._last.value()
        if first is not None and last is not None and last < first:
            self._last.set_problem(self.tr("The last day is before the first."))
            return
        self._last.set_problem(None)
        self._tell((first, last))

    def _tell(self, days: Days) -> None:
        if days != self._told:
            self._told = days
            self.changed.emit(days)
