"""The library between a process and its files (shim.c): built on first use, preloaded, and steered from inside."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_name("shim.c")
KINDS: Final = {
    "write": 1,
    "sync": 2,
    "read": 3,
    "truncate": 4,
    "open": 5,
    "unlink": 6,
    "rename": 7,
    "link": 8,
    "any": 9,
}
ERRORS: Final = {
    "EIO": errno.EIO,
    "ENOSPC": errno.ENOSPC,
    "EACCES": errno.EACCES,
    "short": -1,
    "kill": -2,
    "torn kill": -3,
}
"""What a call answers; a short write goes half through; a kill ends the process before the call, or in its middle."""


def missing() -> str:
    """Why the library cannot be used here, nothing if it can."""
    if sys.platform != "linux":
        return "recording a process's writes needs Linux"
    if shutil.which("cc") is None:
        return "recording a process's writes needs a C compiler (cc)"
    return ""


def library() -> Path:
    """The built library; it is built again when its source has changed."""
    code = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    built = Path(tempfile.gettempdir()) / f"walletdesk-shim-{os.getuid()}-{code}.so"
    if not built.exists():
        fresh = built.with_suffix(f".{os.getpid()}")
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", fresh, SOURCE, "-ldl"], check=True)
        fresh.replace(built)
    return built


def loaded() -> bool:
    """Whether this process runs under the library."""
    return hasattr(ctypes.CDLL(None), "torture_watch")


class Shim:
    """The library as the process under it sees it."""

    def __init__(self, folder: Path) -> None:
        """Files whose path begins with this folder are watched."""
        self._own = ctypes.CDLL(None)
        self._own.torture_count.restype = ctypes.c_long
        self._own.torture_watch(os.fsencode(folder))

    def record(self, descriptor: int) -> None:
        """Write what happens to this open file from now on; -1: no more."""
        self._own.torture_record(descriptor)

    def fail(self, kind: str, nth: int, error: str, for_good: bool) -> None:
        """Let the nth call of this kind fail, alone or with all that follow it; counting starts anew."""
        self._own.torture_fail(KINDS[kind], ctypes.c_long(nth), ERRORS[error], int(for_good))

    def heal(self) -> None:
        """Let everything succeed; counting starts anew."""
        self._own.torture_fail(0, ctypes.c_long(0), 0, 0)

    @property
    def fired(self) -> bool:
        """Whether something was made to fail."""
        return bool(self._own.torture_fired())

    def count(self, kind: str) -> int:
        """How many calls of this kind there were."""
        return int(self._own.torture_count(KINDS[kind]))
