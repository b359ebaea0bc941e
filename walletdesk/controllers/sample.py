"""The sample book: a town's loyalty scheme, made by a seeded generator, always a file of its own (B1)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from walletdesk.controllers import assets, customers, projects, sample_names, transactions, wallets
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset, Operation, Wallet, issue, redeem, transfer
from walletdesk.store import book as books
from walletdesk.store import bulk
from walletdesk.store.book import Book, Clock
from walletdesk.store.posting import Request

_DAY = 86_400_000
_DAYS = 425
_SLICE = 250
_ASSETS = (
    ("US Dollar", "USD", 100, "", ""),
    ("Reward points", "PTS", 1, "", ""),
    ("Gift credit", "GIFT", 100, "", ""),
    ("Volunteer days", "DAY", 24, "", ""),
    ("Parking time", "PARK", 60, "h", "min"),
    ("Fine gold", "XAU-OZ", 100_000, "", ""),
)
_SYSTEM = (
    ("Settlement", "USD"),
    ("Commissions", "USD"),
    ("Points issuance", "PTS"),
    ("Gift card float", "GIFT"),
    ("Volunteer pool", "DAY"),
    ("Parking pool", "PARK"),
    ("Vault", "XAU-OZ"),
)
_NAMES = {"USD": "Cash", "PTS": "Rewards", "GIFT": "Gift balance", "DAY": "Volunteering", "PARK": "Parking"}


@dataclass
class _Clock:
    """A clock that the generator sets."""

    at: int = 0

    def __call__(self) -> int:
        return self.at


@dataclass
class _World:
    """What the generator knows of the book it is making."""

    book: Book
    project: str
    clock: _Clock
    dice: random.Random
    assets: dict[str, Asset] = field(default_factory=dict)
    system: dict[str, Wallet] = field(default_factory=dict)
    people: list[dict[str, int]] = field(default_factory=list)
    balances: dict[int, int] = field(default_factory=dict)


def make(
    path: Path, clock: Clock = books.now, people: int = 320, postings: int = 4_200, seed: int = 20_251_121
) -> Task[None]:
    """Write the sample book to ``path``; it appears there only when it is whole.

    The same seed and clock make the same people, wallets and amounts. Refuses BookExists and what the disk does.
    """
    ticking = _Clock(clock() - _DAYS * _DAY)
    with books.filling(path, "Europe/Berlin", ticking) as book:
        project = projects.create(book, "Riverside Loyalty").value.id
        world = _World(book, project, ticking, random.Random(seed))  # noqa: S311 - invented people, no secrets
        _found(world)
        _move_in(world, people)
        yield Progress(0, postings)
        for done in _live(world, postings, clock()):
            yield Progress(done, postings)
        _leave_loose_ends(world)
        ticking.at = clock()
        projects.create(book, "Harbour time bank")


def _found(world: _World) -> None:
    for name, code, fractions, unit, part in _ASSETS:
        world.assets[code] = assets.create(world.book, world.project, name, code, fractions, unit, part).value
    for name, code in _SYSTEM:
        world.system[name] = wallets.open_system(world.book, world.assets[code].id, name).value


def _move_in(world: _World, people: int) -> None:
    for number, name in enumerate(sample_names.people(world.dice, people), 1):
        note = world.dice.choice(sample_names.NOTES) if world.dice.random() < 0.25 else ""
        customer = customers.upsert(world.book, world.project, f"C-{10_000 + number}", name, note).value
        held = ["USD", *(code for code in ("PTS", "GIFT", "DAY", "PARK") if world.dice.random() < 0.5)]
        world.people.append(
            {
                code: wallets.open(world.book, customer.key, world.assets[code].id, _NAMES[code]).value.id
                for code in held
            }
        )


def _live(world: _World, postings: int, until: int) -> Iterator[int]:
    """Post one slice of transactions after the other, spread over the days; yields how many there are."""
    start = world.clock.at
    moments = sorted(world.dice.randrange(start, until) for _ in range(postings))
    for first in range(0, postings, _SLICE):
        with world.book.unit(), bulk.posting(world.book, world.project) as poster:
            for number in range(first, min(first + _SLICE, postings)):
                world.clock.at = moments[number]
                operations, text = _happening(world)
                reference = f"INV-{number + 1}" if world.dice.random() < 0.4 else None
                posted = poster.add(Request(operations, text, reference))
                for wallet, standing in posted.posting.standings.items():
                    world.balances[wallet] = standing.balance
        yield min(first + _SLICE, postings)


def _happening(world: _World) -> tuple[tuple[Operation, ...], str]:
    """Something that a person did, which the balances allow."""
    dice = world.dice
    who = dice.choice(world.people)
    code = dice.choice(sorted(who))
    wallet, held = who[code], world.balances.get(who[code], 0)
    amount = _amount(dice, code)
    if held < amount or dice.random() < 0.2:
        return (issue(wallet, amount * 4, ""),), dice.choice(sample_names.TOP_UPS[code])
    if code == "USD" and dice.random() < 0.75:
        return _order(world, who, amount), f"Order #{dice.randrange(40_000, 99_999)}"
    if dice.random() < 0.3:
        return (redeem(wallet, amount),), dice.choice(sample_names.PAY_OUTS[code])
    pool = next(w for name, w in world.system.items() if w.asset.code == code and name != "Commissions")
    return (transfer(wallet, pool.id, amount),), dice.choice(sample_names.USES[code])


def _order(world: _World, who: dict[str, int], amount: int) -> tuple[Operation, ...]:
    """A purchase: the price, two percent of it as commission, and points for those who collect them."""
    settlement, commissions = world.system["Settlement"].id, world.system["Commissions"].id
    operations = [transfer(who["USD"], settlement, amount)]
    if commission := amount // 50:
        operations.append(transfer(settlement, commissions, commission, "Commission 2%"))
    if "PTS" in who and amount >= 100:
        operations.append(issue(who["PTS"], amount // 100, "Points for order"))
    return tuple(operations)


def _amount(dice: random.Random, code: str) -> int:
    low, high = {"USD": (250, 12_000), "PTS": (5, 400), "GIFT": (500, 8_000), "DAY": (2, 60), "PARK": (10, 240)}[code]
    return dice.randrange(low, high)


def _leave_loose_ends(world: _World) -> None:
    """What a book in use has: a reversal, suspended customers, closed wallets."""
    book, project = world.book, world.project
    last = transactions.page(book, project, size=50).rows
    single = next(line for line in last if line.operations == 1 and line.source is None)
    transactions.reverse(book, project, single.number, "wrong customer")
    page = customers.page(book, project, customers.CustomerQuery(), 1, 100).rows
    for customer in world.dice.sample(page, min(5, len(page))):
        customers.suspend(book, customer.key)
    empty = wallets.page(book, project, wallets.WalletQuery(zero=True, system=False), 1, 20).rows
    for wallet in empty[:8]:
        if wallet.status is Status.OPEN:
            wallets.set_status(book, wallet.id, Status.CLOSED)
