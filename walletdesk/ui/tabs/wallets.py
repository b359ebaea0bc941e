"""The wallets of the project: the list, behind it the ledger of each, and behind that what explains its balance."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedLayout, QWidget

from walletdesk.ledger.explaining import Cause
from walletdesk.ledger.values import ALWAYS, Period, Project
from walletdesk.ui.history import State
from walletdesk.ui.places import ExplainPlace, LedgerPlace, ListPlace
from walletdesk.ui.shell import Shell
from walletdesk.ui.tabs.explain import ExplainPage
from walletdesk.ui.tabs.ledger import LedgerPage
from walletdesk.ui.tabs.wallets_list import WalletsList
from walletdesk.ui.zoom import px


class WalletsTab(QWidget):
    """What stands in the tab: the list, or one ledger, or what explains its balance."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """The list first; the ledger's page is made when one is first asked for."""
        super().__init__(parent)
        self._shell = shell
        self.list = WalletsList(shell)
        self.ledger: LedgerPage | None = None
        self.explanation: ExplainPage | None = None
        self._stack = QStackedLayout(self)
        self._stack.currentChanged.connect(lambda _place: self.updateGeometry())
        self._stack.addWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.opened.connect(self.show_ledger)
        shell.project_changed.connect(self._project_changed)
        explain = QAction(self.tr("Explain the balance"), self)
        explain.setObjectName("explain")
        explain.setShortcut(QKeySequence("Ctrl+B"))
        explain.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        explain.triggered.connect(self.explain)
        self.addAction(explain)

    def in_ledger(self) -> bool:
        """Whether a ledger is shown."""
        return self.ledger is not None and self._stack.currentWidget() is self.ledger

    def in_explanation(self) -> bool:
        """Whether it is told what explains a balance."""
        return self.explanation is not None and self._stack.currentWidget() is self.explanation

    def explain(self) -> None:
        """Tell what explains the balance of the wallet that is shown, in the same period, or that is selected."""
        if self.ledger is not None and self.in_ledger():
            wallet, period = self.ledger.wallet(), self.ledger.filters.period()
        else:
            wallet, period = None if self.in_explanation() else self.list.selected_wallet(), ALWAYS
        if wallet is not None:
            self.show_explanation(wallet.id, period)

    def show_explanation(self, wallet: int, period: Period = ALWAYS) -> None:
        """Tell what explains this wallet's balance."""
        self._turn_to_explanation().show_wallet(wallet, period)
        self._shell.placed.emit()

    def _turn_to_explanation(self) -> ExplainPage:
        if self.explanation is None:
            self.explanation = ExplainPage(self._shell)
            self.explanation.left.connect(self.back)
            self.explanation.opened.connect(self._show_caused)
            self._stack.addWidget(self.explanation)
        self._stack.setCurrentWidget(self.explanation)
        self.setFocusProxy(self.explanation)
        self.explanation.table.setFocus()
        return self.explanation

    def _show_caused(self, cause: Cause, period: Period, words: str) -> None:
        """The entries that a line of the explanation stands for."""
        wallet = self.explanation.wallet() if self.explanation is not None else None
        if wallet is not None:
            ledger = self._turn_to_ledger()
            ledger.go_to(LedgerPlace(wallet, period, size=ledger.remembered_size(), caused=(cause, words)))
            self._shell.placed.emit()

    def show_ledger(self, wallet: int) -> None:
        """Show this wallet's entries."""
        self._turn_to_ledger().show_wallet(wallet)
        self._shell.placed.emit()

    def _turn_to_ledger(self) -> LedgerPage:
        if self.ledger is None:
            self.ledger = LedgerPage(self._shell)
            self.ledger.left.connect(self.back)
            self.ledger.header.explained.connect(self.explain)
            self._stack.addWidget(self.ledger)
        self._stack.setCurrentWidget(self.ledger)
        self.setFocusProxy(self.ledger)
        self.ledger.table.setFocus()
        return self.ledger

    def place(self) -> State:
        """What is shown, for the way back."""
        if self.explanation is not None and self.in_explanation():
            return self.explanation.place() or self.list.page.place()
        place = self.ledger.place() if self.ledger is not None and self.in_ledger() else None
        return place or self.list.page.place()

    def go_to(self, place: State) -> None:
        """Show again what was shown."""
        if isinstance(place, LedgerPlace):
            self._turn_to_ledger().go_to(place)
        elif isinstance(place, ExplainPlace):
            self._turn_to_explanation().show_wallet(place.wallet, place.period)
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
        return self.list.page.picked_count if self._in_list() else None

    def run_for_picked(self) -> None:
        """Open the run for many with the wallets that are selected."""
        if self._in_list():
            self.list.run_for_picked()

    def rename_selected(self) -> None:
        """Change the name of the wallet that is shown or selected."""
        if self.ledger is not None and self.in_ledger():
            self.ledger.rename()
            return
        wallet = self.list.selected_wallet()
        if wallet is not None and self._in_list():
            self.list.commands.rename(wallet)

    def export(self) -> None:
        """Write what is shown as a CSV file."""
        if self.ledger is not None and self.in_ledger():
            self.ledger.export()
        elif self.explanation is not None and self.in_explanation():
            self.explanation.export()
        else:
            self.list.export()

    def back(self) -> bool:
        """From an explanation to its ledger, from that to the list; False where there is nothing behind."""
        if self._in_list():
            return False
        self._shell.placed.emit()
        wallet = self.explanation.wallet() if self.explanation is not None and self.in_explanation() else None
        if wallet is not None:
            self.show_ledger(wallet)
            return True
        self._show_list()
        self.list.page.table.setFocus()
        self._shell.placed.emit()
        return True

    def _show_list(self) -> None:
        if self.ledger is not None:
            self.ledger.forget()
        if self.explanation is not None:
            self.explanation.forget()
        self._stack.setCurrentWidget(self.list)
        self.setFocusProxy(self.list)

    def _in_list(self) -> bool:
        return self._stack.currentWidget() is self.list

    def _project_changed(self, _: Project | None) -> None:
        self._show_list()

    def minimumSizeHint(self) -> QSize:
        # Not the sum of what is inside: the inspector goes away by itself where there is no room for it.
        inside = self._stack.currentWidget()
        if inside is not None and inside is not self.list:
            return inside.minimumSizeHint()
        return QSize(max(px(640), self.list.page.filters.minimumSizeHint().width()), 360)
