"""Golden pictures: the main screens are what they were, to the last pixel, in both themes and two sizes.

`./run pictures` makes them anew. They hold for the Qt that made them, named beside them: fonts are drawn by it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.screens import Screens
from walletdesk.ui.theme import Preference, theme

GOLDEN = Path(__file__).parents[1] / "golden"
VERSION = GOLDEN / "QT_VERSION"
MAKING = bool(os.environ.get("WALLETDESK_MAKE_PICTURES"))
SIZES = (QSize(1400, 860), QSize(1024, 640))
THEMES = (Preference.LIGHT, Preference.DARK)
SHOWN = (
    *("overview", "assets", "customers", "wallets", "ledger", "explain", "transactions", "builder", "reversal"),
    *("palette", "import", "evening", "setup"),
)
DIFFERENT = 0xFFFF00FF


@pytest.fixture
def screens(qtbot: QtBot, qapp: QApplication, own_folders: Path) -> Iterator[Screens]:
    theme().apply(qapp)
    made = Screens(qtbot, own_folders)
    yield made
    theme().set_preference(Preference.SYSTEM)
    made.opened.close()


def made_by() -> str:
    return VERSION.read_text(encoding="utf-8").strip() if VERSION.exists() else ""


def grabbed(screens: Screens, window: QWidget) -> QImage:
    """The window without what moves: no focus, and with it no blinking line."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    screens.settle()
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def look(screens: Screens, name: str, kind: Preference) -> Iterator[tuple[str, QImage]]:
    """A screen in one theme and each size, by the name of its picture."""
    for size in SIZES:
        window = screens.all()[name]()
        window.resize(size)
        screens.settle()
        yield f"{name}-{kind.value}-{size.width()}", grabbed(screens, window)
        screens.leave(window)


def save(image: QImage, path: Path) -> None:
    """Without loss, and a quarter of the size of a PNG."""
    assert image.save(str(path), "WEBP", 100), path
    assert opened(path) == image, path


def opened(path: Path) -> QImage:
    return QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)


def difference(actual: QImage, golden: QImage) -> tuple[int, QImage]:
    """How many pixels differ, and where."""
    shown = actual.copy()
    found = 0
    for y in range(actual.height()):
        for x in range(actual.width()):
            if not golden.valid(x, y) or actual.pixel(x, y) != golden.pixel(x, y):
                found += 1
                shown.setPixel(x, y, DIFFERENT)
    return found, shown


@pytest.mark.skipif(not MAKING and not made_by(), reason="no pictures are kept; ./run pictures makes them")
@pytest.mark.skipif(
    not MAKING and made_by() != qVersion(), reason=f"the pictures are of Qt {made_by()}, this is {qVersion()}"
)
@pytest.mark.parametrize("kind", THEMES, ids=lambda kind: kind.value)
@pytest.mark.parametrize("name", SHOWN)
def test_a_screen_is_what_it_was(screens: Screens, name: str, kind: Preference, tmp_path: Path) -> None:
    screens.window.look.set_theme(kind)
    wrong = []
    for picture, actual in look(screens, name, kind):
        path = GOLDEN / f"{picture}.webp"
        if MAKING:
            GOLDEN.mkdir(exist_ok=True)
            VERSION.write_text(f"{qVersion()}\n", encoding="utf-8")
            save(actual, path)
            continue
        golden = opened(path)
        if golden == actual:
            continue
        count, shown = difference(actual, golden)
        actual.save(str(tmp_path / f"{picture}-actual.png"))
        shown.save(str(tmp_path / f"{picture}-difference.png"))
        wrong.append(f"{picture}: {count} pixels, see {tmp_path}")
    assert wrong == []
