"""The book at any size, each figure beside the floor: the same work in bare sqlite3, same schema, same run.

By hand: ``.venv/bin/python -m tests.benchmarks.bench_book [10k 100k 1m 10m] [--keep FOLDER]``.
Books are made first (seeded; kept and used again under --keep). Each size runs in a process of its own, whose peak
memory is told; times are medians in milliseconds unless it says otherwise.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.benchmarks import floor, ledgers
from tests.benchmarks.timing import median, once
from walletdesk.controllers import books, entries, exporting, finding, transactions, verifying, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.values import ALWAYS, Period, transfer
from walletdesk.store import bulk
from walletdesk.store.book import Book
from walletdesk.store.posting import Request

POSTS = 400
BULK = 20_000
PAGE = 100
MONTH = Period(date(2021, 5, 1), date(2021, 5, 31))
EVENING = date(2021, 5, 31)


Line = tuple[str, float, float | None]
"""What, ours, and the floor's."""


def reading(book: Book, path: Path, facts: ledgers.Made, folder: Path) -> Iterator[Line]:
    """Everything that changes nothing."""
    project, wallet = facts.project, facts.busiest
    bare = floor.connect(path)
    count = wallets.get(book, wallet).entries
    pages = -(-count // PAGE)
    middle = pages // 2
    bare_page = median(lambda: floor.page(bare, wallet, PAGE * middle - PAGE + 1, PAGE * middle))
    for name, number in (("first page of a ledger", 1), ("middle page", middle), ("last full page", pages - 1)):
        yield name, median(lambda n=number: entries.page(book, wallet, ALWAYS, n, PAGE)), bare_page  # type: ignore[misc]
    offset = "SELECT * FROM entry WHERE wallet = ? ORDER BY seq LIMIT 100 OFFSET ?"
    yield "middle page by OFFSET", median(lambda: book.rows(offset, (wallet, PAGE * middle))), None
    yield "a month's page", median(lambda: entries.page(book, wallet, MONTH, 1, PAGE)), bare_page
    found = finish(entries.find(book, wallet, MONTH, "bar"))
    yield "a filtered page", median(lambda: entries.found_page(book, wallet, found, 1, PAGE)), bare_page
    yield (
        "open the book",
        median(lambda: books.open(path, writable=False).close(), 7),
        median(lambda: floor.connect(path).close(), 7),
    )
    query = WalletQuery()
    yield (
        "what all wallets hold",
        median(lambda: wallets.totals(book, project, query), 7),
        median(lambda: floor.sums(bare, project), 7),
    )
    yield "all balances at a date", once(lambda: wallets.balances(book, project, EVENING)), None
    yield "first hits of a search", median(lambda: next(iter(finding.find(book, project, "hart eur"))), 7), None
    target = folder / "ledger.csv"
    yield (
        f"CSV of {count:,} entries",
        once(lambda: finish(exporting.ledger(book, wallet, ALWAYS, target))),
        once(lambda: floor.export(bare, wallet, folder / "floor.csv")),
    )
    yield "verify everything", once(lambda: finish(verifying.verify_book(book))), once(lambda: floor.check(bare))
    bare.close()


def moves(facts: ledgers.Made, count: int) -> list[tuple[int, int, int, str]]:
    """Transfers from the busiest wallet, which always has enough, to customers."""
    dice = random.Random(7)
    return [(facts.busiest, dice.choice(facts.held[0]), 1, f"Order {number}") for number in range(count)]


def writing(book: Book, copy: Path, facts: ledgers.Made) -> Iterator[Line]:
    """Posting, one by one and in bulk; the floor has a copy of the same book."""
    project = facts.project
    bare = floor.Bare(copy, project)
    ours, theirs = [], []
    for source, target, amount, text in moves(facts, POSTS):  # in turns, so that the disk treats both alike
        move = (transfer(source, target, amount),)
        ours.append(once(lambda: transactions.run(book, project, move, text)))  # noqa: B023 (called at once)
        theirs.append(once(lambda: bare.post(source, target, amount, text)))  # noqa: B023
    for name, at in (("post one, p50", 0.5), ("post one, p99", 0.99)):
        yield name, sorted(ours)[int(POSTS * at)], sorted(theirs)[int(POSTS * at)]
    many = moves(facts, BULK)

    alone = once(lambda: post_many(book, project, many, 1))
    yield f"bulk of {BULK:,}", alone, once(lambda: bare.bulk(many))
    yield "bulk, operations/s", BULK / alone * 1000, None
    yield "bulk by fours, operations/s", BULK / once(lambda: post_many(book, project, many, 4)) * 1000, None
    bare.db.close()


def post_many(book: Book, project: str, many: list[tuple[int, int, int, str]], width: int) -> None:
    """All of it in one stroke, so many operations a transaction, as an import does it."""
    with book.unit(), bulk.posting(book, project) as poster:
        for start in range(0, BULK, 1_000):
            part = many[start : start + 1_000]
            poster.load(wallet for move in part for wallet in move[:2])
            for first in range(0, len(part), width):
                some = part[first : first + width]
                moved = tuple(transfer(source, target, amount) for source, target, amount, _ in some)
                poster.add(Request(moved, some[0][3]))
            poster.flush()


def measure(path: Path, folder: Path) -> list[Line]:
    """Every line for one book; it is copied first and stays as it was."""
    facts = ledgers.Made(**json.loads(path.with_suffix(".json").read_text()))
    ours, copy = folder / "ours.walletdesk", folder / "floor.walletdesk"
    shutil.copy(path, ours)
    shutil.copy(path, copy)
    book = books.open(ours)
    count = book.value("SELECT sum(entries) FROM wallet WHERE project = ?", (facts.project,))
    found: list[Line] = [("bytes an entry", path.stat().st_size / count, None)]
    found += [*reading(book, ours, facts, folder)]
    found.append(("peak memory, reading (MB)", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, None))
    found += writing(book, copy, facts)
    book.close()
    return found


def made(folder: Path, count: int) -> Path:
    """The book of this size, made if it is not there."""
    path = folder / f"{count}.walletdesk"
    if not path.with_suffix(".json").exists():
        path.unlink(missing_ok=True)
        begin = time.perf_counter()
        facts = ledgers.make(path, count)
        path.with_suffix(".json").write_text(json.dumps(facts.__dict__))
        print(f"{count:,} entries made in {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    if books.older(path):
        finish(books.upgrade(path))
    return path


def table(name: str, lines: list[Line]) -> None:
    """Print what was measured of one book."""
    print(f"\n{name:<28}{'ours':>12}{'bare sqlite3':>14}{'ratio':>8}")
    for what, ours, theirs in lines:
        beside = f"{theirs:14,.2f}{ours / theirs:8.2f}" if theirs else ""
        print(f"{what:<28}{ours:12,.2f}{beside}")


def number(text: str) -> int:
    """10k, 1m or plain figures."""
    units = {"k": 1_000, "m": 1_000_000}
    return int(text[:-1]) * units[text[-1]] if text[-1] in units else int(text.replace(",", ""))


def main(arguments: list[str]) -> None:
    """Measure each size in a process of its own and print the tables."""
    if arguments[:1] == ["--one"]:
        with tempfile.TemporaryDirectory(dir=arguments[2]) as folder:
            print(json.dumps(measure(Path(arguments[1]), Path(folder))))
        return
    keep = Path(arguments.pop(arguments.index("--keep") + 1)) if "--keep" in arguments else None
    sizes = [number(text) for text in arguments if not text.startswith("--")] or [10_000, 100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        for size in sizes:
            path = made(folder, size)
            run = [sys.executable, "-m", "tests.benchmarks.bench_book", "--one", str(path), str(folder)]
            found = json.loads(subprocess.run(run, check=True, stdout=subprocess.PIPE).stdout)
            table(f"{size:,} entries", [tuple(line) for line in found])


if __name__ == "__main__":
    main(sys.argv[1:])
