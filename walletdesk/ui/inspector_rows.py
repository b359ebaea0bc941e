"""The rows of the inspector's sections: a name and an amount, each with a smaller line under it."""

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.bidi import bare
from walletdesk.ui.tables.columns import ChipCell, Sign
from walletdesk.ui.theme import tokens
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.chip import Chip
from walletdesk.ui.widgets.labels import Elided, IconLabel
from walletdesk.ui.widgets.styling import label, section, set_look, sub
from walletdesk.ui.zoom import px

_ROLES = {Sign.PLAIN: "", Sign.IN: "pos", Sign.WRONG: "problem"}


@dataclass(frozen=True, slots=True)
class PortraitRow:
    """One row: `key` comes back when its button (`action`) is pressed or, where it `opens`, when it is clicked."""

    name: str
    sub: str = ""
    value: str = ""
    value_sub: str = ""
    chip: ChipCell | None = None
    action: str = ""
    key: Hashable = None
    sign: Sign = Sign.PLAIN
    opens: bool = False


class RowWidget(QWidget):
    """Shows one row. It is kept and filled anew, never rebuilt."""

    acted = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty row."""
        super().__init__(parent)
        self._row = PortraitRow("")
        figures = fonts.tabular(fonts.sized(fonts.BASE, fonts.SEMIBOLD))
        self._name = Elided("", fonts.sized(fonts.BASE))
        self._chip = Chip()
        self._value = label("", "", figures)
        self._sub = Elided("", fonts.tabular(fonts.sized(12)), "sub")
        self._value_sub = label("", "sub", fonts.tabular(fonts.sized(12)))
        self._button = button("")
        self._button.clicked.connect(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 7, 0, 8)
        column.setSpacing(1)
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self._name, self._chip):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self._value)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        bottom.addWidget(self._sub, 1)
        bottom.addWidget(self._value_sub)
        column.addLayout(top)
        column.addLayout(bottom)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 6, 0, 2)
        below.addWidget(self._button)
        below.addStretch(1)
        column.addWidget(self._below)

    def row(self) -> PortraitRow:
        """What is shown."""
        return self._row

    def show_row(self, row: PortraitRow) -> None:
        """Show this row."""
        self._row = row
        self._name.set_text(row.name)
        self._chip.setVisible(row.chip is not None)
        if row.chip is not None:
            self._chip.set_status(row.chip.text, row.chip.kind, row.chip.icon, row.chip.quiet)
        self._value.setText(row.value)
        set_look(self._value, "role", _ROLES[row.sign])
        self._sub.set_text(row.sub)
        self._value_sub.setText(row.value_sub)
        self._button.setText(row.action)
        self._button.setAccessibleName(f"{row.action}, {bare(row.name)}")
        self._below.setVisible(bool(row.action))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if row.opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if row.opens else Qt.CursorShape.ArrowCursor)
        words = (bare(row.name), row.sub, row.chip.text if row.chip else "", f"{row.value} {row.value_sub}".strip())
        self.setAccessibleName(", ".join(word for word in words if word))

    def _act(self) -> None:
        self.acted.emit(self._row.key)

    def _open(self) -> None:
        if self._row.opens:
            self.opened.emit(self._row.key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._row.opens:
            self._open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        now = tokens()
        painter.fillRect(0, 0, self.width(), px(1), now.color("border"))
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(now.color("focus"))
            pen.setWidth(px(2))
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(px(1), px(2), -px(1), -px(1)))
        painter.end()


class SectionWidget(QWidget):
    """A small title with rows under it."""

    row_acted = Signal(object)
    row_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty section."""
        super().__init__(parent)
        self._icon = IconLabel("plus", "text2", 14)
        self._title = section("")
        self._nothing = sub("", wrap=True)
        self._rows: list[RowWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        head.setContentsMargins(0, 0, 0, 8)
        self._column.addLayout(head)
        self._column.addWidget(self._nothing)

    def show_rows(self, title: str, icon: str, rows: tuple[PortraitRow, ...], nothing: str) -> None:
        """Show these rows, or the sentence when there are none."""
        self._title.setText(title)
        self._icon.setVisible(bool(icon))
        if icon:
            self._icon.set_icon(icon, "text2")
        self._nothing.setText(nothing)
        self._nothing.setVisible(not rows and bool(nothing))
        while len(self._rows) < len(rows):
            made = RowWidget()
            made.acted.connect(self.row_acted)
            made.opened.connect(self.row_opened)
            self._rows.append(made)
            self._column.addWidget(made)
        for place, widget in enumerate(self._rows):
            widget.setVisible(place < len(rows))
            if place < len(rows):
                widget.show_row(rows[place])

    def rows(self) -> list[RowWidget]:
        """The rows in sight."""
        return [row for row in self._rows if not row.isHidden()]
