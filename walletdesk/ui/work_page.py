"""What stands in the window while work runs that nothing else can go beside: what it is, how far, and a way to stop."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from walletdesk.controllers.tasks import Progress
from walletdesk.ui import icons
from walletdesk.ui.running import RunningTask, guarded
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.styling import label, title

_WIDTH: Final = 520
_STEPS: Final = 1000


class WorkPage(QWidget):
    """Follows one task to its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._task: RunningTask | None = None
        self._title = title()
        self._sentence = label("", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.stop = button(self.tr("Cancel"), "x")
        self.stop.clicked.connect(self._cancel)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(IconLabel("book-text", "text3", icons.EMPTY_SIZE))
        column.addSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addSpacing(8)
        column.addWidget(self._bar)
        column.addSpacing(8)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        holder.setLayout(column)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(holder)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)

    def follow(self, task: RunningTask, headline: str, sentence: str) -> None:
        """Show this task from now on."""
        self._task = task
        self._title.setText(headline)
        self._sentence.setText(sentence)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(headline)
        self.stop.setEnabled(True)
        self.setAccessibleName(f"{headline}: {sentence}")
        task.moved.connect(guarded(self, self._move))
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, progress: Progress) -> None:
        if progress.total > 0:
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(min(_STEPS, progress.done * _STEPS // progress.total))

    def _cancel(self) -> None:
        self.stop.setEnabled(False)
        if self._task is not None:
            self._task.cancel()
