"""How wide a column has to be: measured, never guessed."""

from math import ceil
from typing import Final

from walletdesk.ui.tables.columns import Cell, Check, ChipCell, Column, IconText, Money, Num, Text, TwoLine
from walletdesk.ui.tables.ink import inks
from walletdesk.ui.widgets.chip import chip_width
from walletdesk.ui.zoom import px

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
        width += px(CODE_GAP) + max(code, inks().small.width(cell.code))
    elif code:
        width += px(CODE_GAP) + code
    return width


def is_cut(cell: Cell, room: float) -> bool:
    """Whether a text is too long for its room, so that it is worth a tooltip."""
    return isinstance(cell, Text | TwoLine | IconText | Check) and _content_width(cell, None) > room


def column_width(column: Column, first: bool) -> int:
    """What the column's sample and title need."""
    return max(title_width(column, first), _with_room(_sample_width(column), first))


def title_width(column: Column, first: bool) -> int:
    """What the title needs with the arrow beside it."""
    return _with_room(inks().head.width(column.title) + (px(ARROW) + px(ARROW_GAP) if column.sortable else 0), first)


def cell_width(cell: Cell, column: Column, first: bool) -> int:
    """What the whole text of a cell needs."""
    return _with_room(_content_width(cell, column), first)


def _with_room(width: float, first: bool) -> int:
    return round(width + px(ROOM) + (px(FIRST_PADDING) - px(PADDING) if first else 0)) + 1


def _content_width(cell: Cell, column: Column | None) -> float:
    body, bold, small = inks().body, inks().bold, inks().small
    if isinstance(cell, Money):
        return money_width(cell, code_width(column) if column is not None else 0)
    if isinstance(cell, TwoLine):
        below = small.width(cell.bottom) + (px(PADDING) + small.width(cell.note) if cell.note else 0)
        return max((bold if cell.bold else body).width(cell.top), below) + (px(BIG_ICON_STEP) if cell.icon else 0)
    if isinstance(cell, Text):
        sub = (px(SUB_GAP) if cell.text else 0) + small.width(cell.sub) if cell.sub else 0
        return (bold if cell.bold else body).width(cell.text) + sub
    if isinstance(cell, ChipCell):
        return px(CHIP_STEP) + body.width(cell.text) if cell.quiet else chip_width(cell.text)
    if isinstance(cell, Num):
        return (bold if cell.bold else body).width(cell.text)
    return body.width(cell.plain) + (px(ICON_STEP) if isinstance(cell, IconText | Check) else 0)


def _sample_width(column: Column) -> float:
    if not column.sample:
        return 0
    kind: type[Cell] = column.kind
    if kind is Money:
        code = code_width(column)
        return inks().bold.width(column.sample) + (px(CODE_GAP) + code if code else 0)
    if kind is ChipCell:
        return chip_width(column.sample)
    return inks().bold.width(column.sample) + px(_WIDER.get(kind, 0))
