"""The same book in WalletDesk and in programs for plain-text accounting, each as a command from start to end.

By hand: ``.venv/bin/python -m tests.benchmarks.bench_peers [TRANSACTIONS]``. The book is written out as a
journal for hledger and ledger and as one for beancount; a program that is not installed is left out. Asked are all
balances and the register of the wallet with most entries; times are the best of three, in seconds, memory in MB.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import ledgers
from walletdesk.controllers import books, wallets
from walletdesk.store.book import Book

ROUNDS = 3
_ROWS = (
    "SELECT t.number, t.booked_at, t.description, o.kind, o.amount, s.number, d.number, a.code, a.fractions "
    "FROM operation AS o JOIN txn AS t ON t.id = o.txn LEFT JOIN wallet AS s ON s.id = o.source "
    "LEFT JOIN wallet AS d ON d.id = o.target JOIN asset AS a ON a.id = coalesce(s.asset, d.asset) "
    "WHERE t.number BETWEEN ? AND ? ORDER BY o.txn, o.position"
)
SLICE = 5_000


@dataclass
class Posting:
    """One side of an operation as journals write it."""

    account: str
    amount: str


@dataclass
class Entry:
    """A transaction as journals write it."""

    day: str
    text: str
    postings: list[Posting]


def transactions(book: Book) -> Iterator[Entry]:
    """The whole book, oldest first; what is issued comes out of an equity account, what is redeemed goes back."""
    last = book.value("SELECT max(number) FROM txn")
    for start in range(1, last + 1, SLICE):
        current, entry = 0, Entry("", "", [])
        for number, at, text, _kind, amount, source, target, code, fractions in book.rows(
            _ROWS, (start, start + SLICE - 1)
        ):
            if number != current:
                if current:
                    yield entry
                current, entry = number, Entry(f"{datetime.fromtimestamp(at // 1000, UTC):%Y-%m-%d}", text, [])
            size = f"{amount // 100}.{amount % 100:02d}" if fractions == 100 else str(amount)
            entry.postings.append(Posting(_account(source, code), f"-{size} {code}"))
            entry.postings.append(Posting(_account(target, code), f"{size} {code}"))
        if current:
            yield entry


def _account(number: int | None, code: str) -> str:
    return f"Assets:W{number:06d}" if number is not None else f"Equity:Issued{code}"


def write_journal(book: Book, path: Path) -> int:
    """For hledger and ledger; answers how many transactions there are."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in transactions(book):
            count += 1
            file.write(f"{entry.day} {entry.text}\n")
            file.writelines(f"  {posting.account}  {posting.amount}\n" for posting in entry.postings)
            file.write("\n")
    return count


def write_beancount(book: Book, path: Path) -> None:
    """For beancount, which wants each account opened."""
    names = {posting.account for entry in transactions(book) for posting in entry.postings}
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"2000-01-01 open {name}\n" for name in sorted(names))
        for entry in transactions(book):
            file.write(f'{entry.day} * "{entry.text}"\n')
            file.writelines(f"  {posting.account}  {posting.amount}\n" for posting in entry.postings)
            file.write("\n")


def run(command: list[str]) -> tuple[float, float]:
    """The best of some runs: seconds and the peak of memory in MB."""
    best, peak = float("inf"), 0.0
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status:
            return float("nan"), float("nan")
        best, peak = min(best, time.perf_counter() - begin), max(peak, usage.ru_maxrss / 1024)
    return best, peak


def commands(
    path: Path, journal: Path, beans: Path, wallet: str, account: str
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Name, all balances, one register; for every program that is there."""
    ours = [sys.executable, "-P", "-m", "walletdesk"]
    yield "WalletDesk", [*ours, "balances", str(path)], [*ours, "ledger", str(path), wallet, "--csv"]
    if program := shutil.which("hledger"):
        call = [program, "-f", str(journal)]
        yield "hledger", [*call, "balance"], [*call, "register", account]
    if program := shutil.which("ledger"):
        call = [program, "-f", str(journal)]
        yield "ledger", [*call, "balance"], [*call, "register", account]
    python = os.environ.get("BEANCOUNT_PYTHON", sys.executable)
    code = "import sys; from beancount import loader; from beancount.core import realization as r; "
    code += "e, _, _ = loader.load_file(sys.argv[1]); t = r.realize(e); "
    probe = [python, "-c", "import beancount.loader"]
    if subprocess.run(probe, check=False, capture_output=True).returncode == 0:
        balances = code + "[(a.account, a.balance) for a in r.iter_children(t)]"
        register = code + "[*r.iterate_with_balance(r.get(t, sys.argv[2]).txn_postings)]"
        yield "beancount", [python, "-c", balances, str(beans)], [python, "-c", register, str(beans), account]


def main(count: int) -> None:
    """Make the book and the journals, ask every program, print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "book.walletdesk"
        facts = ledgers.make(path, count * 5 // 2)
        book = books.open(path, writable=False)
        busiest = wallets.get(book, facts.busiest)
        made = write_journal(book, folder / "book.journal")
        write_beancount(book, folder / "book.beancount")
        book.close()
        sizes = [path.stat().st_size, (folder / "book.journal").stat().st_size]
        print(f"{made:,} transactions; book {sizes[0] / 1e6:.0f} MB, journal {sizes[1] / 1e6:.0f} MB")
        print(f"{'':<12}{'balances':>10}{'':>8}{'memory':>8}   {'register':>10}{'':>8}{'memory':>8}")
        floor: list[float] = []
        account = _account(busiest.number, "")
        for program, balances, register in commands(
            path, folder / "book.journal", folder / "book.beancount", busiest.label, account
        ):
            found = [run(balances), run(register)]
            floor = floor or [seconds for seconds, _ in found]
            cells = "   ".join(
                f"{seconds:8.2f} s{seconds / own:7.1f}x{peak:8.0f}"
                for (seconds, peak), own in zip(found, floor, strict=True)
            )
            print(f"{program:<12}{cells}")


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000)
