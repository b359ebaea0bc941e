"""G7: three real processes post into one book at once; all of it arrives, and a busy book is said to be busy."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.store.conftest import build
from tests.torture.harness import rounds
from walletdesk.controllers import books, transactions
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.refusals import BookBusy
from walletdesk.ledger.values import issue

ROOT = Path(__file__).parents[2]
WRITERS = 3


def run(count: int, seed: int) -> dict[str, int]:
    """Three processes post so often in all, each through the controllers; every posting arrives, and once."""

    def play(_number: int) -> dict[str, int]:
        each = -(-count // WRITERS)
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "bar.walletdesk"
            world = build(path)
            world.book.close()
            command = [sys.executable, "-m", "tests.torture.double", str(path), str(world.ann), str(each)]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            running = [
                subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
                for _ in range(WRITERS)
            ]
            said = [process.communicate()[0] for process in running]
            assert [process.returncode for process in running] == [0] * WRITERS, "a writer failed"
            book = books.open(path)
            verdict = finish(verify_book(book))
            book.close()
            assert verdict.ok, verdict.findings[:3]
            assert verdict.transactions == 4 + WRITERS * each, "a posting is missing"
            return {"posted by three": WRITERS * each, "told to wait": sum(map(int, said))}

    return rounds(1, seed, play)


def write(path: Path, wallet: int, count: int) -> int:
    """One of them; answers how often it was told that the book is busy, and tried again.

    SQLite gives the file to whoever asks at the right moment: one of several that never pause may wait in vain.
    """
    busy = 0
    while True:
        try:
            book = books.open(path)
            break
        except BookBusy:
            busy += 1
    posted = 0
    while posted < count:
        try:
            transactions.run(book, "bar", (issue(wallet, 1),))
            posted += 1
        except BookBusy:
            busy += 1
    book.close()
    return busy


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
