"""A5: what is typed as a sum is worked out exactly, or refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.arithmetic import calculate, in_other_notation, mentions
from walletdesk.ledger.refusals import AmountNotWhole, AmountTooLarge, AmountUnreadable, LedgerError

DE = Notation(",", ".")
FR = Notation(",", "\u202f")
CENTS = Scale(100)
HOURS = Scale(24)


@pytest.mark.parametrize(
    ("text", "scale", "notation", "parts"),
    [
        ("24.50*2%", CENTS, PLAIN, 49),
        ("(3+4)/2", CENTS, PLAIN, 350),
        ("=12.50", CENTS, PLAIN, 1250),
        ("= 1 + 2 * 3", CENTS, PLAIN, 700),
        ("10-2.5-2.5", CENTS, PLAIN, 500),
        ("1.234,50*2", CENTS, DE, 246900),
        ("-(1+1)*-1", CENTS, PLAIN, 200),
        ("100 \u00d7 3 \u00f7 4", CENTS, PLAIN, 7500),
        ("50%", CENTS, PLAIN, 50),
        ("10/3*3", CENTS, PLAIN, 1000),
        ("2 5/24", HOURS, PLAIN, 53),
        ("53/24", HOURS, PLAIN, 53),
        ("2 5/24 + 1", HOURS, PLAIN, 77),
        ("2*(1 12/24)", HOURS, PLAIN, 72),
        ("2*1 12/24", HOURS, PLAIN, 72),
        ("2d 5h * 2", Scale(24, "d", "h"), PLAIN, 106),
        ("2.5", HOURS, PLAIN, 60),
        ("1\u202f234 5/24 + 1", HOURS, FR, 29645),
        ("(1 234 567 5/24)", HOURS, FR, 29629613),
        ("1\u202f234/8", CENTS, FR, 15425),
    ],
)
def test_works_out(text: str, scale: Scale, notation: Notation, parts: int) -> None:
    assert calculate(text, scale, notation) == parts


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("10/3", AmountNotWhole),
        ("0.1*0.1*0.1", AmountNotWhole),
        ("1/0", AmountUnreadable),
        ("1/(2-2)", AmountUnreadable),
        ("1+", AmountUnreadable),
        ("(1", AmountUnreadable),
        ("1)", AmountUnreadable),
        ("()", AmountUnreadable),
        ("1 2", AmountUnreadable),
        ("1 2+1", AmountUnreadable),
        ("1 2/2", AmountUnreadable),
        ("1+x", AmountUnreadable),
        ("2**3", AmountUnreadable),
        ("%", AmountUnreadable),
        ("__import__('os')", AmountUnreadable),
        ("(" * 150 + "1" + ")" * 40, AmountUnreadable),
        ("1+" * 150 + "1", AmountUnreadable),
        ("9999999999*9999999999", AmountTooLarge),
        ("9" * 60 + "*" + "9" * 60, AmountTooLarge),
    ],
)
def test_refuses(text: str, refusal: type[LedgerError]) -> None:
    with pytest.raises(refusal):
        calculate(text, CENTS)


sums = st.recursive(
    st.integers(0, 99999).map(lambda n: (f"{n // 100}.{n % 100:02d}", Fraction(n, 100))),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}+{p[1][0]})", p[0][1] + p[1][1])),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]} - {p[1][0]})", p[0][1] - p[1][1])),
        st.tuples(inner, inner).map(lambda p: (f"{p[0][0]}*({p[1][0]})", p[0][1] * p[1][1])),
        inner.map(lambda p: (f"({p[0]})%", p[1] / 100)),
    ),
    max_leaves=6,
)


@given(sums)
def test_any_sum_comes_to_what_fractions_make_of_it(made: tuple[str, Fraction]) -> None:
    text, value = made
    try:
        assert calculate(text, CENTS) == value * 100
    except AmountNotWhole as refusal:
        assert refusal.below < value * 100 < refusal.above
    except AmountTooLarge:
        assert abs(value * 100) >= 2**63
    except AmountUnreadable:
        assert len(text) > 200


@given(st.text(alphabet="0123456789.,+-*/()%= dh\u2212\u00d7", max_size=40))
def test_any_text_is_an_amount_or_refused_as_one(text: str) -> None:
    for scale in (CENTS, HOURS, Scale(24, "d", "h")):
        try:
            assert type(calculate(text, scale)) is int
        except LedgerError as refusal:
            assert refusal.field == "amount"


@pytest.mark.parametrize(
    ("text", "parts"),
    [("max", 1001), (" MAX ", 1001), ("max - 5", 501), ("max*0+1", 100), ("=(max+0.01)/2", 501), ("100%*max", 1001)],
)
def test_a_word_stands_for_an_amount(text: str, parts: int) -> None:
    assert calculate(text, CENTS, PLAIN, {"max": 1001}) == parts
    assert mentions(text, {"max"})


@pytest.mark.parametrize("text", ["max 2", "maxi", "2max", "max max"])
def test_a_word_beside_another_is_no_amount(text: str) -> None:
    with pytest.raises(AmountUnreadable):
        calculate(text, CENTS, PLAIN, {"max": 1001})
    assert not mentions(text, {"max"})


@pytest.mark.parametrize(
    ("text", "told"),
    [("33.5%", "33,5%"), ("max - 1,234.50", "max - 1234,50"), ("rest", "rest"), ("2*(.5+ 3 )", "2*(,5+ 3 )")],
)
def test_a_sum_means_the_same_in_another_notation(text: str, told: str) -> None:
    assert in_other_notation(text, Notation(".", ","), DE) == told
