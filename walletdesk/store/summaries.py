"""A project's figures at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from walletdesk.store import transactions
from walletdesk.store.book import Book


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are of each."""

    customers: int
    open_wallets: int
    transactions: int
    entries: int
    drafts: int


def counts(book: Book, project: str) -> Counts:
    """Counted from the small tables; transactions and entries are numbers already kept."""
    customers = book.value("SELECT count(*) FROM customer WHERE project = ? AND id IS NOT NULL", (project,))
    wallets = "SELECT coalesce(sum(status = 'open'), 0), coalesce(sum(entries), 0) FROM wallet WHERE project = ?"
    ((open_wallets, entries),) = book.rows(wallets, (project,))
    drafts = book.value("SELECT count(*) FROM draft WHERE project = ?", (project,))
    return Counts(customers, open_wallets, transactions.count(book, project), entries, drafts)


def suspended(book: Book, project: str) -> tuple[int, list[tuple[str, int]]]:
    """How many customers are suspended, and what their wallets hold by asset."""
    number = book.value("SELECT count(*) FROM customer WHERE project = ? AND suspended", (project,))
    held = (
        "SELECT wallet.asset, sum(balance) FROM wallet JOIN customer ON customer.key = wallet.customer "
        "WHERE wallet.project = ? AND suspended AND balance > 0 GROUP BY 1 ORDER BY 1"
    )
    return number, [(asset, total) for asset, total in book.rows(held, (project,))]


def per_month(book: Book, project: str, starts: Sequence[int]) -> list[int]:
    """How many transactions were booked between each of these instants and the next one."""
    cuts = [transactions.numbers_within(book, project, (start, None))[0] for start in starts]
    return [after - before for before, after in pairwise(cuts)]
