"""A small book on a real session, and a shell whose window only writes down what it is asked for."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.controllers import assets, books, customers, projects, transactions, wallets
from walletdesk.controllers.books import Book
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset, Customer, Operation, Wallet, issue, transfer
from walletdesk.store.posting import Poster, Request
from walletdesk.ui.files import FileDialogs
from walletdesk.ui.session import Session
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.model import TableModel

DAY_MS = 86_400_000


def instant(day: date, hour: int = 12) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp()) * 1000


TODAY = date(2025, 11, 20)
NOW = instant(TODAY, 16)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> int:
        return self.at


class Host:
    """The window: it writes down what the tabs ask for."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []
        self.toasts: list[tuple[str, dict[str, Any]]] = []

    def toast(self, text: str, actions: Sequence[tuple[str, Any]]) -> None:
        self.toasts.append((text, dict(actions)))

    def show_wallets(self, filters: Mapping[str, Any]) -> None:
        self.calls.append(("show_wallets", dict(filters)))

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.calls.append((name, *given))


class Dialogs(FileDialogs):
    """Answers with one path."""

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self.path = path
        self.asked: list[tuple[str, str]] = []

    def save_path(self, title: str, suggested: Path | str, pattern: str = "") -> Path | None:
        self.asked.append((title, str(suggested)))
        return self.path


class Facts:
    """What the book holds: two people with wallets, one without a name, two system wallets, three assets."""

    project: str
    usd: Asset
    days: Asset
    parking: Asset
    grace: Customer
    hugo: Customer
    nameless: Customer
    settlement: Wallet
    pool: Wallet
    cash: Wallet
    volunteering: Wallet
    other: Wallet


def fill(book: Book, clock: Clock) -> Facts:
    facts = Facts()
    clock.at = instant(date(2025, 9, 1))
    facts.project = projects.create(book, "Riverside").value.id
    facts.usd = assets.create(book, facts.project, "US Dollar", "USD", 100).value
    facts.days = assets.create(book, facts.project, "Volunteer days", "DAY", 24).value
    facts.parking = assets.create(book, facts.project, "Parking time", "PARK", 60, "h", "min").value
    facts.grace = customers.create(book, facts.project, "C-1", "Grace Keller", "Pays at the\ntill").value
    facts.hugo = customers.create(book, facts.project, "C-2", "Hugo Sato").value
    facts.nameless = customers.create(book, facts.project, "C-3").value
    facts.settlement = wallets.open_system(book, facts.usd.id, "Settlement").value
    facts.pool = wallets.open_system(book, facts.days.id, "Volunteer pool").value
    facts.cash = wallets.open(book, facts.grace.key, facts.usd.id, "Cash").value
    facts.volunteering = wallets.open(book, facts.grace.key, facts.days.id, "Volunteering").value
    facts.other = wallets.open(book, facts.hugo.key, facts.usd.id, "Cash").value
    steps: list[tuple[date, tuple[Operation, ...], str]] = [
        (date(2025, 9, 10), (issue(facts.settlement.id, 1_000_000),), "Opening"),
        (date(2025, 10, 5), (transfer(facts.settlement.id, facts.cash.id, 12_345, "first"),), "Refund"),
        (date(2025, 10, 20), (issue(facts.volunteering.id, 53),), "Garden day"),
        (date(2025, 11, 3), (transfer(facts.cash.id, facts.settlement.id, 345),), "Order 8"),
        (date(2025, 11, 18), (transfer(facts.settlement.id, facts.cash.id, 500), issue(facts.pool.id, 24)), ""),
    ]
    for day, operations, description in steps:
        clock.at = instant(day)
        transactions.run(book, facts.project, operations, description)
    clock.at = NOW
    return facts


def post_many(book: Book, facts: Facts, clock: Clock, count: int) -> None:
    """`count` entries in Grace's cash, one in six minutes, ending now: mostly in, each tenth out."""
    clock.at = NOW
    with book.unit():
        poster = Poster(book, facts.project)
        for number in range(count):
            at = NOW - (count - number) * 360_000
            out = number % 10 == 9
            ends = (facts.cash.id, facts.settlement.id) if out else (facts.settlement.id, facts.cash.id)
            poster.add(Request((transfer(*ends, 1 + number % 7),), f"Entry {number}", booked_at=at))
        poster.flush()


class Desk:
    """The book's session with a shell on it."""

    def __init__(self, qtbot: QtBot, folder: Path, many: int = 0) -> None:
        self.qtbot = qtbot
        self.clock = Clock()
        self.path = folder / "book.walletdesk"
        book = books.create(self.path, "UTC", self.clock)
        self.facts = fill(book, self.clock)
        if many:
            post_many(book, self.facts, self.clock, many)
        days = book.days
        book.close()
        self.session = Session()
        self.session.open(lambda: books.open(self.path, self.clock))
        self.host = Host()
        self.dialogs = Dialogs(folder / "written.csv")
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.shell = Shell(self.session, settings, self.clock, self.dialogs)
        self.shell.host = self.host
        self.shell.set_book(days)
        self.shell.set_project(self.facts.project)
        self.settle()

    def settle(self) -> "Desk":
        for _ in range(3):
            self.qtbot.waitUntil(self.session.idle, timeout=20_000)
            QApplication.processEvents()
        return self

    def show(self, widget: QWidget, width: int = 1400, height: int = 760) -> None:
        self.qtbot.addWidget(widget)
        widget.resize(width, height)
        with self.qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        self.settle()

    def focus(self, window: QWidget, widget: QWidget) -> None:
        """Bring the keyboard to a widget of a window that has just been opened."""
        self.settle()
        with self.qtbot.waitActive(window):
            window.activateWindow()
        widget.setFocus()
        self.qtbot.waitUntil(widget.hasFocus)

    def does(self, fn: Any, *args: object) -> Any:
        """Run a command as somebody else would, and wait for what follows."""
        got: list[Any] = []
        self.session.run(fn, *args, done=got.append)
        self.settle()
        return got[0]

    def post(self, *operations: Operation, description: str = "") -> Any:
        return self.does(transactions.run, self.facts.project, operations, description)

    def status(self, wallet: Wallet) -> Status:
        found: Wallet = self.does(wallets.get, wallet.id)
        return found.status

    def press(self, widget: QWidget, key: Qt.Key, mods: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(widget, key, mods)
        self.settle()

    def close(self) -> None:
        self.session.close(wait=True)


def dialog(host: QWidget) -> Any:
    """The dialog that is open."""
    (found,) = (made for made in host.window().findChildren(QDialog) if made.isVisible())
    return found


def drawn(model: TableModel[Any]) -> list[str]:
    """The rows of a table as text."""
    return [" | ".join(cell.plain for cell in model.row_cells(row)) for row in range(model.rowCount())]


def nameless(widget: QWidget) -> list[str]:
    """The controls that take the keyboard and that a screen reader has no word for."""
    found = []
    for made in widget.findChildren(QWidget):
        if made.focusPolicy() is Qt.FocusPolicy.NoFocus or not made.isVisible() or made.objectName().startswith("qt_"):
            continue
        reader = QAccessible.queryAccessibleInterface(made)
        if not reader.text(QAccessible.Text.Name):
            found.append(type(made).__name__)
    return found
