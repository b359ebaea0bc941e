"""The guarantees, each with what it had: ``python -m tests.torture [--full] [--seed N] [--count N] [G1 G2 ...]``.

The short form takes minutes, the full targets hours. Run it from the top of the repository.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time

from tests.torture import play, shim
from tests.torture.harness import in_words
from tests.torture.trials import TRIALS, Program, Trial

SEED = 20_260_101


def main(arguments: list[str]) -> int:
    """Run what is asked for and print the table; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="G1", help="these guarantees only")
    parser.add_argument("--full", action="store_true", help="the full counts, which take hours")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, help="as many of each instead")
    asked = parser.parse_args(arguments)
    broken = 0
    for trial in TRIALS:
        if asked.names and trial.name not in asked.names:
            continue
        print(f"{trial.name:<4}{trial.promise}", flush=True)
        for program in trial.programs:
            count = asked.count or (program.full if asked.full else program.short)
            broken += not _programmed(program, count, asked.seed)
        if trial.tests:
            broken += not _tested(trial)
    print("All kept." if not broken else f"{broken} broken.")
    return min(broken, 1)


def _programmed(program: Program, count: int, seed: int) -> bool:
    begin = time.perf_counter()
    why = shim.missing() if program.shimmed else ""
    kept = True
    try:
        had = f"not run, {why}" if why else in_words(play.found(program, count, seed))
    except play.Broken as error:
        had, kept = str(error), False
    print(f"      {program.what:<18} {had}; {count:,} asked, {time.perf_counter() - begin:.0f} s", flush=True)
    return kept


def _tested(trial: Trial) -> bool:
    """Run the tests in a process of their own; the last line of pytest tells how many passed."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", *trial.tests]
    done = subprocess.run(command, cwd=play.ROOT, env=play.environment(), capture_output=True, text=True, check=False)
    last = (done.stdout.strip().splitlines() or [""])[-1]
    had = re.sub(r"\s+in [0-9.:]+\w.*$", "", last.strip("= "))
    which = " ".join(name.removeprefix("tests/") for name in trial.tests)
    spent = time.perf_counter() - begin
    print(f"      {'tests':<18} {had} ({which}), {spent:.0f} s{'' if not done.returncode else '  BROKEN'}", flush=True)
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
