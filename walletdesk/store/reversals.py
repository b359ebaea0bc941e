"""Which reversals took back a part only: derived from their operations, so that it can never differ from them (T8)."""

from __future__ import annotations

from collections.abc import Iterable

from walletdesk.store.book import Book

_LAST = "(SELECT max(position) FROM operation WHERE txn = {})"
# A reversal as long as what it undoes has an operation for each, from behind: only their amounts may differ.
_IN_PART = (
    f"({_LAST.format('r.id')} <> {_LAST.format('r.reverses')} OR EXISTS ("  # noqa: S608
    "SELECT 1 FROM operation AS o JOIN operation AS u ON u.txn = r.reverses "
    f"AND u.position = {_LAST.format('r.id')} + 1 - o.position WHERE o.txn = r.id AND o.amount <> u.amount))"
)

FOUND_BY = "CASE WHEN undone.id IS NULL THEN '' ELSE ' Reverses T-' || undone.number END"
"""SQL: what a reversal is found by besides its own texts; ``undone`` is the transaction that it took back."""


def in_part(book: Book, project: str, numbers: Iterable[int | None]) -> frozenset[int]:
    """Which of the reversals with these numbers took back less than all."""
    return _those(book, "number", "project = ? AND ", (project,), numbers)


def in_part_by_id(book: Book, ids: Iterable[int | None]) -> frozenset[int]:
    """As in_part, by the book's own keys."""
    return _those(book, "id", "", (), ids)


def _those(book: Book, key: str, where: str, given: tuple[str, ...], wanted: Iterable[int | None]) -> frozenset[int]:
    known = sorted({one for one in wanted if one is not None})
    if not known:
        return frozenset()
    marks = ",".join("?" * len(known))
    sql = f"SELECT r.{key} FROM txn AS r WHERE {where}r.{key} IN ({marks}) AND r.reverses IS NOT NULL AND {_IN_PART}"  # noqa: S608
    return frozenset(found for (found,) in book.rows(sql, (*given, *known)))
