"""What an import did, in the window that did it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.controllers.importing import Booking, Verdict
from walletdesk.ledger.values import Batch, transaction_label
from walletdesk.ui import fonts
from walletdesk.ui.cells import amount_text
from walletdesk.ui.format import count, notation
from walletdesk.ui.importing.states import Written
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.panels import Card
from walletdesk.ui.widgets.styling import label, title

_WIDTH: Final = 700


class ResultPage(QWidget):
    """The batch and its numbers, and what can be done next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing was imported yet."""
        super().__init__(parent)
        self._title = title()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._lines = [(label("", "sub"), label("", "", fonts.tabular(fonts.sized(13)))) for _ in range(9)]
        for number, (name, value) in enumerate(self._lines):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, number, 0)
            self._grid.addWidget(value, number, 1)
        self._grid.setColumnStretch(1, 1)
        self.view: Final = button(self.tr("View transactions"), "arrow-right-left")
        self.save: Final = button(self.tr("Save problem rows…"), "download")
        self.reverse: Final = button(self.tr("Reverse…"), "undo-2")
        self.close_button: Final = button(self.tr("Close"), None, "primary")
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("circle-check", "ok", 20))
        head.addWidget(self._title, 1)
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.addLayout(head)
        card.body.addSpacing(6)
        card.body.addLayout(self._grid)
        card.body.addSpacing(10)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for made in (self.view, self.save, self.reverse):
            buttons.addWidget(made)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_written(self, written: Written) -> None:
        """Show what this import did."""
        facts = self._facts(written)
        self._title.setText(self._headline(written))
        for number, (name, value) in enumerate(self._lines):
            here = number < len(facts)
            for part in (name, value):
                part.setVisible(here)
            if here:
                name.setText(facts[number][0])
                value.setText(facts[number][1])
        self.reverse.setEnabled(True)
        self.reverse.setVisible(True)
        self.save.setVisible(written.plan.count(Verdict.REFUSED) > 0)

    def show_reversed(self, by: Batch) -> None:
        """The import was taken back by this batch."""
        self._title.setText(self.tr("This import was reversed by batch {n}").format(n=count(by.number)))
        self.reverse.hide()
        self.close_button.setFocus()

    def headline(self) -> str:
        """The title."""
        return self._title.text()

    def _headline(self, written: Written) -> str:
        number = written.batch.transactions
        if number == 1:
            return self.tr("1 transaction imported")
        return self.tr("{n} transactions imported").format(n=count(number))

    def _facts(self, written: Written) -> list[tuple[str, str]]:
        batch, plan = written.batch, written.plan
        total = sum(wallet.after for wallet in plan.wallets.values())
        on_dates = plan.booking is Booking.DATES
        return [
            (self.tr("Batch"), self.tr("{n} from {file}").format(n=count(batch.number), file=batch.name)),
            (self.tr("Transactions"), _span(batch.first, batch.last)),
            (self.tr("Booked"), self.tr("on the file’s dates") if on_dates else self.tr("now")),
            (self.tr("New customers"), count(len(plan.new_customers))),
            (self.tr("New wallets"), count(len(plan.new_wallets))),
            (self.tr("Their wallets hold"), amount_text(plan.asset, total, code=True)),
            (self.tr("Rows with problems"), count(plan.count(Verdict.REFUSED))),
            (self.tr("Rows already there"), count(plan.count(Verdict.THERE))),
            (self.tr("Time"), self.tr("{n} seconds").format(n=_seconds(written.seconds))),
        ]

    def texts(self) -> dict[str, str]:
        """What is shown, by its name."""
        return {name.text(): value.text() for name, value in self._lines if name.text()}


def _span(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return ""
    if first == last:
        return transaction_label(first)
    return f"{transaction_label(first)} \N{EN DASH} {transaction_label(last)}"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", notation().decimal)
