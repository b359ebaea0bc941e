"""The short message at the bottom of the window that goes away by itself."""

from collections import deque
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.privacy import privacy, veiled_sentence
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.styling import frame
from walletdesk.ui.zoom import px

SHOWN_MS = 8000
HEIGHT = 44
_KEPT = 10

Action = tuple[str, Callable[[], object]]


class Toast(QWidget):
    """One message at a time, with up to two actions. It waits while the pointer or the keyboard is on it."""

    shown = Signal(str)

    def __init__(self, host: QWidget, bottom: int = 64, shown_ms: int = SHOWN_MS) -> None:
        super().__init__(host)
        self._host = host
        self._bottom = bottom
        self._recent: deque[str] = deque(maxlen=_KEPT)
        self._does: list[Callable[[], object]] = []
        self._clock = QTimer(self, singleShot=True, interval=shown_ms)
        self._clock.timeout.connect(self.hide)
        self.setFixedHeight(HEIGHT)
        self._build()
        self.hide()
        host.installEventFilter(self)
        privacy().changed.connect(self.hide)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def _build(self) -> None:
        self._outer = outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        panel = frame("toast", self)
        outer.addWidget(panel)
        row = QHBoxLayout(panel)
        self._row = row
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        self._text = Elided("", fonts.sized(fonts.BASE, fonts.MEDIUM), "toast", panel)
        row.addWidget(self._text, 1)
        row.addSpacing(8)
        self._buttons: list[QPushButton] = []
        for place in range(2):
            made = button("", None, "toast", panel)
            made.clicked.connect(lambda _checked=False, place=place: self._act(place))
            row.addWidget(made)
            self._buttons.append(made)

    def say(self, text: str, actions: Sequence[Action] = ()) -> None:
        """Show a message, tell it to a screen reader, and keep it among the recent ones."""
        self._recent.append(text)
        self._text.set_text(text)
        self._does = [does for _name, does in actions[:2]]
        for place, made in enumerate(self._buttons):
            made.setVisible(place < len(self._does))
            if place < len(self._does):
                made.setText(actions[place][0])
                made.setAccessibleName(actions[place][0])
        self._text.setMinimumWidth(0)
        self._place()
        self.show()
        self._place()  # once more: only what is shown has its own font, and with it its width
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        self.shown.emit(text)
        self._clock.start()

    def recent(self) -> list[str]:
        """The last ten messages, the newest first."""
        return [veiled_sentence(text) for text in reversed(self._recent)]

    def is_waiting(self) -> bool:
        """Whether the time runs after which the message goes."""
        return self._clock.isActive()

    def _act(self, place: int) -> None:
        self.hide()
        self._clock.stop()
        self._does[place]()

    def _place(self) -> None:
        host = self._host
        widest = max(200, host.width() - px(48))
        self._row.activate()  # the inner one first, or a message keeps the width of the one before it
        self._outer.activate()
        # The label alone may shrink, so the hint is the width that shows everything.
        width = min(widest, self.sizeHint().width() + 2)
        height = px(HEIGHT)
        self.setGeometry((host.width() - width) // 2, host.height() - px(self._bottom) - height, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._go_on()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not self.isVisible():
            return
        if new is not None and self.isAncestorOf(new):
            self._clock.stop()
        else:
            self._go_on()

    def _go_on(self) -> None:
        if self.isVisible() and not self._clock.isActive() and not self.underMouse():
            self._clock.start()
