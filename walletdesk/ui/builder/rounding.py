"""One quiet line beneath the operations: how shares were rounded so that they add up."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from walletdesk.controllers.draft_check import Checked
from walletdesk.ui import fonts
from walletdesk.ui.builder.form import Form
from walletdesk.ui.format import count
from walletdesk.ui.widgets.labels import Elided

_TOLD: Final = 3


class Rounding(QWidget):
    """Seen only while something was rounded."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        """For this form."""
        super().__init__(parent)
        self._form = form
        self.line: Final = Elided("", fonts.tabular(fonts.sized(12)), "sub")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 2)
        row.addWidget(self.line)
        self.hide()

    def show_checked(self, checked: Checked) -> None:
        """The first rounded shares, and how many more there are."""
        told = self._form.shares(*checked.rows, rounded=True)
        words = told[:_TOLD]
        if len(told) > _TOLD:
            words.append(self.tr("and {n} more").format(n=count(len(told) - _TOLD)))
        self.line.set_text(self.tr("Rounded: {shares}").format(shares=" \u00b7 ".join(words)) if told else "")
        self.setVisible(bool(told))
