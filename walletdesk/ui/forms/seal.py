"""The seal of a ledger: to copy or write down, and a box to check one against the book."""

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from walletdesk.controllers import sealing
from walletdesk.controllers.sealing import Answer, Seal, Seen
from walletdesk.controllers.tasks import Progress
from walletdesk.controllers.verifying import Verdict
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Project
from walletdesk.ui import fonts
from walletdesk.ui.forms.base import FormDialog
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import Shell
from walletdesk.ui.verifying import Verifier
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.chip import ChipKind
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.panels import Notice
from walletdesk.ui.widgets.styling import label, sub

_WIDTH: Final = 560
_KINDS: Final[dict[Answer, ChipKind]] = {
    Answer.HELD: "ok",
    Answer.OTHER: "err",
    Answer.SHORTER: "err",
    Answer.UNSOUND: "err",
}


class SealForm(FormDialog):
    """Shows the project's seal as it is now, and says what a seal of earlier says of the book."""

    def __init__(self, shell: Shell, verifier: Verifier, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Seal of {project}").format(project=project.name),
            self.tr("Check"),
            shell.words,
            self.tr("Close"),
            parent,
        )
        self.setMinimumWidth(_WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell = shell
        self._verifier = verifier
        self._project = project
        self._ticket: Ticket | None = None
        self._fill()
        self.submitted.connect(self._check)
        shell.session.run(
            sealing_of, project.id, done=self._show, failed=self._none, present=True, key="seal", owner=self
        )

    def _fill(self) -> None:
        told = self.tr(
            "Print it or write it down, where nobody who can change this file can change it too. "
            "As long as no transaction up to it is altered, this book answers to it; later ones do not matter."
        )
        self.body.addWidget(sub(told, wrap=True))
        self.body.addSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.seal = label("\N{HORIZONTAL ELLIPSIS}", "", fonts.tabular(fonts.sized(15, fonts.SEMIBOLD)))
        self.seal.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.seal.setAccessibleName(self.tr("The seal now"))
        self.copy = button(self.tr("Copy"), "copy")
        self.copy.setEnabled(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.seal.text()))
        row.addWidget(self.seal, 1)
        row.addWidget(self.copy)
        self.body.addLayout(row)
        self.body.addSpacing(10)
        hint = self.tr("Such as T-4202 · 7KQ4-M2RX-09DB-5TZC-1A8W. Checking recomputes the whole book.")
        self.box = QLineEdit()
        self.box.setMaxLength(100)
        self.add_field("seal", Field(self.tr("A seal of &earlier"), self.box, hint))
        self.answer = Notice()
        self.answer.hide()
        self.body.addWidget(self.answer)

    def _show(self, seal: Seal) -> None:
        self.seal.setText(seal.text)
        self.copy.setEnabled(True)

    def _none(self, error: LedgerError) -> None:
        self.seal.setText(self._shell.words(error))
        self.seal.setFont(fonts.sized(fonts.BASE))

    def _check(self) -> None:
        if self._ticket is not None:
            return
        self.primary.setEnabled(False)
        self._say(self.tr("Recomputing the book…"), "info")
        self._ticket = self._shell.session.start(
            sealing.check,
            self._project.id,
            self.box.text(),
            self._verifier.memory,
            progress=self._moved,
            done=self._checked,
            failed=self._refused,
            crashed=self._ended,
            cancelled=self._ended,
            present=True,
            owner=self,
        )

    def _moved(self, progress: Progress) -> None:
        if progress.total:
            done = progress.done * 100 // progress.total
            self._say(self.tr("Recomputing the book… {percent} %").format(percent=done), "info")

    def _checked(self, found: tuple[Seen, Verdict | None]) -> None:
        self._ended()
        seen, verdict = found
        self._say(sealing.spoken(seen), _KINDS[seen.answer])
        if verdict is not None:
            self._verifier.take(verdict)

    def _refused(self, error: LedgerError) -> None:
        self._ended()
        self.show_refusal(error)

    def _ended(self, *_: object) -> None:
        self._ticket = None
        self.primary.setEnabled(True)
        self.answer.hide()

    def _say(self, text: str, kind: ChipKind) -> None:
        self.answer.set_text(text, kind)
        self.answer.show()

    def done(self, result: int) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
        super().done(result)


def sealing_of(book: Any, project: str) -> Seal:
    """The project's seal; runs on the lane."""
    return sealing.of(book, project)
