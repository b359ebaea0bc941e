"""What a run did, in the window that did it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.ledger.values import Batch, transaction_label
from walletdesk.ui import fonts
from walletdesk.ui.format import count, notation
from walletdesk.ui.many import texts
from walletdesk.ui.many.work import Written
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.panels import Card
from walletdesk.ui.widgets.styling import label, title

_WIDTH: Final = 760
_LINES: Final = 8


class ResultPage(QWidget):
    """The batch and its numbers, and what can be done next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing was done yet."""
        super().__init__(parent)
        self._title = title()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._lines = []
        for number in range(_LINES):
            name, value = label("", "sub"), label("", "", fonts.tabular(fonts.sized(13)), wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, number, 1)
            self._lines.append((name, value))
        self.view: Final = button("", "arrow-right-left")
        self.save: Final = button(self.tr("Save refused rows…"), "download")
        self.reverse: Final = button(self.tr("Reverse…"), "undo-2")
        self.another: Final = button(self.tr("Another run"), "users")
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
        for made in (self.view, self.save, self.reverse, self.another):
            buttons.addWidget(made)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_written(self, written: Written) -> None:
        """Show what this run did."""
        batch, plan = written.batch, written.plan
        self._title.setText(texts.done_words(plan, batch.number if batch is not None else None))
        facts = self._facts(written)
        for number, (name, value) in enumerate(self._lines):
            here = number < len(facts)
            for part in (name, value):
                part.setVisible(here)
            name.setText(facts[number][0] if here else "")
            value.setText(facts[number][1] if here else "")
        self.view.setText(self.tr("View transactions") if batch is not None else self.tr("View wallets"))
        self.reverse.setVisible(batch is not None)
        self.reverse.setEnabled(True)
        self.save.setVisible(bool(plan.refused))

    def show_reversed(self, by: Batch) -> None:
        """The run was taken back by this batch."""
        self._title.setText(self.tr("This run was reversed by batch {n}").format(n=count(by.number)))
        self.reverse.hide()
        self.close_button.setFocus()

    def headline(self) -> str:
        """The title."""
        return self._title.text()

    def texts(self) -> dict[str, str]:
        """What is shown, by its name."""
        return {name.text(): value.text() for name, value in self._lines if name.text()}

    def _facts(self, written: Written) -> list[tuple[str, str]]:
        batch, plan = written.batch, written.plan
        facts = []
        if batch is not None:
            facts.append((self.tr("Description"), batch.name))
            facts.append((self.tr("Transactions"), _span(batch)))
        for number, line in enumerate(texts.totals(plan)):
            facts.append((self.tr("Totals") if not number else " ", line))
        refused = count(len(plan.refused))
        why = texts.kinds_of_refusals(plan)
        facts.append((self.tr("Refused"), f"{refused}: {why}" if plan.refused else refused))
        seconds = f"{written.seconds:.1f}".replace(".", notation().decimal)
        facts.append((self.tr("Time"), self.tr("{n} seconds").format(n=seconds)))
        return facts


def _span(batch: Batch) -> str:
    if batch.first is None or batch.last is None or batch.first == batch.last:
        return transaction_label(batch.first) if batch.first is not None else ""
    return f"{transaction_label(batch.first)} \N{EN DASH} {transaction_label(batch.last)}"
