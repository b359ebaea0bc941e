"""G1: a process that works is killed; what it acknowledged is there, nothing is half, and the work can go on.

``run`` kills at random moments, from outside: in turn commands that go on and on in one book, and every kind of act
from its beginning. What was going on is counted. The others kill at calls to the disk, from within, so that a seed
plays the same kill again: at any call, and in the middle of writes.

After every kill the book is opened and all that it says is compared with the model, so every acknowledged transaction
is looked up; at every fifth it is verified in full as well.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.torture import commands, scenes
from tests.torture.acts import ACTS, BOOK, Act
from tests.torture.children import Child
from tests.torture.cutting import Harm, Stage, some_kill
from tests.torture.harness import folder, rounds
from walletdesk.controllers import books

OPENING = 40
"""About so many calls to the disk are in an opening that rolls something back."""

CALM = 4
"""At most so many commands between two kills."""

LIFE = 30
"""So many kills befall one book."""

THOROUGH = 5
AGAIN = 0.2
"""How likely the next opening is killed too."""

EACH = 20
BACKUPS = 3
"""So many are made by the act, if nothing comes between."""

DOING = {
    "editing": "editing forms",
    "backing up": "backing up",
    "restoring": "restoring",
    "upgrading": "migrating",
    "exporting": "exporting",
}
"""What an act is called where it is counted what was going on."""


def command(seed: int, number: int, model: scenes.Model) -> scenes.Command:
    """The command of this number, the same in parent and child."""
    return commands.command(random.Random(f"{seed}-{number}"), model, number)


def work(path: Path, seed: int, number: int, model: scenes.Model, told: int) -> int:
    """Work for ever; a byte is written when the book is open, and after each command that came back."""
    book = books.open(path, scenes.Clock(number))
    os.write(told, b".")
    while True:
        deed = command(seed, number, model)
        deed[0](book)
        deed[1](model)
        os.write(told, b".")
        number += 1


class Pace:
    """How long a step takes about, so that a kill comes at any moment of it, on a slow machine as on a fast one."""

    def __init__(self) -> None:
        self.steps, self.spent = 1, 0.005

    def took(self, steps: int, seconds: float) -> None:
        """So many steps took so long."""
        self.steps += steps
        self.spent += seconds

    def moment(self, dice: random.Random) -> float:
        """After how many seconds the kill comes; now and then in a step much longer than most."""
        return dice.expovariate(self.steps / self.spent)


def killed_after(path: Path, life: tuple[int, int, scenes.Model], pace: Pace, dice: random.Random) -> int:
    """Let a child work from this command on, kill it at some moment; answers how many steps it had told."""
    with Child(lambda tell: work(path, *life, tell)) as child:
        wanted, begin = dice.randrange(CALM + 1), time.perf_counter()
        heard = child.told(wanted)
        pace.took(heard, time.perf_counter() - begin)
        time.sleep(pace.moment(dice))
        assert child.kill(), "the worker ended by itself"
        return heard + child.told()


def killed_opening(path: Path, pace: Pace, dice: random.Random) -> None:
    """Kill a child that only opens what the last kill left: maybe while it rolls a change back."""
    with Child(lambda tell: _open_for_ever(path)) as child:
        time.sleep(pace.moment(dice))
        assert child.kill(), "it could not be opened"


def _open_for_ever(path: Path) -> int:
    while True:
        books.open(path, scenes.Clock(1)).close()


def life(seed: int) -> dict[str, int]:
    """One book that is killed so often; raises AssertionError at the first thing lost."""
    dice, pace, doing = random.Random(seed), Pace(), Counter[str]()
    kills = acknowledged = number = 0
    with folder() as top:
        (top / "work").mkdir()
        path = top / "work" / BOOK
        model = scenes.begin(path)
        while kills < LIFE:
            heard = killed_after(path, (seed, number, model), pace, dice)
            for _ in range(heard - 1):
                model = scenes.applied(model, command(seed, number, model))
                number += 1
            acknowledged += max(heard - 1, 0)
            deed = command(seed, number, model)
            doing[commands.kind(deed) if heard else "opening"] += 1
            kills += 1
            while kills < LIFE and dice.random() < AGAIN:
                killed_opening(path, pace, dice)
                doing["opening after a kill"] += 1
                kills += 1
            after = scenes.applied(model, deed)
            which, wrong = _looked_at(path, (model, after), thorough=kills % THOROUGH == 0)
            assert not wrong, f"kill {kills}, command {number}: {wrong}"
            if which:
                model, number = after, number + 1
    return {"kills": kills, "acknowledged": acknowledged, "lost": 0} | doing


def _looked_at(path: Path, allowed: tuple[scenes.Model, ...], *, thorough: bool) -> tuple[int, list[str]]:
    """Which of the models the book is, and what is wrong with it."""
    with closing(books.open(path, scenes.Clock(3_000))) as book:
        which, wrong = scenes.recognised(book, *allowed)
        wrong += scenes.unsound(book) if thorough else []
    return which, wrong or scenes.traces(path, set.intersection(*(set(model.forgotten) for model in allowed)))


def moments(seed: int) -> dict[str, int]:
    """An act that is killed so often at any moment of it."""
    name = list(DOING)[seed // 2 % len(DOING)]
    act, dice, told, kills = ACTS[name](seed), random.Random(seed), 0, 0
    with folder() as top:
        pristine, place = top / "pristine", top / "work"
        pristine.mkdir()
        act.lay(pristine)
        longest = 0.0
        while kills < LIFE:
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(pristine, place)
            with Child(lambda tell: _done(act, place, tell)) as child:
                begin = time.perf_counter()
                if longest:
                    time.sleep(dice.random() * longest)
                    cut = child.kill()
                else:
                    cut = bool(child.wait())
                    longest = time.perf_counter() - begin
                heard = child.told()
            assert cut or not child.status, f"{name} failed"
            wrong = act.wrong(place, heard, thorough=kills % THOROUGH == 0)
            assert not wrong, f"{name}, {heard} steps told: {wrong}"
            told += heard
            kills += cut
    return {"kills": kills, "acknowledged": told, "lost": 0, DOING[name]: kills}


def _done(act: Act, place: Path, tell: int) -> int:
    act.do(place, lambda: os.write(tell, b".") and None)
    return 0


def run(kills: int, seed: int) -> dict[str, int]:
    """Kill at random moments: commands and acts in turn."""
    return rounds(kills, seed, lambda one: moments(one) if one % 2 else life(one), LIFE)


def _killed(act: type[Act], seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    with folder() as top:
        stage = Stage(act(seed), top)
        calls, told, kills, again = stage.calls(), 0, 0, 0
        for turn in range(EACH):
            then = Harm("any", dice.randrange(1, OPENING), "kill") if dice.random() < AGAIN else None
            ended = stage.cut(some_kill(dice, calls), thorough=turn % THOROUGH == 0, then=then)
            told += ended.told
            kills += ended.killed
            again += ended.again
    return {"kills": kills, "acknowledged": told, "lost": 0, "opening after a kill": again}


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
    return rounds(made, seed, _backed_up, BACKUPS)


def _backed_up(seed: int) -> dict[str, int]:
    dice, kills = random.Random(seed), 0
    with folder() as top:
        for name in ("backing up", "restoring"):
            (top / name).mkdir()
            stage = Stage(ACTS[name](seed), top / name)
            calls = stage.calls()
            for _ in range(BACKUPS):
                kills += stage.cut(some_kill(dice, calls)).killed
    return {"backups": BACKUPS, "restored": 1, "kills": kills, "bad": 0}
