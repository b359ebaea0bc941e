"""G3: any call to the disk fails, once or for good; an act happened or did not, and it can be done again afterwards."""

from __future__ import annotations

import random

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
    """Every call of every kind of act, or so many of them, evenly spread; of one act alone where one is asked for."""
    share = most // len(ACTS)

    def every(at: int) -> dict[str, int]:
        name = list(ACTS)[at % len(ACTS)]
        with folder() as top:
            stage = Stage(ACTS[name](at), top)
            wanted = harms(stage.calls())
            ended = [stage.cut(harm) for harm in wanted[:: -(-len(wanted) // share) if share else 1]]
        refused = sum(one.refused for one in ended)
        return {"faults possible": len(wanted), "made": len(ended), "refused": refused, "lost": 0}

    return rounds(len(ACTS) if share else 1, seed, every)


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
