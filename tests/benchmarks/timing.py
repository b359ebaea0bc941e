"""How the benchmarks take times: medians of many rounds after one warm-up, in milliseconds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

ROUNDS = 21


def once(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of a usual run."""
    work()
    return statistics.median(once(work) for _ in range(rounds))
