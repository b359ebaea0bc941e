"""The guarantees, each with what it had: ``python -m tests.torture [--full] [--seed N] [--jobs N] [G1 G2 ...]``.

The short form takes minutes, the full targets an hour or two of one core. What goes on is told every minute, the table
comes at the end; Ctrl+C (or SIGTERM) prints it with what was reached so far. Run it from the top of the repository.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from tests.torture.runs import Run, every_run, table
from tests.torture.trials import TRIALS

SEED = 20_260_101
TELL_EVERY = 60.0


def main(arguments: list[str]) -> int:
    """Run what is asked for and print the table; 1 if a promise was broken, 130 if it was stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="G1", help="these guarantees only")
    parser.add_argument("--full", action="store_true", help="the full counts")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, help="as many of each instead")
    parser.add_argument("--jobs", type=int, default=1, help="so many programs at once")
    asked = parser.parse_args(arguments)
    trials = [trial for trial in TRIALS if not asked.names or trial.name in asked.names]
    runs = every_run(trials, asked.seed, lambda p: asked.count or (p.full if asked.full else p.short))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a shell turns off for what runs in the background
    asyncio.run(_all(runs, asked.jobs))
    print(table(trials, runs))
    if any(run.broken for run in runs):
        return 1
    return 0 if all(run.ended for run in runs) else 130


async def _all(runs: list[Run], jobs: int) -> None:
    """Run them, so many at once, until they have ended or somebody stops it."""
    this, seats = asyncio.current_task(), asyncio.Semaphore(jobs)
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    telling = asyncio.create_task(_tell(runs))
    try:
        outcomes = await asyncio.gather(*(_one(run, seats) for run in runs), return_exceptions=True)
    except asyncio.CancelledError:  # by now all of them have stopped
        return
    finally:
        telling.cancel()
    for error in outcomes:
        if error is not None:
            raise error


async def _one(run: Run, seats: asyncio.Semaphore) -> None:
    async with seats:
        await run.go()
        print(f"{run.trial.name:<4}{run}", file=sys.stderr, flush=True)


async def _tell(runs: list[Run]) -> None:
    while True:
        await asyncio.sleep(TELL_EVERY)
        for run in runs:
            if run.going:
                print(f"  ... {run.trial.name:<4}{run}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
