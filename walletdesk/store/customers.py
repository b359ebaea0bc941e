"""Customers in the book (C1 to C5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, Case, fn

from walletdesk.ledger.refusals import CustomerDeleted, NotFound
from walletdesk.ledger.values import Customer, Page
from walletdesk.store import search
from walletdesk.store import tables as t
from walletdesk.store.book import Book, Row
from walletdesk.store.events import Event, erase_customer, record
from walletdesk.store.lines import A_PAGE, naturally


@dataclass(frozen=True, slots=True)
class CustomerQuery:
    """Which customers, in which order: ``sort`` is "name", "id", "status", "wallets" or "activity".

    Who has the text as their id comes first: an id may stand in a hundred others.
    """

    text: str = ""
    suspended: bool | None = None
    sort: str = "name"
    descending: bool = False


_TITLE = Case(None, [(t.Customer.name != "", t.Customer.name)], t.Customer.id)
_SORTS: dict[str, tuple[Any, ...]] = {
    "name": naturally(_TITLE, fn.fold),
    "id": naturally(t.Customer.id, lambda head: head.collate("NOCASE")),
    "status": (t.Customer.suspended, *naturally(_TITLE, fn.fold)),
    "wallets": (SQL("wallets"), SQL("shown")),
    "activity": (SQL("activity"), SQL("shown")),
}
_SUMMED = ("wallets", "activity")
"""Sorts by what is added up for each customer; by the others a page's customers are found first, which is quicker."""


def _select() -> Any:
    c, w, e = t.Customer, t.Wallet, t.Entry
    still_open = Case(None, [(w.status != "closed", 1)], None)
    return (
        c.select(
            c.key,
            c.project,
            c.id,
            c.name,
            c.description,
            c.suspended,
            c.created_at,
            fn.COUNT(w.id).alias("wallets"),
            fn.COUNT(still_open),
            fn.MAX(e.booked_at).alias("activity"),
            fn.fold(_TITLE).alias("shown"),
        )
        .join(w, JOIN.LEFT_OUTER, on=(w.customer == c.key))
        .join(e, JOIN.LEFT_OUTER, on=((e.wallet == w.id) & (e.seq == w.entries)))
        .group_by(c.key)
    )


def _value(row: Row) -> Customer:
    key, project, id_, name, description, suspended, created_at, wallets, open_wallets, activity, _shown = row
    return Customer(key, project, id_, name, description, bool(suspended), created_at, wallets, open_wallets, activity)


def _filtered(query: Any, project: str, wanted: CustomerQuery) -> Any:
    c = t.Customer
    query = query.where(search.project_is(c.project, project, wanted.text), c.id.is_null(False))
    if wanted.suspended is not None:
        query = query.where(c.suspended == int(wanted.suspended))
    for condition in search.matches(search.CUSTOMERS, wanted.text, c.key):
        query = query.where(condition)
    return query


def page(book: Book, project: str, wanted: CustomerQuery, number: int, size: int) -> Page[Customer]:
    """One page of the customers that are not deleted (C2)."""
    c = t.Customer
    total = book.select(_filtered(c.select(fn.COUNT(c.key)), project, wanted))[0][0]
    order = [term.desc() if wanted.descending else term.asc() for term in _SORTS[wanted.sort]]
    if wanted.text:
        order.insert(0, (c.id == wanted.text).desc())
    if wanted.sort in _SUMMED or size > A_PAGE:
        query = _filtered(_select(), project, wanted).order_by(*order, c.key).paginate(number, size)
        return Page(tuple(map(_value, book.select(query))), total, number, size)
    query = _filtered(c.select(c.key), project, wanted).order_by(*order, c.key).paginate(number, size)
    return Page(in_order(book, [key for (key,) in book.select(query)]), total, number, size)


def keys_of(book: Book, project: str, wanted: CustomerQuery) -> list[int]:
    """The keys of all customers that the query names, in no order."""
    return [key for (key,) in book.select(_filtered(t.Customer.select(t.Customer.key), project, wanted))]


def by_key(book: Book, key: int) -> Customer:
    """Refuses NotFound; a deleted one is a tombstone (C4)."""
    found = book.select(_select().where(t.Customer.key == key))
    if not found:
        raise NotFound("customer", str(key))
    return _value(found[0])


def in_order(book: Book, keys: Sequence[int]) -> tuple[Customer, ...]:
    """These customers in this order."""
    found = {row[0]: _value(row) for row in book.select(_select().where(t.Customer.key.in_(keys)))}
    return tuple(found[key] for key in keys)


def by_id(book: Book, project: str, id_: str) -> Customer | None:
    """The customer whom the caller calls this."""
    found = book.select(_select().where((t.Customer.project == project) & (t.Customer.id == id_)))
    return _value(found[0]) if found else None


def require_living(book: Book, key: int) -> Customer:
    """Refuses NotFound and CustomerDeleted."""
    found = by_key(book, key)
    if found.deleted:
        raise CustomerDeleted
    return found


def suspended(book: Book, project: str) -> frozenset[int]:
    """The keys of those who are suspended."""
    return frozenset(
        key for (key,) in book.rows("SELECT key FROM customer WHERE project = ? AND suspended", (project,))
    )


def keys(book: Book, project: str) -> dict[str, int]:
    """The keys of all customers by their ids."""
    return dict(book.rows("SELECT id, key FROM customer WHERE project = ? AND id IS NOT NULL", (project,)))


def add_many(book: Book, project: str, people: Sequence[tuple[str, str, str]]) -> list[int]:
    """New customers as (id, name, description); answers their keys."""
    at = book.clock()
    first = 1 + (book.value("SELECT max(key) FROM customer") or 0)
    numbered = list(enumerate(people, first))
    sql = "INSERT INTO customer (key, project, id, name, description, created_at) VALUES (?, ?, ?, ?, ?, ?)"
    book.write_many(sql, [(key, project, *person, at) for key, person in numbered])
    search.add(book, search.CUSTOMERS, first, first + len(numbered) - 1)
    record(
        book,
        [
            Event("customer", str(key), "created", {}, _facts(project, *person) | {"suspended": 0, "created_at": at})
            for key, person in numbered
        ],
    )
    return [key for key, _ in numbered]


def _facts(project: str, id_: str, name: str, description: str) -> dict[str, object]:
    return {"project": project, "id": id_, "name": name, "description": description}


def update(book: Book, customer: Customer, name: str, description: str) -> None:
    """Another name or description."""
    sql = "UPDATE customer SET name = ?, description = ? WHERE key = ?"
    book.write_many(sql, [(name, description, customer.key)])
    search.refresh(book, search.CUSTOMERS, [customer.key])
    if name != customer.name:
        search.refresh_owner(book, customer.key)
    old = {"name": customer.name, "description": customer.description}
    record(book, [Event("customer", str(customer.key), "updated", old, {"name": name, "description": description})])


def set_suspended(book: Book, customer: Customer, *, suspended: bool) -> None:
    """Mark a customer suspended, or not; their wallets are another matter."""
    book.write_many("UPDATE customer SET suspended = ? WHERE key = ?", [(int(suspended), customer.key)])
    old, new = {"suspended": int(customer.suspended)}, {"suspended": int(suspended)}
    record(book, [Event("customer", str(customer.key), "suspended" if suspended else "resumed", old, new)])


def erase(book: Book, customer: Customer) -> None:
    """Leave a tombstone: no byte of the person stays in the row or in the log (C4)."""
    at = book.clock()
    sql = "UPDATE customer SET id = NULL, name = '', description = '', suspended = 0, deleted_at = ? WHERE key = ?"
    book.write_many(sql, [(at, customer.key)])
    erase_customer(book, customer.key)
    kept = {"project": customer.project, "created_at": customer.created_at, "deleted_at": at}
    record(book, [Event("customer", str(customer.key), "deleted", {}, kept)])
    search.forget(book, customer.key)
