"""The form for a project's name."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.text import NAME_LIMIT
from walletdesk.ui.forms.base import FormDialog
from walletdesk.ui.widgets.field import Field


class ProjectForm(FormDialog):
    """A new project, or another name for one: `name` is the one it has."""

    def __init__(self, words: Callable[[LedgerError], str], name: str = "", parent: QWidget | None = None) -> None:
        title = self.tr("Rename project") if name else self.tr("New project")
        super().__init__(title, self.tr("Rename") if name else self.tr("Create project"), words, parent=parent)
        self._name = QLineEdit(name)
        self._name.setMaxLength(NAME_LIMIT * 2)
        hint = "" if name else self.tr("A world of its own: nothing is shared between projects.")
        self.add_field("name", Field(self.tr("&Name"), self._name, hint))

    def name(self) -> str:
        """What was typed."""
        return self._name.text()
