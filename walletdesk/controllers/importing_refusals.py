"""What an import refuses beside what files and the ledger refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from walletdesk.ledger.refusals import LedgerError


@dataclass(eq=False)
class ImportedBefore(LedgerError):
    """The same file is in the book already, as this batch, which was not taken back."""

    batch: int
    name: str


@dataclass(eq=False)
class NothingToImport(LedgerError):
    """No row of the file passes; ``there`` of them are in the book already."""

    refused: int
    there: int


@dataclass(eq=False)
class BookChanged(LedgerError):
    """The book changed since the check, and the row at this line no longer passes; nothing was written."""

    line: int
    reason: LedgerError


@dataclass(eq=False)
class DatesNotBookable(LedgerError):
    """The file's dates cannot be the days of booking, first because of the row at this line (T5)."""

    line: int
    reason: LedgerError
    field = "booking"


@dataclass(eq=False)
class BeforeCalendar(LedgerError):
    """The day lies before the ``first`` that a calendar means, such as 0001-01-01, which stands for none."""

    day: date
    first: date


@dataclass(eq=False)
class ReferenceRepeated(LedgerError):
    """The row at ``line`` has the same reference and other content (T6)."""

    reference: str
    line: int
    field = "reference"


@dataclass(eq=False)
class FractionsDiffer(LedgerError):
    """The asset is in the book with another number of parts to the unit, which never changes (A2)."""

    asset: str
    present: int
    wanted: int
    field = "fractions"
