"""What the amounts of a draft come to: figures, shares of a base, and all that a wallet has.

The base is the typed total, else what the first row moves. A percentage that stands alone is a share of it, ``rest``
what the other rows of its asset leave; ``max`` is what the row's source has after the rows above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from walletdesk.controllers.draft import DraftRow, DraftState, amount_of, asset_of
from walletdesk.controllers.words_context import say
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.arithmetic import calculate, mentions
from walletdesk.ledger.refusals import AmountNotPositive, LedgerError
from walletdesk.ledger.refusals_shares import (
    MaxOfIssue,
    NothingAvailable,
    PercentagesTooLarge,
    RestBeforeMax,
    RestBelowZero,
    RestTaken,
    ShareOfOtherAsset,
)
from walletdesk.ledger.shares import Share, over_hundred, read_percent, split
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Asset, Operation, Wallet


@dataclass(frozen=True, slots=True)
class Worked:
    """What an amount's text comes to in parts, or why it is not known.

    ``missing`` is the gap: "amount", "total" where the base is to be typed, "base" while the first row has none yet.
    """

    amount: int | None = None
    share: Share | None = None
    missing: str = ""
    error: LedgerError | None = None


class _Rest:
    """What the others leave."""


class _Max:
    """A sum in which all that the source has plays a part."""


_Meaning = Fraction | _Rest | _Max | None
"""A percentage, the rest, something with max, or a figure."""


_FIGURE: Final = re.compile(r"[0-9.,+*/() -]*")
"""A text that is certainly no share and holds no word: most are, and are told at a glance."""


class Reader:
    """Tells the kinds of amounts apart. Their words are understood in the reader's language too."""

    def __init__(self, notation: Notation) -> None:
        """Percentages are read in this notation."""
        self._notation = notation
        self.rest: Final = frozenset(("rest", say("rest").casefold()))
        self.max: Final = frozenset(("max", say("max").casefold()))

    def meaning(self, text: str) -> _Meaning:
        """What kind of amount a text is."""
        if _FIGURE.fullmatch(text):
            return None
        if text.strip().casefold() in self.rest:
            return _Rest()
        percent = read_percent(text, self._notation)
        if percent is not None:
            return percent
        return _Max() if mentions(text, self.max) else None

    def depends(self, text: str) -> bool:
        """Whether an amount depends on the other rows, or on where it stands among them."""
        return self.meaning(text) is not None


class Amounts:
    """The amounts of the rows that count, asked for in their order; ``move`` tells what became of each."""

    def __init__(self, state: DraftState, rows: Sequence[tuple[int, DraftRow]], wallets: Mapping[int, Wallet]) -> None:
        """``rows`` with their places, from 0."""
        self._state, self._rows, self._wallets = state, rows, wallets
        self._reader = Reader(state.notation)
        self._meant = {row.id: self._reader.meaning(row.amount) for _, row in rows}
        self._assets = {row.id: asset_of(row, wallets) for _, row in rows}
        self._balances: dict[int, int] = {}
        self._worked: dict[int, Worked] = {}
        self._refused: dict[int, LedgerError] = {}
        self._shares: dict[int, Share] = {}
        self.total_error: LedgerError | None = None
        self.base_asset: Asset | None = None
        self.base: int | None = None
        self._sharing = [(place, row) for place, row in rows if self._is_share(row)]
        if self._sharing:
            self._find_base()
            self._share_out()
        elif state.total.strip():
            self.base_asset = next((asset for asset in self._assets.values() if asset), None)

    def _is_share(self, row: DraftRow) -> bool:
        return isinstance(self._meant[row.id], Fraction | _Rest)

    @property
    def asks_total(self) -> bool:
        """Whether the total plays a part: a row is a share, or something was typed there."""
        return bool(self._sharing or self._state.total.strip())

    @property
    def orderly(self) -> bool:
        """Whether the amounts stay what they are in any order of the rows."""
        return all(meaning is None for meaning in self._meant.values())

    # The base

    def _find_base(self) -> None:
        if self._state.total.strip():
            self.base_asset = next((asset for _, row in self._sharing if (asset := self._assets[row.id])), None)
            self._read_total()
            return
        first = self._rows[0][1]
        if self._is_share(first):
            self.base_asset = next((asset for _, row in self._sharing if (asset := self._assets[row.id])), None)
            return
        self.base_asset = self._assets[first.id]
        amount = self._simple(first).amount
        self.base = amount if amount is not None and amount > 0 else None

    def _read_total(self) -> None:
        if self.base_asset is None:
            return
        try:
            amount = calculate(self._state.total, self.base_asset.scale, self._state.notation)
            if amount <= 0:
                raise AmountNotPositive(0, amount)
        except LedgerError as error:
            self.total_error = error
        else:
            self.base = amount

    def _share_out(self) -> None:
        """The shares of the rows that move the base's asset; what cannot be one is refused at its row."""
        same: list[DraftRow] = []
        rest: int | None = None
        for place, row in self._sharing:
            asset = self._assets[row.id]
            if asset is None or self.base_asset is None:
                continue
            if asset.id != self.base_asset.id:
                self._refused[row.id] = ShareOfOtherAsset(self.base_asset.id, asset.id)
            elif isinstance(self._meant[row.id], _Rest) and rest is not None:
                self._refused[row.id] = RestTaken(rest + 1)
            else:
                rest = place if isinstance(self._meant[row.id], _Rest) else rest
                same.append(row)
        percents = [p if isinstance(p := self._meant[row.id], Fraction) else None for row in same]
        over = over_hundred(percents)
        if over is not None:
            self._refused[same[over].id] = PercentagesTooLarge(sum((p for p in percents if p), Fraction(0)))
        elif self.base is not None:
            self._shares = {row.id: share for row, share in zip(same, split(self.base, percents), strict=True)}

    # Row by row

    def of(self, row: DraftRow) -> Worked:
        """What a row's amount comes to, after the rows above."""
        found = self._work(row)
        self._worked[row.id] = found
        return found

    def _work(self, row: DraftRow) -> Worked:
        if not self._is_share(row):
            return self._simple(row)
        if row.id in self._refused:
            return Worked(error=self._refused[row.id])
        share = self._shares.get(row.id)
        if share is None:
            typed = self._state.total.strip() or not self._is_share(self._rows[0][1])
            return Worked(missing="base" if typed else "total")
        return self._rest(row, share) if share.percent is None else Worked(share.parts, share)

    def _simple(self, row: DraftRow) -> Worked:
        """A figure, or one with max in it."""
        asset = self._assets[row.id]
        if not row.amount.strip():
            return Worked(missing="amount")
        try:
            if isinstance(self._meant[row.id], _Max):
                return Worked(self._with_max(row, asset))
            return Worked(amount_of(row, asset, self._state.notation) if asset is not None else None)
        except LedgerError as error:
            return Worked(error=error)

    def _with_max(self, row: DraftRow, asset: Asset | None) -> int | None:
        if row.kind is Kind.ISSUE:
            raise MaxOfIssue
        source = row.wallet("source")
        if asset is None or source is None or source not in self._wallets:
            return None
        available = self._balances.get(source, self._wallets[source].balance)
        if available <= 0:
            raise NothingAvailable(source)
        return calculate(row.amount, asset.scale, self._state.notation, dict.fromkeys(self._reader.max, available))

    def _rest(self, row: DraftRow, share: Share) -> Worked:
        fixed = 0
        for place, other in self._rows:
            if self._is_share(other) or not self._takes_of_base(place, other):
                continue
            known = self._worked.get(other.id)
            if known is None and isinstance(self._meant[other.id], _Max):
                return Worked(error=RestBeforeMax(place + 1))
            fixed += (known or self._simple(other)).amount or 0
        rest = Share(share.base, None, share.exact - fixed, share.parts - fixed)
        if rest.parts < 0:
            return Worked(error=RestBelowZero(share.base, -rest.parts, self.base_asset.id if self.base_asset else ""))
        return Worked(rest.parts, rest)

    def _takes_of_base(self, place: int, row: DraftRow) -> bool:
        """Whether a row is a part of the base: the one that is the base itself is none."""
        is_base = not self._state.total.strip() and place == self._rows[0][0]
        asset = self._assets[row.id]
        return not is_base and asset is not None and self.base_asset is not None and asset.id == self.base_asset.id

    def move(self, operation: Operation) -> None:
        """What a row above does to the balances."""
        for wallet, amount in ((operation.source, -operation.amount), (operation.target, operation.amount)):
            if wallet is not None:
                self._balances[wallet] = self._balances.get(wallet, self._wallets[wallet].balance) + amount
