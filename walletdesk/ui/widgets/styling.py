"""Properties that the style sheet looks at, and labels of our scale."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.zoom import own_size


class Wrapping(QLabel):
    """Text of several lines that claims the height it needs: Qt's own label lets others overlap it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_size(self)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._claim()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._claim()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._claim()

    def _claim(self) -> None:
        # Not heightForWidth: that never answers less than the minimum that was claimed before.
        room = QRect(0, 0, max(1, self.width()), 10_000)
        needed = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.text() or " ").height()
        self.setMinimumHeight(needed + self.contentsMargins().top() + self.contentsMargins().bottom())


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Set a property that style rules depend on, and let the rules apply at once."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def frame(panel: str, parent: QWidget | None = None) -> QFrame:
    """A frame that looks like one of the style sheet's panels."""
    made = QFrame(parent)
    made.setProperty("panel", panel)
    return made


def hairline(parent: QWidget | None = None) -> QFrame:
    """A horizontal line, one pixel high."""
    made = frame("line", parent)
    made.setFixedHeight(1)
    return made


def label(text: str = "", role: str = "", font: QFont | None = None, wrap: bool = False) -> QLabel:
    """A label for plain text: what a person typed never becomes markup."""
    made = Wrapping() if wrap else QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    if role:
        made.setProperty("role", role)
    if font is not None:
        made.setFont(font)
    return made


def title(text: str = "") -> QLabel:
    """The title of a page."""
    return label(text, "title", fonts.sized(20, fonts.SEMIBOLD))


def heading(text: str = "") -> QLabel:
    """The heading of a card or a dialog's part."""
    return label(text, "heading", fonts.sized(13, fonts.SEMIBOLD))


def section(text: str = "") -> QLabel:
    """The small label above a group of rows."""
    return label(text, "section", fonts.sized(12, fonts.SEMIBOLD))


def sub(text: str = "", wrap: bool = False) -> QLabel:
    """The second line under a title: smaller and grey."""
    return label(text, "sub", fonts.sized(12), wrap)
