"""Widgets are tested in the program's own dress, light at the beginning of every test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from walletdesk.ui.theme import Preference, Theme, theme


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[Theme]:
    current = theme()
    current.set_preference(Preference.LIGHT)
    current.apply(qapp)
    yield current
    current.set_preference(Preference.LIGHT)
