"""Verify, the search's part: what can be found against what is there (I2).

A stale index loses no money, but a person who searches in it believes that something is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from walletdesk.ledger.findings import Check, Finding
from walletdesk.store import search
from walletdesk.store.book import Book
from walletdesk.store.search import TRIGRAM, Index

_ROWS: Final = 1_000
_TERMS: Final = 50
_SPREAD: Final = 1_000_003
_COUNTED: Final = 1 << 96
"""One more place, above all that where it stands can add up to."""
_ALIVE: Final = {"wallet": "", "customer": " AND c.id IS NOT NULL"}

Report = Callable[[Finding], None]


def run(book: Book, report: Report) -> Iterator[tuple[int, int]]:
    """Compare texts with rows, and the index with the texts."""
    for index in (search.WALLETS, search.CUSTOMERS):
        yield from _texts(book, index, report)
        yield from _entries(book, index, report)


def _texts(book: Book, index: Index, report: Report) -> Iterator[tuple[int, int]]:
    """The rows on both sides that the other side has not, or has otherwise."""
    stretch = "BETWEEN :first AND :last"
    wanted = f"{index.source} WHERE {index.row} {stretch}{_ALIVE[index.key]}"
    kept = f"SELECT {index.key}, text FROM {index.texts} WHERE {index.key} {stretch}"  # noqa: S608
    sides = ((index.key, index.texts), (index.row.partition(".")[2], index.key))
    last = -(2**63)
    while (first := _next(book, sides, last)) is not None:
        last = first + _ROWS - 1
        bounds = {"first": first, "last": last}
        for one, other, expected, there in ((wanted, kept, "there", ""), (kept, wanted, "", "there")):
            for key, _ in book.rows(f"{one} EXCEPT {other} LIMIT 10", bounds):
                report(Finding(Check.STATE, f"search, {index.key} {key}", expected, there))
        yield 0, 0


def _next(book: Book, sides: tuple[tuple[str, str], ...], last: int) -> int | None:
    """The first key after this one on either side: a spoilt one may lie so far off that no walk would end there."""
    found = [book.value(f"SELECT min({key}) FROM {table} WHERE {key} > ?", (last,)) for key, table in sides]  # noqa: S608
    return min((key for key in found if key is not None), default=None)


def _entries(book: Book, index: Index, report: Report) -> Iterator[tuple[int, int]]:
    """Every trigram of the index with how often and where it stands, against those of the texts."""
    wanted: dict[str, int] = defaultdict(int)
    last = -1
    while rows := book.rows(
        f"SELECT {index.key}, text FROM {index.texts} WHERE {index.key} > ? ORDER BY 1 LIMIT ?",  # noqa: S608
        (last, _ROWS),
    ):
        for key, text in rows:
            mark, step = _COUNTED + key * _SPREAD, key % 8_191 + 1
            for place in range(len(text) - TRIGRAM + 1):
                wanted[text[place : place + TRIGRAM]] += mark
                mark += step
        last = rows[-1][0]
        yield 0, 0
    yield from _compare(book, index, wanted, report)


def _compare(book: Book, index: Index, wanted: dict[str, int], report: Report) -> Iterator[tuple[int, int]]:
    vocabulary = f"{index.table}_vocabulary"
    book.rows(f"CREATE VIRTUAL TABLE temp.{vocabulary} USING fts5vocab (main, {index.table}, instance)")
    try:
        terms = sorted(wanted, key=str.encode)
        cuts = ["", *terms[_TERMS::_TERMS]]
        found = 0
        for first, end in zip(cuts, [*cuts[1:], None], strict=True):
            bounds = "term >= ?" if end is None else "term >= ? AND term < ?"
            rows = book.rows(
                f"SELECT term, count(*), sum(doc * {_SPREAD} + offset * (doc % 8191 + 1)) "  # noqa: S608
                f"FROM temp.{vocabulary} WHERE {bounds} GROUP BY term",
                (first,) if end is None else (first, end),
            )
            if any(count * _COUNTED + mark != wanted.get(term) for term, count, mark in rows):
                found = -1
                break
            found += len(rows)
            yield 0, 0
        if found != len(wanted):
            report(Finding(Check.STATE, f"search, {index.table}"))
    finally:
        book.rows(f"DROP TABLE temp.{vocabulary}")
