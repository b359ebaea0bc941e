"""Templates in the form: beginning with one, and keeping what is in the form as another."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from walletdesk.controllers import templates
from walletdesk.ui.builder.form import Form
from walletdesk.ui.shell import Shell
from walletdesk.ui.templates.naming import ask_to_keep
from walletdesk.ui.templates.picker import pick_template


class Templating(QObject):
    """Shows the templates over the form's window."""

    chosen = Signal(object)
    """The number of the template to begin with."""

    def __init__(self, shell: Shell, form: Form, take_all: Callable[[], object], window: QWidget) -> None:
        """`take_all` takes what is still being typed."""
        super().__init__(window)
        self._shell, self._form, self._take_all = shell, form, take_all
        self._window: Final = window

    def choose(self, *_: object) -> None:
        """Show the templates, to begin with one or to keep this as another."""
        if self._form.busy:
            return
        self._take_all()
        picker = pick_template(self._shell, self._form.project, not self._form.state.empty, self._window)
        picker.chosen.connect(self.chosen)
        picker.keep_wanted.connect(self.keep)

    def keep(self) -> None:
        """Ask for the name under which this is kept."""
        state = self._form.state
        name = " ".join(state.description.split())
        parent = QApplication.activeModalWidget() or self._window
        ask_to_keep(self._shell, templates.keep, self._form.project, state, name, parent)
