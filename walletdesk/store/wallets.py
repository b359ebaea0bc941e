"""Wallets in the book (W1 to W5)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from peewee import JOIN, SQL, Case, fn

from walletdesk.ledger.posting import Standing
from walletdesk.ledger.refusals import NotFound
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset, Page, Wallet, wallet_label
from walletdesk.store import search
from walletdesk.store import tables as t
from walletdesk.store.book import Book, Row
from walletdesk.store.events import Event, record
from walletdesk.store.lines import naturally


@dataclass(frozen=True, slots=True)
class WalletQuery:
    """Which wallets, in which order.

    ``sort`` is "owner" (system wallets first), "wallet", "number", "asset", "balance", "status", "entries" or
    "activity".
    """

    text: str = ""
    asset: str | None = None
    system: bool | None = None
    status: Status | None = None
    zero: bool | None = None
    customer: int | None = None
    sort: str = "owner"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """What a wallet is called, by itself and by its customer."""

    id: int
    label: str
    owner_id: str | None
    owner_name: str
    name: str
    asset: str
    code: str
    status: Status


_OWNER = Case(None, [(t.Customer.name != "", t.Customer.name)], fn.coalesce(t.Customer.id, ""))
_BY_OWNER = naturally(_OWNER, fn.fold)
_SORTS: dict[str, tuple[Any, ...]] = {
    "owner": (t.Wallet.customer.is_null(False), *_BY_OWNER, fn.fold(t.Wallet.name)),
    "wallet": (fn.fold(t.Wallet.name), *_BY_OWNER),
    "number": (t.Wallet.number,),
    "asset": (fn.fold(t.Asset.code), *_BY_OWNER),
    "balance": (t.Asset.folded_code, t.Wallet.balance),
    "status": (t.Wallet.status, *_BY_OWNER),
    "entries": (t.Wallet.entries,),
    "activity": (t.Entry.booked_at,),
}


def _select() -> Any:
    w, a, c, e = t.Wallet, t.Asset, t.Customer, t.Entry
    return (
        w.select(
            *(w.id, w.project, w.number),
            *(a.id, a.project, a.name, a.code, a.fractions, a.unit, a.part, a.supply),
            *(w.customer, c.id, c.name, w.name, w.description, w.status, w.balance, w.entries, w.created_at),
            e.booked_at,
        )
        .join(a, on=(a.id == w.asset))
        .join(c, JOIN.LEFT_OUTER, on=(c.key == w.customer))
        .join(e, JOIN.LEFT_OUTER, on=((e.wallet == w.id) & (e.seq == w.entries)))
    )


def _value(row: Row) -> Wallet:
    id_, project, number = row[:3]
    customer, owner_id, owner_name, name, description, status, balance, entries, created_at, last_at = row[11:21]
    return Wallet(
        id_,
        project,
        number,
        Asset(*row[3:11]),
        customer,
        owner_id,
        owner_name or "",
        name,
        description,
        Status(status),
        balance,
        entries,
        created_at,
        last_at,
    )


def _filtered(query: Any, project: str, wanted: WalletQuery) -> Any:
    w = t.Wallet
    conditions = [
        search.project_is(w.project, project, wanted.text),
        *search.matches(search.WALLETS, wanted.text, w.id),
    ]
    if wanted.asset is not None:
        conditions.append(w.asset == wanted.asset)
    if wanted.system is not None:
        conditions.append(w.customer.is_null(wanted.system))
    if wanted.status is not None:
        conditions.append(w.status == wanted.status.value)
    if wanted.zero is not None:
        conditions.append((w.balance == 0) if wanted.zero else (w.balance != 0))
    if wanted.customer is not None:
        conditions.append(w.customer == wanted.customer)
    return query.where(*conditions)


def _bare(*columns: Any) -> Any:
    w, a, c = t.Wallet, t.Asset, t.Customer
    return w.select(*columns).join(a, on=(a.id == w.asset)).join(c, JOIN.LEFT_OUTER, on=(c.key == w.customer))


def page(book: Book, project: str, wanted: WalletQuery, number: int, size: int) -> Page[Wallet]:
    """One page of the wallets that the query names (W2)."""
    total = book.select(_filtered(_bare(fn.COUNT(t.Wallet.id)), project, wanted))[0][0]
    order = [term.desc() if wanted.descending else term.asc() for term in _SORTS[wanted.sort]]
    query = _filtered(_select(), project, wanted).order_by(*order, t.Wallet.number).paginate(number, size)
    return Page(tuple(map(_value, book.select(query))), total, number, size)


def totals(book: Book, project: str, wanted: WalletQuery) -> tuple[tuple[str, int], ...]:
    """The sum of the balances of the wallets that the query names, by asset."""
    query = _filtered(_bare(t.Wallet.asset, fn.SUM(t.Wallet.balance)), project, wanted).group_by(t.Wallet.asset)
    return tuple(book.select(query))


def held_by(book: Book, customers: Iterable[int]) -> dict[str, int]:
    """What the wallets of these customers hold together, in parts, by asset."""
    sums: dict[str, int] = {}
    for chunk in _chunks(sorted(set(customers))):
        marks = ",".join("?" * len(chunk))
        sql = f"SELECT asset, sum(balance) FROM wallet WHERE customer IN ({marks}) GROUP BY asset"  # noqa: S608
        for asset, held in book.rows(sql, chunk):
            sums[asset] = sums.get(asset, 0) + held
    return sums


def complete(book: Book, project: str, text: str, asset: str | None, limit: int) -> tuple[Wallet, ...]:
    """Wallets for a person who types some words: open first, system before customers, then the busiest."""
    tables, conditions, parameters = search.joined(search.WALLETS, text)
    conditions += ["w.project = ?", *(["w.asset = ?"] if asset is not None else [])]
    sql = (
        f"SELECT w.id FROM {tables} CROSS JOIN wallet AS w ON w.id = x.wallet "  # noqa: S608
        f"WHERE {' AND '.join(conditions)} "
        "ORDER BY w.status <> 'open', w.customer IS NOT NULL, w.entries DESC, w.number LIMIT ?"
    )
    given = [*parameters, project, *([asset] if asset is not None else []), limit]
    return in_order(book, [id_ for (id_,) in book.rows(sql, given)])


def in_order(book: Book, ids: Sequence[int]) -> tuple[Wallet, ...]:
    """These wallets in this order."""
    found = get_many(book, ids)
    return tuple(found[id_] for id_ in ids)


def get(book: Book, wallet: int) -> Wallet:
    """Refuses NotFound."""
    found = book.select(_select().where(t.Wallet.id == wallet))
    if not found:
        raise NotFound("wallet", str(wallet))
    return _value(found[0])


def of_customer(book: Book, customer: int) -> tuple[Wallet, ...]:
    """All wallets of a customer, the oldest first."""
    return tuple(map(_value, book.select(_select().where(t.Wallet.customer == customer).order_by(t.Wallet.number))))


def get_many(book: Book, wallets: Iterable[int]) -> dict[int, Wallet]:
    """Those of the wallets that there are."""
    found: dict[int, Wallet] = {}
    for chunk in _chunks(sorted(set(wallets))):
        sql, parameters = _by_ids()
        for row in book.rows(sql, (*parameters, json.dumps(chunk))):
            found[row[0]] = _value(row)
    return found


@cache
def _by_ids() -> tuple[str, list[object]]:
    """Every posting asks this, and peewee needs longer to put the words together than SQLite to answer."""
    sql, parameters = _select().where(t.Wallet.id.in_(SQL("(SELECT value FROM json_each(?))"))).sql()
    return sql, parameters


def by_numbers(book: Book, project: str, numbers: Iterable[int]) -> dict[int, Wallet]:
    """Those of a project's wallets that have these numbers, by number."""
    w = t.Wallet
    found: dict[int, Wallet] = {}
    for chunk in _chunks(sorted(set(numbers))):
        for row in book.select(_select().where((w.project == project) & w.number.in_(chunk))):
            found[row[2]] = _value(row)
    return found


def standings(book: Book, wallets: Iterable[int]) -> dict[int, Standing]:
    """What posting must know of these wallets, as far as they exist."""
    found: dict[int, Standing] = {}
    for chunk in _chunks(sorted(set(wallets))):
        marks = ",".join("?" * len(chunk))
        sql = f"SELECT id, project, asset, status, balance, entries FROM wallet WHERE id IN ({marks})"  # noqa: S608
        for id_, project, asset, status, balance, entries in book.rows(sql, chunk):
            found[id_] = Standing(project, asset, Status(status), balance, entries)
    return found


def by_owner(book: Book, project: str, asset: str) -> dict[int, list[int]]:
    """The open or suspended wallets of an asset, oldest first, by the key of their customer."""
    found: dict[int, list[int]] = {}
    sql = (
        "SELECT customer, id FROM wallet WHERE project = ? AND asset = ? AND customer IS NOT NULL "
        "AND status <> 'closed' ORDER BY number"
    )
    for customer, id_ in book.rows(sql, (project, asset)):
        found.setdefault(customer, []).append(id_)
    return found


def _chunks(items: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def add_many(
    book: Book, project: str, asset: str, wallets: Sequence[tuple[int | None, str, str]], kind: str = "opened"
) -> list[int]:
    """New wallets of one asset as (customer's key or None, name, description); answers their ids."""
    at = book.clock()
    first = 1 + (book.value("SELECT max(id) FROM wallet") or 0)
    number = 1 + (book.value("SELECT max(number) FROM wallet WHERE project = ?", (project,)) or 0)
    rows = [(first + i, project, number + i, asset, *wallet, at) for i, wallet in enumerate(wallets)]
    sql = (
        "INSERT INTO wallet (id, project, number, asset, customer, name, description, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    )
    book.write_many(sql, rows)
    search.add(book, search.WALLETS, first, first + len(rows) - 1)
    names = ("project", "number", "asset", "customer", "name", "description", "created_at")
    record(
        book,
        [
            Event("wallet", str(row[0]), kind, {}, dict(zip(names, row[1:], strict=True)) | {"status": "open"})
            for row in rows
        ],
    )
    return [row[0] for row in rows]


def set_text(book: Book, wallet: Wallet, column: str, text: str) -> None:
    """Another "name" or "description" (W3)."""
    assert column in ("name", "description")
    book.write_many(f"UPDATE wallet SET {column} = ? WHERE id = ?", [(text, wallet.id)])  # noqa: S608
    if column == "name":
        search.refresh(book, search.WALLETS, [wallet.id])
    action = "renamed" if column == "name" else "described"
    record(book, [Event("wallet", str(wallet.id), action, {column: getattr(wallet, column)}, {column: text})])


def set_status(book: Book, changes: Sequence[tuple[Wallet, Status]]) -> None:
    """Other states; whether they are allowed is decided before (W5)."""
    book.write_many(
        "UPDATE wallet SET status = ? WHERE id = ?", [(status.value, wallet.id) for wallet, status in changes]
    )
    actions = {Status.OPEN: "reactivated", Status.SUSPENDED: "suspended", Status.CLOSED: "closed"}
    record(
        book,
        [
            Event(
                "wallet",
                str(wallet.id),
                actions[status],
                {"status": wallet.status.value},
                {"status": status.value},
            )
            for wallet, status in changes
        ],
    )


def named(book: Book, project: str, size: int) -> Iterator[tuple[int, int, list[Named]]]:
    """How all wallets of a project are called, slice by slice: how many are done, of how many, and the slice."""
    total = book.value("SELECT count(*) FROM wallet WHERE project = ?", (project,)) or 0
    sql = (
        "SELECT w.id, w.number, w.customer IS NULL, c.id, coalesce(c.name, ''), w.name, a.id, a.code, w.status "
        "FROM wallet AS w JOIN asset AS a ON a.id = w.asset LEFT JOIN customer AS c ON c.key = w.customer "
        "WHERE w.project = ? AND w.number > ? ORDER BY w.number LIMIT ?"
    )
    done, last = 0, 0
    while rows := list(book.rows(sql, (project, last, size))):
        done, last = done + len(rows), rows[-1][1]
        yield done, total, [_named(row) for row in rows]


def _named(row: Row) -> Named:
    id_, number, system, owner_id, owner_name, name, asset, code, status = row
    return Named(id_, wallet_label(number, system), owner_id, owner_name, name, asset, code, Status(status))


def found_by(
    book: Book, project: str, text: str, asset: str | None = None, system: bool | None = None, limit: int = 10
) -> tuple[Wallet, ...]:
    """Wallets that a script calls by label, by their customer's id or by their name, exactly; the open ones first.

    Of one asset only those that are not closed, where it is given.
    """
    w, c = t.Wallet, t.Customer
    prefix, _, digits = text.upper().partition("-")
    number = int(digits) if prefix in ("S", "W") and digits.isascii() and digits.isdigit() and len(digits) < 19 else 0
    labelled = "SELECT 1 FROM wallet WHERE project = ? AND number = ? AND (customer IS NULL) = ?"
    if number and book.row(labelled, (project, number, prefix == "S")):
        query = _select().where(w.project == project, w.number == number)
    else:
        query = _select().where(w.project == project, (c.id == text) | (w.name == text))
    if asset is not None:
        query = query.where(w.asset == asset, w.status != Status.CLOSED.value)
    if system is not None:
        query = query.where(w.customer.is_null(system))
    return tuple(map(_value, book.select(query.order_by(w.status != Status.OPEN.value, w.number).limit(limit))))
