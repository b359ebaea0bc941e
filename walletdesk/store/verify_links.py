"""Verify, references: rows that refer to others that are not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.store.book import Book

_MOST: Final = 10


def check(book: Book, report: Report, tables: Iterable[str]) -> None:
    """SQLite's own look at the references of these tables."""
    for name in tables:
        quoted = name.replace("'", "''")
        for table, rowid, parent, _ in book.rows(f"PRAGMA foreign_key_check('{quoted}')")[:_MOST]:
            report(Finding(Check.LINK, f"{table} {rowid if rowid is not None else ''}".strip(), expected=str(parent)))
