"""I1: the seal of a ledger is read as it is written, and a slip of the pen is told."""

from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walletdesk.ledger import sealing
from walletdesk.ledger.refusals_book import SealMistyped

bodies = st.text(sealing.ALPHABET, min_size=19, max_size=19)
links = st.binary(min_size=32, max_size=32)
numbers = st.integers(1, 10**12 - 1)


def test_a_seal_is_the_same_for_ever() -> None:
    """Printed ones must stay true: this one may never change."""
    assert sealing.seal(4202, bytes(32)).text == "T-4202 · 0PAR-AKV5-56EK-4GBM-1EW1"


def written(number: int, body: str) -> sealing.Seal:
    """A seal of any code, without the work that a true one takes."""
    return sealing.Seal(number, body + sealing._check_character(number, body))


@given(numbers, bodies)
def test_a_seal_is_read_however_it_is_written(number: int, body: str) -> None:
    made = written(number, body)
    bare = f"{number}{made.code}"
    for text in (
        made.text,
        made.text.lower(),
        bare,
        f"  t {number} {' '.join(made.code)} ",
        made.text.replace("·", ""),
    ):
        assert sealing.read(text) == made
    alike = made.code.replace("1", "I").replace("0", "O")
    assert sealing.read(f"T-{number}: {alike}") == made


@given(numbers, bodies)
@settings(max_examples=10, deadline=None)
def test_every_wrong_character_and_every_swap_of_neighbours_is_told(number: int, body: str) -> None:
    text = f"{number}{written(number, body).code}"
    end = len(text) - sealing.LENGTH
    for at in range(len(text)):
        for other in "0123456789" if at < end else sealing.ALPHABET:
            told(text, text[:at] + other + text[at + 1 :])
        if at + 1 != end:
            told(text, text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :])


def told(text: str, other: str) -> None:
    """What differs in the number or the code is refused; zeros before a number are none."""
    if other.lstrip("0") == text.lstrip("0"):
        return
    with pytest.raises(SealMistyped):
        sealing.read(other)


def test_a_number_that_no_ledger_reaches_is_a_slip() -> None:
    body = "0" * 19
    for number, refused in ((2**63 - 1, False), (2**63, True), (10**19 - 1, True)):
        text = f"T-{number} {body}{sealing._check_character(number, body)}"
        with pytest.raises(SealMistyped) if refused else nullcontext():
            assert sealing.read(text).number == number


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    try:
        sealing.read(text)
    except SealMistyped as refused:
        assert refused.field == "seal"


@given(numbers, links, links)
@settings(max_examples=4, deadline=None)
def test_other_histories_and_numbers_have_other_seals(number: int, one: bytes, other: bytes) -> None:
    assert (sealing.seal(number, one) == sealing.seal(number, other)) == (one == other)
    assert sealing.seal(number, one).code != sealing.seal(number + 1, one).code
