"""What the windows that write a batch have in common: the import and the run for many."""

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from walletdesk.controllers import batches
from walletdesk.controllers.changes import Done
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Batch
from walletdesk.ui.batch_work import BatchWork
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.running import guarded
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.panels import ErrorBar
from walletdesk.ui.words import counted

_SIZE = QSize(1120, 720)
_LEAST = QSize(960, 560)


class BatchResult(Protocol):
    """The page that tells what was written."""

    @property
    def reverse(self) -> QAbstractButton:
        """The way to take it back."""
        ...

    def show_reversed(self, by: Batch) -> None:
        """It was taken back by this batch."""


W = TypeVar("W", bound=BatchWork[Any, Any])
R = TypeVar("R", bound=BatchResult)


class BatchWindow(QWidget, Generic[W, R]):
    """Stays while its batch is written, and takes the batch back as a whole when that is wanted."""

    work: W
    result: R

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", "surface")
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self.error_bar = ErrorBar()

    def _add_keys(self, *keys: tuple[str, str, Callable[[], object]]) -> None:
        """What can be done by key: its name, the key, the deed."""
        for text, key, deed in keys:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(partial(_call, deed))
            self.addAction(action)

    def _say(self, error: LedgerError) -> None:
        self.error_bar.show_error(self._shell.words(error))

    def _ask_to_reverse(self, batch: Batch, title: str, verb: str, also: str = "") -> None:
        """Take the batch back, after asking: no other button does as much at once. ``also`` is said besides."""
        one = QCoreApplication.translate("BatchWindow", "Its transaction is reversed by a new one.")
        many = QCoreApplication.translate(
            "BatchWindow", "Each of its {count} transactions is reversed by a new one, all of them or none."
        )
        text = f"{counted(batch.transactions, one, many)} {also}".strip()
        keep = QCoreApplication.translate("BatchWindow", "Keep it")
        ask = ConfirmDialog(title, text, verb, keep, parent=self)
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.accepted.connect(partial(self._reverse, batch))
        ask.open()

    def _reverse(self, batch: Batch) -> None:
        self.result.reverse.setEnabled(False)
        name = QCoreApplication.translate("BatchWindow", "Reversing batch {n}").format(n=batch.number)
        self._shell.start_task(
            name, batches.reverse, batch.id, done=guarded(self, self._reversed),
            failed=guarded(self, self._not_reversed), cancelled=guarded(self, self._not_reversed), exclusive=True,
        )  # fmt: skip

    def _reversed(self, done: Done[Batch]) -> None:
        self.error_bar.hide()
        self.result.show_reversed(done.value)

    def _not_reversed(self, error: LedgerError | None = None) -> None:
        self.result.reverse.setEnabled(True)
        if error is not None:
            self._say(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.work.is_writing():
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.work.is_writing() and event.spontaneous():
            event.ignore()  # the person may cancel first
            return
        self.work.cancel_write()  # the book is being left: everything is taken back
        self.work.close()
        super().closeEvent(event)


def _call(deed: Callable[[], object], *_: object) -> None:
    deed()
