"""Find anything: wallets, customers and transactions from a few words, the likeliest first, and commands by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Final, TypeVar

from walletdesk.controllers.closeness import SLIP, closeness, holds_nearly
from walletdesk.controllers.tasks import Progress
from walletdesk.controllers.words_reversal import told_words
from walletdesk.ledger.amounts import PLAIN, Notation
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Status
from walletdesk.ledger.text import composed
from walletdesk.ledger.values import Asset, Customer, TransactionLine, Wallet
from walletdesk.store import assets, finding, search
from walletdesk.store import customers as customer_rows
from walletdesk.store import transactions as transaction_rows
from walletdesk.store import wallets as wallet_rows
from walletdesk.store.book import Book

T = TypeVar("T")

WALLETS: Final = 4
CUSTOMERS: Final = 3
TRANSACTIONS: Final = 5
COMMANDS: Final = 6
_CANDIDATES: Final = 300
_FIRST_SLICE: Final = 500
_SLICE: Final = 4_000
_LETTERS: Final = 100
_NUMBER: Final = re.compile(r"(?:t-?)?([0-9]{1,18})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits so far; ``alike`` says that of wallets and customers only similar names were found."""

    wallets: tuple[Wallet, ...] = ()
    customers: tuple[Customer, ...] = ()
    transactions: tuple[TransactionLine, ...] = ()
    alike: bool = False

    def __bool__(self) -> bool:
        return bool(self.wallets or self.customers or self.transactions)


@dataclass(frozen=True, slots=True)
class Finding(Progress):
    """How far the search is, with what it has found until now."""

    found: Found = field(default_factory=Found)


Search = Generator[Finding, None, Found]


def find(book: Book, project: str, text: str, notation: Notation = PLAIN) -> Search:
    """What a person may mean: a task that answers Found and tells what it has with every step.

    Wallets and customers hold every word, or where none does, words one slip of the finger away. Transactions are found
    by number (``T-42``, ``42``), by the beginning of their reference, by an exact amount (with or without its asset's
    code), and by words in description, reference and memos; these newest first.
    """
    text = " ".join(composed(text[:_LETTERS]).split())
    if not text:
        return Found()
    last = transaction_rows.count(book, project)
    found = Found(wallets=wallet_rows.in_order(book, finding.wallets(book, project, text, WALLETS)))
    numbers = _named(book, project, text, last)
    found = replace(found, transactions=_lines(book, project, numbers))
    yield Finding(0, last, found=found)
    found = replace(
        found, customers=customer_rows.in_order(book, finding.customers(book, project, text, CUSTOMERS))
    )  # fmt: skip
    yield Finding(0, last, found=found)
    if not found.wallets and not found.customers:
        yield Finding(0, last, found=(found := _alike(book, project, text, found)))
    amounts = _amounts(assets.list_all(book, project), text, notation)
    for first, end in _slices(last):
        if len(numbers) >= TRANSACTIONS:
            break
        room = TRANSACTIONS + len(numbers)
        more = finding.telling(book, project, (first, end), text, amounts, told_words(), room)
        fresh = [number for number in more if number not in numbers]
        if fresh:
            numbers = [*numbers, *fresh][:TRANSACTIONS]
            found = replace(found, transactions=_lines(book, project, numbers))
        yield Finding(last - first + 1, last, found=found)
    return found


def _slices(last: int) -> Iterator[tuple[int, int]]:
    """Stretches of numbers from the newest to the oldest; the first is short, so that its hits come at once."""
    end, size = last, _FIRST_SLICE
    while end >= 1:
        first = max(1, end - size + 1)
        yield first, end
        end, size = first - 1, _SLICE


def _named(book: Book, project: str, text: str, last: int) -> list[int]:
    """Numbers of the transactions that the text names: by number, then by reference."""
    numbers = []
    if (match := _NUMBER.fullmatch(text)) and 1 <= int(match[1]) <= last:
        numbers.append(int(match[1]))
    named = finding.referring(book, project, text, TRANSACTIONS)
    return [*numbers, *(number for number in named if number not in numbers)][:TRANSACTIONS]


def _lines(book: Book, project: str, numbers: Sequence[int]) -> tuple[TransactionLine, ...]:
    by_number = {line.number: line for line in transaction_rows.lines_of(book, project, numbers)}
    return tuple(by_number[number] for number in numbers)


def _amounts(of: Sequence[Asset], text: str, notation: Notation) -> dict[str, int]:
    """The amounts that the text may say, in parts by asset: "12.50" of every asset, "12.50 USD" of one."""
    amount, _, code = text.rpartition(" ")
    found = {}
    for asset in of:
        bare = amount if asset.code.casefold() == code.casefold() else ""
        for said, written in product((text, bare), (notation, PLAIN)):  # a part may be called as its asset's code is
            try:
                parts = abs(asset.scale.parse(said, written))
            except LedgerError:
                continue
            if parts:
                found[asset.id] = parts
                break
    return found


def _alike(book: Book, project: str, text: str, found: Found) -> Found:
    """Wallets and customers whose names are one slip away from what was typed, the open and the busy first."""
    ids = _near(finding.alike(book, search.WALLETS, project, text, _CANDIDATES), text)
    wallets = sorted(
        wallet_rows.in_order(book, ids),
        key=lambda w: (w.status is Status.CLOSED, w.status is not Status.OPEN, -w.entries, w.number),
    )
    keys = _near(finding.alike(book, search.CUSTOMERS, project, text, _CANDIDATES), text)
    customers = customer_rows.in_order(book, keys[:CUSTOMERS])
    return replace(found, wallets=tuple(wallets[:WALLETS]), customers=customers, alike=True)


def _near(candidates: Sequence[tuple[int, str]], text: str) -> list[int]:
    return [key for key, held in candidates if holds_nearly(text, held)]


def commands(of: Sequence[T], name: Callable[[T], str], text: str, limit: int = COMMANDS) -> list[T]:
    """The commands that the text may name, the likeliest first; all of them in their order if there is no text."""
    if not text.strip():
        return list(of)
    rated = [(near, place) for place, one in enumerate(of) if (near := closeness(text, name(one))) is not None]
    return [of[place] for _, place in sorted(rated)[:limit]]


def is_likely(name: str, text: str) -> bool:
    """Whether a command's name holds every word that was typed, and is not merely like it."""
    near = [closeness(word, name) for word in text.split()]
    return all(one is not None and one < SLIP for one in near)
