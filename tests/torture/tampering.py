"""G17: history changed behind the program's back, in a book of its own for every hundred changes.

A cell is set to something else; an amount is moved with everything that follows from it; two things change places; the
end is cut off; history is written anew with every hash in order. Verify tells of the first three; of the others the
remembered ends, and the seal that was written down.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.store.conftest import Hands
from tests.store.test_verify import force
from tests.torture.attacks import lively
from tests.torture.harness import folder, rounds
from tests.torture.hostile import contents
from walletdesk.controllers import books, sealing
from walletdesk.controllers.sealing import Answer
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import check_ends, remember_ends, verify_book
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Entry, Operation, issue
from walletdesk.store.book import Book
from walletdesk.store.chain import GENESIS, text_digest, transaction_hash
from walletdesk.store.posting import Poster, Request

EACH: Final = 100
PROJECT: Final = "bar"
_TABLES: Final = (
    "book", "project", "asset", "customer", "wallet", "txn", "operation", "entry", "seal", "event", "wallet_text",
    "customer_text",
)  # fmt: skip
_LEAST, _MOST = -(2**63), 2**63 - 1

Raw = sqlite3.Connection
Change = Callable[[Path, random.Random], None]


def _read(path: Path, sql: str, *given: object) -> list[Any]:
    raw = sqlite3.connect(path)
    try:
        return raw.execute(sql, given).fetchall()
    finally:
        raw.close()


def _quoted(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _other(value: object, kind: str, dice: random.Random) -> object:
    """Something else that the column takes."""
    if isinstance(value, int):
        near = (value + 1, value - 1, -value, 0, 1, dice.randrange(100), dice.randrange(_LEAST, _MOST))
        return dice.choice([number for number in near if number != value and _LEAST <= number <= _MOST])
    if isinstance(value, bytes):
        return None if dice.random() < 0.1 else dice.randbytes(len(value))
    if isinstance(value, str) and value:
        return dice.choice((value + " ", value[:-1], value.swapcase() + "x", "", "\u202e" + value))
    return {"INTEGER": 1, "TEXT": "2020-01-01", "BLOB": b"k" * 16}[kind]


def edit(path: Path, dice: random.Random) -> None:
    """One cell of one row of the ledger or the log."""
    table = dice.choice(_TABLES)
    columns, row, where = _row(path, table, dice)
    place = dice.randrange(len(columns))
    name, kind = columns[place]
    force(path, f"UPDATE OR IGNORE {table} SET {name} = {_quoted(_other(row[place], kind, dice))} WHERE {where}")


def _row(path: Path, table: str, dice: random.Random) -> tuple[list[tuple[str, str]], Any, str]:
    """Names and types of the columns, any row, and what names that row alone."""
    columns = [(row[1], row[2]) for row in _read(path, f"PRAGMA table_info({table})")]
    row = dice.choice(_read(path, f"SELECT * FROM {table}"))
    return columns, row, " AND ".join(f"{c} IS {_quoted(value)}" for (c, _), value in zip(columns, row, strict=True))


def take_out(path: Path, dice: random.Random) -> None:
    """A row of the ledger or the log."""
    table = dice.choice(_TABLES)
    force(path, f"DELETE FROM {table} WHERE {_row(path, table, dice)[2]}")


def consistent(path: Path, dice: random.Random) -> None:
    """More issued once, in its operation, its entry, every later balance of the wallet and the supply."""
    found = _read(path, "SELECT txn, position, target, target_seq FROM operation WHERE kind = 'issue'")
    txn, position, wallet, seq = dice.choice(found)
    by = dice.randrange(1, 10_000)
    force(
        path,
        f"UPDATE operation SET amount = amount + {by} WHERE txn = {txn} AND position = {position}",
        f"UPDATE entry SET amount = amount + {by} WHERE wallet = {wallet} AND seq = {seq}",
        f"UPDATE entry SET balance = balance + {by} WHERE wallet = {wallet} AND seq >= {seq}",
        f"UPDATE wallet SET balance = balance + {by} WHERE id = {wallet}",
        f"UPDATE asset SET supply = supply + {by} WHERE id = (SELECT asset FROM wallet WHERE id = {wallet})",
    )


_SWAPS: Final = (
    ("txn", "id", "description"), ("txn", "id", "booked_at"), ("txn", "id", "recorded_at"), ("txn", "id", "number"),
    ("wallet", "id", "name"), ("wallet", "id", "number"), ("wallet", "id", "balance"), ("seal", "txn", "hash"),
    ("customer", "key", "name"), ("event", "id", "new"), ("event", "id", "at"), ("project", "id", "name"),
)  # fmt: skip


def swap(path: Path, dice: random.Random) -> None:
    """The same fact of two rows."""
    table, key, column = dice.choice(_SWAPS)
    one, other = dice.sample(_read(path, f"SELECT {key}, {column} FROM {table}"), 2)
    spare = {int: -7, str: "~", bytes: bytes(32), type(None): None}[type(one[1])]
    force(
        path,
        *(
            f"UPDATE OR IGNORE {table} SET {column} = {_quoted(value)} WHERE {key} = {_quoted(row)}"
            for row, value in ((one[0], spare), (other[0], one[1]), (one[0], other[1]))
        ),
    )


def cut(path: Path, dice: random.Random) -> None:
    """The last transactions, as if they had never been."""
    last = len(_read(path, "SELECT id FROM txn WHERE project = ?", PROJECT))
    first = last - dice.randrange(min(6, last - 1))
    force(
        path,
        f"DELETE FROM entry WHERE txn >= {first}",
        f"DELETE FROM operation WHERE txn >= {first}",
        f"DELETE FROM seal WHERE txn >= {first}",
        f"DELETE FROM txn WHERE id >= {first}",
        "UPDATE wallet SET entries = (SELECT count(*) FROM entry WHERE wallet = id), balance = "
        "coalesce((SELECT balance FROM entry WHERE wallet = wallet.id ORDER BY seq DESC LIMIT 1), 0)",
        "UPDATE asset SET supply = (SELECT coalesce(sum(balance), 0) FROM wallet WHERE asset = asset.id)",
    )


def rewrite_end(path: Path, dice: random.Random) -> None:
    """Cut off, and posted on by the program itself: every hash is in order, and it may be as long as before."""
    last = len(_read(path, "SELECT id FROM txn"))
    cut(path, dice)
    gone = last - len(_read(path, "SELECT id FROM txn"))
    book = books.open(path, Hands())
    with book.unit():
        poster = Poster(book, PROJECT)
        for number in range(gone + dice.randrange(2)):
            poster.add(Request((issue(dice.randrange(1, 4), dice.randrange(1, 999)),), f"Forged {number}"))
        poster.flush()
    book.close()


def rewrite_all(path: Path, dice: random.Random) -> None:
    """A consistent change, and every digest and hash after it worked out anew."""
    if dice.random() < 0.5:
        consistent(path, dice)
    else:
        force(path, f"UPDATE txn SET description = 'Forged', salt = zeroblob(16) WHERE id = {_any(path, dice)}")
    head, statements = GENESIS, []
    for txn in _read(path, "SELECT * FROM txn WHERE project = ? ORDER BY number", PROJECT):
        row = dict(zip((c[1] for c in _read(path, "PRAGMA table_info(txn)")), txn, strict=True))
        steps = _read(path, "SELECT kind, amount, source, target, memo FROM operation WHERE txn = ? ORDER BY position",
                      row["id"])  # fmt: skip
        operations = [Operation(Kind(kind), *rest) for kind, *rest in steps]
        sql = (
            "SELECT wallet, seq, entry.amount, balance, position FROM entry JOIN operation USING (txn, position) "
            "WHERE txn = ? ORDER BY position, wallet <> coalesce(source, target)"
        )
        digest = text_digest(row["salt"], (row["reference"], row["description"], *(o.memo for o in operations)))
        names = ("id", "project", "number", "booked_at", "recorded_at", "value_date")
        kept: Any = (*(row[name] for name in names), digest, row["key"], row["reverses"], row["batch"])
        head = transaction_hash(head, kept, operations, [Entry(*entry) for entry in _read(path, sql, row["id"])])
        statements.append(f"UPDATE txn SET digest = {_quoted(digest)} WHERE id = {row['id']}")
        statements.append(f"UPDATE seal SET hash = {_quoted(head)} WHERE txn = {row['id']}")
    force(path, *statements)


def _any(path: Path, dice: random.Random) -> int:
    return int(dice.choice(_read(path, "SELECT id FROM txn"))[0])


INSIDE: Final[dict[Change, str]] = {
    edit: "edits", take_out: "rows taken out", consistent: "consistent edits", swap: "swaps",
}  # fmt: skip
"""What Verify tells of, with nothing but the book at hand."""

OUTSIDE: Final[dict[Change, str]] = {
    cut: "ends cut off", rewrite_end: "ends written anew", rewrite_all: "histories written anew",
}  # fmt: skip
"""What looks sound by itself: an end that was seen before, and a seal on paper, tell."""


def _noticed(path: Path, memory: Path | None) -> bool:
    try:
        book = books.open(path, writable=False)
    except LedgerError:
        return True
    try:
        return not finish(verify_book(book, memory)).ok
    finally:
        book.close()


def _sealed(path: Path, text: str, memory: Path, name: str) -> None:
    """A history that is sound by itself, against its seal and against its remembered end."""
    assert not _noticed(path, None), f"{name}: the forgery itself is broken"
    book = books.open(path, writable=False)
    try:
        answer = sealing.compare(book, PROJECT, text).answer
        assert answer in (Answer.OTHER, Answer.SHORTER), f"{name}: the seal says {answer}"
        assert check_ends(book, memory) is not None, f"{name}: nothing is said at opening"
    finally:
        book.close()
    assert _noticed(path, memory), f"{name}: Verify says nothing"


def _hundred(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    counted = dict.fromkeys((*INSIDE.values(), *OUTSIDE.values(), "undone", "unnoticed"), 0)
    with folder() as top:
        sound, path = top / "sound.walletdesk", top / "changed.walletdesk"
        book = lively(sound, dice).book
        remember_ends(book, top)
        text = _written(book)
        book.close()
        before = _whole(sound)
        for _ in range(EACH):
            change = dice.choices((edit, *INSIDE, *OUTSIDE), (40, 10, 10, 10, 10, 5, 5, 10))[0]
            shutil.copy(sound, path)
            change(path, dice)
            if _whole(path) == before:  # two rows that were alike in it, or a row that another one kept off
                counted["undone"] += 1
                continue
            name = (INSIDE | OUTSIDE)[change]
            counted[name] += 1
            if change in OUTSIDE:
                _sealed(path, text, top, name)
            else:
                assert _noticed(path, None), f"{name}: {_difference(sound, path)}"
    return counted


def _written(book: Book) -> str:
    """The seal as somebody copied it by hand."""
    text = sealing.of(book, PROJECT).text
    assert sealing.compare(book, PROJECT, text.lower()).answer is Answer.HELD
    return text


def _whole(path: Path) -> list[object]:
    return [contents(path), *(_read(path, f"SELECT * FROM {table} ORDER BY 1") for table in _TABLES[-2:])]


def _difference(one: Path, other: Path) -> str:
    for table in _TABLES:
        before, after = (set(_read(path, f"SELECT * FROM {table}")) for path in (one, other))
        if before != after:
            return f"{table}: {before - after} became {after - before}"
    return "nothing"


def run(count: int, seed: int) -> dict[str, int]:
    """So many changes."""
    return rounds(count, seed, _hundred, EACH)
