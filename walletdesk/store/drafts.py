"""Drafts in the book: kept beside the ledger, no part of it (T12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from walletdesk.ledger.refusals import NotFound
from walletdesk.store import tables as t
from walletdesk.store.book import Book


@dataclass(frozen=True, slots=True)
class Draft:
    """A transaction not posted yet; ``content`` is what its form holds, as JSON."""

    id: int
    project: str
    content: str
    updated_at: int


def _select() -> Any:
    d = t.Draft
    return d.select(d.id, d.project, d.content, d.updated_at)


def list_all(book: Book, project: str) -> tuple[Draft, ...]:
    """The last touched first."""
    d = t.Draft
    query = _select().where(d.project == project).order_by(d.updated_at.desc(), d.id.desc())
    return tuple(Draft(*row) for row in book.select(query))


def get(book: Book, draft: int) -> Draft:
    """Refuses NotFound."""
    found = find(book, draft)
    if found is None:
        raise NotFound("draft", str(draft))
    return found


def find(book: Book, draft: int) -> Draft | None:
    """None if it is gone."""
    found = book.select(_select().where(t.Draft.id == draft))
    return Draft(*found[0]) if found else None


def save(book: Book, project: str, draft: int | None, content: str) -> int:
    """Keep a draft, new or in place of the one of this number; answers the number."""
    at = book.clock()
    if draft is not None:
        book.write(t.Draft.update(content=content, updated_at=at).where(t.Draft.id == draft))
        return draft
    return book.write(t.Draft.insert(project=project, content=content, updated_at=at))


def restore(book: Book, project: str, draft: int, content: str) -> int:
    """Keep a draft that was discarded, under its number if that is free; answers the number."""
    taken = draft < 1 or book.row("SELECT 1 FROM draft WHERE id = ?", (draft,)) is not None
    facts = {"project": project, "content": content, "updated_at": book.clock()} | ({} if taken else {"id": draft})
    return book.write(t.Draft.insert(**facts))


def discard(book: Book, draft: int) -> None:
    """Throw a draft away; one that is gone already is no matter."""
    book.write(t.Draft.delete().where(t.Draft.id == draft))
