"""Amounts that refer to another: shares of a total or of the first row, and all that a wallet has (issue 3, item 2)."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.controllers.test_draft import BANK, CASH, HELD, POOL, TILL, WALLETS, I, R, T, drafted, told, wallet
from walletdesk.controllers import draft, words
from walletdesk.controllers.draft import DraftRow, DraftState
from walletdesk.controllers.draft_check import Checked, RowState, check
from walletdesk.controllers.words_context import Context, hook
from walletdesk.controllers.words_shares import share_sentence
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.refusals import AmountNotPositive, AmountNotWhole, AmountUnreadable, InsufficientBalance
from walletdesk.ledger.refusals_shares import (
    MaxOfIssue,
    NothingAvailable,
    PercentagesTooLarge,
    RestBeforeMax,
    RestBelowZero,
    RestTaken,
    ShareOfOtherAsset,
)
from walletdesk.ledger.shares import Share
from walletdesk.ledger.status import Kind

Row = tuple[Kind, draft.Side, draft.Side, str]


def shared(total: str, *rows: Row) -> Checked:
    return check(replace(drafted(*rows), total=total), WALLETS, "p")


def moves(*amounts: str) -> list[Row]:
    return [(T, CASH, BANK, amount) for amount in amounts]


def parts(found: Checked) -> list[int | None]:
    return [row.amount for row in found.rows]


def test_shares_of_a_typed_total() -> None:
    found = shared("99.99", *moves("30%", "2.50", "rest"))
    assert found.ready
    assert (parts(found), found.base, found.asks_total) == ([3000, 250, 6749], 9999, True)
    assert found.rows[2].share == Share(9999, None, Fraction(67493, 10), 6749)


def test_shares_of_the_first_row() -> None:
    found = shared("", *moves("100.00", "2%", "5.00", "rest"))
    assert (parts(found), found.base) == ([10_000, 200, 500, 9300], 10_000)
    found = shared("", (T, BANK, CASH, "max"), *moves("50%", "rest"))
    assert parts(found) == [50_000, 25_000, 25_000]


def test_a_percentage_in_a_sum_stays_a_figure() -> None:
    found = shared("100", *moves("2.50%*3", "=30%", "24.50*2%"))
    assert told(found) == [[("amount", AmountNotWhole)], [], []]
    assert parts(found)[1:] == [30, 49]
    assert found.rows[1].share is None


@given(
    st.lists(st.sampled_from(["10%", "33.33%", "7.77%", "0.01%", "1.23", "max/1000000"]), max_size=6),
    st.integers(1, 10**6),
)
def test_what_shares_a_total_adds_up_to_it(amounts: list[str], total: int) -> None:
    rows: list[Row] = [(I if "max" not in a else T, CASH if "max" in a else None, BANK, a) for a in amounts]
    found = shared(f"{total // 100}.{total % 100:02d}", *rows, (I, None, BANK, "rest"))
    if all(amount is not None for amount in parts(found)):
        assert sum(amount or 0 for amount in parts(found)) == total


@pytest.mark.parametrize(
    ("total", "rows", "problems"),
    [
        ("10", moves("60%", "50%", "rest"), [[], [("amount", PercentagesTooLarge)], []]),
        ("10", moves("101%"), [[("amount", PercentagesTooLarge)]]),
        ("10", moves("10.01", "rest"), [[], [("amount", RestBelowZero)]]),
        ("10", moves("10", "rest"), [[], [("amount", AmountNotPositive)]]),
        ("10", moves("rest", "50%", "rest"), [[], [], [("amount", RestTaken)]]),
        ("10", [*moves("rest"), (T, BANK, CASH, "max")], [[("amount", RestBeforeMax)], []]),
        ("10", [*moves("rest"), (I, None, POOL, "50%")], [[], [("amount", ShareOfOtherAsset)]]),
        ("", [(I, None, POOL, "1"), *moves("50%")], [[], [("amount", ShareOfOtherAsset)]]),
        ("0.01", moves("40%", "rest"), [[("amount", AmountNotPositive)], []]),
        ("", [(I, None, BANK, "max")], [[("amount", MaxOfIssue)]]),
        ("", [(T, TILL, BANK, "max/2")], [[("amount", NothingAvailable)]]),
        ("", [(R, CASH, None, "max + 1")], [[("amount", InsufficientBalance)]]),
        ("", [(R, CASH, None, "max/3")], [[("amount", AmountNotWhole)]]),
    ],
)
def test_problems_stand_at_the_row_that_has_them(total: str, rows: list[Row], problems: object) -> None:
    found = shared(total, *rows)
    assert told(found) == problems
    assert not found.ready
    context = Context(asset=lambda _: WALLETS[CASH].asset)
    assert all(words.sentence(p.error, context) for row in found.rows for p in row.problems)


def test_what_is_wrong_with_the_total_is_told_there() -> None:
    for text, error in (("x", AmountUnreadable), ("0", AmountNotPositive)):
        found = shared(text, *moves("30%"))
        assert {name: type(found) for name, found in found.heads.items()} == {"total": error}
        assert (told(found), found.ready) == ([[]], False)
        assert found.rows[0].state is RowState.INCOMPLETE


def test_a_share_without_anything_to_refer_to_asks_for_the_total() -> None:
    found = shared("", *moves("30%", "rest"))
    assert [row.missing for row in found.rows] == [("total",), ("total",)]
    assert (found.missing, found.problems, found.first_bad(), found.ready) == (1, 0, (0, "total"), False)


def test_a_share_waits_for_the_first_row() -> None:
    for first, missing in (("", 1), ("x", 0)):
        found = shared("", *moves(first, "30%"))
        assert (found.rows[1].missing, found.missing, found.ready) == (("base",), missing, False)
        assert found.first_bad() == (0, "amount")


def test_a_row_left_out_is_no_base() -> None:
    state = DraftState((DraftRow(1), DraftRow(2, T, CASH, BANK, "10", untouched=False)))
    state = draft.edit(draft.add_row(state), 3, target=BANK, amount="25%")
    assert parts(check(state, WALLETS, "p")) == [None, 1000, 250]


def test_all_that_is_there_at_that_point() -> None:
    found = shared(
        "", (T, CASH, TILL, "999.99"), (T, BANK, CASH, "MAX/2"), (T, CASH, TILL, "max - 5"), (R, CASH, None, "max")
    )
    assert found.ready
    assert parts(found) == [99_999, 25_000, 24_501, 500]
    assert {e.wallet.id: e.after for e in found.effects}[CASH] == 0


def test_a_voucher_first_and_the_rest_from_another_wallet() -> None:
    found = shared("700", (T, BANK, TILL, "max"), (T, CASH, TILL, "rest"))
    assert parts(found) == [50_000, 20_000]


def test_an_order_is_told_only_where_amounts_do_not_depend_on_it() -> None:
    assert shared("", (T, CASH, TILL, "1500"), (T, BANK, CASH, "500")).order == (2, 1)
    assert shared("", (T, CASH, TILL, "1500"), (T, BANK, CASH, "max")).order is None


def test_a_side_still_open_is_no_problem_of_max() -> None:
    found = shared("", (T, None, BANK, "max"), (T, HELD, BANK, "max"))
    assert found.rows[0].missing == ("source",)
    assert (told(found)[0], parts(found)) == ([], [None, 10])


def test_words_are_understood_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    german = {"rest": "Restbetrag", "max": "alles"}
    monkeypatch.setattr(hook, "translate", lambda text: german.get(text, text))
    rows = ((T, BANK, TILL, "Alles"), (T, CASH, TILL, "restbetrag"))
    assert parts(shared("700", *rows)) == [50_000, 20_000]
    assert parts(shared("700", (T, BANK, TILL, "max"), (T, CASH, TILL, "Rest"))) == [50_000, 20_000]


def test_a_draft_keeps_its_total() -> None:
    state = replace(drafted(*moves("30%")), total="99.99")
    assert draft.read(draft.content(state)) == state
    assert not DraftState(total="1").empty


def test_shares_keep_their_meaning_in_another_language() -> None:
    state = replace(drafted(*moves("33.5%", "max - 1,234.50", "rest")), notation=Notation(".", ","), total="1,000.50")
    german = draft.in_notation(state, WALLETS, Notation(",", "."))
    assert [row.amount for row in german.rows] == ["33,5%", "max - 1234,50", "rest"]
    assert german.total == "1000,50"
    assert parts(check(german, WALLETS, "p")) == parts(check(state, WALLETS, "p"))


@pytest.mark.parametrize(
    ("percent", "exact", "got", "sentence"),
    [
        (Fraction(30), Fraction(3000), 3000, "30% of 100.00 = 30.00"),
        (
            Fraction(3333, 100),
            Fraction(3333) + Fraction(1, 3),
            3334,
            "33.33% of 100.00 = 33.3333… → 33.34, +1 part so that the shares add up",
        ),
        (None, Fraction(6749, 1) + Fraction(3, 10), 6749, "Rest of 100.00 = 67.4930 → 67.49"),
        (Fraction(1, 2), Fraction(1, 2), 0, "0.5% of 100.00 = 0.0050 → 0.00, −1 part so that the shares add up"),
    ],
)
def test_how_a_share_was_rounded_is_told(percent: Fraction | None, exact: Fraction, got: int, sentence: str) -> None:
    usd = WALLETS[CASH].asset
    assert share_sentence(Share(10_000, percent, exact, got), usd, Context()) == sentence


def test_where_amounts_are_hidden_the_percentage_alone_is_told() -> None:
    share = Share(9999, Fraction(30), Fraction(29997, 10), 3000)
    assert share_sentence(share, WALLETS[CASH].asset, Context(veil="***")) == "30% of *** = *** → ***"


def test_an_asset_of_odd_parts_rounds_in_parts() -> None:
    day = wallet(POOL, 100).asset
    day = replace(day, fractions=24, code="DAY")
    assert (
        share_sentence(Share(53, Fraction(50), Fraction(53, 2), 27), day, Context())
        == "50% of 2 5/24 = 26.50 parts → 1 3/24"
    )
