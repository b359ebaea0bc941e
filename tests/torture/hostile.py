"""G5, G8, G10: files that are no sound book, by bad luck or on purpose; opened, read, verified.

``run`` damages a book in one way after another. Each file is refused in words, or opened; what opens is either as it
was, or Verify says that it is not.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.store.conftest import build
from tests.torture.harness import rounds
from walletdesk.controllers import books, exporting
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import quick_check, verify_book
from walletdesk.controllers.words import sentence
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import issue, transfer
from walletdesk.store import schema

PAGE: Final = 4096
_TABLES: Final = (
    "book", "project", "asset", "customer", "wallet", "batch", "txn", "operation", "entry", "seal", "event",
)  # fmt: skip


def sound(folder: Path) -> bytes:
    """The bytes of a book that has something of everything."""
    path = folder / "sound.walletdesk"
    world = build(path)
    for amount in range(1, 60):
        world.post(issue(world.ann, amount, f"memo {amount}"), transfer(world.ann, world.bob, 1))
    world.book.close()
    raw = path.read_bytes()
    path.unlink()
    return raw


def contents(path: Path) -> list[object] | None:
    """Every row of the ledger and of the names, as plain SQLite reads them; None if it cannot."""
    raw = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in _TABLES]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None
    finally:
        raw.close()


def flip(raw: bytearray, dice: random.Random) -> None:
    raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)


def scribble(raw: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randrange(1, 20)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)


def zero_page(raw: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(raw) // PAGE) * PAGE
    raw[at : at + PAGE] = bytes(PAGE)


def swap_pages(raw: bytearray, dice: random.Random) -> None:
    one, other = (PAGE * place for place in dice.sample(range(len(raw) // PAGE), 2))
    raw[one : one + PAGE], raw[other : other + PAGE] = raw[other : other + PAGE], raw[one : one + PAGE]


def cut(raw: bytearray, dice: random.Random) -> None:
    del raw[dice.randrange(len(raw)) :]


def grow(raw: bytearray, dice: random.Random) -> None:
    raw += dice.randbytes(dice.randrange(1, 3 * PAGE))


def head(raw: bytearray, dice: random.Random) -> None:
    raw[dice.randrange(100)] = dice.randrange(256)


def noise(raw: bytearray, dice: random.Random) -> None:
    raw[:] = dice.randbytes(dice.randrange(1, 2 * PAGE))


def version(raw: bytearray, dice: random.Random) -> None:
    raw[60:64] = dice.choice((0, schema.VERSION - 1, schema.VERSION + 1, 2**31 - 1, 2**32 - 1)).to_bytes(4)


def application(raw: bytearray, dice: random.Random) -> None:
    raw[68:72] = dice.randbytes(4)


DAMAGES: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (
    flip, flip, scribble, zero_page, swap_pages, cut, grow, head, noise, version, application,
)  # fmt: skip


def meet(path: Path, before: list[object]) -> str:
    """What the program makes of the file: "refused", "noticed" or "as it was"; raises for anything else."""
    untouched = path.read_bytes()
    was = contents(path)
    try:
        book = books.open(path, writable=False)
    except LedgerError as refusal:
        assert sentence(refusal), "refused without words"
        assert path.read_bytes() == untouched, "a refused file was changed"
        return "refused"
    try:
        try:
            finish(quick_check(book))
            verdict = finish(verify_book(book))
            finish(exporting.everything(book, path.parent / "rescued", lambda name: None))
        except LedgerError as refusal:
            assert sentence(refusal), "refused without words"
            return "refused"
    finally:
        book.close()
    assert path.read_bytes() == untouched, "reading changed the file"
    if verdict.ok:
        assert was == before, f"a change went unnoticed: {path}"
        return "as it was"
    return "noticed"


def run(count: int, seed: int) -> dict[str, int]:
    """Damage so many files; answers how many of them were met in which way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = sound(folder)
        path = folder / "book.walletdesk"
        path.write_bytes(raw)
        before = contents(path)
        assert before is not None

        def play(number: int) -> dict[str, int]:
            dice = random.Random(number)
            damage, spoilt = dice.choice(DAMAGES), bytearray(raw)
            damage(spoilt, dice)
            path.write_bytes(spoilt)
            try:
                return {"files": 1, meet(path, before): 1}
            except Exception as error:
                raise AssertionError(f"{damage.__name__}: {error!r}") from error

        return rounds(count, seed, play)
