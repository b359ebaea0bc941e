"""Why an edit cannot be taken back any more."""

from __future__ import annotations

from dataclasses import dataclass

from walletdesk.ledger.refusals import LedgerError


@dataclass(eq=False)
class ChangedSince(LedgerError):
    """The fact was changed again meanwhile: undoing would overwrite that. ``fact`` is "name", "status" ..."""

    name: str
    fact: str


@dataclass(eq=False)
class GoneSince(LedgerError):
    """The thing ("asset", "draft" ...) is there no more."""

    kind: str
    name: str


@dataclass(eq=False)
class WalletsOpenSince(LedgerError):
    """The customer would be suspended again while these wallets are open: they were opened meanwhile (C3)."""

    customer: str
    wallets: tuple[str, ...]
