"""The table of colours: every pair that stands together can be read, and a switch changes all of them."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from walletdesk.ui import style
from walletdesk.ui.theme import DARK, LIGHT, Preference, Theme, Tokens, palette, theme, tokens

GROUNDS = ("window", "surface", "raised", "hover", "alt")
CHIPS = ("ok", "warn", "err", "info", "neutral")


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return round((high + 0.05) / (low + 0.05), 2)


def _pairs() -> list[tuple[str, str, float, float]]:
    """Colour, ground, and the least contrast in light and in dark."""
    found = []
    for ground in (*GROUNDS, "sel"):
        found += [("text", ground, 13.65, 9.4), ("text2", ground, 5.48, 5.37), ("sel_text", ground, 13.5, 10.4)]
        found += [("pos", ground, 5.24, 6.25), ("err", ground, 5.44, 5.52), ("warn", ground, 5.73, 6.6)]
        found += [("info", ground, 5.62, 5.62), ("accent", ground, 5.2, 5.2), ("neutral", ground, 6.1, 6.1)]
    found += [("text3", ground, 4.51, 5.05) for ground in GROUNDS]
    found += [(chip, f"{chip}_bg", 5.5, 6.7) for chip in CHIPS]
    found += [("text", "err_bg", 7.0, 7.0), ("text3", "neutral_bg", 4.3, 4.5)]
    found += [("on_accent", "accent", 6.36, 8.06), ("on_accent", "accent_hover", 7.8, 9.8)]
    found += [("input_border", ground, 3.11, 3.34) for ground in ("window", "surface")]
    found += [("focus", ground, 5.82, 7.67) for ground in ("window", "surface")]
    # The toast turns the theme inside out.
    found += [("surface", "text", 7.0, 7.0), ("sel", "text", 7.0, 7.0)]
    return found


@pytest.mark.parametrize(("colour", "ground", "light", "dark"), _pairs())
def test_what_stands_together_can_be_read(colour: str, ground: str, light: float, dark: float) -> None:
    for made, least in ((LIGHT, light), (DARK, dark)):
        assert contrast(made.colors()[colour], made.colors()[ground]) >= least, made.name


@pytest.mark.parametrize("made", [LIGHT, DARK], ids=lambda made: made.name)
def test_every_role_of_the_palette_is_ours(made: Tokens) -> None:
    ours = {made.color(name).rgba() for name in made.colors()}
    filled = palette(made)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
                assert filled.color(group, role).rgba() in ours, (group, role)


def test_the_placeholder_is_not_fusions_half_transparent_black() -> None:
    assert palette(LIGHT).color(QPalette.ColorRole.PlaceholderText).name().upper() == LIGHT.text3


@pytest.mark.parametrize("made", [LIGHT, DARK], ids=lambda made: made.name)
def test_the_style_sheet_knows_no_colour_but_the_tokens(made: Tokens) -> None:
    marks = {name: f"<{name}>" for name in made.colors()}
    assert "#" not in style.sheet(marks)
    assert "$" not in style.sheet(made.colors())


def test_the_preference_decides_and_the_change_is_told(qapp: QApplication) -> None:
    made, told = Theme(), []
    made.changed.connect(lambda: told.append(made.tokens.name))
    made.set_preference(Preference.DARK)
    assert made.tokens is DARK
    made.set_preference(Preference.DARK)
    assert made.toggle() is Preference.LIGHT
    assert told == ["dark", "light"]


def test_without_a_word_from_the_system_it_is_light(qapp: QApplication) -> None:
    made = Theme()
    made.set_preference(Preference.DARK)
    made.set_preference(Preference.SYSTEM)
    assert made.tokens is LIGHT


def test_applying_dresses_the_application(qapp: QApplication) -> None:
    theme().set_preference(Preference.DARK)
    theme().apply(qapp)
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.color("window")
    assert DARK.surface in qapp.styleSheet()
    assert tokens() is DARK
    theme().set_preference(Preference.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window) == LIGHT.color("window")
    assert DARK.surface not in qapp.styleSheet()


def test_there_is_one_theme(qapp: QApplication) -> None:
    assert theme() is theme()
    assert isinstance(theme(), QObject)
