"""The field in the header that is no field: a press opens what finds anything."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from walletdesk.ui import fonts, icons
from walletdesk.ui.theme import tokens
from walletdesk.ui.zoom import px

WIDTH: Final = 200
HEIGHT: Final = 30
_ICON: Final = 8
_TEXT: Final = 34
_GAP: Final = 12


class FindButton(QPushButton):
    """Looks like a search field with its shortcut; where there is little room, like an icon."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        """`keys` is the shortcut as a person reads it."""
        super().__init__(parent)
        self._keys = keys
        self._wide = True
        name = self.tr("Find anything")
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(self.tr("Find anything ({keys})").format(keys=keys))
        self.setFont(fonts.sized(fonts.BASE))
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def is_wide(self) -> bool:
        """Whether it shows its words."""
        return self._wide

    def set_wide(self, wide: bool) -> None:
        """Show words, or the icon alone."""
        if wide != self._wide:
            self._wide = wide
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(WIDTH if self._wide else HEIGHT), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, option = tokens(), QStyleOptionButton()
        self.initStyleOption(option)
        hovered = bool(option.state.value & QStyle.StateFlag.State_MouseOver.value)
        thick = float(px(2 if self.hasFocus() else 1))
        border = "focus" if self.hasFocus() else "input_border"
        if self._wide or hovered or self.hasFocus():
            idle = not self._wide and not self.hasFocus()
            painter.setPen(Qt.PenStyle.NoPen if idle else QPen(now.color(border), thick))
            painter.setBrush(now.color("hover" if hovered else "surface"))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2), px(6), px(6)
            )
        side = px(icons.SIZE)
        left = px(_ICON) if self._wide else (self.width() - side) / 2
        glass = QRectF(left, (self.height() - side) / 2, side, side)
        icons.paint_icon(painter, glass, "search", now.color("text2"))
        if self._wide:
            self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        room = QRectF(self.rect()).adjusted(px(_TEXT), 0, -px(_GAP), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetrics(self.font())
        keys = metrics.horizontalAdvance(self._keys)
        painter.setFont(self.font())
        painter.setPen(tokens().color("text2"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, self._keys)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()) - keys - px(_GAP) // 2)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, words)
