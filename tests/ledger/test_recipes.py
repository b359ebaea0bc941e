"""What a recipe takes from or gives to a wallet: exact, whole parts, never more than there is."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.amounts import MAX_AMOUNT, Notation, Scale
from walletdesk.ledger.recipes import (
    Action,
    Measure,
    PercentUnreadable,
    Recipe,
    Rule,
    read_percent,
    read_rule,
    spelled_out,
)
from walletdesk.ledger.refusals import AmountNotPositive, AmountNotWhole, LedgerError, Missing
from walletdesk.ledger.status import Kind, Status

CENTS = Scale(100)
DE = Notation(",", ".")
balances = st.integers(0, MAX_AMOUNT)
percents = st.fractions(min_value=0, max_value=100, max_denominator=10**6).filter(bool)


@given(balances, percents)
def test_a_share_is_exact_and_rounded_down_to_whole_parts(balance: int, percent: Fraction) -> None:
    part = Rule(Measure.SHARE, percent=percent).of(balance)
    assert type(part) is int
    assert part <= Fraction(balance) * percent / 100 < part + 1
    assert 0 <= part <= balance


@given(balances, st.integers(1, MAX_AMOUNT))
def test_a_cap_never_takes_more_than_the_balance_or_the_amount(balance: int, amount: int) -> None:
    part = Rule(Measure.CAPPED, amount).of(balance)
    assert part in (balance, amount)
    assert part <= balance
    assert part <= amount


@given(balances, st.integers(1, MAX_AMOUNT))
def test_a_fixed_amount_is_the_same_for_each(balance: int, amount: int) -> None:
    assert Rule(Measure.FIXED, amount).of(balance) == amount


@given(st.lists(st.integers(0, 10**12), max_size=20), percents)
def test_shares_never_add_up_to_more_than_the_share_of_the_sum(held: list[int], percent: Fraction) -> None:
    rule = Rule(Measure.SHARE, percent=percent)
    apart = sum(map(rule.of, held))
    whole = rule.of(sum(held))
    assert whole - len(held) <= apart <= whole


@given(st.integers(1, 10_000_000))
def test_a_percentage_is_read_as_it_is_written(thousandths: int) -> None:
    text = f"{thousandths // 1000}.{thousandths % 1000:03d}"
    assert read_percent(text, most=10_000) == Fraction(thousandths, 1000)
    assert read_percent(text.replace(".", ",") + " %", DE, 10_000) == Fraction(thousandths, 1000)


@pytest.mark.parametrize(("text", "percent"), [("100", 100), (" 2,5% ", Fraction(5, 2)), ("1/3", Fraction(1, 3))])
def test_percentages(text: str, percent: Fraction) -> None:
    assert read_percent(text, DE) == percent


@pytest.mark.parametrize("text", ["0", "-1", "100.01", "x", "1/0", "1/2/3", "1 2", "2%%", "9" * 60, "1e2", "\u0662"])
def test_what_is_no_percentage(text: str) -> None:
    with pytest.raises(PercentUnreadable):
        read_percent(text)


@given(st.text(alphabet="0123456789.,/% -+min(balance)", max_size=50))
def test_any_text_is_a_rule_or_refused_as_an_amount(text: str) -> None:
    for measure in Measure:
        try:
            rule = read_rule(measure, text, CENTS)
        except LedgerError as refusal:
            assert refusal.field == "amount"
        else:
            assert rule.of(100) >= 0


def test_amounts_may_be_sums_and_are_more_than_nothing() -> None:
    assert read_rule(Measure.FIXED, "2.50*2", CENTS) == Rule(Measure.FIXED, 500)
    assert read_rule(Measure.CAPPED, "5", CENTS).of(320) == 320
    assert read_rule(Measure.SHARE, "150", CENTS, gives=True).of(10) == 15
    for text, refusal in (("0", AmountNotPositive), ("-1", AmountNotPositive), ("0.001", AmountNotWhole)):
        with pytest.raises(refusal):
            read_rule(Measure.FIXED, text, CENTS)
    for measure in Measure:
        with pytest.raises(Missing):
            read_rule(measure, " ", CENTS)
    with pytest.raises(PercentUnreadable):
        read_rule(Measure.SHARE, "150", CENTS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2%", (Measure.SHARE, "2")),
        ("2.5 % of the balance", (Measure.SHARE, "2.5")),
        ("min(5, balance)", (Measure.CAPPED, "5")),
        ("MIN( balance ; 5,50 )", (Measure.CAPPED, "5,50")),
        ("balance", (Measure.SHARE, "100")),
        ("5", None),
        ("24.50*2%", None),
        ("min(5)", None),
        ("", None),
    ],
)
def test_a_text_may_name_its_measure_itself(text: str, found: tuple[Measure, str] | None) -> None:
    assert spelled_out(text) == found


def test_the_operation_of_each_action() -> None:
    rule = Rule(Measure.FIXED, 5)
    shapes = {
        Action.ISSUE: (Kind.ISSUE, None, 1),
        Action.REDEEM: (Kind.REDEEM, 1, None),
        Action.RECEIVE: (Kind.TRANSFER, 9, 1),
        Action.SEND: (Kind.TRANSFER, 1, 9),
    }
    for action, shape in shapes.items():
        made = Recipe(action, rule, 9 if action.transfers else None).operation(1, 100)
        assert (made.kind, made.source, made.target) == shape
        assert action.gives is (made.target == 1)
        assert made.amount == 5


def test_the_states_that_recipes_lead_to() -> None:
    states = {action: action.status for action in Action if not action.moves}
    assert states == {
        Action.SUSPEND: Status.SUSPENDED,
        Action.REACTIVATE: Status.OPEN,
        Action.CLOSE: Status.CLOSED,
    }
