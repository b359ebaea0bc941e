"""The grid's rows and what their cells show."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt

from walletdesk.controllers.draft import DraftRow, Typed
from walletdesk.controllers.draft_check import RowCheck, RowState
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Wallet
from walletdesk.ui.builder.phrases import Phrases
from walletdesk.ui.cells import kind_cell, money, wallet_kind, wallet_title
from walletdesk.ui.privacy import veiled
from walletdesk.ui.tables.columns import Align, Cell, Cells, Check, Column, Ghost, IconText, Money, Num, Text, TwoLine
from walletdesk.ui.tables.model import Index, RowsModel

FIELDS: Final = ("number", "kind", "source", "target", "amount", "memo", "check")
"""The fields of a row by column."""

translate: Final = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class GridRow:
    """One operation with all that its cells need."""

    number: int
    row: DraftRow
    check: RowCheck
    source: Wallet | None
    target: Wallet | None
    verdict: Check
    only: tuple[str, ...] | None = None
    """The fields that can be edited where it is not every one that the kind of operation has."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that can be edited, in their order."""
        if self.only is not None:
            return self.only
        return ("kind", *self.row.sides, "amount", "memo")

    def wallet(self, side: str) -> Wallet | None:
        """The wallet of a side."""
        return self.source if side == "source" else self.target

    def typed(self, side: str) -> str:
        """What was typed for a side in vain."""
        found = self.row.side(side)
        return found.text if isinstance(found, Typed) else ""

    def is_bad(self, field: str) -> bool:
        """Whether something is wrong with a field."""
        return any(problem.field == field for problem in self.check.problems)


def grid_row(
    number: int,
    row: DraftRow,
    check: RowCheck,
    wallets: dict[int, Wallet],
    phrases: Phrases,
    only: tuple[str, ...] | None = None,
) -> GridRow:
    """A row of the draft, ready to be shown; ``only`` are the fields that can be edited, if not all can."""
    source, target = row.wallet("source"), row.wallet("target")
    return GridRow(
        number,
        row,
        check,
        wallets.get(source) if source is not None else None,
        wallets.get(target) if target is not None else None,
        phrases.check(check),
        only,
    )


def columns() -> tuple[Column, ...]:
    """The columns of the grid."""
    return (
        Column("number", "", Num, "888", align=Align.LEFT),
        Column("kind", translate("grid", "Operation"), IconText, "Transfer"),
        Column("source", translate("grid", "From"), Text, "Grace Keller-An", stretch=3),
        Column("target", translate("grid", "To"), Text, "Grace Keller-An", stretch=3),
        Column("amount", translate("grid", "Amount"), Money, "9,999,999.99", code_sample="USD"),
        Column("memo", translate("grid", "Memo"), Text, "Commission", stretch=2),
        Column("check", translate("grid", "Check"), Check, "Short by 99,999", stretch=3),
    )


def cells(row: GridRow) -> Cells:
    """What the cells of a row show."""
    return (
        Num(str(row.number)),
        kind_cell(row.row.kind),
        _side(row, "source"),
        _side(row, "target"),
        _amount(row),
        Text(row.row.memo, muted=True),
        row.verdict,
    )


def _side(row: GridRow, side: str) -> Cell:
    if side not in row.row.sides:
        kind = row.row.kind
        return Ghost(translate("grid", "created") if kind is Kind.ISSUE else translate("grid", "redeemed"))
    wallet = row.wallet(side)
    if wallet is None:
        return Text(row.typed(side), muted=True)
    return TwoLine(wallet_title(wallet), wallet_kind(wallet), bold=False)


def _amount(row: GridRow) -> Cell:
    asset, amount = row.check.asset, row.check.amount
    if asset is None or amount is None:
        return Ghost(veiled(row.row.amount))
    return money(asset, amount, code=True)


class GridModel(RowsModel[GridRow]):
    """The operations of a draft; cells can be edited where their kind of operation has them."""

    def __init__(self) -> None:
        """No rows yet."""
        super().__init__(columns(), cells, lambda row: row.row.id)

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        row = self.row_at(index.row())
        if row is not None and FIELDS[index.column()] in row.fields:
            return plain | Qt.ItemFlag.ItemIsEditable
        return plain

    def row_name(self, row: int) -> str:
        found = self.row_at(row)
        if found is None:
            return ""
        state = translate("grid", "wrong") if found.check.state is RowState.WRONG else found.verdict.text
        return translate("grid", "Operation {n}, {state}").format(n=found.number, state=state)
