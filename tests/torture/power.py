"""G2: the power goes; what was written but not synchronised is kept, dropped, reordered or torn.

``python -m tests.torture.power record FOLDER LOG SEED`` works on a book under the library of shim.py, which logs every
write with its syncs. ``run`` replays the log up to any point, loses what may be lost, and opens what is left.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture import scenes, shim
from tests.torture.crash import command
from walletdesk.controllers import books

COMMANDS = 60
SECTOR = 512
_HEAD = struct.Struct("<cIIqq")


@dataclass(frozen=True)
class Event:
    """One thing that happened to a file: w(rite), t(runcate), s(ync), c(reate), u(nlink), r(ename)."""

    kind: str
    path: str
    other: str
    offset: int
    data: bytes


def events(log: Path) -> Iterator[Event]:
    """What the library wrote down, in its order."""
    raw, at = log.read_bytes(), 0
    while at < len(raw):
        kind, path, other, offset, size = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        names = raw[at : at + path + other].decode()
        at += path + other
        data = raw[at : at + size] if kind == b"w" else b""
        at += len(data)
        yield Event(kind.decode(), names[:path], names[path:], offset, data)


@dataclass
class File:
    """What is certain of a file, and what was only written."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Event] = field(default_factory=list)

    def settle(self) -> None:
        """A sync: all that was written is certain now."""
        for event in self.pending:
            _apply(self.durable, event)
        self.pending.clear()

    def left(self, dice: random.Random) -> bytes:
        """The file after the power came back: any of what was not synchronised is there, in whole, in part or not."""
        content = bytearray(self.durable)
        way = dice.choice(["all", "none", "prefix", "some", "torn"])
        pending = list(self.pending)
        if way == "none":
            pending = []
        elif way in ("prefix", "torn"):
            pending = pending[: dice.randrange(len(pending) + 1)]
        elif way == "some":
            pending = [event for event in pending if dice.random() < 0.5]
        for place, event in enumerate(pending):
            last = way == "torn" and place == len(pending) - 1
            _apply(content, _torn(event, dice) if last else event)
        return bytes(content)


def _apply(content: bytearray, event: Event) -> None:
    if event.kind == "t":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    if len(content) < event.offset:
        content.extend(bytes(event.offset - len(content)))
    content[event.offset : event.offset + len(event.data)] = event.data


def _torn(event: Event, dice: random.Random) -> Event:
    """Some sectors of a write, the others as they were; a truncation happens or not."""
    if event.kind == "t":
        return event
    keep = dice.randrange(len(event.data) // SECTOR + 1) * SECTOR
    return Event("w", event.path, "", event.offset, event.data[:keep])


class Disk:
    """The files of a folder as the events make them. Names are certain once their folder was synchronised."""

    def __init__(self, start: Path, folder: str) -> None:
        self.folder = folder
        self.files = {f"{folder}/{path.name}": File(bytearray(path.read_bytes())) for path in start.iterdir()}
        self.names = dict.fromkeys(self.files, True)
        self.unsure: list[tuple[str, str]] = []

    def take(self, event: Event) -> None:
        """One event more."""
        if event.kind == "s" and event.path == self.folder:
            self.unsure.clear()
        elif event.kind == "s":
            self.files[event.path].settle()
        elif event.kind in "wt":
            self.files.setdefault(event.path, File()).pending.append(event)
        elif event.kind == "c":
            self.files[event.path] = File()
            self.unsure.append(("c", event.path))
        elif event.kind == "u":
            self.unsure.append(("u", event.path))

    def leave(self, target: Path, dice: random.Random) -> None:
        """Write what is left after the power went now."""
        gone: set[str] = set()
        happened = dice.randrange(len(self.unsure) + 1)
        for place, (kind, path) in enumerate(self.unsure):
            there = kind == "c" if place < happened else kind == "u"
            (gone.discard if there else gone.add)(path)
        for path, file in self.files.items():
            if path not in gone and not path.endswith("/acknowledged"):
                (target / Path(path).name).write_bytes(file.left(dice))


def record(folder: Path, log: Path, seed: int) -> None:
    """Work on the book in a folder; everything that reaches its files is in the log."""
    model = scenes.begin(folder / "book.walletdesk", scenes.Clock())
    start = log.with_name("start")
    shutil.copytree(folder, start)
    under = shim.Shim(folder)
    under.record(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600))
    told = os.open(folder / "acknowledged", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    clock = scenes.Clock()
    clock.at += 1_000_000
    book = books.open(folder / "book.walletdesk", clock)
    for number in range(COMMANDS):
        deed = command(seed, number, model)
        deed[0](book)
        deed[1](model)
        os.write(told, b".")
    book.close()
    under.record(-1)


def models(seed: int, start: scenes.Model) -> list[scenes.Model]:
    """What must be in the book after each command."""
    found = [start]
    for number in range(COMMANDS):
        found.append(scenes.applied(found[-1], command(seed, number, found[-1])))
    return [*found, found[-1]]


def run(states: int, seed: int) -> dict[str, int]:
    """Let the power go so often; raises AssertionError where something acknowledged is lost or a book does not open."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        (top / "work").mkdir()
        log = top / "log"
        command = [sys.executable, "-m", "tests.torture.power", "record", str(top / "work"), str(log), str(seed)]
        subprocess.run(command, check=True)
        history = list(events(log))
        every = models(seed, scenes.begin(top / "model.walletdesk", scenes.Clock()))
        cuts = sorted(dice.randrange(len(history) + 1) for _ in range(states))
        disk, taken, acknowledged = Disk(top / "start", str(top / "work")), 0, 0
        for state, cut in enumerate(cuts):
            for event in history[taken:cut]:
                disk.take(event)
                acknowledged += event.kind == "w" and event.path.endswith("/acknowledged")
            taken = cut
            left = top / "left"
            left.mkdir()
            disk.leave(left, dice)
            clock = scenes.Clock()
            clock.at += 10_000_000
            book = books.open(left / "book.walletdesk", clock)
            wrong = scenes.faults(book, every[acknowledged], every[acknowledged + 1])
            book.close()
            assert not wrong, f"seed {seed}, state {state}, after event {cut} of {len(history)}: {wrong}"
            shutil.rmtree(left)
    return {"states": states, "events": len(history), "acknowledged": acknowledged, "lost": 0}


if __name__ == "__main__":
    record(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
