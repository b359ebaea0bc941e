"""Verify: the whole book recomputed from operations and entries, slice by slice (I2, T4).

It shares nothing with posting but the hashes: balances are added up anew, so that a mistake there would show here.
A book may change meanwhile: whatever is compared with the log or with the ledger is compared at one moment, up to which
both were followed.
"""

from __future__ import annotations

from collections.abc import Iterator

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.ledger.refusals import BookDamaged
from walletdesk.store import events, guard, posting, verify_ledger, verify_links, verify_search
from walletdesk.store.book import Book
from walletdesk.store.faults import rescuing
from walletdesk.store.verify_ledger import Heads, Ledger
from walletdesk.store.verify_log import Log


def run(book: Book, report: Report, known: Heads) -> Iterator[tuple[int, int]]:
    """Check everything; yields (done, total) in transactions between slices, reports what is broken as it is found.

    ``known`` are ends of chains seen before, outside the book: a chain alone cannot show that its end was cut off.
    """
    try:
        with rescuing(str(book.path)):
            yield from _file(book, report)
            tables = [name for (name,) in book.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
            if not schema_matches(book, report):
                verify_links.check(book, report, tables)
                return  # where a table is missing or other than it should be, there is nothing to compare
            for name in tables:
                if name not in verify_ledger.TABLES:
                    verify_links.check(book, report, [name])
                    yield 0, 0
            yield from Log(book, report, known.get("")).run()
            yield from verify_search.run(book, report)
            yield from Ledger(book, report, known).run()
    except BookDamaged:
        report(Finding(Check.FILE, book.path.name, found="the database cannot be read to its end"))


def ends(book: Book) -> Heads:
    """The ends of the book's chains as they are now."""
    heads = {"": events.head(book)}
    for (project,) in book.rows("SELECT id FROM project"):
        last = posting.head(book, project)
        heads[project] = (last.number, last.hash)
    return heads


def _file(book: Book, report: Report) -> Iterator[tuple[int, int]]:
    for (message,) in book.rows("PRAGMA integrity_check(10)"):
        if message != "ok":
            report(Finding(Check.FILE, book.path.name, found=str(message)))
    yield 0, 0


def schema_matches(book: Book, report: Report) -> bool:
    """Compare tables and triggers with those that this version makes; False if a table is not as it should be."""
    made, wanted = guard.made(book.rows(guard.ALL)), guard.wanted()
    other = guard.others(made, book.rows(guard.SHADOWS))
    for thing in sorted(other):
        expected, found = ("there" if thing in things else "" for things in (wanted, made))
        report(Finding(Check.SCHEMA, thing[1], expected, found))
    return not any(kind == "table" and (kind, name) in wanted for kind, name in other)
