"""The rows of a dry run as a table shows them, the balances they lead to, and the file as it is."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.importing import Plan, PlanRow, PlanWallet, Row, Verdict
from walletdesk.controllers.importing_look import Facts
from walletdesk.controllers.importing_rows import Places, places
from walletdesk.ledger.refusals import InsufficientBalance, LedgerError
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Asset, transaction_label
from walletdesk.ui.cells import amount_text, kind_cell, money, signed_money
from walletdesk.ui.format import count
from walletdesk.ui.importing.model import BLOCK, Slice
from walletdesk.ui.privacy import veiled, veiled_figure
from walletdesk.ui.tables.columns import Cell, Cells, Check, CheckKind, Column, Date, IconText, Money, Num, Text

RAW_COLUMNS: Final = 40
_RAW_CUT: Final = 200
translate: Final = QCoreApplication.translate


def columns() -> tuple[Column, ...]:
    """What a row does, and what becomes of it."""
    return (
        Column("row", translate("import", "Row"), Num, "999,999"),
        Column("date", translate("import", "Date"), Date, "2025-12-31"),
        Column("operation", translate("import", "Operation"), IconText, "Transfer"),
        Column("who", translate("import", "Customer or wallet"), Text, "Grace Keller, Cash", stretch=2),
        Column("amount", translate("import", "Amount"), Money, "9,999,999.99"),
        Column("memo", translate("import", "Memo"), Text, "PREVOD NA UCET", stretch=1),
        Column("reference", translate("import", "Reference"), Text, "11172470"),
        Column("result", translate("import", "Result"), Check, "In the book as T-28191", stretch=5),
    )


class RowCells:
    """Makes the cells of a plan's rows."""

    def __init__(self, plan: Plan, words: Callable[[LedgerError], str]) -> None:
        """`words` are those of the plan: they name its wallets."""
        self._plan, self._words = plan, words
        self._where: Places = places(plan.mapping, plan.facts)
        self._kinds = plan.mapping.kinds.words()

    def __call__(self, row: PlanRow) -> Cells:
        """The cells of one row."""
        if row.operation is None:
            return self._refused(row)
        operation, plan = row.operation, self._plan
        source, target = operation.source, operation.target
        id_ = target if target is not None and target != plan.system else source
        wallet = plan.known.get(id_) if id_ is not None else None
        return (
            Num(count(row.line)),
            Date(row.day.isoformat() if row.day else ""),
            kind_cell(operation.kind),
            self._who(wallet, operation.kind, source == id_),
            money(plan.asset, operation.amount),
            Text(operation.memo, muted=True),
            Text(row.reference or "", muted=True),
            result(row, self._plan.asset, self._words),
        )

    def _who(self, wallet: PlanWallet | None, kind: Kind, leaves: bool) -> Cell:
        if wallet is None:
            return Text("")
        plan, owner = self._plan, wallet.customer_name or wallet.customer
        behind = wallet.name if owner else translate("import", "System")
        if kind is Kind.TRANSFER and plan.system is not None and plan.system in plan.known:
            other = plan.known[plan.system].name
            template = translate("import", "to {name}") if leaves else translate("import", "from {name}")
            behind = template.format(name=other)
        return Text(owner or wallet.name, sub=behind)

    def _refused(self, row: PlanRow) -> Cells:
        where = self._where
        amount = self._cell(row, where.amount) or self._cell(row, where.credit) or self._cell(row, where.debit)
        whose = self._cell(row, where.customer), self._cell(row, where.wallet)
        return (
            Num(count(row.line)),
            Date(self._cell(row, where.date)),
            self._kind(self._cell(row, where.kind)),
            Text(whose[0] or whose[1], sub=whose[1] if whose[0] else ""),
            Money(veiled(amount)),
            Text(self._cell(row, where.memo), muted=True),
            Text(self._cell(row, where.reference), muted=True),
            result(row, self._plan.asset, self._words),
        )

    def _kind(self, word: str) -> Cell:
        becomes = self._kinds.get(word.strip().casefold())
        if becomes is None:
            return Text(word, muted=True)
        kinds = {"issue": Kind.ISSUE, "redeem": Kind.REDEEM}
        return kind_cell(kinds.get(becomes.value, Kind.TRANSFER))

    def _cell(self, row: PlanRow, place: int | None) -> str:
        if place is None or place >= len(row.cells):
            return ""
        return _one_line(row.cells[place])


def result(row: PlanRow, asset: Asset, words: Callable[[LedgerError], str]) -> Cell:
    """What becomes of a row, in the words of the table's last column; short where the rest stands in the row."""
    if row.verdict is Verdict.READY:
        return Check(CheckKind.OK, translate("import", "New"))
    if isinstance(row.refusal, InsufficientBalance):
        text = translate("import", "Short by {amount}").format(amount=amount_text(asset, row.refusal.shortfall))
        return Check(CheckKind.WRONG, text)
    if row.refusal is not None:
        return Check(CheckKind.WRONG, words(row.refusal))
    if row.number:
        text = translate("import", "In the book as {label}").format(label=transaction_label(row.number))
    else:
        text = translate("import", "The same row stands above")
    return IconText("book-open", text, muted=True)


def rows_of(plan: Plan, verdict: Verdict | None) -> Slice[PlanRow]:
    """The plan's rows, those of a verdict or all, as a SliceModel asks for them: from a block's beginning on."""
    return lambda first, _count: plan.page(verdict, first // BLOCK + 1, BLOCK).rows


# Balances after


def balance_columns() -> tuple[Column, ...]:
    """Each wallet that the import touches: now, change, after."""
    return (
        Column("wallet", translate("import", "Wallet"), Text, "Grace Keller, Cash", stretch=3),
        Column("number", translate("import", "Number"), Text, "W-00001", stretch=1),
        Column("rows", translate("import", "Rows"), Num, "999,999", stretch=1),
        Column("now", translate("import", "Now"), Money, "999,999,999.99", stretch=1),
        Column("change", translate("import", "Change"), Money, "+999,999,999.99", stretch=1),
        Column("after", translate("import", "After"), Money, "999,999,999.99", stretch=1),
    )


def balance_cells(plan: Plan) -> Callable[[PlanWallet], Cells]:
    """Makes the cells of the plan's wallets."""

    def cells(wallet: PlanWallet) -> Cells:
        owner = wallet.customer_name or wallet.customer
        return (
            Text(owner or wallet.name, sub=wallet.name if owner else translate("import", "System")),
            Text(wallet.label or translate("import", "new"), muted=True),
            Num(count(wallet.rows)),
            money(plan.asset, wallet.before),
            signed_money(plan.asset, wallet.after - wallet.before),
            money(plan.asset, wallet.after, bold=True),
        )

    return cells


# The file as it is


def raw_columns(facts: Facts) -> tuple[Column, ...]:
    """The file's own columns, as many as a person can look at."""
    first = Column("row", translate("import", "Row"), Num, "9,999")
    names = facts.columns[:RAW_COLUMNS]
    stretch = 1 if len(names) < RAW_COLUMNS else 0
    shown = [name if facts.header else translate("import", "Column {n}").format(n=name) for name in names]
    return (first, *(Column(str(n), name, Text, "PREVOD", stretch=stretch) for n, name in enumerate(shown)))


def raw_cells(facts: Facts) -> Callable[[Row], Cells]:
    """Makes the cells of the file's own rows."""
    width = min(len(facts.columns), RAW_COLUMNS)

    def cells(row: Row) -> Cells:
        texts = [_one_line(cell) for cell in row.cells[:width]]
        texts += [""] * (width - len(texts))
        return (Num(count(row.line)), *(Text(veiled_figure(text)) for text in texts))

    return cells


def _one_line(text: str) -> str:
    return " ".join(text[:_RAW_CUT].split())
