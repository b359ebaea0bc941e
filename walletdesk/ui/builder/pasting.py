"""Rows from a spreadsheet, taken from the clipboard into the form."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication

from walletdesk.controllers import draft_paste
from walletdesk.controllers.draft_check import RowState
from walletdesk.controllers.draft_paste import Pasted, inserted
from walletdesk.controllers.draft_paste_rows import PasteWords
from walletdesk.ledger.posting import MAX_OPERATIONS
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ui.builder.editors import KINDS
from walletdesk.ui.builder.form import Form
from walletdesk.ui.builder.grid_model import columns
from walletdesk.ui.cells import kind_word
from walletdesk.ui.format import count, notation
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import Shell

_TITLED: Final = ("kind", "source", "target", "amount", "memo")
translate: Final = QCoreApplication.translate


def clipboard_text() -> str:
    """What is on the clipboard, as text."""
    return QGuiApplication.clipboard().text()


def paste_words() -> PasteWords:
    """Operations and titles in the reader's language, as the grid shows them."""
    titles = {column.title.casefold(): column.key for column in columns() if column.key in _TITLED}
    return PasteWords({kind_word(kind).casefold(): kind for kind in KINDS}, titles)


class Pasting(QObject):
    """Brings rows into a form; their wallets are looked up beside the window."""

    arrived = Signal(object, str)
    """The id and the field of the first thing among the rows that needs a look, else of the first row that came."""
    told = Signal(str)
    """How many rows came, and how many need a look."""
    refused = Signal(str)
    """Why none came."""

    def __init__(self, form: Form, shell: Shell, parent: QObject | None = None) -> None:
        """For this form."""
        super().__init__(parent)
        self._form, self._session = form, shell.session
        self._ticket: Ticket | None = None

    @property
    def busy(self) -> bool:
        """Whether rows are on their way."""
        return self._ticket is not None

    def paste(self, text: str, after: int | None) -> None:
        """Take the rows that a text holds, behind the row of this id."""
        if self.busy or self._form.busy:
            return
        form = self._form
        self._ticket = self._session.start(
            draft_paste.read,
            form.project,
            text,
            paste_words(),
            notation(),
            MAX_OPERATIONS - form.state.filled,
            done=self._landing(after),
            failed=self._failed,
            crashed=lambda _: self._end(),
            owner=self,
        )
        form.set_busy(True)

    def cancel(self) -> None:
        """Give it up; nothing has changed."""
        if self._ticket is not None:
            self._ticket.drop()
            self._end()

    def _end(self) -> None:
        self._ticket = None
        self._form.set_busy(False)

    def _failed(self, error: LedgerError) -> None:
        self._end()
        self.refused.emit(self._form.sentence(error))

    def _landing(self, after: int | None) -> Callable[[Pasted], None]:
        def land(pasted: Pasted) -> None:
            self._end()
            if not pasted.rows:
                text = "There are no rows to paste. Copy cells with From, To and Amount from a spreadsheet first."
                self.refused.emit(translate("pasting", text))
                return
            form = self._form
            before = {row.id for row in form.state.rows}
            state = inserted(form.state, pasted, after)
            kept = {row.id for row in state.rows} & before
            form.take(state, {**form.wallets, **pasted.wallets})
            came = [row.id for row in state.rows if row.id not in (before if kept else ())]
            self.told.emit(self._words(came))
            self.arrived.emit(*self._first(came))

        return land

    def _first(self, came: list[int]) -> tuple[int, str]:
        looks = {row.id: look for row, look in zip(self._form.state.rows, self._form.checked.rows, strict=True)}
        for row in came:
            fields = [*(problem.field for problem in looks[row].problems), *looks[row].missing]
            if fields:
                return row, fields[0]
        return came[0], "amount"

    def _words(self, came: list[int]) -> str:
        ids = set(came)
        both = zip(self._form.state.rows, self._form.checked.rows, strict=True)
        bad = sum(row.id in ids and look.state is not RowState.OK for row, look in both)
        one = translate("pasting", "1 row pasted")
        rows = one if len(came) == 1 else translate("pasting", "{n} rows pasted").format(n=count(len(came)))
        if not bad:
            return rows
        if bad == 1:
            return translate("pasting", "{rows}, 1 needs a look").format(rows=rows)
        return translate("pasting", "{rows}, {n} need a look").format(rows=rows, n=count(bad))
