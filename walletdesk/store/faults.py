"""What the world does to a database file, turned into refusals with a way out.

Only faults of the disk, the file and other programs are translated. A broken constraint is a mistake of ours and stays
what it is.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from walletdesk.ledger import refusals
from walletdesk.store.holders import busy

_FAULTS: dict[int, type[refusals.BookFault]] = {
    sqlite3.SQLITE_FULL: refusals.DiskFull,
    sqlite3.SQLITE_BUSY: refusals.BookBusy,
    sqlite3.SQLITE_LOCKED: refusals.BookBusy,
    sqlite3.SQLITE_READONLY: refusals.BookReadOnly,
    sqlite3.SQLITE_PERM: refusals.BookReadOnly,
    sqlite3.SQLITE_CANTOPEN: refusals.DiskFailure,
    sqlite3.SQLITE_IOERR: refusals.DiskFailure,
    sqlite3.SQLITE_NOTADB: refusals.NotABook,
    sqlite3.SQLITE_CORRUPT: refusals.BookDamaged,
}


_SPOILT = (
    peewee.DatabaseError, sqlite3.DatabaseError, struct.error, ArithmeticError, AttributeError, LookupError, TypeError,
    ValueError,
)  # fmt: skip
"""What code that trusts what it reads raises over values that this program never wrote."""


@contextmanager
def rescuing(path: str) -> Iterator[None]:
    """Where a file is read that may be spoilt in any way: what nothing else explains is damage, too."""
    try:
        with translated(path):
            yield
    except _SPOILT as error:
        raise refusals.BookDamaged(path) from error


@contextmanager
def translated(path: str, db: peewee.SqliteDatabase | None = None) -> Iterator[None]:
    """Raise the refusal for what goes wrong with the file inside; anything else passes.

    SQLite calls a page damaged that the disk did not give it: with ``db`` at hand another read tells which it is.
    """
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        fault = _fault(error)
        if fault is None:
            raise
        if fault is refusals.BookDamaged and db is not None and not _gives(db):
            fault = refusals.DiskFailure
        raise (busy(path) if fault is refusals.BookBusy else fault(path)) from error
    except UnicodeEncodeError as error:  # half a character: no text of a book, and nothing to look for in one
        raise refusals.ForbiddenCharacter("text", ord(error.object[error.start]), error.start + 1) from error
    except UnicodeDecodeError as error:  # SQLite's own message quotes bytes of a spoilt file
        raise refusals.BookDamaged(path) from error


def _gives(db: peewee.SqliteDatabase) -> bool:
    """Whether the disk gives us the head of the file, which is read anew at the beginning of every statement."""
    try:
        db.execute_sql("PRAGMA schema_version").fetchall()
    except peewee.DatabaseError:
        return False
    return True


def _fault(error: BaseException) -> type[refusals.BookFault] | None:
    """The refusal for an error of SQLite, found by its primary result code; peewee keeps the original as cause."""
    seen: BaseException | None = error
    while seen is not None:
        code = getattr(seen, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_ERROR and str(seen).startswith(("no such table", "no such column")):
            return refusals.BookDamaged  # whatever we ask for is in every book
        if code is not None:
            return _FAULTS.get(code & 0xFF)
        if isinstance(seen, sqlite3.OperationalError) and str(seen).startswith("Could not decode"):
            return refusals.BookDamaged  # a text that is no UTF-8, which Python meets where SQLite saw nothing
        seen = seen.__cause__ or seen.__context__
    return None
