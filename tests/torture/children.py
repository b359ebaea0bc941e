"""Children that work and are killed: forked, since a process that has imported everything is copied in a millisecond.

At a fork no book is open and no second thread runs, or the child would share SQLite's locks: it is looked at each time.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import TracebackType

OPEN = Path("/proc/self/fd")


class Child:
    """A process that does ``work``, which gets the file to tell in, and answers how the process ends.

    As a context it is dead and reaped when the block is left, whatever happens in it.
    """

    def __init__(self, work: Callable[[int], int]) -> None:
        _calm()
        assert threading.active_count() == 1, "a second thread at a fork"
        assert not _open_books(), "an open book at a fork"
        self.hear, tell = os.pipe()
        self.status: int | None = None
        self.pid = os.fork()
        if not self.pid:
            os.close(self.hear)
            _work(work, tell)
        os.close(tell)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.status is None:
            self.kill()
        os.close(self.hear)

    def told(self, most: int = 1 << 30) -> int:
        """Wait until so much was told, or the child is gone; answers how much it was."""
        heard = 0
        while heard < most and (more := os.read(self.hear, min(most - heard, 4096))):
            heard += len(more)
        return heard

    def kill(self) -> bool:
        """End it now; answers False where it had ended by itself."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()
        return os.WIFSIGNALED(self.status or 0)

    def wait(self) -> int:
        """How it ended, as os.waitpid says it."""
        _, self.status = os.waitpid(self.pid, 0)
        return self.status


@cache
def _calm() -> None:
    """Once, before the first fork: what there is by now stays, and is not copied because somebody looks for rubbish."""
    gc.collect()
    gc.freeze()


def _work(work: Callable[[int], int], tell: int) -> None:
    status = 1
    try:
        gc.disable()
        status = work(tell)
    except BaseException:  # noqa: BLE001  a fork must never go on as its parent
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _open_books() -> list[str]:
    if not OPEN.is_dir():
        return []
    return [name for link in OPEN.iterdir() if ".walletdesk" in (name := _leads_to(link))]


def _leads_to(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # the folder itself, which is closed by now
        return ""
