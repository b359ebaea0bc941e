"""Switching the theme live leaves nothing of the other one behind, on any screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPalette, QTransform
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.screens import Screens
from walletdesk.ui.theme import DARK, LIGHT, Preference, Theme, Tokens, theme

STRETCH = 10
"""So many pixels of one colour in a row: fewer may come from smoothing."""


@pytest.fixture
def screens(qtbot: QtBot, qapp: QApplication, own_folders: Path) -> Iterator[Screens]:
    theme().apply(qapp)
    made = Screens(qtbot, own_folders)
    yield made
    theme().set_preference(Preference.SYSTEM)
    made.opened.close()


def only_of(one: Tokens, other: Tokens) -> dict[int, str]:
    """The colours that one theme has and the other has not, as pixels, with their names."""
    taken = {value.upper() for value in other.colors().values()}
    return {QColor(value).rgb(): name for name, value in one.colors().items() if value.upper() not in taken}


def rows(image: QImage) -> bytes:
    return bytes(image.convertToFormat(QImage.Format.Format_RGB32).constBits())


def leftovers(window: QWidget, forbidden: dict[int, str]) -> dict[str, int]:
    """Stretches of these colours, across and down: of a surface, a line or a word's stem, not of smoothing."""
    image = window.grab().toImage()
    turned = image.transformed(QTransform().rotate(90))
    lines = (rows(image), rows(turned))
    found = {
        name: sum(line.count(pixel.to_bytes(4, "little") * STRETCH) for line in lines)
        for pixel, name in forbidden.items()
    }
    return {name: number for name, number in found.items() if number}


def test_no_screen_keeps_anything_of_the_theme_it_left(screens: Screens) -> None:
    of_light, of_dark = only_of(LIGHT, DARK), only_of(DARK, LIGHT)
    theme().set_preference(Preference.LIGHT)
    for name, window in screens.each():
        before = window.grab().toImage()
        assert leftovers(window, of_light), "the colours looked for are those that are painted"
        theme().set_preference(Preference.DARK)
        screens.settle()
        assert leftovers(window, of_light) == {}, f"{name}, light to dark"
        theme().set_preference(Preference.LIGHT)
        screens.settle()
        assert leftovers(window, of_dark) == {}, f"{name}, dark to light"
        if name != "many":  # it goes on thinking
            assert window.grab().toImage() == before, f"{name} is not as it was before"


def test_system_follows_what_the_system_says(qapp: QApplication) -> None:
    says = [Qt.ColorScheme.Light]
    made = Theme(scheme=lambda: says[0])
    made.apply(qapp)
    hints = QGuiApplication.styleHints()
    try:
        for scheme, wanted in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
            says[0] = scheme
            hints.colorSchemeChanged.emit(scheme)
            assert made.tokens is wanted
            assert qapp.palette().color(QPalette.ColorRole.Window) == wanted.color("window")
        made.set_preference(Preference.LIGHT)
        says[0] = Qt.ColorScheme.Dark
        hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert made.tokens is LIGHT, "who chose light stays with it"
    finally:
        made.deleteLater()
        theme().apply(qapp)
