"""The log of every change that is no transaction, chained (I3).

``old`` and ``new`` hold the changed columns as JSON, so that the log folded from its beginning is the present state,
which Verify compares with the tables. What it says of a deleted customer, but for the deletion, is erased; the chain
holds all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from walletdesk.store.book import Book
from walletdesk.store.chain import GENESIS, event_hash, new_salt, text_digest

Facts = Mapping[str, object]
_INSERT = "INSERT INTO event (id, at, subject, ref, action, old, new, salt, digest, hash) VALUES (?,?,?,?,?,?,?,?,?,?)"


@dataclass(frozen=True, slots=True)
class Event:
    """One change: of which ``subject`` ("wallet", ...), under which key, what was done, from and to which columns."""

    subject: str
    ref: str
    action: str
    old: Facts
    new: Facts


def record(book: Book, events: Iterable[Event]) -> None:
    """Append to the log, in a unit of work."""
    number, previous = head(book)
    at = book.clock()
    rows = []
    for event in events:
        number += 1
        old, new, salt = _json(event.old), _json(event.new), new_salt()
        digest = text_digest(salt, (old, new))
        previous = event_hash(previous, number, at, event.subject, event.ref, event.action, digest)
        rows.append((number, at, event.subject, event.ref, event.action, old, new, salt, digest, previous))
    book.write_many(_INSERT, rows)


def head(book: Book) -> tuple[int, bytes]:
    """The number and hash of the last event."""
    found = book.row("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1")
    return (int(found[0]), bytes(found[1])) if found else (0, GENESIS)


def erase_customer(book: Book, key: int) -> None:
    """Forget what the log says of a customer; its digests stay."""
    erased = "UPDATE event SET old = NULL, new = NULL, salt = NULL WHERE subject = 'customer' AND ref = ?"
    book.write_many(erased, [(str(key),)])


def _json(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
