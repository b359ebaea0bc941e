"""Help's own small windows: the shortcut sheet, recent messages, and what this program is."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from walletdesk import __version__
from walletdesk.ui import fonts
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.styling import frame, label, section, sub

Rows = Sequence[tuple[str, str]]

translate: Final = QCoreApplication.translate
_GAP: Final = 32


class Sheet(QDialog):
    """Something to read; Esc closes it."""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(title)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(body)
        body.setProperty("panel", "surface")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        footer = frame("footer")
        row = QHBoxLayout(footer)
        row.setContentsMargins(20, 12, 20, 12)
        row.addStretch(1)
        close = button(self.tr("Close"), None, "primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        row.addWidget(close)
        outer.addWidget(footer)
        close.setFocus()
        wanted = body.sizeHint().expandedTo(body.minimumSize()) + QSize(20, footer.sizeHint().height() + 20)
        self.resize(wanted.boundedTo(QSize(900, 720)))


def shortcuts(listed: Sequence[tuple[str, Rows]], parent: QWidget | None = None) -> Sheet:
    """Every shortcut, by menu, in two columns."""
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(24, 18, 24, 18)
    grid.setHorizontalSpacing(_GAP)
    grid.setVerticalSpacing(6)
    groups = [(name, rows) for name, rows in [*listed, _elsewhere(), _in_the_form()] if rows]
    half = (sum(len(rows) + 2 for _name, rows in groups) + 1) // 2
    column, line = 0, 0
    for name, rows in groups:
        if line >= half and not column:
            column, line = 3, 0
        grid.addWidget(section(name), line, column, 1, 2)
        for place, (text, keys) in enumerate(rows, line + 1):
            grid.addWidget(label(text), place, column)
            grid.addWidget(sub(keys), place, column + 1)
        line += len(rows) + 2
        grid.setRowMinimumHeight(line - 1, 8)
    grid.setColumnMinimumWidth(2, 8)
    grid.setRowStretch(1000, 1)
    return Sheet(translate("help", "Keyboard shortcuts"), sheet, parent)


def messages(texts: Sequence[str], parent: QWidget | None = None) -> Sheet:
    """The last messages, the newest first."""
    body = QWidget()
    body.setMinimumSize(460, 120)
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 18, 24, 18)
    column.setSpacing(8)
    column.addWidget(label(translate("help", "Recent messages"), "title", fonts.sized(15, fonts.SEMIBOLD)))
    for text in texts or (translate("help", "There were no messages since the program was started."),):
        column.addWidget(label(text, wrap=True))
    column.addStretch(1)
    return Sheet(translate("help", "Recent messages"), body, parent)


def about(parent: QWidget | None = None) -> Sheet:
    """What this is, which version, and under which licences."""
    body = QWidget()
    body.setMinimumSize(460, 120)
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 18, 24, 18)
    column.setSpacing(8)
    column.addWidget(label(f"WalletDesk {__version__}", "title", fonts.sized(15, fonts.SEMIBOLD)))
    for text in (
        translate(
            "help", "An offline double-entry ledger for assets, customers and wallets. It never uses the network."
        ),
        translate("help", "WalletDesk is free software under the MIT licence."),
        translate(
            "help", "Made with Qt and PySide6 (LGPL), peewee (MIT), the Inter font (OFL) and Lucide icons (ISC)."
        ),
    ):
        column.addWidget(label(text, wrap=True))
    column.addStretch(1)
    return Sheet(translate("help", "About WalletDesk"), body, parent)


def _in_the_form() -> tuple[str, Rows]:
    return translate("help", "In a new transaction"), (
        (translate("help", "Next cell"), translate("help", "Enter")),
        (translate("help", "Leave the rows"), "Ctrl+Tab"),
        (translate("help", "Add a transfer, an issue, a redeem"), "Alt+T, Alt+I, Alt+R"),
        (translate("help", "Row up, row down"), translate("help", "Alt+Up, Alt+Down")),
        (translate("help", "Duplicate the row, remove it"), translate("help", "Ctrl+D, Ctrl+Del")),
        (translate("help", "Mend the row, other ways to"), translate("help", "Ctrl+., Alt+Enter")),
        (translate("help", "Paste rows of a spreadsheet"), "Ctrl+V"),
        (translate("help", "Post, post and start anew"), translate("help", "Ctrl+Enter, Ctrl+Shift+Enter")),
    )


def _elsewhere() -> tuple[str, Rows]:
    return translate("help", "In lists"), (
        (translate("help", "Open the row"), translate("help", "Enter")),
        (translate("help", "Clear the filters, then go back"), translate("help", "Esc")),
        (translate("help", "Leave the list"), translate("help", "Tab")),
    )
