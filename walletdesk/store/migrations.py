"""How a book of an older version becomes one of this version: numbered steps, each of them frozen (I5).

A step is never changed once it was released, and knows nothing of today's tables; each runs in one transaction with
the change of the version. ``schema`` makes the same tables at once, which a test compares. What a step adds to the log
is the same in every copy of a book: one that is only read is converted anew each time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Final

from walletdesk.store import schema
from walletdesk.store.chain import GENESIS, event_hash, text_digest

FIRST: Final = 1
"""The oldest version that can be brought to this one."""

STEPS: Final[Mapping[int, str]] = {
    2: """
CREATE TABLE template (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL REFERENCES project (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    content TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (project, name)
) STRICT;
""",
    3: """
DROP TRIGGER book_fixed;
CREATE TRIGGER book_new BEFORE INSERT ON book WHEN EXISTS (SELECT 1 FROM book)
BEGIN SELECT RAISE (ABORT, 'book: never replaced'); END;
CREATE TRIGGER book_fixed BEFORE UPDATE ON book
BEGIN SELECT RAISE (ABORT, 'book: its identity and its days never change'); END;
CREATE TRIGGER asset_used BEFORE DELETE ON asset WHEN EXISTS (SELECT 1 FROM wallet WHERE asset = OLD.id)
BEGIN SELECT RAISE (ABORT, 'asset: a wallet was opened with it'); END;
""",
}
"""What leads to each version from the one before."""


def tell_facts(connection: sqlite3.Connection) -> None:
    """Let the log tell what it did not before version 3: the book's own facts, and what stays of deleted customers."""
    ((book, one, zone, created_at),) = connection.execute("SELECT id, one, zone, created_at FROM book").fetchall()
    facts = [("book", book, "created", {"one": one, "zone": zone, "created_at": created_at})]
    gone = "SELECT key, project, created_at, deleted_at FROM customer WHERE deleted_at IS NOT NULL ORDER BY key"
    for key, *kept in connection.execute(gone).fetchall():
        told = dict(zip(("project", "created_at", "deleted_at"), kept, strict=True))
        facts.append(("customer", str(key), "deleted", told))
    last = connection.execute("SELECT id, at, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    before, at, link = last or (0, created_at, GENESIS)
    salt = bytes(16)  # nothing in these texts has to be kept from being guessed
    for number, (subject, ref, action, new) in enumerate(facts, before + 1):
        texts = "{}", json.dumps(new, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = text_digest(salt, texts)
        link = event_hash(link, number, at, subject, ref, action, digest)
        row = (number, at, subject, ref, action, *texts, salt, digest, link)
        connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


_THEN: Final[Mapping[int, Callable[[sqlite3.Connection], None]]] = {3: tell_facts}
"""What a step does that SQL cannot say."""


def apply(connection: sqlite3.Connection, version: int) -> None:
    """Run the steps from this version to the present one; the connection is in no transaction."""
    for number in range(version + 1, schema.VERSION + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{STEPS[number]}")
        if number in _THEN:
            _THEN[number](connection)
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
