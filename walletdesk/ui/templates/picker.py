"""The list of a project's templates: type to filter, Enter begins with the one that is marked."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QStackedWidget, QWidget

from walletdesk.controllers import templates
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.templates import Listed
from walletdesk.ui.format import count
from walletdesk.ui.forms.base import ConfirmDialog, FormDialog
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.columns import ROW_TWO_LINE, Cells, Column, Num, TwoLine
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table
from walletdesk.ui.templates.naming import ask_to_rename
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.panels import EmptyState
from walletdesk.ui.widgets.search import SearchField

_SIZE: Final = QSize(620, 500)
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

translate: Final = QCoreApplication.translate


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", translate("templates", "Template"), TwoLine, "Monthly settlement", stretch=1),
        Column("operations", translate("templates", "Operations"), Num, "10,000"),
    )


def _cells(row: Listed) -> Cells:
    below = row.description if row.description != row.name else ""
    return (TwoLine(row.name, below), Num(count(row.operations)))


class TemplatePicker(FormDialog):
    """Chooses, renames and deletes. ``chosen`` tells the number of the template that is wanted."""

    chosen = Signal(object)
    keep_wanted = Signal()

    def __init__(self, shell: Shell, project: str, keeps: bool = False, parent: QWidget | None = None) -> None:
        """``keeps`` offers to keep what is in the form at hand."""
        title, verb = translate("templates", "Templates"), translate("templates", "Use template")
        super().__init__(title, verb, shell.words, translate("templates", "Close"), parent)
        self._shell, self._project = shell, project
        self._all: tuple[Listed, ...] = ()
        self.search: Final = SearchField(self.tr("Type to filter"), self.tr("Filter templates"))
        self.model: Final = RowsModel[Listed](_columns(), _cells, lambda row: row.id)
        self.table: Final = Table(self.model, self.tr("Templates"), ROW_TWO_LINE)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.empty: Final = EmptyState("bookmark", "")
        self.keep: Final = button(self.tr("Keep as template…"), "plus", "ghost")
        self.keep.setVisible(keeps)
        self._pages = QStackedWidget()
        self._lay_out()
        self._make_actions()
        self._connect()
        self._load()

    def _lay_out(self) -> None:
        for page in (self.table, self.empty):
            self._pages.addWidget(page)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.search, 1)
        top.addWidget(self.keep)
        self.body.addLayout(top)
        self.body.addWidget(self._pages, 1)
        self.resize(_SIZE)
        self.search.setFocus()

    def _make_actions(self) -> None:
        self.rename_action = QAction(self.tr("Rename…"), self)
        self.rename_action.setShortcut(QKeySequence("F2"))
        self.rename_action.triggered.connect(self.rename_selected)
        self.delete_action = QAction(self.tr("Delete…"), self)
        self.delete_action.setShortcut(QKeySequence("Ctrl+Del"))
        self.delete_action.triggered.connect(self.delete_selected)
        for action, icon in ((self.rename_action, "pencil"), (self.delete_action, "trash-2")):
            self.addAction(action)
            made = button(action.text(), icon, "ghost")
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(keys)
            made.clicked.connect(action.trigger)
            action.changed.connect(lambda made=made, action=action: made.setEnabled(action.isEnabled()))
            self.aside.addWidget(made)

    def _connect(self) -> None:
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _: self._filter())
        self.keep.clicked.connect(self.keep_wanted)
        self.table.activated_row.connect(lambda _: self._use())
        self.table.selected_row.connect(lambda _: self._show_possible())
        self.table.set_menu(self._fill_menu)
        self.submitted.connect(self._use)
        self._shell.session.changed.connect(self._book_changed)

    # What is there

    def _book_changed(self, changes: Changes) -> None:
        if changes.touches("templates"):
            self._load()

    def _load(self) -> None:
        key = f"templates/{id(self)}"
        run = self._shell.session.run
        run(templates.list_all, self._project, done=self._arrived, failed=self.show_refusal, key=key, owner=self)

    def _arrived(self, found: tuple[Listed, ...]) -> None:
        self._all = found
        self._filter()

    def _filter(self) -> None:
        before: Listed | None = self.table.current_value()
        shown = filtered(self._all, self.search.text())
        self.model.set_rows(shown)
        self._pages.setCurrentWidget(self.table if shown else self.empty)
        self._say_why_empty()
        place = self.model.row_of(before.id) if before is not None else None
        self.table.select_row(place or 0)
        self._show_possible()

    def _say_why_empty(self) -> None:
        if self._all:
            self.empty.set_state("search-x", self.tr("No template has this in its name"))
            return
        sentence = self.tr(
            "Keep a draft or a transaction under a name, and begin new ones with it. Amounts may be 30%, rest or max."
        )
        self.empty.set_state("bookmark", self.tr("No templates yet"), sentence)

    def _show_possible(self) -> None:
        chosen = self.table.current_value() is not None
        for part in (self.rename_action, self.delete_action, self.primary):
            part.setEnabled(chosen)

    # What can be done

    def _use(self) -> None:
        found: Listed | None = self.table.current_value()
        if found is not None:
            self.accept()
            self.chosen.emit(found.id)

    def rename_selected(self) -> None:
        """Ask for another name of the one that is marked."""
        found: Listed | None = self.table.current_value()
        if found is not None:
            ask_to_rename(self._shell, found, self)

    def delete_selected(self) -> None:
        """Throw away the one that is marked. It is asked first: the message that offers undo may be out of sight."""
        found: Listed | None = self.table.current_value()
        if found is None:
            return
        dialog = ConfirmDialog(
            self.tr("Delete the template “{name}”?").format(name=found.name),
            self.tr("What was posted with it stays as it is. Undo brings the template back."),
            self.tr("Delete template"),
            self.tr("Keep it"),
            parent=self,
        )
        dialog.submitted.connect(partial(self._delete, found))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _delete(self, template: Listed) -> None:
        shell, text = self._shell, self.tr("The template “{name}” was deleted.").format(name=template.name)

        def told(done: Done[None]) -> None:
            shell.toast(text, shell.undos.way_back(done))

        shell.session.run(templates.delete, template.id, done=told, failed=self.show_refusal, owner=self)

    def _fill_menu(self, _row: Listed, menu: QMenu) -> None:
        menu.addAction(translate("templates", "Use template"), self._use)
        menu.addActions([self.rename_action, self.delete_action])

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While one types, the arrows move through the list and Enter takes what is marked."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _STEPS:
                self.table.select_row(self.table.currentIndex().row() + _STEPS[key])
                return True
            if key in _ENTER:
                self._use()
                return True
        return super().eventFilter(watched, event)


def filtered(rows: Sequence[Listed], text: str) -> list[Listed]:
    """Those whose name or description has every one of these words somewhere in it."""
    words = text.casefold().split()
    return [row for row in rows if all(word in f"{row.name}\n{row.description}".casefold() for word in words)]


def pick_template(shell: Shell, project: str, keeps: bool = False, parent: QWidget | None = None) -> TemplatePicker:
    """Show the list."""
    picker = TemplatePicker(shell, project, keeps, parent)
    picker.finished.connect(picker.deleteLater)
    picker.open()
    return picker
