"""Posting: operations and wallets in, entries and new balances out (T1 to T4, W4, W5, A4).

This is the only place where the rules of a transaction live. ``simulate`` applies the operations in their order and
names every problem; ``post`` is the same and refuses if there is one. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Standing:
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
        short = all(isinstance(problem, InsufficientBalance) for problem in outcome.problems)
        balances = {wallet: standings[wallet].balance for wallet in outcome.standings}
        raise PostingRefused(outcome.problems, passing_order(operations, balances) if short else None)
    return outcome


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


class _Run:
    """Balances while the operations of one transaction pass over them."""

    __slots__ = (
        "_all_supplies",
        "_balances",
        "_before",
        "_entries",
        "_lowest",
        "_problems",
        "_project",
        "_seqs",
        "_supplies",
    )

    def __init__(self, standings: Mapping[int, Standing], supplies: Mapping[str, int], project: str) -> None:
        self._before = standings
        self._project = project
        self._balances: dict[int, int] = {}
        self._seqs: dict[int, int] = {}
        self._lowest: dict[int, tuple[int, int]] = {}
        self._all_supplies = supplies
        self._supplies: dict[str, int] = {}
        self._entries: list[Entry] = []
        self._problems: list[OperationRefused] = []

    def outcome(self) -> Posting:
        standings = {}
        for wallet, balance in self._balances.items():
            was = self._before[wallet]  # dataclasses.replace would cost as much as the rest of a posting
            standings[wallet] = Standing(was.project, was.asset, was.status, balance, self._seqs[wallet])
        return Posting(tuple(self._entries), standings, self._supplies, self._lowest, tuple(self._problems))

    def apply(self, position: int, operation: Operation) -> None:
        """Check one operation, and move its amount where it has sound sides and a sound amount."""
        asset = self._check_shape(position, operation)
        if operation.amount <= 0:
            self._problems.append(AmountNotPositive(position, operation.amount))
            return
        if asset is None:
            return
        if operation.kind is not Kind.TRANSFER:
            self._circulate(position, asset, operation)
        if operation.source is not None:
            self._move(position, operation.source, -operation.amount)
        if operation.target is not None:
            self._move(position, operation.target, operation.amount)

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
        before = self._balances.get(wallet)
        if before is None:
            standing = self._before[wallet]
            before, seq = standing.balance, standing.entries
            self._lowest[wallet] = (before, 0)
        else:
            seq = self._seqs[wallet]
        after = before + amount
        if after < 0 and amount < 0:
            self._problems.append(InsufficientBalance(position, wallet, max(before, 0), min(-amount, -after)))
        if after > MAX_AMOUNT:
            self._problems.append(BalanceTooLarge(position, wallet))
        if after < self._lowest[wallet][0]:
            self._lowest[wallet] = (after, position)
        self._balances[wallet] = after
        self._seqs[wallet] = seq = seq + 1
        self._entries.append(Entry(wallet, seq, amount, after, position))
