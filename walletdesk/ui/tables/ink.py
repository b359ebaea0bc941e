"""Fonts of the tables with what was measured of them: elided text and widths are computed once."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from walletdesk.ui import fonts

_REMEMBERED: Final = 20_000
_LONGEST: Final = 400


class Ink:
    """One font with its metrics and a memory of the texts it fitted."""

    def __init__(self, font: QFont) -> None:
        """Measure with this font."""
        self.font: Final = font
        self._metrics = QFontMetricsF(font)
        # From the middle of a line to its baseline, on whole pixels so that rows look alike.
        self._drop = round((self._metrics.ascent() - self._metrics.descent()) / 2)
        self._widths: dict[str, float] = {}
        self._fitted: dict[tuple[str, int], tuple[str, float]] = {}

    def width(self, text: str) -> float:
        """How wide the text is."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= _REMEMBERED:
                self._widths.clear()
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return known

    def fit(self, text: str, width: float) -> tuple[str, float]:
        """The text on one line, cut with an ellipsis to what fits, and its width."""
        key = (text, int(width))
        known = self._fitted.get(key)
        if known is None:
            if len(self._fitted) >= _REMEMBERED:
                self._fitted.clear()
            known = self._fitted[key] = self._cut(text, width)
        return known

    def draw(self, painter: QPainter, x: float, middle: int, text: str) -> None:
        """Draw the text from `x` on, its line centred on `middle`."""
        painter.setFont(self.font)
        painter.drawText(QPointF(x, middle + self._drop), text)

    def _cut(self, text: str, width: float) -> tuple[str, float]:
        line = " ".join(text[:_LONGEST].splitlines())
        whole = self._metrics.horizontalAdvance(line)
        if whole <= width and len(text) <= _LONGEST:
            return line, whole
        cut = self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(0.0, width))
        return cut, self._metrics.horizontalAdvance(cut)


@dataclass(frozen=True, slots=True)
class Inks:
    """All fonts that a table writes with."""

    body: Ink
    bold: Ink
    small: Ink
    tiny: Ink
    head: Ink


@cache
def inks() -> Inks:
    """The inks, made when first something is painted: the application's fonts are loaded by then."""
    return Inks(
        body=Ink(fonts.tabular(fonts.sized(13))),
        bold=Ink(fonts.tabular(fonts.sized(13, fonts.SEMIBOLD))),
        small=Ink(fonts.tabular(fonts.sized(12))),
        tiny=Ink(fonts.tabular(fonts.sized(11))),
        head=Ink(fonts.sized(12, fonts.SEMIBOLD)),
    )
