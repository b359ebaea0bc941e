"""Writing a file so that either all of it is there afterwards, or what was there before.

The bytes go to a new file beside the wanted one, are forced to the disk and counted, and only then take its name.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final

from walletdesk.exchange.refusals import FileSpared
from walletdesk.ledger.refusals import DiskFull, FileFault, LedgerError

_BUFFER: Final = 1 << 16
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_COMPANIONS: Final = ("-journal", "-wal", "-shm")
_BOOKS: Final = frozenset(f".walletdesk{ending}" for ending in ("", *_COMPANIONS))


def file_refusal(path: Path | str, error: OSError) -> LedgerError:
    """What the system said, as a refusal."""
    if error.errno in _FULL:
        return DiskFull(str(path))
    return FileFault(str(path), error.strerror or type(error).__name__)


def _is_spared(target: Path, spared: Iterable[Path]) -> bool:
    """Whether this is a book, by its name, or one of these files or what SQLite keeps beside it.

    Only names and places are compared: opening a live book would cancel SQLite's locks on it.
    """
    if target.suffix.casefold() in _BOOKS:
        return True
    kept = {os.path.realpath(f"{file}{ending}") for file in spared for ending in ("", *_COMPANIONS)}
    return str(target) in kept or any(_is_same(target, file) for file in kept)


def _is_same(one: Path, other: str) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False


class SafeFile:
    """A file in the making. As a context it takes its name at the end, or is removed when anything was raised.

    What the system refuses arrives as FileFault or DiskFull. The new file belongs to its owner alone (0600). A link is
    followed, so that the file it leads to is replaced and not the link. Refuses (FileSpared) to replace a book, and
    what is ``spared``: the book that is open, whatever it is called, or a file that is being read.
    """

    def __init__(self, path: Path | str, *spared: Path) -> None:
        self.path = Path(path)
        self._buffer = bytearray()
        self._written = 0
        self._descriptor = -1
        try:
            self._target = Path(os.path.realpath(self.path))
            if _is_spared(self._target, spared):
                raise FileSpared(str(self.path))
            if self._target.exists() and not stat.S_ISREG(self._target.stat().st_mode):
                raise FileFault(str(self.path), "not an ordinary file")
            self._temporary = self._target.with_name(f".{secrets.token_hex(8)}.tmp")
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
            self._descriptor = os.open(self._temporary, flags, 0o600)
        except OSError as error:
            raise file_refusal(self.path, error) from error
        except ValueError as error:  # a NUL in the name
            raise FileFault(str(self.path), str(error)) from error

    def write(self, data: bytes) -> None:
        """Append the bytes."""
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self._guarded_flush()

    def commit(self) -> None:
        """Let the file take its name; on any error the old one stays and the new one is removed."""
        try:
            self._flush()
            os.fsync(self._descriptor)
            size = os.fstat(self._descriptor).st_size
            if size != self._written:
                raise FileFault(str(self.path), f"{size} bytes of {self._written} arrived")
            os.close(self._take())
            self._temporary.replace(self._target)
        except OSError as error:
            self.discard()
            raise file_refusal(self.path, error) from error
        except LedgerError:
            self.discard()
            raise
        _sync_folder(self._target.parent)

    def discard(self) -> None:
        """Remove what was written so far; what was there before stays. Nothing happens after commit."""
        descriptor = self._take()
        if descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(descriptor)
        with contextlib.suppress(OSError):
            self._temporary.unlink(missing_ok=True)

    def __enter__(self) -> SafeFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.discard()

    def _take(self) -> int:
        descriptor, self._descriptor = self._descriptor, -1
        return descriptor

    def _guarded_flush(self) -> None:
        try:
            self._flush()
        except OSError as error:
            self.discard()
            raise file_refusal(self.path, error) from error

    def _flush(self) -> None:
        view = memoryview(bytes(self._buffer))
        self._buffer.clear()
        while view:
            count = os.write(self._descriptor, view)
            self._written += count
            view = view[count:]


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synchronised."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)


def safe_name(text: str, limit: int = 80) -> str:
    """A name that every file system takes, made of letters and digits of the text and as like it as may be."""
    kept = "".join(c if c.isalnum() or c in "-_ ." else "_" for c in text.strip())
    name = kept.encode()[:limit].decode(errors="ignore").strip(" .")
    return f"_{name}" if not name or name.split(".")[0].lower() in _RESERVED else name
