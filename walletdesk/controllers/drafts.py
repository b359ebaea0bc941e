"""Drafts: transactions not posted yet, kept in the book beside the ledger (T12)."""

from __future__ import annotations

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.draft import key_of, read
from walletdesk.controllers.edits import Act, Edit, Step, edit
from walletdesk.controllers.words_reversal import described
from walletdesk.store import drafts as rows
from walletdesk.store import projects
from walletdesk.store.book import Book
from walletdesk.store.drafts import Draft

__all__ = ["Draft", "discard", "discarding", "get", "list_all", "own", "save"]


def list_all(book: Book, project: str) -> tuple[Draft, ...]:
    """The last touched first."""
    return rows.list_all(book, project)


def get(book: Book, draft: int) -> Draft:
    """Refuses NotFound."""
    return rows.get(book, draft)


def own(book: Book, project: str, draft: int | None, key: bytes | None) -> int | None:
    """The number, if the book still keeps this very draft of the project under it: numbers are given again.

    Where it was kept without a key, or none is at hand, there is but the number to go by.
    """
    found = rows.find(book, draft) if draft is not None else None
    if found is None or found.project != project:
        return None
    kept = key_of(found.content)
    return found.id if kept is None or key is None or kept == key else None


def save(book: Book, project: str, draft: int | None, content: str) -> Done[int]:
    """Keep a draft, under its number while that is its own, else anew; answers the number.

    Refuses NotFound, ProjectArchived.
    """
    with book.unit():
        projects.require_active(book, project)
        kept = rows.save(book, project, own(book, project, draft, key_of(content)), content)
    return Done(kept, Changes(project, drafts=frozenset([kept])))


def discard(book: Book, project: str, draft: int, key: bytes | None = None) -> Done[None]:
    """Throw a draft away, if it is still the one of this key; one that is gone already is no matter.

    Refuses ProjectArchived.
    """
    undoing = None
    with book.unit():
        if own(book, project, draft, key) is not None:
            projects.require_active(book, project)
            undoing = discarding(project, draft, rows.get(book, draft).content)
            rows.discard(book, draft)
    return Done(None, Changes(drafts=frozenset([draft])), undoing)


def discarding(project: str, draft: int | None, content: str) -> Edit | None:
    """The edit that discarding a draft is; ``draft`` is None if the book never kept it."""
    state = read(content)
    name = described(state.description, state.undone.number if state.undone else None)
    return edit(Act.DISCARD, project, name, [Step("draft", draft or 0, "content", content, None)])
