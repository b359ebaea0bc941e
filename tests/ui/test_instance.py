"""B5, G7: one window for each book, whatever processes do to each other and leave behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtCore import QDir
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import books
from walletdesk.ui.instance import Instance, lock_file, raise_other, socket_name

ROOT = Path(__file__).parents[2]
Process = subprocess.Popen[str]
Begin = Callable[[Path], Process]
HOLDER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from walletdesk.ui.instance import Instance
app = QCoreApplication(sys.argv[:1])
mine = Instance()
mine.asked.connect(lambda: print("asked", flush=True))
print(mine.claim(Path(sys.argv[1])), flush=True)
sys.exit(app.exec())
"""


def test_a_link_that_leads_to_itself_has_a_name_like_any_other(tmp_path: Path) -> None:
    loop = tmp_path / "loop.walletdesk"
    loop.symlink_to(loop)
    assert socket_name(loop) == socket_name(loop.parent / "." / loop.name)
    assert socket_name(loop) != socket_name(tmp_path / "other.walletdesk")


def run(*command: object) -> Process:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    words = [sys.executable, *map(str, command)]
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def elsewhere() -> Iterator[Begin]:
    """Another process that is the window for a book."""
    running: list[Process] = []

    def begin(book: Path) -> Process:
        running.append(run("-c", HOLDER, book))
        assert line(running[-1].stdout) == "True"
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def line(said: IO[str] | None) -> str:
    assert said is not None
    return said.readline().strip()


@pytest.fixture
def mine() -> Iterator[Instance]:
    made = Instance()
    yield made
    made.close()


def test_a_second_start_raises_the_first_window_and_ends(qtbot: QtBot, tmp_path: Path) -> None:
    opened = Opened(qtbot, tmp_path).start()
    asked: list[None] = []
    opened.window.library.asked.connect(lambda: asked.append(None))
    second = run("-m", "walletdesk", opened.book)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert second.returncode == 0
    assert len(asked) == 1
    second.communicate()
    opened.close()


def test_a_window_does_not_open_the_book_of_another(qtbot: QtBot, tmp_path: Path, elsewhere: Begin) -> None:
    opened = Opened(qtbot, tmp_path).start()
    other = tmp_path / "other.walletdesk"
    books.create(other, "UTC").close()
    holder = elsewhere(other)
    opened.window.library.open(other)
    assert line(holder.stdout) == "asked"
    assert "another window" in opened.said()[0]
    assert opened.window.library.facts is not None
    assert opened.window.library.facts.path == opened.book
    opened.close()


def test_of_two_that_claim_a_book_one_has_it(tmp_path: Path, mine: Instance, elsewhere: Begin) -> None:
    book = tmp_path / "b.walletdesk"
    elsewhere(book)
    assert not mine.claim(book)
    assert mine.claim(tmp_path / "another.walletdesk")


def test_what_a_killed_window_leaves_behind_is_taken_over(tmp_path: Path, mine: Instance, elsewhere: Begin) -> None:
    book = tmp_path / "b.walletdesk"
    first = elsewhere(book)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert mine.claim(book)
    assert mine._claims[socket_name(book)].server is not None


def test_a_window_that_hangs_keeps_nobody_out(tmp_path: Path, mine: Instance, elsewhere: Begin) -> None:
    book = tmp_path / "b.walletdesk"
    first = elsewhere(book)
    first.send_signal(signal.SIGSTOP)
    assert mine.claim(book, 0.2)


@pytest.mark.parametrize("content", [b"", b"garbage\x00\xff", b"4711\nwalletdesk\nanother-host\n"])
def test_what_stands_in_the_files_is_never_believed(tmp_path: Path, mine: Instance, content: bytes) -> None:
    book = tmp_path / "b.walletdesk"
    left = Path(QDir.tempPath()) / socket_name(book)
    for file in (lock_file(book), left):
        file.write_bytes(content)
    assert mine.claim(book)
    assert mine._claims[socket_name(book)].server is not None


def test_a_folder_in_the_place_of_the_lock_keeps_nobody_out(tmp_path: Path, mine: Instance) -> None:
    book = tmp_path / "b.walletdesk"
    lock_file(book).mkdir()
    assert mine.claim(book)
    lock_file(book).rmdir()


@pytest.mark.skipif(sys.platform == "win32", reason="sockets are files on Unix only")
def test_a_stranger_on_the_socket_is_not_taken_for_a_window(tmp_path: Path) -> None:
    book = tmp_path / "b.walletdesk"
    place = Path(QDir.tempPath()) / socket_name(book)
    stranger = socket.socket(socket.AF_UNIX)
    stranger.bind(str(place))
    stranger.listen()
    assert not raise_other(book, 0.1)
    stranger.close()
    place.unlink()


def test_a_claim_ends_with_the_book(tmp_path: Path, mine: Instance, elsewhere: Begin) -> None:
    one, two = tmp_path / "1.walletdesk", tmp_path / "2.walletdesk"
    assert mine.claim(one)
    assert mine.claim(two)
    mine.keep_only(two)
    assert not mine.holds(one)
    elsewhere(one)
