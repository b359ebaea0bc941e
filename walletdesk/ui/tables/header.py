"""The header of a table: titles where their cells stand, and an arrow at the column that sorts."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from walletdesk.ui.icons import paint_icon
from walletdesk.ui.tables import measure
from walletdesk.ui.tables.columns import Column
from walletdesk.ui.tables.ink import inks
from walletdesk.ui.theme import tokens
from walletdesk.ui.zoom import px

HEIGHT: Final = 32


class TableHeader(QHeaderView):
    """Paints itself from the theme's tokens."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget | None = None) -> None:
        """A header for these columns."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self._sort = -1
        self._descending = False
        self.setFixedHeight(HEIGHT)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)
        self.first = 0
        """The column at the left edge: its titles and cells keep away from it."""

    def let_arrange(self, sized: Callable[[int, int, int], object], moved: Callable[[int, int, int], object]) -> None:
        """Let the person drag titles and their borders, and tell of it."""
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.sectionResized.connect(sized)
        self.sectionMoved.connect(moved)

    def show_sort(self, column: int, descending: bool) -> None:
        """Where the arrow stands; -1 for nowhere."""
        self._sort, self._descending = column, descending
        self.viewport().update()

    def sectionSizeFromContents(self, logical: int) -> QSize:
        """What the title needs."""
        return QSize(measure.title_width(self._columns[logical], logical == self.first), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.length() < self.viewport().width():
            painter, now = QPainter(self.viewport()), tokens()
            rest = self.viewport().rect().adjusted(self.length(), 0, 0, 0)
            painter.fillRect(rest, now.color("surface"))
            painter.fillRect(rest.left(), rest.bottom() + 1 - px(1), rest.width(), px(1), now.color("border"))
            painter.end()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        now = tokens()
        painter.fillRect(rect, now.color("surface"))
        painter.fillRect(rect.left(), rect.bottom() + 1 - px(1), rect.width(), px(1), now.color("border"))
        if not 0 <= logical < len(self._columns):
            return
        column = self._columns[logical]
        left = rect.left() + (px(measure.FIRST_PADDING) if logical == self.first else px(measure.PADDING))
        right = rect.right() + 1 - px(measure.PADDING)
        middle = rect.center().y()
        arrow = px(measure.ARROW) + px(measure.ARROW_GAP) if logical == self._sort else 0
        text, width = inks().head.fit(column.title, right - left - arrow)
        start = right - width if column.right else left
        painter.setPen(now.color("text2"))
        inks().head.draw(painter, start, middle, text)
        if arrow:
            at = round(start - arrow) if column.right else round(start + width) + px(measure.ARROW_GAP)
            name = "arrow-down" if self._descending else "arrow-up"
            square = QRect(at, middle - px(measure.ARROW) // 2, px(measure.ARROW), px(measure.ARROW))
            paint_icon(painter, square, name, now.color("text2"))
