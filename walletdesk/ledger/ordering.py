"""Whether the same operations would pass in another order (T2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge

from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Operation

_EXACT = 12
"""Of up to so many transfers every order is looked at; of more, one that always takes the next possible transfer."""
_SETS = 20_000
"""So many sets of transfers are looked at in all; one dozen has 4,096."""


def passing_order(operations: Sequence[Operation], balances: Mapping[int, int]) -> tuple[int, ...] | None:
    """Positions (from 1) in an order in which no balance dips below zero, or None if none is found.

    Issues can always come first and redeems last: neither can help another operation by waiting. Between them, what
    has been moved after a set of transfers does not depend on their order, so that sets are searched, not orders.
    Transfers that share no wallet, not even by others, are searched apart.
    """
    held = dict(balances)
    issues = [p for p, o in enumerate(operations, 1) if o.kind is Kind.ISSUE]
    moves = [p for p, o in enumerate(operations, 1) if o.kind is Kind.TRANSFER]
    redeems = [p for p, o in enumerate(operations, 1) if o.kind is Kind.REDEEM]
    for position in issues:
        _apply(operations[position - 1], held)
    budget = iter(range(_SETS))
    found: list[list[int]] = []
    for group in _groups(operations, moves):
        exact = len(group) <= _EXACT
        order = _exact(operations, group, held, budget) if exact else _greedy(operations, group, held)
        if order is None:
            return None
        found.append(order)
    between = list(merge(*found))  # what stands first in its group comes as early as it did
    for position in between:
        _apply(operations[position - 1], held)
    for position in redeems:
        _apply(operations[position - 1], held)
    return (*issues, *between, *redeems) if all(balance >= 0 for balance in held.values()) else None


def _apply(operation: Operation, held: dict[int, int], sign: int = 1) -> None:
    if operation.source is not None:
        held[operation.source] = held.get(operation.source, 0) - sign * operation.amount
    if operation.target is not None:
        held[operation.target] = held.get(operation.target, 0) + sign * operation.amount


def _possible(operation: Operation, held: Mapping[int, int]) -> bool:
    return operation.source is None or held.get(operation.source, 0) >= operation.amount


def _groups(operations: Sequence[Operation], moves: list[int]) -> list[list[int]]:
    """The transfers by the wallets that they connect."""
    above: dict[int, int] = {}

    def top(wallet: int) -> int:
        while (higher := above.get(wallet, wallet)) != wallet:
            above[wallet] = above.get(higher, higher)
            wallet = higher
        return wallet

    for position in moves:
        operation = operations[position - 1]
        above[top(operation.source or 0)] = top(operation.target or 0)
    groups: dict[int, list[int]] = {}
    for position in moves:
        groups.setdefault(top(operations[position - 1].source or 0), []).append(position)
    return list(groups.values())


def _exact(
    operations: Sequence[Operation], moves: list[int], held: dict[int, int], budget: Iterator[int]
) -> list[int] | None:
    """Depth-first over sets of transfers already made, as far as the budget goes; none is entered twice in vain."""
    dead: set[int] = set()
    taken: list[int] = []

    def search(done: int) -> bool:
        if len(taken) == len(moves):
            return True
        if next(budget, None) is None:
            return False
        for bit, position in enumerate(moves):
            after = done | 1 << bit
            operation = operations[position - 1]
            if done >> bit & 1 or after in dead or not _possible(operation, held):
                continue
            _apply(operation, held)
            taken.append(position)
            found = search(after)
            _apply(operation, held, -1)
            if found:
                return True
            taken.pop()
        dead.add(done)
        return False

    return list(taken) if search(0) else None


def _greedy(operations: Sequence[Operation], moves: list[int], held: Mapping[int, int]) -> list[int] | None:
    """Always the earliest transfer that is possible now; waiting ones are looked at again when their wallet gained."""
    now = dict(held)
    waiting: dict[int, list[int]] = {}
    ready = list(reversed(moves))
    taken: list[int] = []
    while ready:
        position = ready.pop()
        operation = operations[position - 1]
        if not _possible(operation, now):
            waiting.setdefault(operation.source or 0, []).append(position)
            continue
        _apply(operation, now)
        taken.append(position)
        ready.extend(reversed(waiting.pop(operation.target or 0, [])))
    return taken if len(taken) == len(moves) else None
