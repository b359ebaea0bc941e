"""Wallets: open, open system, get, list, rename, describe, set status; balances (W1 to W5, R3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.edits import Act, Edit, Step, customer_name, edit, wallet_name
from walletdesk.ledger.refusals import (
    Ambiguous,
    BalanceNotZero,
    CustomerSuspended,
    NotFound,
    StatusRefused,
)
from walletdesk.ledger.status import Status
from walletdesk.ledger.text import DESCRIPTION_LIMIT, NAME_LIMIT, clean_paragraphs, composed, required_line
from walletdesk.ledger.values import Asset, Page, Period, Wallet
from walletdesk.store import assets, customers, projects
from walletdesk.store import entries as entry_rows
from walletdesk.store import wallets as rows
from walletdesk.store.book import Book
from walletdesk.store.customers import CustomerQuery
from walletdesk.store.wallets import WalletQuery

__all__ = [
    "WalletQuery",
    "balances",
    "by_label",
    "complete",
    "describe",
    "get",
    "get_many",
    "held_by",
    "held_by_all",
    "list_system",
    "of_customer",
    "open",
    "open_system",
    "page",
    "reactivate_all",
    "rename",
    "set_status",
    "status_edit",
    "totals",
]


def open(book: Book, customer: int, asset: str, name: str, description: str = "") -> Done[Wallet]:
    """A new wallet of a customer.

    Refuses Missing, TooLong, ForbiddenCharacter (name, description), NotFound (customer, asset), CustomerDeleted,
    CustomerSuspended (C5), ProjectArchived.
    """
    return _open(book, customer, asset, name, description)


def open_system(book: Book, asset: str, name: str, description: str = "") -> Done[Wallet]:
    """A new wallet of the user's own: a cash box, a pool. Refuses as open, without the customer's."""
    return _open(book, None, asset, name, description)


def _open(book: Book, customer: int | None, asset: str, name: str, description: str) -> Done[Wallet]:
    name = required_line(name, "name", NAME_LIMIT)
    description = clean_paragraphs(description, "description", DESCRIPTION_LIMIT)
    with book.unit():
        held = assets.get(book, asset)
        projects.require_active(book, held.project)
        if customer is not None:
            owner = customers.require_living(book, customer)
            if owner.project != held.project:
                raise NotFound("customer", owner.id or "")
            if owner.suspended:
                raise CustomerSuspended(owner.id or "")
        (wallet,) = rows.add_many(book, held.project, asset, [(customer, name, description)])
    return _done(book, [wallet])


def rename(book: Book, wallet: int, name: str) -> Done[Wallet]:
    """Another name (W3); refuses Missing, TooLong, ForbiddenCharacter, NotFound, ProjectArchived."""
    return _set_text(book, wallet, "name", required_line(name, "name", NAME_LIMIT))


def describe(book: Book, wallet: int, description: str) -> Done[Wallet]:
    """Another description (W3); refuses TooLong, ForbiddenCharacter, NotFound, ProjectArchived."""
    return _set_text(book, wallet, "description", clean_paragraphs(description, "description", DESCRIPTION_LIMIT))


def _set_text(book: Book, wallet: int, column: str, text: str) -> Done[Wallet]:
    with book.unit():
        found = _changeable(book, wallet)
        before = getattr(found, column)
        if before != text:
            rows.set_text(book, found, column, text)
    act = Act.RENAME if column == "name" else Act.DESCRIBE
    undoing = edit(act, found.project, wallet_name(found), [Step("wallet", wallet, column, before, text)])
    return replace(_done(book, [wallet]), edit=undoing)


def set_status(book: Book, wallet: int, status: Status) -> Done[Wallet]:
    """Open, suspend or close a wallet (W5); the state it has already is no change.

    Refuses StatusRefused, BalanceNotZero, CustomerSuspended, NotFound, ProjectArchived.
    """
    with book.unit():
        found = _changeable(book, wallet)
        if found.status is not status:
            _check_status(book, found, status)
            rows.set_status(book, [(found, status)])
    return replace(_done(book, [wallet]), edit=status_edit(found.project, wallet_name(found), [found], status))


def status_edit(project: str, name: str, changed: Iterable[Wallet], status: Status) -> Edit | None:
    """The edit that gave these wallets, told as they were before, this status; closing is none."""
    if status is Status.CLOSED:
        return None
    act = Act.REACTIVATE if status is Status.OPEN else Act.SUSPEND
    return edit(act, project, name, [Step("wallet", w.id, "status", w.status, status) for w in changed])


def _check_status(book: Book, wallet: Wallet, status: Status) -> None:
    if not wallet.status.may_become(status):
        raise StatusRefused(wallet.label, wallet.status, status)
    if status is Status.CLOSED and wallet.balance:
        raise BalanceNotZero(wallet.label, wallet.asset.id, wallet.balance)
    if status is Status.OPEN and wallet.customer is not None and customers.by_key(book, wallet.customer).suspended:
        raise CustomerSuspended(wallet.owner_id or "")


def reactivate_all(book: Book, customer: int) -> Done[tuple[Wallet, ...]]:
    """Reactivate every suspended wallet of a customer (C3); refuses CustomerSuspended, CustomerDeleted, NotFound."""
    with book.unit():
        owner = customers.require_living(book, customer)
        projects.require_active(book, owner.project)
        if owner.suspended:
            raise CustomerSuspended(owner.id or "")
        touched = [w for w in rows.of_customer(book, customer) if w.status is Status.SUSPENDED]
        rows.set_status(book, [(wallet, Status.OPEN) for wallet in touched])
    ids = frozenset(wallet.id for wallet in touched)
    changes = Changes(owner.project, customers=frozenset([customer]), wallets=ids)
    steps = [Step("wallet", wallet.id, "status", wallet.status, Status.OPEN) for wallet in touched]
    undoing = edit(Act.REACTIVATE_ALL, owner.project, customer_name(owner), steps)
    return Done(rows.of_customer(book, customer), changes, undoing)


def _changeable(book: Book, wallet: int) -> Wallet:
    found = rows.get(book, wallet)
    projects.require_active(book, found.project)
    return found


def _done(book: Book, wallets: list[int]) -> Done[Wallet]:
    found = rows.get(book, wallets[0])
    owners = frozenset([found.customer]) if found.customer is not None else frozenset()
    changes = Changes(
        found.project,
        projects=frozenset([found.project]),
        assets=frozenset([found.asset.id]),
        customers=owners,
        wallets=frozenset(wallets),
    )
    return Done(found, changes)


def get(book: Book, wallet: int) -> Wallet:
    """With its balance; refuses NotFound."""
    return rows.get(book, wallet)


def get_many(book: Book, wallets: tuple[int, ...]) -> dict[int, Wallet]:
    """Those of the wallets that there are, by id."""
    return rows.get_many(book, wallets)


def of_customer(book: Book, customer: int) -> tuple[Wallet, ...]:
    """All wallets of a customer, the oldest first."""
    return rows.of_customer(book, customer)


def list_system(book: Book, project: str, number: int = 1, size: int = 100) -> Page[Wallet]:
    """One page of the user's own wallets."""
    return rows.page(book, project, WalletQuery(system=True), number, size)


def page(book: Book, project: str, wanted: WalletQuery, number: int, size: int) -> Page[Wallet]:
    """One page of the wallets that the query names (W2)."""
    return rows.page(book, project, wanted, number, size)


def totals(book: Book, project: str, wanted: WalletQuery) -> tuple[tuple[Asset, int], ...]:
    """The sums of the balances of the wallets that the query names, in parts, by asset."""
    sums = dict(rows.totals(book, project, wanted))
    return tuple((asset, sums[asset.id]) for asset in assets.list_all(book, project) if asset.id in sums)


def held_by(book: Book, project: str, owners: Sequence[int]) -> tuple[tuple[Asset, int], ...]:
    """What these customers hold together, in parts, by asset."""
    sums = rows.held_by(book, owners)
    return tuple((asset, sums[asset.id]) for asset in assets.list_all(book, project) if asset.id in sums)


def held_by_all(book: Book, project: str, wanted: CustomerQuery) -> tuple[tuple[Asset, int], ...]:
    """What all customers hold together that the query names."""
    return held_by(book, project, customers.keys_of(book, project, wanted))


def complete(book: Book, project: str, text: str, asset: str | None = None, limit: int = 8) -> tuple[Wallet, ...]:
    """The wallets that a person means who types these words, in any order; best first."""
    return rows.complete(book, project, text, asset, limit)


def by_label(book: Book, project: str | None, text: str) -> Wallet:
    """The wallet that a script names by label (``W-00001``), by its customer's id or by its name.

    Looks in one project or in all; refuses NotFound and Ambiguous.
    """
    where = [project] if project else [found.id for found in projects.list_all(book, archived=True)]
    found = [wallet for one in where for wallet in rows.found_by(book, one, composed(text))]
    if not found:
        raise NotFound("wallet", text)
    if len(found) > 1:
        names = tuple(f"{projects.get(book, w.project).name}: {w.label} {w.name} {w.asset.code}" for w in found)
        raise Ambiguous("wallet", text, names)
    return found[0]


def balances(book: Book, project: str, at: date | None = None) -> tuple[tuple[Wallet, int], ...]:
    """Every wallet with its balance now, or at the end of a day (R3), ordered by number."""
    every = rows.page(book, project, WalletQuery(sort="number"), 1, 2**31).rows
    _, until = book.days.bounds(Period(None, at))
    if until is None:
        return tuple((wallet, wallet.balance) for wallet in every)
    held = entry_rows.balances_before(book, project, until)
    return tuple((wallet, held.get(wallet.id, 0)) for wallet in every)
