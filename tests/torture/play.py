"""Run one program: ``python -m tests.torture.play [--shim] MODULE[:FUNCTION] COUNT SEED``; prints what it counted.

With COUNT 1 and the seed of a round that broke, that round is played again.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.torture import shim
from tests.torture.harness import Lost
from tests.torture.trials import Program

ROOT = Path(__file__).parents[2]
BROKEN = "BROKEN "


class Broken(AssertionError):
    """What a program said when a promise was broken, and the command that plays the round again."""


def found(program: Program, count: int, seed: int) -> dict[str, int]:
    """Run the program in a process of its own; raises Broken."""
    command = [sys.executable, "-m", "tests.torture.play", program.what, str(count), str(seed)]
    if program.shimmed:
        command.insert(3, "--shim")
    done = subprocess.run(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1:] or [""]
    if done.returncode:
        told = (
            last[0] if last[0].startswith(BROKEN) else f"{BROKEN}{' '.join(command[1:])} ended with {done.returncode}"
        )
        raise Broken(told)
    counted: dict[str, int] = ast.literal_eval(last[0])
    return counted


def environment() -> dict[str, str]:
    """This process's environment, with these tests to be found."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def function(what: str) -> Callable[[int, int], dict[str, int]]:
    """The program of this name."""
    module, _, name = what.partition(":")
    run: Callable[[int, int], dict[str, int]] = getattr(import_module(f"tests.torture.{module}"), name or "run")
    return run


def main(arguments: list[str]) -> int:
    """Run it, under the library if asked for."""
    wanted = [word for word in arguments if word != "--shim"]
    if "--shim" in arguments and not shim.loaded():
        command = [sys.executable, "-m", "tests.torture.play", *wanted]
        os.execve(sys.executable, command, {**environment(), "LD_PRELOAD": str(shim.library())})
    what, count, seed = wanted[0], int(wanted[1]), int(wanted[2])
    try:
        print(function(what)(count, seed))
    except Lost as lost:
        flag = "--shim " if "--shim" in arguments or shim.loaded() else ""
        print(f"{BROKEN}{lost}; again: python -m tests.torture.play {flag}{what} 1 {lost.seed}".replace("\n", " | "))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
