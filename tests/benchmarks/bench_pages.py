"""Pages of a ledger of 1,000,000 entries: first, middle, last and a month's, side by side (R2).

Run by hand: ``.venv/bin/python tests/benchmarks/bench_pages.py [ENTRIES]``. It prints medians and their ratios to the
cheapest page; an OFFSET query for the same rows stands beside them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from walletdesk.controllers import assets, books, customers, entries, projects, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.values import ALWAYS, Period, issue, redeem
from walletdesk.store.book import Book
from walletdesk.store.posting import Poster, Request

ROUNDS = 41
SLICE = 5_000
START = 1_500_000_000_000


class _Clock:
    at = START

    def __call__(self) -> int:
        return self.at


def grow(book: Book, clock: _Clock, count: int) -> int:
    """A wallet with so many entries over some eight years."""
    project = projects.create(book, "Bench").value.id
    asset = assets.create(book, project, "Euro", "EUR", 100).value.id
    owner = customers.upsert(book, project, "c", "Busy").value.key
    wallet = wallets.open(book, owner, asset, "Cash").value.id
    step = 8 * 365 * 86_400_000 // count
    for first in range(0, count, SLICE):
        with book.unit():
            poster = Poster(book, project)
            for number in range(first, min(first + SLICE, count)):
                clock.at += step
                move = redeem(wallet, 1 + number % 90) if number % 3 == 2 else issue(wallet, 50 + number % 70)
                poster.add(Request((move,), f"Order {number}"))
            poster.flush()
    return wallet


def median(work: Callable[[], object]) -> float:
    """Milliseconds, after one warm-up."""
    work()
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def main(count: int) -> None:
    """Make the book, time the pages, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        clock = _Clock()
        book = books.create(Path(folder) / "bench.walletdesk", "UTC", clock)
        begin = time.perf_counter()
        wallet = grow(book, clock, count)
        seconds = time.perf_counter() - begin
        size = book.path.stat().st_size
        print(f"{count:,} entries made in {seconds:.1f} s, {size / 1e6:.0f} MB, {size / count:.0f} bytes an entry")
        pages = -(-count // 100)
        month = Period(date(2021, 5, 1), date(2021, 5, 31))
        timings = {
            "first page": median(lambda: entries.page(book, wallet, ALWAYS, 1, 100)),
            "middle page": median(lambda: entries.page(book, wallet, ALWAYS, pages // 2, 100)),
            "last page": median(lambda: entries.page(book, wallet, ALWAYS, pages, 100)),
            "a month's first page": median(lambda: entries.page(book, wallet, month, 1, 100)),
        }
        cheapest = min(timings.values())
        for name, spent in timings.items():
            print(f"{name:>22}: {spent:8.3f} ms  {spent / cheapest:5.2f} x")
        offset = "SELECT * FROM entry WHERE wallet = ? ORDER BY seq LIMIT 100 OFFSET ?"
        spent = median(lambda: book.rows(offset, (wallet, count // 2)))
        print(f"{'middle by OFFSET':>22}: {spent:8.3f} ms  {spent / cheapest:5.2f} x")
        begin = time.perf_counter()
        finish(entries.summary(book, wallet))
        print(f"{'sums of all entries':>22}: {(time.perf_counter() - begin) * 1000:8.3f} ms, in slices")
        book.close()


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000_000)
