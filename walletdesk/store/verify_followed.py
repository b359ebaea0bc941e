"""Verify, what it knows of the ledger as far as it was followed: wallets, chains, and what was issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from walletdesk.ledger.values import wallet_label
from walletdesk.store.book import Book
from walletdesk.store.chain import GENESIS

_WALLETS: Final = 5_000


@dataclass(slots=True)
class FollowedWallet:
    """A wallet as its entries make it."""

    label: str
    project: str
    asset: str
    balance: int = 0
    entries: int = 0


@dataclass(slots=True)
class FollowedChain:
    """A project's chain as far as it was followed."""

    name: str
    number: int = 0
    booked_at: int = -(2**63)
    hash: bytes = GENESIS
    watched: int = 0
    """The number whose hash is compared with one that was seen before."""
    seen: bytes | None = None

    def reach(self, number: int, booked_at: int, link: bytes) -> None:
        """Take the next link."""
        self.number, self.booked_at, self.hash = number, booked_at, link
        if number == self.watched:
            self.seen = link


@dataclass(slots=True)
class Followed:
    """The ledger as its operations make it."""

    chains: dict[str, FollowedChain] = field(default_factory=dict)
    wallets: dict[int, FollowedWallet] = field(default_factory=dict)
    supplies: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    posted: int = 0
    """How many entries there must be."""
    loose: bool = False
    """Whether a row refers to one that is not there, or anything else is broken."""
    loaded: int = -(2**63)
    """The last wallet that was read."""

    def load(self, book: Book) -> Iterator[None]:
        """Read the projects and wallets that are new, none of them with an entry yet, in slices."""
        for id_, name in book.rows("SELECT id, name FROM project"):
            self.chains.setdefault(id_, FollowedChain(name))
        sql = "SELECT id, project, number, asset, customer FROM wallet WHERE id > ? ORDER BY id LIMIT ?"
        more = True
        while more:
            rows = book.rows(sql, (self.loaded, _WALLETS))
            for id_, project, number, asset, customer in rows:
                self.wallets[id_] = FollowedWallet(wallet_label(number, customer is None), project, asset)
                self.loaded = id_
            if more := len(rows) == _WALLETS:
                yield

    def wallet(self, id_: int) -> FollowedWallet:
        """As it was followed; of one that is in no table there is nothing but its entries."""
        return self.wallets.setdefault(id_, FollowedWallet(f"wallet {id_}", "", ""))
