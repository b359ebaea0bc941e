"""The status chip: icon and word on a tint, or quiet grey where all is normal."""

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from walletdesk.ui import fonts, icons, theme
from walletdesk.ui.zoom import px

ChipKind = Literal["ok", "warn", "err", "info", "neutral"]

HEIGHT = 20
_LEFT, _GAP, _RIGHT = 7, 5, 9
_ICONS = {
    "ok": "circle-check",
    "warn": "circle-pause",
    "err": "circle-alert",
    "info": "pencil",
    "neutral": "lock",
}


def default_icon(kind: str) -> str:
    """The icon of a kind where none is asked for."""
    return _ICONS[kind]


def chip_width(text: str) -> int:
    """How wide a tinted chip with this word is."""
    metrics = QFontMetrics(fonts.sized(11, fonts.SEMIBOLD))
    return px(_LEFT + icons.CHIP_SIZE + _GAP) + metrics.horizontalAdvance(text) + px(_RIGHT)


def paint_chip(painter: QPainter, area: QRect, kind: str, text: str, icon: str | None = None) -> None:
    """Paint a tinted chip at the left of `area`, in the middle of its height."""
    now = theme.tokens()
    width = min(chip_width(text), area.width())
    height, side = px(HEIGHT), px(icons.CHIP_SIZE)
    box = QRectF(area.left(), area.top() + (area.height() - height) // 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.color(f"{kind}_bg"))
    painter.drawRoundedRect(box, height / 2, height / 2)
    glyph = QRectF(box.left() + px(_LEFT), box.top() + (height - side) / 2, side, side)
    icons.paint_icon(painter, glyph, icon or _ICONS[kind], now.color(kind))
    painter.setFont(fonts.sized(11, fonts.SEMIBOLD))
    painter.setPen(now.color(kind))
    words = box.adjusted(px(_LEFT + icons.CHIP_SIZE + _GAP), 0, -px(2), 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


class Chip(QWidget):
    """A status in one word. `quiet` is how the normal one looks: a small tick and grey text, no tint."""

    def __init__(
        self,
        text: str = "",
        kind: ChipKind = "neutral",
        icon: str | None = None,
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_status(text, kind, icon, quiet)

    def set_status(self, text: str, kind: ChipKind, icon: str | None = None, quiet: bool = False) -> None:
        """Show another status."""
        self._text, self._kind, self._icon, self._quiet = text, kind, icon, quiet
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word."""
        return self._text

    def sizeHint(self) -> QSize:
        if self._quiet:
            metrics = QFontMetrics(fonts.sized(fonts.BASE))
            return QSize(px(icons.CELL_SIZE + 6) + metrics.horizontalAdvance(self._text) + 1, px(HEIGHT))
        return QSize(chip_width(self._text), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._quiet:
            self._paint_quiet(painter)
        else:
            paint_chip(painter, self.rect(), self._kind, self._text, self._icon)
        painter.end()

    def _paint_quiet(self, painter: QPainter) -> None:
        now = theme.tokens()
        side = px(icons.CHIP_SIZE)
        glyph = QRect(0, (self.height() - side) // 2, px(icons.CELL_SIZE), side)
        icons.paint_icon(painter, glyph, self._icon or _ICONS[self._kind], now.color(self._kind))
        painter.setFont(fonts.sized(fonts.BASE))
        painter.setPen(now.color("text2"))
        words = self.rect().adjusted(px(icons.CELL_SIZE + 6), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._text)
