"""How a column writes its amounts is found, or asked where two readings differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.exchange.notations import NotationFinder
from walletdesk.exchange.refusals import AmountsAmbiguous
from walletdesk.ledger.amounts import Notation, Scale


def found(fractions: int, *texts: str) -> tuple[str, str]:
    finder = NotationFinder(Scale(fractions))
    for text in texts:
        finder.add(text)
    notation = finder.answer()
    return notation.decimal, notation.group


@pytest.mark.parametrize(
    ("fractions", "texts", "notation"),
    [
        (100, [], (".", "")),
        (100, ["700", "12"], (".", "")),
        (100, ["700.00", "12.50"], (".", "")),
        (100, ["12,50"], (",", "")),
        (100, ["1,234.56", "12"], (".", ",")),
        (100, ["1.234,56"], (",", ".")),
        (100, ["1 234,56", "-1 234,00"], (",", " ")),
        (100, ["1'234.50"], (".", "'")),
        (100, ["12,34,567.00"], (".", ",")),
        (100, ["1,234", "12,345"], (".", ",")),
        (1, ["1.234", "12.345.678"], (",", ".")),
        (1000, ["0.125", "12.5"], (".", "")),
        (24, ["2 5/24", "5/24"], (".", "")),
        (100, ["abc", "NaN", "1e309", "12.50"], (".", "")),
        (10, ["1,100,000,000.0"], (".", ",")),
        (100, ["92.233.720.368.547.758,07"], (",", ".")),
    ],
)
def test_notations(fractions: int, texts: list[str], notation: tuple[str, str]) -> None:
    assert found(fractions, *texts) == notation


@pytest.mark.parametrize(("fractions", "texts"), [(1000, ["1.234", "5.678"]), (100, ["1.000", "2.500"])])
def test_two_readings_are_asked(fractions: int, texts: list[str]) -> None:
    with pytest.raises(AmountsAmbiguous) as caught:
        found(fractions, *texts)
    assert len(caught.value.readings) == 2


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=10),
    st.sampled_from(
        [Notation(".", ","), Notation(",", "."), Notation(",", " "), Notation(".", "'"), Notation(",", "")]
    ),
    st.sampled_from([1, 10, 100, 1000]),
)
def test_a_found_notation_reads_what_was_written(amounts: list[int], notation: Notation, fractions: int) -> None:
    scale = Scale(fractions)
    texts = [scale.format(amount, notation) for amount in amounts]
    finder = NotationFinder(scale)
    for text in texts:
        finder.add(text)
    try:
        answer = finder.answer()
    except AmountsAmbiguous:
        return
    assert [scale.parse(text, answer) for text in texts] == amounts
