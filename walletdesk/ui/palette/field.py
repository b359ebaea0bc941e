"""The line in which one types what is to be found; it keeps the keyboard while the list below is walked."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from walletdesk.ui import fonts

_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Backtab: -1,
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONGEST: Final = 100
HEIGHT: Final = 50


class FindField(QLineEdit):
    """Up and Down walk, Enter takes, Esc leaves."""

    stepped = Signal(object)
    """1 or -1."""
    taken = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Wallet, customer, T-42, amount, note or command"))
        self.setAccessibleName(self.tr("Find anything"))
        self.setMaxLength(_LONGEST)
        self.setFont(fonts.sized(16))
        # No box in the box; colours stay the style sheet's of the program.
        box = f"border: none; background: transparent; padding: 0; min-height: {HEIGHT}px;"
        self.setStyleSheet(f"QLineEdit, QLineEdit:focus {{ {box} }}")

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._is_own(event):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._do(Qt.Key(event.key()))
                return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        bare = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return bare and (event.key() in _STEPS or event.key() in _ENTER or event.key() == Qt.Key.Key_Escape)

    def _do(self, key: Qt.Key) -> None:
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key in _ENTER:
            self.taken.emit()
        else:
            self.escaped.emit()
