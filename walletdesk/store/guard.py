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

Made = dict[str, tuple[str, str | None]]
"""Type and SQL of everything in a database, by name."""

_ALL: Final = "SELECT name, type, sql FROM sqlite_schema"
SHADOWS: Final = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
_STATISTICS: Final = frozenset({"sqlite_stat1", "sqlite_stat4"})
_COMPUTED: Final = "SELECT 1 FROM pragma_table_xinfo(?) WHERE hidden > 1"


@cache
def wanted() -> Made:
    """What this version makes."""
    fresh = sqlite3.connect(":memory:")
    try:
        fresh.executescript(schema.DDL)
        return _by_name(fresh.execute(_ALL).fetchall())
    finally:
        fresh.close()


def others(found: Iterable[tuple[str, str, str | None]], shadows: Iterable[tuple[str]]) -> set[str]:
    """The names of what is missing, too much, or made otherwise."""
    there, meant = _by_name(found), wanted()
    # What an index keeps its pages in is made by SQLite, not always in the same words.
    kept = {name for (name,) in shadows} & meant.keys()
    names = {name for name in meant.keys() | there.keys() if meant.get(name) != there.get(name)}
    return names - kept - {name for name in _STATISTICS if there.get(name, ("",))[0] == "table"}


def check(path: Path, db: peewee.SqliteDatabase, *, writable: bool) -> None:
    """Refuse to write a book in which there is something foreign, and to read what only pretends to be a table.

    What is missing is for the check after opening to tell: nothing of it can run. Refuses BookForeign, BookDamaged.
    """
    with rescuing(str(path)):
        found = db.execute_sql(_ALL).fetchall()
        there = _by_name(found)
        foreign = sorted(others(found, db.execute_sql(SHADOWS).fetchall()) & there.keys())
        for name in foreign:
            meant = wanted().get(name)
            if meant is None:
                continue
            if there[name][0] != meant[0] or db.execute_sql(_COMPUTED, (name,)).fetchall():
                raise BookDamaged(str(path))
    if foreign and writable:
        raise BookForeign(str(path), foreign[0])


def _by_name(rows: Iterable[tuple[str, str, str | None]]) -> Made:
    return {name: (kind, sql) for name, kind, sql in rows}
