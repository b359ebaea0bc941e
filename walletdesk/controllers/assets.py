"""Assets: create, list, get, rename, delete (A1 to A3)."""

from __future__ import annotations

from dataclasses import replace

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.edits import Act, Step, edit
from walletdesk.controllers.ids import given_or_new
from walletdesk.ledger.assets import define
from walletdesk.ledger.text import NAME_LIMIT, required_line
from walletdesk.ledger.values import Asset
from walletdesk.store import assets as rows
from walletdesk.store import projects
from walletdesk.store.assets import Holding
from walletdesk.store.book import Book


def create(
    book: Book,
    project: str,
    name: str,
    code: str,
    fractions: int,
    unit: str = "",
    part: str = "",
    id: str | None = None,
) -> Done[Asset]:
    """A new asset; ``unit`` and ``part`` name a unit and its part (``d``, ``h``), both or neither.

    Refuses Missing, TooLong, ForbiddenCharacter, OutOfRange (fractions), NamesAlike, AlreadyTaken (code, id), NotFound,
    ProjectArchived.
    """
    asset = define(given_or_new(id), project, name, code, fractions, unit, part)
    with book.unit():
        projects.require_active(book, project)
        rows.add(book, asset)
    return _done(book, asset.id)


def rename(book: Book, asset: str, name: str) -> Done[Asset]:
    """Another name; refuses Missing, TooLong, ForbiddenCharacter, NotFound, ProjectArchived."""
    name = required_line(name, "name", NAME_LIMIT)
    with book.unit():
        found = rows.get(book, asset)
        projects.require_active(book, found.project)
        if found.name != name:
            rows.rename(book, asset, name)
    undoing = edit(Act.RENAME, found.project, found.name, [Step("asset", asset, "name", found.name, name)])
    return replace(_done(book, asset), edit=undoing)


def delete(book: Book, asset: str) -> Done[Asset]:
    """Remove an asset that was never used; refuses AssetInUse, NotFound, ProjectArchived."""
    with book.unit():
        found = rows.get(book, asset)
        projects.require_active(book, found.project)
        rows.delete(book, asset)
    return Done(found, Changes(found.project, projects=frozenset([found.project]), assets=frozenset([asset])))


def _done(book: Book, asset: str) -> Done[Asset]:
    found = rows.get(book, asset)
    return Done(found, Changes(found.project, projects=frozenset([found.project]), assets=frozenset([asset])))


def list_all(book: Book, project: str) -> tuple[Asset, ...]:
    """By name."""
    return rows.list_all(book, project)


def get(book: Book, asset: str) -> Asset:
    """Refuses NotFound."""
    return rows.get(book, asset)


def holdings(book: Book, project: str) -> tuple[Holding, ...]:
    """Every asset with what customers' and system wallets hold, in parts."""
    return rows.holdings(book, project)
