"""The top of the form: what the transaction is called, its reference and the day on the paper slip."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from walletdesk.controllers.draft_check import Checked, Problem
from walletdesk.controllers.words_reversal import reversed_words, reverses_words
from walletdesk.ledger.refusals import AlreadyReversed, DateUnreadable
from walletdesk.ledger.text import DESCRIPTION_LIMIT, REFERENCE_LIMIT
from walletdesk.ledger.values import transaction_label
from walletdesk.ui import fonts
from walletdesk.ui.builder.form import Form
from walletdesk.ui.builder.phrases import Phrases
from walletdesk.ui.cells import amount_text
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.amount_edit import AmountEdit
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.chip import Chip
from walletdesk.ui.widgets.dates import DateField
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.styling import label, sub


class Heads(QWidget):
    """Title, and the fields of the whole transaction. The total is there while a row is a share of it."""

    total_entered = Signal()

    def __init__(self, form: Form, shell: Shell, parent: QWidget | None = None) -> None:
        """For this form."""
        super().__init__(parent)
        self._form = form
        self.description: Final = self._line(4 * DESCRIPTION_LIMIT)
        self.reference: Final = self._line(4 * REFERENCE_LIMIT)
        self.reference.setPlaceholderText(self.tr("Optional"))
        self.value_date: Final = DateField(self.tr("Value date"), shell.today())
        self.value_date.setPlaceholderText(self.tr("Optional"))
        self.total: Final = AmountEdit(self.tr("Total"))
        self.fields: Final = {
            "description": Field(self.tr("&Description"), self.description),
            "reference": Field(self.tr("Re&ference"), self.reference),
            "value_date": Field(self.tr("&Value date"), self.value_date),
            "total": Field(self.tr("T&otal"), self.total),
        }
        self._note = sub(self.tr("saved automatically"))
        self.templates: Final = button(self.tr("Templates"), "bookmark", "ghost")
        self.templates.setToolTip(self.tr("Begin with a template, or keep this as one (Ctrl+T)"))
        self.paste: Final = button(self.tr("Paste rows"), "clipboard-paste", "ghost")
        self.paste.setToolTip(self.tr("Rows copied from a spreadsheet: Operation, From, To, Amount, Memo (Ctrl+V)"))
        self._title = label("", "title", fonts.sized(15, fonts.SEMIBOLD))
        self.undoing: Final = Chip()
        self._lay_out()
        self.description.textEdited.connect(lambda text: form.edit_heads(description=text))
        self.reference.textEdited.connect(lambda text: form.edit_heads(reference=text))
        self.value_date.changed.connect(lambda day: form.edit_heads(value_date=day))
        self.total.textEdited.connect(lambda text: form.edit_heads(total=text))
        self.total.returnPressed.connect(self.total_entered)

    def _line(self, longest: int) -> QLineEdit:
        """Longer than the ledger takes, so that what is too long is said, not cut."""
        made = QLineEdit()
        made.setMaxLength(longest)
        made.returnPressed.connect(self._go_on)
        return made

    def _go_on(self) -> None:
        sender: QObject = self.sender()
        if sender is self.description:
            self.reference.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.value_date.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(Chip(self.tr("Draft"), "info", "pencil"))
        head.addWidget(self.undoing)
        head.addWidget(self._note)
        head.addStretch(1)
        head.addWidget(self.templates)
        head.addWidget(self.paste)
        row = QGridLayout()
        row.setHorizontalSpacing(12)
        row.setColumnStretch(0, 1)
        for place, field in enumerate(self.fields.values()):
            row.addWidget(field, 0, place, Qt.AlignmentFlag.AlignTop)
        self.fields["reference"].setFixedWidth(180)
        self.fields["total"].setFixedWidth(160)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row)

    def tell(self, text: str) -> None:
        """Say what has just happened, to a screen reader too; nothing says again that all is kept."""
        self._note.setText(text or self.tr("saved automatically"))
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def show_state(self) -> None:
        """Show what the form holds, after another draft was loaded into it."""
        self.tell("")
        state = self._form.state
        self._title.setText(self.title())
        undone = state.undone is not None
        self.fields["description"].set_name(self.tr("&Reason") if undone else self.tr("&Description"))
        self.description.setPlaceholderText(self.tr("Optional") if undone else "")
        for editor, text in (
            (self.description, state.description),
            (self.reference, state.reference),
            (self.total, state.total),
        ):
            if editor.text() != text:
                editor.setText(text)
                editor.setCursorPosition(0)
        self.value_date.set_value(state.value_date)

    def title(self) -> str:
        """What is made here."""
        undone = self._form.state.undone
        if undone is None:
            return self.tr("New transaction")
        return self.tr("Reverse {label}").format(label=transaction_label(undone.number))

    def show_checked(self, checked: Checked) -> None:
        """Say at the fields what is wrong with them, and what a reversal takes back."""
        extent = checked.extent
        self.undoing.setVisible(extent is not None)
        if extent is not None:
            over = checked.heads.get("")
            words = reverses_words(extent.number, not extent.whole)
            if isinstance(over, AlreadyReversed):
                words = reversed_words(over.by, part=False)
            self.undoing.set_status(words, "warn", "undo-2")
        for name in ("description", "reference"):
            error = checked.heads.get(name)
            self.fields[name].set_problem(self._form.sentence(error) if error else None)
        self._show_total(checked)

    def _show_total(self, checked: Checked) -> None:
        """While nothing is typed the field shows what the shares are shares of. It is narrow: few words fit in."""
        error = checked.heads.get("total")
        short = Phrases(self._form.assets(), self._form.wallets).problem(Problem("total", error)) if error else None
        self.fields["total"].set_problem(short)
        self.total.setToolTip(self._form.sentence(error) if error else "")
        asset, base = checked.base_asset, checked.base
        self.total.set_asset(asset, asset.code if asset else "")
        self.total.setPlaceholderText(amount_text(asset, base) if asset and base is not None else "")
        self.fields["total"].setVisible(checked.asks_total or self.total.hasFocus())

    def take_date(self) -> None:
        """Take the day that is still being typed; one that is none is told at its field."""
        try:
            day = self.value_date.value()
        except DateUnreadable as error:
            self.fields["value_date"].set_problem(self._form.sentence(error))
            return
        self._form.edit_heads(value_date=day)

    def bad_field(self, checked: Checked) -> Field | None:
        """The first field with something wrong in it."""
        for name in ("description", "reference", "total"):
            if name in checked.heads:
                return self.fields[name]
        return self.fields["value_date"] if self.fields["value_date"].problem() else None
