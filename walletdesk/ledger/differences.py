"""What two states of one book differ in, as typed facts: told before a backup is restored (I4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from walletdesk.ledger.values import Asset


class What(Enum):
    """What is another thing in the other state."""

    LOST = "lost"
    """There now, not there then."""
    BACK = "back"
    """Not there now, there then."""
    BALANCE = "balance"
    NAME = "name"
    DESCRIPTION = "description"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that differs: a ``kind`` ("project", "asset", "customer", "wallet") of a project (its name).

    ``title`` and ``sub`` say which. Balances are parts of ``asset``, None where the wallet is not there; other facts
    are texts.
    """

    what: What
    kind: str
    project: str
    title: str
    sub: str = ""
    asset: Asset | None = None
    before: int | None = None
    after: int | None = None
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Transactions of a project, from one number to another, and the instants they were booked at."""

    project: str
    first: int
    last: int
    first_at: int
    last_at: int

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs: transactions that are only in the one or in the other, what changed, and drafts and templates
    that are not the same.
    """

    lost: tuple[Stretch, ...] = ()
    back: tuple[Stretch, ...] = ()
    changed: tuple[Changed, ...] = ()
    drafts: int = 0
    templates: int = 0

    @property
    def nothing(self) -> bool:
        """True if both are the same."""
        return not (self.lost or self.back or self.changed or self.drafts or self.templates)

    def count(self, kind: str, what: What) -> int:
        """How many of a kind changed so."""
        return sum(1 for one in self.changed if one.kind == kind and one.what is what)
