"""Tables of text for people: columns stand below each other, figures to the right."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


class TextTable:
    """Lines of a table, slice by slice; columns only ever grow wider."""

    def __init__(self, header: Sequence[str], right: Sequence[str]) -> None:
        self._header = tuple(header)
        self._right = [name in right for name in header]
        self._widths = [0] * len(header)
        self._begun = False

    def lines(self, rows: Sequence[Sequence[str]]) -> list[str]:
        """The next lines; the first ones begin with the header."""
        shown = list(rows) if self._begun else [self._header, *rows]
        for row in shown:
            self._widths = [max(width, columns_of(cell)) for width, cell in zip(self._widths, row, strict=True)]
        lines = [self._line(row) for row in shown]
        if not self._begun:
            lines.insert(1, "  ".join("-" * width for width in self._widths))
        self._begun = True
        return lines

    def _line(self, row: Sequence[str]) -> str:
        cells = zip(row, self._widths, self._right, strict=True)
        return "  ".join(_padded(cell, width, right=right) for cell, width, right in cells).rstrip()


def _padded(text: str, width: int, *, right: bool) -> str:
    padding = " " * (width - columns_of(text))
    return padding + text if right else text + padding


def columns_of(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) != 0 for c in text)
