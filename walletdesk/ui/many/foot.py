"""The bottom of the window: what will happen, how far it is, and the one button that does it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from walletdesk.controllers.tasks import Progress
from walletdesk.ui import fonts
from walletdesk.ui.many import texts
from walletdesk.ui.many.work import Part, RunWork, State
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel

_BAR_WIDTH: Final = 160


class Foot(QFrame):
    """Progress, and the verb with its number."""

    write_wanted = Signal()

    def __init__(self, work: RunWork, parent: QWidget | None = None) -> None:
        """Nothing to do yet."""
        super().__init__(parent)
        self._work = work
        self.setProperty("panel", "footer")
        self._icon = IconLabel("shield-check", "ok")
        self._text = Elided("", fonts.sized(12), "sub")
        self.bar: Final = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.stop: Final = button(self.tr("Stop"), "x", "ghost")
        self.close_button: Final = button(self.tr("Close"))
        self.primary: Final = button(self.tr("Post"), "check", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        for widget in (self.bar, self.stop, self.close_button, self.primary):
            row.addWidget(widget)
        self.stop.clicked.connect(self._stop)
        self.primary.clicked.connect(self.write_wanted)
        work.state_changed.connect(self.show_state)
        work.wish_changed.connect(self.show_state)
        work.moved.connect(self.show_progress)
        self.show_state()

    def text(self) -> str:
        """The line at the left, whole."""
        return self._text.whole()

    def show_state(self) -> None:
        """Say what will happen, or why nothing can."""
        work = self._work
        writing = work.state is State.WRITING
        busy = writing or work.state is State.CHECKING
        self.bar.setVisible(busy)
        self.bar.setRange(0, 0)
        self.stop.setVisible(busy)
        self.stop.setText(self.tr("Cancel the run") if writing else self.tr("Stop"))
        self.stop.setEnabled(True)
        self.close_button.setVisible(not writing)
        self.primary.setVisible(not writing)
        self.primary.setEnabled(work.can_write())
        self.primary.setText(texts.verb(work.wish.action, len(work.rows(Part.READY)) if not busy else 0))
        self._icon.setVisible(not busy)
        self._text.set_text(self._sentence())

    def _sentence(self) -> str:
        work = self._work
        if work.state is State.CHECKING:
            return self.tr("Checking every wallet. Nothing is written.")
        if work.state is State.WRITING:
            return self.tr("Writing. Until the end, Cancel leaves nothing behind.")
        if work.state is State.CHECKED and not work.can_write():
            return self.tr("Nothing can be run: no wallet is ready.")
        if not work.wish.action.moves:
            return self.tr("Nothing is written until you run it. All of them change, or none.")
        return self.tr("Nothing is written until you run it. A run can be reversed as a whole.")

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.total > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, progress.done * 1000 // progress.total))

    def _stop(self) -> None:
        if self._work.state is State.WRITING:
            self.stop.setEnabled(False)
            self._work.cancel_write()
        else:
            self._work.stop_check()
