"""What the form says while it takes a transaction back: why its rows are fixed, and how much of it stays."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from walletdesk.controllers.draft_check import Checked, Extent
from walletdesk.controllers.draft_reversal import is_short
from walletdesk.ledger.refusals import AlreadyReversed
from walletdesk.ledger.values import Transaction, transaction_label
from walletdesk.ui import fonts
from walletdesk.ui.cells import amount_text
from walletdesk.ui.format import count
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel

translate: Final = QCoreApplication.translate


class ReversalNote(QWidget):
    """Why operations and wallets stay as they are; in a reversal in part, the way back to the whole."""

    all_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden until a reversal is shown."""
        super().__init__(parent)
        text = self.tr(
            "A reversal only takes back: operations and wallets are fixed. "
            "Lower an amount or remove a row to reverse a part."
        )
        self.again: Final = button(self.tr("Take all of it back"), "undo-2", "link")
        self.again.clicked.connect(self.all_again)
        keeps = self.again.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.again.setSizePolicy(keeps)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel("lock"))
        row.addWidget(Elided(text, fonts.sized(12), "sub"), 1)
        row.addWidget(self.again)
        self.hide()

    def show_checked(self, checked: Checked) -> None:
        """Show it in a reversal; the way back to the whole where rows or amounts were taken off."""
        extent = checked.extent
        self.setVisible(extent is not None and "" not in checked.heads)
        self.again.setVisible(extent is not None and not extent.whole)


def reversal_state(checked: Checked, extent: Extent) -> tuple[str, str, str] | None:
    """How a reversal stands: icon, colour and words; None where it stands as any other draft."""
    over = checked.heads.get("")
    if isinstance(over, AlreadyReversed):
        return "circle-alert", "err", over_words(over)
    short = sum(is_short(row) for row in checked.rows)
    if short:
        one = translate("reversal", "1 row is short: its value has moved on")
        many = translate("reversal", "{n} rows are short: their value has moved on").format(n=count(short))
        return "circle-alert", "err", one if short == 1 else many
    if not checked.ready:
        return None
    if extent.whole:
        label = transaction_label(extent.number)
        return "circle-check", "ok", translate("reversal", "Ready: {label} is reversed as a whole").format(label=label)
    return "circle-check", "ok", translate("reversal", "Ready, in part: {stays}").format(stays=stays_words(extent))


def stays_words(extent: Extent) -> str:
    """How much of what was moved stays where it is."""
    template = translate("reversal", "{left} of {moved} stays")
    return ", ".join(
        template.format(left=amount_text(asset, moved - taken), moved=amount_text(asset, moved, code=True))
        for asset, taken, moved in extent.taken
        if taken < moved
    )


def over_words(error: AlreadyReversed) -> str:
    """That it was taken back meanwhile, and what is left to do."""
    text = translate("reversal", "{label} was reversed already, by {by}. This draft can only be discarded.")
    return text.format(label=transaction_label(error.number), by=transaction_label(error.by))


def posted_words(done: Transaction, number: int) -> str:
    """What a toast says of a reversal of the transaction with this number."""
    part = translate("reversal", "{label} reversed in part by {by}")
    template = part if done.reverses_part else translate("reversal", "{label} reversed by {by}")
    return template.format(label=transaction_label(number), by=done.label)
