"""The same book in WalletDesk, in programs for plain-text accounting and in GnuCash, each from start to end.

By hand: ``.venv/bin/python -m tests.benchmarks.bench_peers [TRANSACTIONS]``. The book is written out as a journal for
hledger and ledger, as one for beancount and as GnuCash's own file; a program that is not installed is left out (name
another Python for beancount in BEANCOUNT_PYTHON, for GnuCash in GNUCASH_PYTHON). Asked are all balances and the
register of the wallet with most entries; times are the processor's, the best of three, in seconds, memory in MB
(beancount keeps what it has read once, so its best is what the second call takes; GnuCash 4.13 goes through all
entries of an account for each that it reads, so that a book with a busy wallet takes it minutes). A program whose
figures are not ours is named and the benchmark fails: it would compare different work.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from tests.benchmarks import gnucash_reads, journals, ledgers
from walletdesk.controllers import books, wallets

ROUNDS = 3
LONG = 30
"""What takes so many seconds is asked once."""
NUMBER = re.compile(r"-?\d[\d.]*(?:/\d+)?")
_ACCOUNT = re.compile(r"Assets:W\d+")
_BEANS = (
    "import sys; from beancount import loader; from beancount.core import realization as r; "
    "e, _, _ = loader.load_file(sys.argv[1]); t = r.realize(e); "
)
_BEAN_BALANCES = "[print(a.balance.to_string(), a.account) for a in r.iter_children(t)]"
_BEAN_REGISTER = (
    "[print(d.date, d.narration, *(p.units for p in c), b.to_string()) "
    "for d, c, _, b in r.iterate_with_balance(r.get(t, sys.argv[2]).txn_postings) if c]"
)

Balances = dict[str, Fraction]
Register = tuple[int, Fraction]


@dataclass
class Files:
    """The book in all its forms, and the wallet that is asked for."""

    book: Path
    journal: Path
    beans: Path
    gnucash: Path
    wallet: str
    account: str


@dataclass
class Program:
    """What is run, and how its answers are read."""

    name: str
    balances: list[str]
    register: list[str]
    read_balances: Callable[[str], Balances]
    read_register: Callable[[str], Register]


@dataclass
class Run:
    """The best of some runs: seconds of the processor, the peak of memory in MB, and what was printed."""

    seconds: float
    peak: float
    output: str


def programs(files: Files) -> Iterator[Program]:
    """Ours first, then every other that is there."""
    ours = [sys.executable, "-P", "-m", "walletdesk"]
    register = [*ours, "ledger", str(files.book), files.wallet, "--csv"]
    yield Program("WalletDesk", [*ours, "balances", str(files.book), "--csv"], register, our_balances, our_register)
    flat = {"hledger": ["--flat", "--no-total"], "ledger": ["--flat", "--no-total"]}
    for name, options in flat.items():
        if program := shutil.which(name):
            call = [program, "-f", str(files.journal)]
            register = [*call, "register", files.account]
            yield Program(name, [*call, "balance", *options], register, balances, register_of)
    python = os.environ.get("BEANCOUNT_PYTHON", sys.executable)
    if _has(python, "beancount.loader"):
        call = [python, "-c", _BEANS + _BEAN_BALANCES, str(files.beans)]
        register = [python, "-c", _BEANS + _BEAN_REGISTER, str(files.beans), files.account]
        yield Program("beancount", call, register, balances, register_of)
    python = os.environ.get("GNUCASH_PYTHON", "/usr/bin/python3")
    if _has(python, "gnucash"):
        call = [python, gnucash_reads.__file__, str(files.gnucash)]
        yield Program("GnuCash", call, [*call, files.account], balances, register_of)


def _has(python: str, module: str) -> bool:
    try:
        return subprocess.run([python, "-c", f"import {module}"], check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def our_balances(text: str) -> Balances:
    """From our table; a wallet without value is left out, as others do."""
    rows = csv.DictReader(text.splitlines())
    sizes = {row["wallet"]: Fraction(row["parts"]) / (100 if row["asset"] == "EUR" else 1) for row in rows}
    return {journals.account(int(wallet[2:]), ""): size for wallet, size in sizes.items() if size}


def our_register(text: str) -> Register:
    """How many entries there are, and the last balance."""
    rows = list(csv.DictReader(text.splitlines()))
    return len(rows), Fraction(rows[-1]["balance"])


def balances(text: str) -> Balances:
    """From any list with a wallet's account and one amount in each line."""
    found: Balances = {}
    for line in text.splitlines():
        if (account := _ACCOUNT.search(line)) and (size := NUMBER.search(line.replace(account[0], ""))):
            found[account[0]] = Fraction(size[0])
    return {account: size for account, size in found.items() if size}


def register_of(text: str) -> Register:
    """From any register with one entry a line, its last number the balance after it."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines), Fraction(NUMBER.findall(lines[-1])[-1])


def run(command: list[str]) -> Run | None:
    """None where the program failed."""
    best, peak, output = float("inf"), 0.0, b""
    for _ in range(ROUNDS):
        with tempfile.TemporaryFile() as file:
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if status:
                return None
            best, peak = min(best, usage.ru_utime + usage.ru_stime), max(peak, usage.ru_maxrss / 1024)
            file.seek(0)
            output = file.read()
        if best > LONG:
            break
    return Run(best, peak, output.decode("utf-8"))


def write(count: int, folder: Path) -> tuple[int, Files]:
    """The book and its journals; answers also how many transactions there are."""
    path = folder / "book.walletdesk"
    facts = ledgers.make(path, count * 5 // 2)
    book = books.open(path, writable=False)
    busiest = wallets.get(book, facts.busiest)
    account = journals.account(busiest.number, "")
    forms = (folder / "book.journal", folder / "book.beancount", folder / "book.gnucash")
    files = Files(path, *forms, busiest.label, account)
    made = journals.write_journal(book, files.journal)
    journals.write_beancount(book, files.beans)
    journals.write_gnucash(book, files.gnucash)
    book.close()
    return made, files


def main(count: int) -> int:
    """Make the book and the journals, ask every program, print the table; answers how many programs differ."""
    differing = 0
    with tempfile.TemporaryDirectory() as name:
        made, files = write(count, Path(name))
        sizes = " · ".join(
            f"{kind} {path.stat().st_size / 1e6:.0f} MB"
            for kind, path in (("book", files.book), ("journal", files.journal), ("GnuCash (gzip)", files.gnucash))
        )
        print(f"{made:,} transactions; {sizes}")
        print(f"{'':<12}{'balances':>10}{'':>8}{'memory':>8}   {'register':>10}{'':>8}{'memory':>8}")
        own: list[Run] = []
        truth: tuple[Balances, Register] | None = None
        for program in programs(files):
            found = [run(program.balances), run(program.register)]
            done = [one for one in found if one]
            if len(done) < len(found):
                print(f"{program.name:<12}{'failed':>10}")
                differing += 1
                continue
            own = own or done
            cells = (
                f"{one.seconds:8.2f} s{one.seconds / ours.seconds:7.1f}x{one.peak:8.0f}"
                for one, ours in zip(done, own, strict=True)
            )
            answer = program.read_balances(done[0].output), program.read_register(done[1].output)
            truth = truth or answer
            same = answer == truth
            differing += not same
            print(f"{program.name:<12}{'   '.join(cells)}   {'same figures' if same else 'OTHER FIGURES'}", flush=True)
        if truth:
            held, (entries, _) = truth
            print(f"The figures: {len(held):,} wallets with value, {entries:,} entries in the register.")
    return differing


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000))
