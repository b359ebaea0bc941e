"""Which process keeps a book from being written, where the system tells: its list of locks, on Linux."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from walletdesk.ledger.refusals import BookBusy
from walletdesk.ledger.refusals_book import BookHeld

PROCESSES: Final = Path("/proc")
_OWN: Final = "walletdesk"


@dataclass(frozen=True, slots=True)
class Holder:
    """A process of this computer; ``user`` is whose it is, empty where it is this person's own."""

    program: str
    process: int
    user: str


def busy(path: str) -> BookBusy:
    """The refusal for a book that somebody else holds; it says who, where that can be known."""
    found = holder(Path(path))
    return BookHeld(path, found.program, found.process, found.user) if found is not None else BookBusy(path)


def holder(path: Path, processes: Path = PROCESSES) -> Holder | None:
    """Another process that has a lock on this file now, one that writes first; None where none is known."""
    try:
        found = path.stat()
        lines = (processes / "locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    place = os.major(found.st_dev), os.minor(found.st_dev), found.st_ino
    for writes in (True, False):
        for line in lines:
            fields = line.split()
            if len(fields) < 8 or (fields[3] == "WRITE") is not writes or _place(fields[5]) != place:
                continue  # one that only waits has an arrow in its second field, and so nothing in its place
            process = int(fields[4]) if fields[4].isdecimal() else 0
            if process and process != os.getpid():
                return _told(process, processes)
    return None


def _place(text: str) -> tuple[int, int, int] | None:
    major, _, rest = text.partition(":")
    minor, _, node = rest.partition(":")
    try:
        return int(major, 16), int(minor, 16), int(node)
    except ValueError:
        return None


def _told(process: int, processes: Path) -> Holder | None:
    own = processes / str(process)
    try:
        name = (own / "comm").read_text(encoding="utf-8", errors="replace").strip()
        words = (own / "cmdline").read_bytes().split(b"\0")
        owner = own.stat().st_uid
    except OSError:
        return None
    ours = any(Path(os.fsdecode(word)).name.startswith(_OWN) for word in words[:3])
    return Holder("WalletDesk" if ours else name, process, _user(owner))


def _user(owner: int) -> str:
    if sys.platform == "win32" or owner == os.getuid():
        return ""
    import pwd

    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)
