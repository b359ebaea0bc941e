"""Files beside a book: made, forced to the disk, moved and taken away, each step so that a crash leaves old or new.

Only for files that are no open database: opening a live book with anything but SQLite would cancel its locks.
"""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from walletdesk.ledger.refusals import BookExists, BookReadOnly, DiskFailure, DiskFull, FileFault

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
COMPANIONS: Final = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a database; it belongs to the database and goes where that goes."""
NEW: Final = "new"
RESTORE: Final = "restore"
UPGRADE: Final = "upgrade"
ENDINGS: Final = (NEW, RESTORE, UPGRADE)
"""How files end that are in the making beside a book, each of them a book itself."""
OLD: Final = "old"
"""The word for what was left of a book that had this name before."""
_NAME_ROOM: Final = 200
_STEM_ROOM: Final = 140
"""Bytes of a name that stay where something is put to it; most systems take 255 in all, SQLite's journal included."""


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Raise the refusal for what the system says of this path."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise FileFault(str(path), os.strerror(error.errno)) from error
        kind = DiskFull if error.errno in _FULL else BookReadOnly if error.errno in _FORBIDDEN else DiskFailure
        raise kind(str(path)) from error


class Disk:
    """Every step that changes a folder or forces bytes to the disk; tests put one in its place that fails or dies."""

    def make(self, path: Path) -> None:
        """A new, empty file for its owner alone; it must not be there."""
        with refused(path):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    def sync(self, path: Path) -> None:
        """Force a file that nobody has open to the disk."""
        with refused(path):
            _sync(path, os.O_RDWR)

    def sync_folder(self, folder: Path) -> None:
        """Make names in the folder last through a power cut."""
        if os.name == "posix":
            with refused(folder):
                _sync(folder, os.O_RDONLY)

    def replace(self, path: Path, target: Path) -> None:
        """Let the file take the target's name; at every moment one of both bears it."""
        with refused(target):
            path.replace(target)

    def link(self, path: Path, other: Path) -> bool:
        """Give the file a second name; False where the file system has no hard links."""
        try:
            os.link(path, other)
        except FileExistsError as error:
            raise BookExists(str(other)) from error
        except OSError:
            return False
        return True

    def remove(self, path: Path) -> None:
        """Take the file away if it is there."""
        with refused(path):
            path.unlink(missing_ok=True)


DISK: Final = Disk()


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def there(path: Path) -> bool:
    """Whether there is a file of this name; refuses what the system says of the name or of the folder."""
    with refused(path):
        return path.exists()


def cut(stem: str, room: int = _STEM_ROOM) -> str:
    """As much of a name as leaves room for what is put to it, in whole characters; bytes that are none go."""
    return os.fsencode(stem)[:room].decode(errors="ignore") or "_"


def _hidden(path: Path) -> str:
    return f".{cut(path.name, _NAME_ROOM)}."


def fresh_name(path: Path, ending: str) -> Path:
    """A name beside ``path`` for a file in the making, which ``leftovers`` finds should a crash leave it."""
    return path.with_name(f"{_hidden(path)}{uuid.uuid4().hex[:8]}.{ending}")


def leftovers(path: Path, *endings: str) -> list[Path]:
    """Files in the making that a crash left beside ``path``, their journals too."""
    ends = rf"[0-9a-f]{{8}}\.({'|'.join(endings)})({'|'.join(COMPANIONS)})?"
    made = re.compile(re.escape(_hidden(path)) + ends)
    with refused(path):
        return [file for file in path.parent.iterdir() if made.fullmatch(file.name)]


def companions(path: Path) -> list[Path]:
    """What would be beside a database of this name."""
    return [path.with_name(path.name + companion) for companion in COMPANIONS]


def free_name(path: Path, word: str) -> Path:
    """``ledger.walletdesk`` and ``v1`` make ``ledger.v1.walletdesk``, ``ledger.v1-2.walletdesk`` where it is taken.

    One is taken, too, where something is beside it that SQLite would take for the new file's own.
    """
    stem, number = cut(path.stem), 1
    while True:
        made = path.with_name(f"{stem}.{word}{f'-{number}' if number > 1 else ''}{path.suffix}")
        if not any(name.exists() or name.is_symlink() for name in (made, *companions(made))):
            return made
        number += 1


def clear_companions(path: Path, aside: Path, undo: ExitStack, disk: Disk = DISK) -> None:
    """Put what is left beside ``path`` beside another name: SQLite would roll it into the next file of this name."""
    for beside, other in zip(companions(path), companions(aside), strict=True):
        if beside.exists():
            disk.replace(beside, other)
            undo.callback(disk.replace, other, beside)


@contextmanager
def arriving(path: Path) -> Iterator[Path]:
    """A new, empty file that takes this name at the end, if nothing was raised; else it goes away again.

    Refuses BookExists, also where another file took the name meanwhile, and what the disk does.
    """
    if there(path):
        raise BookExists(str(path))
    fresh = fresh_name(path, NEW)
    with ExitStack() as undo:
        for file in (fresh, *companions(fresh)):
            undo.callback(DISK.remove, file)
        DISK.make(fresh)
        yield fresh
        if there(path):
            raise BookExists(str(path))
        with ExitStack() as back:
            clear_companions(path, free_name(path, OLD), back)
            if not DISK.link(fresh, path):
                DISK.replace(fresh, path)
            back.pop_all()
    DISK.sync_folder(path.parent)
