"""Reading CSV as a stream of rows: bounded in memory whatever the file holds, and never a crash.

A row that cannot be read is answered as a refusal in its place; what makes the rest of the file unreadable is raised.
The file is only read.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from walletdesk.exchange.csv_write import unguarded
from walletdesk.exchange.files import file_refusal
from walletdesk.exchange.refusals import (
    CellTooLong,
    ColumnsDiffer,
    EncodingUnknown,
    EncodingWrong,
    QuoteMisplaced,
    QuotesBroken,
    QuoteUnclosed,
)
from walletdesk.ledger.refusals import FileFault, LedgerError

SEPARATORS: Final = (",", ";", "\t", "|")
CELL_LIMIT: Final = 1_000_000
LINE_LIMIT: Final = 4_000_000
_KEPT: Final = 2000
"""How much is kept of a row that cannot be read."""
_BROKEN_LIMIT: Final = 100
"""So many rows may leave a quotation mark open; each may have made the rest of the file be read twice."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows lie in the file. ``columns`` is how many cells each has, 0 for as many as it likes."""

    encoding: str
    separator: str
    header: bool = True
    columns: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on, its cells, and why it cannot be read (its cells are then what can be shown)."""

    line: int
    cells: list[str]
    problem: LedgerError | None = None


def open_file(path: Path) -> BinaryIO:
    """The file for reading; refuses (FileFault) what is missing, forbidden or no ordinary file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileFault(str(path), "not an ordinary file")
        return path.open("rb")
    except OSError as error:
        raise file_refusal(path, error) from error
    except ValueError as error:  # a NUL in the name
        raise FileFault(str(path), str(error)) from error


def text_codec(name: str) -> str:
    """The encoding's own name; refuses what is no encoding of texts."""
    try:
        info = codecs.lookup(name)
        "".encode(info.name)
        b"".decode(info.name)
    except (LookupError, ValueError, TypeError) as error:
        raise EncodingUnknown(name) from error
    return info.name


class _Lines:
    """The lines of a text for csv.reader, each at most LINE_LIMIT long; those of the present row can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: list[str] = []
        self.row: list[str] = []
        self.cut = False
        self.ended = False
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._read()
        if self.number == 0:
            line = line.removeprefix("\ufeff")  # before a quotation mark it would make a plain character of that
        self.number += 1
        self.row.append(line)
        return line

    def _read(self) -> str:
        line = self._file.readline(LINE_LIMIT)
        if not line:
            self.ended = True
            raise StopIteration
        if len(line) == LINE_LIMIT and line[-1] not in "\r\n":
            self.cut = True
            while (rest := self._file.readline(LINE_LIMIT)) and rest[-1] not in "\r\n":
                pass
        return line

    def next_row(self) -> None:
        """Forget the lines of the row before."""
        self.row.clear()
        self.cut = False
        self.ended = False

    def give_back(self) -> None:
        """All lines of this row but the first are read again as rows of their own."""
        self.number -= len(self.row) - 1
        self._waiting.extend(reversed(self.row[1:]))


class Reader:
    """The rows of a file below its header. A context that closes the file."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path = path
        self.layout = layout
        encoding = text_codec(layout.encoding)
        self._bytes = open_file(path)
        self._text = io.TextIOWrapper(self._bytes, encoding=encoding, newline="")
        self.size = os.fstat(self._bytes.fileno()).st_size
        self._broken = 0

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    @property
    def position(self) -> int:
        """How many bytes have been read."""
        return self._bytes.tell()

    def __iter__(self) -> Iterator[Row]:
        rows = self._rows()
        if self.layout.header:
            next(rows, None)
        return rows

    def _rows(self) -> Iterator[Row]:
        csv.field_size_limit(CELL_LIMIT)
        lines = _Lines(self._text)
        reader = csv.reader(lines, delimiter=self.layout.separator, strict=True)
        while True:
            lines.next_row()
            start = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield self._unread(start, lines)
                continue
            except UnicodeError as error:
                raise EncodingWrong(str(self.path), self.layout.encoding, lines.number + 1) from error
            except OSError as error:
                raise file_refusal(self.path, error) from error
            if len(cells) > 1 or (cells and cells[0].strip()):
                yield self._row(start, cells, lines.cut)

    def _row(self, line: int, cells: list[str], cut: bool) -> Row:
        plain = [unguarded(cell) if cell[:1] == "'" else cell for cell in cells]
        if cut:
            return Row(line, [_shown(cell) for cell in plain], CellTooLong(LINE_LIMIT))
        if self.layout.columns and len(cells) != self.layout.columns:
            return Row(line, plain, ColumnsDiffer(self.layout.columns, len(cells)))
        return Row(line, plain)

    def _unread(self, line: int, lines: _Lines) -> Row:
        """A row that csv.reader gave up; what it had swallowed after the row's first line is read again."""
        swallowed = lines.ended or len(lines.row) > 1
        first = lines.row[0]
        if not swallowed:
            long = lines.cut or len(first) > CELL_LIMIT
            return Row(line, [_shown(first)], CellTooLong(CELL_LIMIT) if long else QuoteMisplaced())
        self._broken += 1
        if self._broken > _BROKEN_LIMIT:
            raise QuotesBroken(str(self.path), line)
        lines.give_back()
        return Row(line, [_shown(first)], QuoteUnclosed())


def _shown(text: str) -> str:
    stripped = text.rstrip("\r\n")
    return stripped if len(stripped) <= _KEPT else stripped[:_KEPT] + "\u2026"
