"""A field of a form: its label, its editor, and beneath it what is wrong."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.dates import DateField
from walletdesk.ui.widgets.segmented import SegmentedControl
from walletdesk.ui.widgets.styling import label, set_look


class Field(QWidget):
    """Room for one line beneath the editor is always kept, so nothing jumps when a problem appears in it."""

    edited = Signal()

    def __init__(self, name: str, editor: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._name = name.replace("&", "")
        self._hint = hint
        self._problem: str | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        self._label = label(name, "sub", fonts.sized(12, fonts.MEDIUM))
        self._label.setBuddy(self._target())
        self._below = label("", "hint", fonts.sized(12), wrap=True)
        for part in (self._label, editor, self._below):
            column.addWidget(part)
        self._target().setAccessibleName(self._name)
        self._listen()
        self._show_below()

    def name(self) -> str:
        """What the field is called, without the mark of its shortcut."""
        return self._name

    def set_name(self, name: str) -> None:
        """Call it something else."""
        self._name = name.replace("&", "")
        self._label.setText(name)
        self._target().setAccessibleName(self._name)

    def problem(self) -> str | None:
        """The sentence that is shown, if there is one."""
        return self._problem

    def set_problem(self, text: str | None) -> None:
        """Outline the editor and say what is wrong, or take both away."""
        if text == self._problem:
            return
        self._problem = text
        set_look(self._target(), "bad", "true" if text else "false")
        self._show_below()
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._target(), f"{self._name}: {text}"))

    def focus(self) -> None:
        """Bring the person here."""
        target = self._target()
        if isinstance(target, SegmentedControl):
            target.focus_chosen()
            return
        target.setFocus()
        if isinstance(target, QLineEdit):
            target.selectAll()

    def _target(self) -> QWidget:
        return self.editor.focusProxy() or self.editor

    def _show_below(self) -> None:
        text = self._problem or self._hint
        self._below.setText(text)
        set_look(self._below, "role", "problem" if self._problem else "hint")
        self._target().setAccessibleDescription(text)

    def _listen(self) -> None:
        target = self._target()
        if isinstance(target, DateField | Combo | SegmentedControl):
            target.changed.connect(self._touched)
        if isinstance(target, DateField):
            target.unreadable.connect(self.set_problem)
        if isinstance(target, QLineEdit):
            target.textEdited.connect(self._touched)
        elif isinstance(target, QPlainTextEdit):
            target.textChanged.connect(self._touched)

    def _touched(self) -> None:
        """What was wrong is being mended: the sentence would be out of date."""
        self.set_problem(None)
        self.edited.emit()
