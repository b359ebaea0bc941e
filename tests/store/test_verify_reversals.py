"""T8 in I2: a stored reversal that does not obey the rules is found, though its seal is right."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.conftest import World, build
from tests.store.test_verify import force, verify
from walletdesk.ledger.findings import Check, Finding
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.reversals import check_reversal, reversed_operations
from walletdesk.ledger.values import Operation, issue, redeem, transfer
from walletdesk.store import posting, transactions
from walletdesk.store.posting import Request
from walletdesk.store.verify_reversals import Reversals
from walletdesk.store.verify_sound import HEADS


def found(world: World) -> list[tuple[Check, str, str]]:
    return [(finding.check, finding.place, finding.found) for finding in verify(world).findings]


def whole(world: World, number: int) -> tuple[Operation, ...]:
    return reversed_operations(transactions.get(world.book, "bar", number).operations)


def test_i2_reversals_as_the_program_makes_them_pass(world: World) -> None:
    world.post(*whole(world, 4), reverses=4)
    world.post(redeem(world.ann, 700), reverses=1)
    world.post(transfer(world.till, world.ann, 5), reverses=5)
    assert found(world) == []


WRONG: dict[str, Any] = {
    "more than was moved": lambda w: (transfer(w.ann, w.till, 21),),
    "the same way again": lambda w: (transfer(w.till, w.ann, 20),),
    "another wallet": lambda w: (transfer(w.bob, w.till, 20),),
    "another kind": lambda w: (redeem(w.ann, 20),),
    "twice what was done once": lambda w: (transfer(w.ann, w.till, 10), transfer(w.ann, w.till, 10)),
    "something beside it": lambda w: (transfer(w.ann, w.till, 20), issue(w.ann, 1)),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_i2_a_reversal_that_moves_something_else_shows(world: World, wrong: str) -> None:
    world.post(*WRONG[wrong](world), reverses=4)
    assert found(world) == [(Check.REVERSAL, "Bar T-5", "T-4")]


def test_i2_a_reversal_in_the_first_order_shows(world: World) -> None:
    world.post(redeem(world.ann, 100), transfer(world.till, world.ann, 100), reverses=1)
    assert found(world) == [(Check.REVERSAL, "Bar T-5", "T-1")]


def test_i2_a_transaction_that_reverses_itself_shows(world: World) -> None:
    world.post(transfer(world.ann, world.till, 5), transfer(world.till, world.ann, 5), reverses=5)
    assert found(world) == [(Check.REVERSAL, "Bar T-5", "T-5")]


def test_i2_a_reversal_of_another_project_shows(world: World) -> None:
    with world.book.unit():
        poster = posting.Poster(world.book, "shop")
        poster.add(Request((issue(world.foreign, 20),), reverses=4))
        poster.flush()
    assert found(world) == [(Check.REVERSAL, "Shop T-1", "T-4")]


def test_i2_a_reversal_of_nothing_shows(world: World) -> None:
    world.post(*whole(world, 4), reverses=4)
    force(world.path, "UPDATE txn SET reverses = 77 WHERE id = 5")
    assert {check for check, *_ in found(world)} == {Check.REVERSAL, Check.SEAL, Check.LINK}


def test_i2_a_second_reversal_shows_even_where_the_file_let_it_in(world: World) -> None:
    world.post(*whole(world, 4), reverses=4)
    told: list[Finding] = []
    reversals = Reversals(world.book, told.append)
    heads = world.book.rows(f"{HEADS} WHERE id = 5")
    reversals.check(heads, {"bar": "Bar"})
    assert not told
    reversals.check(heads, {"bar": "Bar"})
    assert [finding.check for finding in told] == [Check.REVERSAL]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["ann", "bob", "till"]), st.integers(1, 300)), min_size=1, max_size=3))
def test_i2_verify_and_the_rule_of_posting_agree(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    world = build(tmp_path_factory.mktemp("reversal") / "bar.walletdesk")
    operations = tuple(
        redeem(world.ann, amount) if name == "ann" else transfer(world.till, getattr(world, name), amount)
        if name == "bob" else transfer(world.till, world.ann, amount)
        for name, amount in moves
    )  # fmt: skip
    with closing(world.book):
        try:
            world.post(*operations, reverses=1)
        except LedgerError:
            return
        try:
            check_reversal(transactions.get(world.book, "bar", 1).operations, operations)
            expected = []
        except LedgerError:
            expected = [(Check.REVERSAL, "Bar T-5", "T-1")]
        assert found(world) == expected
