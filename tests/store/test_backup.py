"""I4 and G13: every backup was read back, and a failed one costs no other."""

import itertools
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.conftest import START
from tests.store.test_upgrade import Failing, fail, names
from walletdesk.ledger.refusals import DiskFailure, DiskFull, FileFault, LedgerError
from walletdesk.ledger.refusals_book import BackupUnsound
from walletdesk.ledger.values import issue
from walletdesk.store import backup, drafts, projects, restore, rotation
from walletdesk.store.backup import Backup
from walletdesk.store.book import create, open_book
from walletdesk.store.files import Disk

DAY = 86_400_000


def finish(steps: Generator[tuple[int, int], None, Backup]) -> Backup:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: Backup = end.value
            return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "backups"
    made.mkdir()
    return made


def test_i4_a_backup_is_the_book_and_private(world: Any, folder: Path) -> None:
    made = finish(backup.write(world.book, folder))
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert backup.found(folder, world.book.id) == (made,)
    assert backup.is_current(world.book, made)
    copy = open_book(made.path)
    assert copy.value("SELECT max(id) FROM txn") == 4
    copy.close()
    assert names(folder) == [made.path.name]
    assert backup.found(folder / "none", world.book.id) == ()
    assert backup.found(folder, "0" * 32) == ()


def test_g13_a_backup_is_sound_whatever_is_posted_between_its_slices(world: Any, folder: Path) -> None:
    task, posted = backup.write(world.book, folder), 0
    while True:
        try:
            next(task)
        except StopIteration as end:
            made: Backup = end.value
            break
        world.post(issue(world.ann, 1))
        posted += 1
    assert posted > 3
    copy = open_book(made.path)
    assert copy.value("SELECT max(id) FROM txn") == 5, "as it was when the copy was made"
    copy.close()


def test_i4_a_backups_name_tells_book_and_instant_and_sorts(world: Any, folder: Path) -> None:
    first, second = finish(backup.write(world.book, folder)), finish(backup.write(world.book, folder))
    then = datetime.fromtimestamp(first.at // 1000, UTC)
    assert first.path.name == f"bar.{world.book.id[:8]}.{then:%Y%m%d-%H%M%S}Z.walletdesk"
    assert second.at > first.at
    assert names(folder) == [first.path.name, second.path.name]


def test_i4_any_change_makes_the_latest_backup_an_old_one(world: Any, folder: Path) -> None:
    def change_name() -> None:
        with world.book.unit():
            projects.rename(world.book, "bar", "Other")

    def change_draft() -> None:
        with world.book.unit():
            drafts.save(world.book, "bar", None, "{}")

    for change in (lambda: world.post(issue(world.ann, 1)), change_name, change_draft):
        made = finish(backup.write(world.book, folder))
        assert backup.is_current(world.book, made)
        change()
        assert not backup.is_current(world.book, made)
    whole = made.path.read_bytes()
    for content in (b"no book", whole.replace(b"updated_at INTEGER", b"updated_bt INTEGER")):
        made.path.write_bytes(content)
        assert not backup.is_current(world.book, made)


def test_i4_whatever_step_fails_older_backups_stay_and_nothing_half_is_left(world: Any, folder: Path) -> None:
    first = finish(backup.write(world.book, folder))
    steps: list[str] = []
    while True:
        disk = Failing(len(steps) + 1, fail)
        before = names(folder)
        try:
            finish(backup.write(world.book, folder, disk))
        except DiskFull:
            steps = list(disk.steps)
            if steps[-2:] != ["replace", "sync_folder"]:
                assert names(folder) == before
        else:
            break
    assert steps == ["make", "sync", "replace", "sync_folder"]
    assert first in backup.found(folder, world.book.id)


class Spoiling(Disk):
    """A disk that does not keep what it was given."""

    def __init__(self, statement: str) -> None:
        self.statement = statement

    def sync(self, path: Path) -> None:
        raw = sqlite3.connect(path)
        for (trigger,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute(self.statement)
        raw.commit()
        raw.close()
        super().sync(path)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM seal WHERE txn = 4",
        "DELETE FROM entry WHERE txn = 4",
        "DELETE FROM customer WHERE key = 3",
        "UPDATE event SET hash = zeroblob(32) WHERE id = (SELECT max(id) FROM event)",
    ],
)
def test_g13_a_copy_that_reads_back_otherwise_is_no_backup(world: Any, folder: Path, statement: str) -> None:
    with pytest.raises(BackupUnsound):
        finish(backup.write(world.book, folder, Spoiling(statement)))
    assert names(folder) == []


class Flipping(Disk):
    """A disk that turns a page into noise."""

    def sync(self, path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(4096 * 12)
            file.write(os.urandom(4096))
        super().sync(path)


def test_g13_a_damaged_copy_is_no_backup(world: Any, folder: Path) -> None:
    with pytest.raises(LedgerError):
        finish(backup.write(world.book, folder, Flipping()))
    assert names(folder) == []


def test_i4_a_folder_that_is_gone_is_told(world: Any, folder: Path) -> None:
    folder.rmdir()
    with pytest.raises(DiskFailure):
        finish(backup.write(world.book, folder))


def test_i4_given_up_half_way_nothing_is_left(world: Any, folder: Path) -> None:
    steps = backup.write(world.book, folder)
    for _ in range(4):
        next(steps)
    assert names(folder) != []
    steps.close()
    assert names(folder) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from walletdesk.store import backup
from walletdesk.store.book import open_book
from tests.store.test_backup import finish
from tests.store.test_upgrade import Failing

disk = Failing(int(sys.argv[3]), lambda name: os.kill(os.getpid(), signal.SIGKILL))
finish(backup.write(open_book(Path(sys.argv[1])), Path(sys.argv[2]), disk))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_g13_a_kill_leaves_whole_backups_or_what_the_next_one_clears(world: Any, folder: Path) -> None:
    world.book.close()
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": str(root)}
    for at in (2, 3, 4):
        call = [sys.executable, "-c", _KILLED, str(world.path), str(folder), str(at)]
        assert subprocess.run(call, check=False, cwd=root, env=env).returncode == -signal.SIGKILL
    for left in folder.glob(".*"):
        os.utime(left, (0, 0))
    book = open_book(world.path)
    finish(backup.write(book, folder))
    assert not [name for name in names(folder) if name.startswith(".")]
    assert len(backup.found(folder, book.id)) == 2
    assert all(backup.is_current(book, made) for made in backup.found(folder, book.id))
    book.close()


def test_i4_the_eleventh_backup_of_a_day_lets_one_go_and_never_the_newest(world: Any, folder: Path) -> None:
    made = []
    for _ in range(13):
        world.clock.at += 1000
        made.append(finish(backup.write(world.book, folder)))
    stay = backup.found(folder, world.book.id)
    assert len(stay) == rotation.LATEST
    assert stay == tuple(reversed(made[3:]))
    world.clock.at -= 900 * DAY  # the clock was wrong: the new backup looks old, and stays
    late = finish(backup.write(world.book, folder))
    assert late in backup.found(folder, world.book.id)


def test_i4_a_backup_stays_though_the_clock_was_set_back_within_a_full_day(world: Any, folder: Path) -> None:
    for _ in range(rotation.LATEST + 1):
        world.clock.at += 1000
        finish(backup.write(world.book, folder))
    world.clock.at -= 3_600_000
    late = finish(backup.write(world.book, folder))
    assert backup.found(folder, world.book.id)[-1] == late


def test_i4_backups_of_a_copy_of_the_book_under_another_name_are_not_let_go(world: Any, folder: Path) -> None:
    others = [folder / f"copy.{world.book.id[:8]}.20250101-0000{n:02}Z.walletdesk" for n in range(15)]
    for other in others:
        other.write_bytes(b"")
    finish(backup.write(world.book, folder))
    assert all(other.exists() for other in others)


def test_i4_what_another_program_is_backing_up_is_left_to_it(world: Any, folder: Path) -> None:
    first = backup.write(world.book, folder)
    for _ in range(2):
        next(first)
    world.clock.at += 1000
    second = finish(backup.write(world.book, folder))
    assert finish(first) in backup.found(folder, world.book.id)
    assert second in backup.found(folder, world.book.id)


def test_g13_what_another_program_posts_comes_before_the_copy_or_after_it(
    world: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(world.path, isolation_level=None, timeout=0)
    copy, tried = backup._copy, []

    def late(*given: Any) -> None:
        try:
            other.execute("UPDATE draft SET updated_at = updated_at + 1")
        except sqlite3.OperationalError as error:
            tried.append(str(error))
        copy(*given)

    with world.book.unit():
        drafts.save(world.book, "bar", None, "{}")
    monkeypatch.setattr(backup, "_copy", late)
    assert backup.is_current(world.book, finish(backup.write(world.book, folder)))
    other.close()
    assert tried == ["database is locked"]


@pytest.mark.parametrize("letter", ["y", "\u4e2d"])
def test_i4_a_book_with_a_long_name_has_backups_like_any_other(tmp_path: Path, folder: Path, letter: str) -> None:
    seconds = itertools.count(START, 1000)
    name = f"{letter * (228 // len(letter.encode()))}.walletdesk"
    book = create(tmp_path / name, "UTC", lambda: next(seconds))
    made = [finish(backup.write(book, folder)) for _ in range(rotation.LATEST + 3)]
    assert backup.found(folder, book.id) == tuple(reversed(made[3:]))
    assert backup.named(folder, book.path.stem) == backup.found(folder, book.id)
    book.close()
    restore_of = restore.prepare(book.path, made[-1].path)
    while True:
        try:
            next(restore_of)
        except StopIteration as end:
            kept = restore.put(book.path, end.value)
            break
    assert kept is not None
    assert kept.name.startswith(letter * 20)
    open_book(book.path).close()


def test_i4_a_name_that_no_system_takes_is_refused(world: Any, folder: Path) -> None:
    with pytest.raises(FileFault):
        finish(backup.write(world.book, folder / ("y" * 300)))


@given(st.lists(st.integers(0, 3000 * DAY), min_size=1, max_size=300))
def test_i4_the_latest_ten_stay_and_one_of_each_recent_day_week_and_month(instants: list[int]) -> None:
    stay = rotation.kept(instants)
    latest_first = sorted(instants, reverse=True)
    assert set(latest_first[: rotation.LATEST]) <= stay <= set(instants)
    assert len(stay) <= rotation.LATEST + rotation.DAYS + rotation.WEEKS + rotation.MONTHS
    days = sorted({at // DAY for at in instants}, reverse=True)[: rotation.DAYS]
    assert {at // DAY for at in stay} >= set(days)
    assert rotation.kept(list(stay)) == stay


def test_i4_two_years_of_daily_backups_reach_two_years_back() -> None:
    stay: set[int] = set()
    for day in range(800):
        stay = rotation.kept([*stay, day * DAY])
    assert len(stay) <= rotation.LATEST + rotation.DAYS + rotation.WEEKS + rotation.MONTHS
    assert 799 * DAY in stay
    assert min(stay) <= 120 * DAY  # the first of the 24 months before


def test_i4_a_full_disk_is_told_of_the_folder_that_is_full(
    world: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = backup.connect

    def little_room(path: Path, mode: str) -> Any:
        db = connect(path, mode)
        db.execute_sql("PRAGMA max_page_count = 5")
        return db

    monkeypatch.setattr(backup, "connect", little_room)
    with pytest.raises(DiskFull) as refusal:
        finish(backup.write(world.book, folder))
    assert refusal.value.path == str(folder)
    assert names(folder) == []
