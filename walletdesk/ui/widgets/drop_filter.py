"""A filter that somebody came with, such as one customer's: its name with a cross that drops it."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from walletdesk.ui.widgets.buttons import button

Named = tuple[Any, str]
"""What is filtered for, and what it is called."""

_NAME = 18


class DropFilter(QPushButton):
    """Not there while it leaves nothing out."""

    changed = Signal(object)

    def __init__(self, instead: QWidget, said: str, tip: str, longest: int = _NAME) -> None:
        """It takes the place of `instead`, which says nothing then. `said` tells a screen reader of the {name}.

        Of the name at most so many letters are shown.
        """
        super().__init__()
        self._instead = instead
        self._said = said
        self._tip = tip
        self._longest = longest
        self._value: Named | None = None
        template = button("", "x")
        self.setProperty("kind", template.property("kind"))
        self.setIcon(template.icon())
        self.setIconSize(template.iconSize())
        self.setFont(template.font())
        self.setAutoDefault(False)
        self.clicked.connect(self._drop)

    def value(self) -> Named | None:
        """What is filtered for."""
        return self._value

    def set_value(self, value: Named | None) -> None:
        """Filter for something else without telling."""
        self._value = value
        name = value[1] if value is not None else ""
        shown = name if len(name) <= self._longest else f"{name[: self._longest - 1]}\N{HORIZONTAL ELLIPSIS}"
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(self._tip if shown == name else f"{name}. {self._tip}")
        self.setAccessibleName(self._said.replace("{name}", name))
        if self.parentWidget() is not None:
            self._instead.setVisible(value is None)
            self.setVisible(value is not None)

    def _drop(self) -> None:
        self.set_value(None)
        self.changed.emit(None)
