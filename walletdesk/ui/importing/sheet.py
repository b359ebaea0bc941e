"""What would be imported: every row with its result, the balances after, or at first the file as it is."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.controllers.importing import PlanRow, PlanWallet, Row, Verdict
from walletdesk.ui.batch_work import State
from walletdesk.ui.desk import Pages
from walletdesk.ui.format import count
from walletdesk.ui.importing.model import SliceModel
from walletdesk.ui.importing.rows import (
    RowCells,
    balance_cells,
    balance_columns,
    columns,
    raw_cells,
    raw_columns,
    rows_of,
)
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.tables.columns import ROW_SMALL, Cells
from walletdesk.ui.tables.view import Table
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.segmented import SegmentedControl
from walletdesk.ui.widgets.styling import frame, hairline, label

ROWS: Final = "rows"
BALANCES: Final = "balances"


class SheetView(QWidget):
    """The filter bar, the tables, and the sentence of the problem that is selected."""

    save_wanted = Signal()
    """The rows that cannot be imported are to be saved."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Empty until a file is there."""
        super().__init__(parent)
        self._work = work
        self._row_cells: RowCells | None = None
        self._plan: object = None
        self._balances: tuple[PlanWallet, ...] = ()
        self.verdicts: Final = SegmentedControl(self.tr("Which rows"))
        self.verdicts.set_options([(text, value) for value, text in self._verdict_texts()])
        self.views: Final = SegmentedControl(self.tr("What is shown"))
        self.views.set_options([(self.tr("Rows"), ROWS), (self.tr("Balances after"), BALANCES)])
        self.save: Final = button(self.tr("Save problem rows…"), "download", "ghost")
        self.model: Final = SliceModel[PlanRow](columns(), self._cells)
        self.table: Final = Table(self.model, self.tr("Rows of the file"), ROW_SMALL)
        self.balance_model: Final = SliceModel[PlanWallet](balance_columns(), self._balance_cells)
        self.balance_table: Final = Table(self.balance_model, self.tr("Balances after the import"), ROW_SMALL)
        self.raw_table: Table | None = None
        self.pages: Final = Pages()
        self.detail: Final = frame("footer")
        self._sentence = label("", "", wrap=True)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 9, 16, 9)
        bar.setSpacing(12)
        for widget in (self.verdicts, self.views):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.save)
        for table in (self.table, self.balance_table):
            table.set_single()
            self.pages.addWidget(table)
        row = QHBoxLayout(self.detail)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(IconLabel("circle-alert", "err"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        self.detail.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(hairline())
        column.addWidget(self.pages, 1)
        column.addWidget(self.detail)

    def _connect(self) -> None:
        self.verdicts.changed.connect(self._choose_verdict)
        self.views.changed.connect(self._show_page)
        self.save.clicked.connect(self.save_wanted)
        self.table.selected_row.connect(self._select)
        self._work.sheet_changed.connect(self._show_raw)
        self._work.state_changed.connect(self.show_state)

    # Showing

    def show_state(self) -> None:
        """Show the plan where there is one, else the file as it is."""
        work = self._work
        plan = work.plan
        if plan is not self._plan:
            self._plan = plan
            self._row_cells = RowCells(plan, work.plan_words) if plan is not None else None
            self._balances = tuple(plan.wallets.values()) if plan is not None else ()
            self._show_rows()
            self._show_balances()
        for verdict, text in self._verdict_texts():
            self.verdicts.set_label(verdict, text)
        for control in (self.verdicts, self.views):
            control.setEnabled(plan is not None)
        dimmed = work.state is not State.CHECKED
        self.save.setVisible(work.count(Verdict.REFUSED) > 0)
        self.save.setEnabled(not dimmed)
        for table in (self.table, self.balance_table):
            table.set_dimmed(dimmed)
        self._show_page()

    def _show_rows(self) -> None:
        plan, verdict = self._work.plan, self.verdicts.value()
        if plan is None:
            self.model.clear()
            return
        chosen = verdict if isinstance(verdict, Verdict) else None
        self.model.show(plan.count(chosen), rows_of(plan, chosen))
        self.table.scrollToTop()

    def _show_balances(self) -> None:
        balances = self._balances
        self.balance_model.show(len(balances), lambda first, size: balances[first : first + size])

    def _show_raw(self) -> None:
        sheet = self._work.sheet
        assert sheet is not None
        facts = sheet.facts
        model = SliceModel[Row](raw_columns(facts), raw_cells(facts))
        model.show(len(facts.rows), lambda first, size: facts.rows[first : first + size])
        table = Table(model, self.tr("The file as it is"), ROW_SMALL)
        table.set_single()
        model.setParent(table)
        before, self.raw_table = self.raw_table, table
        self.pages.addWidget(table)
        if before is not None:
            self.pages.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._show_page()

    def _show_page(self, _value: object = None) -> None:
        page: QWidget = self.table if self.views.value() == ROWS else self.balance_table
        if self._work.plan is None and self.raw_table is not None:
            page = self.raw_table
        self.pages.setCurrentWidget(page)
        self.verdicts.setVisible(self.views.value() == ROWS)
        self._select(self.table.current_value() if page is self.table else None)

    def _choose_verdict(self, _value: object) -> None:
        self._show_rows()

    def _select(self, row: PlanRow | None) -> None:
        refusal = row.refusal if row is not None else None
        self.detail.setVisible(refusal is not None)
        if row is not None and refusal is not None:
            words = self._work.plan_words(refusal)
            text = self.tr("Row {n}: {sentence}").format(n=count(row.line), sentence=words)
            self._sentence.setText(text)
            self.detail.setAccessibleName(text)

    def _verdict_texts(self) -> tuple[tuple[Verdict | None, str], ...]:
        work = self._work
        if work.plan is None:
            texts = (self.tr("All"), self.tr("Ready"), self.tr("Problems"), self.tr("Already there"))
        else:
            counts = [count(work.count(verdict)) for verdict in (None, Verdict.READY, Verdict.REFUSED, Verdict.THERE)]
            texts = (
                self.tr("All {n}").format(n=counts[0]),
                self.tr("Ready {n}").format(n=counts[1]),
                self.tr("Problems {n}").format(n=counts[2]),
                self.tr("Already there {n}").format(n=counts[3]),
            )
        return tuple(zip((None, Verdict.READY, Verdict.REFUSED, Verdict.THERE), texts, strict=True))

    def _cells(self, row: PlanRow) -> Cells:
        assert self._row_cells is not None
        return self._row_cells(row)

    def _balance_cells(self, wallet: PlanWallet) -> Cells:
        assert self._work.plan is not None
        return balance_cells(self._work.plan)(wallet)
