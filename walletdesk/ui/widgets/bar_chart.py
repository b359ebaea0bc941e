"""A few bars, painted by hand: how much happened in each of the last months."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from walletdesk.ui import fonts, theme
from walletdesk.ui.format import count
from walletdesk.ui.zoom import px

_GUTTER = 44
_TOP, _BOTTOM = 10, 24
_ROUND = (1, 2, 4, 6, 8, 10)


def scale_top(largest: int) -> int:
    """The round number at the top of the scale: even, and not below the largest bar."""
    size = 1
    while largest > 10 * size:
        size *= 10
    return max(2, next(step * size for step in _ROUND if step * size >= largest))


class BarChart(QWidget):
    """Bars with their labels; the last, which is the present month, in the accent colour."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._bars: tuple[tuple[str, int], ...] = ()
        self.setMinimumSize(QSize(240, 120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_bars(())

    def set_bars(self, bars: Sequence[tuple[str, int]]) -> None:
        """Show these labels and numbers, from left to right."""
        self._bars = tuple(bars)
        told = ", ".join(f"{text} {count(number)}" for text, number in self._bars)
        self.setAccessibleName(f"{self._name}: {told}" if told else self._name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(480), px(150))

    def gutter(self) -> int:
        """The room for the numbers of the scale, as wide as the largest needs."""
        largest = count(scale_top(max((number for _text, number in self._bars), default=0)))
        return max(px(_GUTTER), QFontMetrics(fonts.tabular(fonts.sized(11))).horizontalAdvance(largest) + px(10))

    def _plot(self) -> QRectF:
        left, top, bottom = self.gutter(), px(_TOP), px(_BOTTOM)
        return QRectF(left, top, max(1, self.width() - left), max(1, self.height() - top - bottom))

    def _bar(self, place: int, top: int) -> QRectF:
        plot = self._plot()
        slot = plot.width() / len(self._bars)
        width = round(min(slot * 0.56, px(40)))
        height = round(plot.height() * self._bars[place][1] / top)
        left = round(plot.left() + slot * (place + 0.5) - width / 2)
        return QRectF(left, plot.bottom() - height, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.tabular(fonts.sized(11)))
        top = scale_top(max((number for _text, number in self._bars), default=0))
        self._paint_scale(painter, top)
        for place in range(len(self._bars)):
            self._paint_bar(painter, place, top)
        painter.end()

    def _paint_scale(self, painter: QPainter, top: int) -> None:
        now, plot = theme.tokens(), self._plot()
        for number in (0, top // 2, top):
            y = round(plot.bottom() - plot.height() * number / top)
            painter.fillRect(QRectF(plot.left(), y, plot.width(), px(1)), now.color("border"))
            painter.setPen(now.color("text2"))
            area = QRectF(0, y - px(8), plot.left() - px(8), px(16))
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count(number))

    def _paint_bar(self, painter: QPainter, place: int, top: int) -> None:
        now, bar, last = theme.tokens(), self._bar(place, top), len(self._bars) - 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.color("accent" if place == last else "button_border"))
        if bar.height() > 0:
            painter.drawRoundedRect(bar, px(2), px(2))
        if not self._labelled(place):
            return
        painter.setPen(now.color("text2"))
        area = QRectF(bar.center().x() - px(40), self._plot().bottom() + px(6), px(80), px(16))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._bars[place][0])

    def _labelled(self, place: int) -> bool:
        """Every second label, counted from the last, where all would not fit."""
        widest = max(QFontMetrics(fonts.sized(11)).horizontalAdvance(text) for text, _number in self._bars)
        tight = self._plot().width() / len(self._bars) < widest + px(24)
        return not tight or (len(self._bars) - 1 - place) % 2 == 0

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.told_at(event.pos().x()) or "", self)
            return True
        return super().event(event)

    def told_at(self, x: int) -> str | None:
        """Label and number of the bar at this place, None beside the bars."""
        plot = self._plot()
        place = int((x - plot.left()) * len(self._bars) // plot.width())
        if x < plot.left() or place >= len(self._bars):
            return None
        text, number = self._bars[place]
        return f"{text}: {count(number)}"
