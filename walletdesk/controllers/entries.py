"""A wallet's ledger: its entries, paged, for a period (W6, R1, R2)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from walletdesk.controllers.paging import stretch
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.controllers.words_reversal import told_words
from walletdesk.ledger.explaining import Cause
from walletdesk.ledger.values import ALWAYS, LedgerLine, Page, Period
from walletdesk.store import entries as rows
from walletdesk.store import search
from walletdesk.store.book import Book


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers of the entries of a period; empty when ``last`` is before ``first``."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many entries there are."""
        return max(0, self.last - self.first + 1)


@dataclass(frozen=True, slots=True)
class Summary:
    """A period of a ledger in five figures, in parts, each found for itself: opening + received - sent = closing."""

    opening: int
    received: int
    sent: int
    closing: int
    entries: int


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the entries that a filter found, ascending, and what they move in parts, of ``entries`` in all."""

    seqs: array[int]
    received: int
    sent: int
    entries: int


def span(book: Book, wallet: int, period: Period = ALWAYS) -> Span:
    """Which entries lie in the period; refuses PeriodReversed."""
    return Span(*rows.numbers_within(book, wallet, book.days.bounds(period)))


def page(
    book: Book, wallet: int, period: Period = ALWAYS, number: int = 1, size: int = 100, newest_first: bool = True
) -> Page[LedgerLine]:
    """One page of the period's entries; any page costs the same (R2). Refuses PeriodReversed."""
    within = span(book, wallet, period)
    first, last = stretch(within.first, within.count, number, size, newest_first)
    found = rows.lines(book, wallet, first, last)
    return Page(found[::-1] if newest_first else found, within.count, number, size)


def lines(book: Book, wallet: int, first_seq: int, last_seq: int) -> tuple[LedgerLine, ...]:
    """The entries numbered first to last, ascending."""
    return rows.lines(book, wallet, first_seq, last_seq)


def summary(book: Book, wallet: int, period: Period = ALWAYS) -> Task[Summary]:
    """The period's figures; what came in and went out is summed slice by slice. Refuses PeriodReversed."""
    within = span(book, wallet, period)
    opening = rows.balance_after(book, wallet, within.first - 1)
    closing = rows.balance_after(book, wallet, within.last) if within.count else opening
    received = sent = 0
    for reached, come, gone in rows.turnover(book, wallet, within.first, within.last):
        received, sent = come, gone
        yield Progress(reached - within.first + 1, within.count)
    return Summary(opening, received, sent, closing, within.count)


def turnover(book: Book, wallet: int, stretches: Sequence[tuple[int, int]]) -> Task[tuple[int, int]]:
    """What the entries of these stretches, each from its first to its last number, brought in and took out."""
    received = sent = done = 0
    for first, last in stretches:
        sums = (0, 0)
        for reached, *so_far in rows.turnover(book, wallet, first, last):
            sums = (so_far[0], so_far[1])
            yield Progress(done + reached - first + 1, 0)
        received, sent, done = received + sums[0], sent + sums[1], done + last - first + 1
    return received, sent


def turnover_of(book: Book, wallet: int, numbers: Sequence[int]) -> Task[tuple[int, int]]:
    """The same of these ascending numbers alone, such as a filter found."""
    sums = (0, 0)
    for _, *so_far in rows.turnover_of(book, wallet, numbers):
        sums = (so_far[0], so_far[1])
        yield Progress(0, len(numbers))
    return sums


def find(
    book: Book,
    wallet: int,
    period: Period = ALWAYS,
    text: str = "",
    direction: str | None = None,
    cause: Cause | None = None,
) -> Task[Found]:
    """The entries of a period that hold all words of a text and go one way ("in", "out", None: either).

    ``cause`` leaves only those for which a line of the balance's explanation stands.
    """
    within = span(book, wallet, period)
    words = search.words(text)
    sign = {"in": 1, "out": -1, None: 0}[direction]
    seqs = array("q")
    received = sent = 0
    for reached, hits in rows.matching(book, wallet, within.first, within.last, words, sign, told_words(), cause):
        seqs.extend(seq for seq, _ in hits)
        received += sum(amount for _, amount in hits if amount > 0)
        sent -= sum(amount for _, amount in hits if amount < 0)
        yield Progress(reached - within.first + 1, within.count)
    return Found(seqs, received, sent, within.count)


def found_page(
    book: Book, wallet: int, found: Found, number: int = 1, size: int = 100, newest_first: bool = True
) -> Page[LedgerLine]:
    """One page of what find found."""
    first, last = stretch(1, len(found.seqs), number, size, newest_first)
    lines = rows.lines_of(book, wallet, found.seqs[first - 1 : last])
    return Page(lines[::-1] if newest_first else lines, len(found.seqs), number, size)
