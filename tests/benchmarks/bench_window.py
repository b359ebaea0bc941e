"""The window beside a bare one: start, a ledger opened and painted, memory, and how long it is ever kept waiting.

By hand: ``.venv/bin/python -m tests.benchmarks.bench_window [10k 1m ...] [--keep FOLDER]``.
Everything runs offscreen in processes of its own; the floor of the start is a PySide6 window with one empty table. The
first size is what the others are compared with.
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
    print("painted", flush=True)


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
    print("painted", flush=True)


def ours(path: Path) -> None:
    """Painted, and filled with what the book says."""
    window = Window(path)
    window.window.grab()
    window.settle()
    window.window.grab()
    print("painted", flush=True)


def inside(path: Path) -> None:
    """A ledger opened and painted, long work, memory: as JSON."""
    facts = json.loads(path.with_suffix(".json").read_text())
    window = Window(path).settle()
    main = window.window
    main.go("wallets")  # type: ignore[attr-defined]
    window.settle()
    begin = time.perf_counter()
    main.shell.host.show_wallet_ledger(facts["busiest"])  # type: ignore[attr-defined]
    window.settle()
    main.grab()
    found = {"ledger": (time.perf_counter() - begin) * 1000}
    for key in ("assets", "customers", "transactions", "projects"):
        main.go(key)  # type: ignore[attr-defined]
        window.settle()
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found["gap"] = window.longest_gap(main.verifier.start)  # type: ignore[attr-defined]
    print(json.dumps(found), flush=True)


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


def main(arguments: list[str]) -> None:
    """Print the table."""
    from tests.benchmarks.bench_book import made, number

    keep = Path(arguments.pop(arguments.index("--keep") + 1)) if "--keep" in arguments else None
    sizes = [number(text) for text in arguments if not text.startswith("--")] or [10_000, 1_000_000]
    with tempfile.TemporaryDirectory() as temporary:
        folder, home = keep or Path(temporary), Path(temporary) / "home"
        floor = statistics.median(child("--bare", home=home)[0] for _ in range(ROUNDS))
        print(f"{'a bare window, painted':<34}{floor * 1000:10.0f} ms")
        first: dict[str, float] = {}
        for size in sizes:
            path = made(folder, size)
            start, filled = (
                statistics.median(child(how, str(path), home=home)[0] for _ in range(ROUNDS))
                for how in ("--shown", "--ours")
            )
            rounds = [json.loads(child("--inside", str(path), home=home)[1]) for _ in range(3)]
            found = {key: statistics.median(one[key] for one in rounds) for key in rounds[0]}
            first = first or found
            print(f"\n{size:,} entries")
            print(f"{'started and painted':<34}{start * 1000:10.0f} ms{start / floor:8.2f} x the bare window")
            print(f"{'and filled from the book':<34}{filled * 1000:10.0f} ms{filled / floor:8.2f} x the bare window")
            for key, what, unit in (
                ("ledger", "the longest ledger opened, painted", "ms"),
                ("memory", "peak memory of the window", "MB"),
            ):
                print(f"{what:<34}{found[key]:10.0f} {unit}{found[key] / first[key]:8.2f} x the first size")
            print(f"{'longest wait during Verify':<34}{found['gap']:10.0f} ms")


_CHILDREN: dict[str, Callable[..., None]] = {"--bare": bare, "--ours": ours, "--shown": shown, "--inside": inside}

if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in _CHILDREN:
        _CHILDREN[sys.argv[1]](*map(Path, sys.argv[2:]))
    else:
        main(sys.argv[1:])
