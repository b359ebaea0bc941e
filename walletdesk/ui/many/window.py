"""The window that does one thing for many customers."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Project
from walletdesk.ui import files, fonts
from walletdesk.ui.batch_window import BatchWindow
from walletdesk.ui.batch_work import DELAY_MS, State
from walletdesk.ui.desk import Pages
from walletdesk.ui.many import texts
from walletdesk.ui.many.foot import Foot
from walletdesk.ui.many.result import ResultPage
from walletdesk.ui.many.sheet import SheetView
from walletdesk.ui.many.what import WhatPanel
from walletdesk.ui.many.who import WhoPanel
from walletdesk.ui.many.work import Part, RunWork
from walletdesk.ui.shell import Chosen, Shell
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.reach import Reach
from walletdesk.ui.widgets.styling import hairline, label


class ManyWindow(BatchWindow[RunWork, ResultPage]):
    """Who, what, every result, and one button."""

    def __init__(self, shell: Shell, project: Project, delay_ms: int = DELAY_MS, chosen: Chosen | None = None) -> None:
        """For this project, and for those who are chosen already."""
        super().__init__(shell)
        self.work = RunWork(shell, project, delay_ms, self, chosen)
        self.setWindowTitle(self.tr("Run for many in {project}").format(project=project.name))
        self.who: Final = WhoPanel(self.work)
        self.what: Final = WhatPanel(self.work)
        self.sheet: Final = SheetView(self.work)
        self.foot: Final = Foot(self.work)
        self.result = ResultPage()
        self.pages: Final = Pages()
        self._lay_out(project)
        self._connect()
        self._make_actions()
        self.what.amount.setFocus()

    # Building

    def _lay_out(self, project: Project) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 10)
        head.setSpacing(8)
        head.addWidget(label(self.tr("Run for many"), "title", fonts.sized(15, fonts.SEMIBOLD)))
        facts = self.tr("Every result is shown before anything is written · {project}").format(project=project.name)
        head.addWidget(Elided(facts, fonts.sized(12), "sub"), 1)
        choices = QHBoxLayout()
        choices.setContentsMargins(16, 10, 16, 8)
        choices.setSpacing(32)
        choices.addWidget(self.who, 1)
        choices.addWidget(self.what, 1)
        self._form = QWidget()
        inner = QVBoxLayout(self._form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(choices)
        inner.addWidget(hairline())
        inner.addWidget(self.sheet, 1)
        for page in (self._form, self.result):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.error_bar)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(Reach(self.pages), 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        result = self.result
        self.sheet.save_wanted.connect(self.save_refused)
        self.foot.close_button.clicked.connect(self.close)
        self.foot.write_wanted.connect(self.run)
        result.view.clicked.connect(self._view_and_close)
        result.save.clicked.connect(self.save_refused)
        result.reverse.clicked.connect(self.reverse)
        result.another.clicked.connect(self._start_another)
        result.close_button.clicked.connect(self.close)
        self.what.description_changed.connect(self.work.mend_description)
        self.who.search.left.connect(self._enter_table)
        self.work.state_changed.connect(self._show_state)

    def _make_actions(self) -> None:
        self._add_keys(
            (self.tr("Run"), "Ctrl+Return", self.run),
            (self.tr("Run"), "Ctrl+Enter", self.run),
            (self.tr("Find"), "Ctrl+F", self._find),
            (self.tr("Check again"), "F5", self.work.check_soon),
        )

    # Showing

    def _show_state(self) -> None:
        work = self.work
        if work.state is State.WRITTEN:
            if self.pages.currentWidget() is not self.result:
                self._show_result()
        elif work.problem is not None and work.problem.field not in ("amount", "description"):
            self._say(work.problem)
        elif work.state in (State.CHECKED, State.WRITING):
            self.error_bar.hide()

    def _show_result(self) -> None:
        written = self.work.written
        assert written is not None
        self.error_bar.hide()
        self.result.show_written(written)
        self.pages.setCurrentWidget(self.result)
        self.foot.hide()
        self.result.close_button.setFocus()
        batch = written.batch.number if written.batch is not None else None
        ways = [(self.tr("View"), self._view), *written.way_back]
        self._shell.toast(texts.done_words(written.plan, batch), ways)

    def _view(self) -> None:
        written = self.work.written
        if written is None:
            return
        if written.batch is not None:
            show = partial(self._shell.show_transactions, batch=written.batch.id)
        else:
            show = partial(self._shell.show_wallets, status=written.plan.recipe.action.status)
        self._shell.in_project(self.work.project.id, show)

    def _view_and_close(self) -> None:
        self.close()
        self._view()

    def _enter_table(self) -> None:
        self.sheet.table().enter()

    def _find(self) -> None:
        self.who.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.who.search.selectAll()

    # What can be done

    def run(self) -> None:
        """Do it for every wallet that is ready."""
        self.work.write(self.what.name())

    def _start_another(self) -> None:
        """A fresh window, kept by the desk as this one is."""
        self.close()
        self._shell.in_project(self.work.project.id, self._shell.run_for_many)

    def reverse(self) -> None:
        """Take the whole run back, after asking."""
        batch = self.work.written.batch if self.work.written is not None else None
        if batch is None:
            return
        self._ask_to_reverse(batch, self.tr("Reverse this run?"), self.tr("Reverse the run"))

    def save_refused(self) -> None:
        """Ask where to, and write the refused rows with their reasons."""
        if not self.work.rows(Part.REFUSED):
            return
        path = self._shell.file_dialogs.save_path(self.tr("Save refused rows"), self.tr("refused rows.csv"), files.CSV)
        if path is not None:
            self.work.save_refused(path, partial(self._saved, path), self._say)

    def _saved(self, path: Path, rows: int) -> None:
        self.error_bar.hide()
        self._shell.written(path, rows)

    def _say(self, error: LedgerError) -> None:
        again = self.work.check_soon if self.work.state is State.OPEN else None
        self.error_bar.show_error(self.work.words(error), again=again)


def open_many(shell: Shell, chosen: Chosen | None = None) -> ManyWindow | None:
    """Open the window for the project that is shown; None without one."""
    if shell.project is None:
        return None
    window = ManyWindow(shell, shell.project, chosen=chosen)
    window.show()
    window.raise_()
    window.activateWindow()
    return window
