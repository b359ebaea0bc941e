"""Amounts as text: whole numbers of smallest parts, read and written exactly (A4, A5).

Power-of-ten fractions read as decimals (``12.50``), any other as units, blank, parts over fractions (``2 5/24``), and
an asset with names for its unit and part also as ``2d 5h``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from walletdesk.ledger.notation import PLAIN as PLAIN
from walletdesk.ledger.notation import Notation as Notation
from walletdesk.ledger.notation import grouped as grouped
from walletdesk.ledger.refusals import AmountNotWhole, AmountTooLarge, AmountUnreadable, Missing

MAX_AMOUNT = 2**63 - 1
MAX_FRACTIONS = 10**9
_LONGEST = 200
_BLANKS = " \u00a0\u202f\u2009"


@dataclass(frozen=True, slots=True)
class Scale:
    """How many smallest parts one unit has, and what unit and part are called where they have names."""

    fractions: int
    unit: str = ""
    part: str = ""

    @property
    def decimals(self) -> int | None:
        """The number of decimals of a power-of-ten scale, None for any other."""
        return _decimals(self.fractions)

    def parse(self, text: str, notation: Notation = PLAIN) -> int:
        """The amount in parts.

        Refuses what is empty (Missing), no amount (AmountUnreadable), no whole number of parts (AmountNotWhole) and
        more than 63 bits (AmountTooLarge).
        """
        stripped = text.strip()
        if not stripped:
            raise Missing("amount")
        if len(stripped) > _LONGEST:
            raise _too_long(stripped)
        negative = stripped[0] in "-\u2212"
        body = stripped[1:].lstrip() if stripped[0] in "-\u2212+" else stripped
        decimals = self.decimals
        if decimals is not None and (found := _decimal_pattern(notation).fullmatch(body)):
            parts = _decimal_parts(found, decimals)
            if parts is not None and parts <= MAX_AMOUNT:
                return -parts if negative else parts
        size = self.magnitude(body, notation)
        if size is None:
            raise AmountUnreadable(text)
        return self.whole(-size if negative else size, text)

    def whole(self, size: Fraction, text: str) -> int:
        """A size in units as parts; refuses AmountNotWhole and AmountTooLarge, which quote the text."""
        parts = size * self.fractions
        if parts.denominator != 1:
            below = parts.numerator // parts.denominator
            raise AmountNotWhole(text, self.fractions, below, below + 1)
        if abs(parts) > MAX_AMOUNT:
            raise AmountTooLarge(text)
        return int(parts)

    def magnitude(self, body: str, notation: Notation) -> Fraction | None:
        """The size in units that a text without sign says, None if it is no amount."""
        if found := _decimal_pattern(notation).fullmatch(body):
            return _decimal_value(found)
        if self.decimals is None and (found := _fraction_pattern(notation).fullmatch(body)):
            whole = int(_digits(found["whole"])) if found["whole"] else 0
            below = int(found["below"])
            return whole + Fraction(int(found["above"]), below) if below else None
        if self.unit and self.part and (found := _named_pattern(notation, self.unit, self.part).fullmatch(body)):
            units = int(_digits(found["units"])) if found["units"] else 0
            return units + Fraction(int(_digits(found["parts"])) if found["parts"] else 0, self.fractions)
        return None

    def format(self, parts: int, notation: Notation = PLAIN) -> str:
        """The canonical text, read back by parse to the same amount: ``-12.50``, ``2 5/24``, ``2d 5h``."""
        sign, (units, rest) = "-" if parts < 0 else "", divmod(abs(parts), self.fractions)
        decimals = self.decimals
        if decimals is not None:
            tail = f"{notation.decimal}{rest:0{decimals}d}" if decimals else ""
            return f"{sign}{grouped(units, notation)}{tail}"
        if self.unit and self.part:
            return sign + self._named(units, rest, notation)
        return sign + self._vulgar(units, rest, notation)

    def file_text(self, parts: int) -> str:
        """As files carry it: plain decimals, or ``units parts/fractions``; never names."""
        decimals = _decimals(self.fractions)
        if decimals is None:
            return Scale(self.fractions).format(parts)
        if decimals and not -self.fractions < parts < self.fractions:  # most amounts: no zeros to put before
            text = str(parts)
            return f"{text[:-decimals]}.{text[-decimals:]}"
        digits = f"{abs(parts):0{decimals + 1}d}"
        sign = "-" if parts < 0 else ""
        return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"

    def columns(self, parts: int, notation: Notation) -> tuple[str, str]:
        """For a column of figures: the text and a small tail, so that digits stand below each other.

        ``("12 05", "/24")``: the part is padded to the width of the largest; zero is ``("0", "")``.
        """
        if self.decimals is not None or (self.unit and self.part) or parts == 0:
            return self.format(parts, notation), ""
        sign, (units, rest) = "-" if parts < 0 else "", divmod(abs(parts), self.fractions)
        width = len(str(self.fractions - 1))
        return f"{sign}{grouped(units, notation)} {rest:0{width}d}", f"/{self.fractions}"

    def _named(self, units: int, rest: int, notation: Notation) -> str:
        words = [f"{grouped(units, notation)}{self.unit}"] if units or not rest else []
        return " ".join([*words, *([f"{rest}{self.part}"] if rest else [])])

    def _vulgar(self, units: int, rest: int, notation: Notation) -> str:
        words = [grouped(units, notation)] if units or not rest else []
        return " ".join([*words, *([f"{rest}/{self.fractions}"] if rest else [])])


@lru_cache(maxsize=256)
def _decimals(fractions: int) -> int | None:
    digits = str(fractions)
    return len(digits) - 1 if digits == "1" + "0" * (len(digits) - 1) else None


def _too_long(text: str) -> AmountTooLarge | AmountUnreadable:
    shown = text[:40] + "\u2026"
    digits = all(c.isascii() and (c.isdigit() or c in ".,-") for c in text)
    return AmountTooLarge(shown) if digits else AmountUnreadable(shown)


def _decimal_value(found: re.Match[str]) -> Fraction:
    tail = found["tail"] or ""
    return Fraction(int(_digits(found["whole"] or "") + tail or "0"), 10 ** len(tail))


def _decimal_parts(found: re.Match[str], decimals: int) -> int | None:
    """The same in parts, several times as quick; None where there are more decimals than the asset has."""
    tail = found["tail"] or ""
    missing = decimals - len(tail)
    return int(_digits(found["whole"] or "") + tail + "0" * missing) if missing >= 0 else None


def _digits(text: str) -> str:
    return text if text.isdigit() else "".join(c for c in text if c.isdigit())


def _whole_pattern(notation: Notation) -> str:
    if not notation.group:
        return "[0-9]+"
    mark = "[" + re.escape(_alike(notation.group)) + "]"
    first, further = notation.group_sizes
    return f"(?:[0-9]+|[0-9]{{1,{further}}}(?:{mark}[0-9]{{{further}}})*{mark}[0-9]{{{first}}})"


def _alike(mark: str) -> str:
    """Marks that people type for this one: any blank for a blank, either apostrophe for an apostrophe."""
    if mark in _BLANKS:
        return _BLANKS
    return "'\u2019" if mark in "'\u2019" else mark


@lru_cache(maxsize=64)
def _decimal_pattern(notation: Notation) -> re.Pattern[str]:
    whole, mark = _whole_pattern(notation), re.escape(notation.decimal)
    return re.compile(f"(?=.*[0-9])(?P<whole>{whole})?(?:{mark}(?P<tail>[0-9]*))?")


@lru_cache(maxsize=64)
def _fraction_pattern(notation: Notation) -> re.Pattern[str]:
    whole = _whole_pattern(notation)
    return re.compile(f"(?:(?P<whole>{whole})[{_BLANKS}]+)?(?P<above>[0-9]+)[{_BLANKS}]?/[{_BLANKS}]?(?P<below>[0-9]+)")


@lru_cache(maxsize=64)
def _named_pattern(notation: Notation, unit: str, part: str) -> re.Pattern[str]:
    whole = _whole_pattern(notation)
    return re.compile(
        f"(?=.*[0-9])(?:(?P<units>{whole})[{_BLANKS}]?{re.escape(unit)})?[{_BLANKS}]*"
        f"(?:(?P<parts>{whole})[{_BLANKS}]?{re.escape(part)})?",
        re.IGNORECASE,
    )
