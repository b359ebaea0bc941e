"""The row that says which column of the file is what."""

from dataclasses import replace
from enum import Enum
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QWidget

from walletdesk.controllers.importing import Column
from walletdesk.controllers.importing_look import Columns, column_values
from walletdesk.ui.batch_work import State
from walletdesk.ui.importing.fields import Labelled, NarrowCombo, column_options
from walletdesk.ui.importing.states import Gap
from walletdesk.ui.importing.work import ImportWork


class Way(Enum):
    """How credits are told from debits where no column says it."""

    SIGN = "sign"
    COLUMNS = "columns"


class Slots(QWidget):
    """One choice for each thing that a row says."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Nothing to choose until there is a file."""
        super().__init__(parent)
        self._work = work
        self._two = False
        self._amounts: dict[str, Column | None] = {}
        names = {
            "date": self.tr("Date"),
            "customer": self.tr("Customer"),
            "wallet": self.tr("Wallet"),
            "kind": self.tr("Operation"),
            "amount": self.tr("Amount"),
            "credit": self.tr("Credit"),
            "debit": self.tr("Debit"),
            "memo": self.tr("Memo"),
            "reference": self.tr("Reference"),
        }
        self.combos: Final = {key: NarrowCombo(name) for key, name in names.items()}
        self._fields = {key: Labelled(name, self.combos[key]) for key, name in names.items()}
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 8)
        row.setSpacing(8)
        for key, field in self._fields.items():
            row.addWidget(field, 1)
            self.combos[key].changed.connect(partial(self._chosen, key))
        work.sheet_changed.connect(self._offer)
        work.mapping_changed.connect(self.show_mapping)
        work.state_changed.connect(self._show_gap)

    def _offer(self) -> None:
        sheet = self._work.sheet
        assert sheet is not None
        options: list[tuple[str, Any]] = list(column_options(sheet.facts, self.tr("Not used")))
        for key, combo in self.combos.items():
            if key == "kind":
                ways = [(self.tr("By the amount’s sign"), Way.SIGN), (self.tr("By two amount columns"), Way.COLUMNS)]
                combo.set_options([*ways, *options[1:]], keep=False)
            else:
                combo.set_options(options, keep=False)
        suggested, columns = sheet.suggestion.columns, self._work.mapping.columns
        self._amounts = {key: getattr(suggested, key) for key in ("amount", "credit", "debit")}
        self._two = columns.amount is None and (columns.credit is not None or columns.debit is not None)
        self.show_mapping()

    def show_mapping(self) -> None:
        """Show what was chosen."""
        sheet, columns = self._work.sheet, self._work.mapping.columns
        if sheet is None:
            return
        if columns.kind is not None or columns.amount is not None:
            self._two = False
        elif columns.credit is not None or columns.debit is not None:
            self._two = True
        values = column_values(sheet.facts)
        for key, combo in self.combos.items():
            column = getattr(columns, key)
            if key == "kind" and column is None:
                combo.set_value(Way.COLUMNS if self._two else Way.SIGN)
            else:
                combo.set_value(column if column in values else None)
        for key in ("credit", "debit"):
            self._fields[key].setVisible(self._two)
        self._fields["amount"].setVisible(not self._two)

    def _chosen(self, key: str, value: object) -> None:
        mapping = self._work.mapping
        if key == "kind":
            self._choose_kind(value)
            return
        column = value if isinstance(value, str | int) else None
        self._work.change(replace(mapping, columns=replace(mapping.columns, **{key: column})))

    def _choose_kind(self, value: object) -> None:
        mapping = self._work.mapping
        before = mapping.columns
        self._keep_amounts(before)
        self._two = value is Way.COLUMNS
        columns = replace(before, kind=value if isinstance(value, str | int) else None)
        if self._two:
            columns = replace(columns, amount=None, credit=self._amounts["credit"], debit=self._amounts["debit"])
        else:
            columns = replace(columns, amount=self._amounts["amount"], credit=None, debit=None)
        self._work.change(replace(mapping, columns=columns))
        self.show_mapping()

    def _keep_amounts(self, columns: Columns) -> None:
        """Somebody who walks through the list with the arrow keys loses nothing on the way."""
        for key in self._amounts:
            column = getattr(columns, key)
            if column is not None:
                self._amounts[key] = column

    def _show_gap(self) -> None:
        gap = self._work.gap if self._work.state is State.OPEN else None
        for key in ("customer", "wallet"):
            self._fields[key].set_bad(gap is Gap.WHOSE)
        for key in ("amount", "credit", "debit"):
            self._fields[key].set_bad(gap is Gap.AMOUNT)
