"""Templates: any transaction or draft kept under a name, to begin new ones with.

A template is what a draft's form holds, without what belongs to one transaction alone: its reference, its day, and
which other it reverses.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from walletdesk.controllers import drafting, drafts, transactions, wallets
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.draft import DraftState, content, in_notation, new_key, read
from walletdesk.controllers.edits import Act, Edit, Step, edit
from walletdesk.ledger.amounts import PLAIN, Notation
from walletdesk.ledger.text import NAME_LIMIT, required_line
from walletdesk.store import projects
from walletdesk.store import templates as rows
from walletdesk.store.book import Book

__all__ = ["Listed", "delete", "keep", "keep_draft", "keep_transaction", "list_all", "opened", "rename"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A template as a list shows it."""

    id: int
    name: str
    description: str
    operations: int
    updated_at: int


def list_all(book: Book, project: str) -> tuple[Listed, ...]:
    """The templates of a project, by name."""
    kept = [(found, read(found.content)) for found in rows.list_all(book, project)]
    return tuple(
        Listed(found.id, found.name, " ".join(state.description.split()), len(state.rows), found.updated_at)
        for found, state in kept
    )


def opened(book: Book, template: int, notation: Notation) -> drafting.Opened:
    """A new draft that begins with a template, whatever became of its wallets; refuses NotFound."""
    state = replace(read(rows.get(book, template).content), key=new_key())
    named = wallets.get_many(book, tuple(state.wallets))
    return in_notation(state, named, notation), named


def keep(book: Book, project: str, name: str, state: DraftState, *, replacing: bool = False) -> Done[Listed]:
    """Keep what a form holds under a name.

    Refuses AlreadyTaken where there is one of this name, unless it is to be replaced; Missing, TooLong,
    ForbiddenCharacter (name), NotFound, ProjectArchived.
    """
    name = required_line(name, "name", NAME_LIMIT)
    text = content(without_occasion(state))
    with book.unit():
        projects.require_active(book, project)
        present = rows.by_name(book, project, name) if replacing else None
        if present is not None:
            rows.replace(book, present.id, text)
        kept = present.id if present is not None else rows.add(book, project, name, text)
    steps = [Step("template", kept, "content", present.content, text)] if present is not None else []
    return _done(book, project, kept, edit(Act.REPLACE, project, name, steps))


def without_occasion(state: DraftState) -> DraftState:
    """What of a draft holds for any other too; rows that nobody touched fall away. It reverses nothing any more."""
    touched = tuple(row for row in state.rows if not row.untouched)
    return replace(state, rows=touched or state.rows, reference="", value_date=None, undone=None)


def keep_draft(book: Book, project: str, name: str, draft: int, *, replacing: bool = False) -> Done[Listed]:
    """Keep a draft of the book under a name; refuses as keep."""
    return keep(book, project, name, read(drafts.get(book, draft).content), replacing=replacing)


def keep_transaction(book: Book, project: str, name: str, number: int, *, replacing: bool = False) -> Done[Listed]:
    """Keep what a transaction did under a name; refuses as keep."""
    told = transactions.get(book, project, number)
    state = DraftState(description=told.description)
    state, _ = drafting.prefilled(book, state, told.operations, PLAIN)
    return keep(book, project, name, state, replacing=replacing)


def rename(book: Book, template: int, name: str) -> Done[Listed]:
    """Another name; refuses AlreadyTaken, Missing, TooLong, ForbiddenCharacter (name), NotFound, ProjectArchived."""
    name = required_line(name, "name", NAME_LIMIT)
    with book.unit():
        found = rows.get(book, template)
        projects.require_active(book, found.project)
        rows.rename(book, found, name)
    undoing = edit(Act.RENAME, found.project, found.name, [Step("template", template, "name", found.name, name)])
    return _done(book, found.project, template, undoing)


def delete(book: Book, template: int) -> Done[None]:
    """Throw it away; one that is gone already is no matter. Refuses ProjectArchived."""
    changes = Changes(templates=frozenset([template]))
    with book.unit():
        found = rows.find(book, template)
        if found is None:
            return Done(None, changes)
        projects.require_active(book, found.project)
        rows.delete(book, template)
    step = Step("template", template, "kept", (found.name, found.content), None)
    return Done(None, changes, edit(Act.DELETE, found.project, found.name, [step]))


def _done(book: Book, project: str, template: int, undoing: Edit | None) -> Done[Listed]:
    found = next(one for one in list_all(book, project) if one.id == template)
    return Done(found, Changes(project, templates=frozenset([template])), undoing)
