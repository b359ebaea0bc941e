"""The bottom of a window that prepares work and then does it: what will happen, how far it is, the verbs."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from walletdesk.controllers.tasks import Progress
from walletdesk.ui import fonts
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel

_BAR_WIDTH: Final = 160
_STEPS: Final = 1000


class WorkFoot(QFrame):
    """A line of words, a progress bar with Stop, and Close beside the primary verb."""

    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        """`verb` stands on the primary button."""
        super().__init__(parent)
        self.setProperty("panel", "footer")
        self._icon = IconLabel("shield-check", "ok")
        self._text = Elided("", fonts.sized(12), "sub")
        self.bar: Final = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(QCoreApplication.translate("WorkFoot", "Progress"))
        self.stop: Final = button(QCoreApplication.translate("WorkFoot", "Stop"), "x", "ghost")
        self.close_button: Final = button(QCoreApplication.translate("WorkFoot", "Close"))
        self.primary: Final = button(verb, "check", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for widget in (self.bar, self.stop, self.close_button, self.primary):
            row.addWidget(widget)

    def text(self) -> str:
        """The line at the left, whole."""
        return self._text.whole()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.total > 0:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(_STEPS, progress.done * _STEPS // progress.total))
