"""Lucide icons, tinted when they are painted: a theme switch needs no new icon."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from walletdesk.paths import resources
from walletdesk.ui import theme
from walletdesk.ui.zoom import px

SIZE = 16
CHIP_SIZE = 12
CELL_SIZE = 14
EMPTY_SIZE = 40
STROKE = "1.75"
# Wider than the glyph, which stands at the left: the only way to a decent gap between icon and text of a button.
BUTTON_SIZE = QSize(20, SIZE)


def path_of(name: str) -> Path:
    """Where the drawing of an icon lies."""
    return resources() / "icons" / f"{name}.svg"


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    text = path_of(name).read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', f'stroke-width="{STROKE}"')


@lru_cache(maxsize=2048)
def _pixmap(name: str, rgba: int, px: int) -> QPixmap:
    """The icon in one colour, `px` device pixels wide and high."""
    colour = QColor.fromRgba(rgba).name(QColor.NameFormat.HexRgb)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    made = QPixmap(px, px)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer.render(painter, QRectF(0, 0, px, px))
    painter.end()
    return made


def pixmap(name: str, role: str = "text2", size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """The icon in a token's colour; its pixels are the screen's own."""
    made = QPixmap(_pixmap(name, theme.tokens().color(role).rgba(), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


def paint_icon(painter: QPainter, rect: QRect | QRectF, name: str, colour: QColor) -> None:
    """Paint the icon into the middle of `rect`, as large as fits, crisp at any scale of the screen."""
    area = QRectF(rect)
    ratio = painter.device().devicePixelRatioF()
    side = min(area.width(), area.height())
    pixels = round(side * ratio)
    if pixels < 1:
        return
    shown = pixels / ratio
    corner = QPointF(
        round((area.center().x() - shown / 2) * ratio) / ratio,
        round((area.center().y() - shown / 2) * ratio) / ratio,
    )
    drawing = _pixmap(name, colour.rgba(), pixels)
    painter.drawPixmap(QRectF(corner.x(), corner.y(), shown, shown), drawing, QRectF(0, 0, pixels, pixels))


def paint_chevron(widget: QWidget) -> None:
    """Paint the arrow at the right of a field that opens something."""
    painter = QPainter(widget)
    role = "text2" if widget.isEnabled() else "text3"
    side = px(14)
    area = QRect(widget.width() - px(23), (widget.height() - side) // 2, side, side)
    paint_icon(painter, area, "chevron-down", theme.tokens().color(role))
    painter.end()


_clones: list[QIconEngine] = []


class TintedEngine(QIconEngine):
    """Paints one Lucide icon in the colour that the current theme gives its role."""

    def __init__(self, name: str, role: str, on_role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._on_role = on_role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        right = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = rect.right() + 1 - side if right else rect.left()
        square = QRect(left, rect.top() + (rect.height() - side) // 2, side, side)
        paint_icon(painter, square, self._name, self._colour(mode, state))

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        now = theme.tokens()
        if mode is QIcon.Mode.Disabled:
            return now.color("text3")
        return now.color(self._on_role if state is QIcon.State.On else self._role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        made = QPixmap(size * scale)
        made.setDevicePixelRatio(scale)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        made = TintedEngine(self._name, self._role, self._on_role)
        # Qt deletes the clone, but Python believes it is its own: hold it until Qt has.
        _clones[:] = [held for held in _clones if isValid(held)]
        _clones.append(made)
        return made

    def key(self) -> str:
        return "walletdesk-lucide"

    def iconName(self) -> str:
        return self._name

    def isNull(self) -> bool:
        return False


def icon(name: str, role: str = "text2", on_role: str = "accent") -> QIcon:
    """An icon that follows the theme: `role` is its token, `on_role` the one of a checked button or chosen tab."""
    if not path_of(name).is_file():
        raise FileNotFoundError(path_of(name))
    return QIcon(TintedEngine(name, role, on_role))
