"""G3: commands, faults, crashes, reopenings, backups and restorings in any order, from a seed, against the model.

After every step the book is compared with the model, and at the end of each life, of a hundred steps, it is verified.
"""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

from tests.torture import commands, scenes
from tests.torture.acts import BOOK, Act, Tell
from tests.torture.cutting import Harm, done
from tests.torture.harness import folder, rounds
from tests.torture.shim import Shim
from walletdesk.controllers import backups, books, restoring
from walletdesk.controllers.backups import Place
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.refusals import BookFault, LedgerError
from walletdesk.store.book import Book

LIFE = 100
KINDS = ("write", "sync", "read", "truncate", "open", "unlink")
ERRORS = ("EIO", "ENOSPC", "EACCES", "short")


class Crash(Act):
    """Commands in a child that is killed: the model goes along in the parent as far as they were told."""

    def __init__(self, life: Life) -> None:
        super().__init__(life.seed)
        self.life = life
        self.models = [life.model]
        for number in range(6):
            self.models.append(scenes.applied(self.models[-1], self.command(number)))

    def command(self, number: int) -> scenes.Command:
        """The command of this number after the life's last one."""
        return self.life.command(self.life.number + number, self.models[number])

    def do(self, folder: Path, tell: Tell) -> None:
        book = books.open(folder / BOOK, scenes.Clock(self.life.number))
        for number in range(6):
            self.command(number)[0](book)
            tell()


class Life:
    """One book, from its beginning through a hundred steps."""

    def __init__(self, seed: int, top: Path) -> None:
        self.seed, self.number = seed, 0
        self.dice = random.Random(seed)
        self.work, self.aside = top / "work", top / "aside"
        self.work.mkdir()
        self.model = scenes.begin(self.work / BOOK)
        self.pasts: dict[Path, scenes.Model] = {}
        self.counts = {"steps": 0, "faults": 0, "crashes": 0, "restored": 0, "lost": 0}
        self.shim = Shim(self.work)
        self.book = self.opened()

    def command(self, number: int, model: scenes.Model) -> scenes.Command:
        """The command of this number."""
        return commands.command(random.Random(f"{self.seed}-{number}"), model, number)

    def opened(self) -> Book:
        """Open the book; where a fault hits that it is refused, and opens once the fault is gone."""
        try:
            return books.open(self.work / BOOK, scenes.Clock(self.number))
        except BookFault:
            self.heal()
            return books.open(self.work / BOOK, scenes.Clock(self.number))

    def heal(self) -> None:
        """Whatever failed works again."""
        self.counts["faults"] += self.shim.fired
        self.shim.heal()

    def step(self) -> None:
        """One thing more, and a look at the book."""
        step = self.dice.choices(
            (self.work_on, self.arm, self.reopen, self.crash, self.back_up, self.restore), (70, 12, 6, 6, 4, 2)
        )[0]
        step()
        self.counts["steps"] += 1
        try:
            wrong = self.model.differences(self.book)
        except BookFault:
            self.heal()
            wrong = self.model.differences(self.book)
        assert not wrong, f"step {self.counts['steps']}, {step.__name__}, command {self.number}: {wrong}"

    def work_on(self) -> None:
        """A command."""
        deed = self.command(self.number, self.model)
        after = scenes.applied(self.model, deed)
        self.number += 1
        try:
            deed[0](self.book)
            self.model = after
        except BookFault:
            self.heal()
            if self.dice.random() < 0.5:
                self.reopen()
            if self.model.differences(self.book):  # an error at the commit leaves open whether it happened
                self.model = after

    def arm(self) -> None:
        """A fault in some call to come."""
        self.heal()
        nth = 1 + int(90 * self.dice.random() ** 2)
        self.shim.fail(self.dice.choice(KINDS), nth, self.dice.choice(ERRORS), for_good=self.dice.random() < 0.3)

    def reopen(self) -> None:
        """Close the book and open it again."""
        with suppress(BookFault):
            self.book.close()
        self.book = self.opened()

    def crash(self) -> None:
        """Kill a child at work."""
        self.heal()
        self.book.close()
        act = Crash(self)
        ended = done(act, self.work, Harm("any", self.dice.randrange(1, 250), "kill"), self.shim)
        self.counts["crashes"] += ended.killed
        self.number += ended.told + 1
        self.book = self.opened()
        before, after = act.models[ended.told], act.models[min(ended.told + 1, 6)]
        self.model = after if before.differences(self.book) else before

    def back_up(self) -> None:
        """A backup, which is the book as it is."""
        try:
            made = finish(backups.make(self.book, Place(self.work / "backups")))
        except LedgerError:
            self.heal()
            return
        self.pasts[made.path] = self.model
        self.heal()
        copy = self.aside / made.path.name
        self.aside.mkdir(exist_ok=True)
        shutil.copy(made.path, copy)
        wrong = scenes.faults_at(copy, self.model)
        assert not wrong, f"the backup: {wrong}"

    def restore(self) -> None:
        """One of the backups takes the book's place."""
        there = [path for path in self.pasts if path.exists()]
        if not there:
            return
        self.heal()
        backup = self.dice.choice(there)
        self.book.close()
        restoration = finish(restoring.prepare(self.work / BOOK, backup, scenes.Clock(self.number)))
        self.book = restoring.reopen(restoration, scenes.Clock(self.number))
        assert restoration.refusal is None, restoration.refusal
        self.model = self.pasts[backup]
        self.counts["restored"] += 1


def _life(seed: int) -> dict[str, int]:
    with folder() as top:
        life = Life(seed, top)
        for _ in range(LIFE):
            life.step()
        life.heal()
        life.book.close()
        wrong = scenes.faults_at(life.work / BOOK, life.model)
        assert not wrong, f"at the end: {wrong}"
        return life.counts


def run(steps: int, seed: int) -> dict[str, int]:
    """So many steps, a hundred in each life."""
    return rounds(steps, seed, _life, LIFE)
