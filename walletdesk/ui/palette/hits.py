"""What was found, as rows under their headings, and how they are painted."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.tables.delegate import Brush
from walletdesk.ui.tables.ink import Ink, inks
from walletdesk.ui.theme import tokens
from walletdesk.ui.widgets.chip import chip_width, paint_chip
from walletdesk.ui.zoom import px, zoom

ROW: Final = 40
HEADING: Final = 26
_SIDE: Final = 8
_ICON: Final = 16
_PADDING: Final = 12
_TEXT: Final = 30
_GAP: Final = 8
_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_NAME: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_HOVERED: Final = QStyle.StateFlag.State_MouseOver.value
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """One row: what it is called, what tells it from others, what stands at the right, and what it stands for."""

    key: Hashable
    icon: str
    title: str
    sub: str = ""
    right: str = ""
    chip: tuple[str, str, str] | None = None
    """Kind, word and icon of a state that is not the usual one."""
    quiet: bool = False
    """Whether what stands at the right is a shortcut rather than a figure."""
    value: Any = None

    @property
    def plain(self) -> str:
        """All of it in one line, for a screen reader."""
        state = self.chip[1] if self.chip else ""
        return ", ".join(part for part in (self.title, self.sub, self.right, state) if part)


Row = Hit | str
"""A hit, or the heading of those that follow."""


class HitsModel(QAbstractListModel):
    """Headings and hits."""

    def __init__(self, parent: QWidget) -> None:
        """Nothing yet."""
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show(self, sections: Sequence[tuple[str, Sequence[Hit]]]) -> None:
        """Show these sections, each a heading and its hits; empty ones are left out."""
        self.beginResetModel()
        rows: list[Row] = []
        for heading, hits in sections:
            rows += [heading, *hits] if hits else []
        self.rows = tuple(rows)
        self.endResetModel()

    def hit(self, row: int) -> Hit | None:
        """The hit in this row, None for a heading."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, Hit) else None

    def place_of(self, key: Hashable) -> int:
        """The row of this hit, -1 if it is not there."""
        places = (place for place, row in enumerate(self.rows) if isinstance(row, Hit) and row.key == key)
        return next(places, -1)

    def next_hit(self, row: int, by: int) -> int:
        """The row of the next hit in this direction; from the last on to the first."""
        places = [place for place, found in enumerate(self.rows) if isinstance(found, Hit)]
        if not places:
            return -1
        if row not in places:
            return places[0] if by > 0 else places[-1]
        return places[(places.index(row) + by) % len(places)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) if self.hit(index.row()) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        if int(role) not in (_DISPLAY, _NAME) or not index.isValid():
            return None
        row = self.rows[index.row()]
        return row.plain if isinstance(row, Hit) else row


@cache
def _medium(_percent: int) -> Ink:
    return Ink(fonts.tabular(fonts.sized(fonts.BASE, fonts.MEDIUM)))


@cache
def _heading(_percent: int) -> Ink:
    return Ink(fonts.sized(11, fonts.SEMIBOLD))


class HitDelegate(QStyledItemDelegate):
    """One line: icon, title, what tells it apart, and a figure or a shortcut at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, HitsModel)
        return QSize(0, px(ROW) if model.hit(index.row()) else px(HEADING))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, HitsModel)
        row, rect = model.rows[index.row()], option.rect
        selected = bool(option.state.value & _SELECTED)
        brush = Brush(painter, tokens(), selected)
        brush.left, brush.right = rect.left() + px(_SIDE) + px(_PADDING), rect.right() + 1 - px(_SIDE) - px(_PADDING)
        brush.middle = rect.top() + rect.height() // 2
        if not isinstance(row, Hit):
            brush.text(_heading(zoom().percent), row, "text2")
            return
        if selected or option.state.value & _HOVERED:
            _ground(painter, rect, "sel" if selected else "hover")
        _paint_hit(brush, row)


def _ground(painter: QPainter, rect: QRect, role: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens().color(role))
    painter.drawRoundedRect(QRectF(rect).adjusted(px(_SIDE), 0, -px(_SIDE), -1), px(6), px(6))
    painter.restore()


def _paint_hit(brush: Brush, hit: Hit) -> None:
    brush.icon(hit.icon, px(_ICON), "text2")
    brush.left += px(_TEXT)
    if hit.right:
        ink, role = (inks().small, "text2") if hit.quiet else (inks().bold, "text")
        brush.right = int(brush.text_right(ink, hit.right, role)) - 2 * px(_GAP)
    if hit.chip:
        width = chip_width(hit.chip[1])
        area = QRect(brush.right - width, brush.middle - px(20) // 2, width, px(20))
        paint_chip(brush.painter, area, *hit.chip)
        brush.right = area.left() - px(_GAP)
    end = brush.text(_medium(zoom().percent), hit.title, "text")
    if hit.sub and brush.right - end - px(_GAP) >= px(24):
        brush.text(inks().small, hit.sub, "text2", end + px(_GAP))
