"""An import window on a small book of its own; session, lane and book are real."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from walletdesk.controllers import books, projects
from walletdesk.ui.batch_work import State
from walletdesk.ui.files import FileDialogs
from walletdesk.ui.importing.window import ImportWindow
from walletdesk.ui.session import Session
from walletdesk.ui.shell import Shell, SilentHost, ToastAction
from walletdesk.ui.widgets.combo import Combo

NOW = 1_768_478_400_000
"""2026-01-15 12:00 UTC."""
CLUB = (
    "day,customer,type,amount,text,reference\n"
    "2025-01-01,ann,in,10.00,dues,1\n"
    "2025-01-02,bob,in,5.50,dues,2\n"
    "2025-01-03,bob,out,9.00,too much,3\n"
    "2025-01-04,ann,out,2.25,a coffee,4\n"
)


class Host(SilentHost):
    """Remembers what was said and shown."""

    def __init__(self) -> None:
        self.toasts: list[tuple[str, Any]] = []
        self.shown: list[Any] = []

    def toast(self, text: str, actions: list[ToastAction]) -> None:
        self.toasts.append((text, actions))

    def show_transactions(self, filters: Any) -> None:
        self.shown.append(filters)


class Answers(FileDialogs):
    """Answers what a person would choose."""

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None

    def open_path(self, title: str, pattern: str = "", start: Path | None = None) -> Path | None:
        return self.path

    def save_path(self, title: str, suggested: Path | str, pattern: str = "") -> Path | None:
        return self.path


class Scene:
    """The window and the ways a person has with it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.session = Session()
        self.dialogs = Answers()
        settings = QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)
        self.shell = Shell(self.session, settings, lambda: NOW, self.dialogs)
        self.host = Host()
        self.shell.host = self.host  # type: ignore[assignment]
        self.session.open(lambda: books.create(folder / "b.walletdesk", "UTC", lambda: NOW))
        self.session.run(projects.create, "Club", done=lambda done: self.shell.set_project(done.value.id))
        qtbot.waitUntil(lambda: self.shell.project is not None, timeout=20_000)
        self.window = self.make()

    def make(self) -> ImportWindow:
        assert self.shell.project is not None
        window = ImportWindow(self.shell, self.shell.project, delay_ms=0)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.qtbot.addWidget(window)
        with self.qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    def close(self) -> None:
        self.window.close()
        self.session.close(wait=True)

    def file(self, text: str | bytes, name: str = "rows.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def open(self, text: str | bytes, name: str = "rows.csv", until: State | None = None) -> "Scene":
        self.window.open_path(self.file(text, name))
        return self.settle(until)

    def settle(self, until: State | None = None) -> "Scene":
        """Until nothing is under way and the window waits for the person."""
        resting = (State.OPEN, State.CHECKED, State.UNFIT, State.WRITTEN, State.STOPPED)
        wanted = resting if until is None else (until,)

        def rests() -> bool:
            return self.window.work.state in wanted and self.session.idle()

        self.qtbot.waitUntil(rests, timeout=30_000)
        return self

    def run(self, fn: Callable[..., Any], *args: object) -> Any:
        found: list[Any] = []
        self.session.run(fn, *args, done=found.append)
        self.qtbot.waitUntil(lambda: bool(found), timeout=20_000)
        return getattr(found[0], "value", found[0])

    def type(self, widget: QWidget, text: str) -> "Scene":
        widget.setFocus()
        QTest.keyClicks(widget, text)
        return self.settle()

    def pick(self, combo: Combo, text: str) -> "Scene":
        """Choose from a list with the keys, as somebody does who has no mouse."""
        place = combo.findText(text)
        assert place >= 0, [combo.itemText(n) for n in range(combo.count())]
        combo.setFocus()
        while combo.currentIndex() != place:
            step = Qt.Key.Key_Down if combo.currentIndex() < place else Qt.Key.Key_Up
            before = combo.currentIndex()
            QTest.keyClick(combo, step)
            assert combo.currentIndex() != before, "the choice was taken back"
        return self.settle()

    def click(self, widget: QWidget) -> "Scene":
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        return self.settle()

    def new_asset(self, code: str = "eur") -> "Scene":
        return self.type(self.window.folds.assets.code, code)

    def column(self, number: int) -> list[str]:
        """A column of the rows that are shown."""
        model = self.window.sheet.model
        return [model.row_cells(row)[number].plain for row in range(model.rowCount())]
