"""What happens to an open book from outside: other programs that change it, and a clock that was set back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from walletdesk.store import posting, watching
from walletdesk.store.book import Book

BEHIND: Final = 60_000
"""So many milliseconds a clock may be behind the last booking without a word: it is set right by little steps, too."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the book stands. ``version`` is another one after somebody else's change.

    ``stands_at`` is the last booking's instant where the clock is behind it, which bookings wait for (T5); else None.
    """

    version: int
    stands_at: int | None = None


def look(book: Book, project: str | None) -> Look:
    """Look at the book and at the end of this project. Refuses BookMoved, and what else keeps it from being read."""
    found = watching.version(book)
    last = posting.head(book, project).booked_at if project is not None else None
    return Look(found, last if last is not None and last > book.clock() + BEHIND else None)
