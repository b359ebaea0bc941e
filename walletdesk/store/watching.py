"""What other programs do to a book while it is open here, noticed without touching it."""

from __future__ import annotations

from walletdesk.ledger.refusals_book import BookMoved
from walletdesk.store.book import Book


def version(book: Book) -> int:
    """A number that is another one after every change that somebody else made, and the same after our own.

    Refuses BookMoved where the file has gone, or holds another book by now.
    """
    found = int(book.value("PRAGMA data_version"))
    if book.value("SELECT id FROM book") != book.id:
        raise BookMoved(str(book.path))
    return found
