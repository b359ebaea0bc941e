"""Names that are written from right to left: beside an arrow or an amount they must not turn around what it says."""

from typing import Final
from unicodedata import bidirectional

_FIRST_STRONG_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
_POP: Final = "\N{POP DIRECTIONAL ISOLATE}"
_MARKS: Final = dict.fromkeys(map(ord, _FIRST_STRONG_ISOLATE + _POP))


def isolated(name: str) -> str:
    """The name as it is to be painted in a line with others: by itself in its own direction, the line in its."""
    if name.isascii() or not any(bidirectional(char) in ("R", "AL", "AN") for char in name):
        return name
    return f"{_FIRST_STRONG_ISOLATE}{name}{_POP}"


def bare(text: str) -> str:
    """A line without these marks, for whoever does not paint it: screen readers and the clipboard."""
    return text if text.isascii() else text.translate(_MARKS)
