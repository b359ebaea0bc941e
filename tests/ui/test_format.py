"""Figures as the person's locale writes them, instants on the clocks of the book's zone."""

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale

from walletdesk.ledger.amounts import Notation
from walletdesk.ui import format as formats
from walletdesk.ui.words import recomputed

PRAGUE = ZoneInfo("Europe/Prague")
MOMENT = 1_763_653_620_000  # 2025-11-20 15:47 UTC
HOUR = 3_600_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("en_US", Notation(".", ",", (3, 3))),
        ("de_DE", Notation(",", ".", (3, 3))),
        ("fr_FR", Notation(",", "\u202f", (3, 3))),
        ("cs_CZ", Notation(",", "\u00a0", (3, 3))),
        ("hi_IN", Notation(".", ",", (3, 2))),
        ("en_IN", Notation(".", ",", (3, 2))),
        ("C", Notation(".", ",", (3, 3))),
        ("ar_EG", Notation(".", ",", (3, 3))),
    ],
)
def test_the_locale_gives_marks_and_groups(name: str, expected: Notation) -> None:
    assert formats.notation(QLocale(name)) == expected


def test_a_locale_that_wants_no_groups_has_none() -> None:
    plain = QLocale("en_US")
    plain.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    assert formats.notation(plain) == Notation(".", "")


@pytest.mark.parametrize(
    ("number", "name", "text"),
    [
        (0, "en_US", "0"),
        (999, "en_US", "999"),
        (277_115, "en_US", "277,115"),
        (1_234_567, "hi_IN", "12,34,567"),
        (2**63 - 1, "de_DE", "9.223.372.036.854.775.807"),
        (-1_234, "en_US", "\u22121,234"),
    ],
)
def test_counts_are_exact_at_any_size(number: int, name: str, text: str) -> None:
    assert formats.count(number, QLocale(name)) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("12.50", "+12.50"), ("-12.50", "\u221212.50"), ("0", "0"), ("0.00", "0.00"), ("0.01", "+0.01")],
)
def test_a_change_shows_its_direction(text: str, shown: str) -> None:
    assert formats.signed(text) == shown


def test_instants_are_told_in_the_zone_of_the_book() -> None:
    assert formats.date_text(MOMENT, PRAGUE) == "2025-11-20 16:47"
    assert formats.date_text(MOMENT, UTC) == "2025-11-20 15:47"
    assert formats.date_text(-1, UTC) == "1969-12-31 23:59"
    assert formats.day_of(MOMENT + 8 * HOUR, PRAGUE) == date(2025, 11, 21)


@pytest.mark.parametrize(
    ("later", "text"),
    [(HOUR, "today 16:47"), (20 * HOUR, "yesterday 16:47"), (60 * HOUR, "2025-11-20 16:47")],
)
def test_near_instants_are_told_as_people_say_them(later: int, text: str) -> None:
    assert formats.relative_text(MOMENT, MOMENT + later, PRAGUE) == text


@pytest.mark.parametrize(
    ("gone", "text"),
    [
        (0, "just now"),
        (-HOUR, "just now"),
        (5 * 60_000, "5 min ago"),
        (2 * HOUR, "2 h ago"),
        (25 * HOUR, "1 day ago"),
        (72 * HOUR, "3 days ago"),
    ],
)
def test_age(gone: int, text: str) -> None:
    assert formats.age_text(MOMENT, MOMENT + gone) == text


def test_what_was_recomputed_is_counted_in_words() -> None:
    assert recomputed(1, 2000) == "1 transaction and 2,000 entries were recomputed."
    assert recomputed(2000, 1) == "2,000 transactions and 1 entry were recomputed."
