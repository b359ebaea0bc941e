"""Labels that Qt has not: one that shortens its text, one that shows an icon of the current theme."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from walletdesk.ui import icons, theme
from walletdesk.ui.bidi import bare
from walletdesk.ui.zoom import px


class Elided(QLabel):
    """One line that is cut with an ellipsis where it does not fit; the whole of it is in the tooltip."""

    def __init__(
        self, text: str = "", font: QFont | None = None, role: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        if font is not None:
            self.setFont(font)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show this text, as much of it as fits."""
        self._whole = " ".join(text.split())
        self.setAccessibleName(bare(self._whole))
        self.updateGeometry()
        self._cut()

    def whole(self) -> str:
        """The text without the cut."""
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), px(40)), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class IconLabel(QWidget):
    """An icon that stands for itself, such as the one beside a notice. It says nothing that the text does not."""

    def __init__(self, name: str, role: str = "text2", size: int = icons.SIZE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role = name, role
        self.setFixedSize(size, size)

    def set_icon(self, name: str, role: str) -> None:
        """Show another icon, or the same in another colour."""
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        area = QRect(0, 0, self.width(), self.height())
        icons.paint_icon(painter, area, self._name, theme.tokens().color(self._role))
        painter.end()
