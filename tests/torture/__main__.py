"""The guarantees that can be counted, each with what it had: ``python -m tests.torture [--full] [G1 G2 ...]``.

The short form takes minutes, the full targets hours. Run it from the top of the repository.
"""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.torture import crash, power, shim

SEED = 20_260_101


@dataclass(frozen=True)
class Trial:
    """One guarantee: what is promised, what to do so often, and how often in the short and in the full form."""

    name: str
    promise: str
    run: Callable[[int, int], dict[str, int]]
    short: int
    full: int
    shimmed: bool = False


def under_shim(module: str) -> Callable[[int, int], dict[str, int]]:
    """A program of these tests that runs under the library of shim.py."""

    def run(count: int, seed: int) -> dict[str, int]:
        found: dict[str, int] = ast.literal_eval(shim.run(module, str(count), str(seed)))
        return found

    return run


TRIALS = (
    Trial("G1", "survives a crash of the program", crash.run, 300, 20_000),
    Trial("G2", "survives a power cut", power.run, 2_000, 10_000, shimmed=True),
    Trial("G3", "all or nothing under any I/O error", under_shim("tests.torture.faults"), 1_000, 100_000, shimmed=True),
)


def main(arguments: list[str]) -> int:
    """Run what is asked for and print the table; 1 if a promise was broken."""
    wanted = [name for name in arguments if not name.startswith("--")]
    broken = 0
    for trial in TRIALS:
        if wanted and trial.name not in wanted:
            continue
        count = trial.full if "--full" in arguments else trial.short
        begin = time.perf_counter()
        why = shim.missing() if trial.shimmed else ""
        try:
            had = why or ", ".join(f"{value:,} {key}" for key, value in trial.run(count, SEED).items())
        except AssertionError as error:
            had, broken = f"BROKEN: {error}", broken + 1
        spent = time.perf_counter() - begin
        print(f"{trial.name:<4} {trial.promise:<36} {had}; of {count:,} in {spent:.0f} s", flush=True)
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
