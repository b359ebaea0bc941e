"""Batches: what one action posted together, listed and reversed as a whole (T11)."""

from __future__ import annotations

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.refusals_reversal import BatchReversed
from walletdesk.ledger.reversals import reversed_operations
from walletdesk.ledger.values import Batch
from walletdesk.store import batches as rows
from walletdesk.store import bulk, projects, transactions
from walletdesk.store.book import Book
from walletdesk.store.posting import Request

_SLICE = 200


def list_all(book: Book, project: str) -> tuple[Batch, ...]:
    """The newest first."""
    return rows.list_all(book, project)


def get(book: Book, batch: int) -> Batch:
    """Refuses NotFound."""
    return rows.get(book, batch)


def reverse(book: Book, batch: int, reason: str = "") -> Task[Done[Batch]]:
    """Take back every transaction of a batch that is not reversed yet, the last first, in one database transaction.

    Refuses BatchReversed where none is left, NotFound, ProjectArchived, and PostingRefused where the value of one has
    moved on: then nothing is reversed.
    """
    with book.unit():
        found = rows.get(book, batch)
        projects.require_active(book, found.project)
        numbers = rows.numbers_to_reverse(book, batch)
        if not numbers:
            raise BatchReversed(found.number)
        undoing = rows.add(book, found.project, "reversal", found.name, reverses=batch)
        with bulk.posting(book, found.project, undoing) as poster:
            for done, number in enumerate(reversed(numbers), 1):
                undone = transactions.get(book, found.project, number)
                poster.add(Request(reversed_operations(undone.operations), reason, reverses=undone.id))
                if done % _SLICE == 0:
                    poster.flush()
                    yield Progress(done, len(numbers))
    return Done(rows.get(book, undoing), Changes(found.project, everything=True))
