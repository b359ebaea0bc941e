"""Assets in the book (A1 to A3)."""

from __future__ import annotations

from dataclasses import dataclass

from walletdesk.ledger.refusals import AlreadyTaken, AssetInUse, NotFound
from walletdesk.ledger.values import Asset
from walletdesk.store.book import Book
from walletdesk.store.events import Event, record

COLUMNS = "asset.id, asset.project, asset.name, asset.code, asset.fractions, asset.unit, asset.part, asset.supply"
"""In the order of the value's fields, for queries that join assets."""

_SELECT = f"SELECT {COLUMNS}, (SELECT count(*) FROM wallet WHERE wallet.asset = asset.id) FROM asset "  # noqa: S608


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds an asset: parts in customers' and in system wallets."""

    asset: Asset
    customers: int
    system: int


def list_all(book: Book, project: str) -> tuple[Asset, ...]:
    """By name."""
    return tuple(Asset(*row) for row in book.rows(_SELECT + "WHERE project = ? ORDER BY fold(name), id", (project,)))


def get(book: Book, asset: str) -> Asset:
    """Refuses NotFound."""
    found = book.row(_SELECT + "WHERE id = ?", (asset,))
    if found is None:
        raise NotFound("asset", asset)
    return Asset(*found)


def by_code(book: Book, project: str, code: str) -> Asset | None:
    """The asset of this code, ignoring case."""
    found = book.row(_SELECT + "WHERE project = ? AND folded_code = ?", (project, code.casefold()))
    return Asset(*found) if found else None


def supplies(book: Book, project: str) -> dict[str, int]:
    """What is in circulation of every asset, in parts."""
    return dict(book.rows("SELECT id, supply FROM asset WHERE project = ?", (project,)))


def holdings(book: Book, project: str) -> tuple[Holding, ...]:
    """Every asset with what customers and the user hold."""
    sums: dict[tuple[str, bool], int] = {
        (asset, bool(system)): held
        for asset, system, held in book.rows(
            "SELECT asset, customer IS NULL, sum(balance) FROM wallet WHERE project = ? GROUP BY 1, 2", (project,)
        )
    }
    return tuple(
        Holding(asset, sums.get((asset.id, False), 0), sums.get((asset.id, True), 0))
        for asset in list_all(book, project)
    )


def add(book: Book, asset: Asset) -> None:
    """A new asset; refuses AlreadyTaken."""
    if book.row("SELECT 1 FROM asset WHERE id = ?", (asset.id,)):
        raise AlreadyTaken("asset", "id", asset.id)
    if by_code(book, asset.project, asset.code):
        raise AlreadyTaken("asset", "code", asset.code)
    facts = {
        "project": asset.project,
        "name": asset.name,
        "code": asset.code,
        "folded_code": asset.code.casefold(),
        "fractions": asset.fractions,
        "unit": asset.unit,
        "part": asset.part,
        "created_at": book.clock(),
    }
    sql = (
        "INSERT INTO asset (id, project, name, code, folded_code, fractions, unit, part, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    book.write_many(sql, [(asset.id, *facts.values())])
    record(book, [Event("asset", asset.id, "created", {}, facts)])


def rename(book: Book, asset: str, name: str) -> None:
    """Another name; code and fractions never change (A2)."""
    old = get(book, asset).name
    book.write_many("UPDATE asset SET name = ? WHERE id = ?", [(name, asset)])
    record(book, [Event("asset", asset, "renamed", {"name": old}, {"name": name})])


def delete(book: Book, asset: str) -> None:
    """Remove an asset that was never used; refuses AssetInUse (A2)."""
    found = get(book, asset)
    if found.wallets:
        raise AssetInUse(found.code, found.wallets)
    book.write_many("DELETE FROM asset WHERE id = ?", [(asset,)])
    record(book, [Event("asset", asset, "deleted", {"name": found.name, "code": found.code}, {})])
