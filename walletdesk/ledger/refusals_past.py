"""What the ledger refuses about a book as it was on the evening of a past day (R3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from walletdesk.ledger.refusals import LedgerError


@dataclass(eq=False)
class PastReadOnly(LedgerError):
    """The past is read, never changed."""

    day: date


@dataclass(eq=False)
class EveningToCome(LedgerError):
    """The evening of this day is not over yet."""

    day: date
    today: date
    field: str = "date"


@dataclass(eq=False)
class NothingYet(LedgerError):
    """The project was not there on that evening; ``first`` is the first one on which it was."""

    day: date
    first: date
    field: str = "date"
