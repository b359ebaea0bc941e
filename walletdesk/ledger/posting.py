"""Posting: operations and wallets in, entries and new balances out (T1 to T4, W4, W5, A4).

This is the only place where the rules of a transaction live. ``simulate`` applies the operations in their order and
names every problem; ``post`` is the same and refuses if there is one. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from walletdesk.ledger.amounts import MAX_AMOUNT
from walletdesk.ledger.ordering import passing_order
from walletdesk.ledger.refusals import (
    AmountNotPositive,
    AssetDiffers,
    BalanceTooLarge,
    InsufficientBalance,
    NoOperations,
    OperationRefused,
    PostingRefused,
    SameWallet,
    SupplyTooLarge,
    TooManyOperations,
    WalletMissing,
    WalletNotOpen,
    WalletUnwanted,
)
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Entry, Operation

MAX_OPERATIONS = 10_000
_TRANSFER, _OPEN = Kind.TRANSFER, Status.OPEN


class Standing(NamedTuple):
    """What posting must know of a wallet."""

    project: str
    asset: str
    status: Status
    balance: int
    entries: int


@dataclass(frozen=True, slots=True)
class Posting:
    """The outcome of applying operations: entries in their order, the touched wallets and assets afterwards, and every
    problem. With problems, balances below zero show how far a wallet would have sunk; ``lowest`` is each touched
    wallet's lowest balance and the operation after which it had it (0: before the first)."""

    entries: tuple[Entry, ...]
    standings: dict[int, Standing]
    supplies: dict[str, int]
    lowest: dict[int, tuple[int, int]]
    problems: tuple[OperationRefused, ...]


def post(
    operations: Sequence[Operation], standings: Mapping[int, Standing], supplies: Mapping[str, int], project: str
) -> Posting:
    """Apply all operations or none.

    ``standings`` holds every wallet that the operations name, as far as it exists; ``supplies`` the parts in
    circulation of their assets. Refuses NoOperations, TooManyOperations, PostingRefused (with all problems, and an
    order that would pass if one is known).
    """
    outcome = simulate(operations, standings, supplies, project)
    if outcome.problems:
        raise PostingRefused(outcome.problems, order_that_passes(operations, standings, supplies, project, outcome))
    return outcome


def order_that_passes(
    operations: Sequence[Operation],
    standings: Mapping[int, Standing],
    supplies: Mapping[str, int],
    project: str,
    outcome: Posting,
) -> tuple[int, ...] | None:
    """An order in which these operations pass, where all that went wrong with them are balances that were short."""
    problems = outcome.problems
    if not problems or not all(isinstance(problem, InsufficientBalance) for problem in problems):
        return None
    order = passing_order(operations, {wallet: standings[wallet].balance for wallet in outcome.standings})
    if order is None:
        return None
    again = simulate([operations[position - 1] for position in order], standings, supplies, project)
    return None if again.problems else order  # what comes in first may be more than a wallet or the supply holds


def simulate(
    operations: Sequence[Operation], standings: Mapping[int, Standing], supplies: Mapping[str, int], project: str
) -> Posting:
    """As post, but problems are collected instead of raised, and later operations are applied all the same (T2, T9)."""
    if not operations:
        raise NoOperations
    if len(operations) > MAX_OPERATIONS:
        raise TooManyOperations(len(operations), MAX_OPERATIONS)
    run = _Run(standings, supplies, project)
    for position, operation in enumerate(operations, 1):
        run.apply(position, operation)
    return run.outcome()


@dataclass(slots=True)
class _State:
    """A wallet while operations pass over it; ``lowest_at`` is the operation after which it had least."""

    balance: int
    entries: int
    lowest: int
    lowest_at: int = 0


class _Run:
    """Balances while the operations of one transaction pass over them."""

    __slots__ = ("_all_supplies", "_before", "_entries", "_problems", "_project", "_states", "_supplies")

    def __init__(self, standings: Mapping[int, Standing], supplies: Mapping[str, int], project: str) -> None:
        self._before = standings
        self._project = project
        self._states: dict[int, _State] = {}
        self._all_supplies = supplies
        self._supplies: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._problems: list[OperationRefused] = []

    def outcome(self) -> Posting:
        standings: dict[int, Standing] = {}
        lowest: dict[int, tuple[int, int]] = {}
        for wallet, state in self._states.items():
            project, asset, status, *_ = self._before[wallet]
            standings[wallet] = Standing(project, asset, status, state.balance, state.entries)
            lowest[wallet] = (state.lowest, state.lowest_at)
        return Posting(tuple(self._entries), standings, self._supplies, lowest, tuple(self._problems))

    def apply(self, position: int, operation: Operation) -> None:
        """Check one operation, and move its amount where it has sound sides and a sound amount."""
        amount, source, target = operation.amount, operation.source, operation.target
        asset = self._sound(operation) or self._check_shape(position, operation)
        if amount <= 0:
            self._problems.append(AmountNotPositive(position, amount))
            return
        if asset is None:
            return
        if operation.kind is not _TRANSFER:
            self._circulate(position, asset, operation)
        if source is not None:
            self._move(position, source, -amount)
        if target is not None:
            self._move(position, target, amount)

    def _sound(self, operation: Operation) -> str | None:
        """The asset of a transfer with nothing wrong at its sides, which most operations are; None is no verdict."""
        source, target = operation.source, operation.target
        if operation.kind is not _TRANSFER or source is None or target is None or source == target:
            return None
        one, other = self._before.get(source), self._before.get(target)
        if one is None or other is None or not one.project == other.project == self._project:
            return None
        return one.asset if one.asset == other.asset and one.status is other.status is _OPEN else None

    def _check_shape(self, position: int, operation: Operation) -> str | None:
        """The asset that moves, None if the sides are not sound; a wallet that is not open is reported, yet moves."""
        found = len(self._problems)
        source = self._side(position, "source", operation.source, operation.kind is not Kind.ISSUE)
        target = self._side(position, "target", operation.target, operation.kind is not Kind.REDEEM)
        if len(self._problems) > found:
            return None
        if source and target:
            if operation.source == operation.target:
                self._problems.append(SameWallet(position, operation.target or 0))
                return None
            if source.asset != target.asset:
                self._problems.append(AssetDiffers(position, source.asset, target.asset))
                return None
        if source and source.status is not Status.OPEN:
            self._problems.append(WalletNotOpen(position, "source", operation.source or 0, source.status))
        if target and target.status is not Status.OPEN:
            self._problems.append(WalletNotOpen(position, "target", operation.target or 0, target.status))
        side = source or target
        return side.asset if side else None

    def _side(self, position: int, field: str, wallet: int | None, wanted: bool) -> Standing | None:
        if not wanted:
            if wallet is not None:
                self._problems.append(WalletUnwanted(position, field))
            return None
        standing = self._before.get(wallet) if wallet is not None else None
        if standing is None or standing.project != self._project:
            self._problems.append(WalletMissing(position, field, wallet))
            return None
        return standing

    def _circulate(self, position: int, asset: str, operation: Operation) -> None:
        supply = self._supplies.get(asset, self._all_supplies.get(asset, 0))
        supply += operation.amount if operation.kind is Kind.ISSUE else -operation.amount
        if supply > MAX_AMOUNT:
            self._problems.append(SupplyTooLarge(position, asset))
        self._supplies[asset] = supply

    def _move(self, position: int, wallet: int, amount: int) -> None:
        state = self._states.get(wallet)
        if state is None:
            before = self._before[wallet]
            state = self._states[wallet] = _State(before.balance, before.entries, before.balance)
        held = state.balance
        after = held + amount
        if after < 0 and amount < 0:
            self._problems.append(InsufficientBalance(position, wallet, max(held, 0), min(-amount, -after)))
        if after > MAX_AMOUNT:
            self._problems.append(BalanceTooLarge(position, wallet))
        if after < state.lowest:
            state.lowest, state.lowest_at = after, position
        state.balance = after
        state.entries += 1
        self._entries.append(Entry(wallet, state.entries, amount, after, position))
