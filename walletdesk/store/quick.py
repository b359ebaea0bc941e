"""The check at every opening: tables, guards, the last stretch of the chains, and SQLite's own as far as time allows.

It is bounded: measured at a million entries, SQLite's check alone takes seconds, the last thousand transactions less
than a tenth of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.ledger.refusals import BookDamaged
from walletdesk.store import verify
from walletdesk.store.book import Book
from walletdesk.store.faults import rescuing
from walletdesk.store.verify_ledger import Ledger

LAST: Final = 1_000
"""How many transactions are recomputed."""
_PAUSE: Final = 200
BUDGET: Final = 40_000_000
"""Nanoseconds for SQLite to look at one table."""

LARGE: Final = 16 << 20
"""Bytes; beyond this the tables of the ledger itself take longer than an opening may."""

_LEDGER: Final = ("txn", "operation", "entry", "seal", "event")
_BEFORE: Final = (
    "SELECT number, booked_at, hash FROM txn JOIN seal ON seal.txn = txn.id "
    "WHERE project = ? AND id <= ? ORDER BY number DESC LIMIT 1"
)
_TOUCHED: Final = (
    "SELECT wallet, min(seq) FROM ("
    "SELECT source AS wallet, source_seq AS seq FROM operation WHERE txn > ? AND txn <= ? "
    "UNION ALL SELECT target, target_seq FROM operation WHERE txn > ? AND txn <= ?"
    ") WHERE wallet IS NOT NULL GROUP BY wallet"
)


def run(book: Book, report: Report, budget: int = BUDGET) -> Iterator[tuple[int, int]]:
    """Look at the book; yields between slices, reports what is broken as it is found."""
    try:
        with rescuing(str(book.path)):
            if not verify.schema_matches(book, report):
                return
            yield 0, 0
            yield from _Tail(book, report).run()
            yield from _file(book, report, budget)
    except BookDamaged:
        report(Finding(Check.FILE, book.path.name, found="the database cannot be read to its end"))


def _file(book: Book, report: Report, budget: int) -> Iterator[tuple[int, int]]:
    """SQLite's own look at each table; what takes too long, and the ledger of a large book, is left to Verify."""
    large = book.value("PRAGMA page_count") * book.value("PRAGMA page_size") > LARGE
    tables = [name for (name,) in book.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")]
    for done, table in enumerate(tables, 1):
        if large and table in _LEDGER:  # SQLite walks a table in one step that nothing ends
            continue
        for (message,) in book.rows_within(f"PRAGMA quick_check('{table}')", budget) or ():
            if message != "ok":
                report(Finding(Check.FILE, book.path.name, found=str(message)))
        yield done, len(tables)


class _Tail(Ledger):
    """The ledger followed from a late transaction on; what was before is taken as it is stored."""

    def __init__(self, book: Book, report: Report) -> None:
        super().__init__(book, report, {})
        self._touched: set[int] = set()

    def run(self) -> Iterator[tuple[int, int]]:
        self._last = max(0, (self._book.value("SELECT max(id) FROM txn") or 0) - LAST)
        for _ in self._steps():
            yield 0, 0

    def _steps(self) -> Iterator[int]:
        yield from self.load()
        for project, chain in self._followed.chains.items():
            before = self._book.row(_BEFORE, (project, self._last))
            if before is not None:
                chain.number, chain.booked_at, chain.hash = before
        yield from self.follow()
        touched = list(self._touched)
        for start in range(0, len(touched), _PAUSE):
            yield from self.follow()
            with self.abreast():
                for wallet in touched[start : start + _PAUSE]:
                    self._matches(wallet)
            yield 0

    def _meet(self, before: int) -> Iterator[int]:
        yield from super()._meet(before)
        for place, (wallet, first) in enumerate(self._book.rows(_TOUCHED, (before, self._last) * 2)):
            if place % _PAUSE == 0:
                yield 0
            state = self._followed.wallets.get(wallet)
            if state is not None and first > 1 and wallet not in self._touched:
                sql = "SELECT balance FROM entry WHERE wallet = ? AND seq = ?"
                state.balance, state.entries = self._book.value(sql, (wallet, first - 1)) or 0, first - 1
            self._touched.add(wallet)

    def _matches(self, wallet: int) -> None:
        stored = self._book.row("SELECT balance, entries FROM wallet WHERE id = ?", (wallet,))
        state = self._followed.wallets.get(wallet)
        if state is not None and stored is not None and stored != (state.balance, state.entries):
            self._report(Finding(Check.BALANCE, state.label, str(state.balance), str(stored[0])))
