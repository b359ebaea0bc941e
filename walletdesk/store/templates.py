"""Templates in the book: drafts kept under a name, no part of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from walletdesk.ledger.refusals import AlreadyTaken, NotFound
from walletdesk.store import tables as t
from walletdesk.store.book import Book


@dataclass(frozen=True, slots=True)
class Template:
    """What a form holds, as JSON, under a name that is unique in its project."""

    id: int
    project: str
    name: str
    content: str
    updated_at: int


def _select() -> Any:
    m = t.Template
    return m.select(m.id, m.project, m.name, m.content, m.updated_at)


def list_all(book: Book, project: str) -> tuple[Template, ...]:
    """By name."""
    rows = book.select(_select().where(t.Template.project == project).order_by(t.Template.id))
    return tuple(sorted((Template(*row) for row in rows), key=lambda found: found.name.casefold()))


def get(book: Book, template: int) -> Template:
    """Refuses NotFound."""
    found = find(book, template)
    if found is None:
        raise NotFound("template", str(template))
    return found


def by_name(book: Book, project: str, name: str) -> Template | None:
    """The template of exactly this name."""
    m = t.Template
    found = book.select(_select().where((m.project == project) & (m.name == name)))
    return Template(*found[0]) if found else None


def add(book: Book, project: str, name: str, content: str) -> int:
    """A new one; answers its number. Refuses AlreadyTaken."""
    if by_name(book, project, name) is not None:
        raise AlreadyTaken("template", "name", name)
    return book.write(t.Template.insert(project=project, name=name, content=content, updated_at=book.clock()))


def restore(book: Book, project: str, template: int, name: str, content: str) -> int:
    """Keep one that was deleted, under its number if that is free; answers the number. Refuses AlreadyTaken."""
    kept = add(book, project, name, content)
    if kept != template and not book.row("SELECT 1 FROM template WHERE id = ?", (template,)):
        book.write(t.Template.update(id=template).where(t.Template.id == kept))
        return template
    return kept


def find(book: Book, template: int) -> Template | None:
    """None if it is gone."""
    found = book.select(_select().where(t.Template.id == template))
    return Template(*found[0]) if found else None


def replace(book: Book, template: int, content: str) -> None:
    """Other contents under the same name."""
    m = t.Template
    book.write(m.update(content=content, updated_at=book.clock()).where(m.id == template))


def rename(book: Book, template: Template, name: str) -> None:
    """Another name; refuses AlreadyTaken."""
    other = by_name(book, template.project, name)
    if other is not None and other.id != template.id:
        raise AlreadyTaken("template", "name", name)
    book.write(t.Template.update(name=name).where(t.Template.id == template.id))


def delete(book: Book, template: int) -> None:
    """Throw it away; one that is gone already is no matter."""
    book.write(t.Template.delete().where(t.Template.id == template))
