"""I5 and G9, G10: a book of an older version is converted in a copy, verified, and only then swapped."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from tests.store.test_verify import force
from walletdesk.ledger.findings import Check
from walletdesk.ledger.refusals import BookBusy, BookDamaged, BookFault, BookReadOnly, DiskFailure, DiskFull, NotABook
from walletdesk.ledger.refusals_book import BookOlder, NotUpgraded
from walletdesk.store import book as store
from walletdesk.store import files, migrations, schema, upgrade, verify
from walletdesk.store.book import Book, create, open_book
from walletdesk.store.files import Disk

BOOKS = sorted((Path(__file__).parent / "books").glob("v*.walletdesk"))
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_search%' ESCAPE '\\' ORDER BY 1"


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def made_of(path: Path) -> set[tuple[object, ...]]:
    """The schema as SQLite keeps it."""
    raw = sqlite3.connect(path)
    try:
        return set(raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall())
    finally:
        raw.close()


def money(path: Path, tables: Path) -> dict[str, list[Any]]:
    """Every row of every table that ``tables`` has."""
    raw = sqlite3.connect(path)
    old = sqlite3.connect(tables)
    try:
        names = [name for (name,) in old.execute(_TABLES)]
        return {name: raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names}
    finally:
        raw.close()
        old.close()


def finish(steps: Generator[tuple[int, int], None, Path | None]) -> Path | None:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            kept: Path | None = end.value
            return kept


def sound(path: Path) -> bool:
    book = open_book(path, writable=False)
    found: list[object] = []
    for _ in verify.run(book, found.append, {}):
        pass
    book.close()
    return not found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=BOOKS, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "ledger.walletdesk"
    shutil.copy(request.param, path)
    return path


def test_there_is_a_real_book_of_every_version_before_this_one() -> None:
    assert [path.stem for path in BOOKS] == [f"v{number}" for number in range(1, schema.VERSION)]
    assert sorted(migrations.STEPS) == list(range(2, schema.VERSION + 1))


def test_g9_a_converted_book_has_the_money_it_had_and_the_tables_of_a_fresh_one(old: Path) -> None:
    before, rows = sha(old), money(old, old)
    with pytest.raises(BookOlder):
        open_book(old)
    assert sha(old) == before
    kept = finish(upgrade.run(old))
    assert kept is not None
    assert sha(kept) == before
    create(old.with_name("fresh.walletdesk"), "UTC").close()
    assert made_of(old) == made_of(old.with_name("fresh.walletdesk"))
    now = money(old, kept)
    told = now.pop("event")
    before_them = rows.pop("event")
    assert now == rows
    assert told[: len(before_them)] == before_them
    assert sound(old)
    open_book(old).close()
    assert old.stat().st_mode & 0o777 == 0o600
    assert names(old.parent) == sorted([kept.name, "fresh.walletdesk", "ledger.walletdesk"])


def test_i5_converting_twice_does_nothing(old: Path) -> None:
    finish(upgrade.run(old))
    before = sha(old)
    assert finish(upgrade.run(old)) is None
    assert sha(old) == before


def test_i5_an_older_book_is_read_as_it_is(old: Path) -> None:
    before = sha(old)
    book = open_book(old, writable=False)
    assert book.value("SELECT count(*) FROM txn") == 11
    assert book.value("SELECT zone FROM book") == "Europe/Berlin"
    with pytest.raises(BookReadOnly), book.unit():
        book.write_many("DELETE FROM draft", [()])
    book.close()
    assert sha(old) == before
    assert names(old.parent) == ["ledger.walletdesk"]


def test_i3_a_conversion_adds_the_same_to_the_log_each_time(old: Path) -> None:
    """Else an end of the log that was remembered after reading would be another one after the upgrade."""
    ends = []
    for _ in range(2):
        book = open_book(old, writable=False)
        ends.append(verify.ends(book))
        book.close()
    finish(upgrade.run(old))
    book = open_book(old, writable=False)
    assert [*ends, verify.ends(book)] == [ends[0]] * 3
    assert book.rows("SELECT subject, action FROM event ORDER BY id DESC LIMIT 2") == [
        ("customer", "deleted"), ("book", "created")
    ]  # fmt: skip
    book.close()


def test_i5_what_cannot_be_converted_is_called_damaged(old: Path) -> None:
    raw = sqlite3.connect(old)
    raw.execute("DROP TRIGGER book_no_delete")
    raw.execute("DELETE FROM book")
    raw.commit()
    raw.close()
    with pytest.raises(BookDamaged):
        open_book(old, writable=False)
    with pytest.raises(BookDamaged):
        finish(upgrade.run(old))
    assert names(old.parent) == ["ledger.walletdesk"]


def test_i5_a_conversion_that_loses_the_last_transaction_is_refused(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is sound by itself; only the ends of the chains in the old file tell."""
    convert = migrations.apply

    def losing(connection: sqlite3.Connection, version: int) -> None:
        convert(connection, version)
        ((_, _, path),) = connection.execute("PRAGMA database_list").fetchall()
        force(
            Path(path),
            *(f"DELETE FROM {table} WHERE txn = 11" for table in ("entry", "operation", "seal")),
            "DELETE FROM txn WHERE id = 11",
            "UPDATE wallet SET entries = (SELECT count(*) FROM entry WHERE wallet = id), balance = "
            "coalesce((SELECT balance FROM entry WHERE wallet = wallet.id ORDER BY seq DESC LIMIT 1), 0)",
        )

    monkeypatch.setattr(migrations, "apply", losing)
    before = sha(old)
    with pytest.raises(NotUpgraded) as refused:
        finish(upgrade.run(old))
    assert refused.value.finding.check is Check.END
    assert sha(old) == before


def test_i5_a_kept_name_that_is_taken_stays_as_it_is(old: Path) -> None:
    mark = f"v{store.version_of(old)}"
    taken = files.free_name(old, mark)
    taken.write_text("a letter", encoding="utf-8")
    kept = finish(upgrade.run(old))
    assert kept is not None
    assert kept.name == f"ledger.{mark}-2.walletdesk"
    assert taken.read_text(encoding="utf-8") == "a letter"


def test_i5_a_book_that_is_not_sound_stays_as_it_is(old: Path) -> None:
    raw = sqlite3.connect(old)
    raw.execute("DROP TRIGGER entry_no_update")
    raw.execute("UPDATE entry SET amount = amount + 1 WHERE seq = 1")
    raw.commit()
    raw.close()
    before = sha(old)
    with pytest.raises(NotUpgraded):
        finish(upgrade.run(old))
    assert sha(old) == before
    assert names(old.parent) == ["ledger.walletdesk"]


def test_i5_given_up_half_way_nothing_was_there(old: Path) -> None:
    before = sha(old)
    steps = upgrade.run(old)
    next(steps)
    next(steps)
    steps.close()
    assert sha(old) == before
    assert names(old.parent) == ["ledger.walletdesk"]


def test_b5_nobody_writes_the_old_file_meanwhile(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(store._PRAGMAS, "busy_timeout", 1)
    steps = upgrade.run(old)
    next(steps)
    other = sqlite3.connect(old, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BookBusy):
        finish(upgrade.run(old))
    other.close()
    assert finish(steps) is not None


def test_g10_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.walletdesk"
    raw = sqlite3.connect(path)
    raw.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (x); PRAGMA user_version = 1;")
    raw.close()
    before = sha(path)
    with pytest.raises(NotABook):
        finish(upgrade.run(path))
    assert sha(path) == before


class Failing(Disk):
    """Fails at the n-th step, or does something else there."""

    def __init__(self, at: int, deed: Callable[[str], None]) -> None:
        self.left = at
        self.deed = deed
        self.steps: list[str] = []

    def _step(self, name: str) -> None:
        self.steps.append(name)
        self.left -= 1
        if self.left == 0:
            self.deed(name)

    def make(self, path: Path) -> None:
        self._step("make")
        super().make(path)

    def sync(self, path: Path) -> None:
        self._step("sync")
        super().sync(path)

    def sync_folder(self, folder: Path) -> None:
        self._step("sync_folder")
        super().sync_folder(folder)

    def replace(self, path: Path, target: Path) -> None:
        self._step("replace")
        super().replace(path, target)

    def link(self, path: Path, other: Path) -> bool:
        self._step("link")
        return super().link(path, other)


def fail(name: str) -> None:
    raise DiskFull(name)


def test_g9_whatever_step_fails_the_book_is_whole(old: Path, tmp_path: Path) -> None:
    before, mark, done = sha(old), f".v{store.version_of(old)}", False
    steps: list[str] = []
    while not done:
        path = tmp_path / str(len(steps)) / "ledger.walletdesk"
        path.parent.mkdir()
        shutil.copy(old, path)
        disk = Failing(len(steps) + 1, fail)
        done = True
        try:
            finish(upgrade.run(path, disk=disk))
        except DiskFull:
            steps, done = list(disk.steps), False
            assert sha(path) == before or steps[-2:] == ["replace", "sync_folder"]
            assert not [name for name in names(path.parent) if name.startswith(".")]
            finish(upgrade.run(path))
        assert sound(path)
        assert [sha(path.with_name(name)) == before for name in names(path.parent) if mark in name] == [True]
    assert steps == ["make", "sync", "link", "sync_folder", "replace", "sync_folder"]


class Old(Disk):
    """A file system without hard links."""

    def link(self, path: Path, other: Path) -> bool:
        return False


def test_i5_the_old_file_is_copied_where_there_are_no_links(old: Path) -> None:
    rows = money(old, old)
    kept = finish(upgrade.run(old, disk=Old()))
    assert kept is not None
    assert money(kept, kept) == rows
    assert sound(kept)
    assert sound(old)


_KILLED = """
import os, signal, sys
from pathlib import Path
from walletdesk.store import upgrade
from tests.store.test_upgrade import Failing, finish

disk = Failing(int(sys.argv[2]), lambda name: os.kill(os.getpid(), signal.SIGKILL))
finish(upgrade.run(Path(sys.argv[1]), disk=disk))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_g9_killed_at_any_step_the_book_is_the_old_or_the_new_one(old: Path, tmp_path: Path) -> None:
    before, mark, killed = sha(old), f".v{store.version_of(old)}", 0
    root = Path(__file__).parents[2]
    for at in range(1, 20):
        path = tmp_path / str(at) / "ledger.walletdesk"
        path.parent.mkdir()
        shutil.copy(old, path)
        call = [sys.executable, "-c", _KILLED, str(path), str(at)]
        ended = subprocess.run(call, check=False, cwd=root, env=os.environ | {"PYTHONPATH": str(root)})
        if ended.returncode != -signal.SIGKILL:
            assert ended.returncode == 0
            break
        killed += 1
        assert sha(path) == before or sound(path)
        finish(upgrade.run(path))
        open_book(path).close()
        kept, *more = sorted(name for name in names(path.parent) if mark in name)
        assert not more
        assert sha(path.with_name(kept)) == before
    assert killed == 6


def test_what_the_system_says_becomes_a_refusal(tmp_path: Path) -> None:
    disk = Disk()
    with pytest.raises(DiskFailure):
        disk.make(tmp_path / "none" / "x")
    with pytest.raises(DiskFailure):
        disk.replace(tmp_path / "none", tmp_path / "x")
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(BookFault):
        disk.link(tmp_path / "x", tmp_path / "x")


def test_a_book_in_the_present_form_is_no_older_one(world: Any) -> None:
    book: Book = world.book
    assert store.version_of(book.path) == schema.VERSION
