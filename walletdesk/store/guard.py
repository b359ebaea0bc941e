"""What a book is made of, against what this version makes: at every opening, before anything of the file can run.

A trigger, a view or a computed column of somebody else's would run with the first statement that meets it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import peewee

from walletdesk.ledger.refusals import BookDamaged
from walletdesk.ledger.refusals_book import BookForeign
from walletdesk.store import schema
from walletdesk.store.faults import rescuing

Thing = tuple[str, str]
"""Type and name: a trigger may bear the name of a table or an index."""

Made = dict[Thing, str | None]
"""The SQL of everything in a database."""

ALL: Final = "SELECT type, name, sql FROM sqlite_schema"
SHADOWS: Final = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
_STATISTICS: Final = frozenset({("table", "sqlite_stat1"), ("table", "sqlite_stat4")})
_COMPUTED: Final = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden > 1"


@cache
def wanted() -> Made:
    """What this version makes."""
    fresh = sqlite3.connect(":memory:")
    try:
        fresh.executescript(schema.DDL)
        return made(fresh.execute(ALL).fetchall())
    finally:
        fresh.close()


def others(there: Made, shadows: Iterable[tuple[str]]) -> set[Thing]:
    """What is missing, too much, or made otherwise."""
    # What an index keeps its pages in is made by SQLite, not always in the same words.
    kept = {("table", name) for (name,) in shadows} & wanted().keys()
    return {thing for thing, _ in there.items() ^ wanted().items()} - kept - _STATISTICS


def check(path: Path, db: peewee.SqliteDatabase, *, writable: bool) -> None:
    """Refuse to write a book in which there is something foreign, and to read what only pretends to be a table.

    What is missing is for the check after opening to tell: nothing of it can run. Refuses BookForeign, BookDamaged.
    """
    with rescuing(str(path)):
        there = made(db.execute_sql(ALL).fetchall())
        foreign = sorted(others(there, db.execute_sql(SHADOWS).fetchall()) & there.keys())
        for kind, name in foreign:
            if kind == "trigger" or ("table", name) not in wanted():
                continue
            if kind != "table" or db.execute_sql(_COMPUTED, (name,)).fetchall():
                raise BookDamaged(str(path))
    if foreign and writable:
        raise BookForeign(str(path), foreign[0][1])


def made(rows: Iterable[tuple[str, str, str | None]]) -> Made:
    """What the rows of ``ALL`` tell of."""
    return {(kind, name): sql for kind, name, sql in rows}
