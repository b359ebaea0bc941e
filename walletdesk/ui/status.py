"""The line at the bottom: whether the ledger is verified, that everything is saved, what runs, and which book it is."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStatusBar, QWidget

from walletdesk.ui import fonts, icons
from walletdesk.ui.books import BookFacts
from walletdesk.ui.progress import SMALL, TaskStrip
from walletdesk.ui.verifying import Soundness, Verifier
from walletdesk.ui.widgets.labels import Elided, IconLabel
from walletdesk.ui.widgets.styling import sub

_HEIGHT: Final = 26
_SHIELDS: Final = {
    Soundness.VERIFIED: ("shield-check", "pos"),
    Soundness.BROKEN: ("triangle-alert", "err"),
}


class StatusLine(QStatusBar):
    """Facts only: each of them is true now, or it is not said."""

    shield_pressed = Signal()

    def __init__(self, verifier: Verifier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verifier = verifier
        self._open = False
        self.setSizeGripEnabled(False)
        self.setFixedHeight(_HEIGHT)
        self.shield = QPushButton()
        self.shield.setProperty("kind", "ghost")
        self.shield.setFont(fonts.sized(12))
        self.shield.setIconSize(icons.BUTTON_SIZE)
        self.shield.setStyleSheet(SMALL)
        self.shield.setToolTip(self.tr("Verify the book"))
        self.shield.clicked.connect(self.shield_pressed)
        self._saved_icon = IconLabel("hard-drive", "text2", 14)
        self._saved = sub()
        self.tasks = TaskStrip()
        self.picked = Elided("", fonts.sized(12))
        self.path = Elided("", fonts.sized(12), "sub")
        for text in (self._saved, self.picked, self.path):
            text.setStyleSheet("padding: 0;")  # what a status bar's labels get would cut them
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(8, 0, 10, 0)
        row.setSpacing(4)
        row.addWidget(self.shield)
        row.addSpacing(8)
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved)
        row.addSpacing(16)
        row.addWidget(self.tasks)
        row.addStretch(1)
        row.addWidget(self.picked)
        row.addSpacing(16)
        row.addWidget(self.path)
        self.addWidget(line, 1)
        self.show_book(None)
        verifier.changed.connect(self._show_shield)

    def show_book(self, facts: BookFacts | None) -> None:
        """Say which book is open and whether it can be written; nothing while none is."""
        self._open = facts is not None
        self._show_shield()
        self._saved_icon.setVisible(facts is not None)
        if facts is None:
            self._saved.setText("")
            self.path.set_text("")
            return
        self._saved_icon.set_icon("hard-drive" if facts.writable else "lock", "text2")
        self._saved.setText(self.tr("Saved") if facts.writable else self.tr("Read only"))
        every = self.tr("Every posting is on the disk before it is acknowledged.")
        self._saved.setToolTip(every if facts.writable else self.tr("This book was opened for reading only."))
        self.path.set_text(short_path(facts.path))
        self.path.setAccessibleName(self.tr("Book: {path}").format(path=facts.path))

    def _show_shield(self) -> None:
        name, role = _SHIELDS.get(self._verifier.soundness, ("shield-check", "text3"))
        self.shield.setIcon(icons.icon(name, role))
        self.shield.setText(self._verifier.status())
        # While it runs, the task beside it says so, with its progress.
        running = self._verifier.soundness is Soundness.RUNNING
        self.shield.setVisible(self._open and not running)


def short_path(path: Path) -> str:
    """The path with ~ for the person's own folder."""
    try:
        return str(Path("~") / path.resolve().relative_to(Path.home().resolve()))
    except ValueError:
        return str(path)
