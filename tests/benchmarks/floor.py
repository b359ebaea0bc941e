"""The floor: what the same work costs in bare sqlite3, on the same file and schema, with the same guarantees."""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from walletdesk.store import posting

_PRAGMAS = (
    "journal_mode = persist", "synchronous = full", "foreign_keys = 1", "recursive_triggers = 1", "secure_delete = 1",
    "trusted_schema = 0", "cell_size_check = 1",
)  # fmt: skip
_PAGE = (
    "SELECT e.seq, e.booked_at, o.kind, e.amount, e.balance, t.number, t.description, t.reference, o.memo, w.number, "
    "w.name, c.name FROM entry AS e JOIN txn AS t ON t.id = e.txn "
    "JOIN operation AS o ON o.txn = e.txn AND o.position = e.position "
    "LEFT JOIN wallet AS w ON w.id = CASE WHEN o.source = e.wallet THEN o.target ELSE o.source END "
    "LEFT JOIN customer AS c ON c.key = w.customer WHERE e.wallet = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq"
)


_EXPORT = (
    "SELECT e.seq, strftime('%Y-%m-%dT%H:%M:%fZ', e.booked_at / 1000.0, 'unixepoch'), t.value_date, t.number, "
    "e.position, o.kind, printf('%d.%02d', e.amount / 100, abs(e.amount % 100)), e.amount, "
    "printf('%d.%02d', e.balance / 100, e.balance % 100), e.balance, printf('W-%05d', w.number), c.id, "
    "coalesce(nullif(c.name, ''), w.name), t.reference, t.description, o.memo " + _PAGE[_PAGE.index("FROM") :]
)


def connect(path: Path) -> sqlite3.Connection:
    """The book without the program."""
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


class Bare:
    """Writes transfers by hand: it keeps balances and numbers itself and hashes nothing."""

    def __init__(self, path: Path, project: str) -> None:
        self.db, self.project = connect(path), project
        self.txn, self.number, self.at = self.db.execute(
            "SELECT max(id), max(number), max(booked_at) FROM txn"
        ).fetchone()

    def post(self, source: int, target: int, amount: int, text: str) -> None:
        """One durable transfer: begin, read, write, commit."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        rows = {
            side: db.execute("SELECT balance, entries FROM wallet WHERE id = ?", (side,)).fetchone()
            for side in (source, target)
        }
        self._write([(source, target, amount, text)], rows)
        db.execute("COMMIT")

    def bulk(self, moves: Sequence[tuple[int, int, int, str]]) -> None:
        """Many transfers in one database transaction, with the guards that the schema has for each row."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        rows = {
            id_: (balance, entries) for id_, balance, entries in db.execute("SELECT id, balance, entries FROM wallet")
        }
        for start in range(0, len(moves), 1_000):
            self._write(moves[start : start + 1_000], rows)
        db.execute("COMMIT")

    def _write(self, moves: Iterable[tuple[int, int, int, str]], rows: dict[int, tuple[int, int]]) -> None:
        txns, operations, entries, seals = [], [], [], []
        salt = os.urandom(16)
        for source, target, amount, text in moves:
            self.txn, self.number = self.txn + 1, self.number + 1
            (held, sent), (had, received) = rows[source], rows[target]
            rows[source], rows[target] = (held - amount, sent + 1), (had + amount, received + 1)
            txns.append(
                (
                    self.txn,
                    self.project,
                    self.number,
                    self.at,
                    self.at,
                    None,
                    salt * 2,
                    None,
                    None,
                    None,
                    None,
                    text,
                    salt,
                )
            )
            operations.append((self.txn, 1, "transfer", amount, source, sent + 1, target, received + 1, ""))
            entries.append((source, sent + 1, -amount, held - amount, 1, self.at, self.txn))
            entries.append((target, received + 1, amount, had + amount, 1, self.at, self.txn))
            seals.append((self.txn, salt * 2))
        self.db.executemany(posting.TXN, txns)
        self.db.executemany(posting.OPERATION, operations)
        self.db.executemany(posting.ENTRY, entries)
        self.db.executemany(posting.SEAL, seals)


def page(db: sqlite3.Connection, wallet: int, first: int, last: int) -> list[tuple[object, ...]]:
    """A page of a ledger with all that its rows show."""
    return db.execute(_PAGE, (wallet, first, last)).fetchall()


def sums(db: sqlite3.Connection, project: str) -> list[tuple[object, ...]]:
    """What the wallets of each asset hold."""
    return db.execute(
        "SELECT asset, sum(balance), count(*) FROM wallet WHERE project = ? GROUP BY asset", (project,)
    ).fetchall()


def export(db: sqlite3.Connection, wallet: int, path: Path) -> None:
    """A ledger of a currency as CSV, straight from the cursor: the same columns, formatted in SQL, unguarded."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(db.execute(_EXPORT, (wallet, 1, 2**62)))
        file.flush()
        os.fsync(file.fileno())


def backup(db: sqlite3.Connection, path: Path) -> None:
    """SQLite's own online backup."""
    target = sqlite3.connect(path)
    db.backup(target)
    target.close()


def check(db: sqlite3.Connection) -> None:
    """SQLite's own check and the sums that a ledger must satisfy, by the shortest SQL."""
    db.execute("PRAGMA quick_check").fetchall()
    db.execute("SELECT wallet, sum(amount), max(seq) FROM entry GROUP BY wallet").fetchall()
    db.execute("SELECT count(*) FROM txn JOIN seal ON seal.txn = txn.id").fetchall()
