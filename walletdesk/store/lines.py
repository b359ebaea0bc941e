"""What lists of entries and of transactions have in common: parties in joins, and instants found by halving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from walletdesk.ledger.values import Party
from walletdesk.store.book import Row

PARTY_COLUMNS = 6


def party_columns(wallet: str, customer: str) -> str:
    """The columns of a Party, for aliases of ``wallet`` and ``customer``."""
    return (
        f"{wallet}.id, {wallet}.number, {wallet}.name, {wallet}.customer, {customer}.id, coalesce({customer}.name, '')"
    )


def party(row: Row) -> Party | None:
    """The party in PARTY_COLUMNS columns, None for the side that an issue or a redeem has not."""
    return Party(*row) if row[0] is not None else None


def day(text: str | None) -> date | None:
    """A calendar date as the book holds it."""
    return date.fromisoformat(text) if text else None


def first_from(instant: int, count: int, instant_of: Callable[[int], int]) -> int:
    """The first of the numbers 1 to count whose instant is not before this one, count + 1 if there is none.

    Instants never fall with the number (T5), so halving finds it with no index.
    """
    low, high = 1, count + 1
    while low < high:
        middle = (low + high) // 2
        if instant_of(middle) < instant:
            low = middle + 1
        else:
            high = middle
    return low


def span(bounds: tuple[int | None, int | None], count: int, instant_of: Callable[[int], int]) -> tuple[int, int]:
    """First and last number within two instants; the last is before the first if there is none."""
    since, until = bounds
    first = first_from(since, count, instant_of) if since is not None else 1
    last = first_from(until, count, instant_of) - 1 if until is not None else count
    return first, last
