"""The rows of the list of transactions: what was posted, and above it what is still a draft."""

from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.draft import DraftRow, amount_of, asset_of
from walletdesk.controllers.draft_amounts import Reader
from walletdesk.controllers.drafting import Listed
from walletdesk.controllers.words_reversal import described, reversed_words, reverses_words
from walletdesk.ledger.days import Days
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Transaction, TransactionLine
from walletdesk.ui.bidi import isolated
from walletdesk.ui.cells import DOT, KIND_ICONS, Owned, money, stamp, wallet_kind, wallet_title
from walletdesk.ui.format import count
from walletdesk.ui.tables.columns import Cell, Cells, ChipCell, Column, Date, Ghost, Money, Text, TwoLine

Row = TransactionLine | Listed
translate: Final = QCoreApplication.translate


def columns() -> tuple[Column, ...]:
    """The columns of the list."""
    return (
        Column("number", translate("transactions", "No."), Text, "T-420000", sortable=True),
        Column("posted", translate("transactions", "Posted"), Date, "2025-11-20 16:47", sortable=True),
        Column("description", translate("transactions", "Description"), TwoLine, "Referral reward", stretch=1),
        Column("movement", translate("transactions", "Movement"), TwoLine, "Grace Keller → Commissions", stretch=1),
        Column("amount", translate("transactions", "Amount"), Money, "99,999.99", code_sample="PARK"),
    )


def identity(row: Row) -> Hashable:
    """What tells rows apart: a draft by its own number, a transaction by its number in the project."""
    return ("draft", row.id) if isinstance(row, Listed) else row.number


def cells_of(days: Callable[[], Days]) -> Callable[[Row], Cells]:
    """What the cells of a row show, on the book's clocks."""

    def cells(row: Row) -> Cells:
        return _draft_cells(row, days()) if isinstance(row, Listed) else _line_cells(row, days())

    return cells


def draft_words(listed: Listed) -> str:
    """What a draft is for, in one line."""
    undone = listed.state.undone
    return described(listed.state.description, undone.number if undone else None)


def draft_chip() -> ChipCell:
    """What marks a draft."""
    return ChipCell("info", translate("transactions", "Draft"), "pencil")


def status_chip(told: Transaction | TransactionLine) -> ChipCell:
    """How a transaction stands: posted, taken back, or taking another one back."""
    if told.reversed_by is not None:
        return ChipCell("warn", reversed_words(told.reversed_by, told.reversed_in_part), "undo-2")
    if told.reverses is not None:
        return ChipCell("info", reverses_words(told.reverses, told.reverses_part), "undo-2")
    return ChipCell("ok", translate("transactions", "Posted"), "check")


def _line_cells(row: TransactionLine, days: Days) -> Cells:
    below = [row.reference] if row.reference else []
    if row.reversed_by is not None:
        below.append(reversed_words(row.reversed_by, row.reversed_in_part))
    return (
        Text(row.label),
        Date(stamp(days, row.booked_at)),
        _described(described(row.description, row.reverses, row.reverses_part), DOT.join(below)),
        movement(row.kind, row.source, row.target, row.operations),
        money(row.asset, row.amount, code=True),
    )


def _draft_cells(row: Listed, days: Days) -> Cells:
    first = row.state.rows[0]
    source, target = (row.wallets.get(first.wallet(side) or 0) for side in ("source", "target"))
    return (
        draft_chip(),
        Date(stamp(days, row.updated_at)),
        _described(draft_words(row), row.state.reference.strip()),
        movement(first.kind, source, target, len(row.state.rows)),
        draft_amount(row, first),
    )


def _described(line: str, below: str) -> Cell:
    """A transaction goes by its description, or by its reference where it has none."""
    return TwoLine(line, below) if line or not below else TwoLine(below, bold=False)


def draft_amount(listed: Listed, row: DraftRow) -> Money | Ghost:
    """The amount of a draft's row as far as it is one by itself."""
    asset = asset_of(row, listed.wallets)
    if asset is None or Reader(listed.state.notation).depends(row.amount):
        return Ghost(row.amount)
    try:
        return money(asset, amount_of(row, asset, listed.state.notation), code=True)
    except LedgerError:
        return Ghost(row.amount)


def movement(kind: Kind, source: Owned | None, target: Owned | None, operations: int) -> TwoLine:
    """From whom to whom; how many more operations there are."""
    arrow = " → "
    sides = [wallet for wallet in (source, target) if wallet is not None]
    titles = [isolated(wallet_title(wallet)) for wallet in sides]
    kinds = [isolated(wallet_kind(wallet)) for wallet in sides]
    if kind is Kind.ISSUE:
        titles.insert(0, translate("transactions", "Issue"))
    elif kind is Kind.REDEEM:
        titles.append(translate("transactions", "redeemed"))
    more = operations - 1
    if more == 1:
        note = translate("transactions", "+1 more operation")
    else:
        note = translate("transactions", "+{n} more operations").format(n=count(more)) if more else ""
    return TwoLine(arrow.join(titles), arrow.join(kinds), KIND_ICONS[kind], bold=False, note=note)
