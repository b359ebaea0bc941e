"""The model of a list that is all there but too long to be turned into cells at once."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject

from walletdesk.ui.tables.columns import Cells, Column
from walletdesk.ui.tables.model import Index, TableModel

R = TypeVar("R")
Slice = Callable[[int, int], Sequence[R]]
"""The rows from the first place on, so many of them."""

BLOCK: Final = 100
KEPT: Final = 40


def _no_rows(_first: int, _count: int) -> Sequence[R]:
    return ()


class SliceModel(TableModel[R], Generic[R]):
    """Rows taken from a source in blocks, and cells made when they are painted; some thousand rows are held."""

    def __init__(self, columns: Sequence[Column], cells: Callable[[R], Cells], parent: QObject | None = None) -> None:
        """An empty list."""
        super().__init__(columns, cells, parent)
        self._total = 0
        self._slice: Slice[R] = _no_rows
        self._blocks: OrderedDict[int, tuple[Sequence[R], list[Cells | None]]] = OrderedDict()

    def show(self, total: int, rows: Slice[R]) -> None:
        """Show another list."""
        self.beginResetModel()
        self._total, self._slice = total, rows
        self._blocks.clear()
        self.endResetModel()

    def clear(self) -> None:
        """Show nothing."""
        self.show(0, _no_rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._total

    def row_at(self, row: int) -> R | None:
        if not 0 <= row < self._total:
            return None
        rows, _ = self._block(row // BLOCK)
        return rows[row % BLOCK]

    def row_cells(self, row: int) -> Cells:
        rows, cells = self._block(row // BLOCK)
        made = cells[row % BLOCK]
        if made is None:
            made = cells[row % BLOCK] = self._make(rows[row % BLOCK])
        return made

    def remake(self) -> None:
        for number, (rows, _cells) in self._blocks.items():
            self._blocks[number] = (rows, [None] * len(rows))
        if self._total:
            self._tell(0, self._total - 1)

    def held(self) -> int:
        """How many blocks are kept."""
        return len(self._blocks)

    def _block(self, number: int) -> tuple[Sequence[R], list[Cells | None]]:
        block = self._blocks.get(number)
        if block is None:
            rows = self._slice(number * BLOCK, min(BLOCK, self._total - number * BLOCK))
            block = self._blocks[number] = (rows, [None] * len(rows))
            while len(self._blocks) > KEPT:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block
