"""The whole book as it was on the evening of a past day (R3): every query of every controller reads it as any book."""

from __future__ import annotations

from datetime import date

from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.refusals_past import NothingYet
from walletdesk.store import evening as rows
from walletdesk.store import projects, transactions
from walletdesk.store.book import Book
from walletdesk.store.evening import EveningBook

__all__ = ["EveningBook", "book_of"]


def book_of(book: Book, day: date, project: str | None = None) -> Task[EveningBook]:
    """Make the read-only book of that evening; whoever gets it closes it.

    Refuses EveningToCome, and where a project is named, NotFound and NothingYet: it was not there then.
    """
    check(book, day, project)
    steps = rows.evening(book, day)
    while True:
        try:
            yield Progress(*next(steps), "evening")
        except StopIteration as end:
            made: EveningBook = end.value
            return made


def check(book: Book, day: date, project: str | None = None) -> None:
    """Refuses as book_of, without making anything."""
    rows.require_past(book, day)
    if project is not None:
        first = _first_day(book, project)
        if day < first:
            raise NothingYet(day, first)


def _first_day(book: Book, project: str) -> date:
    """When the project was made, or what was first booked in it, whichever was before."""
    created_at = projects.get(book, project).created_at
    since = transactions.first_booking(book, project)
    return book.days.day(created_at if since is None else min(created_at, since))
