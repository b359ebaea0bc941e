"""The domain's values: frozen facts that travel between the rooms.

Amounts and balances are whole numbers of the asset's smallest parts; instants are UTC milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.status import Kind, Status

T = TypeVar("T")
CLOCK_SLACK = 60_000
"""Clocks are set right by less than this, in milliseconds, all the time."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list (R1): its rows, how many there are in all, the page's number from 1 and its size."""

    rows: tuple[T, ...]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Period:
    """Two days, both inclusive, either may be missing (R1)."""

    first: date | None = None
    last: date | None = None


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Project:
    """A world of its own: nothing is shared between projects (B2, P1)."""

    id: str
    name: str
    archived: bool = False
    created_at: int = 0
    wallets: int = 0


@dataclass(frozen=True, slots=True)
class Asset:
    """Anything of value (A1); ``supply`` is what is in circulation, in parts (T4)."""

    id: str
    project: str
    name: str
    code: str
    fractions: int
    unit: str = ""
    part: str = ""
    supply: int = 0
    wallets: int = 0

    @property
    def scale(self) -> Scale:
        """How amounts of this asset are read and written (A5)."""
        return Scale(self.fractions, self.unit, self.part)

    def parse(self, text: str, notation: Notation = PLAIN) -> int:
        """The amount in parts; refusals as Scale.parse."""
        return self.scale.parse(text, notation)

    def format(self, parts: int, notation: Notation = PLAIN) -> str:
        """The amount as text, without the code."""
        return self.scale.format(parts, notation)


@dataclass(frozen=True, slots=True)
class Customer:
    """Someone whose wallets are kept (C1).

    ``key`` is the book's own number; ``id`` is the caller's, None once the customer was deleted (C4).
    """

    key: int
    project: str
    id: str | None
    name: str = ""
    description: str = ""
    suspended: bool = False
    created_at: int = 0
    wallets: int = 0
    open_wallets: int = 0
    last_activity: int | None = None

    @property
    def deleted(self) -> bool:
        """True for a tombstone: nothing of the person is left."""
        return self.id is None


@dataclass(frozen=True, slots=True)
class Wallet:
    """One asset held for a customer, or for the user (a system wallet, without customer) (W1).

    ``customer`` is the customer's key; ``owner_id`` and ``owner_name`` are theirs, None and "" for a tombstone.
    ``entries`` is the number of the last entry; ``last_at`` its instant.
    """

    id: int
    project: str
    number: int
    asset: Asset
    customer: int | None
    owner_id: str | None
    owner_name: str
    name: str
    description: str
    status: Status
    balance: int
    entries: int
    created_at: int = 0
    last_at: int | None = None

    @property
    def system(self) -> bool:
        """True for the user's own wallets."""
        return self.customer is None

    @property
    def label(self) -> str:
        """The short number that people quote: ``S-00001`` for system wallets, ``W-00002`` for customers'."""
        return wallet_label(self.number, self.system)


def wallet_label(number: int, system: bool) -> str:
    """``S-00001`` or ``W-00002``."""
    return f"{'S' if system else 'W'}-{number:05d}"


def transaction_label(number: int) -> str:
    """``T-42``: how a transaction is quoted."""
    return f"T-{number}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a transaction: a transfer between ``source`` and ``target``, an issue to ``target``, a redeem
    from ``source`` (T1); both are ids of wallets."""

    kind: Kind
    amount: int
    source: int | None = None
    target: int | None = None
    memo: str = ""

    def inverted(self) -> Operation:
        """What takes it back (T8)."""
        kinds = {Kind.TRANSFER: Kind.TRANSFER, Kind.ISSUE: Kind.REDEEM, Kind.REDEEM: Kind.ISSUE}
        return Operation(kinds[self.kind], self.amount, self.target, self.source, self.memo)


def issue(target: int, amount: int, memo: str = "") -> Operation:
    """Create value in a wallet."""
    return Operation(Kind.ISSUE, amount, None, target, memo)


def redeem(source: int, amount: int, memo: str = "") -> Operation:
    """Remove value from a wallet."""
    return Operation(Kind.REDEEM, amount, source, None, memo)


def transfer(source: int, target: int, amount: int, memo: str = "") -> Operation:
    """Move value between two wallets of one asset."""
    return Operation(Kind.TRANSFER, amount, source, target, memo)


class Entry(NamedTuple):
    """One line of a wallet's ledger: signed amount, balance after it, and the operation that posted it (T3).

    A tuple, since an import makes them by the hundred thousand.
    """

    wallet: int
    seq: int
    amount: int
    balance: int
    position: int


@dataclass(frozen=True, slots=True)
class Transaction:
    """A posted transaction, whole (T5).

    ``reversed_by`` and ``reverses`` are numbers in the same project; ``reversed_in_part`` and ``reverses_part`` say
    that the reversal took back less than all of it (T8).
    """

    id: int
    project: str
    number: int
    booked_at: int
    recorded_at: int
    value_date: date | None
    reference: str | None
    description: str
    reverses: int | None
    reversed_by: int | None
    batch: int | None
    operations: tuple[Operation, ...]
    entries: tuple[Entry, ...]
    reverses_part: bool = False
    reversed_in_part: bool = False

    @property
    def label(self) -> str:
        """``T-42``."""
        return transaction_label(self.number)

    @property
    def clock_behind(self) -> bool:
        """Whether the computer's clock was so far before the last booking that a person should look at it (T5)."""
        return self.booked_at - self.recorded_at >= CLOCK_SLACK


@dataclass(frozen=True, slots=True)
class TransactionLine:
    """A transaction as a list shows it: its head, its first operation and how many there are."""

    id: int
    number: int
    booked_at: int
    value_date: date | None
    reference: str | None
    description: str
    reverses: int | None
    reversed_by: int | None
    batch: int | None
    operations: int
    kind: Kind
    amount: int
    source: Party | None
    target: Party | None
    asset: Asset
    reverses_part: bool = False
    reversed_in_part: bool = False

    @property
    def label(self) -> str:
        """``T-42``."""
        return transaction_label(self.number)


@dataclass(frozen=True, slots=True)
class Party:
    """A wallet as the other side of a line names it."""

    wallet: int
    number: int
    name: str
    customer: int | None
    owner_id: str | None
    owner_name: str

    @property
    def system(self) -> bool:
        """True for the user's own wallets."""
        return self.customer is None

    @property
    def label(self) -> str:
        """``S-00001`` or ``W-00002``."""
        return wallet_label(self.number, self.system)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry as a wallet's ledger shows it (W6): with its transaction, its operation and its counterpart."""

    seq: int
    booked_at: int
    kind: Kind
    amount: int
    balance: int
    counterpart: Party | None
    transaction: int
    number: int
    position: int
    description: str
    memo: str
    reference: str | None
    value_date: date | None
    reverses: int | None = None
    reverses_part: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What one action posted together (T11): ``kind`` is "import", "run" or "reversal"; ``name`` the file's.

    ``first`` and ``last`` are the numbers of its transactions; ``reversed_by`` the number of the batch that undid it.
    """

    id: int
    project: str
    number: int
    kind: str
    name: str
    fingerprint: str
    created_at: int
    transactions: int
    first: int | None
    last: int | None
    reverses: int | None = None
    reversed_by: int | None = None
