"""How long the window's thread is ever kept from coming round while long work runs on the lane.

By hand: ``PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_waits.py [BOOK.walletdesk ...] [--rows 200k]
[--wallets 25k]``. Each book (made when none is named; its .json beside it) is copied first. Somebody types into the
window's search field all the while.

A stretch is the time from one look at the window's thread to the next. Of the worst ones three figures are told, in
milliseconds: by the clock; what of it this process was at work for, so that other programs on the machine count for
nothing; and what the window's thread itself computed.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.benchmarks.ledgers import TEXTS, Made

TICK = 0.002
TYPED = 0.2
"""Seconds between two keys."""


def write_csv(path: Path, rows: int, customers: int = 5_000, seed: int = 1) -> None:
    """A file to import: deposits and withdrawals of customers, some of whom a book may have."""
    dice = random.Random(seed)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("Date", "Customer", "Kind", "Amount", "Memo", "Reference"))
        for number in range(rows):
            day = f"2{number * 9 // rows:03d}-{1 + number * 108 // rows % 12:02d}-{1 + number % 28:02d}"
            kind = "Withdrawal" if dice.random() < 0.3 else "Deposit"
            text = f"{dice.choice(TEXTS)} {dice.randrange(10_000)}"
            amount = f"{dice.randrange(1, 500_000) / 100:.2f}"
            writer.writerow((day, f"C-{10_000 + dice.randrange(customers)}", kind, amount, text, f"REF-{number}"))


@dataclass
class Waits:
    """What was seen while one piece of work ran: seconds and milliseconds."""

    seconds: float = 0.0
    rounds: int = 0
    clock: float = 0.0
    at_work: float = 0.0
    own: float = 0.0
    above: int = 0
    """Stretches of more than 50 ms, other programs left out."""

    def add(self, clock: float, process: float, own: float) -> None:
        """One stretch."""
        at_work = min(clock, process)
        self.rounds += 1
        self.clock, self.at_work, self.own = max(self.clock, clock), max(self.at_work, at_work), max(self.own, own)
        self.above += at_work > 50


class Person:
    """The window on a copy of a book, and what is done in it."""

    def __init__(self, book: Path) -> None:
        from walletdesk import app
        from walletdesk.ui.widgets.search import SearchField

        self.app = app.make_application()
        self.window: Any = app.open_window(book)
        self.session = self.window.session
        self.window.show()
        self.watched(lambda: self.window.library.facts is not None)
        self.settle()
        self.window.go("wallets")
        self.settle()
        self.field = next(field for field in self.window.findChildren(SearchField) if field.isVisible())

    def settle(self) -> None:
        """Until the lane has nothing to do and its answers are painted."""
        self.watched(self.session.idle)

    def watched(self, over: Callable[[], object], typing: bool = False) -> Waits:
        """The stretches until it is over."""
        from PySide6.QtTest import QTest

        waits = Waits()
        begin = last = key = time.perf_counter()
        process, own = time.process_time(), time.thread_time()
        while not over():
            if typing and last - key > TYPED:
                key = last
                QTest.keyClicks(self.field, "a") if len(self.field.text()) < 3 else self.field.clear()
            self.app.processEvents()
            now, process_now, own_now = time.perf_counter(), time.process_time(), time.thread_time()
            waits.add((now - last) * 1000, (process_now - process) * 1000, (own_now - own) * 1000)
            last, process, own = now, process_now, own_now
            time.sleep(TICK)
        waits.seconds = time.perf_counter() - begin
        if typing:
            self.field.clear()
        return waits

    def task(self, factory: Callable[..., Any], *args: object, exclusive: bool = False) -> Waits:
        """A task as the shell runs it."""
        task = self.window.shell.start_task("benchmark", factory, *args, exclusive=exclusive)
        ended: list[object] = []
        task.ended.connect(lambda: ended.append(None))
        waits = self.watched(lambda: ended, typing=True)
        self.settle()
        return waits

    def imported(self, path: Path) -> Iterator[tuple[str, Waits]]:
        """A file looked at and checked, checked again with another mapping, and written."""
        from walletdesk.controllers.importing import Create, Kinds
        from walletdesk.ui.batch_work import State
        from walletdesk.ui.importing.window import open_import

        window = open_import(self.window.shell, path)
        assert window is not None
        work = window.work
        yield "a file looked at", self.watched(lambda: work.sheet is not None, typing=True)
        kinds = Kinds(issue=("Deposit",), redeem=("Withdrawal",))
        work.change(replace(work.mapping, kinds=kinds, create=Create(True, True)))
        yield "rows checked", self.watched(lambda: work.state is State.CHECKED, typing=True)
        work.change(replace(work.mapping, kinds=Kinds(issue=("Deposit", "Withdrawal"))))
        yield "rows checked again", self.watched(lambda: work.state is State.CHECKED, typing=True)
        print(f"{work.count():,} rows, {len(work.plan.ready) if work.plan else 0:,} ready", file=sys.stderr)
        work.write()
        yield "rows written", self.watched(lambda: work.state is not State.WRITING, typing=True)
        yield "and shown", self.watched(self.session.idle, typing=True)
        window.close()

    def run_for_many(self, wallets: int) -> Iterator[tuple[str, Waits]]:
        """Points to every customer's wallet of the first asset."""
        from walletdesk.controllers.many import Action, Measure
        from walletdesk.ui.batch_work import State
        from walletdesk.ui.many.window import open_many

        window = open_many(self.window.shell)
        assert window is not None
        self.settle()
        work = window.work
        euro = next(asset.id for asset in self.window.shell.assets.values() if asset.code == "EUR")
        work.change(replace(work.wish, asset=euro, action=Action.ISSUE, measure=Measure.FIXED, amount="1"))
        yield "a run for many checked", self.watched(lambda: work.state is State.CHECKED, typing=True)
        print(f"{len(work.plan.rows) if work.plan else 0:,} wallets of {wallets:,}", file=sys.stderr)
        work.write("A gift")
        yield "and written", self.watched(lambda: work.state is not State.WRITING, typing=True)
        yield "and shown", self.watched(self.session.idle, typing=True)
        window.close()


def lines(book: Path, facts: Made, folder: Path, rows: int, wallets: int) -> Iterator[tuple[str, Waits]]:
    """Everything long that a person starts."""
    from walletdesk.controllers import backups, exporting, restoring, verifying
    from walletdesk.ledger.values import ALWAYS

    person = Person(book)
    place = backups.Place(folder / "backups")
    yield "nothing at all", person.watched(_after(3.0), typing=True)
    yield "Verify", person.task(verifying.verify_book)
    yield "a ledger exported", person.task(exporting.ledger, facts.busiest, ALWAYS, folder / "ledger.csv")
    yield "everything exported", person.task(exporting.everything, folder / "everything")
    yield "a backup", person.task(backups.make, place)
    yield "compared for a restore", person.task(restoring.difference, next(place.folder.glob("*.walletdesk")))
    write_csv(folder / "rows.csv", rows)
    yield from person.imported(folder / "rows.csv")
    yield from person.run_for_many(wallets)
    person.window.close()
    person.settle()


def _after(seconds: float) -> Callable[[], bool]:
    end = time.perf_counter() + seconds
    return lambda: time.perf_counter() > end


def main(arguments: list[str]) -> None:
    """Print a table for each book."""
    from tests.benchmarks.bench_book import made, number

    def given(name: str, otherwise: str) -> int:
        return number(arguments.pop(arguments.index(name) + 1) if name in arguments else otherwise)

    rows, wallets = given("--rows", "200k"), given("--wallets", "25k")
    books = [Path(text) for text in arguments if not text.startswith("--")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for kind in ("DATA", "CONFIG", "STATE", "CACHE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / kind.lower())
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        for at, path in enumerate(books or [made(folder, 100_000)]):
            place = folder / str(at)
            place.mkdir()
            copy = place / "book.walletdesk"
            shutil.copy(path, copy)
            facts = Made(**json.loads(path.with_suffix(".json").read_text()))
            print(f"\n{path.name:<26}{'seconds':>9}{'rounds':>8}{'clock':>8}{'at work':>9}{'own':>7}{'>50 ms':>8}")
            with suppress(BrokenPipeError):
                for what, seen in lines(copy, facts, place, rows, wallets):
                    print(
                        f"{what:<26}{seen.seconds:9.1f}{seen.rounds:8,}{seen.clock:8.0f}{seen.at_work:9.0f}"
                        f"{seen.own:7.0f}{seen.above:8}",
                        flush=True,
                    )


if __name__ == "__main__":
    main(sys.argv[1:])
