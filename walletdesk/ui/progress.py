"""How far long work is, in the status bar, with a way to give it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from walletdesk.ui import fonts, icons
from walletdesk.ui.running import RunningTask
from walletdesk.ui.widgets.labels import Elided

if TYPE_CHECKING:
    from walletdesk.controllers.tasks import Progress

_WIDTH: Final = 120
SMALL: Final = (
    "QPushButton, QPushButton:focus { min-height: 20px; max-height: 20px; padding: 0 6px; border-width: 1px; }"
)
"""A button as low as the status bar; sizes only, the colours stay the program's."""


class TaskStrip(QWidget):
    """Shows the task that began last; the others go on beneath it and show when it ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[RunningTask] = []
        self._told: dict[RunningTask, Progress] = {}
        self._name = Elided("", fonts.sized(12))
        self._name.setStyleSheet("padding: 0;")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_WIDTH)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setProperty("kind", "ghost")
        self._cancel.setFont(fonts.sized(12, fonts.MEDIUM))
        self._cancel.setIcon(icons.icon("x"))
        self._cancel.setStyleSheet(SMALL)
        self._cancel.clicked.connect(self._give_up)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._name, self._bar, self._cancel):
            row.addWidget(part)
        self.hide()

    def show_task(self, task: RunningTask) -> None:
        """Show this task until it ends."""
        self._tasks.append(task)
        task.moved.connect(lambda progress: self._move(task, progress))
        task.ended.connect(lambda: self._drop(task))
        self._show()

    def running(self) -> list[RunningTask]:
        """The tasks that have not ended, the oldest first."""
        return list(self._tasks)

    def cancel_all(self) -> None:
        """Give everything up: the book that the tasks read is about to be closed."""
        for task in self.running():
            task.cancel()

    def _move(self, task: RunningTask, progress: Progress) -> None:
        self._told[task] = progress
        if self._tasks and task is self._tasks[-1]:
            self._show()

    def _drop(self, task: RunningTask) -> None:
        if task in self._tasks:
            self._tasks.remove(task)
        self._told.pop(task, None)
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._tasks))
        if not self._tasks:
            return
        task = self._tasks[-1]
        told = self._told.get(task)
        known = told is not None and told.total > 0
        # Counts may have more than 32 bits; a bar needs no more than thousandths.
        self._bar.setRange(0, 1000 if known else 0)
        percent = ""
        if told is not None and known:
            self._bar.setValue(min(1000, told.done * 1000 // told.total))
            percent = f" {min(100, told.done * 100 // told.total)} %"
        self._name.set_text(f"{task.name}{percent}")
        self._bar.setAccessibleName(task.name)
        self._cancel.setEnabled(True)
        self._cancel.setAccessibleName(self.tr("Cancel: {name}").format(name=task.name))

    def _give_up(self) -> None:
        if self._tasks:
            self._cancel.setEnabled(False)
            self._tasks[-1].cancel()
