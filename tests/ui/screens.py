"""The main screens on a book that is the same every time: for pictures, and for what must hold on each of them."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import NOW, Opened
from walletdesk.controllers import sample
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.wallets import WalletQuery, page
from walletdesk.ledger.values import issue, transfer
from walletdesk.ui.builder.window import builders
from walletdesk.ui.importing.window import ImportWindow
from walletdesk.ui.list_page import ListPage
from walletdesk.ui.many.window import ManyWindow
from walletdesk.ui.palette.palette import Palette
from walletdesk.ui.shell import Prefill

CSV = """date;customer;amount;memo;reference
2026-01-03;C-10001;12.50;Order #4711;INV-9001
2026-01-04;C-10002;7.25;Order #4712;INV-9002
2026-01-05;C-10003;0.00;Nothing at all;INV-9003
2026-01-06;C-10004;101.10;Order #4713;INV-9004
"""


@cache
def _sample() -> bytes:
    """The sample book, made once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.walletdesk"
        finish(sample.make(path, clock=lambda: NOW, people=60, postings=400))
        return path.read_bytes()


class Screens:
    """A window on the sample book, made small; every screen is reached as a person reaches it."""

    def __init__(self, qtbot: QtBot, home: Path) -> None:
        """`home` is the person's folder, so that the path in the status bar reads the same everywhere."""
        self.home = home
        self.opened = Opened(qtbot, home)
        self.window = self.opened.window
        book = home / "Riverside.walletdesk"
        book.write_bytes(_sample())
        self.opened.book = book
        self.opened.start()
        self.wallets = self.opened.run(lambda book: page(book, self.opened.project, WalletQuery(), 1, 500)).rows

    def settle(self) -> None:
        """Wait for the lane, and let go of what was thrown away."""
        self.opened.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    def each(self) -> Iterator[tuple[str, QWidget]]:
        """Show one screen after the other: its name, and the window to look at."""
        for name, show in self.all().items():
            made = show()
            self.settle()
            self.settle()  # what is asked for once the first answers have come
            yield name, made
            self.leave(made)

    def all(self) -> dict[str, Callable[[], QWidget]]:
        """The screens by name; each answers the window that it is in."""
        return {
            "overview": lambda: self._tab("projects"),
            "assets": lambda: self._tab("assets"),
            "customers": lambda: self._tab("customers"),
            "wallets": lambda: self._tab("wallets"),
            "ledger": self._ledger,
            "explain": self._explain,
            "transactions": lambda: self._tab("transactions"),
            "builder": self._builder,
            "reversal": self._reversal,
            "palette": self._palette,
            "import": self._import,
            "many": self._many,
            "evening": self._evening,
            "setup": self._setup,
        }

    def leave(self, made: QWidget) -> None:
        """Back to the main window alone."""
        if made is not self.window:
            made.close()
            self.settle()
            self.window.activateWindow()
        for palette in self.window.findChildren(Palette):
            palette.leave()
        if self.window.shell.evening is not None:
            self.window.evenings.back()
            self.settle()

    # Each screen

    def _tab(self, key: str) -> QWidget:
        self.window.go(key)
        self.settle()
        for shown in self.window.desk.current().findChildren(ListPage):
            shown.table.select_row(1)
        return self.window

    def _ledger(self) -> QWidget:
        busy = max(self.wallets, key=lambda wallet: (wallet.entries, wallet.id))
        self.window.shell.show_wallet_ledger(busy.id)
        return self.window

    def _explain(self) -> QWidget:
        self._ledger()
        self.settle()
        self.window.in_tab("explain")
        return self.window

    def _evening(self) -> QWidget:
        self.window.go("wallets")
        self.settle()
        self.window.evenings.ask()
        form = self.window.evenings.form
        assert form is not None
        form.set_day(date(2025, 12, 24))
        form.chosen.emit(date(2025, 12, 24))
        self.opened.qtbot.waitUntil(lambda: self.window.shell.evening is not None, timeout=20_000)
        self.window.activateWindow()  # no window manager is here to do it when the form is closed
        self.settle()
        return self._tab("wallets")

    def _reversal(self) -> QWidget:
        self.window.shell.reverse(self.opened.project, 1)
        self.settle()
        (made,) = builders(self.window.shell).windows()
        return made

    def _builder(self) -> QWidget:
        till = next(wallet for wallet in self.wallets if wallet.system and wallet.asset.code == "USD")
        holds = [wallet for wallet in self.wallets if not wallet.system and wallet.asset.code == "USD"]
        rich = max(holds, key=lambda wallet: (wallet.balance, wallet.id))
        operations = (
            transfer(rich.id, till.id, 1234),
            transfer(rich.id, till.id, rich.balance, "All of it"),
            issue(till.id, 500),
        )
        self.window.shell.new_transaction(Prefill(operations, "Order #88211", "INV-88211"))
        self.settle()
        (made,) = builders(self.window.shell).windows()
        return made

    def _palette(self) -> QWidget:
        self.window.go("wallets")
        self.settle()
        self.window.menus.actions["find_anything"].trigger()
        found = QApplication.focusWidget()
        assert found is not None
        found.setText("cas")  # type: ignore[attr-defined]
        return self.window

    def _import(self) -> QWidget:
        file = self.home / "january.csv"
        file.write_text(CSV, encoding="utf-8")
        self.opened.dialogs.path = file
        self.window.shell.import_file()
        return self._beside(ImportWindow)

    def _many(self) -> QWidget:
        self.window.shell.run_for_many()
        return self._beside(ManyWindow)

    def _beside(self, kind: type[QWidget]) -> QWidget:
        (made,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        work: Any = made
        self.opened.qtbot.waitUntil(lambda: work.work.state.name not in ("READING", "CHECKING"), timeout=20_000)
        return made

    def _setup(self) -> QWidget:
        empty = next(p for p in self.window.roster.shown() if p.name == "Harbour time bank")
        self.window.shell.set_project(empty.id)
        self.settle()
        self.window.go("projects")
        return self.window
