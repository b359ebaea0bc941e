"""What lists of entries and of transactions have in common: parties in joins, and instants found by halving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from peewee import fn

from walletdesk.ledger.values import Party
from walletdesk.store.book import Book, Row

PARTY_COLUMNS = 6
A_PAGE = 500
"""The longest page (R1); what asks for more, such as an export, reads its rows in one query."""


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


def naturally(text: Any, head: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Terms to sort by so that C-2 comes before C-10: what stands before a number at the end, then by length.

    ``head`` makes capitals and small letters alike in what stands before.
    """
    return head(fn.RTRIM(text, "0123456789")), fn.LENGTH(text), text


def halving(instant_of: str) -> str:
    """SQL: the first of the numbers 1 to ``:count`` whose instant is not before ``:instant``; ``:count`` + 1 if none.

    ``instant_of`` is a query for the instant of the number ``(low + high) / 2``. Instants never fall with the number
    (T5), so halving finds it with no index, and in one statement.
    """
    return (
        "WITH RECURSIVE half (low, high) AS (VALUES (1, :count + 1) UNION ALL SELECT "  # noqa: S608
        f"CASE WHEN ({instant_of}) < :instant THEN (low + high) / 2 + 1 ELSE low END, "
        f"CASE WHEN ({instant_of}) < :instant THEN high ELSE (low + high) / 2 END "
        "FROM half WHERE low < high) SELECT low FROM half WHERE low >= high"
    )


def span(book: Book, finding: str, of: str | int, bounds: tuple[int | None, int | None], count: int) -> tuple[int, int]:
    """First and last number within two instants; the last is before the first if there is none.

    ``finding`` is a query made by halving whose own parameter ``:of`` says in what the numbers are.
    """

    def first_from(instant: int) -> int:
        return int(book.value(finding, {"of": of, "count": count, "instant": instant}))

    since, until = bounds
    return first_from(since) if since is not None else 1, first_from(until) - 1 if until is not None else count
