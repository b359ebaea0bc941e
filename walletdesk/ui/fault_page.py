"""What stands in the window when a book cannot be opened: why, and the ways out."""

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.ledger.refusals import BookDamaged, BookMissing, BookReadOnly, LedgerError, NotABook
from walletdesk.ledger.refusals_book import BookForeign, BookOlder, NotUpgraded
from walletdesk.ui import icons
from walletdesk.ui.books import BookFault
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.styling import label, sub, title

_WIDTH = 520
_READABLE = (BookReadOnly, BookOlder, NotUpgraded, BookDamaged, BookForeign)
_RESTORABLE = (BookDamaged, BookMissing, NotABook, NotUpgraded, BookForeign)


class FaultPage(QWidget):
    """Says in one sentence what is wrong with a book. The file itself is left as it is."""

    try_again = Signal()
    open_other = Signal()
    create_new = Signal()
    go_back = Signal()
    read_only = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = title()
        self._sentence = label("", wrap=True)
        self._path = sub("", wrap=True)
        self._waiting = sub(self.tr("Waiting some seconds more for it to finish…"), wrap=True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = button(self.tr("Try again"), "refresh-cw", "primary")
        self.read = button(self.tr("Open for reading"), "eye")
        self.restore = button(self.tr("Restore a backup…"), "history")
        self.other = button(self.tr("Open another book…"), "folder-open")
        self.new = button(self.tr("Create a new book…"), "plus")
        self.back = button(self.tr("Go back"), "arrow-left", "ghost")
        for made, told in (
            (self.again, self.try_again),
            (self.read, self.read_only),
            (self.other, self.open_other),
            (self.new, self.create_new),
            (self.back, self.go_back),
        ):
            made.clicked.connect(told)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(IconLabel("book-text", "text3", icons.EMPTY_SIZE))
        column.addSpacing(4)
        for text in (self._title, self._sentence, self._waiting, self._path):
            column.addWidget(text)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        second = QHBoxLayout()
        second.setSpacing(8)
        for line, buttons in ((row, (self.again, self.read, self.restore)), (second, (self.other, self.new))):
            for made in buttons:
                line.addWidget(made)
            line.addStretch(1)
            column.addLayout(line)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        holder.setMinimumWidth(_WIDTH)
        holder.setMaximumWidth(_WIDTH + 200)
        holder.setLayout(column)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(holder, 100)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def show_fault(self, fault: BookFault, sentence: str, before: str | None) -> None:
        """Tell what is wrong; `before` names the book that is still open, if one is."""
        older = isinstance(fault.error, BookOlder)
        what = self.tr("{name} was not brought up to date") if older else self.tr("{name} cannot be opened")
        self._title.setText(what.format(name=fault.path.name))
        self.again.setText(self.tr("Bring it up to date") if older else self.tr("Try again"))
        self._sentence.setText(sentence)
        self._path.setText(str(fault.path))
        self._path.setVisible(str(fault.path) not in sentence)
        self.read.setVisible(isinstance(fault.error, _READABLE) and os.access(fault.path, os.R_OK))
        self.restore.setVisible(isinstance(fault.error, _RESTORABLE))
        self._waiting.setVisible(fault.waiting)
        self.back.setVisible(before is not None and not fault.waiting)
        self.back.setText(self.tr("Go back to {name}").format(name=before))
        self.setAccessibleName(f"{self._title.text()}: {sentence}")
        self._choose_first(fault.error)

    def _choose_first(self, error: LedgerError) -> None:
        """Where trying again cannot help by itself, another way comes first."""
        first = self.new if isinstance(error, BookMissing) else self.again
        first.setFocus(Qt.FocusReason.OtherFocusReason)
