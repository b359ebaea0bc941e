"""A wallet's ledger: its entries page by page or in one list, for any period, with balances that are never recomputed.

Whatever is asked for, a page, another order, a day, is one question to the lane, whose answer holds the first rows
already: the old rows stay in sight until the new ones are there.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from walletdesk.controllers.changes import Changes
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import LedgerLine, Wallet
from walletdesk.ui.places import LedgerPlace
from walletdesk.ui.privacy import privacy
from walletdesk.ui.shell import Prefill, Shell
from walletdesk.ui.tables.blocks import BlockModel, Reply
from walletdesk.ui.tables.columns import ROW_LEDGER
from walletdesk.ui.tables.pager import DEFAULT_SIZE, SIZES, PagerBar, PageWish, Paging
from walletdesk.ui.tables.view import Table
from walletdesk.ui.tabs import ledger_export, ledger_rows
from walletdesk.ui.tabs.ledger_date import GoToDate
from walletdesk.ui.tabs.ledger_empty import nothing
from walletdesk.ui.tabs.ledger_filter import LedgerFilter, LedgerFilterBar
from walletdesk.ui.tabs.ledger_header import LedgerHeader
from walletdesk.ui.tabs.ledger_picks import LedgerPicks
from walletdesk.ui.tabs.ledger_reader import LedgerReader
from walletdesk.ui.tabs.ledger_source import Ask, Look, View, load_block
from walletdesk.ui.tabs.ledger_summary import SummaryStrip
from walletdesk.ui.tabs.wallets_commands import WalletCommands
from walletdesk.ui.widgets.busy import DELAY_MS, BusyBar
from walletdesk.ui.widgets.panels import EmptyState, ErrorBar

_SIZE_KEY: Final = "ledger/v1/rows"
_ENDLESS: Final = 0


class LedgerPage(QWidget):
    """One wallet's ledger, from its head to its pager."""

    left = Signal()
    """The person wants back to the wallets."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """Empty until `show_wallet`."""
        super().__init__(parent)
        self._shell = shell
        self._wallet: Wallet | None = None
        self._wanted: int | None = None
        self._view = View(0)
        self._primed: dict[int, Sequence[LedgerLine]] = {}
        self._to_last = False
        self._sought: date | None = None
        self._stale = False
        self._empty_does: Callable[[], object] = self.clear_filter
        self.error_bar = ErrorBar()
        self.commands = WalletCommands(shell, self, self.error_bar.show_error)
        self.reader = LedgerReader(shell, self)
        self.header = LedgerHeader(self.commands)
        self.filters = LedgerFilterBar(shell.today)
        cells = ledger_rows.maker(lambda: self._known().asset, lambda: shell.days)
        self.model: BlockModel[LedgerLine] = BlockModel(ledger_rows.columns(), cells, self._fetch, self)
        self.table = Table(self.model, self.tr("Entries"), ROW_LEDGER)
        self.table.remember(shell.settings, "ledger")
        self.picks = LedgerPicks(shell, self.table, cells)
        self.summary = SummaryStrip()
        self.pager = PagerBar(self.tr("Pages of the ledger"), continuous=True)
        self.empty = EmptyState("calendar-x", "")
        self._busy = BusyBar(parent=self)
        self._dim = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._lay_out()
        self._connect()
        self._make_actions()

    # What the tab asks for

    def show_wallet(self, wallet: int) -> None:
        """The newest entries of this wallet, all of them, without a filter."""
        self._wanted, self._wallet = wallet, None
        self.error_bar.hide()
        self.filters.clear_filter()
        self.filters.clear_period()
        self.table.set_sort(ledger_rows.POSTED, True)
        self.model.show(0)
        self.reader.open(wallet, self.remembered_size())

    def place(self) -> LedgerPlace | None:
        """What is shown, for the way back; None while no wallet is."""
        ask, line, wanted = self.reader.ask(), self.table.current_value(), self.filters.filter()
        if self._wanted is None or ask is None:
            return None
        page = (ask.newest_first, ask.number, ask.size, line.seq if line is not None else ask.seq)
        return LedgerPlace(ask.wallet, ask.period, wanted.text, wanted.direction, *page, wanted.caused)

    def go_to(self, place: LedgerPlace) -> None:
        """Show again what was shown."""
        self._wanted = place.wallet
        self.filters.set_all(place.period, LedgerFilter(place.text, place.direction, place.caused))
        self.table.set_sort(ledger_rows.POSTED, place.newest_first)
        asked = Ask(place.wallet, place.period, place.newest_first, None, place.number, place.size, place.seq)
        self.reader.open_at(asked, self.filters.filter())

    def forget(self) -> None:
        """Show no wallet."""
        self._wanted = None
        self.reader.cancel()

    def wallet(self) -> Wallet | None:
        """The one that is shown."""
        return self._wallet

    def view(self) -> View:
        """The list that is shown."""
        return self._view

    def rename(self) -> None:
        """Change the wallet's name."""
        if self._wallet is not None:
            self.commands.rename(self._wallet)

    def export(self) -> None:
        """Write the entries as a CSV file; where a period is chosen, ask whether that or all."""
        if self._wallet is not None:
            period, filtered = self.filters.period(), bool(self.filters.filter())
            ledger_export.offer(self._shell, self._wallet, period, filtered, self.header.export)

    def ask_date(self) -> None:
        """Ask for a day, and jump to its page."""
        form = GoToDate(self._shell.today(), self._shell.words, self.window())
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.accepted.connect(lambda: self._go_to(form))
        form.open()

    def _go_to(self, form: GoToDate) -> None:
        day, ask = form.day(), self.reader.ask()
        if day is None or ask is None:
            return
        self._sought = day
        self.reader.go_to(day)
        now = self.reader.ask()
        if now is not None and now.period != ask.period:
            self.filters.clear_period()

    def clear_filter(self) -> None:
        """All entries of the period."""
        self.filters.clear_filter()
        self.reader.set_filter(self.filters.filter())

    def clear_period(self) -> None:
        """All entries."""
        self.filters.clear_period()
        self.reader.set_period(self.filters.period())

    def refresh(self) -> None:
        """Read again what is shown."""
        line = self.table.current_value()
        self.reader.refresh(line.seq if line is not None else None)

    # Building

    def _lay_out(self) -> None:
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.filters, self.error_bar):
            column.addWidget(widget)
        column.addWidget(body, 1)
        column.addWidget(self.summary)
        column.addWidget(self.pager)
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.header.back.connect(self.left)
        self.header.exported.connect(self.export)
        self.filters.period_changed.connect(lambda: self.reader.set_period(self.filters.period()))
        self.filters.filter_changed.connect(lambda: self.reader.set_filter(self.filters.filter()))
        self.filters.search.left.connect(self.table.enter)
        self.table.sort_changed.connect(lambda _key, descending: self.reader.flip(descending))
        self.table.activated_row.connect(lambda line: self._shell.show_transaction(line.number))
        self.table.set_menu(self._fill_menu)
        self.pager.page_changed.connect(self._turn)
        self.picks.told.connect(self._tell_picks)
        self.reader.looked.connect(self._show)
        self.reader.summed.connect(self.summary.show_summary)
        self.reader.found.connect(self.summary.show_found)
        self.reader.waiting.connect(self._wait)
        self.reader.failed.connect(self._say_failure)
        self._dim.timeout.connect(partial(self.table.set_dimmed, True))
        self.empty.acted.connect(lambda: self._empty_does())
        self._shell.session.changed.connect(self._book_changed)
        self._shell.project_renamed.connect(lambda _project: self._show_head())
        for reworded in (self._show_head, self.summary.reword):
            privacy().changed.connect(reworded)

    def _make_actions(self) -> None:
        for name, text, keys, slot in (
            ("refresh", self.tr("Refresh"), "F5", self.refresh),
            ("find", self.tr("Filter this ledger"), "Ctrl+F", self.filters.focus_search),
            ("go-to-date", self.tr("Go to date\N{HORIZONTAL ELLIPSIS}"), "Ctrl+G", self.ask_date),
        ):
            action = QAction(text, self)
            action.setObjectName(name)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
        for action in self.pager.make_actions(self):
            if action.objectName() in ("page-first", "page-last"):
                action.triggered.connect(partial(self._to_end, action.objectName() == "page-last"))

    def _fill_menu(self, line: LedgerLine, menu: QMenu) -> None:
        menu.addAction(self.tr("Open transaction"), partial(self._shell.show_transaction, line.number))
        if line.counterpart is not None:
            other = line.counterpart.wallet
            menu.addAction(self.tr("Open the counterparty's ledger"), partial(self._shell.show_wallet_ledger, other))

    # Asking

    def _turn(self, wish: PageWish) -> None:
        if wish.size != self.pager.paging().size:
            self._shell.settings.setValue(_SIZE_KEY, _ENDLESS if wish.size is None else wish.size)
        self.reader.turn(wish.number, wish.size)

    def remembered_size(self) -> int | None:
        """How many rows a page has; None for one endless page."""
        size = self._shell.settings.value(_SIZE_KEY, DEFAULT_SIZE, type=int)
        if size == _ENDLESS:
            return None
        return size if isinstance(size, int) and size in SIZES else DEFAULT_SIZE

    def _to_end(self, last: bool, *_: object) -> None:
        """After the page has turned, or at once where it is the page that is shown."""
        if self.reader.is_waiting():
            self._to_last = last
        else:
            self.table.select_row(self.model.rowCount() - 1 if last else 0)

    def _fetch(self, first: int, count: int, reply: Reply[LedgerLine]) -> None:
        rows = self._primed.pop(first, None)
        if rows is not None:
            reply(rows)
            return

        def failed(error: LedgerError) -> None:
            reply(None)
            self.error_bar.show_error(self._shell.words(error), again=self.refresh)

        self._shell.session.run(load_block, self._view, first, count, done=reply, failed=failed, owner=self)

    def _book_changed(self, changes: Changes) -> None:
        if self._wanted is None:
            return
        owner = self._wallet.customer if self._wallet is not None else None
        if not changes.everything and self._wanted not in changes.wallets and owner not in changes.customers:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    # Answers

    def _show(self, found: Look, again: bool) -> None:
        self._wallet, self._view = found.wallet, found.view
        self.error_bar.hide()
        self._show_head()
        self.summary.show_asset(found.wallet.asset)
        first = max(0, found.paging.first - 1)
        self.picks.change(found.wallet, found.view, partial(self._put, found, first, again))
        self.pager.show_page(found.paging)
        self._select(found, first, again)
        self._show_stack(found.paging)
        self._tell_nearest()
        self._shell.placed.emit()

    def _put(self, found: Look, first: int, again: bool) -> None:
        """Put the answer's rows into the table."""
        self._primed = dict(found.blocks)
        if again:
            self.model.refresh(found.view.total)
        else:
            self.model.show(found.view.total, first, found.paging.size)
        for start in found.blocks:
            self.model.row_at(max(start - first, 0))
        self._primed.clear()

    def _select(self, found: Look, first: int, again: bool) -> None:
        row = found.row - first if found.row is not None else -1
        to_last, self._to_last = self._to_last, False
        if to_last:
            self.table.select_row(self.model.rowCount() - 1)
        elif 0 <= row < self.model.rowCount():
            self.table.select_row(row, keep=self.picks.several())
        else:
            if not again:
                self.table.scrollToTop()
            self.table.select_row(0, keep=self.picks.several())

    def _tell_nearest(self) -> None:
        """Say so where a day was asked for on which nothing was booked."""
        day, self._sought = self._sought, None
        line = self.table.current_value()
        if day is not None and line is not None and self._shell.days.day(line.booked_at) != day:
            self._shell.toast(self.tr("No entry on {day}. The nearest one is selected.").format(day=day.isoformat()))

    def _show_head(self) -> None:
        if self._wallet is not None:
            self.header.show_wallet(self._wallet)

    def _show_stack(self, paging: Paging) -> None:
        wallet = self._known()
        self.pager.setVisible(bool(paging.total))
        self.summary.setVisible(bool(wallet.entries))
        self._stack.setCurrentIndex(0 if paging.total else 1)
        if paging.total:
            return
        words, self._empty_does = nothing(
            wallet, bool(self.filters.filter()), self.commands.writable(), self.clear_filter, self.clear_period,
            lambda: self._shell.new_transaction(Prefill(target=wallet.id)),
        )  # fmt: skip
        self.empty.set_state(words.icon, words.title, words.sentence, words.action)

    def _known(self) -> Wallet:
        assert self._wallet is not None, "rows without a wallet"
        return self._wallet

    def _wait(self, waiting: bool) -> None:
        if waiting:
            self._dim.start()
            self._busy.start()
            return
        self._dim.stop()
        self._busy.stop()
        self.table.set_dimmed(False)

    def _give_up(self) -> None:
        """Nothing more will come: period, filter and order are again those of the rows in sight."""
        self.reader.cancel()
        self._to_last, self._sought = False, None
        if (ask := self.reader.ask()) is not None:
            self.filters.set_all(ask.period, self.reader.filter())
            self.table.set_sort(ledger_rows.POSTED, ask.newest_first)

    def _say_failure(self, sentence: str, details: str) -> None:
        self.error_bar.show_error(sentence, details, self.refresh)

    def _tell_picks(self, text: str) -> None:
        if self.isVisible():
            self._shell.picked.emit(text)

    # Events

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._shell.picked.emit("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._shell.picked.emit(self.picks.text)
        if self._stale:
            self._stale = False
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bar = self.filters.geometry()
        self._busy.setGeometry(0, bar.bottom() - 1, bar.width(), self._busy.height())
        self._busy.raise_()

    def _escapes(self, event: QEvent) -> bool:
        """Whether Esc has something to do here before it leads back."""
        something = self.reader.is_waiting() or bool(self.filters.filter())
        return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and something

    def event(self, event: QEvent) -> bool:
        # The window has Esc as a shortcut too; while there is something to give up or to clear, the key is the page's.
        if event.type() is QEvent.Type.ShortcutOverride and self._escapes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._escapes(event):
            super().keyPressEvent(event)
        elif self.reader.is_waiting():
            self._give_up()
        else:
            self.clear_filter()
