"""How wide a column has to be: measured, never guessed."""

from math import ceil
from typing import Final

from walletdesk.ui.tables.columns import Cell, Check, ChipCell, Column, IconText, Money, Text, TwoLine
from walletdesk.ui.tables.ink import inks
from walletdesk.ui.widgets.chip import chip_width

PADDING: Final = 10
FIRST_PADDING: Final = 16
ROOM: Final = 2 * PADDING
CODE_GAP: Final = 6
SUB_GAP: Final = 8
ICON: Final = 14
ICON_STEP: Final = 20
BIG_ICON: Final = 16
BIG_ICON_STEP: Final = 26
CHIP_ICON: Final = 12
CHIP_STEP: Final = 18
ARROW: Final = 14
ARROW_GAP: Final = 4
_WIDER: Final = {IconText: ICON_STEP, Check: ICON_STEP, TwoLine: BIG_ICON_STEP}


def code_width(column: Column) -> int:
    """The width of the sub-column that an amount's code stands in."""
    return ceil(inks().small.width(column.code_sample)) + 1 if column.code_sample else 0


def money_width(cell: Money, code: int) -> float:
    """How wide an amount is with its grey parts and its code's sub-column."""
    ink = inks().bold if cell.bold else inks().body
    width = ink.width(cell.text)
    if cell.sub:
        width += inks().tiny.width(cell.sub)
    if cell.code:
        width += CODE_GAP + max(code, inks().small.width(cell.code))
    elif code:
        width += CODE_GAP + code
    return width


def is_cut(cell: Cell, room: float) -> bool:
    """Whether a text is too long for its room, so that it is worth a tooltip."""
    if isinstance(cell, Text):
        ink = inks().bold if cell.bold else inks().body
        return ink.width(cell.text) + (SUB_GAP + inks().small.width(cell.sub) if cell.sub else 0) > room
    if isinstance(cell, TwoLine):
        room -= BIG_ICON_STEP if cell.icon else 0
        top = (inks().bold if cell.bold else inks().body).width(cell.top)
        below = inks().small.width(cell.bottom) + (PADDING + inks().small.width(cell.note) if cell.note else 0)
        return max(top, below) > room
    if isinstance(cell, IconText | Check):
        return inks().body.width(cell.text) + ICON_STEP > room
    return False


def column_width(column: Column, first: bool) -> int:
    """What the column's sample and title need."""
    title = inks().head.width(column.title) + (ARROW + ARROW_GAP if column.sortable else 0)
    content = _sample_width(column)
    return round(max(title, content) + ROOM + (FIRST_PADDING - PADDING if first else 0)) + 1


def _sample_width(column: Column) -> float:
    if not column.sample:
        return 0
    kind: type[Cell] = column.kind
    if kind is Money:
        code = code_width(column)
        return inks().bold.width(column.sample) + (CODE_GAP + code if code else 0)
    if kind is ChipCell:
        return chip_width(column.sample)
    return inks().bold.width(column.sample) + _WIDER.get(kind, 0)
