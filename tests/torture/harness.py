"""What every program of these tests shares: rounds that are told apart by their seeds, and progress."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

TELL_EVERY = 60.0
MEMORY = Path("/dev/shm")
"""Where there is a disk in memory, the programs work there: what they prove is about calls, not about a device."""


class Lost(AssertionError):
    """A promise is broken; the seed plays the round again alone."""

    def __init__(self, seed: int, what: str) -> None:
        super().__init__(what)
        self.seed = seed


def rounds(count: int, seed: int, play: Callable[[int], dict[str, int]], each: int = 1) -> dict[str, int]:
    """Play rounds of ``each`` things, so many things at least, and add up what they count; raises Lost if one breaks.

    The first round has the seed that is given, each later one the next number. A round depends on its seed alone.
    """
    found: Counter[str] = Counter()
    told = time.monotonic()
    for place in range(-(-count // each)):
        try:
            found.update(play(seed + place))
        except Exception as error:  # whatever it is, the seed is told
            raise Lost(seed + place, str(error) or repr(error)) from error
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            print(f"  ... {(place + 1) * each:,} of {count:,}: {in_words(found)}", file=sys.stderr, flush=True)
    return dict(found)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that goes away afterwards."""
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="walletdesk-", dir=place) as name:
        yield Path(name)


def in_words(found: dict[str, int]) -> str:
    """Counts as a person reads them."""
    return ", ".join(f"{value:,} {key}" for key, value in found.items())
