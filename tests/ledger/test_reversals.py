"""T8: what a reversal may be, whole or in part."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.refusals import NoOperations, PostingRefused
from walletdesk.ledger.refusals_reversal import ReversesMore, ReversesOther
from walletdesk.ledger.reversals import check_reversal, is_whole, reversal_problems, reversed_operations
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Operation, issue, redeem, transfer

amounts = st.integers(1, 4)
operation = st.one_of(
    st.builds(issue, st.sampled_from([1, 2]), amounts),
    st.builds(redeem, st.sampled_from([1, 2]), amounts),
    st.sampled_from([(1, 2), (2, 1)]).flatmap(lambda sides: st.builds(transfer, *map(st.just, sides), amounts)),
)
some = st.lists(operation, min_size=1, max_size=5)


def refusals(undone: list[Operation], operations: list[Operation]) -> list[type]:
    try:
        check_reversal(undone, operations)
    except PostingRefused as refused:
        return [type(problem) for problem in refused.problems]
    return []


def fits(whole: tuple[Operation, ...], operations: list[Operation]) -> bool:
    """Every choice of places tried: nothing clever."""

    def under(place: int, found: Operation) -> bool:
        all_of_it = whole[place]
        same = (all_of_it.kind, all_of_it.source, all_of_it.target) == (found.kind, found.source, found.target)
        return same and found.amount <= all_of_it.amount

    return any(
        all(under(place, found) for place, found in zip(places, operations, strict=True))
        for places in combinations(range(len(whole)), len(operations))
    )


@given(some, st.data())
def test_t8_rows_left_out_and_amounts_lowered_are_a_part(undone: list[Operation], data: st.DataObject) -> None:
    kept = []
    for found in reversed_operations(undone):
        amount = data.draw(st.integers(0, found.amount))
        if amount:
            kept.append(Operation(found.kind, amount, found.source, found.target, data.draw(st.sampled_from("ab"))))
    if kept:
        check_reversal(undone, kept)
        assert is_whole(reversed_operations(undone), kept) == (
            sum(o.amount for o in kept) == sum(o.amount for o in undone)
        )


@given(some, some)
def test_t8_nothing_else_is_and_no_part_takes_more_than_was_moved(
    undone: list[Operation], operations: list[Operation]
) -> None:
    whole = reversed_operations(undone)
    allowed = not reversal_problems(whole, operations)
    assert allowed == fits(whole, operations)
    if allowed:
        moved: Counter[tuple[Kind, int | None, int | None]] = Counter()
        for found, sign in [*((o, 1) for o in whole), *((o, -1) for o in operations)]:
            moved[found.kind, found.source, found.target] += sign * found.amount
        assert min(moved.values()) >= 0


@given(some)
def test_t8_the_whole_is_a_reversal_of_itself_and_back(undone: list[Operation]) -> None:
    whole = reversed_operations(undone)
    check_reversal(undone, whole)
    assert is_whole(whole, whole)
    assert list(reversed_operations(whole)) == undone


def test_t8_what_is_refused_is_named() -> None:
    undone = [issue(1, 5), transfer(1, 2, 3)]
    assert refusals(undone, [transfer(2, 1, 4), redeem(1, 5)]) == [ReversesMore]
    assert refusals(undone, [redeem(1, 5), transfer(2, 1, 3)]) == [ReversesOther]
    assert refusals(undone, [transfer(1, 2, 3)]) == [ReversesOther]
    assert refusals(undone, [redeem(1, 2), redeem(1, 2)]) == [ReversesOther]
    with pytest.raises(NoOperations):
        check_reversal(undone, [])
    with pytest.raises(PostingRefused) as refused:
        check_reversal(undone, [redeem(1, 6)])
    (problem,) = refused.value.problems
    assert (problem.operation, problem.field, vars(problem)["limit"]) == (1, "amount", 5)


def test_t8_ten_thousand_like_operations_are_looked_at_once() -> None:
    undone = [transfer(1, 2, 10)] * 10_000
    check_reversal(undone, reversed_operations(undone))
