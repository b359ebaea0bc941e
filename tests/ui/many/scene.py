"""A run window on a small book of its own; session, lane and book are real."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.importing.scene import NOW, Answers, Host
from walletdesk.controllers import assets, books, customers, projects, transactions, wallets
from walletdesk.controllers.books import Book
from walletdesk.ledger.values import issue
from walletdesk.ui.batch_work import State
from walletdesk.ui.many.window import ManyWindow
from walletdesk.ui.session import Session
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.combo import Combo

NAMES = ("ann", "bob", "cid", "dan")


class RunHost(Host):
    """Remembers what was said and shown."""

    def __init__(self) -> None:
        super().__init__()
        self.runs = 0

    def show_wallets(self, filters: Any) -> None:
        self.shown.append(filters)

    def run_for_many(self, chosen: object) -> None:
        self.runs += 1


def furnish(book: Book) -> str:
    """Ann has 10.00, Bob 3.33, Cid nothing and is suspended, Dan 2.50; a till of 6.00 and some points."""
    project = projects.create(book, "Club").value.id
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    points = assets.create(book, project, "Points", "PTS", 1).value.id
    till = wallets.open_system(book, euro, "Till").value.id
    keys = [customers.create(book, project, name, name.title()).value.key for name in NAMES]
    ids = [wallets.open(book, key, euro, "Cash").value.id for key in keys]
    wallets.open(book, keys[0], points, "Points")
    amounts = zip((till, *ids), (600, 1000, 333, 0, 250), strict=True)
    transactions.run(book, project, [issue(wallet, amount) for wallet, amount in amounts if amount])
    customers.suspend(book, keys[2])
    return project


class Scene:
    """The window and the ways a person has with it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.session = Session()
        self.dialogs = Answers()
        settings = QSettings(str(folder / "s.ini"), QSettings.Format.IniFormat)
        self.shell = Shell(self.session, settings, lambda: NOW, self.dialogs)
        self.host = RunHost()
        self.shell.host = self.host  # type: ignore[assignment]
        self.session.open(lambda: books.create(folder / "b.walletdesk", "UTC", lambda: NOW))
        self.session.run(furnish, done=self.shell.set_project)
        qtbot.waitUntil(lambda: self.shell.project is not None, timeout=20_000)
        assert self.shell.project is not None
        self.project = self.shell.project.id
        self.window = ManyWindow(self.shell, self.shell.project, delay_ms=0)
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.settle()

    def close(self) -> None:
        self.window.close()
        self.session.close(wait=True)

    def settle(self) -> "Scene":
        """Until nothing is under way and the window waits for the person."""
        busy = (State.CHECKING, State.WRITING)
        self.qtbot.waitUntil(lambda: self.window.work.state not in busy and self.session.idle(), timeout=30_000)
        return self

    def run(self, fn: Callable[..., Any], *args: object) -> Any:
        found: list[Any] = []
        self.session.run(fn, *args, done=found.append)
        self.qtbot.waitUntil(lambda: bool(found), timeout=20_000)
        self.settle()
        return getattr(found[0], "value", found[0])

    def type(self, widget: QWidget, text: str) -> "Scene":
        widget.setFocus()
        QTest.keyClicks(widget, text)
        return self.settle()

    def amount(self, text: str) -> "Scene":
        self.window.what.amount.clear()
        return self.type(self.window.what.amount, text)

    def paste(self, text: str) -> "Scene":
        self.window.who.listed.setPlainText(text)
        return self.settle()

    def pick(self, combo: Combo, text: str) -> "Scene":
        """Choose from a list with the keys, as somebody does who has no mouse."""
        place = combo.findText(text)
        assert place >= 0, [combo.itemText(n) for n in range(combo.count())]
        combo.setFocus()
        while combo.currentIndex() != place:
            before = combo.currentIndex()
            QTest.keyClick(combo, Qt.Key.Key_Down if before < place else Qt.Key.Key_Up)
            assert combo.currentIndex() != before, "the choice was taken back"
        return self.settle()

    def click(self, widget: QWidget) -> "Scene":
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        return self.settle()

    def by_list(self) -> "Scene":
        """Choose the other way with the arrow key."""
        self.window.who.ways.focus_chosen()
        QTest.keyClick(self.window.focusWidget(), Qt.Key.Key_Right)
        return self.settle()

    def rows(self) -> list[list[str]]:
        """What the table shows: who, before, change, after (or the states) and the result."""
        model: Any = self.window.sheet.table().model()
        made = [model.row_cells(row) for row in range(model.rowCount())]
        return [[cells[at].plain for at in (0, 3, 4, 5, 6)] for cells in made]
