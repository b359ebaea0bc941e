"""What the ledger refuses, as typed facts.

A refusal carries numbers and names, never a sentence: the words are made where a person reads them.
``field`` names the field of a form that caused the refusal, where there is one.
The letters and numbers in brackets name the rule of the specification that a class stands for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from walletdesk.ledger.refusal import LedgerError as LedgerError
from walletdesk.ledger.status import Status


@dataclass(eq=False)
class Missing(LedgerError):
    """A field that must be filled is empty."""

    field: str


@dataclass(eq=False)
class TooLong(LedgerError):
    """A text has more code points than its field takes."""

    field: str
    limit: int
    length: int


@dataclass(eq=False)
class ForbiddenCharacter(LedgerError):
    """A text holds a control character, a direction override or half of a character."""

    field: str
    codepoint: int
    position: int


@dataclass(eq=False)
class AmountUnreadable(LedgerError):
    """The text is no amount in the notation in use (A5)."""

    text: str
    field: str = "amount"


@dataclass(eq=False)
class AmountNotWhole(LedgerError):
    """The amount is no whole number of parts; ``below`` and ``above`` are the nearest, in parts (A5)."""

    text: str
    fractions: int
    below: int
    above: int
    field: str = "amount"


@dataclass(eq=False)
class AmountTooLarge(LedgerError):
    """The amount has more than 63 bits (A4)."""

    text: str
    field: str = "amount"


@dataclass(eq=False)
class DateUnreadable(LedgerError):
    """The text is no date in the expected form."""

    text: str
    field: str = "date"


@dataclass(eq=False)
class PeriodReversed(LedgerError):
    """A period ends before it begins (R1)."""

    first: date
    last: date
    field: str = "period"


@dataclass(eq=False)
class OutOfRange(LedgerError):
    """A number lies outside what its field takes."""

    field: str
    low: int
    high: int


@dataclass(eq=False)
class NotFound(LedgerError):
    """Nothing of this kind ("project", "asset", "customer", "wallet", "transaction" ...) has this name or number."""

    kind: str
    name: str


@dataclass(eq=False)
class Ambiguous(LedgerError):
    """Several things of this kind answer to this name; ``choices`` are some of them."""

    kind: str
    name: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class AlreadyTaken(LedgerError):
    """Another thing of this kind already has this id, name or code (A3, C1)."""

    kind: str
    field: str
    value: str


@dataclass(eq=False)
class ProjectArchived(LedgerError):
    """An archived project is read-only (P1, T10)."""

    project: str


@dataclass(eq=False)
class AssetInUse(LedgerError):
    """An asset that a wallet was ever opened with cannot be deleted (A2)."""

    asset: str
    wallets: int


@dataclass(eq=False)
class NamesAlike(LedgerError):
    """The names of an asset's unit and part are equal, or only one is given, or one is not made of letters (A5)."""

    field: str


@dataclass(eq=False)
class CustomerSuspended(LedgerError):
    """A suspended customer gets no new wallet and no wallet reactivated (C5, W5)."""

    customer: str


@dataclass(eq=False)
class CustomerDeleted(LedgerError):
    """The customer was deleted; only the wallets' past remains (C4)."""


@dataclass(eq=False)
class WalletsNotClosed(LedgerError):
    """A customer is deleted only when all their wallets are closed; ``wallets`` are the numbers of the others (C4)."""

    customer: str
    wallets: tuple[str, ...]


@dataclass(eq=False)
class StatusRefused(LedgerError):
    """A wallet's status cannot change this way (W5)."""

    wallet: str
    present: Status
    wanted: Status


@dataclass(eq=False)
class BalanceNotZero(LedgerError):
    """A wallet closes only at zero (W5)."""

    wallet: str
    asset: str
    balance: int


@dataclass(eq=False)
class NoOperations(LedgerError):
    """A transaction has at least one operation (T1)."""


@dataclass(eq=False)
class TooManyOperations(LedgerError):
    """A transaction has at most ``limit`` operations (T1)."""

    count: int
    limit: int


@dataclass(eq=False)
class OperationRefused(LedgerError):
    """One operation of a transaction breaks a rule; ``operation`` counts from 1."""

    operation: int


@dataclass(eq=False)
class AmountNotPositive(OperationRefused):
    """An operation moves more than nothing (T1)."""

    amount: int
    field = "amount"


@dataclass(eq=False)
class WalletMissing(OperationRefused):
    """The operation needs a wallet on this side and has none, or one that is not in the project (T1)."""

    field: str
    wallet: int | None = None


@dataclass(eq=False)
class WalletUnwanted(OperationRefused):
    """The operation has a wallet on a side where its kind has none (T1)."""

    field: str


@dataclass(eq=False)
class SameWallet(OperationRefused):
    """A transfer needs two different wallets (T1)."""

    wallet: int
    field = "target"


@dataclass(eq=False)
class AssetDiffers(OperationRefused):
    """A transfer stays within one asset (T1)."""

    source_asset: str
    target_asset: str
    field = "target"


@dataclass(eq=False)
class WalletNotOpen(OperationRefused):
    """Nothing moves in or out of a suspended or closed wallet (W5, T10)."""

    field: str
    wallet: int
    status: Status


@dataclass(eq=False)
class InsufficientBalance(OperationRefused):
    """The balance would go below zero (W4)."""

    wallet: int
    available: int
    shortfall: int
    field = "amount"


@dataclass(eq=False)
class BalanceTooLarge(OperationRefused):
    """The balance would have more than 63 bits (A4)."""

    wallet: int
    field = "amount"


@dataclass(eq=False)
class SupplyTooLarge(OperationRefused):
    """What is in circulation of the asset would have more than 63 bits (A4)."""

    asset: str
    field = "amount"


@dataclass(eq=False)
class PostingRefused(LedgerError):
    """The transaction breaks rules; nothing was written (T1, T2).

    ``order`` is an order of the operations, as their present positions, in which all would pass; None if none is known.
    """

    problems: tuple[OperationRefused, ...]
    order: tuple[int, ...] | None = None


@dataclass(eq=False)
class ReferenceTaken(LedgerError):
    """The reference belongs to another transaction, with other content (T6)."""

    reference: str
    number: int
    field = "reference"


@dataclass(eq=False)
class PostedBefore(LedgerError):
    """The key belongs to a transaction with other content, which stands (T6); ``project`` tells where it is another."""

    number: int
    project: str = ""


@dataclass(eq=False)
class AlreadyReversed(LedgerError):
    """A transaction is reversed at most once (T8)."""

    number: int
    by: int


@dataclass(eq=False)
class BookedTooEarly(LedgerError):
    """Nothing is booked before the project's last booking (T5); instants in UTC milliseconds."""

    booked_at: int
    last: int
    field = "date"


@dataclass(eq=False)
class BookedInFuture(LedgerError):
    """Nothing is booked in the future (T5); instants in UTC milliseconds."""

    booked_at: int
    now: int
    field = "date"


@dataclass(eq=False)
class BookFault(LedgerError):
    """Something about the file or the machine; ``path`` is the book's."""

    path: str


class BookMissing(BookFault):
    """There is no such file."""


class BookExists(BookFault):
    """A file of this name is already there."""


class NotABook(BookFault):
    """The file is no WalletDesk book: empty, no database, or another program's."""


@dataclass(eq=False)
class BookNewer(BookFault):
    """The book was written by a newer WalletDesk (I5)."""

    version: int
    known: int


class BookBusy(BookFault):
    """Another program holds the book (B5)."""


class BookReadOnly(BookFault):
    """The file or its folder cannot be written."""


class DiskFull(BookFault):
    """No space is left; nothing was changed."""


class DiskFailure(BookFault):
    """Reading or writing failed; nothing was changed."""


class BookDamaged(BookFault):
    """The database in the file is damaged."""


@dataclass(eq=False)
class SqliteTooOld(LedgerError):
    """STRICT tables need SQLite 3.37."""

    version: str


@dataclass(eq=False)
class FileFault(LedgerError):
    """A file other than the book cannot be read or written; ``reason`` is the system's word for it."""

    path: str
    reason: str
