"""The line at the bottom: whether the ledger is verified, that everything is saved, what runs, and which book it is."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStatusBar, QWidget

from walletdesk.ui import fonts, icons
from walletdesk.ui.backups import Keeper
from walletdesk.ui.books import BookFacts
from walletdesk.ui.privacy import privacy
from walletdesk.ui.progress import SMALL, TaskStrip
from walletdesk.ui.verifying import Soundness, Verifier
from walletdesk.ui.widgets.labels import Elided

_HEIGHT: Final = 26
_SHIELDS: Final = {
    Soundness.VERIFIED: ("shield-check", "pos"),
    Soundness.BROKEN: ("triangle-alert", "err"),
}


class StatusLine(QStatusBar):
    """Facts only: each of them is true now, or it is not said."""

    shield_pressed = Signal()
    amounts_wanted = Signal()
    """Amounts are hidden, and are to be shown again."""

    def __init__(self, verifier: Verifier, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verifier = verifier
        self._keeper = keeper
        self._writable = False
        self._open = False
        self.setSizeGripEnabled(False)
        self.setFixedHeight(_HEIGHT)
        self.shield = _low_button(self.tr("Verify the book"))
        self.hidden = _low_button(self.tr("Show amounts again (Ctrl+Shift+H)"))
        self.hidden.setText(self.tr("Amounts hidden"))
        self.hidden.setIcon(icons.icon("eye-off", "text2"))
        self.hidden.clicked.connect(self.amounts_wanted)
        self.shield.clicked.connect(self.shield_pressed)
        self.saved = _low_button("")
        self.saved.clicked.connect(keeper.ask)
        self.tasks = TaskStrip()
        self.picked = Elided("", fonts.sized(12))
        self.path = Elided("", fonts.sized(12), "sub")
        for text in (self.picked, self.path):
            text.setStyleSheet("padding: 0;")  # what a status bar's labels get would cut them
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(8, 0, 10, 0)
        row.setSpacing(4)
        row.addWidget(self.shield)
        row.addSpacing(8)
        row.addWidget(self.saved)
        row.addSpacing(16)
        row.addWidget(self.tasks)
        row.addStretch(1)
        row.addWidget(self.picked)
        row.addSpacing(16)
        row.addWidget(self.hidden)
        row.addWidget(self.path)
        self.addWidget(line, 1)
        self.show_book(None)
        verifier.changed.connect(self._show_shield)
        keeper.changed.connect(self._show_saved)
        privacy().changed.connect(self._show_hidden)
        self._show_hidden()

    def show_book(self, facts: BookFacts | None) -> None:
        """Say which book is open and whether it can be written; nothing while none is."""
        self._open = facts is not None
        self._writable = facts is not None and facts.writable
        self._show_shield()
        self._show_saved()
        if facts is None:
            self.path.set_text("")
            return
        self.path.set_text(short_path(facts.path))
        self.path.setAccessibleName(self.tr("Book: {path}").format(path=facts.path))

    def _show_hidden(self) -> None:
        self.hidden.setVisible(privacy().hidden)

    def _show_shield(self) -> None:
        name, role = _SHIELDS.get(self._verifier.soundness, ("shield-check", "text3"))
        self.shield.setIcon(icons.icon(name, role))
        self.shield.setText(self._verifier.status())
        # While it runs, the task beside it says so, with its progress.
        running = self._verifier.soundness is Soundness.RUNNING
        self.shield.setVisible(self._open and not running)

    def _show_saved(self) -> None:
        self.saved.setVisible(self._open)
        trouble = self._keeper.trouble() if self._writable else ""
        role = "warn" if trouble else "text2"
        name = "triangle-alert" if trouble else "hard-drive" if self._writable else "lock"
        self.saved.setIcon(icons.icon(name, role))
        said = self._keeper.status() if self._writable else ""
        first = self.tr("Saved") if self._writable else self.tr("Read only")
        self.saved.setText(f"{first} · {said}" if said else first)
        every = self.tr("Every posting is on the disk before it is acknowledged.")
        self.saved.setToolTip(
            trouble or (every if self._writable else self.tr("This book was opened for reading only."))
        )


def _low_button(tip: str) -> QPushButton:
    made = QPushButton()
    made.setProperty("kind", "ghost")
    made.setFont(fonts.sized(12))
    made.setIconSize(icons.BUTTON_SIZE)
    made.setStyleSheet(SMALL)
    made.setToolTip(tip)
    return made


def short_path(path: Path) -> str:
    """The path with ~ for the person's own folder."""
    try:
        return str(Path("~") / path.resolve().relative_to(Path.home().resolve()))
    except ValueError:
        return str(path)
