"""Why a wallet holds what it holds: one period of its ledger, by what happened and with whom, adding up (R3)."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from walletdesk.controllers import explaining
from walletdesk.controllers.changes import Changes
from walletdesk.controllers.explaining import Explained
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import ALWAYS, Period
from walletdesk.ui import cells, fonts
from walletdesk.ui.format import count
from walletdesk.ui.places import ExplainPlace
from walletdesk.ui.privacy import privacy
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.columns import ROW_LEDGER
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table
from walletdesk.ui.tabs import explain_rows as rows
from walletdesk.ui.tabs.explain_rows import ExplainRow
from walletdesk.ui.tabs.explain_sums import ExplainSums, Identity
from walletdesk.ui.tabs.ledger_export import period_words
from walletdesk.ui.widgets.busy import BusyBar
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.panels import EmptyState, ErrorBar
from walletdesk.ui.widgets.period import PeriodBar
from walletdesk.ui.words import counted


class ExplainPage(QWidget):
    """Adds up away from the window's thread; a line opens its entries."""

    left = Signal()
    """The person wants back to the ledger."""
    opened = Signal(object, object, str)
    """The entries of this Cause in this Period are asked for; the words are what it stands for."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """Empty until `show_wallet`."""
        super().__init__(parent)
        self._shell = shell
        self._wallet: int | None = None
        self._found: Explained | None = None
        self._ticket: Ticket | None = None
        self._title = Elided("", fonts.sized(20, fonts.SEMIBOLD), "title")
        self._sub = Elided("", fonts.tabular(fonts.sized(12)), "sub")
        self.back_button = button(self.tr("Ledger"), "arrow-left", "ghost")
        self.back_button.setAccessibleName(self.tr("Back to the ledger"))
        self.period_bar = PeriodBar(shell.today, show_days=False)
        self.export_button = button(self.tr("Export CSV"), "download")
        self.error_bar = ErrorBar()
        self.sums = ExplainSums()
        self.model: RowsModel[ExplainRow] = RowsModel(
            rows.columns(), rows.maker(lambda: self._known().wallet.asset), lambda row: row.cause, self
        )
        self.table = Table(self.model, self.tr("What explains the balance"), ROW_LEDGER)
        self.empty = EmptyState("calendar-x", self.tr("Nothing moved in this period"))
        self.identity = Identity()
        self._busy = BusyBar(parent=self)
        self._lay_out()
        self._connect()

    # What the tab asks for

    def show_wallet(self, wallet: int, period: Period = ALWAYS) -> None:
        """Explain the balance of this wallet."""
        self._wallet, self._found = wallet, None
        self._show()  # the rows of the one before are not to be painted while this one is added up
        self._title.set_text("")
        self._sub.set_text("")
        self.period_bar.set_days((period.first, period.last))
        self._ask()

    def place(self) -> ExplainPlace | None:
        """What is shown, for the way back."""
        return None if self._wallet is None else ExplainPlace(self._wallet, self.period())

    def forget(self) -> None:
        """Show no wallet."""
        self._wallet = None
        if self._ticket is not None:
            self._ticket.drop()
            self._ticket = None

    def wallet(self) -> int | None:
        """The one that is explained."""
        return self._wallet

    def period(self) -> Period:
        """The days that are chosen."""
        first, last = self.period_bar.days()
        return Period(first, last) if first is not None or last is not None else ALWAYS

    def found(self) -> Explained | None:
        """The explanation; None while it is worked out."""
        return self._found

    def export(self) -> None:
        """Write it as a CSV file, every line of it."""
        wallet, period = self._wallet, self.period()
        if wallet is None or self._found is None:
            return

        def task(book: Any, path: Path) -> Task[int]:
            return explaining.export(book, wallet, period, path)

        days = [day.isoformat() for day in (period.first, period.last) if day is not None]
        name = "-".join(["balance", self._found.wallet.label, *days]) + ".csv"
        self._shell.run_export(self.tr("Export the explanation"), name, task)

    # Building

    def _lay_out(self) -> None:
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self._sums_frame = QWidget()
        self._sums_frame.setProperty("panel", "surface")
        inner = QVBoxLayout(self._sums_frame)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self.sums)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self._head(), self.error_bar, self._sums_frame):
            column.addWidget(widget)
        column.addWidget(body, 1)
        column.addWidget(self._busy)
        column.addWidget(self.identity)
        self.setProperty("panel", "surface")
        self.setFocusProxy(self.table)

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("panel", "bar")
        column = QVBoxLayout(head)
        column.setContentsMargins(4, 8, 16, 10)
        column.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(self.back_button)
        top.addStretch(1)
        column.addLayout(top)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._title)
        names.addWidget(self._sub)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(names, 1)
        row.addWidget(self.period_bar)
        row.addWidget(self.export_button)
        column.addLayout(row)
        return head

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.export_button.clicked.connect(self.export)
        self.period_bar.changed.connect(self._turn)
        self.table.activated_row.connect(self._open)
        self.table.set_menu(self._fill_menu)
        self._shell.session.changed.connect(self._book_changed)
        privacy().changed.connect(self._show)

    def _fill_menu(self, row: ExplainRow, menu: QMenu) -> None:
        menu.addAction(self.tr("Open these entries"), lambda: self._open(row))
        wallet = row.cause.party.wallet if row.cause.party is not None else None
        if wallet is not None:
            menu.addAction(self.tr("Open their ledger"), lambda: self._shell.show_wallet_ledger(wallet))

    # Asking

    def _turn(self, _days: object) -> None:
        self._ask()
        self._shell.placed.emit()

    def _ask(self) -> None:
        if self._wallet is None:
            return
        self.error_bar.hide()
        self._busy.start()
        self._ticket = self._shell.session.start(
            explaining.explain, self._wallet, self.period(), progress=self._tell, done=self._take,
            failed=self._refused, cancelled=self._busy.stop, key=f"explain/{id(self)}", owner=self,
        )  # fmt: skip

    def _tell(self, progress: Progress) -> None:
        if progress.done < progress.total:
            text = self.tr("Adding up: {done} of {total} entries")
            self.identity.say(text.format(done=count(progress.done), total=count(progress.total)))

    def _take(self, found: Explained) -> None:
        self._busy.stop()
        self._ticket, self._found = None, found
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is None:
            self.model.set_rows(())
            self.sums.show_explanation(None, None)
            return
        wallet = found.wallet
        self._title.set_text(self.tr("Explained: {wallet}").format(wallet=cells.wallet_title(wallet)))
        entries = counted(found.entries, self.tr("1 entry"), self.tr("{count} entries"))
        parts = (cells.wallet_sub(wallet), wallet.asset.name, period_words(found.period), entries)
        self._sub.set_text(cells.DOT.join(filter(None, parts)))
        self.sums.show_explanation(found.explanation, wallet.asset)
        self.model.set_rows(rows.rows_of(found))
        self._stack.setCurrentIndex(0 if found.explanation.flows else 1)
        self.identity.show_explanation(found.explanation)
        if self.table.current_value() is None:
            self.table.select_row(0)

    def _refused(self, error: LedgerError) -> None:
        self._busy.stop()
        self._ticket = None
        self.error_bar.show_error(self._shell.words(error), again=self._ask)

    def _book_changed(self, changes: Changes) -> None:
        if self._wallet is not None and (changes.everything or self._wallet in changes.wallets):
            self._ask()

    def _open(self, row: ExplainRow) -> None:
        self.opened.emit(row.cause, self.period(), rows.cause_words(row))

    def _known(self) -> Explained:
        assert self._found is not None, "rows without an explanation"
        return self._found
