"""What an import did, in the window that did it."""

from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from walletdesk.controllers.importing import Booking, Verdict
from walletdesk.ledger.values import Batch
from walletdesk.ui.cells import amount_text, numbers_of
from walletdesk.ui.format import count, notation
from walletdesk.ui.importing.states import Written
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.facts_page import FactsPage


class ResultPage(FactsPage):
    """The batch and its numbers, and what can be done next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing was imported yet."""
        translate = QCoreApplication.translate
        self.view: Final = button(translate("ResultPage", "View transactions"), "arrow-right-left")
        self.save: Final = button(translate("ResultPage", "Save problem rows…"), "download")
        self.reverse: Final = button(translate("ResultPage", "Reverse…"), "undo-2")
        self.close_button: Final = button(translate("ResultPage", "Close"), None, "primary")
        super().__init__(9, (self.view, self.save, self.reverse), self.close_button, parent)

    def show_written(self, written: Written) -> None:
        """Show what this import did."""
        self.set_headline(self._headline(written))
        self.set_facts(self._facts(written))
        self.reverse.setEnabled(True)
        self.reverse.setVisible(True)
        self.save.setVisible(written.plan.count(Verdict.REFUSED) > 0)

    def show_reversed(self, by: Batch) -> None:
        """The import was taken back by this batch."""
        self.set_headline(self.tr("This import was reversed by batch {n}").format(n=count(by.number)))
        self.reverse.hide()
        self.close_button.setFocus()

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
            (self.tr("Transactions"), numbers_of(batch)),
            (self.tr("Booked"), self.tr("on the file’s dates") if on_dates else self.tr("now")),
            (self.tr("New customers"), count(len(plan.new_customers))),
            (self.tr("New wallets"), count(len(plan.new_wallets))),
            (self.tr("Their wallets hold"), amount_text(plan.asset, total, code=True)),
            (self.tr("Rows with problems"), count(plan.count(Verdict.REFUSED))),
            (self.tr("Rows already there"), count(plan.count(Verdict.THERE))),
            (self.tr("Time"), self.tr("{n} seconds").format(n=_seconds(written.seconds))),
        ]


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", notation().decimal)
