"""What is refused of amounts that refer to another: shares of a base, and all that a wallet has."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from walletdesk.ledger.refusals import LedgerError


@dataclass(eq=False)
class PercentagesTooLarge(LedgerError):
    """The percentages come to more than a hundred with this one."""

    percent: Fraction
    field: str = "amount"


@dataclass(eq=False)
class RestBelowZero(LedgerError):
    """The other rows take ``over`` parts more than the base of ``base`` parts."""

    base: int
    over: int
    asset: str
    field: str = "amount"


@dataclass(eq=False)
class RestTaken(LedgerError):
    """An earlier row takes the rest already: the one of this number, from 1."""

    row: int
    field: str = "amount"


@dataclass(eq=False)
class RestBeforeMax(LedgerError):
    """The rest cannot be known before what the row of this number, from 1, takes: all that its wallet has then."""

    row: int
    field: str = "amount"


@dataclass(eq=False)
class ShareOfOtherAsset(LedgerError):
    """The row moves another asset than the amount that it is to be a share of."""

    base_asset: str
    asset: str
    field: str = "amount"


@dataclass(eq=False)
class MaxOfIssue(LedgerError):
    """An issue creates value: there is no wallet that could give all it has."""

    field: str = "amount"


@dataclass(eq=False)
class NothingAvailable(LedgerError):
    """The wallet that is to give all it has holds nothing at this point."""

    wallet: int
    field: str = "amount"
