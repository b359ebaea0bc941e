"""G3: any call to the disk fails, once or for good; a command happened or did not, and the book goes on afterwards."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from pathlib import Path

from tests.torture import scenes
from tests.torture.crash import command
from tests.torture.shim import ERRORS, KINDS, Shim
from walletdesk.controllers import books
from walletdesk.ledger.refusals import BookFault
from walletdesk.store.book import Book

COMMANDS = 8


def one_run(shim: Shim, pristine: Path, start: scenes.Model, path: Path, seed: int) -> bool:
    """Work with one fault; answers whether it came. Raises AssertionError where something is lost or half."""
    dice = random.Random(seed)
    shutil.copy(pristine, path)
    clock, model = scenes.Clock(), start
    clock.at += 10_000_000
    kind, error = dice.choice(list(KINDS)), dice.choice(list(ERRORS))
    shim.fail(kind, 1 + int(90 * dice.random() ** 2), error, for_good=dice.random() < 0.3)
    label = f"seed {seed}: {kind} {error}"
    book, fired = _opened(shim, path, clock), False
    for number in range(COMMANDS):
        deed = command(seed, number, model)
        after = scenes.applied(model, deed)
        try:
            deed[0](book)
            model = after
        except BookFault:
            fired = fired or shim.fired
            shim.heal()
            if dice.random() < 0.5:
                book = _reopened(book, path, clock)
            wrong = scenes.faults(book, model, after)
            assert not wrong, f"{label}, command {number}: {wrong}"
            model = after if model.differences(book) else model
    fired = fired or shim.fired
    with contextlib.suppress(BookFault):
        book.close()
    shim.heal()
    book = books.open(path, clock)
    wrong = scenes.faults(book, model)
    book.close()
    assert not wrong, f"{label}, at the end: {wrong}"
    return fired


def _opened(shim: Shim, path: Path, clock: scenes.Clock) -> Book:
    """Open the book; where the fault hits that, it is refused in words and opens once the fault is gone."""
    try:
        return books.open(path, clock)
    except BookFault:
        shim.heal()
        return books.open(path, clock)


def _reopened(book: Book, path: Path, clock: scenes.Clock) -> Book:
    book.close()
    return books.open(path, clock)


def run(runs: int, seed: int) -> dict[str, int]:
    """So many runs, each with a fault of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pristine, work = folder / "pristine.walletdesk", folder / "work"
        work.mkdir()
        start = scenes.begin(pristine, scenes.Clock())
        shim = Shim(work)
        hit = sum(one_run(shim, pristine, start, work / "book.walletdesk", seed * 1_000_000 + at) for at in range(runs))
    return {"runs": runs, "faults that came": hit, "lost": 0}
