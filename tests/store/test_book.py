"""B1, B3, B5 and I5: the file is opened, refused or left alone."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from walletdesk.ledger.refusals import (
    BookBusy,
    BookDamaged,
    BookExists,
    BookFault,
    BookMissing,
    BookNewer,
    BookReadOnly,
    DiskFailure,
    DiskFull,
    NotABook,
    SqliteTooOld,
)
from walletdesk.ledger.values import issue
from walletdesk.store import book as store
from walletdesk.store import copying, projects, schema
from walletdesk.store.book import Book, create, filling, open_book
from walletdesk.store.files import Disk


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def closed(world: Any) -> Path:
    """The book, closed."""
    world.book.close()
    path: Path = world.path
    return path


def test_b1_a_new_book_is_private_whole_and_alone(tmp_path: Path) -> None:
    made = create(tmp_path / "new.walletdesk", "Europe/Berlin")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert made.value("PRAGMA application_id") == schema.APPLICATION_ID
    assert made.value("PRAGMA user_version") == schema.VERSION
    assert made.days.zone == "Europe/Berlin"
    made.close()
    assert [path.name for path in tmp_path.iterdir()] == ["new.walletdesk"]


def test_b1_a_file_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "letter.walletdesk"
    path.write_text("Dear Ann", encoding="utf-8")
    with pytest.raises(BookExists):
        create(path, "UTC")
    assert path.read_text(encoding="utf-8") == "Dear Ann"


def test_b3_the_name_of_a_new_book_lasts_through_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    sync = Disk.sync_folder

    def noted(disk: Disk, folder: Path) -> None:
        seen.append([path.name for path in folder.iterdir()])
        sync(disk, folder)

    monkeypatch.setattr(Disk, "sync_folder", noted)
    create(tmp_path / "new.walletdesk", "UTC").close()
    assert seen == [["new.walletdesk"]]


def test_b1_a_book_that_is_filled_has_its_name_only_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "new.walletdesk"
    with filling(path, "UTC") as book, book.unit():
        projects.add(book, "bar", "Bar")
        assert not path.exists()
    assert [file.name for file in tmp_path.iterdir()] == ["new.walletdesk"]
    again = open_book(path)
    assert again.value("SELECT count(*) FROM project") == 1
    again.close()
    path.unlink()
    with pytest.raises(ZeroDivisionError), filling(path, "UTC"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("links", [True, False])
def test_b1_a_file_that_comes_while_a_book_is_filled_is_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(Disk, "link", lambda *_: False)
    path = tmp_path / "letter.walletdesk"
    with pytest.raises(BookExists), filling(path, "UTC"):
        path.write_text("Dear Ann", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "Dear Ann"
    assert list(tmp_path.iterdir()) == [path]


def test_every_pragma_reads_back_as_it_was_set(world: Any) -> None:
    for name, value in store._PRAGMAS.items():
        assert world.book.value(f"PRAGMA {name}") == value
    assert world.book.value("PRAGMA journal_mode") == "persist"


def test_b3_closing_leaves_one_file_with_everything_in_it(closed: Path) -> None:
    assert [path.name for path in closed.parent.iterdir() if path.name.startswith("bar")] == ["bar.walletdesk"]
    again = open_book(closed)
    assert again.value("SELECT max(id) FROM txn") == 4
    again.close()


def contents() -> dict[str, Callable[[Path], object]]:
    def database(path: Path, *statements: str) -> None:
        raw = sqlite3.connect(path)
        for statement in statements:
            raw.execute(statement)
        raw.commit()
        raw.close()

    return {
        "empty": lambda path: path.write_bytes(b""),
        "text": lambda path: path.write_text("balance;12.50\n" * 100, encoding="utf-8"),
        "zeros": lambda path: path.write_bytes(bytes(8192)),
        "a cut header": lambda path: path.write_bytes(b"SQLite format 3\x00"),
        "a folder": lambda path: path.mkdir(),
        "another program's database": lambda path: database(path, "CREATE TABLE t (x)", "PRAGMA application_id = 7"),
        "an empty database": lambda path: database(path, "CREATE TABLE t (x)"),
    }


@pytest.mark.parametrize("kind", contents())
def test_i5_what_is_no_book_is_refused_and_untouched(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.walletdesk"
    contents()[kind](path)
    before = fingerprint(path) if path.is_file() else ""
    with pytest.raises((NotABook, BookDamaged)):
        open_book(path)
    assert not path.is_file() or fingerprint(path) == before
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith("x.")] == ["x.walletdesk"]


def test_b1_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BookMissing):
        open_book(tmp_path / "none.walletdesk")
    assert not (tmp_path / "none.walletdesk").exists()


def test_i5_a_newer_book_is_refused_and_untouched(closed: Path) -> None:
    raw = sqlite3.connect(closed)
    raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    raw.close()
    before = fingerprint(closed)
    with pytest.raises(BookNewer) as refusal:
        open_book(closed)
    assert (refusal.value.version, refusal.value.known) == (schema.VERSION + 1, schema.VERSION)
    assert fingerprint(closed) == before


def read_through(path: Path) -> None:
    """Open a book and have SQLite look at all of it."""
    book = open_book(path)
    try:
        if book.value("PRAGMA quick_check") != "ok":
            raise BookDamaged(str(path))
    finally:
        book._db.close()


def test_i5_a_truncated_book_is_refused_or_reads_as_damaged(closed: Path) -> None:
    whole = closed.read_bytes()
    for size in range(100, len(whole), 8192 + 37):
        closed.write_bytes(whole[:size])
        with pytest.raises(BookFault):
            read_through(closed)


def test_b5_a_book_that_another_program_is_writing_is_busy_and_untouched(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(store._PRAGMAS, "busy_timeout", 1)
    other = sqlite3.connect(closed, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    before = fingerprint(closed)
    with pytest.raises(BookBusy):
        open_book(closed)
    other.execute("ROLLBACK")
    other.close()
    assert fingerprint(closed) == before
    open_book(closed).close()


def test_b5_a_copy_of_a_book_that_another_program_keeps_writing_is_given_up(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_TRIES", 1)
    world.book.rows("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(world.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    late = threading.Timer(10, other.execute, ("ROLLBACK",))
    late.start()
    copy = store.connect(None, "rwc")
    with pytest.raises(BookBusy):
        world.book.copy_to(copy, world.path)
    late.cancel()
    late.join()
    copy.close()
    other.close()


def test_a_read_only_file_opens_for_reading_and_refuses_writing(closed: Path) -> None:
    reading = open_book(closed, writable=False)
    assert reading.value("SELECT count(*) FROM wallet") == 6
    with pytest.raises(BookReadOnly), reading.unit():
        projects.rename(reading, "bar", "Other")
    reading.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may write read-only files")
def test_a_file_without_write_permission_is_refused_for_writing(closed: Path) -> None:
    closed.chmod(0o400)
    with pytest.raises(BookReadOnly):
        open_book(closed)


def test_sqlite_before_strict_tables_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store.sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(SqliteTooOld):
        create(tmp_path / "x.walletdesk", "UTC")
    assert list(tmp_path.iterdir()) == []


def test_b3_an_error_inside_a_unit_leaves_nothing_behind(world: Any) -> None:
    before = world.dump()

    def fail() -> None:
        with world.book.unit():
            projects.rename(world.book, "bar", "Other")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert world.dump() == before
    assert not world.book.in_unit


def test_b5_a_unit_keeps_every_other_writer_out_before_it_writes(world: Any) -> None:
    other = sqlite3.connect(world.path, timeout=0)
    with world.book.unit(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_b5_a_snapshot_is_one_moment_that_holds_no_writer_up_for_longer(world: Any) -> None:
    reader = open_book(world.path, writable=False)
    names = "SELECT name FROM project ORDER BY id"
    with reader.snapshot():
        before = reader.rows(names)
        other = sqlite3.connect(world.path, timeout=0)
        other.execute("UPDATE project SET name = 'Other' WHERE id = 'bar'")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.commit()
        assert reader.rows(names) == before
    other.commit()
    other.close()
    assert reader.rows(names) == [("Other",), ("Shop",)]
    reader.close()


@contextmanager
def little_room(book: Book) -> Iterator[None]:
    """The file cannot grow while this lasts."""
    book.rows(f"PRAGMA max_page_count = {book.value('PRAGMA page_count')}")
    yield
    book.rows("PRAGMA max_page_count = 1073741823")


def test_b3_a_full_disk_is_told_and_loses_nothing(world: Any) -> None:
    before = world.dump()
    with little_room(world.book), pytest.raises(DiskFull):
        world.post(*[issue(world.ann, 1, "x" * 200)] * 500)
    assert world.dump() == before
    world.post(issue(world.ann, 1))


def test_b3_a_refused_commit_leaves_nothing_behind(world: Any) -> None:
    before = world.dump()
    with pytest.raises(Exception, match="FOREIGN KEY"), world.book.unit():
        world.book.write_many(
            "INSERT INTO txn (id, project, number, booked_at, recorded_at, description, digest) "
            "VALUES (9, 'bar', 5, 1, 1, '', zeroblob(32))",
            [()],
        )
    assert world.dump() == before


def test_a_closed_book_does_not_come_back_by_itself(world: Any) -> None:
    world.book.close()
    with pytest.raises(Exception, match=r"not open|closed"):
        world.book.rows("SELECT 1")


def test_g3_a_book_that_cannot_tidy_up_when_it_closes_is_closed_all_the_same(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = world.book._db.execute_sql

    def failing(sql: str, *given: object) -> Any:
        if "journal_mode = DELETE" in sql:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error
        return asked(sql, *given)

    monkeypatch.setattr(world.book._db, "execute_sql", failing)
    with pytest.raises(DiskFailure):
        world.book.close()
    assert world.book._db.is_closed()


_CRASH = """
import os, sys
from pathlib import Path
from walletdesk.store import drafts
from walletdesk.store.book import open_book

book = open_book(Path(sys.argv[1]))
book.rows("PRAGMA cache_size = 5")
with book.unit():
    for number in range(500):
        drafts.save(book, "bar", None, "x" * 1000)
    os._exit(9)
"""


@pytest.mark.parametrize("writable", [True, False])
def test_b3_a_book_opens_after_a_crash_in_the_middle_of_writing(closed: Path, writable: bool) -> None:
    before = fingerprint(closed)
    crashed = subprocess.run([sys.executable, "-c", _CRASH, str(closed)], check=False)
    assert crashed.returncode == 9
    assert fingerprint(closed) != before, "the crash left nothing half-written"
    assert closed.with_name(closed.name + "-journal").stat().st_size > 0
    again = open_book(closed, writable=writable)
    assert again.value("SELECT count(*) FROM draft") == 0
    assert again.value("SELECT max(id) FROM txn") == 4
    again.close()


@pytest.mark.parametrize("links", [True, False])
def test_b1_what_a_crash_left_of_a_book_that_is_gone_is_not_rolled_into_a_new_one(
    closed: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(Disk, "link", lambda *_: False)
    subprocess.run([sys.executable, "-c", _CRASH, str(closed)], check=False)
    journal = closed.with_name(closed.name + "-journal")
    left = journal.read_bytes()
    away = closed.rename(closed.with_name("away.walletdesk"))
    new = create(closed, "UTC")
    assert new.value("SELECT count(*) FROM wallet") == 0
    assert new.value("PRAGMA integrity_check") == "ok"
    new.close()
    open_book(closed).close()
    kept = closed.with_name("bar.old.walletdesk-journal")
    assert kept.read_bytes() == left
    kept.rename(away.with_name(away.name + "-journal"))
    old = open_book(away)
    assert (old.value("SELECT max(id) FROM txn"), old.value("SELECT count(*) FROM draft")) == (4, 0)
    old.close()
