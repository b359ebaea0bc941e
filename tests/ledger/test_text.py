"""Texts that people type are cleaned, measured or refused at their field."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletdesk.ledger.refusals import ForbiddenCharacter, LedgerError, Missing, TooLong
from walletdesk.ledger.text import clean_line, clean_paragraphs, required_line


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_cleaned_line_is_composed_stripped_and_cleans_to_itself(text: str) -> None:
    try:
        cleaned = clean_line(text, "name", 50)
    except LedgerError as refusal:
        assert refusal.field == "name"
        return
    assert cleaned == cleaned.strip() == clean_line(cleaned, "name", 50)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert len(cleaned) <= 50
    cleaned.encode()


@pytest.mark.parametrize(
    ("text", "codepoint"),
    [("a\x00b", 0), ("a\nb", 10), ("a\tb", 9), ("a\x1bb", 27), ("a\u202eb", 0x202E), ("a\u2066b", 0x2066),
     ("a\ud800b", 0xD800), ("a\x85b", 0x85), ("a\u2028b", 0x2028)],
)  # fmt: skip
def test_characters_that_deceive_or_break_are_refused_where_they_stand(text: str, codepoint: int) -> None:
    with pytest.raises(ForbiddenCharacter) as refusal:
        clean_line(text, "name", 50)
    assert (refusal.value.field, refusal.value.codepoint, refusal.value.position) == ("name", codepoint, 2)


def test_paragraphs_may_break_lines_but_not_turn_direction() -> None:
    assert clean_paragraphs("one\r\n\ttwo", "description", 50) == "one\n\ttwo"
    with pytest.raises(ForbiddenCharacter):
        clean_paragraphs("one\u202etwo", "description", 50)


def test_length_counts_code_points_after_composing() -> None:
    assert len(clean_line("e\u0301" * 50, "name", 50)) == 50
    with pytest.raises(TooLong) as refusal:
        clean_line("\U0001f600" * 51, "name", 50)
    assert (refusal.value.limit, refusal.value.length) == (50, 51)
    with pytest.raises(TooLong):
        clean_line("x" * 10_000_000, "name", 50)


def test_a_required_line_is_not_blank() -> None:
    with pytest.raises(Missing):
        required_line(" \u00a0 ", "name", 50)
