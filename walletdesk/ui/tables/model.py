"""What every table model has in common, and the model of one page of rows."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from walletdesk.ui.bidi import bare
from walletdesk.ui.privacy import privacy
from walletdesk.ui.tables.columns import Cell, Cells, Column, Ghost

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

# Comparing a role with the enum's member costs half a frame; an int does not.
DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_NONE: Final = Ghost()


class TableModel(QAbstractTableModel, Generic[R]):
    """Rows of values and the cells made of them. `row_at` says which value a row shows, if it is there yet."""

    def __init__(self, columns: Sequence[Column], cells: Callable[[R], Cells], parent: QObject | None = None) -> None:
        """`cells` makes the cells of a row, one for each column, when the row is first painted."""
        super().__init__(parent)
        self.columns: Final = tuple(columns)
        self._make = cells
        self._blank: Cells = (_NONE,) * len(self.columns)
        privacy().changed.connect(self.remake)

    def row_at(self, row: int) -> R | None:
        """The value behind a row; None while it has not arrived."""
        raise NotImplementedError

    def row_cells(self, row: int) -> Cells:
        """The cells of a row; empty ones while it has not arrived."""
        raise NotImplementedError

    def first_place(self) -> int:
        """Where the first row stands in the whole list, from 0."""
        return 0

    def remake(self) -> None:
        """Make all cells anew: the words changed, the rows did not."""
        raise NotImplementedError

    def row_value(self, index: Index) -> R | None:
        """The value behind an index, None for no index."""
        return self.row_at(index.row()) if index.isValid() else None

    def cell(self, row: int, column: int) -> Cell:
        """One cell, for the delegate."""
        return self.row_cells(row)[column]

    def row_name(self, row: int) -> str:
        """What a screen reader calls the row."""
        return bare(self.row_cells(row)[0].plain) or str(row + 1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if int(role) == DISPLAY and index.isValid():
            return bare(self.cell(index.row(), index.column()).plain)
        if int(role) == ALIGNMENT and index.isValid():
            return _RIGHT if self.columns[index.column()].right else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if int(role) != DISPLAY:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title if 0 <= section < len(self.columns) else None
        return self.row_name(section) if 0 <= section < self.rowCount() else None

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


class RowsModel(TableModel[R]):
    """The rows of one page, all there. `identity` tells rows apart, so that a reload changes only what changed."""

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[R], Cells],
        identity: Callable[[R], Hashable],
        parent: QObject | None = None,
    ) -> None:
        """An empty page."""
        super().__init__(columns, cells, parent)
        self._identity = identity
        self._rows: list[R] = []
        self._cells: list[Cells | None] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def row_at(self, row: int) -> R | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_cells(self, row: int) -> Cells:
        made = self._cells[row]
        if made is None:
            made = self._cells[row] = self._make(self._rows[row])
        return made

    def row_of(self, identity: Hashable) -> int | None:
        """Where the row with this identity stands."""
        for row, value in enumerate(self._rows):
            if self._identity(value) == identity:
                return row
        return None

    def identity_at(self, row: int) -> Hashable | None:
        """The identity of a row."""
        value = self.row_at(row)
        return None if value is None else self._identity(value)

    def rows(self) -> tuple[R, ...]:
        """All rows."""
        return tuple(self._rows)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows instead: rows are inserted, removed and changed where the two lists meet."""
        old = [self._identity(row) for row in self._rows]
        new = [self._identity(row) for row in rows]
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        if old and new and head + tail == 0:
            self.beginResetModel()
            self._rows, self._cells = list(rows), [None] * len(rows)
            self.endResetModel()
            return
        self._remove(head, len(old) - tail)
        self._insert(head, rows[head : len(rows) - tail])
        self._change(rows)

    def remake(self) -> None:
        self._cells = [None] * len(self._rows)
        if self._rows:
            self._tell(0, len(self._rows) - 1)

    def _remove(self, first: int, end: int) -> None:
        if first == end:
            return
        self.beginRemoveRows(QModelIndex(), first, end - 1)
        del self._rows[first:end]
        del self._cells[first:end]
        self.endRemoveRows()

    def _insert(self, at: int, rows: Sequence[R]) -> None:
        if not rows:
            return
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self._rows[at:at] = rows
        self._cells[at:at] = [None] * len(rows)
        self.endInsertRows()

    def _change(self, rows: Sequence[R]) -> None:
        for row, value in enumerate(rows):
            if value != self._rows[row]:
                self._rows[row] = value
                self._cells[row] = None
                self._tell(row, row)


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How many leading members two lists share."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
