"""The wallets of the project: the list, and behind it the ledger of each."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedLayout, QWidget

from walletdesk.ledger.values import Project
from walletdesk.ui.history import LedgerPlace, ListPlace, State
from walletdesk.ui.shell import Shell
from walletdesk.ui.tabs.ledger import LedgerPage
from walletdesk.ui.tabs.wallets_list import WalletsList


class WalletsTab(QWidget):
    """What stands in the tab: either the list or one ledger."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """The list first; the ledger's page is made when one is first asked for."""
        super().__init__(parent)
        self._shell = shell
        self.list = WalletsList(shell)
        self.ledger: LedgerPage | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self.show_ledger)
        shell.project_changed.connect(self._project_changed)

    def in_ledger(self) -> bool:
        """Whether a ledger is shown."""
        return self._stack.currentIndex() == 1

    def show_ledger(self, wallet: int) -> None:
        """Show this wallet's entries."""
        self._turn_to_ledger().show_wallet(wallet)
        self._shell.placed.emit()

    def _turn_to_ledger(self) -> LedgerPage:
        if self.ledger is None:
            self.ledger = LedgerPage(self._shell)
            self.ledger.left.connect(self.back)
            self._stack.addWidget(self.ledger)
        self._stack.setCurrentIndex(1)
        self.setFocusProxy(self.ledger)
        self.ledger.table.setFocus()
        return self.ledger

    def place(self) -> State:
        """What is shown, for the way back."""
        place = self.ledger.place() if self.ledger is not None and self.in_ledger() else None
        return place or self.list.page.place()

    def go_to(self, place: State) -> None:
        """Show again what was shown."""
        if isinstance(place, LedgerPlace):
            self._turn_to_ledger().go_to(place)
        elif isinstance(place, ListPlace):
            self._show_list()
            self.list.page.go_to(place)
            self.list.page.table.setFocus()

    def show_filtered(self, text: str = "", **choices: object) -> None:
        """Show the list with these filters.

        `asset` is an asset's id, `system` and `zero` are True or False, `status` is a Status, `customer` is a pair of
        a customer's key and what they are called.
        """
        self._show_list()
        self.list.page.set_filter(text, **choices)

    def primary_new(self) -> None:
        """Open a wallet."""
        self.list.new_wallet()

    @property
    def picked_count(self) -> Callable[[], int] | None:
        """How many wallets are selected; None while a ledger is shown."""
        return None if self.in_ledger() else self.list.page.picked_count

    def run_for_picked(self) -> None:
        """Open the run for many with the wallets that are selected."""
        if not self.in_ledger():
            self.list.run_for_picked()

    def rename_selected(self) -> None:
        """Change the name of the wallet that is shown or selected."""
        if self.ledger is not None and self.in_ledger():
            self.ledger.rename()
            return
        wallet = self.list.selected_wallet()
        if wallet is not None:
            self.list.commands.rename(wallet)

    def export(self) -> None:
        """Write what is shown as a CSV file."""
        if self.ledger is not None and self.in_ledger():
            self.ledger.export()
        else:
            self.list.export()

    def back(self) -> bool:
        """From a ledger to the list, to the row it was opened from; False where there is nothing behind."""
        if not self.in_ledger():
            return False
        self._shell.placed.emit()
        self._show_list()
        self.list.page.table.setFocus()
        self._shell.placed.emit()
        return True

    def _show_list(self) -> None:
        if self.ledger is not None:
            self.ledger.forget()
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.list)

    def _project_changed(self, _: Project | None) -> None:
        self._show_list()

    def minimumSizeHint(self) -> QSize:
        # Not the sum of what is inside: the inspector goes away by itself where there is no room for it.
        return QSize(640, 360)
