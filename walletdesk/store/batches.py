"""Batches in the book: what one action posted together (T11)."""

from __future__ import annotations

from walletdesk.ledger.refusals import NotFound
from walletdesk.ledger.values import Batch
from walletdesk.store.book import Book
from walletdesk.store.events import Event, record

_SELECT = (
    "SELECT b.id, b.project, b.number, b.kind, b.name, b.fingerprint, b.created_at, "
    "(SELECT count(*) FROM txn WHERE txn.batch = b.id), "
    "(SELECT min(number) FROM txn WHERE txn.batch = b.id), (SELECT max(number) FROM txn WHERE txn.batch = b.id), "
    "undone.number, undoing.number FROM batch AS b "
    "LEFT JOIN batch AS undone ON undone.id = b.reverses LEFT JOIN batch AS undoing ON undoing.reverses = b.id "
)


def list_all(book: Book, project: str) -> tuple[Batch, ...]:
    """The newest first."""
    return tuple(Batch(*row) for row in book.rows(_SELECT + "WHERE b.project = ? ORDER BY b.number DESC", (project,)))


def get(book: Book, batch: int) -> Batch:
    """Refuses NotFound."""
    found = book.row(_SELECT + "WHERE b.id = ?", (batch,))
    if found is None:
        raise NotFound("batch", str(batch))
    return Batch(*found)


def by_fingerprint(book: Book, project: str, fingerprint: str) -> Batch | None:
    """The last batch made from the same content, unless it was taken back."""
    where = "WHERE b.project = ? AND b.fingerprint = ? AND undoing.id IS NULL ORDER BY b.number DESC LIMIT 1"
    found = book.row(_SELECT + where, (project, fingerprint))
    return Batch(*found) if found else None


def add(book: Book, project: str, kind: str, name: str, fingerprint: str = "", reverses: int | None = None) -> int:
    """A new batch, before its transactions; answers its id."""
    batch = 1 + (book.value("SELECT max(id) FROM batch") or 0)
    facts = {
        "project": project,
        "number": 1 + (book.value("SELECT max(number) FROM batch WHERE project = ?", (project,)) or 0),
        "kind": kind,
        "name": name[:300],
        "fingerprint": fingerprint,
        "reverses": reverses,
        "created_at": book.clock(),
    }
    sql = (
        "INSERT INTO batch (id, project, number, kind, name, fingerprint, reverses, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    book.write_many(sql, [(batch, *facts.values())])
    record(book, [Event("batch", str(batch), "created", {}, facts)])
    return batch


def numbers_to_reverse(book: Book, batch: int) -> list[int]:
    """The numbers of the batch's transactions that no reversal has taken back, ascending."""
    sql = (
        "SELECT number FROM txn WHERE batch = ? AND NOT EXISTS (SELECT 1 FROM txn AS undoing "
        "WHERE undoing.reverses = txn.id) ORDER BY number"
    )
    return [number for (number,) in book.rows(sql, (batch,))]
