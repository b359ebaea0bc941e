"""What a run did, in the window that did it."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from walletdesk.ledger.values import Batch
from walletdesk.ui.cells import numbers_of
from walletdesk.ui.format import count, notation
from walletdesk.ui.many import texts
from walletdesk.ui.many.work import Written
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.facts_page import FactsPage


class ResultPage(FactsPage):
    """The batch and its numbers, and what can be done next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing was done yet."""
        translate = QCoreApplication.translate
        self.view: Final = button("", "arrow-right-left")
        self.save: Final = button(translate("ResultPage", "Save refused rows…"), "download")
        self.reverse: Final = button(translate("ResultPage", "Reverse…"), "undo-2")
        self.another: Final = button(translate("ResultPage", "Another run"), "users")
        self.close_button: Final = button(translate("ResultPage", "Close"), None, "primary")
        super().__init__(8, (self.view, self.save, self.reverse, self.another), self.close_button, parent)

    def show_written(self, written: Written) -> None:
        """Show what this run did."""
        batch, plan = written.batch, written.plan
        self.set_headline(texts.done_words(plan, batch.number if batch is not None else None))
        self.set_facts(self._facts(written))
        self.view.setText(self.tr("View transactions") if batch is not None else self.tr("View wallets"))
        self.reverse.setVisible(batch is not None)
        self.reverse.setEnabled(True)
        self.save.setVisible(bool(plan.refused))

    def show_reversed(self, by: Batch) -> None:
        """The run was taken back by this batch."""
        self.set_headline(self.tr("This run was reversed by batch {n}").format(n=count(by.number)))
        self.reverse.hide()
        self.close_button.setFocus()

    def _facts(self, written: Written) -> list[tuple[str, str]]:
        batch, plan = written.batch, written.plan
        facts = []
        if batch is not None:
            facts.append((self.tr("Description"), batch.name))
            facts.append((self.tr("Transactions"), numbers_of(batch)))
        for number, line in enumerate(texts.totals(plan)):
            facts.append((self.tr("Totals") if not number else " ", line))
        refused = count(len(plan.refused))
        why = texts.kinds_of_refusals(plan)
        facts.append((self.tr("Refused"), f"{refused}: {why}" if plan.refused else refused))
        seconds = f"{written.seconds:.1f}".replace(".", notation().decimal)
        facts.append((self.tr("Time"), self.tr("{n} seconds").format(n=seconds)))
        return facts
