"""What a reversal may be (T8): the operations of a transaction inverted and in reverse order, or a part of them.

A part leaves operations out or lowers their amounts, where the value has moved on. It moves nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from walletdesk.ledger.refusals import NoOperations, OperationRefused, PostingRefused
from walletdesk.ledger.refusals_reversal import ReversesMore, ReversesOther
from walletdesk.ledger.values import Operation


def reversed_operations(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """The operations that undo these: inverted, in reverse order (T8)."""
    return tuple(operation.inverted() for operation in reversed(operations))


def check_reversal(undone: Sequence[Operation], operations: Sequence[Operation]) -> None:
    """Whether these operations may reverse the undone ones; refuses NoOperations and PostingRefused."""
    if not operations:
        raise NoOperations
    problems = reversal_problems(reversed_operations(undone), operations)
    if problems:
        raise PostingRefused(problems)


def reversal_problems(whole: Sequence[Operation], operations: Sequence[Operation]) -> tuple[OperationRefused, ...]:
    """What keeps operations from being a part of a whole reversal: ReversesMore, ReversesOther.

    Each takes back the first one after its predecessor's that it fits. No other choice would let more of them fit.
    """
    problems: list[OperationRefused] = []
    reached = 0
    for position, operation in enumerate(operations, 1):
        rest = range(reached, len(whole))
        fitting = (at for at in rest if _same_way(whole[at], operation) and operation.amount <= whole[at].amount)
        found = next(fitting, None)
        if found is None:
            moved = [whole[at].amount for at in rest if _same_way(whole[at], operation)]
            problems.append(_problem(position, operation, moved))
        else:
            reached = found + 1
    return tuple(problems)


def _problem(position: int, operation: Operation, moved: Sequence[int]) -> OperationRefused:
    if not moved:
        return ReversesOther(position)
    wallet = operation.source if operation.source is not None else operation.target
    return ReversesMore(position, wallet or 0, max(moved))


def _same_way(whole: Operation, operation: Operation) -> bool:
    return (whole.kind, whole.source, whole.target) == (operation.kind, operation.source, operation.target)


def is_whole(whole: Sequence[Operation], operations: Sequence[Operation]) -> bool:
    """Whether operations that may be a reversal are all of it; memos do not matter."""
    return [operation.amount for operation in whole] == [operation.amount for operation in operations]
