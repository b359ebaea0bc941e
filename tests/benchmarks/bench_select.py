"""Selecting everything in a ledger of 1,000,000 entries, adding it up, and copying a part of it.

Run by hand: ``.venv/bin/python -m tests.benchmarks.bench_select [ENTRIES]``. The window's part (selecting, painting)
and the lane's part (sums, text) are timed apart.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.benchmarks.ledgers import Clock, one_wallet
from tests.benchmarks.timing import median
from walletdesk.controllers import books, wallets
from walletdesk.controllers.tasks import Progress, finish
from walletdesk.ledger.values import LedgerLine
from walletdesk.ui import fonts
from walletdesk.ui.list_picks import written
from walletdesk.ui.tables.blocks import BlockModel
from walletdesk.ui.tables.copying import MOST
from walletdesk.ui.tables.ranges import Ranges
from walletdesk.ui.tables.view import Table
from walletdesk.ui.tabs import ledger_rows
from walletdesk.ui.tabs.ledger_picks import lines, sums
from walletdesk.ui.tabs.ledger_source import View, load_block


def slices(task: Iterable[Progress]) -> tuple[float, float]:
    """Milliseconds of a task: all of it, and its longest slice, which is what a page may have to wait for."""
    longest, begin = 0.0, time.perf_counter()
    before = begin
    for _ in task:
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    return (time.perf_counter() - begin) * 1000, longest * 1000


def main(count: int) -> None:
    """Make the book, time the selection, print the table."""
    app = QApplication([])
    fonts.load()
    fonts.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock()
        book = books.create(Path(folder) / "bench.walletdesk", "UTC", clock)
        id_ = one_wallet(book, clock, count)
        wallet, view = wallets.get(book, id_), View(id_, 1, count)
        cells = ledger_rows.maker(lambda: wallet.asset, lambda: book.days)

        def fetch(first: int, many: int, reply: Callable[[Sequence[LedgerLine] | None], None]) -> None:
            reply(load_block(book, view, first, many))

        model: BlockModel[LedgerLine] = BlockModel(ledger_rows.columns(), cells, fetch)
        table = Table(model, "Entries", 30)
        table.resize(1400, 700)
        table.show()
        model.show(count)
        table.grab()
        print(f"{count:,} entries in one endless list; milliseconds, medians")
        print(f"  select all            {median(lambda: (table.picks.clear(), table.selectAll())):9.3f}")
        print(f"  select all and paint  {median(lambda: (table.picks.clear(), table.selectAll(), table.grab())):9.3f}")
        print(f"  one row off and paint {median(lambda: (table.picks.toggle(count // 2), table.grab())):9.3f}")
        every = Ranges().add(0, count - 1)
        scattered = Ranges.of(range(0, min(count, 20_000), 2))
        for name, picked in (("all", every), ("10,000 scattered", scattered)):
            whole, longest = slices(sums(book, view, picked))
            print(f"  sums of {name:17}{whole:9.1f}  longest slice {longest:.1f}")
        some = every.within(0, min(count, MOST) - 1)
        writer = table.writer()
        whole, longest = slices(written(lines(book, view, some), cells, writer))
        print(f"  text of {some.count:<17,}{whole:9.1f}  longest slice {longest:.1f}")
        assert finish(sums(book, view, every))[0] - finish(sums(book, view, every))[1] == wallet.balance
        book.close()


if __name__ == "__main__":
    main(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 1_000_000)
