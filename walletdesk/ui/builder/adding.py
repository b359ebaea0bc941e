"""The line under the grid: rows of each kind to add, the keys to know, and what mends the row at hand."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from walletdesk.ledger.status import Kind
from walletdesk.ui.builder.fix_strip import FixStrip
from walletdesk.ui.cells import kind_word
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.styling import sub


class Adding(QWidget):
    """Buttons at the left, hints or a fix at the right."""

    wanted = Signal(object)
    """The Kind of a row to add."""

    def __init__(self, fixes: FixStrip, parent: QWidget | None = None) -> None:
        """With this strip of fixes."""
        super().__init__(parent)
        self._fixes = fixes
        self.buttons: Final = [self._button(kind) for kind in (Kind.TRANSFER, Kind.ISSUE, Kind.REDEEM)]
        hints = (
            self.tr("Tab or Enter: next cell"),
            self.tr("Ctrl+Del: remove row"),
            self.tr("Ctrl+Enter: post"),
        )
        self._hints = sub("    ".join(hints))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 18, 4)
        row.setSpacing(4)
        for made in self.buttons:
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self._hints)
        row.addWidget(fixes)
        fixes.looked.connect(self._show_hints)

    def _button(self, kind: Kind) -> QPushButton:
        made = button(kind_word(kind), "plus", "ghost")
        made.setAccessibleName(self.tr("Add: {operation}").format(operation=kind_word(kind)))
        made.clicked.connect(partial(self._want, kind))
        return made

    def _want(self, kind: Kind, *_: object) -> None:
        self.wanted.emit(kind)

    def _show_hints(self) -> None:
        """A fix takes their place."""
        self._hints.setVisible(not self._fixes.offers())
