"""Asking for a day."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from walletdesk.ledger.refusals import DateUnreadable, Missing
from walletdesk.ui.forms.base import FormDialog, Words
from walletdesk.ui.widgets.dates import DateField
from walletdesk.ui.widgets.field import Field


class DayForm(FormDialog):
    """One field. `chosen` tells the day; whoever hears it accepts the form or shows a refusal in it."""

    chosen = Signal(object)

    def __init__(
        self, title: str, verb: str, today: date, words: Words, hint: str = "", parent: QWidget | None = None
    ) -> None:
        """The field begins empty; its arrow keys begin at `today`."""
        super().__init__(title, verb, words, parent=parent)
        self._date = DateField(self.tr("Day"), today)
        self._date.setPlaceholderText("YYYY-MM-DD")
        self._date.widen(40)
        self.add_field("date", Field(self.tr("Day"), self._date, hint) if hint else Field(self.tr("Day"), self._date))
        self._day: date | None = None
        self.submitted.connect(self._take)

    def day(self) -> date | None:
        """The day."""
        return self._day

    def set_day(self, day: date) -> None:
        """As if it were typed."""
        self._date.set_value(day)

    def _take(self) -> None:
        try:
            self._day = self._date.value()
        except DateUnreadable as error:
            self.show_refusal(error)
            return
        if self._day is None:
            self.show_refusal(Missing("date"))
            return
        self.chosen.emit(self._day)
