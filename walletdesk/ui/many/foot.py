"""The bottom of the window: what will happen, how far it is, and the one button that does it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from walletdesk.ui.many import texts
from walletdesk.ui.many.work import Part, RunWork, State
from walletdesk.ui.widgets.work_foot import WorkFoot


class Foot(WorkFoot):
    """Progress, and the verb with its number."""

    write_wanted = Signal()

    def __init__(self, work: RunWork, parent: QWidget | None = None) -> None:
        """Nothing to do yet."""
        super().__init__(QCoreApplication.translate("Foot", "Post"), parent)
        self._work = work
        self.stop.clicked.connect(self._stop)
        self.primary.clicked.connect(self.write_wanted)
        work.state_changed.connect(self.show_state)
        work.wish_changed.connect(self.show_state)
        work.moved.connect(self.show_progress)
        self.show_state()

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

    def _stop(self) -> None:
        if self._work.state is State.WRITING:
            self.stop.setEnabled(False)
            self._work.cancel_write()
        else:
            self._work.stop_check()
