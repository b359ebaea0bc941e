"""Rows as the text that goes to the clipboard."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from walletdesk.controllers.copying import line
from walletdesk.ui.bidi import bare
from walletdesk.ui.tables.columns import Cells, Column

MOST: Final = 100_000
"""More rows than this are not copied: no spreadsheet takes them well, and an export writes them."""
AT_ONCE: Final = 500
"""More rows than this are written away from the window's thread."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes rows with these columns, in this order; `order` holds their numbers, all of them where it is None."""

    columns: Sequence[Column]
    order: tuple[int, ...] | None = None

    def text(self, rows: Iterable[Cells]) -> str:
        """Titles and rows as tab-separated text; empty where there is no row."""
        lines = list(self.lines(rows))
        return "\n".join([self.titles(), *lines, ""]) if lines else ""

    def titles(self) -> str:
        """The first line."""
        return line(self.columns[number].title for number in self._order())

    def lines(self, rows: Iterable[Cells]) -> Iterator[str]:
        """A line for each row."""
        order = self._order()
        return (line(bare(cells[number].plain) for number in order) for cells in rows)

    def _order(self) -> Sequence[int]:
        return range(len(self.columns)) if self.order is None else self.order
