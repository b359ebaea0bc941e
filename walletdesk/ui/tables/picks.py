"""Selecting rows of a table with mouse and keys.

Qt's own selection keeps an index for each cell: everything selected in 618,000 rows takes it eight seconds. It is left
the current row alone, which is what a screen reader hears; which rows are selected is kept here, as ranges of places in
the whole list, so that another page of the same list, or a row that was not read yet, is selected like any other.
"""

from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from walletdesk.ui.tables.model import TableModel
from walletdesk.ui.tables.ranges import NOTHING, Ranges

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_MOVES: Final = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class Picks(QObject):
    """The places of the rows that are selected. A row is a number in the model, a place one in the whole list."""

    changed = Signal(bool)
    """Whether what was selected before is no longer meant, as after a click without Ctrl."""

    def __init__(self, model: TableModel[Any], parent: QObject | None = None) -> None:
        """Nothing is selected."""
        super().__init__(parent)
        self._model = model
        self._anchor = 0
        self.ranges = NOTHING
        self.single = False
        """Whether one row at a time is all that can be selected."""

    def has(self, row: int) -> bool:
        """Whether a row of the model is selected."""
        return self._model.first_place() + row in self.ranges

    def shown(self) -> Ranges:
        """The rows of the model that are selected."""
        first, count = self._model.first_place(), self._model.rowCount()
        return self.ranges.within(first, first + count - 1).shifted(-first)

    # What a person does

    def clicked(self, row: int, held: Qt.KeyboardModifier, right: bool = False) -> None:
        """A row was pressed; the right button leaves what is selected alone where it meets it."""
        if right and self.has(row):
            return
        if held & _SHIFT and not right:
            self.extend(row, bool(held & _CTRL))
        elif held & _CTRL and not right:
            self.toggle(row)
        else:
            self.only(row)

    def moved(self, key: int, held: Qt.KeyboardModifier, before: int, row: int) -> None:
        """A key was pressed: the current row was `before` and is `row` now."""
        if row < 0:
            return
        if key == Qt.Key.Key_Space:
            if held & _CTRL:
                self.toggle(row)
            else:
                self.only(row)
        elif key in _MOVES or row != before:
            if held & _SHIFT:
                self.extend(row, bool(held & _CTRL))
            elif not held & _CTRL:
                self.only(row)

    # What that means

    def only(self, row: int) -> None:
        """This row and no other."""
        place = self._anchor = self._model.first_place() + row
        self._set(NOTHING.add(place, place), True)

    def toggle(self, row: int) -> None:
        """This row too, or no longer."""
        place = self._anchor = self._model.first_place() + row
        self._set(NOTHING.add(place, place) if self.single else self.ranges.toggle(place), self.single)

    def extend(self, row: int, more: bool = False) -> None:
        """All rows from the one that was picked last to this one; with `more` besides those selected already."""
        place = self._model.first_place() + row
        if self.single:
            self.only(row)
        else:
            self._set((self.ranges if more else NOTHING).add(self._anchor, place), not more)

    def every(self) -> bool:
        """All rows of the model; False if they were selected already."""
        first, count = self._model.first_place(), self._model.rowCount()
        wanted = NOTHING.add(first, first + count - 1) if count else NOTHING
        if self.single or wanted == self.ranges:
            return False
        self._set(wanted, True)
        return True

    def set(self, ranges: Ranges) -> None:
        """These places, as the list's owner wishes."""
        self._set(ranges, False)

    def clear(self) -> None:
        """Nothing."""
        self._set(NOTHING, True)

    def _set(self, ranges: Ranges, afresh: bool) -> None:
        if ranges != self.ranges or afresh:
            self.ranges = ranges
            self.changed.emit(afresh)
