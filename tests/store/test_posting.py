"""T3, T5, T6, R2: one path into the ledger, alone or in bulk, and pages that know their place."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walletdesk.controllers import entries as ledger
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.refusals import BookedInFuture, BookedTooEarly, PostingRefused, ReferenceTaken, TooLong
from walletdesk.ledger.values import ALWAYS, Period, issue, redeem, transfer
from walletdesk.store import entries, transactions
from walletdesk.store.posting import Poster, Request

DAY = 86_400_000


def test_t3_each_operation_posts_one_entry_to_each_wallet_it_touches(world: Any) -> None:
    lines = entries.lines(world.book, world.till, 1, 10)
    assert [(line.amount, line.balance, line.number) for line in lines] == [
        (250, 250, 1), (100, 350, 2), (-50, 300, 2), (-20, 280, 4),
    ]  # fmt: skip
    assert lines[0].counterpart is not None
    assert lines[0].counterpart.owner_name == "Ann Ångström"
    assert lines[2].counterpart is None
    assert lines[3].memo == "change"


def test_t5_a_clock_that_steps_back_holds_bookings_where_they_were(world: Any) -> None:
    last = transactions.get(world.book, "bar", 4).booked_at
    world.clock.at = last - DAY
    posted = world.post(issue(world.ann, 1))
    found = transactions.by_id(world.book, posted.id)
    assert found.booked_at == last
    assert found.recorded_at < last


def test_t5_nothing_is_booked_before_the_last_or_in_the_future(world: Any) -> None:
    last = transactions.get(world.book, "bar", 4).booked_at
    with pytest.raises(BookedTooEarly):
        world.post(issue(world.ann, 1), booked_at=last - 1)
    with pytest.raises(BookedInFuture):
        world.post(issue(world.ann, 1), booked_at=world.clock.at + DAY)
    assert transactions.by_id(world.book, world.post(issue(world.ann, 1), booked_at=last).id).booked_at == last
    assert transactions.count(world.book, "bar") == 5


def test_t5_everything_a_request_says_is_kept(world: Any) -> None:
    posted = world.post(
        issue(world.ann, 7, " m "), description=" two\nlines ", reference=" R-9 ", value_date=date(2024, 2, 29),
        key=b"k" * 16, reverses=1,
    )  # fmt: skip
    found = transactions.by_id(world.book, posted.id)
    assert (found.description, found.reference, found.value_date) == ("two\nlines", "R-9", date(2024, 2, 29))
    assert (found.reverses, found.operations[0].memo) == (1, "m")
    assert transactions.by_key(world.book, b"k" * 16) == found
    assert transactions.get(world.book, "bar", 1).reversed_by == 5


def test_t6_a_reference_is_unique_also_within_one_bulk(world: Any) -> None:
    with pytest.raises(ReferenceTaken) as refusal:
        world.post(issue(world.ann, 1), reference="R-1")
    assert refusal.value.number == 1
    with world.book.unit():
        poster = Poster(world.book, "bar")
        poster.add(Request((issue(world.ann, 1),), reference="A"))
        with pytest.raises(ReferenceTaken):
            poster.add(Request((issue(world.ann, 1),), reference="A"))


def test_a_refused_request_leaves_the_poster_as_it_was(world: Any) -> None:
    with world.book.unit():
        poster = Poster(world.book, "bar")
        assert poster.add(Request((redeem(world.bob, 400),))).number == 5
        with pytest.raises(PostingRefused):
            poster.add(Request((issue(world.bob, 1), redeem(world.bob, 2))))
        with pytest.raises(TooLong):
            poster.add(Request((issue(world.bob, 1, "x" * 201),)))
        assert poster.add(Request((issue(world.bob, 3),))).number == 6
        poster.flush()
    assert finish(verify_book(world.book)).ok
    assert entries.balance_after(world.book, world.bob, entries.count(world.book, world.bob)) == 3


moves = st.lists(
    st.one_of(
        st.builds(lambda a: ("issue", a), st.integers(1, 300)),
        st.builds(lambda a: ("redeem", a), st.integers(1, 300)),
        st.builds(lambda a: ("transfer", a), st.integers(1, 300)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.lists(moves, min_size=1, max_size=4))
def test_w4_t2_t4_random_postings_agree_with_a_naive_model_and_verify(plan: Any, world: Any) -> None:
    """The store, posting in bulk, against balances added up by hand; Verify passes afterwards."""
    names = {world.ann: 0, world.bob: 0}
    for wallet in names:
        names[wallet] = entries.balance_after(world.book, wallet, entries.count(world.book, wallet))
    with world.book.unit():
        poster = Poster(world.book, "bar")
        for steps in plan:
            after = dict(names)
            operations = []
            passes = True
            for kind, amount in steps:
                if kind == "issue":
                    operations.append(issue(world.ann, amount))
                    after[world.ann] += amount
                elif kind == "redeem":
                    operations.append(redeem(world.bob, amount))
                    after[world.bob] -= amount
                else:
                    operations.append(transfer(world.ann, world.bob, amount))
                    after[world.ann] -= amount
                    after[world.bob] += amount
                passes = passes and min(after.values()) >= 0
            if passes:
                poster.add(Request(tuple(operations)))
                names = after
            else:
                with pytest.raises(PostingRefused):
                    poster.add(Request(tuple(operations)))
        poster.flush()
    for wallet, balance in names.items():
        assert entries.balance_after(world.book, wallet, entries.count(world.book, wallet)) == balance
    assert finish(verify_book(world.book)).ok


@pytest.fixture
def long_ledger(world: Any) -> Any:
    """Ninety entries on thirty days in Ann's wallet, besides the first three."""
    start = world.clock.at
    with world.book.unit():
        poster = Poster(world.book, "bar")
        for number in range(90):
            world.clock.at = start + number * DAY // 3
            step = issue(world.ann, 10 + number) if number % 3 else redeem(world.ann, 5)
            poster.add(Request((step,), f"Würfel{number // 9}"))
        poster.flush()
    return world


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("size", [1, 7, 50, 100])
def test_r1_r2_pages_cover_a_period_once_in_order(long_ledger: Any, size: int, newest_first: bool) -> None:
    days = long_ledger.book.days
    first_day = days.day(long_ledger.clock.at - 20 * DAY)
    for period in (ALWAYS, Period(first_day, None), Period(None, first_day), Period(first_day, first_day)):
        since, until = days.bounds(period)
        every = [
            line
            for line in entries.lines(long_ledger.book, long_ledger.ann, 1, 1000)
            if (since is None or line.booked_at >= since) and (until is None or line.booked_at < until)
        ]
        seen = []
        number = 1
        while True:
            page = ledger.page(long_ledger.book, long_ledger.ann, period, number, size, newest_first)
            seen += page.rows
            assert page.total == len(every)
            if number >= page.pages:
                break
            number += 1
        assert seen == (every[::-1] if newest_first else every)
        summary = finish(ledger.summary(long_ledger.book, long_ledger.ann, period))
        assert summary.received == sum(line.amount for line in every if line.amount > 0)
        assert summary.opening + summary.received - summary.sent == summary.closing
        assert summary.closing == (every[-1].balance if every else summary.opening)


def test_r1_a_page_past_the_end_is_empty(long_ledger: Any) -> None:
    assert ledger.page(long_ledger.book, long_ledger.ann, ALWAYS, 9, 50).rows == ()


def test_r1_a_filter_keeps_the_stored_balances(long_ledger: Any) -> None:
    found = finish(ledger.find(long_ledger.book, long_ledger.ann, ALWAYS, "WÜRFEL3", "in"))
    page = ledger.found_page(long_ledger.book, long_ledger.ann, found, 1, 500)
    assert all(line.amount > 0 and line.description == "Würfel3" for line in page.rows)
    assert len(page.rows) == 6 == len(found.seqs)
    assert found.received == sum(line.amount for line in page.rows)
    for line in page.rows:
        assert line.balance == entries.balance_after(long_ledger.book, long_ledger.ann, line.seq)


def test_a4_turnover_beyond_64_bits_is_summed_exactly(world: Any) -> None:
    huge = 2**63 - 1 - 10_000
    for _ in range(3):
        world.post(issue(world.bob, huge))
        world.post(redeem(world.bob, huge))
    summary = finish(ledger.summary(world.book, world.bob))
    assert summary.received == 3 * huge + 500
    assert summary.sent == 3 * huge + 100


def test_r3_balances_as_of_an_instant(long_ledger: Any) -> None:
    middle = entries.lines(long_ledger.book, long_ledger.ann, 50, 50)[0]
    before = entries.balances_before(long_ledger.book, "bar", middle.booked_at + 1)
    assert before[long_ledger.ann] == middle.balance
    assert entries.balances_before(long_ledger.book, "bar", 0)[long_ledger.ann] == 0
