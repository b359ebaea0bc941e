"""The thin bar that moves while something is under way."""

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from walletdesk.ui import theme
from walletdesk.ui.zoom import px

DELAY_MS = 150
HEIGHT = 3
_STEP_MS = 30
_STEPS = 50


class BusyBar(QWidget):
    """Takes its three pixels always, so that nothing jumps, and shows itself only when waiting lasts."""

    def __init__(self, delay_ms: int = DELAY_MS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(self.tr("Loading"))
        self._step = 0
        self._shown = False
        self._delay = QTimer(self, singleShot=True, interval=delay_ms)
        self._delay.timeout.connect(self._show)
        self._clock = QTimer(self, interval=_STEP_MS)
        self._clock.timeout.connect(self._advance)

    def start(self) -> None:
        """Something began; the bar shows after a moment."""
        if not self._shown and not self._delay.isActive():
            self._delay.start()

    def stop(self) -> None:
        """It ended."""
        self._delay.stop()
        self._clock.stop()
        self._shown = False
        self.update()

    def is_shown(self) -> bool:
        """Whether the wait was long enough for the bar to be seen."""
        return self._shown

    def sizeHint(self) -> QSize:
        return QSize(100, px(HEIGHT))

    def _show(self) -> None:
        self._shown = True
        self._step = 0
        self._clock.start()
        self.update()

    def _advance(self) -> None:
        self._step = (self._step + 1) % _STEPS
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter = QPainter(self)
        now = theme.tokens()
        painter.fillRect(self.rect(), now.color("sel"))
        length = self.width() / 4
        left = (self.width() + length) * self._step / _STEPS - length
        painter.fillRect(QRectF(left, 0, length, px(HEIGHT)), now.color("accent"))
        painter.end()
