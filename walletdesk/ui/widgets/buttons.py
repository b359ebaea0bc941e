"""Buttons of the program's five kinds."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from walletdesk.ui import fonts, icons

Kind = Literal["primary", "secondary", "ghost", "danger", "link", "toast"]

_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_ICON_ROLES = {"primary": "on_accent", "danger": "err", "link": "accent"}


class _Button(QPushButton):
    """A button that Enter presses, wherever it stands; Qt's own answers to Enter in dialogs alone."""

    _own: QFont | None = None

    def setFont(self, font: QFont | str | Sequence[str]) -> None:
        """In this font, whatever the theme."""
        self._own = QFont(font)
        super().setFont(self._own)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Another theme gives every button the font of the first one.
        if event.type() is QEvent.Type.StyleChange and self._own is not None:
            super().setFont(self._own)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, icon: str | None = None, kind: Kind = "secondary", parent: QWidget | None = None) -> QPushButton:
    """A button with a verb. At most one in a window is primary."""
    made = _Button(text, parent)
    made.setProperty("kind", kind)
    made.setFont(fonts.sized(fonts.BASE, fonts.SEMIBOLD if kind in ("primary", "toast") else fonts.MEDIUM))
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.ArrowCursor)
    if icon is not None:
        role = _ICON_ROLES.get(kind, "text2")
        made.setIcon(icons.icon(icon, role, on_role="on_accent" if kind == "primary" else "accent"))
        made.setIconSize(icons.BUTTON_SIZE)
    return made


def icon_button(icon: str, name: str, kind: Kind = "ghost", parent: QWidget | None = None) -> QPushButton:
    """A square button with an icon only. `name` says in words what it does: as its tooltip, and to a screen reader."""
    made = button("", None, kind, parent)
    made.setProperty("shape", "square")
    made.setIcon(icons.icon(icon, _ICON_ROLES.get(kind, "text2")))
    made.setIconSize(QSize(icons.SIZE, icons.SIZE))
    made.setToolTip(name)
    made.setAccessibleName(name)
    return made
