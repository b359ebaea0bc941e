"""What mends a problem of a row: every fix that is offered holds, and does no more than it says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from walletdesk.controllers import draft
from walletdesk.controllers.draft import DraftRow, DraftState
from walletdesk.controllers.draft_check import check
from walletdesk.controllers.draft_fixes import (
    Fix,
    IssueFirst,
    MoveRow,
    Reorder,
    TakeWallet,
    UseAmount,
    applied,
    fixes,
    owners,
)
from walletdesk.ledger.status import Kind, Status
from walletdesk.ledger.values import Asset, Wallet

USD = Asset("usd", "p", "Dollar", "USD", 100, supply=100_000)
DAY = Asset("day", "p", "Day", "DAY", 24, supply=100)
T, I, R = Kind.TRANSFER, Kind.ISSUE, Kind.REDEEM  # noqa: E741


def wallet(id_: int, balance: int, asset: Asset = USD, customer: int | None = None, *, closed: bool = False) -> Wallet:
    status = Status.CLOSED if closed else Status.OPEN
    owner = None if customer is None else f"c{customer}"
    return Wallet(id_, "p", id_, asset, customer, owner, "", f"wallet {id_}", "", status, balance, id_)


CASH, BANK, TILL, GRACE, DAYS, SHUT, SPARE, HERS = range(1, 9)
NAMED = {
    w.id: w
    for w in (
        wallet(CASH, 10_000),
        wallet(BANK, 5_000),
        wallet(TILL, 0),
        wallet(GRACE, 1_250, customer=1),
        wallet(DAYS, 100, DAY, 1),
        wallet(SHUT, 0, customer=2, closed=True),
    )
}
OWNED = {1: (NAMED[GRACE], NAMED[DAYS]), 2: (NAMED[SHUT], wallet(SPARE, 70, customer=2), wallet(HERS, 3, DAY, 2))}


def drafted(*rows: tuple[Kind, draft.Side, draft.Side, str]) -> DraftState:
    return DraftState(tuple(DraftRow(n, *row, untouched=False) for n, row in enumerate(rows, 1)))


def offered(state: DraftState, row: int) -> tuple[Fix, ...]:
    return tuple(fixes(state, check(state, NAMED, "p"), row, NAMED, "p", OWNED))


def texts(state: DraftState) -> list[tuple[int, str]]:
    return [(row.id, row.amount) for row in state.rows]


def test_all_that_is_there_at_that_point_or_what_is_missing_first() -> None:
    state = drafted((T, CASH, GRACE, "1"), (T, GRACE, TILL, "99"))
    use, issue = offered(state, 2)
    assert isinstance(use, UseAmount)
    assert (use.amount, use.whole, use.state.row(2).amount) == (1_350, True, "13.50")
    assert isinstance(issue, IssueFirst)
    assert issue.amount == 8_550
    assert issue.state.rows[1] == DraftRow(3, I, target=GRACE, amount="85.50", untouched=False)
    assert [row.id for row in issue.state.rows] == [1, 3, 2]


def test_nothing_there_is_no_amount_to_use() -> None:
    (issue,) = offered(drafted((T, TILL, CASH, "2")), 1)
    assert isinstance(issue, IssueFirst)


def test_a_row_that_comes_too_early_moves_down_to_where_it_passes() -> None:
    state = drafted((T, TILL, BANK, "3"), (T, CASH, BANK, "1"), (T, CASH, TILL, "5"), (T, CASH, BANK, "1"))
    move, issue, last = offered(state, 1)
    assert isinstance(move, MoveRow)
    assert (move.place, [row.id for row in move.state.rows]) == (3, [2, 3, 1, 4])
    assert isinstance(issue, IssueFirst)
    assert isinstance(last, Reorder)


def test_a_row_behind_one_that_is_too_large_moves_up() -> None:
    state = drafted((T, GRACE, TILL, "20"), (T, GRACE, TILL, "3"))
    move = offered(state, 2)[0]
    assert isinstance(move, MoveRow)
    assert move.place == 1


def test_an_order_of_several_rows_is_the_last_resort() -> None:
    state = drafted((T, TILL, BANK, "3"), (T, TILL, BANK, "3"), (T, CASH, TILL, "6"))
    first, *_, last = offered(state, 1)
    assert isinstance(first, MoveRow)
    assert isinstance(last, Reorder)
    assert check(last.state, NAMED, "p").ready
    assert all(not isinstance(fix, Reorder) for fix in offered(drafted((T, TILL, GRACE, "3")), 1))


def test_the_two_nearest_amounts() -> None:
    below, above = offered(drafted((T, CASH, TILL, "10/3")), 1)
    assert isinstance(below, UseAmount)
    assert isinstance(above, UseAmount)
    assert (below.state.row(1).amount, above.state.row(1).amount) == ("3.33", "3.34")
    (only,) = offered(drafted((T, CASH, TILL, "0.005")), 1)
    assert only.state.row(1).amount == "0.01"


def test_the_wallet_of_the_right_asset_of_the_same_customer() -> None:
    state = drafted((T, CASH, DAYS, "1"))
    (take,) = offered(state, 1)
    assert isinstance(take, TakeWallet)
    assert (take.wallet.id, take.state.row(1).target) == (GRACE, GRACE)
    (other,) = offered(drafted((T, DAYS, CASH, "1")), 1)
    assert isinstance(other, TakeWallet)
    assert other.state.row(1).source == GRACE


def test_an_open_wallet_instead_of_a_closed_one() -> None:
    (take,) = offered(drafted((T, CASH, SHUT, "1")), 1)
    assert isinstance(take, TakeWallet)
    state, wallets = applied(take, NAMED)
    assert check(state, wallets, "p").ready
    assert SPARE in wallets


def test_whose_wallets_are_to_be_looked_up() -> None:
    state = drafted((T, CASH, DAYS, "1"), (T, CASH, GRACE, "900"))
    found = check(state, NAMED, "p")
    assert owners(state.rows[0], found.rows[0].problems, NAMED) == {1}
    assert owners(state.rows[1], found.rows[1].problems, NAMED) == frozenset()


def test_a_row_that_is_right_has_no_fix() -> None:
    assert offered(drafted((T, CASH, TILL, "1")), 1) == ()


def test_what_shares_are_taken_of_stays_the_first_row() -> None:
    """The amounts of other rows are nothing that a fix may change unasked."""
    state = drafted((T, TILL, BANK, "20"), (T, CASH, TILL, "50%"), (T, CASH, TILL, "30"))
    assert check(state, NAMED, "p").rows[1].amount == 1_000
    (issue,) = offered(state, 1)
    assert isinstance(issue, IssueFirst)
    assert check(issue.state, NAMED, "p").rows[2].amount == 1_000


AMOUNTS = st.sampled_from(["1", "5", "12.50", "30", "60", "100", "10/3", "0.005", "2/7", "-1", "x", "", "max", "25%"])
ROWS = st.tuples(st.sampled_from([T, T, T, I, R]), st.sampled_from(list(NAMED)), st.sampled_from(list(NAMED)), AMOUNTS)


def _others_are_kept(fix: Fix, before: DraftState) -> None:
    """Nothing but what the fix says has changed."""
    mended = {row.id: row for row in fix.state.rows}
    new = set(mended) - {row.id for row in before.rows}
    assert all(mended[row.id] == row for row in before.rows if row.id != fix.row)
    if isinstance(fix, MoveRow | Reorder):
        assert mended == {row.id: row for row in before.rows}
    if isinstance(fix, IssueFirst):
        (issued,) = (mended[id_] for id_ in new)
        assert (issued.kind, issued.target) == (I, before.row(fix.row).wallet("source"))
    else:
        assert not new
    more = {fix.wallet.id} if isinstance(fix, TakeWallet) else set()
    assert fix.state.wallets <= before.wallets | more


@settings(max_examples=300)
@given(st.lists(ROWS, min_size=1, max_size=7))
def test_every_fix_removes_its_problem_and_touches_nothing_else(rows: list[tuple[Kind, int, int, str]]) -> None:
    """T2, T9: a fix is looked at again by the rules of posting before it is offered."""
    state = drafted(*rows)
    before = check(state, NAMED, "p")
    for place, row in enumerate(state.rows):
        kinds = {(type(p.error), p.field) for p in before.rows[place].problems}
        for fix in fixes(state, before, row.id, NAMED, "p", OWNED):
            mended, wallets = applied(fix, NAMED)
            after = check(mended, wallets, "p").rows[mended.index(row.id)]
            left = {(type(p.error), p.field) for p in after.problems}
            assert left < kinds
            _others_are_kept(fix, state)
