"""Asking for the day to which a ledger is to jump."""

from datetime import date

from PySide6.QtWidgets import QWidget

from walletdesk.ledger.refusals import DateUnreadable, Missing
from walletdesk.ui.forms.base import FormDialog, Words
from walletdesk.ui.widgets.dates import DateField
from walletdesk.ui.widgets.field import Field


class GoToDate(FormDialog):
    """One field. `day()` is what was asked for once the form is accepted."""

    def __init__(self, today: date, words: Words, parent: QWidget | None = None) -> None:
        """The field begins empty; its arrow keys begin at `today`."""
        super().__init__(self.tr("Go to date"), self.tr("Go"), words, parent=parent)
        self._date = DateField(self.tr("Day"), today)
        self._date.setPlaceholderText("YYYY-MM-DD")
        self._date.setFixedWidth(self._date.width() + 40)
        self.add_field("date", Field(self.tr("Day"), self._date))
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
        self.accept()
