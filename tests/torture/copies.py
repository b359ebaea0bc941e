"""G6: a copy of the file alone, taken by another process between two commands, is the whole book."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

from tests.torture import commands, scenes
from tests.torture.acts import BOOK
from tests.torture.children import Child
from tests.torture.harness import folder, rounds
from walletdesk.controllers import books

EACH = 10


def _commands(seed: int, pause: int) -> int:
    """How many commands there are before this pause."""
    return random.Random(f"{seed}-{pause}").randrange(1, 5)


def _command(seed: int, number: int, model: scenes.Model) -> scenes.Command:
    return commands.command(random.Random(f"{seed}-{number}"), model, number)


def _worker(path: Path, seed: int, model: scenes.Model, tell: int, go: int) -> int:
    """Keep the book open, work, and wait at each pause until the copy is taken."""
    book, number = books.open(path, scenes.Clock(1)), 0
    for pause in range(EACH):
        for _ in range(_commands(seed, pause)):
            deed = _command(seed, number, model)
            deed[0](book)
            deed[1](model)
            number += 1
        os.write(tell, b".")
        os.read(go, 1)
    book.close()
    return 0


def _copied(seed: int) -> dict[str, int]:
    with folder() as top:
        path, copy = top / "work" / BOOK, top / "copy" / BOOK
        path.parent.mkdir()
        copy.parent.mkdir()
        model, number = scenes.begin(path), 0
        wait, go = os.pipe()
        with Child(lambda tell: _worker(path, seed, model, tell, wait)) as child:
            for pause in range(EACH):
                assert child.told(1), "the worker ended by itself"
                for _ in range(_commands(seed, pause)):
                    model = scenes.applied(model, _command(seed, number, model))
                    number += 1
                shutil.copy(path, copy)
                os.write(go, b".")
                wrong = scenes.faults_at(copy, model)
                copy.unlink()
                assert not wrong, f"copy {pause}: {wrong}"
            assert not child.wait(), "the worker failed"
        os.close(wait)
        os.close(go)
    return {"copies": EACH, "damaged": 0, "missing": 0}


def run(copies: int, seed: int) -> dict[str, int]:
    """Copy so often."""
    return rounds(copies, seed, _copied, EACH)
