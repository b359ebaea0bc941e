"""The transactions of the project: the list with its drafts, and beside it what one of them did."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from walletdesk.controllers import batches, drafts, exporting, templates
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.drafting import Listed
from walletdesk.controllers.tasks import Task
from walletdesk.ledger.refusals import AlreadyReversed, LedgerError
from walletdesk.ledger.values import Batch, Project
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.history import State
from walletdesk.ui.inspector import Deed, Inspector
from walletdesk.ui.places import ListPlace
from walletdesk.ui.shell import Prefill, Shell
from walletdesk.ui.tabs import transactions_portrait as portraits
from walletdesk.ui.tabs.transactions_filter import EVERYTHING, FacetButton, Facets, add_period, period_of
from walletdesk.ui.tabs.transactions_list import TransactionList
from walletdesk.ui.tabs.transactions_portrait import Facts
from walletdesk.ui.tabs.transactions_rows import Row
from walletdesk.ui.tabs.wallets_running import ask, fill_menu
from walletdesk.ui.templates.naming import ask_to_keep
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.words import counted
from walletdesk.ui.zoom import px

_LEAST = 600
_ROOMY = 1280
_GUTTER, _GAP = 16, 8
_SEARCH, _SEARCH_LEAST = 140, 48
_ASKS_FROM = 4
"""A draft of so many operations is not thrown away without asking."""


class TransactionsTab(QWidget):
    """What stands in the tab."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        """It shows the shell's project, now and after each change of it."""
        super().__init__(parent)
        self._shell = shell
        self._row: Row | None = None
        self._facts: Facts | None = None
        self.page = TransactionList(shell)
        self.inspector = Inspector(self.tr("Select a transaction to see its entries."))
        self.facets = FacetButton(lambda: tuple(shell.assets.values()))
        self.period = add_period(self.page.filters, shell.today)
        self._export = button(self.tr("Export CSV"), "download")
        self.reverse_action = QAction(self.tr("Reverse…"), self)
        self._lay_out()
        self._connect()
        self._search_least = 0
        self.page.filters.installEventFilter(self)
        self._project_changed(shell.project)

    # What the window asks for

    def primary_new(self) -> None:
        """Begin a transaction."""
        self._shell.new_transaction()

    def export(self) -> None:
        """Write the transactions that the filters leave as a CSV file, one row an operation."""
        project = self._shell.project
        if project is None:
            return
        found = self.page.found()
        wanted: Any = list(found.numbers) if found is not None else period_of(self.page.query())

        def task(book: Any, path: Path) -> Task[int]:
            return exporting.transactions(book, project.id, wanted, path)

        self._shell.run_export(self.tr("Export transactions"), "transactions.csv", task)

    def show_filtered(self, text: str = "", **choices: Any) -> None:
        """Show the transactions of these filters: a text, `period` (two days) and what Facets has."""
        days = choices.pop("period", None)
        given: dict[str, Any] = {"facets": Facets(**choices)} if choices else {}
        self.page.set_filter(text, **given, **({"period": days} if days else {}))

    def show_transaction(self, number: int) -> None:
        """Show all, and select this one."""
        self.page.show_number(number)
        self.page.table.setFocus()

    def reverse_selected(self) -> None:
        """Open what takes the selected transaction back; of one that was reversed already show what did it."""
        told = self._facts.transaction if self._facts is not None else None
        if told is None:
            return
        if told.reversed_by is not None:
            self._shell.toast(self._shell.words(AlreadyReversed(told.number, told.reversed_by)))
            self.show_transaction(told.reversed_by)
        elif self._writable():
            self._shell.reverse(told.project, told.number)

    def place(self) -> State:
        """What is shown, for the way back."""
        return self.page.place()

    def go_to(self, place: State) -> None:
        """Show again what was shown."""
        if isinstance(place, ListPlace):
            self.page.go_to(place)

    # Building

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The bar's own days appear and go without a word, but they ask for another layout.
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Where room is short the period has it: exporting goes by its icon, or by its menu and key alone."""
        self._export.setText(self.tr("Export CSV") if self.width() >= px(_ROOMY) else "")
        room = self.page.filters.width() - 2 * px(_GUTTER) - self.period.minimumSizeHint().width() - px(_GAP + _SEARCH)
        room -= self.facets.sizeHint().width() + px(_GAP)
        self._export.setVisible(room >= self._export.sizeHint().width() + 2 * px(_GAP))
        self.facets.setVisible(room >= 0 or self.facets.value() != EVERYTHING)
        least = _SEARCH if room >= 0 else _SEARCH_LEAST
        if (
            self.page.filters.search is not None and least != self._search_least
        ):  # told again it asks for a layout again
            self._search_least = least
            self.page.filters.search.setMinimumWidth(least)

    def _lay_out(self) -> None:
        bar = self.page.filters
        bar.add_filter("facets", self.facets, self.facets.value, self.facets.set_value, self.facets.changed)
        bar.add_action(self._export)
        self._export.setAccessibleName(self.tr("Export CSV"))
        self._export.setToolTip(self.tr("Export CSV"))
        # Below what filters and inspector need together the inspector goes; Qt must let the window become so narrow.
        self.page.setMinimumWidth(_LEAST)
        self.page.set_inspector(self.inspector)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.page)
        self.setFocusProxy(self.page.table)
        self.reverse_action.setObjectName("reverse")
        self.reverse_action.setShortcut(QKeySequence("Ctrl+R"))
        self.addAction(self.reverse_action)

    def _connect(self) -> None:
        self._export.clicked.connect(self.export)
        self.reverse_action.triggered.connect(self.reverse_selected)
        self.page.nothing_acted.connect(self.primary_new)
        self.page.selected.connect(self._selected)
        self.page.placed.connect(self._shell.placed)
        self.page.told.connect(self._shell.picked)
        self.page.said.connect(self._shell.toast)
        self.page.activated.connect(self._open)
        self.page.table.set_menu(self._fill_menu)
        self.inspector.acted.connect(self._act)
        self.inspector.row_opened.connect(self._open_wallet)
        self.inspector.row_acted.connect(self._act_on_batch)
        self._shell.project_changed.connect(self._project_changed)
        self._shell.project_renamed.connect(self._project_renamed)
        self._shell.session.changed.connect(self._book_changed)

    # The project

    def _project_changed(self, project: Project | None) -> None:
        self._row, self._facts = None, None
        self.facets.set_batches(())
        self._project_renamed(project)
        if project is not None:
            self.page.set_project(project.id)
            self._ask_batches()

    def _project_renamed(self, _project: Project | None) -> None:
        self.page.set_fixed(self._shell.why_read_only())
        self._show()

    def _ask_batches(self) -> None:
        project = self._shell.project
        if project is not None:
            key = f"transactions/{id(self)}/batches"
            session = self._shell.session
            session.run(batches.list_all, project.id, done=self.facets.set_batches, key=key, owner=self)

    def _book_changed(self, changes: Changes) -> None:
        if changes.everything:
            self._ask_batches()

    def _writable(self) -> bool:
        return self._shell.writable()

    # Which one is selected

    def _selected(self, row: Row | None) -> None:
        before, self._row = self._row, row
        project = self._shell.project
        if row is None or isinstance(row, Listed) or project is None:
            self._facts = None
            self._show()
            return
        if not isinstance(before, Listed) and before is not None and before.number != row.number:
            self._facts = None
        self._shell.session.run(
            portraits.facts,
            project.id,
            row.number,
            done=self._arrived,
            failed=self._refused,
            key=f"transactions/{id(self)}/facts",
            owner=self,
        )

    def _arrived(self, facts: Facts) -> None:
        row = self._row
        if row is not None and not isinstance(row, Listed) and row.number == facts.transaction.number:
            self._facts = facts
            self._show()

    def _show(self) -> None:
        facts, days = self._facts, self._shell.days
        if facts is not None:
            self.inspector.show_portrait(portraits.portrait(facts, days, self._shell.why_read_only()))
        elif isinstance(self._row, Listed):
            self.inspector.show_portrait(portraits.draft_portrait(self._row, days, self._shell.why_read_only()))
        elif self._row is None:
            self.inspector.show_portrait(None)
        told = facts.transaction if facts is not None else None
        self.reverse_action.setEnabled(told is not None and (told.reversed_by is not None or self._writable()))

    def _refused(self, error: LedgerError) -> None:
        self.page.error_bar.show_error(self._shell.words(error))

    # What can be done

    def _deeds(self) -> tuple[Deed, ...]:
        shown = self.inspector.portrait()
        return (*shown.deeds, *shown.more) if shown is not None else ()

    def _fill_menu(self, _row: Row, menu: QMenu) -> None:
        fill_menu(menu, self._deeds(), self._act)

    def _open(self, row: Row) -> None:
        """Enter goes on with a draft; of a transaction everything is in sight already."""
        if isinstance(row, Listed):
            self._shell.edit_draft(row.id)
        elif not self.page.inspector_shown():
            self.page.toggle_inspector()

    def _open_wallet(self, wallet: object) -> None:
        assert isinstance(wallet, int)
        self._shell.show_wallet_ledger(wallet)

    def _act(self, key: str) -> None:
        deed, _, number = key.partition("/")
        if deed == "show":
            self.show_transaction(int(number))
        elif deed == "reverse":
            self.reverse_selected()
        elif deed == "template":
            self._keep_as_template()
        elif deed == "duplicate" and self._facts is not None:
            told = self._facts.transaction
            self._shell.new_transaction(Prefill(told.operations, told.description))
        elif isinstance(self._row, Listed):
            if deed == "edit":
                self._shell.edit_draft(self._row.id)
            else:
                self._discard(self._row)

    def _keep_as_template(self) -> None:
        project = self._shell.project
        if project is None:
            return
        if isinstance(self._row, Listed):
            name = " ".join(self._row.state.description.split())
            ask_to_keep(self._shell, templates.keep_draft, project.id, self._row.id, name, self)
        elif self._facts is not None:
            told = self._facts.transaction
            name = " ".join(told.description.split()) or told.label
            ask_to_keep(self._shell, templates.keep_transaction, project.id, told.number, name, self)

    def _discard(self, draft: Listed) -> None:
        project, run = self._shell.project, self._shell.session.run
        if project is None:
            return
        given = project.id, draft.id, draft.state.key
        discard = partial(run, drafts.discard, *given, done=self._discarded, failed=self._refused)
        rows = draft.state.filled
        if rows < _ASKS_FROM:
            discard()
            return
        dialog = ConfirmDialog(
            self.tr("Discard this draft?"),
            self.tr("Its {n} operations were not posted. Undo brings them back until the book is closed.").format(
                n=rows
            ),
            self.tr("Discard draft"),
            self.tr("Keep draft"),
            parent=self,
        )
        ask(dialog, discard)

    def _discarded(self, done: Done[None]) -> None:
        self._shell.toast(self.tr("The draft was discarded."), self._shell.undos.way_back(done))

    # Batches

    def _act_on_batch(self, key: object) -> None:
        assert isinstance(key, tuple)
        deed, batch = key
        if deed == "show":
            self.page.set_filter(facets=Facets(batch=batch))
        elif self._facts is not None and self._facts.batch is not None:
            self._ask_to_undo(self._facts.batch)

    def _ask_to_undo(self, batch: Batch) -> None:
        one = self.tr("Its transaction is reversed by a new one.")
        many = self.tr(
            "Each of its {count} transactions is reversed by a new one, the last first, all together or not at all."
        )
        sentence = f"{counted(batch.transactions, one, many)} {self.tr('Everything stays in the ledger.')}"
        dialog = ConfirmDialog(
            self.tr("Reverse all of {name}?").format(name=batch.name),
            sentence,
            self.tr("Reverse all of it"),
            self.tr("Keep it"),
            parent=self,
        )
        ask(dialog, partial(self._undo, batch))

    def _undo(self, batch: Batch) -> None:
        name = self.tr("Reversing {name}").format(name=batch.name)
        done = partial(self._undone, batch)
        self._shell.start_task(name, batches.reverse, batch.id, done=done, failed=self._refused, exclusive=True)

    def _undone(self, batch: Batch, done: Done[Batch]) -> None:
        made = counted(done.value.transactions, self.tr("1 transaction"), self.tr("{count} transactions"))
        show = partial(self._shell.show_transactions, batch=done.value.id)
        go = partial(self._shell.in_project, batch.project, show)
        text = self.tr("{name} was reversed: {made}").format(name=batch.name, made=made)
        self._shell.toast(text, [(self.tr("Show"), go)])
