"""Backups: a copy of the whole book that was read back and found to be what it is a copy of (I4, G13).

A file bears the name of a backup only after that; what a crash or a full disk leaves half-written never does, and never
takes the place of an older one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from walletdesk.ledger.days import within_calendar
from walletdesk.ledger.findings import Check, Finding
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.refusals_book import BackupUnsound
from walletdesk.store import files, rotation, schema, verify
from walletdesk.store.book import Book, connect
from walletdesk.store.faults import rescuing, translated
from walletdesk.store.files import DISK, Disk

ENDING: Final = "part"
_HOUR: Final = 3_600_000_000_000
SUFFIX: Final = ".walletdesk"
_NAME: Final = re.compile(r"(?P<stem>.+)\.(?P<book>[0-9a-f]{8})\.(?P<at>[0-9]{8}-[0-9]{6})Z\.walletdesk", re.DOTALL)
_TIME: Final = "%Y%m%d-%H%M%S"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_IMMUTABLE: Final = "ro&immutable=1"
_COUNTS: Final = (
    "SELECT (SELECT count(*) FROM project), (SELECT count(*) FROM asset), (SELECT count(*) FROM customer), "
    "(SELECT count(*) FROM wallet), (SELECT count(*) FROM draft), (SELECT count(*) FROM template), "
    "(SELECT coalesce(max(id), 0) FROM txn), (SELECT coalesce(sum(entries), 0) FROM wallet)"
)
_ROWS: Final = "SELECT (SELECT count(*) FROM txn), (SELECT count(*) FROM entry)"
_UNCHAINED: Final = (
    "SELECT (SELECT coalesce(group_concat(id || ' ' || updated_at || ' ' || length(content)), '') FROM draft), "
    "(SELECT coalesce(group_concat(id || ' ' || updated_at || ' ' || length(content) || ' ' || name), '') "
    "FROM template)"
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there: its file, the instant it was made (UTC milliseconds), and its size in bytes."""

    path: Path
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one state of a book from any other: the ends of its chains, and what is in no chain."""

    heads: tuple[tuple[str, int, bytes], ...]
    unchained: tuple[object, ...]


def mark(book: Book) -> Mark:
    """The book's state as it is now."""
    heads = sorted((name, number, link) for name, (number, link) in verify.ends(book).items())
    (unchained,) = book.rows(_UNCHAINED)
    return Mark(tuple(heads), unchained)


def found(folder: Path, book: str) -> tuple[Backup, ...]:
    """The backups of this book (its id) in the folder, the latest first; empty where there is no folder."""
    return _named(folder, lambda match: match["book"] == book[:8])


def named(folder: Path, stem: str) -> tuple[Backup, ...]:
    """The backups of books of this file name, whatever their ids."""
    return _named(folder, lambda match: files.cut(match["stem"]) == files.cut(stem))


def _named(folder: Path, wanted: Callable[[re.Match[str]], bool]) -> tuple[Backup, ...]:
    made = []
    try:
        for path in folder.iterdir():
            match = _NAME.fullmatch(path.name)
            if match and wanted(match) and path.is_file():
                made.append(Backup(path, _instant(match["at"]), path.stat().st_size))
    except OSError:
        return ()
    return tuple(sorted(made, key=lambda one: (one.at, one.path.name), reverse=True))


def _instant(text: str) -> int:
    try:
        then = datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:  # digits that are no date
        return 0
    return (then - _EPOCH) // timedelta(milliseconds=1)


def is_current(book: Book, last: Backup) -> bool:
    """Whether the backup holds the book as it is now; one that cannot be read does not."""
    try:
        db = connect(last.path, _IMMUTABLE)
    except LedgerError:
        return False
    try:
        with rescuing(str(last.path)):
            (version,) = db.execute_sql("PRAGMA user_version").fetchone()
            return version == schema.VERSION and mark(Book(last.path, db, book.clock, writable=False)) == mark(book)
    except LedgerError:
        return False
    finally:
        db.close()


def write(book: Book, folder: Path, disk: Disk = DISK) -> Generator[tuple[int, int], None, Backup]:
    """Copy the book into the folder, read the copy back, and let old backups go.

    Refuses BackupUnsound and what the disk does; no backup that was there is lost then.
    """
    target, at = _free(folder, book)
    before = _leftovers(folder, book)
    fresh = files.fresh_name(target, ENDING)
    with ExitStack() as undo:
        for left in before:
            disk.remove(left)
        disk.make(fresh)
        undo.callback(disk.remove, fresh)
        yield 0, 0
        with book.snapshot():  # nothing may be posted between what is expected and the copy, by anybody
            expected = mark(book), book.row(_COUNTS)
            _copy(book, fresh)
        disk.sync(fresh)
        yield from _read_back(book, fresh, *expected)
        disk.replace(fresh, target)
    disk.sync_folder(folder)
    made = Backup(target, at, target.stat().st_size)
    _rotate(folder, book, made, disk)
    return made


def _free(folder: Path, book: Book) -> tuple[Path, int]:
    """A name that is not taken, and the second it tells."""
    at = within_calendar(book.clock()) // 1000
    while True:
        then = _EPOCH + timedelta(seconds=at)
        path = folder / f"{_front(book)}{then.year:04}{then:%m%d-%H%M%S}Z{SUFFIX}"
        if not files.there(path):
            return path, at * 1000
        at += 1


def _front(book: Book) -> str:
    """How the name of every backup of this book begins, as long as its file has this name."""
    return f"{files.cut(book.path.stem)}.{book.id[:8]}."


def _leftovers(folder: Path, book: Book) -> list[Path]:
    """What a crash left half-written of this book's backups; not what another program may be writing."""
    with files.refused(folder):
        names = [path for path in folder.iterdir() if path.name.endswith(f".{ENDING}")]
    return [path for path in names if path.name.startswith(f".{_front(book)}") and not _at_work(path)]


def _at_work(path: Path) -> bool:
    """Whether somebody may be writing the file: it was written within an hour, or has another name already."""
    try:
        return time.time_ns() - path.stat().st_mtime_ns < _HOUR
    except OSError:
        return True


def _copy(book: Book, fresh: Path) -> None:
    db = connect(fresh, "rw")
    try:
        with translated(str(fresh)):  # what is forced to the disk as a whole afterwards needs no journal
            db.execute_sql("PRAGMA synchronous = OFF")
            db.execute_sql("PRAGMA journal_mode = OFF").fetchall()
        book.copy_to(db, fresh.parent)
    finally:
        db.close()


def _read_back(
    book: Book, fresh: Path, expected: Mark, counts: tuple[object, ...] | None
) -> Generator[tuple[int, int], None, None]:
    """Read the copy as a stranger would, table by table, and compare it with what was copied."""
    db = connect(fresh, _IMMUTABLE)
    try:
        copy = Book(fresh, db, book.clock, writable=False)
        tables = [name for (name,) in copy.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")]
        for done, table in enumerate(tables, 1):
            for (message,) in copy.rows(f"PRAGMA quick_check('{table}')"):
                if message != "ok":
                    raise BackupUnsound(str(fresh), Finding(Check.FILE, fresh.name, found=str(message)))
            yield done, len(tables) + 1
        transactions, entries = copy.rows(_ROWS)[0]
        found_counts = copy.row(_COUNTS)
        whole = found_counts is not None and (transactions, entries) == found_counts[-2:]
        if not whole or mark(copy) != expected or found_counts != counts:
            raise BackupUnsound(str(fresh), Finding(Check.END, fresh.name))
        yield len(tables) + 1, len(tables) + 1
    finally:
        db.close()


def _rotate(folder: Path, book: Book, made: Backup, disk: Disk) -> None:
    """Let go what nothing keeps; never the one just made. What cannot be removed stays."""
    of_this = [one for one in found(folder, book.id) if one.path.name.startswith(_front(book))]
    stay = rotation.kept([one.at for one in of_this])
    for one in of_this:
        if one.at not in stay and one.path != made.path:
            try:
                disk.remove(one.path)
            except LedgerError:
                return
