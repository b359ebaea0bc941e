"""The one delegate that paints every cell of every table."""

from collections.abc import Callable
from html import escape
from math import ceil
from typing import Any, Final

from PySide6.QtCore import QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from walletdesk.ui.icons import paint_icon
from walletdesk.ui.tables import measure
from walletdesk.ui.tables.columns import (
    NOTHING,
    Check,
    CheckKind,
    ChipCell,
    Column,
    Date,
    Ghost,
    IconText,
    Money,
    Num,
    Sign,
    Text,
    TwoLine,
)
from walletdesk.ui.tables.ink import Ink, inks
from walletdesk.ui.tables.model import Index, TableModel
from walletdesk.ui.theme import Tokens, tokens
from walletdesk.ui.widgets.chip import paint_chip
from walletdesk.ui.zoom import px

BAR: Final = 3
DIMMED: Final = 0.45
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_CHECKS: Final = {
    CheckKind.OK: ("check", "ok"),
    CheckKind.INCOMPLETE: ("circle-dashed", "text2"),
    CheckKind.WRONG: ("circle-alert", "err"),
}
_LEAST: Final = 24


class Brush:
    """A painter with the room of one cell and the colours that hold in its row."""

    __slots__ = ("_selected", "_tokens", "column", "left", "middle", "painter", "right")

    def __init__(self, painter: QPainter, now: Tokens, selected: bool) -> None:
        """`selected` rows are written in one colour: grey on the selection's fill has too little contrast."""
        self.painter = painter
        self._tokens = now
        self._selected = selected
        self.left = self.right = self.middle = 0
        self.column: Column | None = None

    def color(self, role: str) -> QColor:
        """The token's colour, or the selection's text; red stays red, since something is wrong."""
        return self._tokens.color("sel_text" if self._selected and role != "err" else role)

    def icon(self, name: str, size: int, role: str, x: int | None = None) -> None:
        """An icon in the middle of the line, at the left of the room."""
        at = self.left if x is None else x
        paint_icon(self.painter, QRect(at, self.middle - size // 2, size, size), name, self.color(role))

    def text(self, ink: Ink, text: str, role: str, x: float | None = None, middle: int | None = None) -> float:
        """Text from `x` on, cut to the room; answers where it ends."""
        start = self.left if x is None else x
        cut, width = ink.fit(text, self.right - start)
        self.painter.setPen(self.color(role))
        ink.draw(self.painter, start, self.middle if middle is None else middle, cut)
        return start + width

    def text_right(self, ink: Ink, text: str, role: str, x: float | None = None) -> float:
        """Text that ends at `x`; answers where it begins."""
        end = self.right if x is None else x
        cut, width = ink.fit(text, end - self.left)
        self.painter.setPen(self.color(role))
        ink.draw(self.painter, end - width, self.middle, cut)
        return end - width


class CellDelegate(QStyledItemDelegate):
    """Paints rows of a `TableModel`: hairline, hover, selection with its bar, and the typed cells."""

    def __init__(self, parent: QObject | None = None) -> None:
        """A delegate for a table that tells it which row is hovered, and whether the table has the focus."""
        super().__init__(parent)
        self.hovered = -1
        self.focused = False
        self.dimmed = False
        self.first = 0
        """The column at the left edge of the table, which keeps a gutter and has the bar."""
        self.narrow: Callable[[int, int], None] | None = None
        """Called with a column and the width it needs when an amount would have to be cut."""
        self.picked: Callable[[int], bool] | None = None
        """Whether a row is among those selected; without it those are that Qt says."""
        self.marked: Callable[[int, int], bool] | None = None
        """Whether a cell is outlined as wrong."""
        self._painters: dict[type[Any], Callable[[Brush, Any], None]] = {
            Text: _text,
            TwoLine: _two_line,
            Money: _money,
            Num: _num,
            Date: _date,
            ChipCell: _chip,
            IconText: _icon_text,
            Ghost: _ghost,
            Check: _check,
        }

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        text = self.hint(index, option.rect.width()) if index.isValid() else ""
        # A tooltip takes what looks like markup for markup; what a person typed is text.
        QToolTip.showText(event.globalPos(), f"<span>{escape(text)}</span>" if text else "", view)
        return True

    def hint(self, index: Index, width: int) -> str:
        """The whole text of a cell that is cut at this width; empty where nothing is cut."""
        model = index.model()
        assert isinstance(model, TableModel)
        cell = model.cell(index.row(), index.column())
        left = px(measure.FIRST_PADDING) if index.column() == self.first else px(measure.PADDING)
        return cell.plain if measure.is_cut(cell, width - left - px(measure.PADDING)) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, TableModel)
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        current = bool(option.state.value & _SELECTED)
        selected = current if self.picked is None else self.picked(row)
        now = tokens()
        self.paint_ground(painter, rect, selected, row)
        if current and column == self.first:
            bar = now.color("accent" if self.focused else "input_border")
            painter.fillRect(rect.left(), rect.top(), px(BAR), rect.height(), bar)
        cell = model.cell(row, column)
        brush = Brush(painter, now, selected)
        brush.column = model.columns[column]
        brush.left = rect.left() + (px(measure.FIRST_PADDING) if column == self.first else px(measure.PADDING))
        brush.right = rect.right() + 1 - px(measure.PADDING)
        brush.middle = rect.top() + (rect.height() - 1) // 2 + 1
        if type(cell) is Money:
            self._ask_for_room(cell, column, brush)
        if self.dimmed:
            painter.setOpacity(DIMMED)
        self._painters[type(cell)](brush, cell)
        if self.dimmed:
            painter.setOpacity(1.0)
        if self.marked is not None and self.marked(row, column):
            _outline(painter, rect, now)

    def paint_ground(self, painter: QPainter, rect: QRect, selected: bool, row: int) -> None:
        """What lies under a cell."""
        now = tokens()
        if selected:
            painter.fillRect(rect, now.color("sel"))
        elif row == self.hovered:
            painter.fillRect(rect, now.color("hover"))
        painter.fillRect(rect.left(), rect.bottom() + 1 - px(1), rect.width(), px(1), now.color("border"))

    def _ask_for_room(self, cell: Money, column: int, brush: Brush) -> None:
        assert brush.column is not None
        needed = measure.money_width(cell, measure.code_width(brush.column))
        if self.narrow is not None and needed > brush.right - brush.left:
            self.narrow(column, round(needed) + 1 + px(measure.ROOM) + (px(6) if column == self.first else 0))


def _text(brush: Brush, cell: Text) -> None:
    ink = inks().bold if cell.bold else inks().body
    role = "text2" if cell.muted else "text"
    if brush.column is not None and brush.column.right:
        brush.text_right(ink, cell.text, role)
        return
    end = brush.text(ink, cell.text, role)
    start = end + px(measure.SUB_GAP) if cell.text else brush.left
    if cell.sub and brush.right - start >= px(_LEAST):
        brush.text(inks().small, cell.sub, "text2", start)


def _two_line(brush: Brush, cell: TwoLine) -> None:
    if cell.icon:
        brush.icon(cell.icon, px(measure.BIG_ICON), "text2")
        brush.left += px(measure.BIG_ICON_STEP)
    ink = inks().bold if cell.bold else inks().body
    if not cell.bottom and not cell.note:
        brush.text(ink, cell.top, "text")
        return
    brush.text(ink, cell.top, "text", middle=brush.middle - px(8))
    end = brush.text(inks().small, cell.bottom, "text2", middle=brush.middle + px(8))
    start = end + px(measure.PADDING)
    if cell.note and brush.right - start >= px(_LEAST):
        brush.text(inks().small, cell.note, "text2", start, brush.middle + px(8))


def _money(brush: Brush, cell: Money) -> None:
    """Digits of a column stand under each other: code and parts have places of their own behind them."""
    end: float = brush.right
    assert brush.column is not None
    code = measure.code_width(brush.column)
    if cell.code:
        code = max(code, ceil(inks().small.width(cell.code)) + 1)
        brush.text(inks().small, cell.code, "text2", end - code)
    if code:
        end -= code + px(measure.CODE_GAP)
    if cell.sub:
        end = brush.text_right(inks().tiny, cell.sub, "text2", end)
    role = {Sign.PLAIN: "text", Sign.IN: "pos", Sign.WRONG: "err"}[cell.sign]
    brush.text_right(inks().bold if cell.bold else inks().body, cell.text, role, end)


def _num(brush: Brush, cell: Num) -> None:
    ink = inks().bold if cell.bold else inks().body
    place = brush.text_right if brush.column is None or brush.column.right else brush.text
    place(ink, cell.text, "text2" if cell.muted else "text")


def _date(brush: Brush, cell: Date) -> None:
    brush.text(inks().body, cell.text or NOTHING, "text2")


def _chip(brush: Brush, cell: ChipCell) -> None:
    if cell.quiet:
        brush.icon(cell.icon, px(measure.CHIP_ICON), cell.kind)
        brush.text(inks().body, cell.text, "text2", brush.left + px(measure.CHIP_STEP))
        return
    area = QRect(brush.left, brush.middle - px(20) // 2, brush.right - brush.left, px(20))
    paint_chip(brush.painter, area, cell.kind, cell.text, cell.icon)


def _icon_text(brush: Brush, cell: IconText) -> None:
    brush.icon(cell.icon, px(measure.ICON), "text2")
    brush.text(inks().body, cell.text, "text2" if cell.muted else "text", brush.left + px(measure.ICON_STEP))


def _ghost(brush: Brush, cell: Ghost) -> None:
    place = brush.text_right if brush.column is not None and brush.column.right else brush.text
    place(inks().body, cell.text, "text3")


def _check(brush: Brush, cell: Check) -> None:
    icon, role = _CHECKS[cell.kind]
    brush.icon(icon, px(measure.ICON), role)
    brush.text(inks().body, cell.text, role, brush.left + px(measure.ICON_STEP))


def _outline(painter: QPainter, rect: QRect, now: Tokens) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = painter.pen()
    pen.setColor(now.color("err"))
    pen.setWidthF(1.5 * px(1))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(px(2), px(3), -px(2), -px(4)), px(6), px(6))
    painter.restore()
