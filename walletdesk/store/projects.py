"""Projects in the book (P1)."""

from __future__ import annotations

from walletdesk.ledger.refusals import AlreadyTaken, NotFound, ProjectArchived
from walletdesk.ledger.values import Project
from walletdesk.store.book import Book, Row
from walletdesk.store.events import Event, record

_SELECT = (
    "SELECT id, name, archived, created_at, (SELECT count(*) FROM wallet WHERE wallet.project = project.id) "
    "FROM project "
)


def _value(row: Row) -> Project:
    return Project(row[0], row[1], bool(row[2]), row[3], row[4])


def list_all(book: Book, *, archived: bool) -> tuple[Project, ...]:
    """By name; archived ones only if asked for."""
    rows = book.rows(_SELECT + "WHERE archived <= ? ORDER BY fold(name), id", (int(archived),))
    return tuple(map(_value, rows))


def get(book: Book, project: str) -> Project:
    """Refuses NotFound."""
    found = book.row(_SELECT + "WHERE id = ?", (project,))
    if found is None:
        raise NotFound("project", project)
    return _value(found)


def require_active(book: Book, project: str) -> None:
    """Refuses NotFound, and ProjectArchived: nothing in an archived project changes (P1)."""
    found = book.row("SELECT archived, name FROM project WHERE id = ?", (project,))
    if found is None:
        raise NotFound("project", project)
    if found[0]:
        raise ProjectArchived(found[1])


def add(book: Book, project: str, name: str) -> None:
    """A new project; refuses AlreadyTaken."""
    if book.row("SELECT 1 FROM project WHERE id = ?", (project,)):
        raise AlreadyTaken("project", "id", project)
    facts = {"name": name, "archived": 0, "created_at": book.clock()}
    sql = "INSERT INTO project (id, name, archived, created_at) VALUES (?, ?, ?, ?)"
    book.write_many(sql, [(project, *facts.values())])
    record(book, [Event("project", project, "created", {}, facts)])


def rename(book: Book, project: str, name: str) -> None:
    """Another name."""
    old = get(book, project).name
    book.write_many("UPDATE project SET name = ? WHERE id = ?", [(name, project)])
    record(book, [Event("project", project, "renamed", {"name": old}, {"name": name})])


def set_archived(book: Book, project: str, *, archived: bool) -> None:
    """Hide a project and make it read-only, or take it back."""
    old = get(book, project).archived
    book.write_many("UPDATE project SET archived = ? WHERE id = ?", [(int(archived), project)])
    action = "archived" if archived else "unarchived"
    record(book, [Event("project", project, action, {"archived": int(old)}, {"archived": int(archived)})])
