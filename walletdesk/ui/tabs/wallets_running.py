"""Forms and questions that end in a command: shown, run on the lane, and answered where the person is; and menus."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from walletdesk.controllers.changes import Done
from walletdesk.ui.cells import picked_run
from walletdesk.ui.forms.base import ConfirmDialog, FormDialog
from walletdesk.ui.icons import icon
from walletdesk.ui.inspector import Deed
from walletdesk.ui.shell import Shell
from walletdesk.ui.undo_words import done_words

Answer = Callable[[Any], object]


def run_form(
    shell: Shell,
    form: FormDialog,
    command: Callable[..., Done[Any]],
    arguments: Callable[[], tuple[object, ...]],
    done: Answer | None = None,
) -> FormDialog:
    """Show a form. Each time it is submitted `command(book, *arguments())` is run; a refusal lands in the form.

    `done` gets what the command made once the form is closed; what can be undone is offered to be.
    """

    def submit() -> None:
        form.set_busy(True)
        shell.session.run(
            command, *arguments(), done=answer, failed=form.show_refusal, crashed=lambda error: broke(), owner=form
        )

    def answer(result: Done[Any]) -> None:
        form.set_busy(False)
        form.accept()
        if result.edit is not None:
            shell.toast(done_words(result.edit), shell.undos.way_back(result))
        if done is not None:
            done(result.value)

    def broke() -> None:
        form.set_busy(False)
        form.say(QCoreApplication.translate("forms", "This did not work, and nothing was changed. Try again."))

    form.submitted.connect(submit)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()
    return form


def ask(dialog: ConfirmDialog, agreed: Callable[[], object]) -> ConfirmDialog:
    """Show a question; `agreed` is called if the person wants it."""
    dialog.submitted.connect(agreed)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def add_picked(menu: QMenu, picked: int, writable: bool, run: Callable[[], object]) -> None:
    """Offer the run for many in a row's menu where several rows are selected."""
    if picked > 1:
        menu.addSeparator()
        action = menu.addAction(icon("users", "text2"), picked_run(picked), run)
        action.setEnabled(writable)


def fill_menu(menu: QMenu, deeds: tuple[Deed, ...], act: Callable[[str], object]) -> list[QAction]:
    """Put deeds into a menu."""
    made = []
    for deed in deeds:
        action = menu.addAction(deed.text, partial(act, deed.key))
        action.setEnabled(deed.enabled)
        action.setObjectName(deed.key)
        if deed.icon is not None:
            action.setIcon(icon(deed.icon, "err" if deed.danger else "text2"))
        made.append(action)
    return made
