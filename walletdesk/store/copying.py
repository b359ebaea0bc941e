"""A copy of a whole book, as SQLite makes it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import peewee

from walletdesk.ledger.refusals import DiskFull
from walletdesk.store.faults import translated
from walletdesk.store.holders import busy

_TRIES = 20
"""How often a copy asks for a book that another program is writing, four times a second."""


def pages(path: Path, source: peewee.SqliteDatabase, target: peewee.SqliteDatabase, full: Path) -> None:
    """Copy all pages of the book in one step, since a copy in several begins anew at every change of another program.

    A full disk is told of ``full``: where the copy goes.
    """
    asked = 0

    def wait(status: int, _remaining: int, _total: int) -> None:
        nonlocal asked
        asked += 1
        if status != sqlite3.SQLITE_DONE and asked > _TRIES:  # else it would ask for ever
            raise busy(str(path))

    try:
        with translated(str(path)):
            source.connection().backup(target.connection(), pages=-1, progress=wait)
    except DiskFull as error:
        raise DiskFull(str(full)) from error
