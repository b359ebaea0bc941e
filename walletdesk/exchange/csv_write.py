"""Writing CSV: UTF-8 without a mark at its start, RFC 4180, and harmless in a spreadsheet.

Cells are quoted where they must be, so that the simplest tool can add a column of amounts. A text that a spreadsheet
would run as a formula gets an apostrophe before it; the import takes exactly one away (``unguarded``). Plain numbers,
amounts among them, are never touched.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from walletdesk.exchange.files import SafeFile

_AMOUNT: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|(?:[0-9]+ )?[0-9]+/[0-9]+)")
_RISKY: Final = re.compile("\\s*[=+\\-@|%\uff1d\uff0b\uff0d\uff20\uff5c\uff05\u2212]|[\t\r\n']")

Cell = str | int


def risky(text: str) -> bool:
    """True if a spreadsheet may run the text, or if it starts as a guarded one does."""
    return _RISKY.match(text) is not None and _AMOUNT.fullmatch(text) is None


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    if text[:1].isalnum():  # most cells by far
        return text
    return f"'{text}" if risky(text) else text


def unguarded(text: str) -> str:
    """What ``guarded`` was given: one apostrophe less, where it put one."""
    return text[1:] if text[:1] == "'" and risky(text[1:]) else text


class CsvFile:
    """A CSV file in the making, written beside and renamed; ``spared`` is never replaced (see SafeFile)."""

    def __init__(self, path: Path | str, header: Sequence[str] | None, *spared: Path) -> None:
        self._file = SafeFile(path, *spared)
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        if header is not None:
            self.row(header)

    def row(self, cells: Iterable[Cell]) -> None:
        """Append a row; texts are guarded."""
        self.rows([cells])

    def rows(self, rows: Iterable[Iterable[Cell]]) -> None:
        """Append many rows."""
        self._append(
            [cell if isinstance(cell, int) or not cell or cell[0].isalnum() else guarded(cell) for cell in cells]
            for cells in rows
        )

    def own_rows(self, rows: list[list[Cell]], texts: Sequence[int]) -> None:
        """Append many rows of which only these columns hold texts that need a guard; all else the program made itself.

        For long lists: looking at every cell costs as much as reading them. The rows are changed in place.
        """
        for at in texts:
            for cells in rows:
                cell = cells[at]
                if cell and isinstance(cell, str) and not cell[0].isalnum():
                    cells[at] = guarded(cell)
        self._append(rows)

    def _append(self, rows: Iterable[list[Cell]]) -> None:
        self._writer.writerows(rows)
        self._file.write(self._text.getvalue().encode("utf-8", "replace"))
        self._text.seek(0)
        self._text.truncate()

    def __enter__(self) -> CsvFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)


class TextRows:
    """The same rows for a stream that takes text, such as standard output; its lines end as the stream's do."""

    def __init__(self, write: Callable[[str], object], header: Sequence[str]) -> None:
        self._write = write
        self._writer = csv.writer(self, lineterminator="\r\n")  # else a lone CR in a cell would not be quoted
        self.row(header)

    def write(self, text: str) -> None:
        """Called by csv.writer, once for each row."""
        self._write(text.removesuffix("\r\n") + "\n")

    def row(self, cells: Iterable[Cell]) -> None:
        """Append a row; texts are guarded."""
        self._writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
