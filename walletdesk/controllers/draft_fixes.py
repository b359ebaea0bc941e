"""Ways to mend what is wrong with a row of a draft, each with the draft as it would be.

A fix is offered only where the draft was looked at again with it and the problem was gone, with nothing new wrong in
that row. Nothing here reads the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from walletdesk.controllers.draft import (
    DraftRow,
    DraftState,
    edit,
    insert_rows,
    move_row,
    reorder,
)
from walletdesk.controllers.draft_check import Checked, Problem, check
from walletdesk.controllers.draft_reversal import take_what_is_there
from walletdesk.ledger.refusals import (
    AmountNotWhole,
    AssetDiffers,
    InsufficientBalance,
    LedgerError,
    WalletNotOpen,
)
from walletdesk.ledger.refusals_reversal import ReversesMore
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Asset, Wallet

_TRIES: Final = 3
"""So many places are looked at for a row; each look costs a whole check."""
_WALLETS: Final = 3
_OTHER: Final = {"source": "target", "target": "source"}


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to mend a problem of the row of this id; ``state`` is the draft with it."""

    row: int
    field: str
    state: DraftState


@dataclass(frozen=True, slots=True)
class UseAmount(Fix):
    """Another amount: ``whole`` says that it is all that the wallet has at that point, else it is the nearest one."""

    asset: Asset
    amount: int
    whole: bool


@dataclass(frozen=True, slots=True)
class MoveRow(Fix):
    """The row stands at ``place`` (from 1), where it passes."""

    place: int


@dataclass(frozen=True, slots=True)
class IssueFirst(Fix):
    """What the wallet is short of is created in it just before."""

    asset: Asset
    amount: int


@dataclass(frozen=True, slots=True)
class TakeWallet(Fix):
    """Another wallet of the same customer, of the asset that the row moves."""

    wallet: Wallet


@dataclass(frozen=True, slots=True)
class TakeBack(Fix):
    """Every row of a reversal takes back what its wallet still holds; those with nothing left are left out."""


@dataclass(frozen=True, slots=True)
class Reorder(Fix):
    """All rows in an order that passes."""


Wallets = Mapping[int, Wallet]
Owned = Mapping[int, Sequence[Wallet]]
"""The wallets of customers, by the customer's key, as far as they are at hand."""


def owners(row: DraftRow, problems: Sequence[Problem], wallets: Wallets) -> frozenset[int]:
    """The customers whose other wallets may mend a row."""
    asked = any(isinstance(problem.error, AssetDiffers | WalletNotOpen) for problem in problems)
    found = (wallets[wallet].customer for wallet in row.wallets if asked and wallet in wallets)
    return frozenset(customer for customer in found if customer is not None)


def fixes(
    state: DraftState, checked: Checked, row: int, wallets: Wallets, project: str, owned: Owned | None = None
) -> Iterator[Fix]:
    """What would mend the problems of a row, the most fitting first; each costs a check of the whole draft."""
    return _Search(state, checked, row, wallets, project, owned or {}).found()


def best(
    state: DraftState, checked: Checked, row: int, wallets: Wallets, project: str, owned: Owned | None = None
) -> tuple[Fix | None, bool]:
    """The most fitting of the fixes, and whether there may be others: those are not looked at yet."""
    search = _Search(state, checked, row, wallets, project, owned or {})
    ways = search.ways()
    for fix, problem in ways:
        if search.holds(fix, problem):
            return fix, next(ways, None) is not None
    return None, False


class _Search:
    """The fixes of one row."""

    def __init__(
        self, state: DraftState, checked: Checked, row: int, wallets: Wallets, project: str, owned: Owned
    ) -> None:
        self._state, self._checked, self._project = state, checked, project
        self._place = state.index(row)
        self._row, self._look = state.rows[self._place], checked.rows[self._place]
        self._owned = owned
        self._wallets = {w.id: w for every in owned.values() for w in every} | dict(wallets)
        self._makers: dict[type[LedgerError], Callable[[Any], Iterator[Fix]]] = {
            InsufficientBalance: self._short,
            AmountNotWhole: self._nearest,
            AssetDiffers: self._other_asset,
            WalletNotOpen: self._other_open,
        }

    def found(self) -> Iterator[Fix]:
        """Every fix that was looked at again and holds."""
        return (fix for fix, problem in self.ways() if self.holds(fix, problem))

    def ways(self) -> Iterator[tuple[Fix, Problem]]:
        """What might mend the row, and which problem of it."""
        for problem in self._look.problems:
            if self._state.undone is not None:
                yield from ((fix, problem) for fix in self._taking_back(problem))
                continue
            maker = self._makers.get(type(problem.error))
            yield from ((fix, problem) for fix in maker(problem)) if maker else ()

    def _again(self, state: DraftState) -> Checked:
        return check(state, self._wallets, self._project)

    def holds(self, fix: Fix, problem: Problem) -> bool:
        """Whether the problem is gone, and nothing is wrong with the row that was right before."""
        if isinstance(fix, MoveRow | TakeBack):
            return True  # was looked at when its place was searched, or leaves nothing short
        after = self._again(fix.state)
        return self._mends(after, fix.state, problem) and (isinstance(fix, UseAmount) or self._keeps(after, fix.state))

    def _keeps(self, after: Checked, state: DraftState) -> bool:
        """Whether the amounts of the other rows are what they were: shares and maxima depend on the order."""
        before = {row.id: look.amount for row, look in zip(self._state.rows, self._checked.rows, strict=True)}
        looks = zip(state.rows, after.rows, strict=True)
        return all(look.amount == before[row.id] for row, look in looks if row.id in before and row.id != self._row.id)

    def _mends(self, after: Checked, state: DraftState, problem: Problem) -> bool:
        left = {_kind(found) for found in after.rows[state.index(self._row.id)].problems}
        before = {_kind(found) for found in self._look.problems}
        return _kind(problem) not in left and left <= before

    # Amounts

    def _short(self, problem: Problem) -> Iterator[Fix]:
        error, asset = problem.error, self._look.asset
        assert isinstance(error, InsufficientBalance)
        if asset is None:
            return
        yield from islice(self._moves(problem, error), 1)
        if error.available:
            yield self._amount(problem, asset, error.available, whole=True)
        text = asset.format(error.shortfall, self._state.notation)
        issue = DraftRow(0, Kind.ISSUE, target=error.wallet, amount=text, untouched=False)
        added = insert_rows(self._state, self._place, [issue])
        yield IssueFirst(self._row.id, problem.field, added, asset, error.shortfall)
        if self._checked.order is not None:
            yield Reorder(self._row.id, problem.field, reorder(self._state, self._checked.order))

    def _nearest(self, problem: Problem) -> Iterator[Fix]:
        error, asset = problem.error, self._look.asset
        assert isinstance(error, AmountNotWhole)
        for amount in (error.below, error.above):
            if asset is not None and amount > 0:
                yield self._amount(problem, asset, amount, whole=False)

    def _amount(self, problem: Problem, asset: Asset, amount: int, *, whole: bool) -> UseAmount:
        text = asset.format(amount, self._state.notation)
        return UseAmount(
            self._row.id, problem.field, edit(self._state, self._row.id, amount=text), asset, amount, whole
        )

    def _taking_back(self, problem: Problem) -> Iterator[Fix]:
        """A reversal moves nothing else and keeps its order: only its amounts can give way."""
        error, asset = problem.error, self._look.asset
        if isinstance(error, InsufficientBalance):
            left = take_what_is_there(self._state, self._checked, self._wallets)
            if left != self._state:
                yield TakeBack(self._row.id, problem.field, left)
        elif isinstance(error, ReversesMore) and asset is not None:
            yield self._amount(problem, asset, error.limit, whole=False)
        elif isinstance(error, AmountNotWhole):
            yield from self._nearest(problem)

    # Places

    def _moves(self, problem: Problem, error: InsufficientBalance) -> Iterator[MoveRow]:
        """The nearest places in which the row passes and the draft as a whole has fewer problems."""
        for place in islice(self._places(error.wallet), _TRIES):
            moved = move_row(self._state, self._row.id, place - self._place)
            after = self._again(moved)
            passes = self._mends(after, moved, problem) and self._keeps(after, moved)
            if passes and after.problems < self._checked.problems:
                yield MoveRow(self._row.id, problem.field, moved, place + 1)

    def _places(self, wallet: int) -> Iterator[int]:
        """Where the wallet has enough for the row: the nearest further down, then the nearest further up."""
        need = self._look.amount or 0
        held = self._balances(wallet)
        here = self._place
        down = [place for place in range(here + 1, len(held)) if held[place] >= need > held[place - 1]]
        up = [place for place in range(here) if held[place] >= need > held[place + 1]]
        yield from down
        yield from reversed(up)

    def _balances(self, wallet: int) -> list[int]:
        """What the wallet would have before the row, were the row to stand at each of the places."""
        moved = [0] * len(self._state.rows)
        for place, operation in zip(self._checked.places, self._checked.operations, strict=True):
            moved[place] += operation.amount if operation.target == wallet else 0
            moved[place] -= operation.amount if operation.source == wallet else 0
        del moved[self._place]
        held = [self._wallets[wallet].balance]
        for change in moved:
            held.append(held[-1] + change)
        return held

    # Wallets

    def _other_asset(self, problem: Problem) -> Iterator[Fix]:
        """A wallet of the other side's asset: rather on the side where the problem is told."""
        for side in (problem.field, _OTHER[problem.field]):
            kept = self._row.wallet(_OTHER[side])
            if kept is not None and kept in self._wallets:
                yield from self._siblings(problem, side, self._wallets[kept].asset.id)

    def _other_open(self, problem: Problem) -> Iterator[Fix]:
        """An open wallet of the same asset in place of the one that is not."""
        wallet = self._row.wallet(problem.field)
        if wallet is not None and wallet in self._wallets:
            yield from self._siblings(problem, problem.field, self._wallets[wallet].asset.id)

    def _siblings(self, problem: Problem, side: str, asset: str) -> Iterator[TakeWallet]:
        wrong = self._wallets.get(self._row.wallet(side) or 0)
        if wrong is None or wrong.customer is None:
            return
        fitting = [w for w in self._owned.get(wrong.customer, ()) if w.asset.id == asset and w.status is Status.OPEN]
        for wallet in sorted(fitting, key=lambda w: (-w.entries, w.number))[:_WALLETS]:
            if wallet.id not in self._row.wallets:
                changed = edit(self._state, self._row.id, **{side: wallet.id})
                yield TakeWallet(self._row.id, problem.field, changed, wallet)


def _kind(problem: Problem) -> tuple[type[LedgerError], str]:
    return type(problem.error), problem.field


def applied(fix: Fix, wallets: Wallets) -> tuple[DraftState, dict[int, Wallet]]:
    """The draft with the fix, and the wallets that it names by then."""
    more = {fix.wallet.id: fix.wallet} if isinstance(fix, TakeWallet) else {}
    return fix.state, {**wallets, **more}
