"""Undo and redo for what is not the ledger: names, descriptions, states, and drafts that were discarded.

Undoing is a command as any other, with its place in the log (I3). It puts back what was, and only where that which the
edit made still stands: nothing that was done meanwhile is overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.edits import Act, Edit, Step, customer_name, wallet_name
from walletdesk.controllers.undo_refusals import ChangedSince, GoneSince, WalletsOpenSince
from walletdesk.ledger.refusals import CustomerSuspended, NotFound, StatusRefused
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Wallet
from walletdesk.store import assets, customers, drafts, projects, templates, wallets
from walletdesk.store.book import Book
from walletdesk.store.templates import Template

__all__ = ["undo"]

_NAMED: Final = 500
"""Of more wallets than these it is not told which changed."""


def undo(book: Book, edit: Edit) -> Done[Edit]:
    """Put back what was; answers the edit that, undone in its turn, makes the first one again.

    Refuses ChangedSince, GoneSince, WalletsOpenSince, CustomerDeleted, CustomerSuspended, StatusRefused (of a wallet
    closed meanwhile), AlreadyTaken (a template's name), ProjectArchived, NotFound: all of it or nothing.
    """
    with book.unit():
        if edit.act not in (Act.ARCHIVE, Act.UNARCHIVE):
            projects.require_active(book, edit.project)
        done: list[Step] = []
        for kind, put in _PUT.items():  # customers before wallets: theirs open only while they are not suspended
            steps = [step for step in edit.steps if step.kind == kind]
            done += put(book, edit, steps) if steps else []
        _check_suspended(book, edit)
        changes = _changes(book, edit, done)
    return Done(edit.turned(done), changes)


def _require(name: str, step: Step, present: object) -> None:
    if present != step.now:
        raise ChangedSince(name, step.fact)


def _project(book: Book, _: Edit, steps: Sequence[Step]) -> Sequence[Step]:
    for step in steps:
        found = projects.get(book, str(step.ref))
        _require(found.name, step, getattr(found, step.fact))
        if step.fact == "archived":
            projects.set_archived(book, found.id, archived=bool(step.was))
        else:
            projects.rename(book, found.id, str(step.was))
    return steps


def _asset(book: Book, edit: Edit, steps: Sequence[Step]) -> Sequence[Step]:
    for step in steps:
        try:
            found = assets.get(book, str(step.ref))
        except NotFound as error:
            raise GoneSince("asset", edit.name) from error
        _require(found.name, step, found.name)
        assets.rename(book, found.id, str(step.was))
    return steps


def _customer(book: Book, _: Edit, steps: Sequence[Step]) -> Sequence[Step]:
    for step in steps:
        found = customers.require_living(book, int(step.ref))
        _require(customer_name(found), step, getattr(found, step.fact))
        if step.fact == "suspended":
            customers.set_suspended(book, found, suspended=bool(step.was))
        else:
            texts = {"name": found.name, "description": found.description, step.fact: str(step.was)}
            customers.update(book, found, **texts)
    return steps


def _wallet(book: Book, edit: Edit, steps: Sequence[Step]) -> Sequence[Step]:
    held = wallets.get_many(book, [int(step.ref) for step in steps])
    states: list[tuple[Wallet, Status]] = []
    for step in steps:
        found = held[int(step.ref)]
        if isinstance(step.was, Status):
            if found.status is Status.CLOSED:
                raise StatusRefused(wallet_name(found), found.status, step.was)
            _require(wallet_name(found), step, found.status)
            states.append((found, step.was))
        else:
            _require(wallet_name(found), step, getattr(found, step.fact))
            wallets.set_text(book, found, step.fact, str(step.was))
    _check_owners(book, edit, [wallet for wallet, status in states if status is Status.OPEN])
    wallets.set_status(book, states)
    return steps


def _check_owners(book: Book, edit: Edit, reopened: Sequence[Wallet]) -> None:
    """No wallet of a suspended customer is reactivated (W5)."""
    suspended = customers.suspended(book, edit.project)
    for wallet in reopened:
        if wallet.customer in suspended:
            raise CustomerSuspended(wallet.owner_name or wallet.owner_id or "")


def _draft(book: Book, edit: Edit, steps: Sequence[Step]) -> Sequence[Step]:
    return [_put_draft(book, edit, step) for step in steps]


def _put_draft(book: Book, edit: Edit, step: Step) -> Step:
    if step.was is not None:
        kept = drafts.restore(book, edit.project, int(step.ref), str(step.was))
        return Step(step.kind, kept, step.fact, step.was, step.now)
    try:
        found = drafts.get(book, int(step.ref))
    except NotFound as error:
        raise GoneSince("draft", edit.name) from error
    _require(edit.name, step, found.content)
    drafts.discard(book, found.id)
    return step


def _template(book: Book, edit: Edit, steps: Sequence[Step]) -> Sequence[Step]:
    return [_put_template(book, edit, step) for step in steps]


def _put_template(book: Book, edit: Edit, step: Step) -> Step:
    if isinstance(step.was, tuple):
        name, text = step.was
        kept = templates.restore(book, edit.project, int(step.ref), name, text)
        return Step(step.kind, kept, step.fact, step.was, step.now)
    found = templates.find(book, int(step.ref))
    if found is None:
        raise GoneSince("template", edit.name)
    if step.was is None:
        _require(found.name, step, (found.name, found.content))
        templates.delete(book, found.id)
    else:
        _require(found.name, step, getattr(found, step.fact))
        change = templates.rename if step.fact == "name" else _other_content
        change(book, found, str(step.was))
    return step


def _other_content(book: Book, found: Template, text: str) -> None:
    templates.replace(book, found.id, text)


_PUT: dict[str, Callable[[Book, Edit, Sequence[Step]], Sequence[Step]]] = {
    "project": _project,
    "asset": _asset,
    "customer": _customer,
    "wallet": _wallet,
    "draft": _draft,
    "template": _template,
}


def _check_suspended(book: Book, edit: Edit) -> None:
    """Suspending reached every open wallet (C3), and does so when it is put back."""
    for step in edit.steps:
        if step.fact == "suspended" and step.was:
            found = customers.by_key(book, int(step.ref))
            still = [w.label for w in wallets.of_customer(book, found.key) if w.status is Status.OPEN]
            if still:
                raise WalletsOpenSince(customer_name(found), tuple(still))


def _changes(book: Book, edit: Edit, steps: Sequence[Step]) -> Changes:
    if len(steps) > _NAMED:
        return Changes(edit.project, everything=True)

    def numbers(kind: str) -> frozenset[int]:
        return frozenset(int(step.ref) for step in steps if step.kind == kind)

    kinds = {step.kind for step in steps}
    held = wallets.get_many(book, numbers("wallet")).values()
    owners = {wallet.customer for wallet in held if wallet.customer is not None}
    named = {str(step.ref) for step in steps if step.kind == "asset"}
    return Changes(
        edit.project,
        projects=frozenset([edit.project] if kinds & {"project", "asset", "wallet"} else ()),
        assets=frozenset(named | {wallet.asset.id for wallet in held}),
        customers=numbers("customer") | owners,
        wallets=numbers("wallet"),
        drafts=numbers("draft"),
        templates=numbers("template"),
    )
