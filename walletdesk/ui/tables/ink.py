"""Fonts of the tables with what was measured of them: each text is cut and laid out once.

Laid out beforehand, a text is drawn in half the time, which is most of what a frame of a table costs.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTransform

from walletdesk.ui import fonts
from walletdesk.ui.zoom import zoom

_REMEMBERED: Final = 8_000
_LONGEST: Final = 400


Fitted = tuple[QStaticText, float]


class Ink:
    """One font with its metrics and a memory of the texts it fitted."""

    def __init__(self, font: QFont) -> None:
        """Measure with this font."""
        self.font: Final = font
        self._metrics = QFontMetricsF(font)
        # From the middle of a line to its top; its baseline lies on whole pixels, so that rows look alike.
        self._rise = round((self._metrics.ascent() - self._metrics.descent()) / 2) - self._metrics.ascent()
        self._widths: dict[str, float] = {}
        self._fitted: dict[tuple[str, int], Fitted] = {}

    def width(self, text: str) -> float:
        """How wide the text is."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= _REMEMBERED:
                self._widths.clear()
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return known

    def fit(self, text: str, width: float) -> Fitted:
        """The text on one line, cut with an ellipsis to what fits, and its width."""
        key = (text, int(width))
        known = self._fitted.get(key)
        if known is None:
            if len(self._fitted) >= _REMEMBERED:
                self._fitted.clear()
            known = self._fitted[key] = self._cut(text, width)
        return known

    def draw(self, painter: QPainter, x: float, middle: int, text: QStaticText) -> None:
        """Draw what `fit` made from `x` on, its line centred on `middle`."""
        painter.setFont(self.font)
        painter.drawStaticText(QPointF(x, middle + self._rise), text)

    def _cut(self, text: str, width: float) -> Fitted:
        line = " ".join(text[:_LONGEST].splitlines())
        length = self._metrics.horizontalAdvance(line)
        if length > width or len(text) > _LONGEST:
            line = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0.0, width))
            length = self._metrics.horizontalAdvance(line)
        made = QStaticText(line)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        made.prepare(QTransform(), self.font)
        return made, length


@dataclass(frozen=True, slots=True)
class Inks:
    """All fonts that a table writes with."""

    body: Ink
    bold: Ink
    small: Ink
    tiny: Ink
    head: Ink


def inks() -> Inks:
    """The inks of this zoom, made when first something is painted."""
    return _inks(zoom().percent)


@cache
def _inks(_percent: int) -> Inks:
    fonts.load()
    return Inks(
        body=Ink(fonts.tabular(fonts.sized(13))),
        bold=Ink(fonts.tabular(fonts.sized(13, fonts.SEMIBOLD))),
        small=Ink(fonts.tabular(fonts.sized(12))),
        tiny=Ink(fonts.tabular(fonts.sized(11))),
        head=Ink(fonts.sized(12, fonts.SEMIBOLD)),
    )
