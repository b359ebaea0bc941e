"""A small real book behind a real session, and a person at the keyboard of the form."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.controllers import assets, books, customers, projects, transactions, wallets
from walletdesk.ledger.days import Days
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.builder.popup import WalletPopup
from walletdesk.ui.builder.window import builders, open_builder, open_draft
from walletdesk.ui.session import Session
from walletdesk.ui.shell import Prefill, Shell, SilentHost

T = TypeVar("T")
PEOPLE = ("Grace Keller", "Grace Fischer", "Mateo Marino", "Felix Sato")


def make_book(path: Path) -> dict[str, int]:
    """A project "p" with two assets, four customers and two system wallets; answers the wallets by name."""
    book = books.create(path, "UTC")
    projects.create(book, "Riverside", "p")
    usd = assets.create(book, "p", "US dollar", "USD", 100).value.id
    day = assets.create(book, "p", "Day", "DAY", 24).value.id
    made = {"Settlement": wallets.open_system(book, usd, "Settlement").value.id}
    made["Pool"] = wallets.open_system(book, day, "Pool").value.id
    for number, name in enumerate(PEOPLE):
        owner = customers.upsert(book, "p", f"C-{number}", name).value
        made[name] = wallets.open(book, owner.key, usd, "Cash").value.id
    made["Days"] = wallets.open(book, owner.key, day, "Volunteering").value.id
    start = [issue(made["Settlement"], 100_000), issue(made["Grace Keller"], 5_000), issue(made["Pool"], 240)]
    transactions.run(book, "p", start, "Opening balances", "INV-1")
    wallets.set_status(book, made["Felix Sato"], Status.CLOSED)
    book.close()
    return made


class Host(SilentHost):
    """Keeps what the tabs and forms told the window."""

    def __init__(self) -> None:
        self.toasts: list[tuple[str, Sequence[tuple[str, Callable[[], object]]]]] = []
        self.shown: list[int] = []
        self.ledgers: list[int] = []
        self.edited: list[int] = []
        self.new: list[Prefill | None] = []
        self.reversed: list[tuple[str, int]] = []
        self.filtered: list[Mapping[str, Any]] = []

    def toast(self, text: str, actions: Sequence[tuple[str, Callable[[], object]]]) -> None:
        self.toasts.append((text, actions))

    def show_transaction(self, number: int) -> None:
        self.shown.append(number)

    def show_transactions(self, filters: Mapping[str, Any]) -> None:
        self.filtered.append(filters)

    def show_wallet_ledger(self, wallet: int) -> None:
        self.ledgers.append(wallet)

    def edit_draft(self, draft: int) -> None:
        self.edited.append(draft)

    def reverse(self, project: str, number: int) -> None:
        self.reversed.append((project, number))

    def new_transaction(self, prefill: Prefill | None) -> None:
        self.new.append(prefill)


class Scene:
    """The desk: a book, its session and the shell."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.path = folder / "scene.walletdesk"
        self.wallets: Mapping[str, int] = make_book(self.path)
        self.session = Session()
        self.session.open(lambda: books.open(self.path))
        self.host = Host()
        self.shell = Shell(self.session, QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        self.shell.host = self.host
        self.shell.set_book(Days("UTC"))
        self.shell.set_project("p")
        self.settle()

    def settle(self) -> None:
        """Until the lane has answered everything."""
        self.qtbot.waitUntil(self.session.idle)

    def ask(self, fn: Callable[..., T], *args: object) -> T:
        """What a controller answers."""
        found: list[T] = []
        self.session.run(fn, *args, done=found.append)
        self.settle()
        return found[0]

    def open(self, prefill: Prefill | None = None, draft: int | None = None) -> BuilderWindow:
        """The form, in sight and with the keyboard in its first cell."""
        if draft is None:
            window = open_builder(self.shell, prefill)
        else:
            open_draft(self.shell, draft)
            self.settle()
            window = builders(self.shell).windows()[-1]
        self.qtbot.waitUntil(window.isActiveWindow)
        self.settle()
        window.grid.setFocus()
        return window

    def close(self) -> None:
        builders(self.shell).close_all()
        self.session.close(wait=True)

    # The keyboard. The widget with the focus is asked for each key: the first one opens an editor.

    def type(self, text: str) -> None:
        for char in text:
            QTest.keyClick(focused(), char)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(focused(), key, modifiers)

    def enter(self, text: str = "") -> None:
        """Type, wait for what the book answers, go on."""
        self.type(text)
        self.settle()
        self.press(Qt.Key.Key_Return)
        self.settle()


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found


def popup() -> WalletPopup | None:
    """The list of wallets that is open."""
    found: list[Any] = [w for w in QApplication.allWidgets() if isinstance(w, WalletPopup) and w.isVisible()]
    return found[0] if found else None


def checks(window: BuilderWindow) -> list[str]:
    """What the last column says."""
    return [row.verdict.text for row in window.grid.rows.rows()]
