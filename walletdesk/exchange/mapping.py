"""What the columns of a file mean: a small TOML file that the command line reads and the import window keeps.

The keys are explained in docs/mapping.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from walletdesk.exchange.refusals import MappingKeyMissing, MappingValueWrong, MappingWordTwice

Column = str | int
"""A column's name in the header, or its number from 1."""


class Becomes(Enum):
    """What a row becomes; IN and OUT are transfers with the system wallet, seen from the customer's."""

    ISSUE = "issue"
    REDEEM = "redeem"
    IN = "transfer_in"
    OUT = "transfer_out"

    @property
    def transfer(self) -> bool:
        """True where a system wallet is the other side."""
        return self in (Becomes.IN, Becomes.OUT)


class Booking(Enum):
    """Whether rows are booked on their own dates, or now with their dates as value dates."""

    DATES = "dates"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class AssetSpec:
    """The asset of all rows. The code is enough for one that is there; without a code it is the project's only one."""

    code: str | None = None
    name: str | None = None
    fractions: int | None = None
    unit: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column carries what. An amount has one column, or one as credit and one as debit."""

    date: Column | None = None
    customer: Column | None = None
    customer_name: Column | None = None
    wallet: Column | None = None
    kind: Column | None = None
    amount: Column | None = None
    credit: Column | None = None
    debit: Column | None = None
    memo: Column | None = None
    reference: Column | None = None


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How the file is written; None is found from the file itself."""

    separator: str | None = None
    encoding: str | None = None
    header: bool | None = None
    date: str | None = None
    decimal: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Kinds:
    """The words of the kind column, and what each becomes; compared without regard to case."""

    issue: tuple[str, ...] = ()
    redeem: tuple[str, ...] = ()
    transfer_in: tuple[str, ...] = ()
    transfer_out: tuple[str, ...] = ()

    def words(self) -> dict[str, Becomes]:
        """From each word, folded, to what it becomes; refuses a word that stands in two lists."""
        table: dict[str, Becomes] = {}
        for becomes in Becomes:
            for word in getattr(self, becomes.value):
                known = table.setdefault(fold(word), becomes)
                if known is not becomes:
                    raise MappingWordTwice(word, (known.value, becomes.value))
        return table


@dataclass(frozen=True, slots=True)
class Create:
    """What is created where it is missing."""

    customers: bool = False
    wallets: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """All of it. ``credit`` and ``debit`` say what an amount becomes by its sign or column where no kind is mapped.

    ``wallet`` is the name that created wallets get; ``system`` the system wallet on the other side of transfers.
    """

    project: str | None = None
    asset: AssetSpec = field(default_factory=AssetSpec)
    columns: Columns = field(default_factory=Columns)
    format: FileFormat = field(default_factory=FileFormat)
    kinds: Kinds = field(default_factory=Kinds)
    create: Create = field(default_factory=Create)
    credit: Becomes = Becomes.ISSUE
    debit: Becomes = Becomes.REDEEM
    wallet: str | None = None
    system: str | None = None
    booking: Booking | None = None

    def complete(self) -> Mapping:
        """The mapping itself when an import can run with it.

        Refuses MappingKeyMissing, MappingValueWrong, MappingWordTwice.
        """
        columns = self.columns
        if self.project is None:
            raise MappingKeyMissing("project")
        if columns.customer is None and columns.wallet is None:
            raise MappingKeyMissing("columns.customer")
        if columns.amount is None and columns.credit is None and columns.debit is None:
            raise MappingKeyMissing("columns.amount")
        if columns.amount is not None and (columns.credit is not None or columns.debit is not None):
            raise MappingKeyMissing("columns.amount")
        words = self.kinds.words()
        if columns.kind is not None and not words:
            raise MappingKeyMissing("kinds")
        used = words.values() if columns.kind is not None else (self.credit, self.debit)
        if self.system is None and any(becomes.transfer for becomes in used):
            raise MappingKeyMissing("system")
        if self.format.group and self.format.group == self.format.decimal:
            raise MappingValueWrong("format.group", "another sign", f'"{self.format.group}"')
        return self


def fold(word: str) -> str:
    """Words are compared so."""
    return word.strip().casefold()


TABLES: Final = {"asset": AssetSpec, "columns": Columns, "format": FileFormat, "kinds": Kinds, "create": Create}
