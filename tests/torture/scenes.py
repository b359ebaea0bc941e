"""A book that is worked on from a seed, beside a plain model of what must be in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from walletdesk.controllers import assets, books, customers, drafts, projects, transactions, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.refusals import PostingRefused
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Operation, issue, redeem, transfer
from walletdesk.store import bulk
from walletdesk.store.book import Book
from walletdesk.store.posting import Request

START = 1_790_000_000_000
CUSTOMERS = 6
BULK = 30


class Clock:
    """Goes on by itself, a second for each look."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> int:
        self.at += 1_000
        return self.at


@dataclass
class Model:
    """What must be in the book."""

    project: str = ""
    wallets: list[int] = field(default_factory=list)
    balances: dict[int, int] = field(default_factory=dict)
    suspended: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)

    def differences(self, book: Book) -> list[str]:
        """Where the book is another one than this."""
        found = []
        kept = {w.id: w for w in wallets.get_many(book, tuple(self.wallets)).values()}
        for wallet in self.wallets:
            now = kept[wallet]
            if now.balance != self.balances[wallet]:
                found.append(f"wallet {wallet} holds {now.balance}, not {self.balances[wallet]}")
            if (now.status is Status.SUSPENDED) != (wallet in self.suspended):
                found.append(f"wallet {wallet} is {now.status}")
            if now.name != self.names[wallet]:
                found.append(f"wallet {wallet} is called {now.name!r}, not {self.names[wallet]!r}")
        last = book.value("SELECT count(*) FROM txn")
        lines = transactions.lines(book, self.project, 1, last)
        if [line.description for line in lines] != self.texts:
            found.append(f"{last} transactions, not {len(self.texts)}, or others")
        if {draft.id: draft.content for draft in drafts.list_all(book, self.project)} != self.drafts:
            found.append("other drafts")
        return found


Command = tuple[Callable[[Book], object], Callable[[Model], object]]
"""What is done to the book, and the same done to the model."""


def begin(path: Path, clock: Callable[[], int]) -> Model:
    """A new book with a few customers and wallets that hold something; it is closed again."""
    book = books.create(path, "Europe/Berlin", clock)
    model = Model(projects.create(book, "Torture", "torture").value.id)
    asset = assets.create(book, model.project, "Euro", "EUR", 100).value.id
    for number in range(CUSTOMERS):
        key = customers.upsert(book, model.project, f"c{number}", f"Customer {number}").value.key
        wallet = wallets.open(book, key, asset, "Cash").value.id
        model.wallets.append(wallet)
        model.balances[wallet], model.names[wallet] = 0, "Cash"
    book.close()
    return model


def command(dice: random.Random, model: Model, number: int) -> Command:
    """Something that a person would do next; number tells it from all others."""
    pick = dice.random()
    if pick < 0.6:
        return _post(dice, model, number)
    if pick < 0.7:
        return _bulk(dice, model, number)
    if pick < 0.8:
        return _rename(dice, model, number)
    if pick < 0.9:
        return _suspend(dice, model)
    return _draft(dice, model, number)


def _post(dice: random.Random, model: Model, number: int) -> Command:
    operations = tuple(_operation(dice, model) for _ in range(dice.randrange(1, 4)))
    text, key = f"Command {number}", number.to_bytes(16, "big")

    def run(book: Book) -> object:
        try:
            return transactions.run(book, model.project, operations, text, key=key)
        except PostingRefused:
            return None

    def apply(model: Model) -> None:
        balances = _after(model, operations)
        if balances is not None:
            model.balances = balances
            model.texts.append(text)

    return run, apply


def _operation(dice: random.Random, model: Model) -> Operation:
    one, other = dice.sample(model.wallets, 2)
    amount = dice.randrange(1, 3_000)
    kind = dice.random()
    if kind < 0.4:
        return issue(one, amount, f"memo {amount}")
    return redeem(one, amount) if kind < 0.55 else transfer(one, other, amount)


def _after(model: Model, operations: tuple[Operation, ...]) -> dict[int, int] | None:
    """The balances after the operations, None if the ledger must refuse them: the rules once more, by hand."""
    balances = dict(model.balances)
    for operation in operations:
        for wallet, amount in ((operation.source, -operation.amount), (operation.target, operation.amount)):
            if wallet is None:
                continue
            balances[wallet] += amount
            if balances[wallet] < 0 or wallet in model.suspended:
                return None
    return balances


def _bulk(dice: random.Random, model: Model, number: int) -> Command:
    able = [wallet for wallet in model.wallets if wallet not in model.suspended]
    moves = [(dice.choice(able), dice.randrange(1, 99)) for _ in range(BULK)] if able else []
    texts = [f"Bulk {number}.{place}" for place in range(len(moves))]

    def run(book: Book) -> None:
        with book.unit(), bulk.posting(book, model.project) as poster:
            for (wallet, amount), text in zip(moves, texts, strict=True):
                poster.add(Request((issue(wallet, amount),), text))

    def apply(model: Model) -> None:
        for wallet, amount in moves:
            model.balances[wallet] += amount
        model.texts += texts

    return run, apply


def _rename(dice: random.Random, model: Model, number: int) -> Command:
    wallet, name = dice.choice(model.wallets), f"Name {number}"
    return lambda book: wallets.rename(book, wallet, name), lambda model: model.names.update({wallet: name})


def _suspend(dice: random.Random, model: Model) -> Command:
    wallet = dice.choice(model.wallets)
    if wallet in model.suspended:
        return lambda book: wallets.set_status(book, wallet, Status.OPEN), lambda model: model.suspended.discard(wallet)
    return lambda book: wallets.set_status(book, wallet, Status.SUSPENDED), lambda model: model.suspended.add(wallet)


def _draft(dice: random.Random, model: Model, number: int) -> Command:
    content = f'{{"version": 1, "description": "Draft {number}"}}'
    known = dice.choice([None, *model.drafts]) if model.drafts else None
    draft = known if known is not None else 1 + max(model.drafts, default=0)

    def run(book: Book) -> None:
        drafts.save(book, model.project, known, content)

    return run, lambda model: model.drafts.update({draft: content})


def applied(model: Model, deed: Command) -> Model:
    """The model after a command; the one given stays as it is."""
    after = deepcopy(model)
    deed[1](after)
    return after


def faults(book: Book, *allowed: Model) -> list[str]:
    """What is wrong with a book that must be one of these; nothing if it is sound and one of them."""
    every = [model.differences(book) for model in allowed]
    wrong = [] if any(not found for found in every) else every[-1]
    verdict = finish(verify_book(book))
    return wrong if verdict.ok else [*wrong, *(str(finding) for finding in verdict.findings)]
