"""Keeping mappings: under names, and as the files that the command line takes."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from walletdesk.controllers import importing
from walletdesk.controllers.importing import Mapping
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ui.forms.base import FormDialog
from walletdesk.ui.importing.fields import line
from walletdesk.ui.importing.saved import NAME_LIMIT
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.field import Field

MAPPINGS: Final = "*.toml"


class MappingCommands(QObject):
    """What the menu of mappings does."""

    refused = Signal(object)
    """A LedgerError: it could not be done."""
    succeeded = Signal()

    def __init__(self, shell: Shell, work: ImportWork, window: QWidget) -> None:
        """For the import of this window."""
        super().__init__(window)
        self._shell, self._work, self._window = shell, work, window

    def load(self) -> None:
        """Ask for a mapping file, as the command line takes it, and use it."""
        path = self._shell.file_dialogs.open_path(self.tr("Open a mapping"), MAPPINGS)
        if path is not None:
            self._use(partial(importing.load_mapping, path))

    def save(self) -> None:
        """Ask where to, and write the mapping as the command line takes it."""
        if self._work.sheet is None:
            return
        path = self._shell.file_dialogs.save_path(self.tr("Save the mapping"), "mapping.toml", MAPPINGS)
        if path is not None:
            self._try(partial(importing.save_mapping, self._work.to_keep(), path))

    def keep(self) -> None:
        """Ask for a name and keep the mapping under it."""
        form = KeepForm(self._shell.words, self._window)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.submitted.connect(partial(self._keep_as, form))
        form.open()

    def _keep_as(self, form: "KeepForm") -> None:
        if not form.name():
            form.field("name").set_problem(self.tr("Give it a name."))
            return
        try:
            self._work.saved.keep(form.name(), self._work.to_keep())
        except LedgerError as error:
            form.show_refusal(error)
            return
        form.accept()

    def use_kept(self, name: str) -> None:
        """Use the one that is kept under the name."""
        self._use(partial(self._work.saved.load, name))

    def forget_kept(self, name: str) -> None:
        """Keep it no longer."""
        self._try(partial(self._work.saved.forget, name))

    def _use(self, load: Callable[[], Mapping]) -> None:
        try:
            mapping = load()
        except LedgerError as error:
            self.refused.emit(error)
            return
        self.succeeded.emit()
        self._work.apply(mapping)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except LedgerError as error:
            self.refused.emit(error)
        else:
            self.succeeded.emit()


class KeepForm(FormDialog):
    """A name for a mapping."""

    def __init__(self, words: Callable[[LedgerError], str], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Keep this mapping"), self.tr("Keep"), words, parent=parent)
        hint = self.tr("It is offered under this name for any file.")
        self.add_field("name", Field(self.tr("&Name"), line("", NAME_LIMIT), hint))

    def _edit(self) -> QLineEdit:
        edit = self.field("name").editor
        assert isinstance(edit, QLineEdit)
        return edit

    def name(self) -> str:
        """What was typed."""
        return self._edit().text().strip()
