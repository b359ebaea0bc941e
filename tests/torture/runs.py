"""One run of the table: a program or the tests of a guarantee, in a process of its own, and what it had."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Iterable
from contextlib import suppress

from tests.torture import play, shim
from tests.torture.harness import in_words
from tests.torture.trials import Program, Trial

LONGEST_LINE = 1 << 20
PATIENCE = 20.0
"""Seconds that a program has to end its round, once it is to stop."""


class Run:
    """A process to be run, going, or ended; as text it is its line in the table."""

    def __init__(self, trial: Trial, what: str, command: list[str], why_not: str = "") -> None:
        self.trial, self.what, self.command, self.why_not = trial, what, command, why_not
        self.last, self.begin, self.spent = "", 0.0, 0.0
        self.status: int | None = None
        self.stopped = False

    @property
    def going(self) -> bool:
        """Whether it works just now."""
        return bool(self.begin) and self.status is None

    @property
    def broken(self) -> bool:
        """Whether a promise was broken, or it failed otherwise; being stopped is no failure."""
        return bool(self.status) and not self.stopped

    @property
    def ended(self) -> bool:
        """Whether it went to its end, or cannot be run here."""
        return bool(self.why_not) or (self.status is not None and not self.stopped)

    async def go(self) -> None:
        """Run it to its end; where this is cancelled, let it stop and take what it had."""
        if self.why_not:
            return
        self.begin = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *self.command,
            cwd=play.ROOT,
            env=play.environment(),
            stdout=PIPE,
            limit=LONGEST_LINE,
            start_new_session=True,  # Ctrl+C is for this process, which hands it on to that one alone
        )
        try:
            await self._listen(process)
        except asyncio.CancelledError:
            self.stopped = True
            process.send_signal(signal.SIGINT)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._listen(process), PATIENCE)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self.last = line.decode(errors="replace").strip() or self.last
            self.spent = time.monotonic() - self.begin
        status = await process.wait()
        self.spent = time.monotonic() - self.begin
        self.status = status

    def __str__(self) -> str:
        return f"{self.what:<18} {self.said()}{', stopped' if self.stopped else ''}, {self.spent:.0f} s"

    def said(self) -> str:
        """What it had so far."""
        if self.why_not or not self.begin:
            return self.why_not or "not run"
        return self.last or ("no word" if self.status is None else f"ended with {self.status}")


class Played(Run):
    """A program; the first thing that it counts is what was asked for."""

    def __init__(self, trial: Trial, program: Program, count: int, seed: int) -> None:
        why_not = f"not run, {why}" if program.shimmed and (why := shim.missing()) else ""
        super().__init__(trial, program.what, play.command(program, count, seed), why_not)
        self.count = count

    def said(self) -> str:
        """So many of so many, and what else was counted."""
        if self.begin and (self.last.startswith(play.BROKEN) or self.broken):
            return self.last if self.last.startswith(play.BROKEN) else f"{play.BROKEN}ended with {self.status}"
        if self.begin and not self.last:
            return f"0 of {self.count:,}"
        if not self.last.startswith("{"):
            return super().said()
        found = play.read(self.last)
        (first, reached), *rest = found.items()
        asked = found.get("possible", self.count)
        return ", ".join(filter(None, [f"{reached:,} of {asked:,} {first}", in_words(dict(rest))]))


class Tested(Run):
    """Tests; the last line of pytest tells how many passed."""

    def __init__(self, trial: Trial) -> None:
        super().__init__(trial, "tests", [sys.executable, "-m", "pytest", "-q", *trial.tests])

    def said(self) -> str:
        """How many passed, and which they were."""
        had = re.sub(r"\s+in [0-9.:]+\w.*$", "", super().said().strip("= "))
        which = " ".join(name.removeprefix("tests/") for name in self.trial.tests)
        return f"{play.BROKEN if self.broken else ''}{had} ({which})"


def every_run(trials: Iterable[Trial], seed: int, count: Callable[[Program], int]) -> list[Run]:
    """What there is to be run, in the order of the table."""
    runs: list[Run] = []
    for trial in trials:
        runs += [Played(trial, program, count(program), seed) for program in trial.programs]
        runs += [Tested(trial)] if trial.tests else []
    return runs


def table(trials: Iterable[Trial], runs: list[Run]) -> str:
    """Each guarantee with what its runs had, and whether all was kept."""
    lines: list[str] = []
    for trial in trials:
        lines.append(f"{trial.name:<4}{trial.promise}")
        lines += [f"      {run}" for run in runs if run.trial is trial]
    broken, short = sum(run.broken for run in runs), sum(not run.ended for run in runs)
    told = f"{broken} broken." if broken else "All kept."
    return "\n".join([*lines, f"Stopped early, {short} not at their end. {told}" if short else told])
