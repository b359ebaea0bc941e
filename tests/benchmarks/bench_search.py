"""Searching 25,000 wallets of 10,000 customers, and finding anything among 1,000,000 entries.

Run by hand: ``.venv/bin/python -m tests.benchmarks.bench_search [ENTRIES] [WALLETS]``.
Wallet completion and the filters of the lists stand beside the scan that reads and folds every text; of finding
anything, the time to the first hits counts. A word that is found nowhere is searched for to the end.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.timing import median
from walletdesk.controllers import assets, books, customers, finding, projects, wallets
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.values import issue, transfer
from walletdesk.store import customers as customer_rows
from walletdesk.store import wallets as wallet_rows
from walletdesk.store.book import Book
from walletdesk.store.posting import Poster, Request

FIRST = "Aisha Amelia Ana Björn Emre Grace Hugo Idris Ingrid Lukas Łucja Noah Omar Priya Tomás Yuki Zoë Ирина".split()
LAST = "Alvarez Becker Dubois Fischer Hartmann Keller Kowalski Murphy Nguyen O'Brien Ortega Santos Sato Varga".split()
SLICE = 5_000
TYPED = ("a", "ha", "hart", "hartmann", "gra kel usd", "cash", "w-03192", "usd", "c-10071", "zzz")
ANYTHING = (*TYPED, "hartmenn", "t-42", "12.34", "order 4711", "nowhere to be found")
SCAN = (
    "SELECT count(*) FROM wallet AS w JOIN asset AS a ON a.id = w.asset LEFT JOIN customer AS c ON c.key = w.customer "
    "WHERE w.project = ? AND {}"
)
HELD = " OR ".join(
    f"instr(fold(coalesce({column}, '')), ?) > 0"
    for column in ("w.name", "c.name", "c.id", "a.code", "printf('W-%05d', w.number)")
)


class _Clock:
    at = 1_600_000_000_000

    def __call__(self) -> int:
        return self.at


def grow(book: Book, clock: _Clock, entries: int, count: int) -> str:
    """Customers with wallets of five assets, and transfers between them."""
    dice = random.Random(4)
    project = projects.create(book, "Bench").value.id
    kinds = [(code, assets.create(book, project, code, code, 100).value.id) for code in ("USD", "EUR", "PTS", "GIFT")]
    people = []
    for number in range(count * 2 // 5):
        name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
        people.append((f"C-{10000 + number}", name, f"{name.replace(' ', '.').lower()}{number}@example.net"))
    with book.unit():
        keys = customer_rows.add_many(book, project, people)
        opened = [
            wallet_rows.add_many(book, project, asset, [(dice.choice(keys), name, "") for _ in range(count // 4)])
            for (_, asset), name in zip(kinds, ("Cash", "Savings", "Rewards", "Gift balance"), strict=True)
        ]
    post(book, project, clock, entries, opened, dice)
    return project


def post(book: Book, project: str, clock: _Clock, entries: int, opened: list[list[int]], dice: random.Random) -> None:
    """Every wallet gets something once; then pairs of them take turns."""
    for ids in opened:
        with book.unit():
            poster = Poster(book, project)
            for start in range(0, len(ids), 1_000):
                poster.add(Request(tuple(issue(wallet, 1_000_000) for wallet in ids[start : start + 1_000]), "Opening"))
            poster.flush()
    for first in range(0, entries // 2, SLICE):
        with book.unit():
            poster = Poster(book, project)
            for number in range(first, first + SLICE):
                clock.at += 60_000
                source, target = dice.sample(opened[number % len(opened)], 2)
                poster.add(Request((transfer(source, target, 1 + number % 5_000),), f"Order {number}"))
            poster.flush()


def scan(book: Book, project: str, text: str) -> object:
    """The same question without an index."""
    words = text.casefold().split()
    sql = SCAN.format(" AND ".join([f"({HELD})"] * len(words)))
    return book.value(sql, (project, *(word for word in words for _ in range(5))))


def first_hits(book: Book, project: str, text: str) -> None:
    """Search until something is found; where nothing is, to the end."""
    for step in finding.find(book, project, text):
        if step.found:
            return


def main(entries: int, count: int) -> None:
    """Make the book, time the searches, print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        clock = _Clock()
        book = books.create(Path(folder) / "bench.walletdesk", "UTC", clock)
        begin = time.perf_counter()
        project = grow(book, clock, entries, count)
        made = time.perf_counter() - begin
        print(f"{count:,} wallets, {entries:,} entries made in {made:.1f} s, {book.path.stat().st_size / 1e6:.0f} MB")
        print(f"{'typed':>20} {'complete':>10} {'wallets':>10} {'customers':>10} {'scan':>10}   milliseconds")
        for text in TYPED:
            queries: tuple[Callable[[], object], ...] = (
                lambda text=text: wallets.complete(book, project, text),  # type: ignore[misc]
                lambda text=text: wallets.page(book, project, WalletQuery(text=text), 1, 100),  # type: ignore[misc]
                lambda text=text: customers.page(book, project, CustomerQuery(text=text), 1, 100),  # type: ignore[misc]
                lambda text=text: scan(book, project, text),  # type: ignore[misc]
            )
            print(f"{text:>20} " + " ".join(f"{median(query):10.2f}" for query in queries))
        print(f"{'find anything':>20} {'first hits':>10} {'in all':>10}   milliseconds")
        for text in ANYTHING:
            first = median(lambda text=text: first_hits(book, project, text))  # type: ignore[misc]
            begin = time.perf_counter()
            finish(finding.find(book, project, text))
            print(f"{text:>20} {first:10.2f} {(time.perf_counter() - begin) * 1000:10.2f}")
        book.close()


if __name__ == "__main__":
    given = [int(text.replace(",", "")) for text in sys.argv[1:]]
    main(*(given + [1_000_000, 25_000][len(given) :]))  # type: ignore[call-arg]
