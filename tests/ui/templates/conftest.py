"""Templates are tested in the program's own dress."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.builder.scene import Scene
from walletdesk.ui.theme import theme


@pytest.fixture
def scene(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    theme().apply(qapp)
    made = Scene(qtbot, tmp_path)
    yield made
    made.close()
