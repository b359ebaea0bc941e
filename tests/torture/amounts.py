"""G14: amounts become texts and come back the same; what is worked out is what fractions say, and never a float.

Every text is read by Scale and once more by hand, with nothing of the program's in it but the notation's marks.
"""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLocale

import walletdesk
from tests.torture.harness import rounds
from walletdesk.ledger.amounts import MAX_AMOUNT, PLAIN, Notation, Scale
from walletdesk.ledger.arithmetic import calculate
from walletdesk.ledger.refusals import AmountNotWhole, AmountTooLarge, AmountUnreadable
from walletdesk.ui.format import notation

EACH = 1_000
_COMMON = (1, 10, 100, 1_000, 10**6, 10**8, 10**9, 2, 3, 7, 8, 12, 16, 20, 24, 60, 144, 240, 365, 1_440, 86_400)
_NAMES = (("", ""), ("", ""), ("d", "h"), ("Tag", "Std"), ("£", "p"), ("日", "時"))
_EXACT = ("walletdesk/ledger", "walletdesk/store")


@cache
def notations() -> tuple[Notation, ...]:
    """Those of every language that Qt knows, told once each."""
    anywhere = QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    return (PLAIN, *dict.fromkeys(notation(locale) for locale in QLocale.matchingLocales(*anywhere)))


def scale_of(dice: random.Random) -> Scale:
    fractions = dice.choice(_COMMON) if dice.random() < 0.8 else dice.randrange(1, 10**9)
    return Scale(fractions, *dice.choice(_NAMES))


def amount_of(dice: random.Random) -> int:
    """Of any size: small, round, at the ends, anything."""
    size = dice.choice(
        (dice.randrange(100), 10 ** dice.randrange(19), MAX_AMOUNT - dice.randrange(3), dice.getrandbits(63))
    )
    return dice.choice((size, -size, dice.randrange(MAX_AMOUNT)))


def by_hand(text: str, scale: Scale, marks: Notation) -> Fraction:
    """The parts that a canonical text says, read without the program."""
    sign, body = (-1, text[1:]) if text.startswith("-") else (1, text)
    if marks.group:
        body = "".join(body.split(marks.group))
    if scale.decimals is not None:
        return sign * Fraction(Decimal(body.replace(marks.decimal, "."))) * scale.fractions
    units, parts = Fraction(0), Fraction(0)
    for word in body.split(" "):
        if "/" in word:
            parts = Fraction(word) * scale.fractions
        elif scale.unit and word.endswith(scale.part) and not word.endswith(scale.unit):
            parts = Fraction(word.removesuffix(scale.part))
        else:
            units = Fraction(word.removesuffix(scale.unit) if scale.unit else word)
    return sign * (units * scale.fractions + parts)


def _there_and_back(dice: random.Random) -> str:
    scale, marks, amount = scale_of(dice), dice.choice(notations()), amount_of(dice)
    text = scale.format(amount, marks)
    for found in (scale.parse(text, marks), calculate(text, scale, marks), scale.parse(scale.file_text(amount))):
        assert type(found) is int, f"{found!r} of {text!r}"
        assert found == amount, f"{amount} of 1/{scale.fractions} is written {text!r} and read {found}"
    assert by_hand(text, scale, marks) == amount, f"{amount} of 1/{scale.fractions} is written {text!r}"
    return "texts"


class _Sum:
    """A sum as it is typed and as fractions have it, made side by side; ``size`` is None where it divides by zero."""

    def __init__(self, dice: random.Random, scale: Scale, marks: Notation, depth: int) -> None:
        self.dice, self.scale, self.marks = dice, scale, marks
        self.text, self.size = self._made(depth)

    def _made(self, depth: int) -> tuple[str, Fraction | None]:
        kind = self.dice.randrange(5) if depth else 0
        if kind == 0:
            return self._number()
        text, size = self._made(depth - 1)
        if kind == 1:
            return f"({text})", size
        if kind == 2:
            return f"({text})%", None if size is None else size / 100
        sign = self.dice.choice("+-*/")
        other, by = self._made(depth - 1)
        gap = self.dice.choice(("", " "))
        return f"({text}){gap}{sign}{gap}({other})", _joined(sign, size, by)

    def _number(self) -> tuple[str, Fraction]:
        parts = self.dice.choice((self.dice.randrange(10**4), self.dice.randrange(10**10)))
        return self.scale.format(parts, self.marks), Fraction(parts, self.scale.fractions)


def _joined(sign: str, one: Fraction | None, other: Fraction | None) -> Fraction | None:
    if one is None or other is None or (sign == "/" and not other):
        return None
    return {"+": one + other, "-": one - other, "*": one * other}[sign] if sign != "/" else one / other


def _worked_out(dice: random.Random) -> str:
    scale, marks = scale_of(dice), dice.choice(notations())
    made = _Sum(dice, scale, marks, dice.randrange(1, 4))
    if len(made.text) > 190:  # longer ones are refused for their length
        return "sums left out"
    told = f"{made.text!r} in 1/{scale.fractions} with {marks}"
    try:
        found = calculate(made.text, scale, marks)
    except AmountNotWhole:
        assert made.size is not None, told
        assert (made.size * scale.fractions).denominator != 1, f"{told} is refused as not whole"
        return "refused sums"
    except AmountTooLarge:
        assert made.size is not None, told
        assert abs(made.size * scale.fractions) > MAX_AMOUNT, f"{told} is refused as too large"
        return "refused sums"
    except AmountUnreadable:
        assert made.size is None, f"{told} is refused as no amount"
        return "refused sums"
    assert type(found) is int, f"{found!r} of {told}"
    assert found == (made.size or 0) * scale.fractions, f"{told} makes {found}"
    return "sums"


_WAYS: tuple[Callable[[random.Random], str], ...] = (*[_there_and_back] * 4, _worked_out)


def _thousand(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    return Counter(_WAYS[number % len(_WAYS)](dice) for number in range(EACH))


def run(count: int, seed: int) -> dict[str, int]:
    """So many amounts written and read, one in five of them worked out; 0 came back as another."""
    return {**rounds(count, seed, _thousand, EACH), "others": 0}


def floats() -> list[str]:
    """Where a float stands in the sources that amounts go through: a number with a point, the type, a column of it.

    That no amount is divided into one is for the types to tell: what is said to be an int never is a quotient.
    """
    top = Path(walletdesk.__file__).parents[1]
    found = []
    for file in sorted(path for room in _EXACT for path in (top / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            constant = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
            named = isinstance(node, ast.Name) and node.id in ("float", "complex", "round")
            real = isinstance(node, ast.Attribute) and node.attr in ("FloatField", "DoubleField", "DecimalField")
            if constant or named or real:
                found.append(f"{file.name}:{getattr(node, 'lineno', 0)} {ast.unparse(node)}")
    return found
