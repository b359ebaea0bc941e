"""Running tasks in a terminal: progress where somebody watches, and nothing half-done when they stop it."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from typing import Final, TypeVar

from walletdesk.controllers.tasks import Progress, Task

T = TypeVar("T")
_INTERVAL: Final = 100_000_000
_WORDS: Final = {
    "look": "Reading",
    "scan": "Looking",
    "check": "Checking",
    "write": "Writing",
    "export": "Exporting",
    "upgrade": "Bringing up to date",
    "backup": "Backing up",
}


def run(task: Task[T]) -> T:
    """The task's value; its progress goes to standard error if that is a terminal."""
    watched = sys.stderr.isatty()
    shown = 0
    with closing(task):
        while True:
            try:
                progress = next(task)
            except StopIteration as end:
                value: T = end.value
                break
            finally:
                if watched and shown:
                    sys.stderr.write("\r\x1b[K")
            if watched and time.monotonic_ns() - shown > _INTERVAL:
                shown = time.monotonic_ns()
                sys.stderr.write(_text(progress))
                sys.stderr.flush()
    return value


def _text(progress: Progress) -> str:
    what = _WORDS.get(progress.what, progress.what or "Working")
    return f"{what} {progress.done * 100 // progress.total} %" if progress.total else what


class Told(Exception):
    """A refusal whose sentence was made where its facts were at hand."""


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._since = time.monotonic_ns()

    def text(self) -> str:
        """With one decimal."""
        tenths = (time.monotonic_ns() - self._since) // 100_000_000
        return f"{tenths // 10}.{tenths % 10} seconds"


def peak_memory() -> str:
    """The most memory that this process had, empty where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return ""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{peak // (1 << 20 if sys.platform == 'darwin' else 1 << 10)} MB of memory at most"
