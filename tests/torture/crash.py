"""G1: a process that works on a book is killed at random moments; what it acknowledged is there, nothing is half."""

from __future__ import annotations

import os
import random
import signal
import tempfile
from pathlib import Path

from tests.torture import scenes
from walletdesk.controllers import books

CALM = 12
"""At most so many commands between two kills."""


def command(seed: int, number: int, model: scenes.Model) -> scenes.Command:
    """The command of this number, the same in parent and child."""
    return scenes.command(random.Random(f"{seed}-{number}"), model, number)


def work(path: Path, seed: int, number: int, model: scenes.Model, told: int) -> None:
    """Work for ever; a byte is written after each command that came back."""
    clock = scenes.Clock()
    clock.at += number * 1_000_000
    book = books.open(path, clock)
    while True:
        deed = command(seed, number, model)
        deed[0](book)
        deed[1](model)
        os.write(told, b".")
        number += 1


def killed_after(path: Path, seed: int, number: int, model: scenes.Model, dice: random.Random) -> int:
    """Let a child work, kill it at some moment; answers how many commands it had acknowledged."""
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(hear)
            work(path, seed, number, model, tell)
        finally:
            os._exit(1)
    os.close(tell)
    wanted, heard = dice.randrange(CALM), 0
    while heard < wanted:
        heard += len(os.read(hear, wanted - heard))
    for _ in range(dice.randrange(60_000)):  # some moment within the next command; no clock is asked
        pass
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker ended by itself"
    while more := os.read(hear, 4096):
        heard += len(more)
    os.close(hear)
    return heard


def run(kills: int, seed: int) -> dict[str, int]:
    """Kill so often; raises AssertionError at the first thing lost."""
    dice = random.Random(seed)
    acknowledged = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.walletdesk"
        model, number = scenes.begin(path, scenes.Clock()), 0
        for kill in range(kills):
            if kill % 200 == 0:
                path.unlink()
                model = scenes.begin(path, scenes.Clock())
            heard = killed_after(path, seed, number, model, dice)
            acknowledged += heard
            for _ in range(heard):
                model = scenes.applied(model, command(seed, number, model))
                number += 1
            after = scenes.applied(model, command(seed, number, model))
            clock = scenes.Clock()
            clock.at += number * 1_000_000 + 500_000
            book = books.open(path, clock)
            wrong = scenes.faults(book, model, after)
            assert not wrong, f"seed {seed}, kill {kill}, command {number}: {wrong}"
            if model.differences(book):
                model, number = after, number + 1
            book.close()
    return {"kills": kills, "acknowledged": acknowledged, "lost": 0}
