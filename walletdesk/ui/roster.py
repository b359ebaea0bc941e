"""The book's projects, archived ones too, kept fresh for the switcher and the projects tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from walletdesk.ui.shell import Shell

if TYPE_CHECKING:
    from walletdesk.controllers.changes import Changes
    from walletdesk.ledger.values import Project

_ARCHIVED = "projects/v1/archived"


class Roster(QObject):
    """All projects by name, and whether archived ones are shown."""

    changed = Signal()

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._all: tuple[Project, ...] = ()
        self.archived_shown = bool(shell.settings.value(_ARCHIVED, False, type=bool))
        shell.session.changed.connect(self._book_changed)

    def set_projects(self, all_: tuple[Project, ...]) -> None:
        """These are the book's projects now."""
        if all_ != self._all:
            self._all = all_
            self.changed.emit()

    def shown(self) -> tuple[Project, ...]:
        """Those to choose from; the one in force always, even if it is archived."""
        now = self._shell.project.id if self._shell.project else None
        return tuple(p for p in self._all if self.archived_shown or not p.archived or p.id == now)

    def has_archived(self) -> bool:
        """Whether there is anything to show or hide."""
        return any(project.archived for project in self._all)

    def show_archived(self, shown: bool) -> None:
        """Show archived projects, or hide them."""
        self.archived_shown = shown
        self._shell.settings.setValue(_ARCHIVED, shown)
        self.changed.emit()

    def refresh(self) -> None:
        """Read them again: another book, or another evening of it, is shown."""
        self._shell.session.run(_all_projects, done=self.set_projects, key="roster", owner=self)

    def _book_changed(self, changes: Changes) -> None:
        if changes.touches("projects", "wallets"):
            self.refresh()


def _all_projects(book: Any) -> tuple[Project, ...]:
    from walletdesk.controllers import projects

    return projects.list_all(book, archived=True)
