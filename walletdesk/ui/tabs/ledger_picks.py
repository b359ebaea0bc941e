"""What is selected in a ledger: on whichever page, read or not; added up as In, Out and net, and copied."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from walletdesk.controllers import entries
from walletdesk.controllers.books import Book
from walletdesk.controllers.tasks import Task
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import LedgerLine, Wallet
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.list_picks import adding_up, copied, copying, picked_text, to_clipboard, too_many, written
from walletdesk.ui.privacy import privacy
from walletdesk.ui.running import guarded
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.blocks import BLOCK
from walletdesk.ui.tables.columns import Cells
from walletdesk.ui.tables.copying import MOST
from walletdesk.ui.tables.ranges import NOTHING, Ranges
from walletdesk.ui.tables.view import Table
from walletdesk.ui.tabs.ledger_source import View, load_block
from walletdesk.ui.widgets.busy import DELAY_MS

translate: Final = QCoreApplication.translate
MOST_SUMMED: Final = 5_000_000
_LONG: Final = 2_000
"""Copying more rows than this shows its progress."""


def sums(book: Book, view: View, picked: Ranges) -> Task[tuple[int, int]]:
    """What the selected rows brought in and took out, in parts; runs on the lane."""
    if view.found is None:
        return (yield from entries.turnover(book, view.wallet, view.stretches(picked.spans)))
    if picked.count == view.total:
        return view.found.received, view.found.sent
    return (yield from entries.turnover_of(book, view.wallet, view.numbers(picked.spans)))


def lines(book: Book, view: View, picked: Ranges) -> Iterator[Sequence[LedgerLine]]:
    """The selected rows in the order in which they are shown, block by block."""
    last = -1
    for first, end in picked.spans:
        for number in range(first // BLOCK, end // BLOCK + 1):
            if number == last:
                continue
            last, start = number, number * BLOCK
            rows = load_block(book, view, start, BLOCK)
            here = picked.within(start, start + len(rows) - 1)
            yield [rows[place - start] for place in here.rows()]


def carried(picked: Ranges, before: View, now: View) -> Ranges:
    """The same entries in the list as it is now; nothing where it is another list."""
    if (before.wallet, before.first, before.newest_first) != (now.wallet, now.first, now.newest_first):
        return NOTHING
    if before.found is not now.found or before.last > now.last:
        return NOTHING
    grown = now.total - before.total
    return picked.shifted(grown) if now.newest_first else picked


class LedgerPicks(QObject):
    """Tells what is selected in a ledger's table, and copies it."""

    told = Signal(str)
    """For the status bar; empty for one row or none."""

    def __init__(self, shell: Shell, table: Table, make: Callable[[LedgerLine], Cells]) -> None:
        """`make` makes the cells of an entry."""
        super().__init__(table)
        self._shell = shell
        self._table = table
        self._make = make
        self._wallet: Wallet | None = None
        self._view = View(0)
        self._adding: Ticket | None = None
        self._changing = False
        self.text = ""
        self._late = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._late.timeout.connect(lambda: self._tell((adding_up(),)))
        table.picks.changed.connect(lambda _afresh: self._show())
        privacy().changed.connect(self._show)
        table.more = self._every
        table.copier = self.copy

    def several(self) -> bool:
        """Whether more than one row is selected."""
        return self._table.picks.ranges.count > 1

    def change(self, wallet: Wallet, view: View, show: Callable[[], None]) -> None:
        """Let `show` put other rows into the table, and select those again that were selected."""
        kept = carried(self._table.picks.ranges, self._view, view)
        self._wallet, self._view = wallet, view
        self._changing = True
        show()
        self._changing = False
        self._table.picks.set(kept)
        self._show()

    def copy(self) -> None:
        """Put the selected rows on the clipboard; they are read and written away from the window's thread."""
        picked, view, make = self._table.picks.ranges, self._view, self._make
        writer = self._table.writer()
        if picked.count > MOST:
            self._shell.toast(too_many(picked.count))
            return
        here = self._table.picks.shown()
        if picked.count == here.count == 1:
            self._table.copy_here()
            return

        def task(book: Any) -> Task[tuple[int, str]]:
            return written(lines(book, view, picked), make, writer, picked.count)

        if picked.count > _LONG:
            self._shell.start_task(copying(picked.count), task, done=guarded(self, self._copied))
        elif picked.count:
            key = f"ledger/copy/{id(self)}"
            self._shell.session.start(task, done=self._copied, key=key, owner=self)

    def _copied(self, found: tuple[int, str]) -> None:
        to_clipboard(found[1])
        if found[0] > BLOCK:
            self._shell.toast(copied(found[0]))

    def _every(self) -> None:
        """All pages of the list."""
        if self._view.total:
            self._table.picks.set(NOTHING.add(0, self._view.total - 1))

    def _show(self) -> None:
        if self._changing:
            return
        self._late.stop()
        if self._adding is not None:
            self._adding.drop()
            self._adding = None
        picked = self._table.picks.ranges
        self._tell()
        if picked.count > MOST_SUMMED:
            self._tell((translate("ledger", "too many to add up"),))
        elif picked.count > 1:
            self._late.start()
            start = self._shell.session.start
            self._adding = start(sums, self._view, picked, done=self._summed, failed=self._not_summed, owner=self)

    def _summed(self, found: tuple[int, int]) -> None:
        self._late.stop()
        if self._wallet is not None:
            asset, (come, gone) = self._wallet.asset, found
            net = cells.signed_text(asset, come - gone)
            self._tell(
                (
                    translate("ledger", "In {amount}").format(amount=cells.amount_text(asset, come)),
                    translate("ledger", "Out {amount}").format(amount=cells.amount_text(asset, gone)),
                    translate("ledger", "net {amount}").format(amount=f"{net} {asset.code}"),
                )
            )

    def _not_summed(self, _error: LedgerError) -> None:
        """The count alone is said."""
        self._late.stop()
        self._tell()

    def _tell(self, parts: tuple[str, ...] = ()) -> None:
        picks, total = self._table.picks, self._view.total
        rows = picks.ranges.count
        whole_page = rows == picks.shown().count == self._table.model().rowCount() < total
        hint = translate("picks", "Ctrl+A again selects all {n}").format(n=count(total)) if whole_page else ""
        self.text = picked_text(rows, parts, hint) if rows > 1 else ""
        self.told.emit(self.text)
