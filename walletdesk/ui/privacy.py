"""Whether amounts are shown or hidden, for whoever works where others look on. Files that are asked for stay true."""

import re
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Signal

HIDDEN: Final = "\N{BULLET}\N{BULLET}\N{BULLET}"
"""What stands in the place of an amount."""

# Figures as the program writes them before a code.
_WITH_CODE: Final = re.compile(r"[-+\N{MINUS SIGN}]?\d[\d.,'’\s/]*(?=\s(?:[A-Z][A-Z0-9-]*|smallest parts)\b)")
# A whole text that is a figure, perhaps with a sign, a fraction and a currency; and one that is a day.
_FIGURE: Final = re.compile(r"\s*[-+\N{MINUS SIGN}(]?\W{0,3}\d[\d.,'’\s]*(?:/\d+)?\)?\s?[^\W\d]{0,4}\W?\s*")
_DAY: Final = re.compile(r"\s*\d{1,4}([./-])\d{1,2}\1\d{2,4}\s*")


class Privacy(QObject):
    """Hidden or not. Cells are made anew when this turns; everything else is told as if the book had changed."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hidden = False

    def set_hidden(self, hidden: bool) -> None:
        """Hide amounts, or show them again."""
        if hidden != self.hidden:
            self.hidden = hidden
            self.changed.emit()


@cache
def privacy() -> Privacy:
    """The one privacy of this program."""
    return Privacy()


def is_hidden() -> bool:
    """Whether amounts are hidden now."""
    return privacy().hidden


def veiled(text: str) -> str:
    """An amount's text, or what stands for it while amounts are hidden; nothing stays nothing."""
    return HIDDEN if text and privacy().hidden else text


def veiled_figure(text: str) -> str:
    """A text of somebody else's file: hidden if it reads as a figure, and figures are hidden."""
    return HIDDEN if privacy().hidden and _FIGURE.fullmatch(text) and not _DAY.fullmatch(text) else text


def veiled_sentence(text: str) -> str:
    """A sentence that was written when amounts were shown, without them while they are hidden."""
    return _WITH_CODE.sub(HIDDEN, text) if privacy().hidden else text
