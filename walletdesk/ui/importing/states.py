"""What the mapping of an import may lack, and what the import did in the end."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from walletdesk.controllers.importing import Kinds, Mapping, Plan
from walletdesk.ledger.amounts import MAX_FRACTIONS
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Batch


class Gap(Enum):
    """What a mapping still needs before a check makes sense."""

    WHOSE = "whose"
    AMOUNT = "amount"
    KINDS = "kinds"
    SYSTEM = "system"
    ASSET = "asset"
    PARTS = "parts"


@dataclass(frozen=True)
class Written:
    """What an import did."""

    batch: Batch
    plan: Plan
    words: Callable[[LedgerError], str]
    seconds: float


def find_gap(mapping: Mapping) -> Gap | None:
    """What has to be said first."""
    columns = mapping.columns
    if columns.customer is None and columns.wallet is None:
        return Gap.WHOSE
    if columns.amount is None and columns.credit is None and columns.debit is None:
        return Gap.AMOUNT
    if columns.kind is not None and mapping.kinds == Kinds():
        return Gap.KINDS
    if not (mapping.asset.code or "").strip():
        return Gap.ASSET
    if mapping.asset.fractions is not None and not 1 <= mapping.asset.fractions <= MAX_FRACTIONS:
        return Gap.PARTS
    if mapping.system is None and uses_transfers(mapping):
        return Gap.SYSTEM
    return None


def uses_transfers(mapping: Mapping) -> bool:
    """Whether a system wallet is the other side of anything."""
    if mapping.columns.kind is not None:
        return bool(mapping.kinds.transfer_in or mapping.kinds.transfer_out)
    return mapping.credit.transfer or mapping.debit.transfer
