"""Arranging the columns of a list by keys alone: which are shown, and in what order."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.tables.arranging import Columns
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.styling import frame, label
from walletdesk.ui.zoom import px

_ROW: Final = 30
_SHOWN: Final = Qt.CheckState.Checked


class ArrangeForm(QDialog):
    """The columns from left to right, each with its tick. What is done here is seen in the list at once."""

    def __init__(self, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Arrange columns"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Columns from left to right"))
        self.up = button(self.tr("Move up"), "arrow-up")
        self.down = button(self.tr("Move down"), "arrow-down")
        self.reset = button(self.tr("Reset columns"))
        self.finish = button(self.tr("Done"), None, "primary")
        self._lay_out()
        self._connect()
        self._fill(0)
        self.list.setFocus()

    def _lay_out(self) -> None:
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 16, 20, 12)
        inner.setSpacing(10)
        inner.addWidget(label(self.tr("Arrange columns"), "title", fonts.sized(15, fonts.SEMIBOLD)))
        told = self.tr("Space shows or hides a column; Alt+Up and Alt+Down move it: up is to the left in the list.")
        inner.addWidget(label(told, "sub", fonts.sized(12), wrap=True))
        moves = QVBoxLayout()
        for made in (self.up, self.down, self.reset):
            moves.addWidget(made)
        moves.insertStretch(2, 1)
        middle = QHBoxLayout()
        middle.setSpacing(10)
        middle.addWidget(self.list, 1)
        middle.addLayout(moves)
        inner.addLayout(middle, 1)
        footer = frame("footer", self)
        row = QHBoxLayout(footer)
        row.setContentsMargins(20, 12, 20, 12)
        row.addStretch(1)
        row.addWidget(self.finish)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner, 1)
        outer.addWidget(footer)
        self.resize(px(440), px(400))

    def _connect(self) -> None:
        self.finish.clicked.connect(self.accept)
        self.finish.setDefault(True)
        self.reset.clicked.connect(self._reset)
        self.list.itemChanged.connect(self._ticked)
        self.list.currentRowChanged.connect(self._allow)
        for made, by, key in ((self.up, -1, "Alt+Up"), (self.down, 1, "Alt+Down")):
            made.clicked.connect(partial(self._move, by))
            made.setToolTip(key)
            QShortcut(QKeySequence(key), self, partial(self._move, by))

    def _fill(self, row: int) -> None:
        """Show how the columns stand, with this row current."""
        self.list.blockSignals(True)
        self.list.clear()
        for number, title, shown, may in self._columns.listed():
            item = QListWidgetItem(title)
            item.setSizeHint(QSize(0, px(_ROW)))
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setCheckState(_SHOWN if shown else Qt.CheckState.Unchecked)
            if not may:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(row)
        self._allow(row)

    def _allow(self, row: int) -> None:
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < self.list.count() - 1)

    def _ticked(self, item: QListWidgetItem) -> None:
        self._columns.show_column(item.data(Qt.ItemDataRole.UserRole), item.checkState() is _SHOWN)
        self._fill(self.list.currentRow())

    def _move(self, by: int, _checked: bool = False) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            self._columns.move(row, row + by)
            self._fill(row + by)

    def _reset(self) -> None:
        self._columns.reset()
        self._fill(0)
        self.list.setFocus()
