"""G18: a posting whose commit fails somehow is tried again under its key, as often as one likes: it is there once."""

from __future__ import annotations

import random

from tests.torture import scenes
from tests.torture.acts import BOOK
from tests.torture.harness import folder, rounds
from tests.torture.shim import Shim
from walletdesk.controllers import books, transactions
from walletdesk.ledger.refusals import BookFault
from walletdesk.ledger.values import issue
from walletdesk.store import transactions as rows

EACH = 50
KINDS = ("write", "sync", "truncate", "read")
ERRORS = ("EIO", "ENOSPC", "short")


def _tried(seed: int) -> dict[str, int]:
    found = {"postings": 0, "errors": 0, "there in spite of an error": 0, "tried again": 0, "doubles": 0}
    dice = random.Random(seed)
    with folder() as top:
        path = top / "work" / BOOK
        path.parent.mkdir()
        scenes.begin(path)
        shim, book = Shim(path.parent), books.open(path, scenes.Clock(1))
        for number in range(1, EACH + 1):
            key = number.to_bytes(16, "big")
            operations, text = (issue(1 + number % 6, number),), f"Posting {number}"
            shim.fail(dice.choice(KINDS), dice.randrange(1, 14), dice.choice(ERRORS), for_good=dice.random() < 0.3)
            while True:
                try:
                    transactions.run(book, scenes.PROJECT, operations, text, key=key)
                    break
                except BookFault:
                    found["errors"] += 1
                    shim.heal()
                    if dice.random() < 0.3:
                        book.close()
                        book = books.open(path, scenes.Clock(1 + number))
                    found["there in spite of an error"] += rows.by_key(book, key) is not None
            shim.heal()
            for _ in range(dice.randrange(1, 4)):
                transactions.run(book, scenes.PROJECT, operations, text, key=key)
                found["tried again"] += 1
            count = book.value("SELECT count(*) FROM txn")
            assert count == number, f"{count} transactions after {number} intents"
        found["postings"] += EACH
        book.close()
    return found


def run(postings: int, seed: int) -> dict[str, int]:
    """So many postings."""
    return rounds(postings, seed, _tried, EACH)
