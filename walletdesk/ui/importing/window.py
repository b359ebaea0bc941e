"""The window that imports a CSV file."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletdesk.controllers.importing import Verdict
from walletdesk.ledger.values import Project
from walletdesk.ui import files
from walletdesk.ui.batch_window import BatchWindow
from walletdesk.ui.batch_work import DELAY_MS, State
from walletdesk.ui.desk import Pages
from walletdesk.ui.importing.asking import Asking
from walletdesk.ui.importing.folds import Folds
from walletdesk.ui.importing.heads import Foot, Head
from walletdesk.ui.importing.mappings import MappingCommands
from walletdesk.ui.importing.result import ResultPage
from walletdesk.ui.importing.sheet import SheetView
from walletdesk.ui.importing.slots import Slots
from walletdesk.ui.importing.states import Gap
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.panels import EmptyState
from walletdesk.ui.widgets.reach import Reach
from walletdesk.ui.widgets.styling import hairline
from walletdesk.ui.words import counted


class ImportWindow(BatchWindow[ImportWork, ResultPage]):
    """One import: a file, its mapping, the dry run, and the result."""

    def __init__(self, shell: Shell, project: Project, delay_ms: int = DELAY_MS) -> None:
        """For this project."""
        super().__init__(shell)
        self.work = ImportWork(shell, project, delay_ms, self)
        self.setWindowTitle(self.tr("Import into {project}").format(project=project.name))
        self.setAcceptDrops(True)
        self._opened_by_itself: str | None = None
        self.mappings: Final = MappingCommands(shell, self.work, self)
        self.head: Final = Head(self.work)
        self.slots: Final = Slots(self.work)
        self.folds: Final = Folds(self.work)
        self.asking: Final = Asking(self.work)
        self.sheet: Final = SheetView(self.work)
        self.foot: Final = Foot(self.work)
        self.empty: Final = EmptyState("upload", "", "", None, "primary")
        self.result = ResultPage()
        self.pages: Final = Pages()
        self._lay_out()
        self._connect()
        self._make_actions()
        self._show_state()

    # Building

    def _lay_out(self) -> None:
        self._mapping = QWidget()
        inner = QVBoxLayout(self._mapping)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for part in (self.slots, self.folds):
            inner.addWidget(part)
        holder = QVBoxLayout()
        holder.setContentsMargins(16, 2, 16, 8)
        holder.addWidget(self.asking)
        self._asking = QWidget()
        self._asking.setLayout(holder)
        inner.addWidget(self._asking)
        inner.addWidget(hairline())
        inner.addWidget(self.sheet, 1)
        for page in (self._mapping, self.empty, self.result):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.error_bar)
        column.addWidget(self.head)
        column.addWidget(hairline())
        column.addWidget(Reach(self.pages), 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        head, work, result = self.head, self.work, self.result
        head.another.clicked.connect(self.choose_file)
        mappings = self.mappings
        head.load_wanted.connect(mappings.load)
        head.save_wanted.connect(mappings.save)
        head.keep_wanted.connect(mappings.keep)
        head.kept_chosen.connect(mappings.use_kept)
        head.kept_forgotten.connect(mappings.forget_kept)
        mappings.refused.connect(self._say)
        mappings.succeeded.connect(self.error_bar.hide)
        self.empty.acted.connect(self.choose_file)
        self.asking.panel_wanted.connect(self._open_panel)
        self.sheet.save_wanted.connect(self.save_problems)
        self.foot.close_button.clicked.connect(self.close)
        result.view.clicked.connect(self._view_and_close)
        result.reverse.clicked.connect(self.reverse)
        result.save.clicked.connect(self.save_problems)
        result.close_button.clicked.connect(self.close)
        work.state_changed.connect(self._show_state)

    def _make_actions(self) -> None:
        self._add_keys(
            (self.tr("Import"), "Ctrl+Return", self.work.write),
            (self.tr("Import"), "Ctrl+Enter", self.work.write),
            (self.tr("Choose another file"), "Ctrl+O", self.choose_file),
            (self.tr("Save as a mapping file"), "Ctrl+S", self.mappings.save),
            (self.tr("Check again"), "F5", self.work.check_soon),
        )

    # Showing

    def _show_state(self) -> None:
        work = self.work
        if work.state is State.WRITTEN and work.written is not None:
            if self.pages.currentWidget() is not self.result:
                self._show_result()
            return
        if work.sheet is None:
            self._show_empty()
            self.pages.setCurrentWidget(self.empty)
        else:
            self.pages.setCurrentWidget(self._mapping)
        self.foot.setVisible(work.sheet is not None)
        writing = work.state is State.WRITING
        for part in (self.slots, self.folds):
            part.setEnabled(not writing)
        self._asking.setVisible(self.asking.ask is not None and not writing)
        if work.state is State.OPEN and work.gap is not None:
            self._open_gap(work.gap)

    def _show_empty(self) -> None:
        work, choose = self.work, self.tr("Choose another file…")
        if work.state is State.UNFIT:
            name = work.path.name if work.path is not None else ""
            title = self.tr("{name} cannot be imported").format(name=name)
            self.empty.set_state("circle-alert", title, work.sentence(), choose)
        elif work.state is State.READING:
            self.empty.set_state("file-text", self.tr("Reading the file…"))
        else:
            sentence = self.tr("Or drop a CSV file here. It is only read, never changed.")
            self.empty.set_state("upload", self.tr("Which file?"), sentence, self.tr("Choose a file…"))

    def _show_result(self) -> None:
        written = self.work.written
        assert written is not None
        self.result.show_written(written)
        self.pages.setCurrentWidget(self.result)
        self.foot.hide()
        self.result.close_button.setFocus()
        one, many = self.tr("Imported 1 transaction"), self.tr("Imported {count} transactions")
        text = self.tr("{imported} as batch {batch}.")
        imported = counted(written.batch.transactions, one, many)
        self._shell.toast(text.format(imported=imported, batch=written.batch.number), [(self.tr("View"), self._view)])

    def _open_gap(self, gap: Gap) -> None:
        """Open the panel where something is missing, but never under the hands of somebody who types elsewhere."""
        panel = {Gap.KINDS: "operations", Gap.SYSTEM: "operations", Gap.ASSET: "assets"}.get(gap)
        opened = self.folds.opened()
        if panel is None or panel == opened or opened not in (None, self._opened_by_itself):
            return
        focused = self.focusWidget()
        if opened is not None and focused is not None and self.folds.panels[opened].isAncestorOf(focused):
            return
        elsewhere = focused is None or not (self.slots.isAncestorOf(focused) or self.folds.isAncestorOf(focused))
        self._opened_by_itself = panel
        self.folds.open(panel, self.folds.assets.code if gap is Gap.ASSET and elsewhere else None)

    def _open_panel(self, panel: str) -> None:
        first = {
            "operations": next(iter(self.folds.operations.word_combos.values()), self.folds.operations.credit),
            "assets": self.folds.assets.asset,
            "booking": self.folds.booking.booking,
            "format": self.folds.formats.separator,
        }[panel]
        if panel == "format" and self.work.problem is not None and self.work.problem.field == "date":
            first = self.folds.formats.dates
        self.folds.open(panel, first)

    def _view(self) -> None:
        written = self.work.written
        if written is not None:
            show = partial(self._shell.show_transactions, batch=written.batch.id)
            self._shell.in_project(self.work.project.id, show)

    def _view_and_close(self) -> None:
        self.close()
        self._view()

    # What can be done

    def reverse(self) -> None:
        """Take the whole import back, after asking."""
        written = self.work.written
        if written is None:
            return
        stay = self.tr("Customers and wallets that it created stay.")
        self._ask_to_reverse(written.batch, self.tr("Reverse this import?"), self.tr("Reverse the import"), stay)

    def choose_file(self) -> None:
        """Ask for a file and look at it."""
        if self.work.state is State.WRITING:
            return
        start = self.work.path.parent if self.work.path is not None else None
        path = self._shell.file_dialogs.open_path(self.tr("Choose a CSV file"), files.CSV, start)
        if path is not None:
            self.open_path(path)

    def open_path(self, path: Path) -> None:
        """Look at this file."""
        self.error_bar.hide()
        self.folds.open(None)
        self.work.choose(path)

    def save_problems(self) -> None:
        """Ask where to, and write the rows that cannot be imported with their reasons."""
        work = self.work
        if work.path is None or not work.count(Verdict.REFUSED):
            return
        name = work.path.with_name(self.tr("{name} problems.csv").format(name=work.path.stem))
        path = self._shell.file_dialogs.save_path(self.tr("Save problem rows"), name, files.CSV)
        if path is not None:
            work.save_problems(path, partial(self._saved, path), self._say)

    def _saved(self, path: Path, rows: int) -> None:
        self.error_bar.hide()
        self._shell.written(path, rows)

    # Events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None and self.work.state is not State.WRITING:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None and self.work.state is not State.WRITING:
            event.acceptProposedAction()
            self.open_path(path)


def _dropped(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def open_import(shell: Shell, path: Path | None = None) -> ImportWindow | None:
    """Open the import of this file, or of one that is asked for; None when the person gave up."""
    project = shell.project
    if project is None:
        return None
    if path is None:
        path = shell.file_dialogs.open_path(QCoreApplication.translate("ImportWindow", "Choose a CSV file"), files.CSV)
        if path is None:
            return None
    window = ImportWindow(shell, project)
    window.open_path(path)
    window.show()
    window.raise_()
    window.activateWindow()
    return window
