"""Verify, the search's part: what can be found against what is there (I2).

A stale index loses no money, but a person who searches in it believes that something is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.store import events, search
from walletdesk.store.book import Book
from walletdesk.store.search import TRIGRAM, Index

_ROWS: Final = 1_000
_LOOKS: Final = 3
"""How often the index is compared while others change it, before everything waits for it."""
_TERMS: Final = 50
_SPREAD: Final = 1_000_003
_COUNTED: Final = 1 << 96
"""One more place, above all that where it stands can add up to."""
_ALIVE: Final = {"wallet": "", "customer": " AND c.id IS NOT NULL"}


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
    """Every trigram of the index with how often and where it stands, against those of the texts.

    Where the book changed meanwhile, those that differ are looked at once more, in the end at one moment.
    """
    among: set[str] | None = None
    for _ in range(_LOOKS):
        event, differing = events.head(book), set[str]()
        yield from _differ(book, index, among, differing)
        if not differing or events.head(book) == event:
            break
        among = differing
    else:
        differing = set()
        with book.snapshot():
            for _ in _differ(book, index, among, differing):
                pass
    if differing:
        report(Finding(Check.STATE, f"search, {index.table}"))


def _differ(book: Book, index: Index, among: set[str] | None, differing: set[str]) -> Iterator[tuple[int, int]]:
    """Tell the trigrams, of all or ``among`` these, that stand elsewhere in the index, or that it does not find."""
    wanted: dict[str, int] = defaultdict(int)
    yield from _read(book, index, wanted)
    terms = sorted(wanted if among is None else among, key=str.encode)
    places, counts = f"temp.{index.table}_places", f"temp.{index.table}_counts"
    for name, kind in ((places, "instance"), (counts, "row")):
        book.rows(f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5vocab (main, {index.table}, {kind})")
    for start in range(0, len(terms) or 1, _TERMS):
        some, end = terms[start : start + _TERMS], terms[start + _TERMS : start + _TERMS + 1]
        asked = f"term IN ({','.join('?' * len(some))})"
        # The first look walks from one to the next, and meets those that no text has, too.
        walked = "term >= ?" + " AND term < ?" * len(end), [some[0] if start else "", *end]
        bounds, given = walked if among is None else (asked, some)
        standing = book.rows(
            f"SELECT term, count(*), sum(doc * {_SPREAD} + offset * (doc % 8191 + 1)) "  # noqa: S608
            f"FROM {places} WHERE {bounds} GROUP BY term",
            given,
        )
        there = {term: (count, mark) for term, count, mark in standing}
        found = {*book.rows(f"SELECT term, cnt FROM {counts} WHERE {asked}", some)}  # noqa: S608
        for term in there.keys() | some:
            count, mark = there.get(term, (0, 0))
            if count * _COUNTED + mark != wanted[term] or (count and (term, count) not in found):
                differing.add(term)
        yield 0, 0


def _read(book: Book, index: Index, wanted: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Every trigram of the texts, with how often and where it stands."""
    sql = f"SELECT {index.key}, text FROM {index.texts} WHERE {index.key} > ? ORDER BY 1 LIMIT ?"  # noqa: S608
    last, more = -1, True
    while more:
        rows = book.rows(sql, (last, _ROWS))
        for key, text in rows:
            mark, step = _COUNTED + key * _SPREAD, key % 8_191 + 1
            for place in range(len(text) - TRIGRAM + 1):
                wanted[text[place : place + TRIGRAM]] += mark
                mark += step
        if more := len(rows) == _ROWS:
            last = rows[-1][0]
        yield 0, 0
