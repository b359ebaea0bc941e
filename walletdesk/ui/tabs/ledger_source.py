"""Which rows a wallet's ledger shows, and where they are read from: all of it runs on the lane, none of it is Qt."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from walletdesk.controllers import entries, wallets
from walletdesk.controllers.books import Book
from walletdesk.controllers.entries import Found
from walletdesk.ledger.values import ALWAYS, LedgerLine, Period, Wallet
from walletdesk.ui.tables.blocks import BLOCK
from walletdesk.ui.tables.pager import DEFAULT_SIZE, Paging


@dataclass(frozen=True)
class View:
    """A list of entries in the order in which they are shown: those of a period, or those that a filter found."""

    wallet: int
    first: int = 1
    last: int = 0
    newest_first: bool = True
    found: Found | None = None

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.found.seqs) if self.found is not None else max(0, self.last - self.first + 1)

    def row_of(self, seq: int) -> int:
        """The row of this entry; where it is not in the list, the row of the one before it in the list's order."""
        total = self.total
        if self.newest_first:
            return max(0, min(total - self._up_to(seq), total - 1))
        return max(0, min(self._below(seq), total - 1))

    def has(self, seq: int) -> bool:
        """Whether this entry is in the list."""
        return self._up_to(seq) > self._below(seq)

    def stretches(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """The entries of these stretches of rows, as stretches of numbers; of a list without a filter."""
        if self.newest_first:
            return [(self.last - end, self.last - first) for first, end in reversed(spans)]
        return [(self.first + first, self.first + end) for first, end in spans]

    def numbers(self, spans: Sequence[tuple[int, int]]) -> "array[int]":
        """The same of what a filter found, as numbers, ascending."""
        assert self.found is not None
        places = spans
        if self.newest_first:
            places = [(self.total - 1 - end, self.total - 1 - first) for first, end in reversed(spans)]
        numbers = array("q")
        for first, end in places:
            numbers.extend(self.found.seqs[first : end + 1])
        return numbers

    def _up_to(self, seq: int) -> int:
        """How many entries of the list are not after this one."""
        if self.found is not None:
            return bisect_right(self.found.seqs, seq)
        return max(0, min(seq, self.last) - self.first + 1)

    def _below(self, seq: int) -> int:
        """How many entries of the list are before this one."""
        return self._up_to(seq - 1)


@dataclass(frozen=True)
class Ask:
    """What is wanted: which entries, which page of them, and on which entry or day to land.

    `found` are the entries of a filter that was run for the same wallet and period; `size` None is one endless page.
    """

    wallet: int
    period: Period = ALWAYS
    newest_first: bool = True
    found: Found | None = None
    number: int = 1
    size: int | None = DEFAULT_SIZE
    seq: int | None = None
    day: date | None = None

    def same_list(self, other: "Ask") -> bool:
        """Whether both show pages of one list."""
        return self.found is other.found and self._list() == other._list()

    def _list(self) -> tuple[int, Period, bool]:
        return self.wallet, self.period, self.newest_first


@dataclass(frozen=True)
class Look:
    """The answer: the wallet as it is now, the list, where its page stands, and the blocks of rows to begin with.

    `row` is where the wanted entry stands in the list; None if none was wanted or it is not there.
    """

    wallet: Wallet
    view: View
    paging: Paging
    blocks: dict[int, Sequence[LedgerLine]] = field(default_factory=dict)
    row: int | None = None


def look(book: Book, ask: Ask) -> Look:
    """Everything that the page needs to show what is asked, in one piece of work."""
    wallet = wallets.get(book, ask.wallet)
    span = entries.span(book, ask.wallet, ask.period)
    view = View(ask.wallet, span.first, span.last, ask.newest_first, ask.found)
    row = _wanted_row(book, ask, view)
    number = ask.number
    if ask.day is not None and row is not None and ask.size is not None:
        number = row // ask.size + 1
    paging = Paging(view.total, number, ask.size)
    paging = Paging(view.total, paging.inside(number), ask.size)
    return Look(wallet, view, paging, _first_blocks(book, view, paging, row), row)


def _wanted_row(book: Book, ask: Ask, view: View) -> int | None:
    if not view.total:
        return None
    if ask.day is not None:
        return view.row_of(_nearest(book, ask.wallet, ask.day, view.newest_first))
    if ask.seq is not None and view.has(ask.seq):
        return view.row_of(ask.seq)
    return None


def _nearest(book: Book, wallet: int, day: date, newest_first: bool) -> int:
    """The entry that somebody looks for who reads in this order and asks for a day: where the day begins to be read."""
    if newest_first:
        return entries.span(book, wallet, Period(None, day)).last
    return entries.span(book, wallet, Period(day, None)).first


def _first_blocks(book: Book, view: View, paging: Paging, row: int | None) -> dict[int, Sequence[LedgerLine]]:
    """The blocks of the page; of an endless one the block where reading begins."""
    if not view.total:
        return {}
    first, last = (paging.first - 1, paging.last - 1) if paging.size is not None else (row or 0, row or 0)
    starts = range(first // BLOCK * BLOCK, last + 1, BLOCK)
    return {start: load_block(book, view, start, BLOCK) for start in starts}


def load_block(book: Book, view: View, start: int, count: int) -> Sequence[LedgerLine]:
    """The rows from `start` on, which is the beginning of a block."""
    count = min(count, view.total - start)
    if view.found is not None:
        page = entries.found_page(book, view.wallet, view.found, start // BLOCK + 1, BLOCK, view.newest_first)
        return page.rows
    if view.newest_first:
        return entries.lines(book, view.wallet, view.last - start - count + 1, view.last - start)[::-1]
    return entries.lines(book, view.wallet, view.first + start, view.first + start + count - 1)
