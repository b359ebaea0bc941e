"""The projects: the list of them, and the overview of the one in force, or its setup while it is empty."""

from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from walletdesk.controllers import exporting, projects
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.customers import CustomerQuery
from walletdesk.controllers.projects import Overview
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import ALWAYS, Project
from walletdesk.ui.forms.project import ProjectForm
from walletdesk.ui.roster import Roster
from walletdesk.ui.shell import Prefill, Shell
from walletdesk.ui.tabs import setup
from walletdesk.ui.tabs.overview import OverviewPage
from walletdesk.ui.tabs.projects_list import ProjectsList
from walletdesk.ui.tabs.wallets_running import run_form
from walletdesk.ui.verifying import Verifier
from walletdesk.ui.widgets.panels import EmptyState, ErrorBar

_KINDS: Final = ("projects", "assets", "customers", "wallets", "transactions", "drafts")


class Steps(Protocol):
    """What takes the steps of the setup page in the other tabs."""

    def new_in(self, tab: str) -> None:
        """Open the form for something new of that tab, over whatever is shown."""


class ProjectsTab(QWidget):
    """What stands in the tab."""

    sample_wanted = Signal()
    verdict_wanted = Signal()
    export_all_wanted = Signal()
    backup_wanted = Signal()

    def __init__(self, shell: Shell, roster: Roster, verifier: Verifier, steps: Steps) -> None:
        super().__init__()
        self._shell = shell
        self._steps = steps
        self._stale = True
        self._fresh = False
        self._walking = False
        self.list = ProjectsList(roster)
        self.error_bar = ErrorBar()
        self.overview = OverviewPage(shell, verifier)
        self.setup = setup.SetupPage()
        self.nothing = EmptyState("book-text", self.tr("No project yet"))
        self._stack = QStackedWidget()
        for page in (self.nothing, self.setup, self.overview):
            self._stack.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.error_bar)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.setFocusProxy(self.list.view)
        self._export_menu()
        self._connect()
        self._project_changed(shell.project)

    # What the window asks for

    def primary_new(self) -> None:
        """A new project; it is switched to."""
        if self._shell.why_fixed():
            return
        form = ProjectForm(self._shell.words, parent=self.window())
        done = partial(self._created)
        run_form(self._shell, form, projects.create, lambda: (form.name(),), done)

    def rename_selected(self) -> None:
        """Another name for the project in force."""
        project = self._shell.project
        if project is None or not self._shell.writable():
            return
        form = ProjectForm(self._shell.words, project.name, self.window())
        run_form(self._shell, form, projects.rename, lambda: (project.id, form.name()))

    def export(self) -> None:
        """Offer what can be exported of this project."""
        if self._stack.currentWidget() is self.overview:
            self.overview.export.showMenu()
        else:
            self.export_all_wanted.emit()

    # Building

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.new_wanted.connect(self.primary_new)
        self.nothing.acted.connect(self.primary_new)
        self.overview.rename_wanted.connect(self.rename_selected)
        self.overview.archive_wanted.connect(self._archive)
        self.overview.backup.clicked.connect(self.backup_wanted)
        self.overview.verdict_wanted.connect(self.verdict_wanted)
        self.setup.wanted.connect(self._take_step)
        self.setup.sample_wanted.connect(self.sample_wanted)
        self.setup.import_wanted.connect(self._shell.import_file)
        self._shell.project_changed.connect(self._project_changed)
        self._shell.project_renamed.connect(self._show_project)
        self._shell.session.changed.connect(self._book_changed)

    def _export_menu(self) -> None:
        menu = QMenu(self.overview.export)
        for text, does in (
            (self.tr("Transactions…"), self._export_transactions),
            (self.tr("Wallets…"), self._export_wallets),
            (self.tr("Customers…"), self._export_customers),
        ):
            menu.addAction(text, does)
        menu.addSeparator()
        menu.addAction(self.tr("Everything in this book…"), self.export_all_wanted.emit)
        self.overview.export.setMenu(menu)

    # Showing

    def _project_changed(self, project: Project | None) -> None:
        self._fresh = False
        self.error_bar.hide()
        self._show_project(project)
        if project is not None:
            self.overview.show_overview(None)
            self._load()

    def _show_project(self, project: Project | None) -> None:
        self.list.show_project(project)
        why = self._shell.why_fixed()
        self.list.new.setEnabled(not why)
        self.list.new.setToolTip(why or self.tr("New project"))
        if project is None:
            sentence = why or self.tr("A project holds assets, customers and wallets.")
            new = None if why else self.tr("New project")
            self.nothing.set_state("book-text", self.tr("No project yet"), sentence, new)
            self._stack.setCurrentWidget(self.nothing)
            return
        self.overview.show_project(project, bool(why))

    def _load(self) -> None:
        """Ask for the figures; a hidden tab does so when it is next seen."""
        project = self._shell.project
        if project is None or not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._shell.session.run(
            projects.overview, project.id, done=partial(self._loaded, project.id), failed=self._refused,
            key="overview", owner=self,
        )  # fmt: skip

    def _loaded(self, project: str, overview: Overview) -> None:
        if self._shell.project is None or self._shell.project.id != project:
            return
        self.error_bar.hide()
        self.overview.show_overview(overview)
        wallets = sum(held.asset.wallets for held in overview.holdings)
        steps = setup.Steps(len(overview.holdings), overview.customers, wallets, overview.transactions)
        self.setup.show_steps(self._shell.project.name, steps)
        empty = not overview.transactions and self._shell.writable()
        first, self._fresh = not self._fresh, True
        self._stack.setCurrentWidget(self.setup if empty else self.overview)
        in_setup = self.setup.isAncestorOf(self.window().focusWidget())
        if empty and (in_setup or (first and not self._walking)):
            self.setup.focus_next()
        self._walking = False

    def _refused(self, error: LedgerError) -> None:
        self.error_bar.show_error(self._shell.words(error), again=self._load)

    def _book_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS):
            self._load()

    # Doing

    def _choose(self, project: str) -> None:
        """Who walks through the list keeps the keyboard there."""
        self._walking = True
        self._shell.set_project(project)

    def _created(self, project: Project) -> None:
        self._shell.set_project(project.id)

    def _archive(self) -> None:
        project = self._shell.project
        if project is None or self._shell.why_fixed():
            return
        session = self._shell.session
        if project.archived:
            command, text = projects.unarchive, self.tr("{name} is back from the archive.")
        else:
            command, text = projects.archive, self.tr("{name} is archived: hidden from the list, and read-only.")
        told = partial(self._told, text.replace("{name}", project.name))
        session.run(command, project.id, done=told, failed=self._refused, owner=self)

    def _told(self, text: str, done: Done[Project]) -> None:
        self._shell.toast(text, self._shell.undos.way_back(done))

    def _take_step(self, step: str) -> None:
        if step == setup.POST:
            self._shell.new_transaction(Prefill(kind=Kind.ISSUE))  # nothing is there yet that could be moved
            return
        self._steps.new_in({setup.ASSET: "assets", setup.CUSTOMER: "customers", setup.WALLET: "wallets"}[step])

    def _export_transactions(self) -> None:
        if (project := self._shell.project) is not None:
            self._shell.run_export(
                self.tr("Export transactions"), "transactions.csv",
                lambda book, path: exporting.transactions(book, project.id, ALWAYS, path),
            )  # fmt: skip

    def _export_wallets(self) -> None:
        if (project := self._shell.project) is not None:
            self._shell.run_export(
                self.tr("Export wallets"), "wallets.csv",
                lambda book, path: exporting.wallets(book, project.id, WalletQuery(), path),
            )  # fmt: skip

    def _export_customers(self) -> None:
        if (project := self._shell.project) is not None:
            self._shell.run_export(
                self.tr("Export customers"), "customers.csv",
                lambda book, path: exporting.customers(book, project.id, CustomerQuery(), path),
            )  # fmt: skip

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._load()
