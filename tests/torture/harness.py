"""What every program of these tests shares: rounds that are told apart by their seeds, and progress."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TELL_EVERY = 2.0
"""Seconds: so often a program prints what it has counted, for whoever started it; its last line is the outcome."""

MEMORY = Path("/dev/shm")
"""Where there is a disk in memory, the programs work there: what they prove is about calls, not about a device."""


class Lost(AssertionError):
    """A promise is broken; the seed plays the round again alone."""

    def __init__(self, seed: int, what: str) -> None:
        super().__init__(what)
        self.seed = seed


class Stopped(Exception):
    """Somebody wants it to end; so much was reached."""

    def __init__(self, found: dict[str, int]) -> None:
        super().__init__()
        self.found = found


_wish = threading.Event()


def stop_soon(_signal: int, _frame: object) -> None:
    """Handle a signal: end after the round that is being played; at once when it comes again."""
    _wish.set()
    signal.signal(signal.SIGINT, signal.default_int_handler)


def go_on() -> None:
    """Nobody wishes it to end any more."""
    _wish.clear()


def rounds(
    count: int,
    seed: int,
    play: Callable[[int], dict[str, int]],
    each: int = 1,
    known: dict[str, int] | None = None,
) -> dict[str, int]:
    """Play rounds of ``each`` things, so many things at least, and add up what they count to what is ``known``.

    The first round has the seed that is given, each later one the next number. A round depends on its seed alone.
    Raises Lost if one breaks, Stopped after the one in which somebody wished it.
    """
    found: Counter[str] = Counter()
    told = time.monotonic()
    for place in range(-(-count // each)):
        try:
            found.update(play(seed + place))
        except Exception as error:  # whatever it is, the seed is told
            raise Lost(seed + place, str(error) or repr(error)) from error
        if _wish.is_set():
            raise Stopped(dict(found) | (known or {}))
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            print(dict(found) | (known or {}), flush=True)
    return dict(found) | (known or {})


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that goes away afterwards."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="walletdesk-", dir=place) as name:
        yield Path(name)


def in_words(found: dict[str, int]) -> str:
    """Counts as a person reads them."""
    return ", ".join(f"{value:,} {key}" for key, value in found.items())
