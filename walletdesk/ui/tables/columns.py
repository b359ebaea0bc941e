"""Columns and the typed values of their cells: what a table shows, without a word of how it is painted."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from walletdesk.ui.widgets.chip import ChipKind

ROW_LEDGER: Final = 30
ROW_SMALL: Final = 34
ROW_TWO_LINE: Final = 44
ROW_BUILDER: Final = 46

NOTHING: Final = "–"


class Align(Enum):
    """On which side of its column a cell and its title stand."""

    LEFT = "left"
    RIGHT = "right"


class Sign(Enum):
    """What the sign of an amount says: only what comes in is coloured, and only what is wrong is red."""

    PLAIN = "plain"
    IN = "in"
    WRONG = "wrong"


class CheckKind(Enum):
    """How a row of a form stands: right, not filled in yet, or wrong."""

    OK = "ok"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `sub` is what stands behind it in grey."""

    text: str
    bold: bool = False
    muted: bool = False
    sub: str = ""

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return f"{self.text}, {self.sub}" if self.text and self.sub else self.text or self.sub


@dataclass(frozen=True, slots=True)
class TwoLine:
    """A name and, smaller beneath it, what it is; with an icon before both if one is given."""

    top: str
    bottom: str = ""
    icon: str = ""
    bold: bool = True
    note: str = ""

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return ", ".join(part for part in (self.top, self.bottom, self.note) if part)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as text: the digits, the grey "/24" of parts that are no decimals, and the asset's code."""

    text: str
    sub: str = ""
    code: str = ""
    sign: Sign = Sign.PLAIN
    bold: bool = False

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return f"{self.text}{self.sub} {self.code}".strip()


@dataclass(frozen=True, slots=True)
class Num:
    """A count or a running number."""

    text: str
    bold: bool = False
    muted: bool = True

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Date:
    """A moment as text; empty when there is none."""

    text: str

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return self.text or NOTHING


@dataclass(frozen=True, slots=True)
class ChipCell:
    """A status. Normal is quiet: `quiet` leaves the tint away and greys the word."""

    kind: ChipKind
    text: str
    icon: str
    quiet: bool = False

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return self.text


@dataclass(frozen=True, slots=True)
class IconText:
    """A word with its icon before it."""

    icon: str
    text: str
    muted: bool = False

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Ghost:
    """Something that is not there: a hint, or a row that has not arrived yet."""

    text: str = ""

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Check:
    """How a row of a form stands, in words and with an icon."""

    kind: CheckKind
    text: str

    @property
    def plain(self) -> str:
        """The cell as a person reads it."""
        return self.text


Cell = Text | TwoLine | Money | Num | Date | ChipCell | IconText | Ghost | Check
Cells = tuple[Cell, ...]

_RIGHT: Final = (Money, Num)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. Its width comes from `sample`, measured in the cell's font; `stretch` is its part of what is left."""

    key: str
    title: str
    kind: type[Cell] = Text
    sample: str = ""
    align: Align | None = None
    stretch: int = 0
    sortable: bool = False
    code_sample: str = ""

    @property
    def right(self) -> bool:
        """Whether cells and title stand at the right."""
        if self.align is not None:
            return self.align is Align.RIGHT
        return self.kind in _RIGHT
