"""Drafts: transactions not posted yet, kept in the book beside the ledger (T12)."""

from __future__ import annotations

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.draft import read
from walletdesk.controllers.edits import Act, Edit, Step, edit
from walletdesk.controllers.words_reversal import described
from walletdesk.store import drafts as rows
from walletdesk.store import projects
from walletdesk.store.book import Book
from walletdesk.store.drafts import Draft

__all__ = ["Draft", "discard", "discarding", "get", "list_all", "save"]


def list_all(book: Book, project: str) -> tuple[Draft, ...]:
    """The last touched first."""
    return rows.list_all(book, project)


def get(book: Book, draft: int) -> Draft:
    """Refuses NotFound."""
    return rows.get(book, draft)


def save(book: Book, project: str, draft: int | None, content: str) -> Done[int]:
    """Keep a draft, new or under its number; answers the number. Refuses NotFound, ProjectArchived."""
    with book.unit():
        projects.require_active(book, project)
        kept = rows.save(book, project, draft, content)
    return Done(kept, Changes(project, drafts=frozenset([kept])))


def discard(book: Book, draft: int) -> Done[None]:
    """Throw a draft away; one that is gone already is no matter."""
    with book.unit():
        found = rows.find(book, draft)
        rows.discard(book, draft)
    undoing = discarding(found.project, draft, found.content) if found is not None else None
    return Done(None, Changes(drafts=frozenset([draft])), undoing)


def discarding(project: str, draft: int | None, content: str) -> Edit | None:
    """The edit that discarding a draft is; ``draft`` is None if the book never kept it."""
    state = read(content)
    name = described(state.description, state.undone.number if state.undone else None)
    return edit(Act.DISCARD, project, name, [Step("draft", draft or 0, "content", content, None)])
