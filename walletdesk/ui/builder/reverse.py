"""Taking a transaction back: the dialog shows what that will do, and every balance after it."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from walletdesk.controllers import drafting, transactions
from walletdesk.controllers.changes import Done
from walletdesk.controllers.draft import new_key
from walletdesk.controllers.draft_check import Checked, check
from walletdesk.controllers.drafting import Opened
from walletdesk.controllers.words import sentence
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.text import DESCRIPTION_LIMIT
from walletdesk.ledger.values import Transaction, Wallet, transaction_label
from walletdesk.ui import fonts, format
from walletdesk.ui.builder.balances import Balances
from walletdesk.ui.builder.grid_model import GridModel, grid_row
from walletdesk.ui.builder.phrases import Phrases
from walletdesk.ui.forms.base import FormDialog
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.columns import ROW_BUILDER
from walletdesk.ui.tables.view import Table
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.styling import label

_SIZE: Final = QSize(980, 600)
_TOLD: Final = 3


class ReverseDialog(FormDialog):
    """Shows the operations that undo a transaction, asks for a reason, and posts the reversal."""

    def __init__(self, shell: Shell, project: str, number: int, opened: Opened, parent: QWidget | None = None) -> None:
        """``opened`` is the reversal as a draft."""
        title = QApplication.translate("ReverseDialog", "Reverse {label}?")
        verb = QApplication.translate("ReverseDialog", "Reverse transaction")
        safe = QApplication.translate("ReverseDialog", "Keep it")
        super().__init__(title.format(label=transaction_label(number)), verb, self._sentence, safe, parent)
        self._shell, self._project, self._number = shell, project, number
        self._wallets: dict[int, Wallet] = opened[1]
        self._key = new_key()
        state = opened[0]
        self.checked: Final[Checked] = check(state, self._wallets, project)
        self.model: Final = GridModel()
        phrases = Phrases({w.asset.id: w.asset for w in self._wallets.values()}, self._wallets)
        self.model.set_rows(
            [
                grid_row(place, row, found, self._wallets, phrases)
                for place, (row, found) in enumerate(zip(state.rows, self.checked.rows, strict=True), 1)
            ]
        )
        self.balances: Final = Balances()
        self.balances.show_checked(self.checked)
        self.reason: Final = QLineEdit()
        self._lay_out()
        self._say_problems()
        self.submitted.connect(self._post)

    def _lay_out(self) -> None:
        text = self.tr("These operations take it back. Both transactions stay in the ledger, linked to each other.")
        self.body.addWidget(label(text, "", fonts.sized(fonts.BASE), wrap=True))
        table = Table(self.model, self.tr("Operations of the reversal"), ROW_BUILDER)
        table.cells().marked = self._is_bad
        self.body.addWidget(table, 5)
        bad = self.checked.first_bad()
        if bad is not None:
            table.select_row(bad[0])
        self.body.addWidget(self.balances, 4)
        self.reason.setMaxLength(DESCRIPTION_LIMIT)
        self.reason.setPlaceholderText(self.tr("Optional"))
        self.add_field("description", Field(self.tr("&Reason"), self.reason))
        self.resize(_SIZE)

    def _is_bad(self, place: int, column: int) -> bool:
        row = self.model.row_at(place)
        return row is not None and row.is_bad(("number", "kind", "source", "target", "amount", "memo", "check")[column])

    def _sentence(self, error: LedgerError) -> str:
        return sentence(error, self._shell.context(self._wallets))

    def _say_problems(self) -> None:
        """The value may have moved on: say at once which wallet is short, and of how much."""
        told = [self._sentence(problem.error) for row in self.checked.rows for problem in row.problems]
        if told:
            more = self.tr(" And {n} more.").format(n=len(told) - _TOLD) if len(told) > _TOLD else ""
            self.say(self.tr("It cannot be reversed now. {why}").format(why=" ".join(told[:_TOLD]) + more))

    def _post(self) -> None:
        self.set_busy(True)
        self._shell.session.run(
            transactions.reverse,
            self._project,
            self._number,
            self.reason.text(),
            None,
            None,
            None,
            self._key,
            done=self._done,
            failed=self.show_refusal,
            crashed=self._crashed,
            owner=self,
        )

    def _done(self, done: Done[Transaction]) -> None:
        self.set_busy(False)
        number = done.value.number
        text = self.tr("{label} reversed by {by}").format(
            label=transaction_label(self._number), by=transaction_label(number)
        )
        here = self._shell.project is not None and self._shell.project.id == self._project
        ways = [(self.tr("View"), partial(self._shell.show_transaction, number))] if here else []
        self._shell.toast(text, ways)
        self.accept()

    def _crashed(self, error: BaseException) -> None:
        self.set_busy(False)
        self.say(self.tr("It could not be reversed. Nothing was changed."))


def ask_to_reverse(shell: Shell, project: str, number: int) -> None:
    """Show what reversing would do, and do it when that is wanted."""

    def show(found: tuple[Opened, int | None]) -> None:
        dialog = ReverseDialog(shell, project, number, found[0], QApplication.activeWindow())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def refuse(error: LedgerError) -> None:
        shell.toast(shell.words(error))

    session = shell.session
    session.run(drafting.reversal_of, project, number, format.notation(), done=show, failed=refuse, owner=shell)
