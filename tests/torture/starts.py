"""G7: the program started over and over, as real processes: one window for each book, and nobody is locked out.

A round begins with nothing, with what a killed window left, or with something foreign in the place of its lock and its
socket. Then two or three starts come at the same moment: one of them stays. Then one more comes: it ends, and the
window that stayed is asked to come forward. Then that one is killed, and a last start opens the book again.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tests.store.conftest import build
from tests.torture.harness import rounds
from tests.torture.scenes import unsound
from walletdesk.controllers import books
from walletdesk.ui.instance import lock_file, socket_name

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 120.0
"""Seconds within which a start must have opened its window or ended, on whatever machine."""
_LOOK: Final = 0.02
EACH: Final = 2
"""Starts that met another one, in a round, at least."""


def _nothing(_file: Path, _dice: random.Random) -> None:
    """As after a new log-in."""


def _empty(file: Path, _dice: random.Random) -> None:
    file.write_bytes(b"")


def _garbage(file: Path, dice: random.Random) -> None:
    file.write_bytes(dice.randbytes(dice.randrange(1, 5_000)))


def _foreign(file: Path, dice: random.Random) -> None:
    """As Qt's own lock files are, of a process on another computer."""
    file.write_text(f"{dice.randrange(1, 99_999)}\nwalletdesk\nanother-host\n{dice.randbytes(16).hex()}\n\n")


def _deaf(file: Path, _dice: random.Random) -> None:
    """A socket on which nobody listens."""
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(file))


LEFT: Final[tuple[Callable[[Path, random.Random], None], ...]] = (_nothing, _empty, _garbage, _foreign, _deaf)


class Starts:
    """Processes on one book, in a home and a folder for sockets of their own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.temporary = home / "t"
        self.temporary.mkdir()
        self.book = home / "bar.walletdesk"
        build(self.book).book.close()
        places = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}
        own = {"HOME": str(home), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT), **places}
        self._environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **own}
        os.environ |= own  # names of sockets are made of the home
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "walletdesk", str(self.book)]
        made = subprocess.Popen(command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL)
        self.running.append(made)
        return made

    def answers(self) -> bool:
        """Whether a window answers on the book's socket; it is asked to come forward."""
        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(PATIENCE)
            try:
                asking.connect(str(self.temporary / socket_name(self.book)))
                asking.sendall(b"raise")
                return asking.recv(16).startswith(b"here")
            except (FileNotFoundError, ConnectionRefusedError):
                return False

    def alive(self) -> list[subprocess.Popen[bytes]]:
        """Those that have not ended; one that ended otherwise than well is a broken promise."""
        for process in self.running:
            assert process.poll() in (None, 0, -signal.SIGKILL), f"a start ended with {process.returncode}"
        return [process for process in self.running if process.returncode is None]

    def log(self) -> str:
        return "".join(file.read_text("utf-8", "replace") for file in self.home.rglob("walletdesk.log*"))

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@contextmanager
def starts() -> Iterator[Starts]:
    """In a folder whose name is short enough for sockets, and that goes away."""
    with tempfile.TemporaryDirectory(prefix="wd-", dir="/tmp") as name, ExitStack() as last:
        made = Starts(Path(name))
        last.callback(made.close)
        yield made


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for it; raises AssertionError if it never comes."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(_LOOK)


def _one_of(at: Starts, count: int) -> subprocess.Popen[bytes]:
    """So many starts at once; answers the one that stays."""
    for _ in range(count):
        at.start()
    until(lambda: len(at.alive()) == 1 and at.answers(), "one window of several starts")
    return at.alive()[0]


def _round(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    with starts() as at:
        left = LEFT[seed % len(LEFT)]
        for file in (at.temporary / lock_file(at.book).name, at.temporary / socket_name(at.book)):
            (left if left is not _deaf or not file.name.endswith(".lock") else _empty)(file, dice)
        several = dice.randrange(2, 4)
        first = _one_of(at, several)
        second = at.start()
        until(lambda: second.poll() is not None, "the second start ends")
        assert second.returncode == 0
        assert first.poll() is None, "the first window is gone"
        first.kill()
        first.wait()
        last = at.start()
        until(at.answers, "a start after a kill")
        assert last.poll() is None
        last.kill()
        last.wait()
        assert "Traceback" not in at.log(), at.log()
        book = books.open(at.book)
        assert not unsound(book)
        book.close()
    return {"double starts": several, "after a kill": 1, "left behind": int(left is not _nothing), "lost": 0}


def run(count: int, seed: int) -> dict[str, int]:
    """So many starts that met another one."""
    return rounds(count, seed, _round, EACH)
