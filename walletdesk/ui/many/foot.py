"""The bottom of the window: what will happen, how far it is, and the one button that does it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from walletdesk.ui.batch_foot import BatchFoot
from walletdesk.ui.batch_work import State
from walletdesk.ui.many import texts
from walletdesk.ui.many.work import Part, RunWork


class Foot(BatchFoot):
    """Progress, and the verb with its number."""

    write_wanted = Signal()

    def __init__(self, work: RunWork, parent: QWidget | None = None) -> None:
        """Nothing to do yet."""
        super().__init__(work, QCoreApplication.translate("Foot", "Cancel the run"), parent)
        self._run = work
        self.primary.clicked.connect(self.write_wanted)
        work.wish_changed.connect(self.show_state)
        self.show_state()

    def verb(self) -> str:
        """What is done, to how many."""
        ready = len(self._run.rows(Part.READY)) if self._run.state is not State.CHECKING else 0
        return texts.verb(self._run.wish.action, ready)

    def sentence(self) -> str:
        """Whether anything is written, and how it can be taken back."""
        work = self._run
        if work.state is State.CHECKING:
            return self.tr("Checking every wallet. Nothing is written.")
        if work.state is State.WRITING:
            return self.tr("Writing. Until the end, Cancel leaves nothing behind.")
        if work.state is State.CHECKED and not work.can_write():
            return self.tr("Nothing can be run: no wallet is ready.")
        if not work.wish.action.moves:
            return self.tr("Nothing is written until you run it. All of them change, or none.")
        return self.tr("Nothing is written until you run it. A run can be reversed as a whole.")
