"""Run one program: ``python -m tests.torture.play [--shim] MODULE[:FUNCTION] COUNT SEED``; prints what it counted.

With COUNT 1 and the seed of a round that broke, that round is played again.
"""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.torture import shim
from tests.torture.harness import Lost, Stopped, stop_soon
from tests.torture.trials import Program

ROOT = Path(__file__).parents[2]
BROKEN = "BROKEN "
STOPPED = 130


class Broken(AssertionError):
    """What a program said when a promise was broken, and the command that plays the round again."""


def command(program: Program, count: int, seed: int) -> list[str]:
    """What runs the program in a process of its own; its last line is for ``read``."""
    shimmed = ["--shim"] if program.shimmed else []
    return [sys.executable, "-m", "tests.torture.play", *shimmed, program.what, str(count), str(seed)]


def found(program: Program, count: int, seed: int) -> dict[str, int]:
    """Run the program and wait; raises Broken."""
    words = command(program, count, seed)
    done = subprocess.run(words, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=False)
    last = (done.stdout.strip().splitlines() or [""])[-1]
    if done.returncode:
        raise Broken(last if last.startswith(BROKEN) else f"{BROKEN}{' '.join(words[1:])} ended with {done.returncode}")
    return read(last)


def read(line: str) -> dict[str, int]:
    """What a program printed."""
    counted: dict[str, int] = ast.literal_eval(line)
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
    signal.signal(signal.SIGINT, stop_soon)
    try:
        print(function(what)(count, seed))
    except Lost as lost:
        flag = "--shim " if "--shim" in arguments or shim.loaded() else ""
        print(f"{BROKEN}{lost}; again: python -m tests.torture.play {flag}{what} 1 {lost.seed}".replace("\n", " | "))
        return 1
    except Stopped as stopped:
        print(stopped.found)
        return STOPPED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
