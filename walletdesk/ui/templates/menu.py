"""The templates' place in the menu: each is a command, so that Ctrl+K finds it too."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from walletdesk.ui.shell import Prefill, Shell

if TYPE_CHECKING:
    from walletdesk.controllers.changes import Changes
    from walletdesk.controllers.templates import Listed

_SHOWN: Final = 30


class TemplateMenu(QObject):
    """Keeps the templates of the present project in a menu, below the command that lists them all."""

    def __init__(self, shell: Shell, menu: QMenu, choose: QAction, window: QWidget) -> None:
        """``choose`` is the command for the list."""
        super().__init__(window)
        self._shell, self._menu, self._window = shell, menu, window
        self._made: list[QAction] = []
        choose.triggered.connect(self.choose)
        shell.project_changed.connect(lambda _: self._ask())
        shell.project_renamed.connect(lambda _: self._ask())
        shell.session.changed.connect(self._book_changed)

    def choose(self, *_: object) -> None:
        """Show the list of templates; the one that is chosen opens in a new form."""
        project = self._shell.project
        if project is None or not self._shell.writable():
            return
        from walletdesk.ui.templates.picker import pick_template

        pick_template(self._shell, project.id, parent=self._window).chosen.connect(self._begin)

    def _begin(self, template: int) -> None:
        self._shell.new_transaction(Prefill(template=template))

    def _book_changed(self, changes: Changes) -> None:
        if changes.touches("templates"):
            self._ask()

    def _ask(self) -> None:
        project = self._shell.project
        if project is None or not self._shell.writable():
            self._show(())
            return
        self._shell.session.run(_listed, project.id, done=self._show, key="templates/menu", owner=self)

    def _show(self, found: tuple[Listed, ...]) -> None:
        for action in self._made:
            self._menu.removeAction(action)
            action.deleteLater()
        self._made = [self._menu.addSeparator()] if found else []
        for template in found[:_SHOWN]:
            action = self._menu.addAction(template.name.replace("&", "&&"))
            action.triggered.connect(partial(self._chosen, template.id))
            self._made.append(action)

    def _chosen(self, template: int, _checked: bool = False) -> None:
        self._begin(template)


def _listed(book: Any, project: str) -> tuple[Listed, ...]:
    """Asked on the lane, where the module is loaded too: the first window needs nothing of it."""
    from walletdesk.controllers import templates

    return templates.list_all(book, project)
