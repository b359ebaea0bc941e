"""B5: who keeps the book from being written is told where the system knows it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from walletdesk.controllers import books
from walletdesk.controllers.words import sentence
from walletdesk.ledger.refusals import BookBusy
from walletdesk.ledger.refusals_book import BookHeld
from walletdesk.store.holders import Holder, busy, holder

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
linux = pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux lists its locks")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    books.create(tmp_path / "bar.walletdesk", "UTC").close()
    return tmp_path / "bar.walletdesk"


@pytest.fixture
def other(path: Path) -> Iterator[int]:
    """A process that holds the book."""
    command = [sys.executable, "-c", HOLD, str(path)]
    made = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert made.stdout is not None
    assert made.stdout.readline() == "held\n"
    yield made.pid
    made.communicate()


@linux
def test_the_process_that_holds_the_book_is_named(path: Path, other: int) -> None:
    book = books.open(path, writable=False)
    book.rows("PRAGMA busy_timeout = 1")
    book.close()
    refusal = busy(str(path))
    assert isinstance(refusal, BookHeld)
    assert (refusal.process, refusal.user) == (other, "")
    assert f"(process {other}) is using {path}" in sentence(refusal)


@linux
def test_a_refused_unit_says_who(path: Path) -> None:
    book = books.open(path)
    book.rows("PRAGMA busy_timeout = 1")
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as made:
        assert made.stdout is not None
        made.stdout.readline()
        with pytest.raises(BookHeld) as told, book.unit():
            pass
        assert told.value.process == made.pid
    book.close()


def test_nobody_is_named_while_nobody_is_known(path: Path, tmp_path: Path) -> None:
    assert holder(path) is None
    assert type(busy(str(path))) is BookBusy
    assert holder(path, tmp_path / "no such folder") is None
    assert holder(tmp_path / "missing") is None
    own = sqlite3.connect(path, isolation_level=None)
    own.execute("BEGIN IMMEDIATE")
    assert holder(path) is None, "this very process"
    own.close()


def line(path: Path, kind: str, process: int, waits: str = "") -> str:
    found = path.stat()
    place = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"
    return f"1: {waits}POSIX  ADVISORY  {kind} {process} {place} 1073741824 1073742335\n"


@pytest.mark.skipif(sys.platform == "win32", reason="files belong to a user on Unix only")
def test_who_writes_is_named_before_who_reads_and_never_who_waits(path: Path, tmp_path: Path) -> None:
    for process, program in ((41, "reader"), (42, "python3"), (43, "waiter")):
        (tmp_path / str(process)).mkdir()
        (tmp_path / str(process) / "comm").write_text(f"{program}\n")
        (tmp_path / str(process) / "cmdline").write_bytes(b"python3\0-c\0")
    (tmp_path / "42" / "cmdline").write_bytes(b"/usr/bin/python3\0/home/ann/bin/walletdesk\0book\0")
    lines = line(path, "WRITE", 43, "-> "), line(path, "READ ", 41), line(path, "WRITE", 42), "nonsense\n"
    (tmp_path / "locks").write_text("".join(lines))
    assert holder(path, tmp_path) == Holder("WalletDesk", 42, "")
    (tmp_path / "locks").write_text("".join(lines[:2]))
    assert holder(path, tmp_path) == Holder("reader", 41, "")
    if os.getuid() == 0:
        os.chown(tmp_path / "41", 65_534, -1)
        found = holder(path, tmp_path)
        assert found is not None
        assert found.user
        assert f"started by {found.user}" in sentence(BookHeld(str(path), found.program, 41, found.user))
