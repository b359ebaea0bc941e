"""G1: a process that works is killed; what it acknowledged is there, nothing is half, and the work can go on.

``run`` kills at random moments, from outside, while commands go on and on in one book: every time the book is compared
with the model, every fifth time it is verified as well. The others kill at calls to the disk, from within, so that a
seed plays the same kill again: at any call, and in the middle of writes; every book is verified every time.
"""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

from tests.torture import commands, scenes
from tests.torture.acts import ACTS, BOOK, Act
from tests.torture.cutting import Harm, Stage, some_kill
from tests.torture.harness import folder, rounds
from walletdesk.controllers import books

CALM = 8
"""At most so many commands between two kills."""

LIFE = 30
"""So many kills befall one book."""

THOROUGH = 5
EACH = 6


def command(seed: int, number: int, model: scenes.Model) -> scenes.Command:
    """The command of this number, the same in parent and child."""
    return commands.command(random.Random(f"{seed}-{number}"), model, number)


def work(path: Path, seed: int, number: int, model: scenes.Model, told: int) -> None:
    """Work for ever; a byte is written after each command that came back."""
    book = books.open(path, scenes.Clock(number))
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
    while heard < wanted and (more := os.read(hear, wanted - heard)):
        heard += len(more)
    for _ in range(dice.randrange(60_000)):  # some moment within the next command; no clock is asked
        pass
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the worker ended by itself"
    while more := os.read(hear, 4096):
        heard += len(more)
    os.close(hear)
    return heard


def life(seed: int) -> dict[str, int]:
    """One book that is killed so often; raises AssertionError at the first thing lost."""
    dice, acknowledged, number = random.Random(seed), 0, 0
    with folder() as top:
        (top / "work").mkdir()
        path = top / "work" / BOOK
        model = scenes.begin(path)
        for kill in range(1, LIFE + 1):
            heard = killed_after(path, seed, number, model, dice)
            acknowledged += heard
            for _ in range(heard):
                model = scenes.applied(model, command(seed, number, model))
                number += 1
            after = scenes.applied(model, command(seed, number, model))
            thorough = kill % THOROUGH == 0
            wrong = scenes.faults_at(path, model, after, thorough=thorough)
            assert not wrong, f"kill {kill}, command {number}: {wrong}"
            if scenes.faults_at(path, model, thorough=False):
                model, number = after, number + 1
    return {"kills": LIFE, "acknowledged": acknowledged, "lost": 0}


def run(kills: int, seed: int) -> dict[str, int]:
    """Kill at random moments."""
    return rounds(kills, seed, life, LIFE)


def _killed(act: type[Act], seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    with folder() as top:
        stage = Stage(act(seed), top)
        calls, told, kills = stage.calls(), 0, 0
        for _ in range(EACH):
            ended = stage.cut(some_kill(dice, calls))
            told += ended.told
            kills += ended.killed
    return {"kills": kills, "acknowledged": told, "lost": 0}


def acts(kills: int, seed: int) -> dict[str, int]:
    """Kill every kind of act in turn at calls to the disk."""
    every = list(ACTS.values())
    return rounds(kills, seed, lambda one: _killed(every[one % len(every)], one), EACH)


def upgrades(kills: int, seed: int) -> dict[str, int]:
    """Kill while an older book is brought to the present version."""
    return rounds(kills, seed, lambda one: _killed(ACTS["upgrading"], one), EACH)


def drafts(kills: int, seed: int) -> dict[str, int]:
    """Kill while forms are edited, kept, posted and thrown away."""
    return rounds(kills, seed, lambda one: _killed(ACTS["editing"], one), EACH)


def exports(kills: int, seed: int) -> dict[str, int]:
    """Kill while a list is written over an older one, and as often let the disk be full at some call."""
    return rounds(kills, seed, _exported, EACH)


def _exported(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    found = _killed(ACTS["exporting"], seed)
    with folder() as top:
        stage = Stage(ACTS["exporting"](seed), top)
        writes, full = stage.calls()["write"], 0
        for _ in range(EACH):
            error = dice.choice(["ENOSPC", "short", "EIO"])
            ended = stage.cut(Harm("write", dice.randrange(1, writes + 1), error, for_good=True))
            full += ended.refused
            hidden = [path.name for path in stage.work.iterdir() if path.name.startswith(".")]
            assert not hidden, f"left behind: {hidden}"
    return found | {"full disks": full}


def backups(made: int, seed: int) -> dict[str, int]:
    """Back up while work goes on, and restore over a book with a journal beside it; every other time kill that."""
    return rounds(made, seed, _backed_up, 6)


def _backed_up(seed: int) -> dict[str, int]:
    dice, kills = random.Random(seed), 0
    with folder() as top:
        for name in ("backing up", "restoring"):
            (top / name).mkdir()
            stage = Stage(ACTS[name](seed), top / name)
            calls = stage.calls()
            for _ in range(3):
                kills += stage.cut(some_kill(dice, calls)).killed
    return {"backups": 3, "restored": 1, "kills": kills, "bad": 0}
