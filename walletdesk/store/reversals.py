"""Which reversals took back a part only: derived from their operations, so that it can never differ from them (T8)."""

from __future__ import annotations

from collections.abc import Iterable

from walletdesk.store.book import Book

_LAST = "(SELECT max(position) FROM operation WHERE txn = {})"
# A reversal as long as what it undoes has an operation for each, from behind: only their amounts may differ.
_IN_PART = (
    f"({_LAST.format('t.id')} <> {_LAST.format('t.reverses')} OR EXISTS ("  # noqa: S608
    "SELECT 1 FROM operation AS o JOIN operation AS u ON u.txn = t.reverses "
    f"AND u.position = {_LAST.format('t.id')} + 1 - o.position WHERE o.txn = t.id AND o.amount <> u.amount))"
)

Told = tuple[str, str]
"""The words that a reversal is shown with: of one that took back all, and of one that took back a part.

``{label}`` stands for the transaction that it took back.
"""


def found_by(told: Told) -> str:
    """SQL: what a reversal ``t`` is found by besides its own texts; ``undone`` is the transaction that it took back."""
    whole, part = (f"replace({_quoted(' ' + words)}, '{{label}}', 'T-' || undone.number)" for words in told)
    return f"CASE WHEN undone.id IS NULL THEN '' WHEN {_IN_PART} THEN {part} ELSE {whole} END"


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


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
    sql = f"SELECT t.{key} FROM txn AS t WHERE {where}t.{key} IN ({marks}) AND t.reverses IS NOT NULL AND {_IN_PART}"  # noqa: S608
    return frozenset(found for (found,) in book.rows(sql, (*given, *known)))
