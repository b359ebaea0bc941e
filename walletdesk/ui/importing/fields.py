"""Small fields of the import window: a label above an editor that may be as narrow as the window needs."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QComboBox, QLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from walletdesk.controllers.importing import Column
from walletdesk.controllers.importing_look import Facts, column_values
from walletdesk.ui import fonts
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.styling import label, set_look
from walletdesk.ui.zoom import own_size, px

_LEAST_LETTERS: Final = 6
_POPUP_ROOM: Final = 32
_LABEL_LIMIT: Final = 60


class NarrowCombo(Combo):
    """A choice whose list is as wide as its texts, however narrow the field itself is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_LETTERS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        own_size(self.view())

    def showPopup(self) -> None:
        self.view().setMinimumWidth(max(self.width(), self.view().sizeHintForColumn(0) + px(_POPUP_ROOM)))
        super().showPopup()


class Labelled(QWidget):
    """A label above its editor."""

    def __init__(self, name: str, editor: QWidget, width: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor: Final = editor
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label = label(name, "sub", fonts.sized(12, fonts.MEDIUM))
        self._label.setBuddy(editor)
        self._label.setMinimumWidth(1)
        column.addWidget(self._label)
        column.addWidget(editor)
        editor.setAccessibleName(name.replace("&", ""))
        if width is not None:
            self.setFixedWidth(width)

    def set_bad(self, bad: bool) -> None:
        """Outline the editor: this is what has to be said next."""
        set_look(self.editor, "bad", "true" if bad else "false")


def empty(layout: QLayout) -> None:
    """Take the widgets out. They are hidden at once: deleted ones would be seen until Qt comes round to it."""
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()


def line(placeholder: str = "", limit: int = 200) -> QLineEdit:
    """A field for a line of text."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setMaxLength(limit)
    return made


def column_options(facts: Facts, nothing: str) -> Sequence[tuple[str, Column | None]]:
    """The file's columns to choose from, and `nothing` for none of them."""
    values = column_values(facts)
    first = next((row.cells for row in facts.rows if row.problem is None), [])
    return [(nothing, None), *((_column_text(facts, at, first), value) for at, value in enumerate(values))]


def _column_text(facts: Facts, at: int, first: Sequence[str]) -> str:
    name = facts.columns[at]
    if facts.header and name:
        values = column_values(facts)
        text = name if values[at] == name else f"{at + 1}: {name}"
    else:
        text = f"{at + 1}: {first[at]}" if at < len(first) and first[at].strip() else str(at + 1)
    return " ".join(text.split())[:_LABEL_LIMIT]
