"""The rows of a run as its tables show them: before, change and after; or the state now and then."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.many import Plan, Row
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ui.cells import money, owner_title, signed_money, status_cell, status_word
from walletdesk.ui.many.texts import short_reason
from walletdesk.ui.tables.columns import Cell, Cells, Check, CheckKind, ChipCell, Column, Ghost, Money, Text

translate: Final = QCoreApplication.translate
_NONE: Final = Ghost()


def _head() -> tuple[Column, ...]:
    return (
        Column("who", translate("many", "Customer"), Text, "Bartholomew, Cash", stretch=3),
        Column("number", translate("many", "Wallet"), Text, "W-00001"),
        Column("asset", translate("many", "Asset"), Text, "XAU-OZ"),
    )


def amount_columns() -> tuple[Column, ...]:
    """Where amounts move."""
    return (
        *_head(),
        Column("before", translate("many", "Before"), Money, "9,999,999.99"),
        Column("change", translate("many", "Change"), Money, "+9,999,999.99"),
        Column("after", translate("many", "After"), Money, "9,999,999.99"),
        Column("result", translate("many", "Result"), Check, "Short by 9,999.99", stretch=3),
    )


def state_columns() -> tuple[Column, ...]:
    """Where states change."""
    return (
        *_head(),
        Column("balance", translate("many", "Balance"), Money, "9,999,999.99"),
        Column("now", translate("many", "Now"), ChipCell, "Suspended"),
        Column("then", translate("many", "Then"), ChipCell, "Suspended"),
        Column("result", translate("many", "Result"), Check, "Suspended already", stretch=3),
    )


class RowCells:
    """Makes the cells of a plan's rows."""

    def __init__(self, plan: Plan, words: Callable[[LedgerError], str]) -> None:
        """`words` are those of the plan: they name its wallets."""
        self._plan, self._words = plan, words

    def amounts(self, row: Row) -> Cells:
        """The cells where amounts move."""
        wallet = row.wallet
        if wallet is None:
            return (Text(row.given), *(_NONE,) * 5, self._result(row))
        moved: tuple[Cell, ...] = (_NONE, _NONE)
        if row.refusal is None:
            moved = signed_money(wallet.asset, row.change), money(wallet.asset, row.after, bold=True)
        return (*self._whose(row), money(wallet.asset, row.before), *moved, self._result(row))

    def states(self, row: Row) -> Cells:
        """The cells where states change."""
        wallet, then = row.wallet, self._plan.recipe.action.status
        if wallet is None:
            return (Text(row.given), *(_NONE,) * 5, self._result(row))
        after: Cell = status_cell(then) if row.refusal is None and then is not None else _NONE
        now = status_cell(wallet.status)
        return (*self._whose(row), money(wallet.asset, wallet.balance), now, after, self._result(row))

    def _whose(self, row: Row) -> tuple[Cell, Cell, Cell]:
        wallet = row.wallet
        assert wallet is not None
        who = Text(owner_title(wallet), sub=wallet.name)
        return who, Text(wallet.label, muted=True), Text(wallet.asset.code, muted=True)

    def _result(self, row: Row) -> Cell:
        if row.refusal is not None:
            return Check(CheckKind.WRONG, short_reason(row, self._plan.system, self._words))
        return Check(CheckKind.OK, translate("many", "Ready"))


def row_title(row: Row) -> str:
    """What the row is about, before a sentence on it."""
    wallet = row.wallet
    return f"{owner_title(wallet)}, {wallet.label} ({status_word(wallet.status)})" if wallet is not None else row.given
