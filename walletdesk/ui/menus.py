"""The menu bar: every command of the window lives here, with its shortcut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from walletdesk.ui.desk import TabSpec
from walletdesk.ui.privacy import privacy
from walletdesk.ui.status import short_path
from walletdesk.ui.theme import Preference, theme
from walletdesk.ui.zoom import STEPS, zoom

if TYPE_CHECKING:
    from walletdesk.controllers.edits import Edit

# Where a tab's own actions go, by their names; others go into Edit.
_PLACES: Final = {"find": "edit", "refresh": "view", "inspector": "view", "explain": "go", "reverse": "transaction"}
_PAGES: Final = "page-"
# Commands that need an open book, a project, and one that can be changed.
_NEED_BOOK: Final = frozenset({"export_all", "verify", "backup", "restore", "project", "back", "forward"})
_NEED_PROJECT: Final = frozenset({"export", "evening", "seal"})
_NEED_ACTIVE: Final = frozenset({"new", "rename", "post", "template", "many", "import"})


class Menus(QObject):
    """Builds the menus. What a command does is told with `connect`."""

    def __init__(self, bar: QMenuBar, tabs: Sequence[TabSpec]) -> None:
        super().__init__(bar)
        self._bar = bar
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._shown: tuple[TabSpec, QWidget] | None = None
        self._guests: list[tuple[QMenu, QAction]] = []
        self._book = False
        self._undoable = {"undo": False, "redo": False}
        self.tab_group = QActionGroup(self)
        self.theme_group = QActionGroup(self)
        self.recent = QMenu(self.tr("&Recent books"), bar)
        self.templates = QMenu(self.tr("New &from template"), bar)
        self._file()
        self._edit()
        self._view()
        self._go(tabs)
        self._rest()

    def connect_all(self, does: Mapping[str, Callable[[], object]]) -> None:
        """What each command does, by its name."""
        for key, deed in does.items():
            self.actions[key].triggered.connect(partial(_call, deed))

    # Building

    def _menu(self, key: str, title: str) -> QMenu:
        self.menus[key] = self._bar.addMenu(title)
        self.menus[key].aboutToShow.connect(self._freshen)
        return self.menus[key]

    def _add(self, menu: str, key: str, text: str, keys: str = "") -> QAction:
        action = QAction(text, self)
        action.setObjectName(key)
        if keys:
            action.setShortcut(QKeySequence(keys))
        # macOS would else move what is called Quit, About or Settings by the sound of its name.
        action.setMenuRole(QAction.MenuRole.NoRole)
        self.menus[menu].addAction(action)
        self.actions[key] = action
        return action

    def _file(self) -> None:
        menu = self._menu("file", self.tr("&File"))
        self._add("file", "new_book", self.tr("&New book…"))
        self._add("file", "open_book", self.tr("&Open book…"), "Ctrl+O")
        menu.addMenu(self.recent)
        self._add("file", "sample", self.tr("Open the &sample book"))
        menu.addSeparator()
        self._add("file", "import", self.tr("&Import from CSV…"), "Ctrl+I")
        self._add("file", "export_all", self.tr("Export e&verything…"))
        menu.addSeparator()
        self._add("file", "backup", self.tr("Ba&ck up now…"))
        self._add("file", "restore", self.tr("R&estore from a backup…"))
        menu.addSeparator()
        self._add("file", "verify", self.tr("Verify the &book"))
        self._add("file", "seal", self.tr("Seal of this &ledger…"))
        menu.addSeparator()
        self._add("file", "quit", self.tr("&Quit"), "Ctrl+Q").setMenuRole(QAction.MenuRole.QuitRole)

    def _edit(self) -> None:
        menu = self._menu("edit", self.tr("&Edit"))
        self._add("edit", "undo", self.tr("&Undo"), "Ctrl+Z")
        self._add("edit", "redo", self.tr("Re&do"), "Ctrl+Shift+Z")
        menu.addSeparator()
        self._add("edit", "new", self.tr("&New…"), "Ctrl+Shift+N")
        self._add("edit", "rename", self.tr("&Rename…"), "F2")
        self._add("edit", "copy", self.tr("&Copy"), "Ctrl+C")
        self._add("edit", "select_all", self.tr("Select &all"), "Ctrl+A")
        menu.addSeparator()
        self._add("edit", "export", self.tr("&Export this list…"), "Ctrl+E")

    def _view(self) -> None:
        menu = self._menu("view", self.tr("&View"))
        colours = menu.addMenu(self.tr("&Theme"))
        for preference, text in (
            (Preference.SYSTEM, self.tr("As the &system")),
            (Preference.LIGHT, self.tr("&Light")),
            (Preference.DARK, self.tr("&Dark")),
        ):
            action = colours.addAction(text)
            action.setCheckable(True)
            action.setData(preference.value)
            self.theme_group.addAction(action)
        colours.aboutToShow.connect(self.show_theme)
        self._add("view", "toggle_theme", self.tr("S&witch light and dark"), "Ctrl+Shift+L")
        self.columns = menu.addMenu(self.tr("&Columns"))
        menu.addSeparator()
        hide = self._add("view", "amounts", self.tr("Hide &amounts"), "Ctrl+Shift+H")
        hide.setCheckable(True)
        hide.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)  # from every window
        privacy().changed.connect(self.show_privacy)
        zoom().changed.connect(self.show_zoom)
        self.show_privacy()
        menu.addSeparator()
        for key, text, keys in (
            ("zoom_in", self.tr("Zoom &in"), "Ctrl++"),
            ("zoom_out", self.tr("Zoom &out"), "Ctrl+-"),
            ("zoom_reset", self.tr("Actual si&ze"), "Ctrl+0"),
        ):
            self._add("view", key, text, keys).setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        # The same key without Shift, on keyboards where plus has none of its own.
        self.actions["zoom_in"].setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.show_zoom()
        menu.addSeparator()

    def _go(self, tabs: Sequence[TabSpec]) -> None:
        menu = self._menu("go", self.tr("&Go"))
        for place, spec in enumerate(tabs, 1):
            action = self._add("go", f"tab-{spec.key}", spec.title, f"Ctrl+{place}")
            action.setCheckable(True)
            action.setData(spec.key)
            self.tab_group.addAction(action)
        menu.addSeparator()
        self._add("go", "find_anything", self.tr("&Find anything…"), "Ctrl+K")
        self._add("go", "back", self.tr("&Back"), "Alt+Left")
        self._add("go", "forward", self.tr("F&orward"), "Alt+Right")
        self._add("go", "project", self.tr("Switch &project…"), "Ctrl+P")
        menu.addSeparator()
        self._add("go", "evening", self.tr("Book as of a past &evening…"), "Ctrl+Shift+D")
        self._add("go", "now", self.tr("Back to n&ow"), "Alt+Home")
        menu.addSeparator()

    def _rest(self) -> None:
        self._menu("transaction", self.tr("&Transaction"))
        menu = self.menus["transaction"]
        self._add("transaction", "post", self.tr("&New transaction…"), "Ctrl+N")
        menu.addMenu(self.templates)
        self._add("transaction", "template", self.tr("&Choose a template…"), "Ctrl+T")
        menu.removeAction(self.actions["template"])
        self.templates.addAction(self.actions["template"])
        self._add("transaction", "many", self.tr("Run for &many…"), "Ctrl+Shift+M")
        self._add("transaction", "many_picked", self.tr("Run for &selected…")).setVisible(False)
        self._menu("help", self.tr("&Help"))
        self._add("help", "shortcuts", self.tr("&Keyboard shortcuts"), "F1")
        self._add("help", "messages", self.tr("&Recent messages"))
        self._add("help", "about", self.tr("&About WalletDesk")).setMenuRole(QAction.MenuRole.AboutRole)

    # What changes

    def show_theme(self) -> None:
        """Mark the theme that was chosen."""
        for action in self.theme_group.actions():
            action.setChecked(action.data() == theme().preference.value)

    def show_privacy(self) -> None:
        """Mark whether amounts are hidden."""
        self.actions["amounts"].setChecked(privacy().hidden)

    def show_zoom(self) -> None:
        """Offer the sizes that there are beside the one in force."""
        percent = zoom().percent
        self.actions["zoom_in"].setEnabled(percent < STEPS[-1])
        self.actions["zoom_out"].setEnabled(percent > STEPS[0])
        self.actions["zoom_reset"].setEnabled(percent != 100)

    def show_recent(self, books: Sequence[Path], opens: Callable[[Path], object]) -> None:
        """Offer the books that were opened last."""
        self.recent.clear()
        for path in books:
            action = self.recent.addAction(short_path(path).replace("&", "&&"))
            action.triggered.connect(partial(_call, partial(opens, path)))
        self.recent.setEnabled(bool(books))

    def show_state(self, book: bool, project: bool, active: bool, past: bool = False, why: str = "") -> None:
        """Offer what can be done: nothing in a book while none is open, nothing new in the archive or the past.

        `why` nothing can be changed in the book, where it cannot, is told where a command would change it.
        """
        for keys, possible in ((_NEED_BOOK, book), (_NEED_PROJECT, project), (_NEED_ACTIVE, active)):
            for key in keys:
                self.actions[key].setEnabled(possible)
        for action in self.tab_group.actions():
            action.setEnabled(book)
        self.actions["now"].setEnabled(past)
        for key in (*_NEED_ACTIVE, *self._undoable):
            self.actions[key].setToolTip(why)
        for menu in self.menus.values():
            menu.setToolTipsVisible(bool(why))
        self._book = book and not why
        self._allow_undo()

    def show_undo(self, last: Edit | None, undone: Edit | None) -> None:
        """Say what undo and redo would do; without that they cannot be chosen."""
        self._undoable = {"undo": last is not None, "redo": undone is not None}
        from walletdesk.ui.undo_words import menu_text

        self.actions["undo"].setText(menu_text(self.tr("&Undo"), last))
        self.actions["redo"].setText(menu_text(self.tr("Re&do"), undone))
        self._allow_undo()

    def _allow_undo(self) -> None:
        for key, possible in self._undoable.items():
            self.actions[key].setEnabled(possible and self._book)

    def show_tab(self, spec: TabSpec, tab: Any) -> None:
        """Take the commands of the tab that is shown now into the menus: the same actions, so that no key is twice."""
        self.actions[f"tab-{spec.key}"].setChecked(True)
        self._shown = spec, tab
        self.actions["new"].setText(spec.new)
        for key, name in (("new", "primary_new"), ("rename", "rename_selected"), ("export", "export")):
            self.actions[key].setVisible(hasattr(tab, name))
        for menu, action in self._guests:
            menu.removeAction(action)
        self._guests = []
        self._show_columns(tab)
        for action in own_actions(tab):
            name = action.objectName()
            place = "go" if name.startswith(_PAGES) else _PLACES.get(name, "edit")
            self.menus[place].addAction(action)
            self._guests.append((self.menus[place], action))

    def _show_columns(self, tab: QWidget) -> None:
        """Offer the columns of the list in sight."""
        self.columns.clear()
        from walletdesk.ui.tables.view import Table  # a tab is shown: by now it is loaded

        tables = [table for table in tab.findChildren(Table) if table.columns.is_kept() and table.isVisibleTo(tab)]
        self.columns.setEnabled(bool(tables))
        if tables:
            tables[0].columns.fill_menu(self.columns)

    def _freshen(self) -> None:
        """A tab may show another of its pages by now, and have other rows selected."""
        if self._shown is not None:
            self.show_tab(*self._shown)
            self._show_picked(self._shown[1])

    def _show_picked(self, tab: Any) -> None:
        from walletdesk.ui.cells import picked_run

        action, counts = self.actions["many_picked"], getattr(tab, "picked_count", None)
        number = counts() if counts is not None else 0
        action.setVisible(counts is not None)
        action.setText(picked_run(number))
        action.setEnabled(number > 0 and self.actions["many"].isEnabled())

    def listed(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every menu's title with its commands that have a key, as (command, key)."""
        self._freshen()
        found = []
        for menu in self.menus.values():
            rows = [
                (action.text().replace("&", "").rstrip("…"), action.shortcut().toString(_NATIVE))
                for _, action in _within(menu)
                if not action.shortcut().isEmpty() and action.isVisible()
            ]
            found.append((menu.title().replace("&", ""), rows))
        return found

    def commands(self) -> list[tuple[str, str, QAction]]:
        """Every command that can be given now, as (menu's key, title, action); what lies deeper names its own menu."""
        self._freshen()
        self.show_theme()
        return [
            (key, title, action)
            for key, menu in self.menus.items()
            for title, action in _within(menu)
            if action.isVisible() and action.isEnabled()
        ]


def _within(menu: QMenu) -> Iterator[tuple[str, QAction]]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _within(inner)
        elif not action.isSeparator():
            yield menu.title(), action


def own_actions(tab: QWidget) -> list[QAction]:
    """The commands with a key that the tab has, and the pages that are seen in it now."""
    seen = [child for child in tab.findChildren(QWidget) if child.isVisibleTo(tab) and not isinstance(child, QMenu)]
    found = [action for widget in (tab, *seen) for action in widget.actions()]
    return list(dict.fromkeys(a for a in found if a.text() and not a.shortcut().isEmpty()))


_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


def _call(deed: Callable[[], object], _checked: bool = False) -> None:
    deed()
