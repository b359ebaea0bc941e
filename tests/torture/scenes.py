"""A book that is worked on from a seed, and a plain model of what must be in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from walletdesk.controllers import assets, books, customers, projects, wallets
from walletdesk.controllers.draft import DraftState
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.values import Operation
from walletdesk.store.book import Book
from walletdesk.store.files import COMPANIONS

START = 1_790_000_000_000
CUSTOMERS = 6
PROJECT = "torture"


class Clock:
    """Goes on by itself, a second for each look; ``days`` begins it so many days later."""

    def __init__(self, days: int = 0) -> None:
        self.at = START + days * 86_400_000

    def __call__(self) -> int:
        self.at += 1_000
        return self.at


@dataclass
class Model:
    """What must be in the book, and what the next commands need to know of it."""

    wallets: list[int] = field(default_factory=lambda: list(range(1, CUSTOMERS + 1)))
    balances: dict[int, int] = field(default_factory=lambda: dict.fromkeys(range(1, CUSTOMERS + 1), 0))
    suspended: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=lambda: dict.fromkeys(range(1, CUSTOMERS + 1), "Cash"))
    people: dict[int, str] = field(default_factory=lambda: {n: f"c{n}" for n in range(1, CUSTOMERS + 1)})
    forgotten: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)
    batches: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    batches_made: int = 0
    latest: tuple[bytes, tuple[Operation, ...], str] | None = None
    forms: dict[int, tuple[int | None, DraftState]] = field(default_factory=dict)

    @property
    def able(self) -> list[int]:
        """The wallets that may move."""
        return [wallet for wallet in self.wallets if wallet not in self.suspended]

    def differences(self, book: Book) -> list[str]:
        """Where the book is another one than this."""
        return self.unlike(Facts.of(book))

    def unlike(self, facts: Facts) -> list[str]:
        """Where a book of these facts is another one than this."""
        if set(facts.wallets) != set(self.wallets):
            return [f"{len(facts.wallets)} wallets, not {len(self.wallets)}"]
        found = []
        for wallet in self.wallets:
            balance, status, name = facts.wallets[wallet]
            if balance != self.balances[wallet]:
                found.append(f"wallet {wallet} holds {balance}, not {self.balances[wallet]}")
            if (status == "suspended") != (wallet in self.suspended):
                found.append(f"wallet {wallet} is {status}")
            if name != self.names[wallet]:
                found.append(f"wallet {wallet} is called {name!r}, not {self.names[wallet]!r}")
        if facts.texts != self.texts:
            found.append(f"{len(facts.texts)} transactions, not {len(self.texts)}, or others")
        if facts.drafts != self.drafts:
            found.append("other drafts")
        if facts.people != self.people:
            found.append("other customers")
        if facts.batches != self.batches_made:
            found.append("other batches")
        return found


@dataclass(frozen=True)
class Facts:
    """What a book says, read once to be compared with any number of models; by plain SQL, which is quick.

    That the controllers say the same has tests of its own.
    """

    wallets: dict[int, tuple[int, str, str]]
    texts: list[str]
    drafts: dict[int, str]
    people: dict[int, str]
    batches: int

    @classmethod
    def of(cls, book: Book) -> Facts:
        """Read them."""
        return cls(
            {id_: (balance, status, name) for id_, balance, status, name in book.rows(_WALLETS)},
            [text for (text,) in book.rows("SELECT description FROM txn ORDER BY number")],
            dict(book.rows("SELECT id, content FROM draft")),
            dict(book.rows("SELECT key, id FROM customer WHERE id IS NOT NULL")),
            book.value("SELECT count(*) FROM batch"),
        )


_WALLETS = "SELECT id, balance, status, name FROM wallet"

Command = tuple[Callable[[Book], object], Callable[[Model], object]]
"""What is done to the book, and the same done to the model."""


def begin(path: Path) -> Model:
    """A new book with a few customers and their wallets, as a new Model says; it is closed.

    It is made once in a process; every further one is a copy, with the same id.
    """
    path.touch(0o600)
    path.write_bytes(_fresh())
    return Model()


@cache
def _fresh() -> bytes:
    with tempfile.TemporaryDirectory(prefix="walletdesk-") as place:
        path = Path(place) / "fresh.walletdesk"
        book = books.create(path, "Europe/Berlin", Clock())
        projects.create(book, "Torture", PROJECT)
        asset = assets.create(book, PROJECT, "Euro", "EUR", 100).value.id
        for number in range(1, CUSTOMERS + 1):
            key = customers.upsert(book, PROJECT, f"c{number}", f"Customer {number}").value.key
            wallets.open(book, key, asset, "Cash")
        wrong = Model().differences(book)
        book.close()
        assert not wrong, wrong
        return path.read_bytes()


def applied(model: Model, deed: Command) -> Model:
    """The model after a command; the one given stays as it is."""
    after = Model(**{name: copy(value) for name, value in vars(model).items()})
    deed[1](after)
    return after


def faults(book: Book, *allowed: Model, thorough: bool = True) -> list[str]:
    """What is wrong with a book that must be one of these; nothing if it is one of them, and sound (``thorough``)."""
    _, wrong = recognised(book, *allowed)
    return [*wrong, *unsound(book)] if thorough else wrong


def recognised(book: Book, *allowed: Model) -> tuple[int, list[str]]:
    """Which of these the book is, and nothing; or -1, and what it has that the last of them has not."""
    facts, wrong = Facts.of(book), [""]
    for place, model in enumerate(allowed):
        wrong = model.unlike(facts)
        if not wrong:
            return place, []
    return -1, wrong


def unsound(book: Book) -> list[str]:
    """What Verify finds."""
    return [str(finding) for finding in finish(verify_book(book)).findings]


def faults_at(path: Path, *allowed: Model, thorough: bool = True) -> list[str]:
    """Open the book of this name and see; also whether a byte is left of whom it has forgotten."""
    book = books.open(path, Clock(3_000))
    try:
        wrong = faults(book, *allowed, thorough=thorough)
    finally:
        book.close()
    return wrong or traces(path, set.intersection(*(set(model.forgotten) for model in allowed)))


def traces(path: Path, forgotten: set[str]) -> list[str]:
    """Who is still to be found in the bytes of a closed book and beside it."""
    raw = b"".join(f.read_bytes() for end in ("", *COMPANIONS) if (f := path.with_name(path.name + end)).exists())
    return [f"{name} is still in the file" for name in sorted(forgotten) if name.encode() in raw]
