"""What reading a file or a mapping refuses, as typed facts; the sentences are made where a person reads them.

``line`` counts the file's lines from 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from walletdesk.ledger.refusals import LedgerError

# --- the file as a whole ---------------------------------------------------------------------------------------------


@dataclass(eq=False)
class FileUnfit(LedgerError):
    """Base: the file named by ``path`` cannot be imported as it is."""

    path: str


class FileEmpty(FileUnfit):
    """There is nothing in the file, or nothing but blanks."""


class NoRows(FileUnfit):
    """The file has a header and no row below it."""


class NotText(FileUnfit):
    """The file is no text: a picture, an archive, a spreadsheet's own format."""


@dataclass(eq=False)
class TooManyColumns(FileUnfit):
    """The first row has more cells than any table."""

    count: int
    limit: int


class FileChanged(FileUnfit):
    """The file is not the one that was looked at before."""


@dataclass(eq=False)
class EncodingWrong(FileUnfit):
    """From this line on the file is not in this encoding."""

    encoding: str
    line: int
    field = "encoding"


@dataclass(eq=False)
class EncodingUnknown(LedgerError):
    """There is no text encoding of this name."""

    encoding: str
    field = "encoding"


@dataclass(eq=False)
class QuotesBroken(FileUnfit):
    """Row after row opens a quotation mark and never closes it, the last one at this line."""

    line: int


@dataclass(eq=False)
class ColumnMissing(LedgerError):
    """The file has no column of this name or number; ``choices`` are those it has."""

    column: str
    choices: tuple[str, ...]
    field = "columns"


@dataclass(eq=False)
class ColumnTwice(LedgerError):
    """Several columns of the file have this name: use the number instead."""

    column: str
    numbers: tuple[int, ...]
    field = "columns"


@dataclass(eq=False)
class DatesUnknown(LedgerError):
    """No known form of dates fits the column; ``example`` is one of its texts."""

    example: str
    field = "date"


@dataclass(eq=False)
class DatesAmbiguous(LedgerError):
    """Several forms fit all dates of the column and mean different days; ``example`` is read so by each of them."""

    example: str
    formats: tuple[str, ...]
    readings: tuple[str, ...]
    field = "date"


@dataclass(eq=False)
class DateFormatWrong(LedgerError):
    """The form of dates has no day, month or year, or a sign that is not known; ``sign`` is what is wrong with it."""

    format: str
    sign: str
    field = "date"


@dataclass(eq=False)
class AmountsAmbiguous(LedgerError):
    """The amounts read as well with one decimal mark as with another; ``example`` is one of them."""

    example: str
    readings: tuple[str, ...]
    field = "decimal"


# --- a file that is written ------------------------------------------------------------------------------------------


@dataclass(eq=False)
class FileSpared(LedgerError):
    """The file named by ``path`` must not be replaced: it is a book, or in use."""

    path: str


# --- one row ---------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class ColumnsDiffer(LedgerError):
    """The row has more or fewer cells than the file has columns."""

    expected: int
    found: int


class QuoteMisplaced(LedgerError):
    """A quotation mark stands inside a cell where the format allows none."""


class QuoteUnclosed(LedgerError):
    """A quotation mark opened in the row is never closed."""


@dataclass(eq=False)
class CellTooLong(LedgerError):
    """A cell, or the whole row, has more characters than are read."""

    limit: int


@dataclass(eq=False)
class KindUnknown(LedgerError):
    """The mapping does not say what this word becomes."""

    word: str
    field = "kind"


@dataclass(eq=False)
class BothAmounts(LedgerError):
    """The row has an amount as credit and another as debit."""

    credit: str
    debit: str
    field = "amount"


# --- the mapping -----------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class MappingUnreadable(LedgerError):
    """The mapping's text is not TOML; ``reason`` is the parser's word for it."""

    path: str
    reason: str


@dataclass(eq=False)
class MappingKeyUnknown(LedgerError):
    """The mapping has a key that means nothing; ``choices`` are those that do in its place."""

    key: str
    choices: tuple[str, ...]


@dataclass(eq=False)
class MappingKeyMissing(LedgerError):
    """The mapping needs this key."""

    key: str


@dataclass(eq=False)
class MappingValueWrong(LedgerError):
    """The key's value is not what it must be; ``expected`` is a name such as "text", "number" or a list of choices."""

    key: str
    expected: str
    found: str


@dataclass(eq=False)
class MappingWordTwice(LedgerError):
    """The same word stands for two kinds."""

    word: str
    kinds: tuple[str, str]
