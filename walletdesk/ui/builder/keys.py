"""The keys of the form's window."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

Key = tuple[str, str, Callable[[], object], Qt.ShortcutContext]
"""What it does in words, the keys, the deed, and where the keyboard must be."""


def add_keys(rows: Iterable[Key], window: QWidget, grid: QWidget) -> list[QAction]:
    """Keys that are good in the whole window belong to it, others to the grid."""
    made = []
    for text, keys, slot, context in rows:
        owner = window if context is Qt.ShortcutContext.WindowShortcut else grid
        action = QAction(text, owner)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(context)
        action.setAutoRepeat(not keys.endswith(("Return", "Enter")))  # a key that is held posts once
        action.triggered.connect(_plainly(slot))
        owner.addAction(action)
        made.append(action)
    return made


def _plainly(slot: Callable[[], object]) -> Callable[..., None]:
    """The slot without what a signal hands over."""

    def call(*_: object) -> None:
        slot()

    return call
