"""What each command of the menus does in the window."""

from functools import partial
from types import ModuleType
from typing import Any, Protocol

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from walletdesk.ui.backups import Keeper
from walletdesk.ui.book_commands import BookCommands
from walletdesk.ui.desk import Desk
from walletdesk.ui.evening import Evenings
from walletdesk.ui.header import Header
from walletdesk.ui.look import Look
from walletdesk.ui.menus import Menus
from walletdesk.ui.palette.opening import Finder
from walletdesk.ui.roster import Roster
from walletdesk.ui.shell import Chosen, Shell
from walletdesk.ui.stage import Stage
from walletdesk.ui.status import StatusLine
from walletdesk.ui.templates.menu import TemplateMenu
from walletdesk.ui.theme import Preference
from walletdesk.ui.undoing import text_in_hand
from walletdesk.ui.verifying import Verifier
from walletdesk.ui.widgets.toast import Toast


class Parts(Protocol):
    """The window's parts, as the menus reach them."""

    shell: Shell
    look: Look
    menus: Menus
    header: Header
    desk: Desk
    stage: Stage
    commands: BookCommands
    verifier: Verifier
    keeper: Keeper
    evenings: Evenings
    toast: Toast
    status: StatusLine

    def new_in(self, key: str) -> None:
        """Open the form for something new of a tab."""

    def in_tab(self, command: str) -> None:
        """Let the tab that is shown do something."""

    def go(self, key: str) -> None:
        """Show a tab."""


class Window(Parts, Protocol):
    """The window as its first tab reaches it."""

    roster: Roster


def connect(parts: Parts, window: QWidget) -> None:
    """Connect the menus of this window."""
    parts.desk.open_import = _open_import
    parts.desk.open_many = _open_many
    finder = _finder(parts, window)
    TemplateMenu(parts.shell, parts.menus.templates, parts.menus.actions["template"], window)
    parts.menus.connect_all(
        {
            "new_book": parts.commands.ask_new,
            "open_book": parts.commands.ask_open,
            "sample": parts.commands.open_sample,
            "import": parts.shell.import_file,
            "export_all": parts.commands.export_all,
            "backup": parts.keeper.ask,
            "restore": parts.stage.show_restore,
            "verify": parts.verifier.start,
            "seal": parts.commands.ask_seal,
            "quit": window.close,
            "new": lambda: parts.new_in(parts.desk.current_key),
            "rename": partial(parts.in_tab, "rename_selected"),
            "undo": parts.shell.undos.undo,
            "redo": parts.shell.undos.redo,
            "copy": _copy,
            "select_all": _select_all,
            "export": partial(parts.in_tab, "export"),
            "toggle_theme": parts.look.toggle_theme,
            "amounts": parts.look.toggle_amounts,
            "zoom_in": partial(parts.look.zoom_by, 1),
            "zoom_out": partial(parts.look.zoom_by, -1),
            "zoom_reset": parts.look.zoom_reset,
            "find_anything": finder.open,
            "back": parts.stage.back,
            "forward": parts.stage.forward,
            "project": parts.header.open_menu,
            "evening": parts.evenings.ask,
            "now": parts.evenings.back,
            "post": parts.shell.new_transaction,
            "many": lambda: parts.shell.run_for_many(),
            "many_picked": partial(parts.in_tab, "run_for_picked"),
            "shortcuts": lambda: _about().shortcuts(parts.menus.listed(), window).open(),
            "messages": lambda: _about().messages(parts.toast.recent(), window).open(),
            "about": lambda: _about().about(window).open(),
        }
    )
    parts.header.evening.clicked.connect(parts.evenings.ask)
    parts.verifier.seal_wanted.connect(parts.commands.ask_seal)
    parts.shell.picked.connect(parts.status.picked.set_text)
    parts.shell.undos.changed.connect(partial(_show_undo, parts))
    # A shortcut of its own: some text fields do not know this key, and an action's would reach past them.
    QShortcut(QKeySequence("Ctrl+Y"), window, partial(_redo, parts.shell))
    parts.menus.tab_group.triggered.connect(lambda action: parts.go(action.data()))
    parts.menus.theme_group.triggered.connect(lambda action: parts.look.set_theme(Preference(action.data())))


def projects_tab(window: Window) -> QWidget:
    """The first tab, connected to what lies outside it."""
    from walletdesk.ui.tabs.projects import ProjectsTab

    tab = ProjectsTab(window.shell, window.roster, window.verifier, window)
    tab.sample_wanted.connect(window.commands.open_sample)
    tab.verdict_wanted.connect(window.stage.show_verdict)
    tab.export_all_wanted.connect(window.commands.export_all)
    tab.backup_wanted.connect(window.keeper.ask)
    return tab


def _show_undo(parts: Parts) -> None:
    parts.menus.show_undo(parts.shell.undos.last(), parts.shell.undos.next())


def _redo(shell: Shell) -> None:
    text = text_in_hand()
    if text is not None:
        text.redo()
    else:
        shell.undos.redo()


def _about() -> ModuleType:
    from walletdesk.ui.forms import about

    return about


def _open_import(shell: Shell) -> QWidget | None:
    from walletdesk.ui.importing import open_import  # loaded when it is first wanted: starting is quicker so

    return open_import(shell)


def _open_many(shell: Shell, chosen: Chosen | None) -> QWidget | None:
    from walletdesk.ui.many import open_many

    return open_many(shell, chosen)


def _finder(parts: Parts, window: QWidget) -> Finder:
    finder = Finder(parts.shell, parts.menus.commands, parts.go, window)
    finder.tab, finder.header = parts.desk.tab, parts.header
    parts.header.finder.clicked.connect(finder.open)
    return finder


def _copy() -> None:
    """Copy what the focused widget has selected, if it can."""
    copies: Any = getattr(QApplication.focusWidget(), "copy_selection", None)
    if copies is not None:
        copies()


def _select_all() -> None:
    """Select all that the focused widget has, if it can."""
    selects: Any = getattr(QApplication.focusWidget(), "selectAll", None)
    if selects is not None:
        selects()
