"""T1, T2, T4, W4, W5 and A4: posting against a model that is too simple to be wrong."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.amounts import MAX_AMOUNT
from walletdesk.ledger.ordering import passing_order
from walletdesk.ledger.posting import MAX_OPERATIONS, Posting, Standing, post, simulate
from walletdesk.ledger.refusals import (
    AmountNotPositive,
    AssetDiffers,
    BalanceTooLarge,
    InsufficientBalance,
    LedgerError,
    NoOperations,
    PostingRefused,
    SameWallet,
    SupplyTooLarge,
    TooManyOperations,
    WalletMissing,
    WalletNotOpen,
    WalletUnwanted,
)
from walletdesk.ledger.reversals import reversed_operations
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Operation, issue, redeem, transfer

WALLETS = {
    1: Standing("p", "eur", Status.OPEN, 100, 3),
    2: Standing("p", "eur", Status.OPEN, 0, 0),
    3: Standing("p", "eur", Status.OPEN, 50, 1),
    4: Standing("p", "day", Status.OPEN, 24, 1),
    5: Standing("p", "eur", Status.SUSPENDED, 10, 1),
    6: Standing("p", "eur", Status.CLOSED, 0, 2),
    7: Standing("other", "eur", Status.OPEN, 10, 1),
}
SUPPLIES = {"eur": 160, "day": 24}

wallet_ids = st.sampled_from([None, 1, 2, 3, 4, 5, 6, 7, 99])
any_operation = st.builds(Operation, st.sampled_from(Kind), st.integers(-2, 120), wallet_ids, wallet_ids, st.just(""))
sound_operation = st.one_of(
    st.builds(issue, st.sampled_from([1, 2, 3]), st.integers(1, 120)),
    st.builds(redeem, st.sampled_from([1, 2, 3]), st.integers(1, 120)),
    st.builds(transfer, st.sampled_from([1, 2, 3]), st.sampled_from([4, 1, 2]), st.integers(1, 120)).filter(
        lambda o: o.source != o.target and o.target != 4
    ),
)


def run(*operations: Operation) -> Posting:
    return post(operations, WALLETS, SUPPLIES, "p")


def naive(operations: list[Operation]) -> dict[int, int] | None:
    """Balances afterwards, None if a rule is broken anywhere: one operation after the other, nothing clever."""
    balances = {wallet: standing.balance for wallet, standing in WALLETS.items()}
    for o in operations:
        sides = {"issue": [o.target], "redeem": [o.source], "transfer": [o.source, o.target]}[o.kind.value]
        unwanted = {"issue": o.source, "redeem": o.target, "transfer": None}[o.kind.value]
        if o.amount <= 0 or unwanted is not None or len(set(sides)) != len(sides):
            return None
        if any(w not in WALLETS or WALLETS[w].project != "p" for w in sides):
            return None
        if any(WALLETS[w].status is not Status.OPEN for w in sides) or len({WALLETS[w].asset for w in sides}) > 1:
            return None
        if o.source is not None:
            balances[o.source] -= o.amount
        if o.target is not None:
            balances[o.target] += o.amount
        if any(balance < 0 for balance in balances.values()):
            return None
    return balances


@given(st.lists(any_operation, min_size=1, max_size=4))
def test_t2_posting_agrees_with_the_naive_model_on_anything(operations: list[Operation]) -> None:
    expected = naive(operations)
    try:
        outcome = run(*operations)
    except PostingRefused as refusal:
        assert expected is None
        assert refusal.problems
        assert all(1 <= problem.operation <= len(operations) for problem in refusal.problems)
    else:
        assert expected is not None
        for wallet, standing in outcome.standings.items():
            assert standing.balance == expected[wallet]


@given(st.lists(sound_operation, min_size=1, max_size=30))
def test_w4_t3_t4_every_entry_has_a_true_balance_and_supply_is_conserved(operations: list[Operation]) -> None:
    try:
        outcome = run(*operations)
    except PostingRefused:
        assert naive(operations) is None
        return
    balances = {wallet: standing.balance for wallet, standing in WALLETS.items()}
    seqs = {wallet: standing.entries for wallet, standing in WALLETS.items()}
    for entry in outcome.entries:
        balances[entry.wallet] += entry.amount
        seqs[entry.wallet] += 1
        assert (entry.balance, entry.seq) == (balances[entry.wallet], seqs[entry.wallet])
        assert entry.balance >= 0
    held = sum(balances[wallet] for wallet, standing in WALLETS.items() if standing.asset == "eur")
    before = sum(standing.balance for standing in WALLETS.values() if standing.asset == "eur")
    assert outcome.supplies.get("eur", SUPPLIES["eur"]) - SUPPLIES["eur"] == held - before
    assert sum(1 for o in operations for side in (o.source, o.target) if side is not None) == len(outcome.entries)


@given(st.lists(sound_operation, min_size=1, max_size=12))
def test_t8_a_posting_and_its_reversal_leave_everything_as_it_was(operations: list[Operation]) -> None:
    try:
        outcome = run(*operations)
    except PostingRefused:
        assert naive(operations) is None
        return
    after = {**WALLETS, **outcome.standings}
    undone = post(reversed_operations(tuple(operations)), after, {**SUPPLIES, **outcome.supplies}, "p")
    assert {w: s.balance for w, s in undone.standings.items()} == {w: WALLETS[w].balance for w in undone.standings}
    assert all(supply == SUPPLIES[asset] for asset, supply in undone.supplies.items())


@pytest.mark.parametrize(
    ("operation", "problem"),
    [
        (transfer(1, 2, 0), AmountNotPositive),
        (transfer(1, 2, -5), AmountNotPositive),
        (transfer(1, 1, 5), SameWallet),
        (transfer(1, 4, 5), AssetDiffers),
        (transfer(1, 5, 5), WalletNotOpen),
        (transfer(6, 1, 5), WalletNotOpen),
        (transfer(1, 7, 5), WalletMissing),
        (transfer(1, 99, 5), WalletMissing),
        (Operation(Kind.TRANSFER, 5, 1, None), WalletMissing),
        (Operation(Kind.ISSUE, 5, 1, 2), WalletUnwanted),
        (Operation(Kind.REDEEM, 5, 1, 2), WalletUnwanted),
        (transfer(1, 2, 101), InsufficientBalance),
        (redeem(2, 1), InsufficientBalance),
        (issue(1, MAX_AMOUNT), SupplyTooLarge),
    ],
)
def test_t1_each_broken_rule_is_named_at_its_operation(operation: Operation, problem: type[LedgerError]) -> None:
    with pytest.raises(PostingRefused) as refusal:
        run(issue(2, 1), redeem(2, 1), operation)
    assert [type(found) for found in refusal.value.problems if found.operation == 3][:1] == [problem]
    assert {found.operation for found in refusal.value.problems} == {3}


def test_t2_all_problems_are_named_at_once() -> None:
    with pytest.raises(PostingRefused) as refusal:
        run(transfer(1, 4, 5), redeem(2, 7), transfer(1, 6, 1), issue(1, 0))
    assert [problem.operation for problem in refusal.value.problems] == [1, 2, 3, 4]
    short = refusal.value.problems[1]
    assert isinstance(short, InsufficientBalance)
    assert (short.available, short.shortfall) == (0, 7)


def test_t2_a_dip_in_the_middle_is_refused_and_the_order_that_passes_is_named() -> None:
    with pytest.raises(PostingRefused) as refusal:
        run(transfer(2, 3, 60), transfer(1, 2, 80))
    assert refusal.value.order == (2, 1)
    outcome = simulate([transfer(2, 3, 60), transfer(1, 2, 80)], WALLETS, SUPPLIES, "p")
    assert outcome.lowest[2] == (-60, 1)
    assert run(transfer(1, 2, 80), transfer(2, 3, 60)).standings[2].balance == 20


def test_t2_no_order_is_promised_where_none_passes() -> None:
    with pytest.raises(PostingRefused) as refusal:
        run(transfer(2, 3, 60), transfer(1, 2, 50))
    assert refusal.value.order is None


@given(st.lists(sound_operation, min_size=1, max_size=5))
def test_t2_an_order_is_found_exactly_when_there_is_one(operations: list[Operation]) -> None:
    balances = {wallet: standing.balance for wallet, standing in WALLETS.items()}
    order = passing_order(operations, balances)
    passing = [p for p in permutations(operations) if naive(list(p)) is not None]
    if order is None:
        assert not passing
    else:
        assert sorted(order) == list(range(1, len(operations) + 1))
        assert naive([operations[position - 1] for position in order]) is not None


def test_t2_transfers_between_other_wallets_do_not_hide_an_order() -> None:
    held = {1: 10, 4: 100}
    trap = [transfer(1, 2, 6), transfer(1, 3, 10), transfer(3, 1, 10)]
    assert passing_order(trap + [transfer(4, 5, 1)] * 10, held) == (2, 3, 1, *range(4, 14))
    assert passing_order([transfer(4, 5, 9), *trap, *[transfer(5, 4, 1)] * 9], held) == (1, 3, 4, 2, *range(5, 14))
    assert passing_order([trap[0], trap[1], *[transfer(4, 5, 9)] * 12], held) is None


def test_t2_no_order_is_named_that_is_refused_for_more_than_the_supply_holds() -> None:
    full = {n: Standing("p", "eur", Status.OPEN, MAX_AMOUNT if n == 1 else 0, 1) for n in (1, 2, 3)}
    operations = [transfer(2, 3, 5), redeem(1, 10), issue(2, 10)]
    with pytest.raises(PostingRefused) as refusal:
        post(operations, full, {"eur": MAX_AMOUNT}, "p")
    assert refusal.value.order is None
    with pytest.raises(PostingRefused) as refusal:
        post(operations, full, {"eur": MAX_AMOUNT - 10}, "p")
    assert refusal.value.order == (3, 1, 2)


@given(st.lists(sound_operation, min_size=13, max_size=40))
def test_t2_an_order_named_for_many_operations_passes(operations: list[Operation]) -> None:
    order = passing_order(operations, {wallet: standing.balance for wallet, standing in WALLETS.items()})
    assert order is None or naive([operations[position - 1] for position in order]) is not None


def test_a4_a_balance_of_more_than_63_bits_is_refused() -> None:
    rich = {1: Standing("p", "eur", Status.OPEN, MAX_AMOUNT, 1), 2: Standing("p", "eur", Status.OPEN, 5, 1)}
    with pytest.raises(PostingRefused) as refusal:
        post([transfer(2, 1, 5)], rich, {"eur": MAX_AMOUNT}, "p")
    assert isinstance(refusal.value.problems[0], BalanceTooLarge)


def test_t1_none_and_too_many_operations_are_refused() -> None:
    with pytest.raises(NoOperations):
        run()
    with pytest.raises(TooManyOperations):
        run(*[issue(1, 1)] * (MAX_OPERATIONS + 1))
    assert run(*[issue(1, 1)] * MAX_OPERATIONS).standings[1].balance == 100 + MAX_OPERATIONS
