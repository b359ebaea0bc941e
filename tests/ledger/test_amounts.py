"""A4 and A5: amounts are whole parts, and their text comes back as the same number."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from walletdesk.ledger.amounts import MAX_AMOUNT, PLAIN, Notation, Scale
from walletdesk.ledger.refusals import AmountNotWhole, AmountTooLarge, AmountUnreadable, LedgerError, Missing

EN = Notation(".", ",")
DE = Notation(",", ".")
FR = Notation(",", "\u202f")
CH = Notation(".", "\u2019")
IN = Notation(".", ",", (3, 2))
NOTATIONS = (PLAIN, EN, DE, FR, CH, IN)

amounts = st.integers(-MAX_AMOUNT, MAX_AMOUNT)
fractions = st.one_of(st.integers(1, 1000), st.sampled_from([10**n for n in range(10)]), st.integers(1, 10**9))
scales = st.one_of(st.builds(Scale, fractions), st.builds(Scale, fractions, st.just("d"), st.just("min")))


@given(amounts, scales, st.sampled_from(NOTATIONS))
@example(0, Scale(24), EN)
@example(-1, Scale(10**9), DE)
@example(MAX_AMOUNT, Scale(1), FR)
@example(-MAX_AMOUNT, Scale(24, "d", "h"), IN)
def test_a5_parsing_what_was_formatted_gives_the_same_amount(amount: int, scale: Scale, notation: Notation) -> None:
    assert scale.parse(scale.format(amount, notation), notation) == amount
    assert scale.parse("".join(scale.columns(amount, notation)), notation) == amount
    assert scale.parse(scale.file_text(amount)) == amount


@given(st.text(max_size=30), scales, st.sampled_from(NOTATIONS))
def test_a5_any_text_is_an_amount_or_refused_as_one(text: str, scale: Scale, notation: Notation) -> None:
    try:
        amount = scale.parse(text, notation)
    except LedgerError as refusal:
        assert refusal.field == "amount"
    else:
        assert type(amount) is int
        assert abs(amount) <= MAX_AMOUNT


@given(st.text("0123456789.,' -+", min_size=1, max_size=25), scales, st.sampled_from(NOTATIONS))
@example("9223372036854775807", Scale(1), PLAIN)
@example("9223372036854775808", Scale(1), PLAIN)
@example("92233720368547758.07", Scale(100), PLAIN)
@example("92233720368547758.08", Scale(100), PLAIN)
@example("1.500", Scale(100), PLAIN)
@example("-.5", Scale(10), PLAIN)
def test_a5_the_quick_way_through_decimals_is_the_exact_one(text: str, scale: Scale, notation: Notation) -> None:
    try:
        found: int | type[LedgerError] = scale.parse(text, notation)
    except LedgerError as refusal:
        found = type(refusal)
    body = text.strip()
    sign, body = (-1 if body[:1] == "-" else 1), body[1:].lstrip() if body[:1] in ("-", "+") else body
    size = scale.magnitude(body, notation) if text.strip() else None
    if size is None:
        expected: int | type[LedgerError] = AmountUnreadable if text.strip() else Missing
    elif (size * scale.fractions).denominator != 1:
        expected = AmountNotWhole
    else:
        expected = AmountTooLarge if size * scale.fractions > MAX_AMOUNT else sign * int(size * scale.fractions)
    assert found == expected


@given(st.integers(0, 10**12), st.integers(0, 10**6), st.integers(1, 6), fractions)
def test_a5_what_is_no_whole_number_of_parts_names_the_nearest_two(whole: int, tail: int, digits: int, n: int) -> None:
    text = f"{whole}.{tail % 10**digits:0{digits}d}"
    exact = Fraction(text) * n
    try:
        assert Scale(n).parse(text) == exact
    except AmountNotWhole as refusal:
        assert refusal.below < exact < refusal.above == refusal.below + 1
    except AmountTooLarge:
        assert exact > MAX_AMOUNT


@pytest.mark.parametrize(
    ("text", "fractions", "notation", "parts"),
    [
        ("12.50", 100, PLAIN, 1250),
        ("  12.5 ", 100, PLAIN, 1250),
        ("-0", 100, PLAIN, 0),
        ("\u221212.50", 100, EN, -1250),
        ("+3", 100, EN, 300),
        (".5", 100, EN, 50),
        ("1,234.56", 100, EN, 123456),
        ("1.234,56", 100, DE, 123456),
        ("1.234", 1, DE, 1234),
        ("1 234,56", 100, FR, 123456),
        ("1'234.56", 100, CH, 123456),
        ("12,34,567.5", 10, IN, 12345675),
        ("2 5/24", 24, PLAIN, 53),
        ("5/24", 24, PLAIN, 5),
        ("2", 24, PLAIN, 48),
        ("2.5", 24, PLAIN, 60),
        ("1/2", 24, PLAIN, 12),
        ("12 05/24", 24, EN, 293),
        ("1,000 1/24", 24, EN, 24001),
        ("9223372036854775807", 1, PLAIN, MAX_AMOUNT),
    ],
)
def test_a5_reads(text: str, fractions: int, notation: Notation, parts: int) -> None:
    assert Scale(fractions).parse(text, notation) == parts


@pytest.mark.parametrize(
    ("text", "parts"), [("2d 5h", 53), ("5h", 5), ("2 D", 48), ("2d5h", 53), ("2 5/24", 53), ("3", 72), ("-1d 1h", -25)]
)
def test_a5_named_units(text: str, parts: int) -> None:
    days = Scale(24, "d", "h")
    assert days.parse(text) == parts
    assert days.format(53) == "2d 5h"
    assert days.file_text(53) == "2 5/24"


@pytest.mark.parametrize(
    ("text", "notation", "refusal"),
    [
        ("", EN, Missing),
        ("   ", EN, Missing),
        ("1e309", EN, AmountUnreadable),
        ("NaN", EN, AmountUnreadable),
        ("inf", EN, AmountUnreadable),
        ("0x10", EN, AmountUnreadable),
        ("1_000", EN, AmountUnreadable),
        ("\u0661\u0662", EN, AmountUnreadable),
        ("\uff11\uff12", EN, AmountUnreadable),
        ("12\u00b2", EN, AmountUnreadable),
        ("1,234.56", DE, AmountUnreadable),
        ("1.234,56", EN, AmountUnreadable),
        ("1,23", EN, AmountUnreadable),
        ("12,34.56", EN, AmountUnreadable),
        ("1..2", EN, AmountUnreadable),
        ("--1", EN, AmountUnreadable),
        ("-", EN, AmountUnreadable),
        (".", EN, AmountUnreadable),
        ("1\x00", EN, AmountUnreadable),
        ("\u202e12", EN, AmountUnreadable),
        ("1/0", EN, AmountUnreadable),
        ("5/24", EN, AmountUnreadable),
        ("0.005", EN, AmountNotWhole),
        ("92233720368547758.08", EN, AmountTooLarge),
        ("9" * 5000, EN, AmountTooLarge),
        ("x" * 5000, EN, AmountUnreadable),
    ],
)
def test_a5_refuses(text: str, notation: Notation, refusal: type[LedgerError]) -> None:
    with pytest.raises(refusal):
        Scale(100).parse(text, notation)


def test_a5_a_division_by_zero_is_unreadable_where_fractions_are_read() -> None:
    with pytest.raises(AmountUnreadable):
        Scale(24).parse("1/0")


def test_a5_columns_let_digits_stand_below_each_other() -> None:
    hours = Scale(24)
    assert hours.columns(293, EN) == ("12 05", "/24")
    assert hours.columns(0, EN) == ("0", "")
    assert hours.columns(22, EN) == ("0 22", "/24")
    assert Scale(100).columns(-123456, EN) == ("-1,234.56", "")
