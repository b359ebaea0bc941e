"""A whole window on a small book of its own, for tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.ui.files import FileDialogs
from walletdesk.ui.main_window import MainWindow

NOW = 1_768_478_400_000
"""2026-01-15 12:00 UTC."""


class Answers(FileDialogs):
    """Answers what a person would choose, and keeps what was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.shown: list[Path] = []

    def open_path(self, title: str, pattern: str = "", start: Path | None = None) -> Path | None:
        return self.path

    def save_path(self, title: str, suggested: Path | str, pattern: str = "") -> Path | None:
        return self.path

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        return self.path

    def show_folder(self, path: Path) -> None:
        self.shown.append(path)


class Opened:
    """A window; everything in it is real."""

    def __init__(self, qtbot: QtBot, folder: Path, clock: Callable[[], int] = lambda: NOW) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.dialogs = Answers()
        memory = folder / "state"
        memory.mkdir(exist_ok=True)
        self.window = MainWindow(self.settings, folder, memory, clock, self.dialogs)
        qtbot.addWidget(self.window)
        self.book = folder / "ledger.walletdesk"

    def start(self) -> "Opened":
        """Show the window on the default book."""
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.window.library.open_or_create(self.book)
        return self.settle()

    def settle(self) -> "Opened":
        """Wait until the lane has nothing to do and its answers have come."""
        self.qtbot.waitUntil(self.window.session.idle, timeout=20_000)
        QApplication.processEvents()
        self.qtbot.waitUntil(self.window.session.idle, timeout=20_000)
        return self

    def run(self, command: Callable[..., Any], *args: object) -> Any:
        """Run a command on the book as a form would, and answer its value."""
        answers: list[Any] = []
        self.window.session.run(command, *args, done=answers.append)
        self.settle()
        assert answers, "the command was refused"
        return getattr(answers[0], "value", answers[0])

    @property
    def project(self) -> str:
        assert self.window.shell.project is not None
        return self.window.shell.project.id

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        if QApplication.activeWindow() is None:  # a dialog was closed, and no window manager is here to choose
            with self.qtbot.waitActive(self.window):
                self.window.activateWindow()
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)
        self.settle()

    def dialog(self) -> Any:
        """The dialog that is open over the window."""
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        assert found, "no dialog is open"
        return found[-1]

    def said(self) -> list[str]:
        """The messages, the newest first."""
        return self.window.toast.recent()

    def close(self) -> None:
        """Close the window; the book is let go."""
        self.window.close()


def texts(widget: QWidget) -> str:
    """All that a screen reader or a person finds written in a widget."""
    from PySide6.QtWidgets import QAbstractButton, QLabel

    parts = widget.findChildren(QWidget)
    found = [part.text() for part in parts if isinstance(part, QLabel | QAbstractButton) and part.isVisibleTo(widget)]
    return "\n".join(found)
