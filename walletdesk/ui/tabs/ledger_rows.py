"""The columns of a wallet's ledger, and the cells of an entry."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.words_reversal import described
from walletdesk.ledger.days import Days
from walletdesk.ledger.values import Asset, LedgerLine, transaction_label
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.tables.columns import Cell, Cells, Column, Date, Ghost, IconText, Money, Num, Sign, Text

translate: Final = QCoreApplication.translate

POSTED: Final = "posted"


def columns() -> tuple[Column, ...]:
    """From the number of the entry to the balance after it."""
    return (
        Column("seq", "#", Num, "99,999", sortable=True),
        Column(POSTED, translate("ledger", "Posted"), Date, "2025-12-30 20:00", sortable=True),
        Column("kind", translate("ledger", "Operation"), IconText, "Transfer"),
        Column("party", translate("ledger", "Counterparty"), Text, "Bartholomew", stretch=1),
        Column("memo", translate("ledger", "Memo"), Text, "Commission", stretch=1),
        Column("transaction", translate("ledger", "Transaction"), Text, "T-000000"),
        Column("out", translate("ledger", "Out"), Money, "99,999.99"),
        Column("in", translate("ledger", "In"), Money, "99,999.99"),
        Column("balance", translate("ledger", "Balance"), Money, "999,999.99"),
    )


def maker(asset: Callable[[], Asset], days: Callable[[], Days]) -> Callable[[LedgerLine], Cells]:
    """What makes the cells of an entry; asset and calendar are asked for each time."""
    return lambda line: _cells(line, asset(), days())


def _cells(line: LedgerLine, asset: Asset, days: Days) -> Cells:
    nothing = Ghost()
    size = cells.money(asset, abs(line.amount), sign=Sign.IN if line.amount > 0 else Sign.PLAIN)
    return (
        Num(count(line.seq)),
        Date(cells.stamp(days, line.booked_at)),
        cells.kind_cell(line.kind),
        _party(line),
        _memo(line),
        Text(transaction_label(line.number), muted=True),
        size if line.amount < 0 else nothing,
        size if line.amount > 0 else nothing,
        cells.money(asset, line.balance, bold=True),
    )


def _party(line: LedgerLine) -> Cell:
    other = line.counterpart
    return Ghost() if other is None else Text(cells.wallet_title(other), sub=cells.wallet_kind(other))


def _memo(line: LedgerLine) -> Cell:
    """The transaction's description and, grey, the operation's memo; where there is neither, the reference."""
    description, memo = described(line.description, line.reverses, line.reverses_part), line.memo
    if description:
        return Text(description, sub=memo)
    return Text(memo) if memo else Text(line.reference or "", muted=True)
