"""Every result and every refusal, before anything is written, and what they come to."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.controllers.many import Plan, Row
from walletdesk.ui import fonts
from walletdesk.ui.batch_work import State
from walletdesk.ui.desk import Pages
from walletdesk.ui.format import count
from walletdesk.ui.importing.model import SliceModel
from walletdesk.ui.many import texts
from walletdesk.ui.many.rows import RowCells, amount_columns, row_title, state_columns
from walletdesk.ui.many.work import Part, RunWork
from walletdesk.ui.tables.columns import ROW_SMALL, Cells
from walletdesk.ui.tables.view import Table
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel
from walletdesk.ui.widgets.panels import EmptyState
from walletdesk.ui.widgets.segmented import SegmentedControl
from walletdesk.ui.widgets.styling import frame, hairline, label

_LINES: Final = 3


class SheetView(QWidget):
    """The segments, the table, the sentence of the refusal that is selected, and the totals."""

    save_wanted = Signal()
    """The refused rows are to be saved."""

    def __init__(self, work: RunWork, parent: QWidget | None = None) -> None:
        """Empty until a check was made."""
        super().__init__(parent)
        self._work = work
        self._plan: Plan | None = None
        self._row_cells: RowCells | None = None
        self.parts: Final = SegmentedControl(self.tr("Which rows"))
        self.parts.set_options([(text, part) for part, text in self._part_texts()])
        self.why: Final = Elided("", fonts.sized(12), "sub")
        self.save: Final = button(self.tr("Save refused rows…"), "download", "ghost")
        self.amounts: Final = SliceModel[Row](amount_columns(), self._amount_cells)
        self.states: Final = SliceModel[Row](state_columns(), self._state_cells)
        self.amount_table: Final = Table(self.amounts, self.tr("What happens to each wallet"), ROW_SMALL)
        self.state_table: Final = Table(self.states, self.tr("What becomes of each wallet"), ROW_SMALL)
        self.empty: Final = EmptyState("users", "", "")
        self.pages: Final = Pages()
        self.detail: Final = frame("footer")
        self._sentence = label("", "", wrap=True)
        self.totals: Final = frame("footer")
        self.totals.hide()
        self._lines = [Elided("", fonts.tabular(fonts.sized(13, fonts.MEDIUM))) for _ in range(_LINES)]
        self._lay_out()
        self.parts.changed.connect(self._show_rows)
        self.save.clicked.connect(self.save_wanted)
        for table in (self.amount_table, self.state_table):
            table.selected_row.connect(self._select)
        work.state_changed.connect(self.show_state)
        self.show_state()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 9, 16, 9)
        bar.setSpacing(12)
        bar.addWidget(self.parts)
        bar.addWidget(self.why, 1)
        bar.addWidget(self.save)
        for table in (self.amount_table, self.state_table):
            table.set_single()
            self.pages.addWidget(table)
        self.pages.addWidget(self.empty)
        row = QHBoxLayout(self.detail)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        row.addWidget(IconLabel("circle-alert", "err"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        self.detail.hide()
        sums = QVBoxLayout(self.totals)
        sums.setContentsMargins(16, 7, 16, 7)
        sums.setSpacing(3)
        for line in self._lines:
            sums.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(hairline())
        column.addWidget(self.pages, 1)
        column.addWidget(self.detail)
        column.addWidget(self.totals)

    # What tests and the window ask

    def part(self) -> Part:
        """Which rows are looked at."""
        part = self.parts.value()
        return part if isinstance(part, Part) else Part.ALL

    def total_lines(self) -> list[str]:
        """The totals, line by line."""
        return [line.whole() for line in self._lines if line.whole()]

    def table(self) -> Table:
        """The table that the recipe calls for."""
        return self.amount_table if self._work.wish.action.moves else self.state_table

    # Showing

    def show_state(self) -> None:
        """Show the plan where there is one, else what is missing."""
        work = self._work
        if work.plan is not self._plan:
            self._plan = work.plan
            self._row_cells = RowCells(work.plan, work.words) if work.plan is not None else None
            self._show_rows()
            self._show_totals()
        for part, text in self._part_texts():
            self.parts.set_label(part, text)
        self.parts.setEnabled(work.plan is not None)
        self.save.setVisible(bool(work.rows(Part.REFUSED)))
        self.save.setEnabled(work.state is State.CHECKED)
        for table in (self.amount_table, self.state_table):
            table.set_dimmed(work.state is not State.CHECKED)
        self._show_page()

    def _show_rows(self, _part: object = None) -> None:
        plan, part = self._plan, self.part()
        rows = self._work.rows(part)
        moves = plan is not None and plan.recipe.action.moves
        for model, used in ((self.amounts, moves), (self.states, not moves)):
            shown = rows if used else []
            model.show(len(shown), partial(_stretch, shown))
        for table in (self.amount_table, self.state_table):
            table.scrollToTop()
        self._select(None)
        self._show_page()

    def _show_page(self) -> None:
        work, plan = self._work, self._plan
        page: QWidget = self.empty
        if plan is None:
            self._say_what_is_missing()
        elif not plan.rows:
            self.empty.set_state(
                "search-x", self.tr("No wallet fits"), self.tr("Choose another filter, asset or status.")
            )
        elif not work.rows(self.part()):
            refused = self.part() is Part.REFUSED
            title = self.tr("No wallet is refused") if refused else self.tr("No wallet is ready")
            self.empty.set_state("circle-check" if refused else "circle-alert", title)
        else:
            page = self.amount_table if plan.recipe.action.moves else self.state_table
        self.pages.setCurrentWidget(page)

    def _say_what_is_missing(self) -> None:
        work = self._work
        if work.state is State.CHECKING:
            self.empty.set_state("users", self.tr("Checking…"))
        elif work.crashed:
            self.empty.set_state(
                "circle-alert",
                self.tr("Something unexpected happened"),
                self.tr("Nothing was written. F5 tries again."),
            )
        elif work.state is State.STOPPED:
            self.empty.set_state("users", self.tr("The check was stopped"), self.tr("F5 checks again."))
        elif work.problem is not None:
            self.empty.set_state("circle-alert", self.tr("Nothing can be checked yet"), self.tr("See above."))
        elif not work.assets():
            self.empty.set_state(
                "coins", self.tr("No asset yet"), self.tr("Create an asset and open wallets for customers first.")
            )
        elif work.gap is not None:
            self.empty.set_state("users", *texts.gap_words(work.gap, work.wish.action.transfers))

    def _show_totals(self) -> None:
        plan = self._plan
        lines = texts.totals(plan, _LINES) if plan is not None else ()
        for place, line in enumerate(self._lines):
            line.set_text(lines[place] if place < len(lines) else "")
            line.setVisible(place < len(lines))
        self.totals.setVisible(bool(lines))
        self.why.set_text(texts.kinds_of_refusals(plan) if plan is not None else "")

    def _select(self, row: Row | None) -> None:
        refusal = row.refusal if row is not None else None
        self.detail.setVisible(refusal is not None)
        if row is not None and refusal is not None:
            text = f"{row_title(row)}: {self._work.words(refusal)}"
            self._sentence.setText(text)
            self.detail.setAccessibleName(text)

    def _part_texts(self) -> tuple[tuple[Part, str], ...]:
        work = self._work
        if work.plan is None:
            texts_ = (self.tr("All"), self.tr("Ready"), self.tr("Refused"))
        else:
            counts = [count(len(work.rows(part))) for part in Part]
            texts_ = (
                self.tr("All {n}").format(n=counts[0]),
                self.tr("Ready {n}").format(n=counts[1]),
                self.tr("Refused {n}").format(n=counts[2]),
            )
        return tuple(zip(Part, texts_, strict=True))

    def _amount_cells(self, row: Row) -> Cells:
        assert self._row_cells is not None
        return self._row_cells.amounts(row)

    def _state_cells(self, row: Row) -> Cells:
        assert self._row_cells is not None
        return self._row_cells.states(row)


def _stretch(rows: Sequence[Row], first: int, size: int) -> Sequence[Row]:
    return rows[first : first + size]
