"""The model of a list too long to hold: blocks of 200 rows, fetched when they are painted, at most 64 kept."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QObject

from walletdesk.ui.tables.columns import Cells, Column
from walletdesk.ui.tables.model import Index, TableModel

R = TypeVar("R")

BLOCK: Final = 200
KEPT: Final = 64
AT_ONCE: Final = 2
REMEMBERED: Final = 4

Reply = Callable[[Sequence[R] | None], None]
Fetch = Callable[[int, int, Reply[R]], object]


@dataclass(slots=True)
class _Block(Generic[R]):
    """Some rows with their cells; a stale block is shown until its successor arrives."""

    rows: Sequence[R]
    cells: list[Cells | None]
    stale: bool = False


class BlockModel(TableModel[R]):
    """A window of `count` rows from `offset` on of a list of `total` rows: a page of it, or all of it.

    `fetch(offset, count, reply)` is asked for rows and answers later with `reply(rows)`, or `reply(None)` if it
    could not. A reply to a question that nobody asks any more changes nothing.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        cells: Callable[[R], Cells],
        fetch: Fetch[R],
        parent: QObject | None = None,
    ) -> None:
        """An empty list."""
        super().__init__(columns, cells, parent)
        self._fetch = fetch
        self.total = 0
        self.offset = 0
        self._count = 0
        self._blocks: OrderedDict[int, _Block[R]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._generation = 0

    def show(self, total: int, offset: int = 0, count: int | None = None) -> None:
        """Show another list, or another page of the same one after `refresh`: nothing that was held is valid."""
        self.beginResetModel()
        self._forget()
        self._blocks.clear()
        self._place(total, offset, count)
        self.endResetModel()

    def turn(self, offset: int, count: int | None = None) -> None:
        """Show another page of the same list; blocks already there are used."""
        self.beginResetModel()
        self._place(self.total, offset, count)
        self.endResetModel()

    def refresh(self, total: int) -> None:
        """The list may have changed: old rows stay in sight while they are asked for again."""
        if total != self.total:
            everything = self._count == self.total
            self.beginResetModel()
            self._place(total, self.offset, None if everything else self._count)
            self.endResetModel()
        self._forget()
        for block in self._blocks.values():
            block.stale = True
        if self._count:
            self._tell(0, self._count - 1)

    def held(self) -> int:
        """How many blocks are kept."""
        return len(self._blocks)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else self._count

    def first_place(self) -> int:
        return self.offset

    def row_at(self, row: int) -> R | None:
        if not 0 <= row < self._count:
            return None
        number, place = divmod(self.offset + row, BLOCK)
        block = self._block(number)
        return block.rows[place] if block is not None and place < len(block.rows) else None

    def row_cells(self, row: int) -> Cells:
        number, place = divmod(self.offset + row, BLOCK)
        block = self._block(number)
        if block is None or place >= len(block.rows):
            return self._blank
        made = block.cells[place]
        if made is None:
            made = block.cells[place] = self._make(block.rows[place])
        return made

    def row_name(self, row: int) -> str:
        return super().row_name(row) if self._is_here(row) else str(self.offset + row + 1)

    def remake(self) -> None:
        for block in self._blocks.values():
            block.cells = [None] * len(block.rows)
        if self._count:
            self._tell(0, self._count - 1)

    def _is_here(self, row: int) -> bool:
        return (self.offset + row) // BLOCK in self._blocks

    def _place(self, total: int, offset: int, count: int | None) -> None:
        self.total = total
        self.offset = max(0, min(offset, total))
        left = total - self.offset
        self._count = left if count is None else max(0, min(count, left))

    def _forget(self) -> None:
        self._generation += 1
        self._asked.clear()
        self._wanted.clear()

    def _block(self, number: int) -> _Block[R] | None:
        block = self._blocks.get(number)
        if block is not None:
            self._blocks.move_to_end(number)
        if block is None or block.stale:
            self._want(number)
        return block

    def _want(self, number: int) -> None:
        """Note that a block is needed. What was wanted last is asked for first: the reader is there now."""
        if number in self._asked:
            return
        self._wanted[number] = None
        self._wanted.move_to_end(number)
        while len(self._wanted) > REMEMBERED:
            self._wanted.popitem(last=False)
        self._ask()

    def _ask(self) -> None:
        while self._wanted and len(self._asked) < AT_ONCE:
            number, _ = self._wanted.popitem()
            first = number * BLOCK
            if first >= self.total:
                continue
            self._asked.add(number)
            self._fetch(first, min(BLOCK, self.total - first), partial(self._arrived, self._generation, number))

    def _arrived(self, generation: int, number: int, rows: Sequence[R] | None) -> None:
        if generation != self._generation or number not in self._asked:
            return
        self._asked.discard(number)
        if rows is not None:
            self._blocks[number] = _Block(rows, [None] * len(rows))
            self._blocks.move_to_end(number)
            while len(self._blocks) > KEPT:
                self._blocks.popitem(last=False)
            first = max(0, number * BLOCK - self.offset)
            last = min(self._count, (number + 1) * BLOCK - self.offset) - 1
            if first <= last:
                self._tell(first, last)
        self._ask()
