"""What becomes of every wallet, and of what is in circulation: the future before it is posted."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from walletdesk.controllers.draft_check import Checked, Effect
from walletdesk.ui.cells import amount_text, money, signed_money, signed_text, status_cell, wallet_kind, wallet_title
from walletdesk.ui.tables import measure
from walletdesk.ui.tables.columns import Cells, ChipCell, Column, IconText, Money, Sign, Text
from walletdesk.ui.tables.delegate import Brush, CellDelegate
from walletdesk.ui.tables.ink import inks
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table
from walletdesk.ui.widgets.styling import heading, sub
from walletdesk.ui.zoom import px

ROW: Final = 32
translate: Final = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Trend(IconText):
    """How far a balance sinks on the way; wrong where that is below zero."""

    wrong: bool = False


class BalancesDelegate(CellDelegate):
    """Paints as every table does, and lowest points."""

    def __init__(self, parent: QWidget) -> None:
        """For the table of balances."""
        super().__init__(parent)
        self._painters[Trend] = _trend


def _trend(brush: Brush, cell: Trend) -> None:
    if not cell.text:
        return
    role = "err" if cell.wrong else "text2"
    brush.icon(cell.icon, px(measure.ICON), role)
    brush.text(inks().body, cell.text, role, brush.left + px(measure.ICON_STEP))


def columns() -> tuple[Column, ...]:
    """Wallet, how it stands, and its balance now, its change and its balance after."""
    return (
        Column("wallet", translate("balances", "Wallet"), Text, "Grace Keller  Cash", stretch=3),
        Column("status", translate("balances", "Status"), ChipCell, "Suspended"),
        Column("asset", translate("balances", "Asset"), Text, "GIFT", stretch=1),
        Column("now", translate("balances", "Now"), Money, "999,999.99", stretch=1),
        Column("change", translate("balances", "Change"), Money, "+99,999.99", stretch=1),
        Column("after", translate("balances", "After"), Money, "999,999.99", stretch=1),
        Column("lowest", translate("balances", "Lowest point"), Trend, "−99,476.91 at operation", stretch=2),
    )


def cells(effect: Effect) -> Cells:
    """What the cells of a wallet's row show."""
    wallet = effect.wallet
    wrong = Sign.WRONG if effect.after < 0 else Sign.PLAIN
    return (
        Text(wallet_title(wallet), sub=wallet_kind(wallet)),
        status_cell(wallet.status),
        Text(wallet.asset.code, muted=True),
        money(wallet.asset, wallet.balance),
        signed_money(wallet.asset, effect.change),
        money(wallet.asset, effect.after, bold=True, sign=wrong),
        Trend("trending-down", lowest_words(effect), wrong=effect.lowest < 0),
    )


def lowest_words(effect: Effect) -> str:
    """Where the balance dips on the way; empty where it does not."""
    if not effect.dips:
        return ""
    amount = amount_text(effect.wallet.asset, effect.lowest)
    return translate("balances", "{amount} at operation {n}").format(amount=amount, n=effect.lowest_row)


def circulation_words(checked: Checked) -> str:
    """What the transaction creates and redeems."""
    changed = [f"{asset.code} {signed_text(asset, parts)}" for asset, parts in checked.circulation]
    text = ", ".join(changed) or translate("balances", "unchanged")
    return translate("balances", "In circulation: {changes}").format(changes=text)


class Balances(QWidget):
    """Balances after posting."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """No wallet yet."""
        super().__init__(parent)
        self.model: Final = RowsModel[Effect](columns(), cells, lambda effect: effect.wallet.id)
        title = translate("balances", "Balances after posting")
        self.table: Final = Table(self.model, title, ROW)
        delegate = BalancesDelegate(self.table)
        delegate.narrow = self.table.cells().narrow
        self.table.setItemDelegate(delegate)
        self.table.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._circulation = sub()
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 22, 0)
        head.addWidget(heading(title))
        head.addStretch(1)
        head.addWidget(self._circulation)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def show_checked(self, checked: Checked) -> None:
        """Show what this would do."""
        self.model.set_rows(checked.effects)
        self._circulation.setText(circulation_words(checked))

    def circulation(self) -> QLabel:
        """The line about what is in circulation."""
        return self._circulation
