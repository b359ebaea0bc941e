"""I4, G13: what a backup would change is told exactly, and restoring gives the backup's book and keeps the other."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.conftest import build
from tests.store.test_backup import finish as backed_up
from tests.store.test_upgrade import BOOKS, Failing, fail, money, names, sha, sound
from walletdesk.ledger.differences import Difference, What
from walletdesk.ledger.refusals import BookBusy, DiskFull, LedgerError, NotABook
from walletdesk.ledger.refusals_book import BackupUnsound
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue, transfer
from walletdesk.store import backup, compare, customers, drafts, projects, restore, wallets
from walletdesk.store import book as store
from walletdesk.store.book import open_book

T = TypeVar("T")


def finish(steps: Generator[tuple[int, int], None, T]) -> T:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value


def restored(path: Path, copy: Path) -> Path | None:
    return restore.put(path, finish(restore.prepare(path, copy)))


@pytest.fixture
def copy(world: Any, tmp_path: Path) -> Path:
    (tmp_path / "backups").mkdir()
    path: Path = backed_up(backup.write(world.book, tmp_path / "backups")).path
    return path


def differing(now: Path, then: Path) -> Difference:
    one, other = open_book(now, writable=False), open_book(then, writable=False)
    try:
        return finish(compare.run(one, other))
    finally:
        one.close()
        other.close()


def snapshot(path: Path) -> dict[str, dict[Any, Any]]:
    raw = sqlite3.connect(path)
    found = {
        "wallet": {r[0]: r[1:] for r in raw.execute("SELECT id, balance, name, status FROM wallet")},
        "customer": {r[0]: r[1:] for r in raw.execute("SELECT key, name, suspended FROM customer WHERE id NOT NULL")},
        "project": {r[0]: r[1:] for r in raw.execute("SELECT id, name FROM project")},
        "txn": dict(raw.execute("SELECT project, max(number) FROM txn GROUP BY 1")),
        "draft": {r[0]: r[1:] for r in raw.execute("SELECT id, content FROM draft")},
    }
    raw.close()
    return found


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["issue", "transfer", "rename", "status", "customer", "forget", "suspend", "draft", "project"]),
        st.integers(0, 5),
        st.integers(1, 50),
    ),
    max_size=12,
)


def act(world: Any, what: str, which: int, amount: int) -> None:
    book = world.book
    open_ = [world.ann, world.bob, world.till]
    try:
        if what == "issue":
            world.post(issue(open_[which % 3], amount))
        elif what == "transfer":
            world.post(transfer(open_[which % 3], open_[(which + 1) % 3], amount))
        else:
            with book.unit():
                _change(world, what, which, amount)
    except LedgerError:
        return  # the rules refused it: nothing changed


def _change(world: Any, what: str, which: int, amount: int) -> None:
    book = world.book
    if what == "rename":
        wallets.set_text(book, wallets.get(book, which + 1), "name", f"Name {amount}")
    elif what == "status":
        then = Status.SUSPENDED if amount % 2 else Status.OPEN
        wallets.set_status(book, [(wallets.get(book, world.closed), then)])
    elif what == "customer":
        keys = customers.add_many(book, "bar", [(f"new{world.clock()}", "New", "")])
        wallets.add_many(book, "bar", "bar-eur", [(keys[0], "Fresh", "")])
    elif what == "suspend":
        customers.set_suspended(book, customers.by_key(book, 2), suspended=amount % 2 == 0)
    elif what == "draft":
        drafts.save(book, "bar", None, str(amount))
    elif what == "project":
        projects.rename(book, "shop", f"Shop {amount}")


@settings(max_examples=20)
@given(ACTIONS)
def test_i4_the_difference_is_exactly_what_changed_and_restoring_takes_it_back(actions: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "backups").mkdir()
        world = build(place / "bar.walletdesk")
        copy = backed_up(backup.write(world.book, place / "backups")).path
        then = snapshot(copy)
        for action in actions:
            act(world, *action)
        mark = backup.mark(world.book)
        world.book.close()
        now = snapshot(world.path)
        found = differing(world.path, copy)
        assert {(s.project, s.first, s.last) for s in found.lost} == {
            (now["project"][p][0], then["txn"].get(p, 0) + 1, n)
            for p, n in now["txn"].items()
            if n > then["txn"].get(p, 0)
        }
        assert found.back == ()
        changed = {key for key in now["wallet"] if then["wallet"].get(key) != now["wallet"][key]}
        assert len({(c.title, c.sub) for c in found.changed if c.kind == "wallet"}) == len(changed)
        balances = [(c.before, c.after) for c in found.changed if c.what is What.BALANCE]
        assert sorted(balances) == sorted(
            (now["wallet"][key][0], then["wallet"][key][0])
            for key in changed
            if key in then["wallet"] and now["wallet"][key][0] != then["wallet"][key][0]
        )
        assert found.count("customer", What.LOST) == len(now["customer"].keys() - then["customer"].keys())
        assert found.count("wallet", What.LOST) == len(now["wallet"].keys() - then["wallet"].keys())
        assert found.drafts == len(now["draft"].keys() ^ then["draft"].keys())
        assert found.count("project", What.NAME) == int(now["project"]["shop"] != then["project"]["shop"])
        assert found.nothing == (now == then)
        back = differing(copy, world.path)
        assert {(s.first, s.last) for s in back.back} == {(s.first, s.last) for s in found.lost}
        kept = restored(world.path, copy)
        assert kept is not None
        assert money(world.path, copy) == money(copy, copy)
        again = open_book(kept)
        assert backup.mark(again) == mark
        again.close()
        assert differing(world.path, copy).nothing


def test_i4_states_that_went_different_ways_are_told_apart(world: Any, copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.walletdesk"
    world.post(issue(world.ann, 1))
    world.book.close()
    shutil.copy(copy, other)
    second = open_book(other)
    with second.unit():
        from walletdesk.store.posting import Poster, Request

        poster = Poster(second, "bar")
        for _ in range(3):
            poster.add(Request((issue(world.bob, 7),)))
        poster.flush()
    second.close()
    found = differing(world.path, other)
    assert [(s.first, s.last, s.count) for s in found.lost] == [(5, 5, 1)]
    assert [(s.first, s.last) for s in found.back] == [(5, 7)]
    assert {(c.title, c.before, c.after) for c in found.changed} == {("Ann Ångström", 771, 770), ("bob", 400, 421)}


def test_i4_a_deleted_customer_comes_back_and_is_told(world: Any, copy: Path) -> None:
    with world.book.unit():
        keys = customers.add_many(world.book, "bar", [("eve", "Eve", "")])
    second = backed_up(backup.write(world.book, copy.parent)).path
    with world.book.unit():
        customers.erase(world.book, customers.by_key(world.book, keys[0]))
    world.book.close()
    found = differing(world.path, second)
    assert [(c.what, c.kind, c.title) for c in found.changed] == [(What.BACK, "customer", "Eve")]


def test_g13_a_stale_journal_beside_the_book_brings_nothing_back(world: Any, copy: Path) -> None:
    """STORAGE.md 4: a file restored by copying over the old one met the old journal, and nothing was restored."""
    crash = (
        "import os, sys\nfrom pathlib import Path\nfrom walletdesk.store import drafts\n"
        "from walletdesk.store.book import open_book\nbook = open_book(Path(sys.argv[1]))\n"
        "book.rows('PRAGMA cache_size = 5')\n"
        "with book.unit():\n    for n in range(500):\n        drafts.save(book, 'bar', None, 'x' * 1000)\n"
        "    os._exit(9)\n"
    )
    for _ in range(5):
        world.post(issue(world.ann, 1))
    world.book.close()
    assert subprocess.run([sys.executable, "-c", crash, str(world.path)], check=False).returncode == 9
    assert world.path.with_name("bar.walletdesk-journal").stat().st_size > 0
    kept = restored(world.path, copy)
    assert kept is not None
    assert names(world.path.parent) == ["backups", "bar.before-restore.walletdesk", "bar.walletdesk"]
    assert money(world.path, copy) == money(copy, copy)
    old = open_book(kept)
    assert (old.value("SELECT max(id) FROM txn"), old.value("SELECT count(*) FROM draft")) == (9, 0)
    old.close()


def test_i4_a_damaged_book_goes_aside_with_its_companions_as_one_set(world: Any, copy: Path) -> None:
    world.book.close()
    world.path.write_bytes(b"\0" * 8192)
    beside = world.path.with_name("bar.walletdesk-wal")
    beside.write_bytes(b"half")
    kept = restored(world.path, copy)
    assert kept is not None
    assert kept.read_bytes() == b"\0" * 8192
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"half"
    assert not beside.exists()
    assert money(world.path, copy) == money(copy, copy)


class Unlinked(Failing):
    """A file system without hard links, on which one step fails."""

    def link(self, path: Path, other: Path) -> bool:
        return False


@pytest.mark.parametrize("failing", [Failing, Unlinked])
@pytest.mark.parametrize("at", range(1, 5))
def test_i4_whatever_step_fails_a_damaged_book_keeps_its_name_and_its_companions(
    world: Any, copy: Path, failing: type[Failing], at: int
) -> None:
    world.book.close()
    world.path.write_bytes(b"\0" * 8192)
    beside = world.path.with_name("bar.walletdesk-wal")
    beside.write_bytes(b"half")
    fresh = finish(restore.prepare(world.path, copy))
    with pytest.raises(DiskFull):
        restore.put(world.path, fresh, failing(at, fail))
    there = [name for name in names(world.path.parent) if not name.endswith("-shm")]  # made by who looks at a -wal
    assert there == ["backups", "bar.walletdesk", "bar.walletdesk-wal"]
    assert (world.path.read_bytes(), beside.read_bytes()) == (b"\0" * 8192, b"half")
    restored(world.path, copy)
    assert money(world.path, copy) == money(copy, copy)


def test_i4_without_links_the_old_file_is_copied_to_the_disk_before_its_name_goes(world: Any, copy: Path) -> None:
    world.book.close()
    disk = Unlinked(99, fail)
    assert restore.put(world.path, finish(restore.prepare(world.path, copy)), disk) is not None
    assert disk.steps == ["make", "sync", "sync_folder", "replace", "sync_folder"]


def test_i4_what_a_crash_left_beside_a_kept_file_is_not_taken_for_its_own(world: Any, copy: Path) -> None:
    world.book.close()
    stray = world.path.with_name("bar.before-restore.walletdesk-journal")
    stray.write_bytes(b"of another")
    assert restored(world.path, copy) == world.path.with_name("bar.before-restore-2.walletdesk")
    assert stray.read_bytes() == b"of another"


def test_g20_what_a_kill_left_of_a_restore_or_an_upgrade_goes_when_the_book_is_opened(world: Any, copy: Path) -> None:
    world.book.close()
    link = world.path.with_name("link.walletdesk")
    link.symlink_to(world.path)
    for ending in ("restore", "restore-journal", "upgrade"):
        world.path.with_name(f".bar.walletdesk.0123abcd.{ending}").write_bytes(b"Ann")
    others = [".bar.walletdesk.notes.restore", ".bar.walletdesk.x.0123abcd.restore"]
    for other in others:
        world.path.with_name(other).write_bytes(b"mine")
    open_book(link, writable=False).close()
    assert len(names(world.path.parent)) == 8
    open_book(link).close()
    assert names(world.path.parent) == sorted([*others, "backups", "bar.walletdesk", "link.walletdesk"])


def test_i4_a_book_that_is_gone_comes_back(world: Any, copy: Path) -> None:
    world.book.close()
    world.path.unlink()
    assert restored(world.path, copy) is None
    assert money(world.path, copy) == money(copy, copy)


def test_i4_a_link_that_leads_to_itself_becomes_the_book(world: Any, copy: Path) -> None:
    loop = copy.with_name("loop.walletdesk")
    loop.symlink_to(loop)
    assert restored(loop, copy) is None
    assert money(loop, copy) == money(copy, copy)


def test_i4_a_backup_that_is_not_sound_is_refused(world: Any, copy: Path) -> None:
    raw = sqlite3.connect(copy)
    raw.execute("DROP TRIGGER entry_no_update")
    raw.execute("UPDATE entry SET amount = amount + 1 WHERE seq = 1")
    raw.commit()
    raw.close()
    with pytest.raises(BackupUnsound):
        finish(restore.prepare(world.path, copy))
    copy.write_bytes(b"no book")
    with pytest.raises(NotABook):
        finish(restore.prepare(world.path, copy))
    assert names(world.path.parent) == ["backups", "bar.walletdesk", "bar.walletdesk-journal"]


def test_i4_a_backup_of_an_older_version_is_restored_in_this_one(world: Any) -> None:
    world.book.close()
    restored(world.path, BOOKS[0])
    assert sound(world.path)
    assert differing(world.path, BOOKS[0]).nothing


def test_b5_a_book_that_another_program_writes_is_not_replaced(
    world: Any, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(store._PRAGMAS, "busy_timeout", 1)
    world.book.close()
    other = sqlite3.connect(world.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BookBusy):
        restored(world.path, copy)
    other.close()
    assert names(world.path.parent) == ["backups", "bar.walletdesk"]


def test_i4_whatever_step_fails_the_book_is_whole(world: Any, copy: Path) -> None:
    world.post(issue(world.ann, 1))
    world.book.close()
    before, steps = sha(world.path), list[str]()
    while True:
        fresh = finish(restore.prepare(world.path, copy))
        disk = Failing(len(steps) + 1, fail)
        try:
            restore.put(world.path, fresh, disk)
        except DiskFull:
            steps = list(disk.steps)
            if steps[-2:] == ["replace", "sync_folder"]:
                break
            assert sha(world.path) == before
            assert not [name for name in names(world.path.parent) if name.startswith(".")]
        else:
            break
    assert money(world.path, copy) == money(copy, copy)
    assert [sha(path) for path in world.path.parent.glob("bar.before*")] == [before]


_KILLED = """
import os, signal, sys
from pathlib import Path
from walletdesk.store import restore
from tests.store.test_restore import finish
from tests.store.test_upgrade import Failing

path, backup, at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
disk = Failing(at, lambda name: os.kill(os.getpid(), signal.SIGKILL))
restore.put(path, finish(restore.prepare(path, backup, disk=disk)), disk)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_i4_killed_at_any_step_the_book_is_the_old_or_the_restored_one(world: Any, copy: Path) -> None:
    world.post(issue(world.ann, 1))
    world.book.close()
    root, killed = Path(__file__).parents[2], 0
    old, new = money(world.path, world.path), money(copy, copy)
    for at in range(1, 20):
        call = [sys.executable, "-c", _KILLED, str(world.path), str(copy), str(at)]
        ended = subprocess.run(call, check=False, cwd=root, env=os.environ | {"PYTHONPATH": str(root)})
        assert money(world.path, world.path) in (old, new)
        assert sound(world.path)
        if ended.returncode != -signal.SIGKILL:
            assert ended.returncode == 0
            break
        killed += 1
    assert killed >= 5
    assert money(world.path, world.path) == new
    assert not [name for name in names(world.path.parent) if name.startswith(".")]
