"""The window: menus, header, tabs and status bar around one book."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from walletdesk.ui import shell as shells
from walletdesk.ui import wiring, words
from walletdesk.ui.backups import Keeper
from walletdesk.ui.book_commands import BookCommands
from walletdesk.ui.books import BookFacts, Library
from walletdesk.ui.desk import Desk
from walletdesk.ui.evening import Evenings
from walletdesk.ui.files import FileDialogs
from walletdesk.ui.header import Header
from walletdesk.ui.look import Look
from walletdesk.ui.menus import Menus
from walletdesk.ui.roster import Roster
from walletdesk.ui.session import Session
from walletdesk.ui.shell import Shell
from walletdesk.ui.stage import Stage
from walletdesk.ui.status import StatusLine
from walletdesk.ui.verifying import Verifier
from walletdesk.ui.watching import Watcher
from walletdesk.ui.widgets.reach import Reach
from walletdesk.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from walletdesk.ledger.values import Project

SIZE: Final = QSize(1400, 860)
LEAST: Final = QSize(960, 600)
_GEOMETRY: Final = "window/v1/geometry"


class MainWindow(QMainWindow):
    """Puts the parts together and connects them. What they do is theirs."""

    def __init__(
        self,
        settings: QSettings,
        folder: Path,
        memory: Path | None = None,
        clock: Callable[[], int] = shells.clock,
        dialogs: FileDialogs | None = None,
        backups: Path | None = None,
    ) -> None:
        """`folder` is for new books, `memory` for the ends of chains seen last, `backups` for backups."""
        super().__init__()
        words.install()
        self.setObjectName("main")
        self.setMinimumSize(LEAST)
        self.look = Look(settings, self)
        self.session = Session(self)
        self.shell = Shell(self.session, settings, clock, dialogs or FileDialogs(settings, self), self)
        self.library = Library(self.shell, clock, self)
        self.roster = Roster(self.shell, self)
        self.verifier = Verifier(self.shell, memory, self)
        self.watcher = Watcher(self.shell, self.library, self)
        self.keeper = Keeper(self.shell, self.library, backups or folder / "backups", memory, self)
        self.toast = Toast(self)
        self.commands = BookCommands(self.shell, self.library, folder, self, self.verifier)
        self.desk = Desk(self.shell, {"projects": lambda: wiring.projects_tab(self)}, self.toast)
        self.header = Header([(s.key, s.title, s.icon) for s in self.desk.specs], self.roster)
        self.evenings = Evenings(self.shell, self.roster, self.desk, self)
        self.menus = Menus(self.menuBar(), self.desk.specs)
        restorer = partial(_restorer, self.shell, self.library, self.keeper, memory, clock)
        self.stage = Stage(self.shell, self.library, self.verifier, self.desk, self.commands, restorer)
        self.status = StatusLine(self.verifier, self.keeper)
        self._lay_out()
        self._connect()
        wiring.connect(self, self)
        self._restore(settings)
        self._show_state()

    # Building

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        for bar in (self.watcher.place, self.evenings.strip):
            column.addWidget(bar)
        column.addWidget(Reach(self.stage), 1)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self.desk.task_shown = self.status.tasks.show_task

    def _connect(self) -> None:
        self.library.leaving.connect(self.desk.close_forms)
        self.library.leaving.connect(self.status.tasks.cancel_all)
        for left in (self.library.leaving, self.shell.project_left, self.shell.evening_changed):
            left.connect(self.toast.hide)  # its buttons are for what is shown no more
        self.library.opened.connect(self._opened)
        self.library.faulted.connect(lambda _fault: self.status.show_book(self.library.facts))
        self.library.asked.connect(self.come_forward)
        self.shell.project_changed.connect(self._project_changed)
        self.shell.project_renamed.connect(self._show_project)
        self.session.refused.connect(lambda error: self.toast.say(self.shell.words(error)))
        self.desk.tab_changed.connect(self._tab_changed)
        self.header.tab_chosen.connect(self.go)
        self.header.project_chosen.connect(self.shell.set_project)
        self.header.new_project.connect(lambda: self.new_in("projects"))
        self.header.post.clicked.connect(lambda: self.shell.new_transaction())
        self.status.amounts_wanted.connect(self.look.toggle_amounts)
        self.status.shield_pressed.connect(self.stage.verify_or_show)
        self.stage.turned.connect(self._show_state)

    # Books and projects

    def _opened(self, facts: BookFacts) -> None:
        self.status.show_book(facts)
        self.roster.set_projects(facts.projects)
        self.menus.show_recent(self.library.recent(), self.library.open)
        self.shell.set_project(self.library.remembered_project(facts))
        self.verifier.reset()  # after it: what a look at the book finds is not to be covered by the project's tabs

    def _project_changed(self, project: Project | None) -> None:
        if project is not None:
            self.library.remember_project(project.id)
        self._show_project(project)
        self.desk.begin()
        self.stage.show_desk()

    def _show_project(self, project: Project | None) -> None:
        self.header.show_project(project, self.shell.evening, self.shell.why_fixed())
        self.setWindowTitle(f"{project.name} — WalletDesk" if project else "WalletDesk")
        self._show_state()

    # Commands

    def go(self, key: str) -> None:
        """Show a tab."""
        self.desk.show(key)
        self.stage.show_desk()

    def _tab_changed(self, key: str) -> None:
        self.header.show_tab(key)
        self.menus.show_tab(next(spec for spec in self.desk.specs if spec.key == key), self.desk.current())
        self._show_state()

    def _show_state(self) -> None:
        fault = self.stage.at_fault()
        project = None if fault else self.shell.project
        book = self.library.facts is not None and not fault
        for part in (self.header, self.watcher.place):
            part.setVisible(book)
        past, why = self.shell.evening is not None, self.shell.why_fixed()
        active = project is not None and self.shell.writable()
        self.menus.show_state(book, project is not None, active, past, why)
        self.menus.actions["new"].setEnabled(active or (book and not why and self.desk.current_key == "projects"))

    def new_in(self, key: str) -> None:
        """Open the form for something new of that tab, over whatever is shown."""
        self.desk.tab(key).primary_new()

    def in_tab(self, command: str) -> None:
        """Let the tab that is shown do this, if it can."""
        does = getattr(self.desk.current(), command, None)
        if does is not None:
            does()

    def come_forward(self) -> None:
        """Show the window before all others: the program was started again on this book."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    # The window itself

    def _restore(self, settings: QSettings) -> None:
        self.resize(SIZE)
        geometry = settings.value(_GEOMETRY, QByteArray(), type=QByteArray)
        if isinstance(geometry, QByteArray) and not geometry.isEmpty():
            self.restoreGeometry(geometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            (self.stage.back if self.shell.evening is None else self.evenings.back)()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.close_forms()
        self.verifier.remember()
        self.shell.settings.setValue(_GEOMETRY, self.saveGeometry())
        self.library.close()
        self.hide()  # the window is gone at once; the backup may take a moment
        self.keeper.leave()
        self.session.close(wait=True)
        super().closeEvent(event)


def _restorer(*parts: Any) -> Any:
    from walletdesk.ui.restoring.restorer import Restorer  # few people ever restore: loaded when somebody does

    return Restorer(*parts)
