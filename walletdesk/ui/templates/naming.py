"""The form for a template's name: what is to be kept gets one, or one that is there gets another."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from walletdesk.controllers import templates
from walletdesk.controllers.changes import Done
from walletdesk.controllers.templates import Listed
from walletdesk.ledger.refusals import AlreadyTaken, LedgerError
from walletdesk.ledger.text import NAME_LIMIT
from walletdesk.ui.forms.base import FormDialog
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.field import Field

Command = Callable[..., Done[Listed]]


class NameForm(FormDialog):
    """Asks for a name and runs what is to be done with it."""

    def __init__(self, shell: Shell, title: str, verb: str, name: str, parent: QWidget | None = None) -> None:
        """``name`` is proposed."""
        super().__init__(title, verb, shell.words, parent=parent)
        self._shell, self._verb = shell, verb
        self.replaces = False
        self.line = QLineEdit(name)
        self.line.setMaxLength(2 * NAME_LIMIT)
        self.line.textEdited.connect(self._another_name)
        self.add_field("name", Field(self.tr("&Name"), self.line))
        self.line.selectAll()

    def _another_name(self) -> None:
        self.replaces = False
        self.primary.setText(self._verb)

    def run(self, command: Command, *args: object, done: Callable[[Listed], object]) -> None:
        """Do it, and close when it was done; a refusal is told at the name."""

        def finish(found: Done[Listed]) -> None:
            self.set_busy(False)
            self.accept()
            done(found.value)

        self.set_busy(True)
        run: Any = self._shell.session.run
        run(command, *args, done=finish, failed=self.show_refusal, crashed=self._crashed, owner=self)

    def _crashed(self, error: BaseException) -> None:
        self.set_busy(False)
        self.say(self.tr("This could not be done. Nothing was changed."))


class KeepForm(NameForm):
    """Keeps something as a template. Where the name is taken it says so, and a second press replaces."""

    def show_refusal(self, error: LedgerError) -> None:
        super().show_refusal(error)
        if isinstance(error, AlreadyTaken):
            text = self.tr("There is a template of this name. Press Replace to put this one in its place.")
            self.field("name").set_problem(text)
            self.replaces = True
            self.primary.setText(self.tr("Replace"))


def ask_to_keep(
    shell: Shell, command: Command, project: str, what: object, name: str, parent: QWidget | None = None
) -> KeepForm:
    """Ask under which name ``what`` is kept; ``command`` is one of the controller's."""
    title = QApplication.translate("KeepForm", "Keep as template")
    verb = QApplication.translate("KeepForm", "Keep template")
    form = KeepForm(shell, title, verb, name[:NAME_LIMIT], parent)

    def keep() -> None:
        done = partial(_kept, shell)
        form.run(partial(command, replacing=form.replaces), project, form.line.text(), what, done=done)

    form.submitted.connect(keep)
    form.finished.connect(form.deleteLater)
    form.open()
    return form


def _kept(shell: Shell, found: Listed) -> None:
    text = QApplication.translate("KeepForm", "Kept as template “{name}”")
    shell.toast(text.format(name=found.name))


def ask_to_rename(shell: Shell, template: Listed, parent: QWidget | None = None) -> NameForm:
    """Ask for another name."""
    title = QApplication.translate("NameForm", "Rename template")
    form = NameForm(shell, title, QApplication.translate("NameForm", "Rename"), template.name, parent)
    rename = partial(form.run, templates.rename, template.id)
    form.submitted.connect(lambda: rename(form.line.text(), done=lambda _: None))
    form.finished.connect(form.deleteLater)
    form.open()
    return form
