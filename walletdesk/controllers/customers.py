"""Customers: create or update, list, get, suspend, resume, delete (C1 to C5)."""

from __future__ import annotations

from dataclasses import replace

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.edits import Act, Edit, Step, customer_name, edit
from walletdesk.ledger.refusals import AlreadyTaken, NotFound, WalletsNotClosed
from walletdesk.ledger.status import Status
from walletdesk.ledger.text import (
    CUSTOMER_ID_LIMIT,
    DESCRIPTION_LIMIT,
    NAME_LIMIT,
    clean_line,
    clean_paragraphs,
    composed,
    required_line,
)
from walletdesk.ledger.values import Customer, Page, Wallet
from walletdesk.store import customers as rows
from walletdesk.store import projects
from walletdesk.store import wallets as wallet_rows
from walletdesk.store.book import Book
from walletdesk.store.customers import CustomerQuery

__all__ = ["CustomerQuery", "by_key", "create", "delete", "get", "page", "resume", "suspend", "upsert"]


def upsert(book: Book, project: str, id: str, name: str = "", description: str = "") -> Done[Customer]:
    """Create the customer of this id, or give the one there is another name and description (C1).

    Refuses Missing (id), TooLong, ForbiddenCharacter, NotFound, ProjectArchived.
    """
    return _put(book, project, (id, name, description), fresh=False)


def create(book: Book, project: str, id: str, name: str = "", description: str = "") -> Done[Customer]:
    """As upsert, but refuses (AlreadyTaken) an id that is there: for a person who types one."""
    return _put(book, project, (id, name, description), fresh=True)


def _put(book: Book, project: str, texts: tuple[str, str, str], *, fresh: bool) -> Done[Customer]:
    id_ = required_line(texts[0], "id", CUSTOMER_ID_LIMIT)
    name = clean_line(texts[1], "name", NAME_LIMIT)
    description = clean_paragraphs(texts[2], "description", DESCRIPTION_LIMIT)
    with book.unit():
        projects.require_active(book, project)
        found = rows.by_id(book, project, id_)
        if found is None:
            (key,) = rows.add_many(book, project, [(id_, name, description)])
        elif fresh:
            raise AlreadyTaken("customer", "id", id_)
        else:
            key = found.key
            if (found.name, found.description) != (name, description):
                rows.update(book, found, name, description)
    return replace(_done(book, key), edit=_texts_edit(found, name, description) if found is not None else None)


def _texts_edit(found: Customer, name: str, description: str) -> Edit | None:
    steps = [
        Step("customer", found.key, "name", found.name, name),
        Step("customer", found.key, "description", found.description, description),
    ]
    renamed, described = (step.was != step.now for step in steps)
    act = Act.CHANGE if renamed and described else Act.RENAME if renamed else Act.DESCRIBE
    return edit(act, found.project, customer_name(found), steps)


def _suspended_step(found: Customer, *, suspended: bool) -> Step:
    return Step("customer", found.key, "suspended", found.suspended, suspended)


def suspend(book: Book, customer: int) -> Done[Customer]:
    """Suspend the customer and every open wallet of theirs (C3).

    Refuses NotFound, CustomerDeleted, ProjectArchived.
    """
    with book.unit():
        found = _changeable(book, customer)
        if not found.suspended:
            rows.set_suspended(book, found, suspended=True)
        touched = [w for w in wallets_of(book, customer) if w.status is Status.OPEN]
        wallet_rows.set_status(book, [(wallet, Status.SUSPENDED) for wallet in touched])
    held = [Step("wallet", wallet.id, "status", wallet.status, Status.SUSPENDED) for wallet in touched]
    steps = [_suspended_step(found, suspended=True), *held]
    undoing = edit(Act.SUSPEND, found.project, customer_name(found), steps)
    return replace(_done(book, customer, touched), edit=undoing)


def resume(book: Book, customer: int) -> Done[Customer]:
    """Resume the customer alone; their wallets stay suspended until each is reactivated (C3).

    Refuses NotFound, CustomerDeleted, ProjectArchived.
    """
    with book.unit():
        found = _changeable(book, customer)
        if found.suspended:
            rows.set_suspended(book, found, suspended=False)
    undoing = edit(Act.RESUME, found.project, customer_name(found), [_suspended_step(found, suspended=False)])
    return replace(_done(book, customer), edit=undoing)


def delete(book: Book, customer: int) -> Done[Customer]:
    """Forget the customer; wallets and ledgers of the past stay, owned by nobody in particular (C4).

    Refuses WalletsNotClosed, NotFound, CustomerDeleted, ProjectArchived.
    """
    with book.forgetting_unit():
        found = _changeable(book, customer)
        wallets = wallets_of(book, customer)
        still = tuple(wallet.label for wallet in wallets if wallet.status is not Status.CLOSED)
        if still:
            raise WalletsNotClosed(found.id or "", still)
        rows.erase(book, found)
    return _done(book, customer, wallets)


def _changeable(book: Book, customer: int) -> Customer:
    found = rows.require_living(book, customer)
    projects.require_active(book, found.project)
    return found


def wallets_of(book: Book, customer: int) -> list[Wallet]:
    """All wallets of a customer, the oldest first."""
    return list(wallet_rows.of_customer(book, customer))


def _done(book: Book, customer: int, wallets: list[Wallet] | None = None) -> Done[Customer]:
    found = rows.by_key(book, customer)
    touched = frozenset(wallet.id for wallet in wallets or ())
    return Done(found, Changes(found.project, customers=frozenset([customer]), wallets=touched))


def page(book: Book, project: str, wanted: CustomerQuery, number: int, size: int) -> Page[Customer]:
    """One page of the customers that are not deleted (C2)."""
    return rows.page(book, project, wanted, number, size)


def get(book: Book, project: str, id: str) -> Customer:
    """Refuses NotFound."""
    found = rows.by_id(book, project, composed(id))
    if found is None:
        raise NotFound("customer", id)
    return found


def by_key(book: Book, customer: int) -> Customer:
    """By the book's own number; refuses NotFound."""
    return rows.by_key(book, customer)
