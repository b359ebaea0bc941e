"""What the ledger refuses of a reversal (T8), as typed facts."""

from __future__ import annotations

from dataclasses import dataclass

from walletdesk.ledger.refusals import LedgerError, OperationRefused


@dataclass(eq=False)
class ReversesMore(OperationRefused):
    """An operation of a reversal would take back more than was moved; ``limit`` parts were."""

    wallet: int
    limit: int
    field = "amount"


@dataclass(eq=False)
class ReversesOther(OperationRefused):
    """An operation of a reversal takes back none of those that are left to take back, in reverse order."""

    field = "kind"


@dataclass(eq=False)
class BatchReversed(LedgerError):
    """All transactions of a batch were reversed already, one by one or by another batch."""

    number: int
