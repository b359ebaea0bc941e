"""Books of any size for the benchmarks, the same for the same seed and skewed like real use.

A few system wallets take part in most transactions, few customers in many of them; three assets, one of them of 24
parts; one to four operations a transaction. Made through the store's bulk path.

By hand: ``.venv/bin/python -m tests.benchmarks.ledgers PATH ENTRIES [SEED]``.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from walletdesk.controllers import assets, books, projects
from walletdesk.ledger.values import Operation, issue, redeem, transfer
from walletdesk.store import bulk, customers, wallets
from walletdesk.store.book import Book
from walletdesk.store.posting import Request

FIRST = "Aisha Amelia Ana Björn Emre Grace Hugo Idris Ingrid Lukas Łucja Noah Omar Priya Tomás Yuki Zoë Ирина".split()
LAST = "Alvarez Becker Dubois Fischer Hartmann Keller Kowalski Murphy Nguyen O'Brien Ortega Santos Sato Varga".split()
TEXTS = ("Weekly order", "Top-up at the counter", "Refund of a return", "Season ticket", "Evening at the bar", "Fee")
ASSETS = (("Euro", "EUR", 100), ("Points", "PTS", 1), ("Day", "DAY", 24))
SYSTEM = ("Till", "Commissions", "Pool", "Donations")
START = 1_500_000_000_000
YEARS = 8 * 365 * 86_400_000
UNIT = 20_000
SLICE = 1_000


class Clock:
    """Stands until the generator moves it."""

    at = START

    def __call__(self) -> int:
        return self.at


@dataclass
class Made:
    """What the benchmarks need to know of a book: its project, the wallet with most entries, and all the others."""

    project: str
    busiest: int
    held: list[list[int]]


def make(path: Path, entries: int, seed: int = 1) -> Made:
    """A new book with at least so many entries, closed."""
    clock = Clock()
    book = books.create(path, "Europe/Berlin", clock)
    maker = _Maker(book, clock, entries, seed)
    maker.people()
    maker.live()
    book.close()
    return Made(maker.project, maker.pools[0][0], maker.held)


class _Maker:
    def __init__(self, book: Book, clock: Clock, entries: int, seed: int) -> None:
        self.book, self.clock, self.wanted = book, clock, entries
        self.dice = random.Random(seed)
        self.project = projects.create(book, "Benchmark").value.id
        self.held: list[list[int]] = []
        self.pools: list[list[int]] = []
        self.balances: dict[int, int] = {}

    def people(self) -> None:
        """Customers with a wallet of one or more assets each, and the system's own wallets."""
        count = max(20, min(40_000, self.wanted // 50))
        dice = self.dice
        people = [
            (f"C-{10000 + number}", f"{dice.choice(FIRST)} {dice.choice(LAST)}", f"customer{number}@example.net")
            for number in range(count)
        ]
        with self.book.unit():
            keys = customers.add_many(self.book, self.project, people)
        for name, code, fractions in ASSETS:
            asset = assets.create(self.book, self.project, name, code, fractions).value.id
            share = keys if code == "EUR" else dice.sample(keys, count // 3)
            with self.book.unit():
                self.held.append(wallets.add_many(self.book, self.project, asset, [(key, name, "") for key in share]))
                own = [(None, f"{system} {code}", "") for system in SYSTEM]
                self.pools.append(wallets.add_many(self.book, self.project, asset, own))

    def live(self) -> None:
        """Transactions until there are entries enough."""
        made = number = 0
        step = max(1, YEARS // self.wanted)
        while made < self.wanted:
            with self.book.unit(), bulk.posting(self.book, self.project) as poster:
                for _ in range(UNIT):
                    number += 1
                    self.clock.at += step
                    text = f"{self.dice.choice(TEXTS)} {self.dice.randrange(10_000)}"
                    reference = f"INV-{number}" if self.dice.random() < 0.4 else None
                    posted = poster.add(Request(tuple(self._operations()), text, reference))
                    made += len(posted.posting.entries)
                    for wallet, standing in posted.posting.standings.items():
                        self.balances[wallet] = standing.balance
                    if number % SLICE == 0:
                        poster.flush()
                    if made >= self.wanted:
                        break

    def _operations(self) -> Iterator[Operation]:
        dice = self.dice
        kind = 0 if dice.random() < 0.8 else dice.randrange(1, len(ASSETS))
        some = self.held[kind]
        wallet = some[int(len(some) * dice.random() ** 3)]
        till = self.pools[kind][0]
        held = self.balances.get(wallet, 0)
        amount = dice.randrange(1, 5_000)
        if held < amount + 10:
            yield issue(wallet, amount * 20, "Top-up")
            held += amount * 20
        pick = dice.random()
        if pick < 0.7:
            yield transfer(wallet, till, amount)
            if pick < 0.25:
                yield transfer(wallet, self.pools[kind][1], 1 + amount % 9, "Commission")
        elif pick < 0.85:
            other = some[int(len(some) * dice.random())]
            yield transfer(wallet, other, amount) if other != wallet else redeem(wallet, amount)
        else:
            yield redeem(wallet, amount, "Paid out")


def one_wallet(book: Book, clock: Clock, count: int) -> int:
    """A wallet with so many entries over some eight years."""
    project = projects.create(book, "One wallet").value.id
    asset = assets.create(book, project, "Euro", "EUR", 100).value.id
    with book.unit():
        (owner,) = customers.add_many(book, project, [("c", "Busy", "")])
        (wallet,) = wallets.add_many(book, project, asset, [(owner, "Cash", "")])
    for first in range(0, count, UNIT):
        with book.unit(), bulk.posting(book, project) as poster:
            for number in range(first, min(first + UNIT, count)):
                clock.at += YEARS // count
                move = redeem(wallet, 1 + number % 90) if number % 3 == 2 else issue(wallet, 50 + number % 70)
                poster.add(Request((move,), f"Order {number}"))
                if number % SLICE == 0:
                    poster.flush()
    return wallet


if __name__ == "__main__":
    made = make(Path(sys.argv[1]), int(sys.argv[2].replace(",", "")), *map(int, sys.argv[3:]))
    print(made.project, made.busiest)
