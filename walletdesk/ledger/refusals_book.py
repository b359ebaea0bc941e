"""What a book's file refuses beyond what the disk does: older versions, copies that are not sound, backups, seals."""

from __future__ import annotations

from dataclasses import dataclass

from walletdesk.ledger.findings import Finding
from walletdesk.ledger.refusals import BookBusy, BookFault, LedgerError


@dataclass(eq=False)
class BookOlder(BookFault):
    """The book was written by an older WalletDesk: to be written, it is brought to this version first (I5)."""

    version: int
    known: int


@dataclass(eq=False)
class NotUpgraded(BookFault):
    """The copy in the new form is not sound, so the book stays as it is (I5); ``finding`` is the first of it."""

    finding: Finding


class BackupFolderMissing(BookFault):
    """The folder that was chosen for backups is not there; ``path`` is the folder's."""


@dataclass(eq=False)
class BackupUnsound(BookFault):
    """A copy did not read back as what was copied, or a backup is not sound; ``finding`` is the first of it."""

    finding: Finding


@dataclass(eq=False)
class BackupOfAnother(BookFault):
    """The file is a backup of another book than the one it shall replace."""

    book: str


@dataclass(eq=False)
class SealMistyped(LedgerError):
    """What was typed is no seal: a character is wrong, missing, or in another's place."""

    text: str
    field = "seal"


@dataclass(eq=False)
class SealOfNothing(LedgerError):
    """A ledger without a transaction has no seal."""

    project: str


@dataclass(eq=False)
class BookForeign(BookFault):
    """Somebody else put something into the file that would run when it is written; ``name`` is the first of it."""

    name: str


@dataclass(eq=False)
class BookHeld(BookBusy):
    """Another process of this computer holds the book (B5); ``user`` is whose it is, empty for one's own."""

    program: str
    process: int
    user: str


class BookMoved(BookFault):
    """The file was moved, deleted or replaced while it was open; what would be written now would be lost (B3)."""
