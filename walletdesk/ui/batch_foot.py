"""The bottom of a window that writes a batch: what will happen, how far it is, the verbs."""

from typing import Any, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from walletdesk.controllers.tasks import Progress
from walletdesk.ui import fonts
from walletdesk.ui.batch_work import BatchWork, State
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel

_BAR_WIDTH: Final = 160
_STEPS: Final = 1000


class BatchFoot(QFrame):
    """A line of words, a progress bar with Stop, and Close beside the primary verb."""

    def __init__(self, work: BatchWork[Any, Any], cancel: str, parent: QWidget | None = None) -> None:
        """`cancel` stands on Stop while the batch is written."""
        super().__init__(parent)
        self._work, self._cancel = work, cancel
        self.setProperty("panel", "footer")
        self._icon = IconLabel("shield-check", "ok")
        self._text = Elided("", fonts.sized(12), "sub")
        self.bar: Final = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(QCoreApplication.translate("BatchFoot", "Progress"))
        self.stop: Final = button(QCoreApplication.translate("BatchFoot", "Stop"), "x", "ghost")
        self.close_button: Final = button(QCoreApplication.translate("BatchFoot", "Close"))
        self.primary: Final = button("", "check", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for widget in (self.bar, self.stop, self.close_button, self.primary):
            row.addWidget(widget)
        self.stop.clicked.connect(self._stop)
        work.state_changed.connect(self.show_state)
        work.moved.connect(self.show_progress)

    # What each of them says in its own words

    def verb(self) -> str:
        """What the primary button does."""
        raise NotImplementedError

    def sentence(self) -> str:
        """What will happen, or why nothing can."""
        raise NotImplementedError

    # Showing

    def show_state(self) -> None:
        """Say what will happen, or why nothing can."""
        state = self._work.state
        writing, checking = state is State.WRITING, state is State.CHECKING
        busy = writing or checking or state is State.READING
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        self.stop.setVisible(writing or checking)
        self.stop.setText(self._cancel if writing else QCoreApplication.translate("BatchFoot", "Stop"))
        self.stop.setEnabled(True)
        self.close_button.setVisible(not writing)
        self.primary.setVisible(not writing)
        self.primary.setEnabled(self._work.can_write())
        self.primary.setText(self.verb())
        self._icon.setVisible(not busy)
        self._text.set_text(self.sentence())

    def text(self) -> str:
        """The line at the left, whole."""
        return self._text.whole()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.total > 0:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(_STEPS, progress.done * _STEPS // progress.total))

    def _stop(self) -> None:
        if self._work.is_writing():
            self.stop.setEnabled(False)
            self._work.cancel_write()
        else:
            self._work.stop_check()
