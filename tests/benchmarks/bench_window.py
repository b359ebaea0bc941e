"""The window beside a bare one: start, a ledger opened and painted, memory, and how long it is ever kept waiting.

By hand: ``.venv/bin/python -m tests.benchmarks.bench_window [10k 1m ...] [--keep FOLDER]``, and with ``--ledgers`` one
wallet of a thousand entries beside one of a million, as many as anybody has.
Everything runs offscreen in processes of its own, the start and its floor, a PySide6 window with one empty table, by
turns. The start is told by the clock and in processor time, which other programs on the machine spoil less. The first
size is what the others are compared with.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 5
TICK = 5
"""Milliseconds between two looks at the window's thread while long work runs."""


def painted() -> None:
    """Say so, and what it took of the processor since the process began."""
    print(time.process_time(), flush=True)


def bare() -> None:
    """A window with one empty table, painted."""
    from PySide6.QtGui import QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    app = QApplication([])
    window, table = QMainWindow(), QTableView()
    table.setModel(QStandardItemModel(0, 8, table))
    window.setCentralWidget(table)
    window.resize(1400, 860)
    window.show()
    window.grab()
    app.processEvents()
    painted()


class Window:
    """Ours, on a book, without anybody's settings."""

    def __init__(self, book: Path) -> None:
        gc.disable()  # as the program itself does
        import walletdesk.ui.plain_import  # noqa: F401
        from walletdesk import app

        self.app = app.make_application()
        self.window = app.open_window(book)
        self.window.show()
        self.app.processEvents()

    def settle(self) -> Window:
        """Until the lane has nothing to do and its answers are painted."""
        window: Any = self.window
        while window.library.facts is None or not window.session.idle():
            self.app.processEvents()
            time.sleep(0.0005)
        self.app.processEvents()
        return self

    def until_read(self) -> None:
        """Until the page of the ledger is there."""
        from walletdesk.ui.tabs.ledger_reader import LedgerReader

        self.app.processEvents()
        while any(reader.is_waiting() for reader in self.window.findChildren(LedgerReader)):
            self.app.processEvents()
            time.sleep(0.0005)

    def longest_gap(self, begin: Callable[[], object]) -> float:
        """The longest time, in milliseconds, for which the window's thread did not come round while this ran."""
        gaps: list[float] = []
        begin()
        session = self.window.session  # type: ignore[attr-defined]
        last = time.perf_counter()
        while not session.idle():
            self.app.processEvents()
            now = time.perf_counter()
            gaps.append((now - last) * 1000)
            last = now
            time.sleep(TICK / 1000)
        return max(gaps, default=0.0) - TICK


def shown(path: Path) -> None:
    """Painted for the first time."""
    Window(path).window.grab()
    painted()


def ours(path: Path) -> None:
    """Painted, and filled with what the book says."""
    window = Window(path)
    window.window.grab()
    window.settle()
    window.window.grab()
    painted()


def inside(path: Path) -> None:
    """A ledger opened and painted, long work, memory: as JSON."""
    facts = json.loads(path.with_suffix(".json").read_text())
    window = Window(path).settle()
    main = window.window
    main.go("wallets")  # type: ignore[attr-defined]
    window.settle()
    found = ledger(window, facts["busiest"])
    for key in ("assets", "customers", "transactions", "projects"):
        main.go(key)  # type: ignore[attr-defined]
        window.settle()
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["gap"] = window.longest_gap(main.verifier.start)  # type: ignore[attr-defined]
    print(json.dumps(found), flush=True)


def ledger(window: Window, wallet: int) -> dict[str, float]:
    """The ledger of a wallet opened and painted, in milliseconds: for the first time, and once its page is there."""
    main: Any = window.window

    def opened() -> tuple[float, float]:
        begin, process = time.perf_counter(), time.process_time()
        main.shell.host.show_wallet_ledger(wallet)
        window.until_read()
        main.grab()
        took = (time.perf_counter() - begin) * 1000, (time.process_time() - process) * 1000
        window.settle()  # what the period adds up to comes behind its page, in slices
        return took

    found = {}
    found["ledger"], found["ledger_cpu"] = opened()
    again = []
    for _ in range(ROUNDS):
        main.stage.back()
        window.settle()
        again.append(opened())
    found["again"], found["again_cpu"] = (statistics.median(column) for column in zip(*again, strict=True))
    return found


def alone(path: Path) -> None:
    """The only ledger of a book opened and painted: as JSON."""
    window = Window(path).settle()
    window.window.go("wallets")  # type: ignore[attr-defined]
    window.settle()
    print(json.dumps(ledger(window, json.loads(path.with_suffix(".json").read_text())["busiest"])), flush=True)


def one_ledger(folder: Path, entries: int) -> Path:
    """A book with one wallet of so many entries, made if it is not in the folder yet."""
    from tests.benchmarks.ledgers import Clock, one_wallet
    from walletdesk.controllers import books

    path = folder / f"ledger-{entries}.walletdesk"
    if not path.exists():
        clock = Clock()
        book = books.create(path, "Europe/Berlin", clock)
        wallet = one_wallet(book, clock, entries)
        book.close()
        path.with_suffix(".json").write_text(json.dumps({"busiest": wallet}))
    return path


def ledgers(folder: Path, home: Path) -> None:
    """A ledger of a thousand entries beside one of a million, by turns."""
    paths = {entries: one_ledger(folder, entries) for entries in (1_000, 1_000_000)}
    rounds: dict[int, list[dict[str, float]]] = {entries: [] for entries in paths}
    for _ in range(ROUNDS):
        for entries, path in paths.items():
            rounds[entries].append(json.loads(child("--alone", str(path), home=home)[1]))
    first: dict[str, float] = {}
    for entries, seen in rounds.items():
        found = {key: statistics.median(one[key] for one in seen) for key in seen[0]}
        first = first or found
        print(f"\na ledger of {entries:,} entries opened and painted")
        for key, what in (("ledger", "for the first time"), ("again", "again")):
            cpu = found[key + "_cpu"]
            print(
                f"{what:<34}{found[key]:10.0f} ms{found[key] / first[key]:8.2f} x    "
                f"{cpu:6.0f} ms of the processor{cpu / first[key + '_cpu']:8.2f} x the shorter one"
            )


def child(*arguments: str, home: Path) -> tuple[float, str]:
    """Seconds until the child says its first line, and the line."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        **{f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "STATE", "CACHE")},
    }
    begin = time.perf_counter()
    command = [sys.executable, "-m", "tests.benchmarks.bench_window", *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout is not None
        line = run.stdout.readline()
        spent = time.perf_counter() - begin
    return spent, line


def starts(path: Path, home: Path) -> None:
    """Print what the start takes beside a bare window, each by turns with the others."""
    ways = {"a bare window, painted": ("--bare",)}
    ways |= {"started and painted": ("--shown", str(path)), "and filled from the book": ("--ours", str(path))}
    rounds: dict[str, list[tuple[float, float]]] = {what: [] for what in ways}
    for _ in range(ROUNDS):
        for what, how in ways.items():
            spent, line = child(*how, home=home)
            rounds[what].append((spent * 1000, float(line) * 1000))
    floor: tuple[float, float] | None = None
    for what, seen in rounds.items():
        clock, cpu = (statistics.median(column) for column in zip(*seen, strict=True))
        floor = floor or (clock, cpu)
        print(
            f"{what:<34}{clock:10.0f} ms{clock / floor[0]:8.2f} x    "
            f"{cpu:6.0f} ms of the processor{cpu / floor[1]:8.2f} x the bare window"
        )


def main(arguments: list[str]) -> None:
    """Print the table."""
    from tests.benchmarks.bench_book import made, number

    keep = Path(arguments.pop(arguments.index("--keep") + 1)) if "--keep" in arguments else None
    sizes = [number(text) for text in arguments if not text.startswith("--")] or [10_000, 1_000_000]
    with tempfile.TemporaryDirectory() as temporary:
        folder, home = keep or Path(temporary), Path(temporary) / "home"
        if "--ledgers" in arguments:
            ledgers(folder, home)
        first: dict[str, float] = {}
        for size in sizes:
            path = made(folder, size)
            print(f"\n{size:,} entries")
            starts(path, home)
            rounds = [json.loads(child("--inside", str(path), home=home)[1]) for _ in range(3)]
            found = {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
            first = first or found
            for key, what, unit in (
                ("ledger", "the longest ledger opened, painted", "ms"),
                ("again", "and again", "ms"),
                ("memory", "peak memory of the window", "MB"),
            ):
                print(f"{what:<34}{found[key]:10.0f} {unit}{found[key] / first[key]:8.2f} x the first size")
            print(f"{'longest wait during Verify':<34}{found['gap']:10.0f} ms")


_CHILDREN: dict[str, Callable[..., None]] = {
    "--bare": bare,
    "--ours": ours,
    "--shown": shown,
    "--inside": inside,
    "--alone": alone,
}

if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in _CHILDREN:
        _CHILDREN[sys.argv[1]](*map(Path, sys.argv[2:]))
    else:
        main(sys.argv[1:])
