"""How large everything is: one factor for fonts, rows, controls, icons and gaps of every window.

Code names lengths as they are at 100 %. Sizes and gaps that widgets and layouts are told follow by themselves
(`fitting`), fonts come from `fonts`, the style sheet from `style`. What paints itself, or works out its size, asks
`px`; what works its own size out says so with `own_size` and does it again when its font changes.
"""

from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

STEPS: Final = (80, 90, 100, 110, 125, 150, 175, 200)
"""In per cent."""
_LINE: Final = 3
_OWN: Final = "ownSize"


class Zoom(QObject):
    """The factor in force. `fitting.resize` changes it, and then says so."""

    changed = Signal()
    """Everything has its new size; who keeps something measured measures anew."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.percent = 100

    def next_step(self, by: int) -> int:
        """The step this many further, or the last one."""
        return STEPS[min(max(STEPS.index(self.percent) + by, 0), len(STEPS) - 1)]


@cache
def zoom() -> Zoom:
    """The one zoom of this program."""
    return Zoom()


def px(length: int) -> int:
    """A length of 100 % as it is now, in whole pixels."""
    percent = zoom().percent
    return length if percent == 100 else scaled(length, percent)


def scaled(length: int, percent: int) -> int:
    """A length in another size: rounded half up, but lines are not made thicker before there is a pixel for it."""
    if 0 < length <= _LINE:
        return max(1, length * percent // 100)
    return (length * percent + 50) // 100


def font_px(size: int, percent: int) -> int:
    """A font's size. Rounded up below 100 %: for legibility, and so that no two of our sizes become one."""
    return -(-size * percent // 100) if percent < 100 else scaled(size, percent)


def meant_font_px(made: int, percent: int) -> int:
    """The size of 100 % that `font_px` made this of."""
    return made * 100 // percent if percent < 100 else (made * 100 + percent // 2) // percent


def own_size(widget: QWidget) -> None:
    """This widget works out the size and the margins that it is given; nobody else changes them."""
    widget.setProperty(_OWN, True)


def has_own_size(widget: QWidget) -> bool:
    """Whether it does."""
    return bool(widget.property(_OWN))
