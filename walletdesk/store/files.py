"""Files beside a book: made, forced to the disk, moved and taken away, each step so that a crash leaves old or new.

Only for files that are no open database: opening a live book with anything but SQLite would cancel its locks.
"""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from walletdesk.ledger.refusals import BookReadOnly, DiskFailure, DiskFull

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
COMPANIONS: Final = ("-journal", "-wal", "-shm")
"""What SQLite may keep beside a database; it belongs to the database and goes where that goes."""


@contextmanager
def refused(path: Path) -> Iterator[None]:
    """Raise the refusal for what the system says of this path."""
    try:
        yield
    except OSError as error:
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
            raise DiskFailure(str(other)) from error
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


def fresh_name(path: Path, ending: str) -> Path:
    """A name beside ``path`` for a file in the making, which ``leftovers`` finds should a crash leave it."""
    return path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.{ending}")


def leftovers(path: Path, ending: str) -> list[Path]:
    """Files in the making that a crash left beside ``path``, their journals too."""
    ends = tuple(f".{ending}{companion}" for companion in ("", *COMPANIONS))
    with refused(path):
        return [f for f in path.parent.iterdir() if f.name.startswith(f".{path.name}.") and f.name.endswith(ends)]


def free_name(path: Path, word: str) -> Path:
    """``ledger.walletdesk`` and ``v1`` make ``ledger.v1.walletdesk``, ``ledger.v1-2.walletdesk`` where it is taken."""
    made, number = path.with_name(f"{path.stem}.{word}{path.suffix}"), 2
    while made.exists() or made.is_symlink():
        made, number = path.with_name(f"{path.stem}.{word}-{number}{path.suffix}"), number + 1
    return made
