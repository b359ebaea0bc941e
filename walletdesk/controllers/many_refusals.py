"""What a run for many refuses beside what the ledger refuses."""

from __future__ import annotations

from dataclasses import dataclass

from walletdesk.ledger.refusals import LedgerError


@dataclass(eq=False)
class NothingToMove(LedgerError):
    """The amount of this wallet comes to nothing: it is empty, or its share is less than the smallest part."""

    wallet: int
    balance: int


@dataclass(eq=False)
class NotOfAsset(LedgerError):
    """The wallet that was named holds another asset than the one that was chosen."""

    wallet: str
    present: str
    wanted: str


@dataclass(eq=False)
class NoWalletOf(LedgerError):
    """The customer has no wallet of the asset; without an asset, none at all."""

    customer: str
    asset: str


@dataclass(eq=False)
class SystemWalletNamed(LedgerError):
    """A run is for customers' wallets."""

    wallet: str


@dataclass(eq=False)
class NamedBefore(LedgerError):
    """The wallet stands in the list already; a run takes it once."""

    wallet: str


@dataclass(eq=False)
class NothingToRun(LedgerError):
    """No wallet passes."""

    refused: int


@dataclass(eq=False)
class RunOutdated(LedgerError):
    """The book changed since the check; nothing was written."""
