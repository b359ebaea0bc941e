"""Asking for the day to which a ledger is to jump."""

from datetime import date

from PySide6.QtWidgets import QWidget

from walletdesk.ui.forms.base import Words
from walletdesk.ui.forms.day import DayForm


class GoToDate(DayForm):
    """`day()` is what was asked for once the form is accepted."""

    def __init__(self, today: date, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Go to date"), self.tr("Go"), today, words, parent=parent)
        self.chosen.connect(lambda _day: self.accept())
