"""The program's own font, so that it looks the same on every machine."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QToolTip

from walletdesk.paths import resources
from walletdesk.ui.zoom import font_px, zoom

FAMILY = "WalletDesk Sans"
BASE = 13

REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold
BOLD = QFont.Weight.Bold


@cache
def load() -> tuple[str, ...]:
    """Load the bundled fonts once, and answer the families that were found."""
    families: list[str] = []
    for path in sorted((resources() / "fonts").glob("*.otf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def apply(app: QApplication) -> None:
    """Make the bundled font the font of every widget."""
    load()
    app.setFont(sized(BASE))
    QToolTip.setFont(sized(12))


def sized(px: int, weight: QFont.Weight = REGULAR) -> QFont:
    """The program's font in a size and a weight of our scale, as large as the zoom makes it."""
    font = QFont(FAMILY)
    font.setPixelSize(font_px(px, zoom().percent))
    font.setWeight(weight)
    # Hinting differs between machines; without it a picture of the window is the same everywhere.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width, for columns of amounts and dates."""
    copy = QFont(font)
    copy.setFeature(QFont.Tag("tnum"), 1)
    return copy
