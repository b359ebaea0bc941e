"""An act done by a child process in which a call to the disk fails, or that is killed at it or at some moment."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.torture import scenes, shim
from tests.torture.acts import BOOK, Act, Tell
from tests.torture.children import Child
from walletdesk.controllers import books
from walletdesk.ledger.refusals import LedgerError

DONE, REFUSED, FAILED = 0, 3, 4


@dataclass(frozen=True)
class Harm:
    """What befalls the child: the nth call of a kind fails so, or kills it; without a kind nothing does."""

    kind: str = ""
    nth: int = 0
    error: str = "EIO"
    for_good: bool = False

    def __str__(self) -> str:
        return f"{self.kind} {self.nth} {self.error}{' for good' if self.for_good else ''}"


@dataclass(frozen=True)
class Ended:
    """How the child ended: how many steps it told, whether it was killed, or said no, and its calls by kind."""

    told: int
    killed: bool
    refused: bool
    fired: bool = False
    calls: dict[str, int] = field(default_factory=dict)
    again: bool = False
    """Whether the opening that followed was killed."""


def done(act: Act, folder: Path, harm: Harm, under: shim.Shim) -> Ended:
    """Do the act in a child, under the library, with this harm. Raises AssertionError where it fails otherwise."""
    note = folder.parent / "note"
    note.unlink(missing_ok=True)
    with Child(lambda tell: _act(act, folder, harm, under, (tell, note))) as child:
        told, status = child.told(), child.wait()
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, f"{harm}: ended by signal {os.WTERMSIG(status)}"
        return Ended(told, killed=True, refused=False, fired=True)
    said = json.loads(note.read_text(encoding="utf-8"))
    assert os.WEXITSTATUS(status) != FAILED, f"{harm}: {said['error']}"
    return Ended(told, False, os.WEXITSTATUS(status) == REFUSED, said["fired"], said["calls"])


def _act(act: Act, folder: Path, harm: Harm, under: shim.Shim, told: tuple[int, Path]) -> int:
    tell, note = told
    error, status = "", DONE
    under.fail(harm.kind or "any", harm.nth, harm.error, harm.for_good)
    try:
        act.do(folder, lambda: os.write(tell, b".") and None)
    except LedgerError:
        status = REFUSED
    except BaseException:  # noqa: BLE001  whatever it is, the parent is to know
        error, status = traceback.format_exc()[-3000:], FAILED
    fired, calls = under.fired, {kind: under.count(kind) for kind in shim.KINDS}
    under.heal()
    note.write_text(json.dumps({"error": error, "fired": fired, "calls": calls}), encoding="utf-8")
    return status


class Opening(Act):
    """A look at what was left, be it a book or not."""

    def do(self, folder: Path, tell: Tell) -> None:
        books.open(folder / BOOK, scenes.Clock(3)).close()


class Stage:
    """An act laid out once, in a folder that is made anew for every time that it is cut off."""

    def __init__(self, act: Act, top: Path) -> None:
        self.act = act
        self.pristine, self.work = top / "pristine", top / "work"
        self.pristine.mkdir()
        self.act.lay(self.pristine)

    def cut(self, harm: Harm, *, thorough: bool = True, then: Harm | None = None) -> Ended:
        """Do it with this harm; raises AssertionError where something is lost or half afterwards.

        ``thorough``: the books are verified too, where all that they say is right. ``then`` befalls the next opening,
        which may be rolling back what the harm left.
        """
        if self.work.exists():
            shutil.rmtree(self.work)
        shutil.copytree(self.pristine, self.work)
        ended = done(self.act, self.work, harm, shim.Shim(self.work))
        assert harm.kind or ended.told == self.act.steps, f"{type(self.act).__name__} told {ended.told} steps"
        if then:
            again = done(Opening(self.act.seed), self.work, then, shim.Shim(self.work))
            ended = replace(ended, again=again.killed)
        wrong = self.act.wrong(self.work, ended.told, thorough=thorough)
        assert not wrong, f"{type(self.act).__name__}, {harm}, {ended.told} steps told: {wrong}"
        return ended

    def calls(self) -> dict[str, int]:
        """How many calls of each kind there are when nothing fails."""
        return self.cut(Harm()).calls


def some_kill(dice: random.Random, calls: dict[str, int]) -> Harm:
    """A kill at any call that changes something or reads, now and then in the middle of a write."""
    if dice.random() < 0.3 and calls["write"]:
        return Harm("write", dice.randrange(1, calls["write"] + 1), "torn kill")
    return Harm("any", dice.randrange(1, calls["any"] + 1), "kill")
