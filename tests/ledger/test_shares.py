"""Shares add up to the last part, for any amount, fractions and percentages (issue 3, item 2)."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.amounts import MAX_AMOUNT, Notation
from walletdesk.ledger.shares import largest_remainder, nearest, over_hundred, read_percent, split

PERCENTS = st.fractions(0, 100, max_denominator=10**6)
BASES = st.integers(1, MAX_AMOUNT)


def within_a_hundred(percents: list[Fraction]) -> list[Fraction]:
    total = sum(percents, Fraction(0))
    return [percent * 100 / total for percent in percents] if total > 100 else percents


GROUPS = st.lists(PERCENTS, max_size=30).map(within_a_hundred)


@given(BASES, GROUPS, st.data())
def test_shares_and_rest_make_up_the_base_each_within_one_part(
    base: int, percents: list[Fraction], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(percents)))
    fixed = data.draw(st.integers(0, base))
    shares = split(base, [*percents[:place], None, *percents[place:]], fixed)
    assert sum(share.parts for share in shares) + fixed == base
    assert all(abs(share.parts - share.exact) < 1 for share in shares)
    assert all(share.parts >= 0 for share in shares if share.percent is not None)


@given(BASES, GROUPS)
def test_percentages_alone_make_up_their_sum_rounded_once(base: int, percents: list[Fraction]) -> None:
    shares = split(base, percents)
    exact = sum(percents, Fraction(0)) * base / 100
    assert sum(share.parts for share in shares) == nearest(exact) <= base
    assert all(abs(share.parts - share.exact) < 1 for share in shares)
    if sum(percents) == 100:
        assert sum(share.parts for share in shares) == base


@given(BASES, GROUPS, st.integers(0, MAX_AMOUNT), st.data())
def test_what_is_fixed_changes_the_rest_alone(
    base: int, percents: list[Fraction], fixed: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(percents)))
    whole = [*percents[:place], None, *percents[place:]]
    free, less = split(base, whole), split(base, whole, fixed)
    expected = [share.parts - (fixed if share.percent is None else 0) for share in free]
    assert [share.parts for share in less] == expected


@given(BASES, GROUPS)
def test_a_larger_percentage_never_gets_less(base: int, percents: list[Fraction]) -> None:
    ranked = sorted(split(base, percents), key=lambda share: share.exact)
    assert all(one.parts <= other.parts for one, other in pairwise(ranked) if one.exact < other.exact)


def test_of_equal_losses_the_earlier_takes_the_part() -> None:
    third = Fraction(100, 3)
    assert [share.parts for share in split(10_000, [third, third, third])] == [3334, 3333, 3333]
    assert [share.added for share in split(10_000, [third, third, third])] == [1, 0, 0]
    assert [share.parts for share in split(1, [Fraction(50), None])] == [1, 0]
    assert largest_remainder([Fraction(1, 3), Fraction(2, 3)], 1) == (0, 1)


def test_the_example_of_the_form() -> None:
    shares = split(9999, [Fraction(30), None], 250)
    assert [(share.parts, share.exact) for share in shares] == [
        (3000, Fraction(29997, 10)),
        (6749, Fraction(67493, 10)),
    ]


def test_a_rest_below_zero_says_by_how_much() -> None:
    assert split(100, [Fraction(50), None], 80)[1].parts == -30


def test_where_percentages_pass_a_hundred() -> None:
    assert over_hundred([Fraction(60), None, Fraction(40)]) is None
    assert over_hundred([Fraction(60), None, Fraction(40), Fraction(1, 10**9)]) == 3
    assert over_hundred([Fraction(101)]) == 0


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("30%", Fraction(30)),
        (" 2.5 % ", Fraction(5, 2)),
        ("0%", Fraction(0)),
        ("1,000%", None),
        ("2.50%*3", None),
        ("=30%", None),
        ("30", None),
        ("-5%", None),
        ("1/3%", None),
        ("30%%", None),
        ("%", None),
        ("x%", None),
    ],
)
def test_only_a_percentage_alone_is_a_share(text: str, percent: Fraction | None) -> None:
    assert read_percent(text) == percent


def test_a_percentage_is_read_in_the_readers_notation() -> None:
    assert read_percent("33,33%", Notation(",", ".")) == Fraction(3333, 100)
