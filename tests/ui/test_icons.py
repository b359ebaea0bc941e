"""Icons take their colour when they are painted; fonts come with the program."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontInfo, QFontMetrics, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from walletdesk.ui import fonts, icons
from walletdesk.ui.theme import DARK, LIGHT, Preference, theme


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    theme().set_preference(Preference.LIGHT)
    theme().apply(qapp)


def _darkest(pixmap: QPixmap) -> str:
    """The colour of the pixels that the icon covers wholly."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    covered = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(covered, key=lambda colour: colour.alpha()).name().upper()


def test_an_icon_made_in_one_theme_is_painted_in_the_other() -> None:
    made = icons.icon("wallet", role="text")
    assert _darkest(made.pixmap(64, 64)) == LIGHT.text
    theme().set_preference(Preference.DARK)
    assert _darkest(made.pixmap(64, 64)) == DARK.text
    theme().set_preference(Preference.LIGHT)


def test_mode_and_state_choose_the_colour() -> None:
    made = icons.icon("wallet", role="text2", on_role="accent")
    assert _darkest(made.pixmap(QSize(64, 64), QIcon.Mode.Disabled)) == LIGHT.text3
    assert _darkest(made.pixmap(QSize(64, 64), QIcon.Mode.Normal, QIcon.State.On)) == LIGHT.accent


def test_an_icon_that_is_not_there_is_a_bug_that_shows_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_every_bundled_icon_can_be_drawn() -> None:
    names = sorted(path.stem for path in icons.path_of("wallet").parent.glob("*.svg"))
    assert len(names) > 50
    for name in names:
        image = icons.pixmap(name, size=24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), name


def test_copies_of_icons_outlive_their_first_owner() -> None:
    for _ in range(200):
        copy = QIcon(icons.icon("wallet"))
        copy.addPixmap(QPixmap(16, 16))
        assert not copy.pixmap(16, 16).isNull()


def test_a_wide_icon_stands_at_the_left() -> None:
    image = icons.icon("wallet", role="text").pixmap(40, 16).toImage()
    columns = [x for x in range(image.width()) if any(image.pixelColor(x, y).alpha() for y in range(image.height()))]
    assert max(columns) < 16


def test_a_screen_of_finer_grain_gets_more_pixels_not_larger_ones() -> None:
    made = icons.icon("wallet", role="text").pixmap(QSize(20, 16), 1.5)
    assert made.size() == QSize(30, 24)
    assert made.devicePixelRatio() == 1.5
    assert made.deviceIndependentSize().toSize() == QSize(20, 16)


def test_delegates_paint_an_icon_in_any_colour() -> None:
    canvas = QPixmap(32, 32)
    canvas.fill(LIGHT.color("surface"))
    painter = QPainter(canvas)
    icons.paint_icon(painter, QRect(0, 0, 32, 32), "circle-check", LIGHT.color("err"))
    painter.end()
    image = canvas.toImage()
    assert any(image.pixelColor(x, y) == LIGHT.color("err") for x in range(32) for y in range(32))


def test_the_program_has_its_own_font(qapp: QApplication) -> None:
    assert fonts.FAMILY in fonts.load()
    assert QFontInfo(qapp.font()).family() == fonts.FAMILY
    assert qapp.font().pixelSize() == 13
    for weight in (fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD, fonts.BOLD):
        assert QFontInfo(fonts.sized(15, weight)).weight() == weight


def test_figures_in_tables_are_all_as_wide_as_each_other() -> None:
    metrics = QFontMetrics(fonts.tabular(fonts.sized(13)))
    assert len({metrics.horizontalAdvance(digit * 20) for digit in "0123456789"}) == 1
    plain = QFontMetrics(fonts.sized(13))
    assert len({plain.horizontalAdvance(digit * 20) for digit in "0123456789"}) > 1
