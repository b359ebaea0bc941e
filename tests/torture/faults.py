"""G3: any call to the disk fails, once or for good; an act happened or did not, and it can be done again afterwards."""

from __future__ import annotations

import random
from contextlib import ExitStack

from tests.torture.acts import ACTS
from tests.torture.cutting import Harm, Stage
from tests.torture.harness import folder, rounds
from tests.torture.shim import KINDS

ERRORS = ("EIO", "ENOSPC", "EACCES", "short")
EACH = 6


def harms(calls: dict[str, int]) -> list[Harm]:
    """Every single call of every kind, once alone and once with all that follow it."""
    return [
        Harm(kind, nth, ERRORS[(nth + for_good) % len(ERRORS)], for_good)
        for kind in KINDS
        if kind != "any"
        for nth in range(1, calls[kind] + 1)
        for for_good in (False, True)
    ]


def exhaustive(most: int, seed: int) -> dict[str, int]:
    """Every call of every kind of act, or so many of them. The acts are always the same ones.

    The faults lie in a circle, mixed; a seed tells where it is entered, and a walk of so many is all of them.
    """
    with ExitStack() as folders:
        stages = [Stage(act(0), folders.enter_context(folder())) for act in ACTS.values()]
        circle = [(stage, harm) for stage in stages for harm in harms(stage.calls())]
        random.Random(0).shuffle(circle)

        def some(at: int) -> dict[str, int]:
            places = [(at * EACH + step) % len(circle) for step in range(EACH)]
            ended = [stage.cut(harm) for stage, harm in map(circle.__getitem__, places)]
            return {"faults": len(ended), "refused": sum(one.refused for one in ended), "lost": 0}

        return rounds(min(most, len(circle)), seed, some, EACH, known={"possible": len(circle)})


def run(runs: int, seed: int) -> dict[str, int]:
    """So many faults at random, in acts of ever new content."""
    every = list(ACTS.values())

    def some(one: int) -> dict[str, int]:
        dice = random.Random(one)
        with folder() as top:
            stage = Stage(every[one % len(every)](one), top)
            wanted = harms(stage.calls())
            ended = [stage.cut(dice.choice(wanted)) for _ in range(EACH)]
        return {"faults": sum(e.fired for e in ended), "refused": sum(e.refused for e in ended), "lost": 0}

    return rounds(runs, seed, some, EACH)
