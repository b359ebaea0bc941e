"""Things that are done to the files of a folder, and what may be there afterwards if they were cut off anywhere.

Each act lays out a folder, is done in it, telling each step that came back, and says what is wrong with a folder in
which so many steps were told. Kills, power cuts and faults are the same for all of them.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from tests.torture import commands, scenes
from walletdesk.controllers import backups, books, exporting, restoring
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.values import ALWAYS
from walletdesk.store import drafts
from walletdesk.store.book import Book

BOOK = "book.walletdesk"
V1 = Path(__file__).parents[1] / "store" / "books" / "v1.walletdesk"
Tell = Callable[[], None]


class Act:
    """A long work on the files of a folder; all of it follows from the seed."""

    steps = 1
    """How many are told if nothing comes between."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def lay(self, folder: Path) -> None:
        """Lay out what there is before."""
        raise NotImplementedError

    def do(self, folder: Path, tell: Tell) -> None:
        """Do it, and tell each step that came back. Raises LedgerError where the disk refuses."""
        raise NotImplementedError

    def wrong(self, folder: Path, told: int, *, thorough: bool = True) -> list[str]:
        """What is wrong with what was left after so many steps came back; it may be worked on.

        Everything that a book says is compared always; ``thorough``: it is verified as well.
        """
        raise NotImplementedError


class Working(Act):
    """Commands on a book, one after the other."""

    steps = 20
    maker = staticmethod(commands.command)
    lead = 12
    """So many commands lie in the book before."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.models = [scenes.Model()]
        for number in range(self.lead + self.steps):
            self.models.append(scenes.applied(self.models[-1], self.command(number)))

    def command(self, number: int) -> scenes.Command:
        """The command of this number."""
        return self.maker(random.Random(f"{self.seed}-{number}"), self.models[number], number)

    def model(self, told: int) -> scenes.Model:
        """What is in the book after so many steps."""
        return self.models[min(self.lead + told, len(self.models) - 1)]

    def lay(self, folder: Path) -> None:
        scenes.begin(folder / BOOK)
        with closing(books.open(folder / BOOK, scenes.Clock(1))) as book:
            self.run(book, 0, self.lead)

    def run(self, book: Book, first: int, end: int, tell: Tell = lambda: None) -> None:
        """The commands of these numbers."""
        for number in range(first, end):
            self.command(number)[0](book)
            tell()

    def do(self, folder: Path, tell: Tell) -> None:
        with closing(books.open(folder / BOOK, scenes.Clock(2))) as book:
            self.run(book, self.lead, self.lead + self.steps, tell)

    def wrong(self, folder: Path, told: int, *, thorough: bool = True) -> list[str]:
        wrong = scenes.traces(folder / BOOK, set(self.model(told).forgotten))
        return wrong + scenes.faults_at(folder / BOOK, self.model(told), self.model(told + 1), thorough=thorough)


class Editing(Working):
    """Forms edited, kept, posted and thrown away."""

    maker = staticmethod(commands.editing)


class BackingUp(Working):
    """A book backed up three times while work on it goes on between the slices."""

    steps = 15
    each = 5
    """The fifth step of every five is a backup."""

    def command_number(self, step: int) -> int:
        """How many commands came back with so many steps."""
        return step - step // self.each

    def model(self, told: int) -> scenes.Model:
        return super().model(self.command_number(min(told, self.steps)))

    def do(self, folder: Path, tell: Tell) -> None:
        number = self.lead
        with closing(books.open(folder / BOOK, scenes.Clock(2))) as book:
            for _ in range(self.steps // self.each):
                task = backups.make(book, backups.Place(folder / "backups"))
                for _ in range(self.each - 1):
                    next(task)
                    self.run(book, number, number + 1, tell)
                    number += 1
                finish(task)
                tell()

    def wrong(self, folder: Path, told: int, *, thorough: bool = True) -> list[str]:
        wrong = super().wrong(folder, told, thorough=thorough)
        with closing(books.open(folder / BOOK, scenes.Clock(3_000))) as book:
            made = restoring.found(folder / "backups", book.id)
        if len(made) < told // self.each:
            wrong.append(f"{len(made)} backups are there, {told // self.each} were made")
        for backup in made:
            allowed = (self.model(step) for step in range(self.steps + 1))
            wrong += scenes.faults_at(backup.path, *allowed, thorough=thorough)
        return wrong


class Restoring(Working):
    """A backup put into the place of a book that a crash left with a journal to be rolled back."""

    steps = 1
    lead = 16
    then = 8
    """The backup holds so many commands."""

    def lay(self, folder: Path) -> None:
        scenes.begin(folder / BOOK)
        with closing(books.open(folder / BOOK, scenes.Clock(1))) as book:
            self.run(book, 0, self.then)
            finish(backups.make(book, backups.Place(folder / "backups")))
            self.run(book, self.then, self.lead)
            _crashed(book)

    def do(self, folder: Path, tell: Tell) -> None:
        (backup,) = (folder / "backups").glob("*.walletdesk")
        restoration = finish(restoring.prepare(folder / BOOK, backup, scenes.Clock(2)))
        restoring.reopen(restoration, scenes.Clock(2)).close()
        if restoration.refusal:
            raise restoration.refusal
        tell()

    def wrong(self, folder: Path, told: int, *, thorough: bool = True) -> list[str]:
        present, past = self.models[self.lead], self.models[self.then]
        kept = folder / f"book.before-restore{Path(BOOK).suffix}"
        with closing(books.open(folder / BOOK, scenes.Clock(3_000))) as book:
            which, wrong = scenes.recognised(book, past, *([] if told else [present]))
            wrong += scenes.unsound(book) if thorough else []
        if not wrong and not which:
            wrong += scenes.faults_at(kept, present, thorough=thorough) if kept.exists() else ["the old file is gone"]
        if not wrong and not told:  # it goes on where it was cut off
            self.do(folder, lambda: None)
            wrong = scenes.faults_at(folder / BOOK, past, thorough=thorough)
        return wrong


def _crashed(book: Book) -> None:
    """Let the files be as after a crash in a change so large that a part of it is in the file already."""
    aside = [(path, path.with_name(f"{path.name}.aside")) for path in (book.path, Path(f"{book.path}-journal"))]
    try:
        with book.unit():
            book.rows("PRAGMA cache_size = 2")
            for number in range(60):
                drafts.save(book, scenes.PROJECT, None, f"{number}" * 3_000)
            for path, copy in aside:
                shutil.copy(path, copy)
            raise InterruptedError
    except InterruptedError:
        book.close()
    for path, copy in aside:
        copy.replace(path)


class Upgrading(Act):
    """A book of the first version brought to this one."""

    def lay(self, folder: Path) -> None:
        shutil.copy(V1, folder / BOOK)

    def do(self, folder: Path, tell: Tell) -> None:
        finish(books.upgrade(folder / BOOK, scenes.Clock(2)))
        tell()

    def wrong(self, folder: Path, told: int, *, thorough: bool = True) -> list[str]:
        path, kept = folder / BOOK, folder / f"book.v1{Path(BOOK).suffix}"
        if not told and books.older(path):
            if path.read_bytes() != V1.read_bytes():
                return ["the old book was touched"]
            self.do(folder, lambda: None)  # it goes on where it was cut off
        with closing(books.open(path, scenes.Clock(3_000))) as book:
            wrong = scenes.unsound(book) if thorough else []
            if _rows(book) != _old_rows():
                wrong.append("other money than before")
        if not kept.exists() or not _is_old(kept):  # a copy where links are refused
            wrong.append("the old file is gone")
        return wrong


class Exporting(Working):
    """Lists written over older ones."""

    steps = 1
    lead = 30
    old = b"an older list\r\n" * 50_000

    def lay(self, folder: Path) -> None:
        super().lay(folder)
        (folder / "list.csv").write_bytes(self.old)

    def do(self, folder: Path, tell: Tell) -> None:
        with closing(books.open(folder / BOOK, scenes.Clock(2), writable=False)) as book:
            finish(exporting.transactions(book, scenes.PROJECT, ALWAYS, folder / "list.csv"))
        tell()

    def wrong(self, folder: Path, told: int, *, thorough: bool = True) -> list[str]:
        path, again = folder / "list.csv", folder / "again.csv"
        with closing(books.open(folder / BOOK, scenes.Clock(3_000))) as book:
            finish(exporting.transactions(book, scenes.PROJECT, ALWAYS, again))
        if not path.exists():
            return ["the list is gone"]
        whole = path.read_bytes() == again.read_bytes()
        return [] if whole or (not told and path.read_bytes() == self.old) else ["the list is neither old nor new"]


def _is_old(path: Path) -> bool:
    """Whether this is the book of the first version, as it was or as SQLite copies it."""
    if path.read_bytes() == V1.read_bytes():
        return True
    with closing(books.open(path, writable=False)) as book:
        return books.older(path) and _rows(book) == _old_rows()


@cache
def _old_rows() -> list[list[tuple[object, ...]]]:
    with closing(books.open(V1, writable=False)) as book:
        return _rows(book)


def _rows(book: Book) -> list[list[tuple[object, ...]]]:
    return [book.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("txn", "entry", "event")]


ACTS: dict[str, type[Act]] = {
    "working": Working,
    "editing": Editing,
    "backing up": BackingUp,
    "restoring": Restoring,
    "upgrading": Upgrading,
    "exporting": Exporting,
}
