"""G2: the power goes; what was written but not synchronised is kept, dropped, reordered or torn.

An act is done by a child under the library of shim.py, which logs every write with its syncs. ``run`` replays the log
up to any point, loses what may be lost, and looks at what is left.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.torture import shim
from tests.torture.acts import ACTS, Act
from tests.torture.children import Child
from tests.torture.harness import folder, rounds

EACH = 20
"""So many times the power goes in one recording."""

SECTOR = 512
TOLD = "acknowledged"
_HEAD = struct.Struct("<cIIqq")


@dataclass(frozen=True)
class Event:
    """One thing that happened to a file: w(rite), t(runcate), s(ync), c(reate), u(nlink), r(ename), l(ink)."""

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


@dataclass(frozen=True)
class Naming:
    """A change of a folder: this name leads to that file from now on, another one (or none) leads nowhere."""

    folder: str
    name: str
    file: File | None
    gone: str = ""

    def apply(self, names: dict[str, File]) -> None:
        """Change the names."""
        names.pop(self.gone, None)
        if self.file is None:
            names.pop(self.name, None)
        else:
            names[self.name] = self.file


class Disk:
    """The files below a folder as the events make them. A name is certain once its folder was synchronised.

    Before that a file that was renamed over another one may be there under its old name or under the new one, and the
    new name leads to the old file or the new one, never to nothing.
    """

    def __init__(self, start: Path, top: str) -> None:
        self.top = top
        there = [path for path in start.rglob("*") if path.is_file()]
        self.names = {f"{top}/{path.relative_to(start)}": File(bytearray(path.read_bytes())) for path in there}
        self.durable = dict(self.names)
        self.unsure: list[Naming] = []
        self.told = 0

    def take(self, event: Event) -> None:
        """One event more."""
        name = event.path
        if event.kind == "s":
            if name in self.names:
                self.names[name].settle()
            else:
                self._settle(name)
        elif name.endswith(f"/{TOLD}"):
            self.told += event.kind == "w"
        elif event.kind in "wt":
            self.names[name].pending.append(event)
        elif event.kind == "u":
            self._rename(Naming(_parent(name), name, None))
        elif event.kind == "c":
            self._rename(Naming(_parent(name), name, File()))
        else:
            gone = name if event.kind == "r" else ""
            self._rename(Naming(_parent(event.other), event.other, self.names[name], gone))

    def _rename(self, change: Naming) -> None:
        change.apply(self.names)
        self.unsure.append(change)

    def _settle(self, parent: str) -> None:
        """The folder was synchronised."""
        for change in self.unsure:
            if change.folder == parent:
                change.apply(self.durable)
        self.unsure = [change for change in self.unsure if change.folder != parent]

    def leave(self, target: Path, dice: random.Random) -> None:
        """Write what is left after the power went now: some of what happened to the names, mostly in its order."""
        names = dict(self.durable)
        happened = self.unsure[: dice.randrange(len(self.unsure) + 1)]
        if dice.random() < 0.4:
            happened = [change for change in self.unsure if dice.random() < 0.5]
        for change in happened:
            change.apply(names)
        left = {id(file): file.left(dice) for file in names.values()}
        for name, file in names.items():
            path = target / Path(name).relative_to(self.top)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(left[id(file)])


def _parent(name: str) -> str:
    return str(Path(name).parent)


def record(act: Act, work: Path, log: Path) -> None:
    """Let a child do the act in a folder that is laid out; everything that reaches its files is in the log."""

    def recorded(_tell: int) -> int:
        under = shim.Shim(work)
        under.record(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600))
        told = os.open(work / TOLD, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        act.do(work, lambda: os.write(told, b".") and None)
        under.record(-1)
        return 0

    with Child(recorded) as child:
        assert not child.wait(), "the recording failed"


def replayed(name: str, seed: int) -> dict[str, int]:
    """Record an act once and let the power go so often; raises AssertionError where something acknowledged is lost."""
    dice = random.Random(seed)
    with folder() as top:
        act, work, start, log, left = ACTS[name](seed), top / "work", top / "start", top / "log", top / "left"
        work.mkdir()
        act.lay(work)
        shutil.copytree(work, start)
        record(act, work, log)
        history = list(events(log))
        disk, taken = Disk(start, str(work)), 0
        for cut in moments(history, EACH, dice):
            for event in history[taken:cut]:
                disk.take(event)
            taken = cut
            left.mkdir()
            disk.leave(left, dice)
            wrong = act.wrong(left, disk.told)
            assert not wrong, f"{name}, after event {cut} of {len(history)}, {disk.told} steps told: {wrong}"
            shutil.rmtree(left)
        for event in history[taken:]:
            disk.take(event)
        assert disk.told == act.steps, f"{name} told {disk.told} steps"
    return {"states": EACH, "events": len(history), "acknowledged": disk.told, "lost": 0}


def moments(history: list[Event], count: int, dice: random.Random) -> list[int]:
    """After which events the power goes: anywhere, and as often where a sync, a name or a step told has just been."""
    anywhere = range(len(history) + 1)
    turns = [at for at, event in enumerate(history, 1) if event.kind != "w" or event.path.endswith(f"/{TOLD}")]
    names = [at for at in turns if history[at - 1].kind not in "ts"]
    return sorted(dice.choice(dice.choice([anywhere, turns, names])) for _ in range(count))


def run(states: int, seed: int) -> dict[str, int]:
    """Every kind of act in turn."""
    every = list(ACTS)
    return rounds(states, seed, lambda one: replayed(every[one % len(every)], one), EACH)
