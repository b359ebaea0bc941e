"""Whether the same operations would pass in another order (T2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Operation

_EXACT = 12
"""Up to so many transfers every order is looked at; beyond, one that always takes the next possible transfer."""


def passing_order(operations: Sequence[Operation], balances: Mapping[int, int]) -> tuple[int, ...] | None:
    """Positions (from 1) in an order in which no balance dips below zero, or None if none is found.

    Issues can always come first and redeems last: neither can help another operation by waiting. Between them, what
    has been moved after a set of transfers does not depend on their order, so that sets are searched, not orders.
    """
    held = dict(balances)
    issues = [p for p, o in enumerate(operations, 1) if o.kind is Kind.ISSUE]
    moves = [p for p, o in enumerate(operations, 1) if o.kind is Kind.TRANSFER]
    redeems = [p for p, o in enumerate(operations, 1) if o.kind is Kind.REDEEM]
    for position in issues:
        _apply(operations[position - 1], held)
    between = _exact(operations, moves, held) if len(moves) <= _EXACT else _greedy(operations, moves, held)
    if between is None:
        return None
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


def _exact(operations: Sequence[Operation], moves: list[int], held: dict[int, int]) -> list[int] | None:
    """Depth-first over sets of transfers already made; a set that led nowhere is not entered again."""
    dead: set[int] = set()
    taken: list[int] = []

    def search(done: int) -> bool:
        if len(taken) == len(moves):
            return True
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
