"""What every dialog shares: fields in a column, verbs in the footer, refusals at the field that caused them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from walletdesk.ledger.refusals import LedgerError
from walletdesk.ui import fonts
from walletdesk.ui.widgets.busy import BusyBar
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.panels import Notice
from walletdesk.ui.widgets.styling import frame, label

Words = Callable[[LedgerError], str]

_WIDTH = 440


class _Dialog(QDialog):
    """Title, body and a footer with two verbs: the safe one at the left, what is to be done at the right."""

    submitted = Signal()

    def __init__(self, title: str, verb: str, safe: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self._busy = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 16, 20, 12)
        inner.setSpacing(10)
        self.title = label(title, "title", fonts.sized(15, fonts.SEMIBOLD), wrap=True)
        inner.addWidget(self.title)
        self.notice = Notice("", "err")
        self.notice.hide()
        inner.addWidget(self.notice)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        inner.addLayout(self.body)
        inner.addStretch(1)
        outer.addLayout(inner, 1)
        self._bar = BusyBar()
        outer.addWidget(self._bar)
        outer.addWidget(self._footer(verb, safe))

    def _footer(self, verb: str, safe: str) -> QWidget:
        footer = frame("footer", self)
        row = QHBoxLayout(footer)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(8)
        self.safe = button(safe)
        self.safe.clicked.connect(self.reject)
        self.primary = button(verb, None, "primary")
        self.primary.clicked.connect(self._press)
        self.aside = QHBoxLayout()
        row.addLayout(self.aside)
        row.addStretch(1)
        row.addWidget(self.safe)
        row.addWidget(self.primary)
        return footer

    def is_busy(self) -> bool:
        """Whether the command is under way."""
        return self._busy

    def set_busy(self, busy: bool) -> None:
        """While its command runs the dialog takes no input and cannot be closed: the answer is to land in it."""
        self._busy = busy
        for part in (self.primary, self.safe):
            part.setEnabled(not busy)
        if busy:
            self._bar.start()
        else:
            self._bar.stop()

    def say(self, text: str) -> None:
        """Show a sentence above the fields."""
        self.notice.set_text(text, "err")
        self.notice.show()

    def _press(self) -> None:
        if not self._busy:
            self.submitted.emit()

    def reject(self) -> None:
        if not self._busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            event.ignore()
        else:
            super().closeEvent(event)


class FormDialog(_Dialog):
    """A form. `submitted` asks for its command; the one who runs it answers with `accept` or `show_refusal`.

    `words` makes the sentence of a refusal. Enter presses the primary button, Ctrl+Enter does from a text of many
    lines too, Esc cancels.
    """

    def __init__(self, title: str, verb: str, words: Words, safe: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, verb, safe or self.tr("Cancel"), parent)
        self._words = words
        self._fields: dict[str, Field] = {}
        self.primary.setDefault(True)

    def add_field(self, name: str, field: Field) -> Field:
        """Put a field under the others. `name` is what refusals call it."""
        self._fields[name] = field
        self.body.addWidget(field)
        if len(self._fields) == 1:
            field.focus()
        return field

    def field(self, name: str) -> Field:
        """The field of this name."""
        return self._fields[name]

    def fields(self) -> tuple[Field, ...]:
        """All fields in their order."""
        return tuple(self._fields.values())

    def clear_problems(self) -> None:
        """Take every sentence about something wrong away."""
        self.notice.hide()
        for field in self._fields.values():
            field.set_problem(None)

    def show_refusal(self, error: LedgerError) -> None:
        """Say what was refused at the field that caused it, or above all fields if none did."""
        self.set_busy(False)
        self.clear_problems()
        field = self._fields.get(error.field or "")
        if field is None:
            self.say(self._words(error))
            return
        field.set_problem(self._words(error))
        field.focus()

    def set_busy(self, busy: bool) -> None:
        for field in self._fields.values():
            field.setEnabled(not busy)
        super().set_busy(busy)

    def _press(self) -> None:
        if not self.is_busy():
            self.clear_problems()
        super()._press()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._press()
            return
        super().keyPressEvent(event)


class ConfirmDialog(_Dialog):
    """Asks before what cannot be taken back: says what it will do, and offers two verbs, the safe one by default.

    With `type_name` the person types that name first; a wrong one is told at the field.
    """

    def __init__(
        self, title: str, sentence: str, verb: str, safe: str, type_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, verb, safe, parent)
        self.body.addWidget(label(sentence, "", fonts.sized(fonts.BASE), wrap=True))
        self._wanted = type_name.strip()
        self._field: Field | None = None
        if self._wanted:
            self.body.addSpacing(6)
            asked = self.tr("Type {name} to go on").format(name=self._wanted).replace("&", "&&")
            self._field = Field(asked, QLineEdit())
            self.body.addWidget(self._field)
        self.safe.setDefault(True)
        self.safe.setFocus()
        if self._field is not None:
            self._field.focus()

    def _press(self) -> None:
        if self._field is not None and not self._named():
            self._field.set_problem(self.tr("This is not the name. Type it exactly as it stands above."))
            self._field.focus()
            return
        super()._press()
        self.accept()

    def _named(self) -> bool:
        editor = self._field.editor if self._field else None
        return isinstance(editor, QLineEdit) and editor.text().strip() == self._wanted
