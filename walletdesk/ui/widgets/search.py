"""The search field of a filter bar."""

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from walletdesk.ui import icons, theme
from walletdesk.ui.zoom import px

DELAY_MS = 150


class SearchField(QLineEdit):
    """Tells what to search for once typing pauses; Enter tells at once, Down goes on to what was found, Esc clears."""

    searched = Signal(str)
    left = Signal()
    """Down was pressed: the keyboard belongs into the list below."""

    def __init__(
        self, placeholder: str, name: str = "", delay_ms: int = DELAY_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setMaxLength(200)
        self.setMinimumWidth(140)
        self._measure()
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(delay_ms)
        self._pause.timeout.connect(self.flush)
        self.textChanged.connect(self._wait)

    def set_silently(self, text: str) -> None:
        """Show a text without searching for it."""
        self._told = text.strip()
        self.setText(text)
        self._pause.stop()

    def flush(self) -> None:
        """Tell at once what is typed, if it is news."""
        self._pause.stop()
        wanted = self.text().strip()
        if wanted != self._told:
            self._told = wanted
            self.searched.emit(wanted)

    def _wait(self) -> None:
        self._measure()
        self._pause.start()

    def _measure(self) -> None:
        self.setTextMargins(px(24), 0, px(18) if self.text() else 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._measure()

    def event(self, event: QEvent) -> bool:
        # The window has Esc as a shortcut too; while there is text to clear, the key is the field's.
        if event.type() is QEvent.Type.ShortcutOverride and self._clears(event):
            event.accept()
            return True
        return super().event(event)

    def _clears(self, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and bool(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clears(event):
            self.clear()
            self.flush()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
        elif event.key() == Qt.Key.Key_Down:
            self.flush()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.text() and self._cross().contains(event.position().toPoint()):
            self.clear()
            self.flush()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on_cross = bool(self.text()) and self._cross().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.ArrowCursor if on_cross else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def _cross(self) -> QRect:
        return QRect(self.width() - px(26), 0, px(26), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        now, glass, cross = theme.tokens(), px(16), px(14)
        icons.paint_icon(
            painter, QRect(px(8), (self.height() - glass) // 2, glass, glass), "search", now.color("text2")
        )
        if self.text():
            area = QRect(self.width() - px(23), (self.height() - cross) // 2, cross, cross)
            icons.paint_icon(painter, area, "x", now.color("text2"))
        painter.end()
