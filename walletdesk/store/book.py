"""The book: one SQLite file, one connection, one unit of work at a time (B1, B3, B5)."""

from __future__ import annotations

import os
import re
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import peewee

from walletdesk.ledger.days import Days
from walletdesk.ledger.refusals import (
    BookDamaged,
    BookMissing,
    BookNewer,
    BookReadOnly,
    LedgerError,
    NotABook,
    SqliteTooOld,
)
from walletdesk.ledger.refusals_book import BookMoved, BookOlder
from walletdesk.store import copying, files, guard, migrations, schema
from walletdesk.store.faults import rescuing, translated
from walletdesk.store.holders import busy

Row = tuple[Any, ...]
Parameters = Sequence[object] | Mapping[str, object]
Clock = Callable[[], int]

BUSY_MILLISECONDS = 5_000
_STEPS_BETWEEN_LOOKS = 1_000
_PRAGMAS: dict[str, int | str] = {
    "busy_timeout": BUSY_MILLISECONDS,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "synchronous": 2,
}
_JOURNAL = "persist"
_ID = re.compile("[0-9a-f]{32}")


def now() -> int:
    """The computer's clock, UTC milliseconds."""
    return time.time_ns() // 1_000_000


class Book:
    """An open book. Everything that reads or writes it goes through ``rows`` and ``unit``."""

    last_numbers: Mapping[str, int] | None = None
    """Of a book of the past: the number of the last transaction of each project. None where the table tells."""

    def __init__(self, path: Path, db: peewee.SqliteDatabase, clock: Clock, *, writable: bool) -> None:
        self.path = path
        self.clock = clock
        self.writable = writable
        self._db = db
        self._identity = _identity(path)
        self.id, self.days = self._facts()

    def _facts(self) -> tuple[str, Days]:
        """The id, which names files outside the book, and the calendar; refuses BookDamaged."""
        with rescuing(str(self.path)):
            ((id_, zone),) = self.rows("SELECT id, zone FROM book")
            days = Days(zone)
            days.local(0)
            if not _ID.fullmatch(id_):
                raise BookDamaged(str(self.path))
            return id_, days

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run one statement and answer all its rows; none is left unread, since an unread row would hold the lock."""
        self._require_place()
        with translated(str(self.path), self._db):
            found: list[Row] = self._db.execute_sql(sql, parameters).fetchall()
            return found

    def rows_within(self, sql: str, nanoseconds: int) -> list[Row] | None:
        """The rows of a statement, None if it would take longer than this."""
        end = time.monotonic_ns() + nanoseconds
        connection = self._db.connection()
        connection.set_progress_handler(lambda: time.monotonic_ns() > end, _STEPS_BETWEEN_LOOKS)
        try:
            return self.rows(sql)
        except peewee.OperationalError as error:
            if getattr(error.__cause__ or error.__context__, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
                raise
            return None
        finally:
            connection.set_progress_handler(None, 0)

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a statement, None if there is none."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, None if there is none."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    def select(self, query: Any) -> list[Row]:
        """The rows of a query built with peewee."""
        return self.rows(*query.sql())

    def write(self, query: Any) -> int:
        """Run a change built with peewee; answers the rowid of an insert."""
        self._assert_in_unit()
        sql, parameters = query.sql()
        with translated(str(self.path)):
            return int(self._db.execute_sql(sql, parameters).lastrowid or 0)

    def write_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for many rows."""
        self._assert_in_unit()
        with translated(str(self.path)):
            self._db.connection().executemany(sql, rows)

    @contextmanager
    def unit(self) -> Iterator[None]:
        """One database transaction: committed at the end, rolled back after any error (B3).

        SQLite rolls back by itself on a full disk or a failed write, hence the look at its own state. After an error
        at COMMIT the outcome is unknown: whoever must know looks for what was written.
        """
        self._require_writable()
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read and copied in here is of one moment, whatever another program writes."""
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with translated(str(self.path), self._db):
            self._db.execute_sql(begin)
            try:
                yield
                self._db.execute_sql("COMMIT")
            finally:
                if self._db.connection().in_transaction:
                    self._db.execute_sql("ROLLBACK")

    @contextmanager
    def forgetting_unit(self) -> Iterator[None]:
        """A unit that also leaves nothing of what it erases in the journal beside the book.

        The journal persists and holds pages as they were before the last change; here it is cut to nothing at COMMIT.
        """
        self._require_writable()
        if self.value("PRAGMA journal_mode = TRUNCATE") != "truncate":
            raise busy(str(self.path))
        try:
            with self.unit():
                yield
        finally:
            self.rows(f"PRAGMA journal_mode = {_JOURNAL}")

    def _require_place(self) -> None:
        """The open file may have lost its name: SQLite would write on, into what nobody will find again, and take the
        journal of the file that came for its own. Looking costs two microseconds. Refuses BookMoved.
        """
        if self._gone():
            raise BookMoved(str(self.path))

    def _require_writable(self) -> None:
        if not self.writable:
            raise BookReadOnly(str(self.path))
        self._require_place()

    def _gone(self) -> bool:
        return _identity(self.path) != self._identity

    @property
    def in_unit(self) -> bool:
        """True between the beginning and the end of a unit of work."""
        return bool(self._db.connection().in_transaction)

    def _assert_in_unit(self) -> None:
        assert self.in_unit, "a change outside a unit of work"

    def copy_to(self, db: peewee.SqliteDatabase, folder: Path) -> None:
        """Copy the book as it is now into an empty database in this folder."""
        copying.pages(self.path, self._db, db, folder)

    def close(self) -> None:
        """Close the connection; the journal beside the book goes away, unless it is another file's by now."""
        if self._db.is_closed():
            return
        try:
            if self.writable and not self._gone():
                with translated(str(self.path)):
                    self._db.execute_sql("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            self._db.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file bears the name now, without opening it."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def create(path: Path, zone: str, clock: Clock = now) -> Book:
    """Make a new book and open it; it appears under its name only when it is whole.

    Refuses BookExists, and what the disk does.
    """
    _check_sqlite()
    with files.arriving(path) as fresh:
        _lay_out(fresh, zone, clock())
    return open_book(path, clock)


@contextmanager
def filling(path: Path, zone: str, clock: Clock = now) -> Iterator[Book]:
    """A new book to fill, under a name of its own; ``path`` leads to it at the end, if nothing was raised.

    Refuses BookExists, and what the disk does.
    """
    _check_sqlite()
    with files.arriving(path) as fresh:
        _lay_out(fresh, zone, clock())
        with closing(open_book(fresh, clock)) as book:
            yield book


def open_book(path: Path, clock: Clock = now, *, writable: bool = True) -> Book:
    """Open a book after looking at it without changing a byte.

    A book of an older version is read in a converted copy of its own, which goes when it is closed.
    Refuses BookMissing, NotABook, BookNewer, BookOlder, BookForeign and BookReadOnly (only if it is to be written),
    BookDamaged, BookBusy, SqliteTooOld.
    """
    _check_sqlite()
    if not files.there(path):
        raise BookMissing(str(path))
    if not path.is_file() or path.stat().st_size == 0:
        raise NotABook(str(path))
    version = version_of(path)
    if version < schema.VERSION and writable:
        raise BookOlder(str(path), version, schema.VERSION)
    db = connect(path, "rw") if writable else reading(path)
    with ExitStack() as undo:
        undo.callback(db.close)
        if writable:
            guard.check(path, db, writable=True)
            with translated(str(path)):
                _prove_writable(path, db)
        book = Book(path, db, clock, writable=writable)
        undo.pop_all()
    return book


def _check_sqlite() -> None:
    if sqlite3.sqlite_version_info < (3, 37):
        raise SqliteTooOld(sqlite3.sqlite_version)


def connect(path: Path | None, mode: str) -> peewee.SqliteDatabase:
    """A connection with every pragma read back; without a path, to a private file that goes with the connection."""
    db = peewee.SqliteDatabase(
        f"file:{quote(os.fsencode(path or ''), safe='')}?mode={mode}",  # a bare // would begin with a host
        uri=True,
        thread_safe=False,
        autoconnect=False,  # a closed book is not to come back without its pragmas
        cached_statements=512,
        timeout=BUSY_MILLISECONDS / 1000,
    )
    db.register_function(_fold, "fold", 1)
    with ExitStack() as undo, rescuing(str(path)):
        db.connect()
        undo.callback(db.close)
        for name, value in _PRAGMAS.items():
            db.execute_sql(f"PRAGMA {name} = {value}")
            (found,) = db.execute_sql(f"PRAGMA {name}").fetchone()
            assert found == value, f"PRAGMA {name} is {found}, not {value}"
        undo.pop_all()
    return db


def _fold(text: object) -> object:
    """Any alphabet without its case; SQLite's own functions know ASCII only. What is no text stays what it is."""
    return text.casefold() if isinstance(text, str) else text


def _prove_writable(path: Path, db: peewee.SqliteDatabase) -> None:
    """A read-only file opens without complaint and fails at the first change: find out now, changing nothing.

    What a crash left of copies beside the book goes: they would keep what is deleted in it.
    """
    db.execute_sql("BEGIN IMMEDIATE")
    with suppress(LedgerError):  # an upgrade under way would hold the book
        for left in files.leftovers(path.resolve(), *files.ENDINGS):
            files.DISK.remove(left)
    db.execute_sql("ROLLBACK")
    (journal,) = db.execute_sql(f"PRAGMA journal_mode = {_JOURNAL}").fetchone()
    assert journal == _JOURNAL, f"the journal is {journal}, not {_JOURNAL}"
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise BookReadOnly(str(path))


def version_of(path: Path) -> int:
    """The version of the book's tables.

    Refuses what is no book of a version known here, changing nothing but what a crash left half-done.
    """
    try:
        application, version = _header(path, "ro")
    except BookReadOnly:  # the journal of a crash is there, which only a writing connection may roll back
        application, version = _header(path, "rw")
    if application != schema.APPLICATION_ID:
        raise NotABook(str(path))
    if version > schema.VERSION:
        raise BookNewer(str(path), version, schema.VERSION)
    if version < migrations.FIRST:
        raise BookDamaged(str(path))
    return version


def reading(path: Path) -> peewee.SqliteDatabase:
    """A connection that only reads: the file itself, or of an older version a copy that is as today's are."""
    version = version_of(path)
    db = connect(path, "ro") if version == schema.VERSION else _converted(path, version)
    with ExitStack() as undo:
        undo.callback(db.close)
        guard.check(path, db, writable=False)
        undo.pop_all()
    return db


def _converted(path: Path, version: int) -> peewee.SqliteDatabase:
    """A copy in the form of this version that only this connection sees."""
    db = connect(None, "rwc")
    with ExitStack() as undo, rescuing(str(path)):
        undo.callback(db.close)
        copy_into(path, db)
        migrations.apply(db.connection(), version)
        undo.pop_all()
    return db


def copy_into(path: Path, db: peewee.SqliteDatabase, folder: Path | None = None) -> None:
    """Copy the book into an empty database, as SQLite does it: whole, and whatever others do meanwhile."""
    source = connect(path, "ro")
    try:
        copying.pages(path, source, db, folder or path)
    finally:
        source.close()


def _header(path: Path, mode: str) -> tuple[int, int]:
    """The application id and the schema's version."""
    db = connect(path, mode)
    try:
        with rescuing(str(path)):
            (application,) = db.execute_sql("PRAGMA application_id").fetchone()
            (version,) = db.execute_sql("PRAGMA user_version").fetchone()
            return application, version
    finally:
        db.close()


def _lay_out(path: Path, zone: str, at: int) -> None:
    db = connect(path, "rw")
    try:
        with translated(str(path)):
            connection = db.connection()
            connection.executescript(
                f"BEGIN;\n{schema.DDL}\nPRAGMA application_id = {schema.APPLICATION_ID};\n"
                f"PRAGMA user_version = {schema.VERSION};\nCOMMIT;"
            )
            connection.execute("INSERT INTO book VALUES (1, ?, ?, ?)", (uuid.uuid4().hex, zone, at))
            migrations.tell_facts(connection)
    finally:
        db.close()
