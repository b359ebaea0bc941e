"""What rows copied from a spreadsheet say, before anything is looked up: tab-separated text, with a header or without.

Nothing in it is executed or trusted: a formula is a text, and what no draft can hold is cut or shown as a mark.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from walletdesk.ledger.status import Kind
from walletdesk.ledger.text import MEMO_LIMIT

LONGEST_NAME: Final = 200
LONGEST_AMOUNT: Final = 200
LONGEST_MEMO: Final = 4 * MEMO_LIMIT
_CELL: Final = 4 * LONGEST_MEMO
_COLUMNS: Final = 40
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FIGURE: Final = re.compile(r"[-=+(\u2212 ]*[.,]?\d[-\d.,' +\u2212*/\u00d7\u00f7:()%]*")
_AMOUNT: Final = re.compile(rf"[$\u20ac\u00a3]? ?{_FIGURE.pattern}(?: ?[^\W\d_]{{1,5}}(?: ?\d+ ?[^\W\d_]{{1,5}})?)?")

_KINDS: Final = {
    "transfer": Kind.TRANSFER, "move": Kind.TRANSFER, "issue": Kind.ISSUE, "redeem": Kind.REDEEM,
    "t": Kind.TRANSFER, "i": Kind.ISSUE, "r": Kind.REDEEM,
}  # fmt: skip
_TITLES: Final = {
    "operation": "kind", "kind": "kind", "type": "kind", "from": "source", "source": "source", "to": "target",
    "target": "target", "amount": "amount", "memo": "memo", "note": "memo", "description": "memo",
}  # fmt: skip


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PasteWords:
    """The reader's own words beside the English ones: for the operations, and for the titles of columns."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def kind(self, text: str) -> Kind | None:
        """The operation that a word means."""
        return _known(text, self.kinds, _KINDS)

    def title(self, text: str) -> str | None:
        """The column that a word titles: kind, source, target, amount or memo."""
        return _known(text, self.titles, _TITLES)


@dataclass(frozen=True, slots=True)
class PastedRow:
    """The texts of one row; an empty one is a gap."""

    kind: Kind
    source: str
    target: str
    amount: str
    memo: str


def cells(text: str) -> Iterator[list[str]]:
    """The rows of cells of a copied text, blank ones left out; quoted cells may hold tabs and line breaks."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t"):
        found = [_tidy(cell) for cell in row[:_COLUMNS]]
        if any(found):
            yield found


def _tidy(cell: str) -> str:
    """In one line; what cannot be seen becomes a mark that can."""
    return " ".join(_UNSEEN.sub("\ufffd", cell[:_CELL]).split())


def pasted_rows(text: str, words: PasteWords) -> Iterator[PastedRow]:
    """The rows that a text holds, in the columns that its header names or else in the form's own order."""
    columns: dict[str, int] | None = None
    for number, row in enumerate(cells(text)):
        if number == 0 and (columns := _header(row, words)) is not None:
            continue
        yield _by_title(row, columns, words) if columns is not None else _by_place(row, words)


def _header(row: Sequence[str], words: PasteWords) -> dict[str, int] | None:
    """The column of each title; None where the first row is no header: one that says an operation or an amount."""
    if words.kind(row[0]) is not None or any(map(_is_amount, row)):
        return None
    named = {title: at for at, cell in reversed(list(enumerate(row))) if (title := words.title(cell)) is not None}
    other = [cell for cell in row if cell and words.title(cell) is None]
    return named if len(named) > 1 or (named and not other) else None


def _by_title(row: Sequence[str], columns: Mapping[str, int], words: PasteWords) -> PastedRow:
    def at(name: str) -> str:
        place = columns.get(name)
        return row[place] if place is not None and place < len(row) else ""

    said = words.kind(at("kind"))
    source, target = at("source"), at("target")
    return _made(said, source, target, at("amount"), at("memo"), split=said is None and not at("kind"))


def _by_place(row: Sequence[str], words: PasteWords) -> PastedRow:
    """Operation, From, To, Amount, Memo as far as they are there: what looks like an amount tells where one is."""
    said = words.kind(row[0])
    rest = list(row[1:] if said is not None else row)
    while rest and not rest[-1]:
        rest.pop()
    if said in (Kind.ISSUE, Kind.REDEEM):
        return _one_sided(said, rest)
    if len(rest) < 4 and len(rest) > 1 and rest[0] and said is None and _two_columns(rest):
        return _one_sided(Kind.ISSUE, rest)
    source, target, amount, memo = [*rest, "", "", "", ""][:4]
    return _made(said, source, target, amount, memo, split=said is None)


def _two_columns(rest: Sequence[str]) -> bool:
    """Whether the second cell is the amount: To and Amount, perhaps with a memo."""
    return _is_amount(rest[1]) and (len(rest) == 2 or not _is_amount(rest[2]))


def _one_sided(kind: Kind, rest: Sequence[str]) -> PastedRow:
    """An issue or a redeem: the column of the side that it has not may be missing, or hold nothing, or a word."""
    padded = [*rest, "", "", "", ""]
    if kind is Kind.REDEEM:
        beside = not _is_amount(padded[1])
        wallet = padded[0]
    else:
        beside = not _is_amount(padded[1]) or _FIGURE.fullmatch(padded[2]) is not None
        wallet = padded[1] if beside and padded[1] else padded[0]
    amount, memo = padded[2:4] if beside else padded[1:3]
    source, target = ("", wallet) if kind is Kind.ISSUE else (wallet, "")
    return _made(kind, source, target, amount, memo, split=False)


def _made(kind: Kind | None, source: str, target: str, amount: str, memo: str, *, split: bool) -> PastedRow:
    """``split``: no operation is named, and a side that is left empty tells which one is meant."""
    if split and not source and target:
        kind = Kind.ISSUE
    elif split and source and not target:
        kind = Kind.REDEEM
    return PastedRow(
        kind or Kind.TRANSFER,
        source if kind is not Kind.ISSUE else "",
        target if kind is not Kind.REDEEM else "",
        amount[: LONGEST_AMOUNT + 1],
        memo[:LONGEST_MEMO],
    )


def _is_amount(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None


def _known(text: str, own: Mapping[str, T], english: Mapping[str, T]) -> T | None:
    word = text.strip().rstrip(":").casefold()
    return own.get(word) or english.get(word)
