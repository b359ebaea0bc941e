"""Long work as a row of short slices, with progress and cancel.

A task is a generator that yields its progress between slices and returns its value. Whoever runs it decides what goes
on in between; closing it cancels it, and a task that writes leaves nothing half-done when it is closed.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a task is: ``done`` of ``total`` (0: not known yet), and what it is doing."""

    done: int
    total: int
    what: str = ""


Task = Generator[Progress, None, T]


def told(steps: Generator[tuple[int, int], None, T], what: str = "", *, measured: bool = True) -> Task[T]:
    """Another room's steps, each (done, total), as a task; not ``measured`` where they only come before the rest."""
    with closing(steps):
        while True:
            try:
                done, total = next(steps)
            except StopIteration as end:
                value: T = end.value
                return value
            yield Progress(done, total, what) if measured else Progress(0, 0, what)


def finish(task: Task[T]) -> T:
    """Run a task to its end and answer its value."""
    while True:
        try:
            next(task)
        except StopIteration as end:
            value: T = end.value
            return value
