"""Amounts that are worked out while they are typed: ``24.50*2%``, ``(3+4)/2``, ``= 2 5/24 + 1`` (A5).

Everything is exact: fractions until the end, where the result must be a whole number of parts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from walletdesk.ledger.amounts import PLAIN, Notation, Scale
from walletdesk.ledger.refusals import AmountUnreadable

_LONGEST = 200
_DEEPEST = 50
_SIGNS = {"\u2212": "-", "\u00d7": "*", "\u00f7": "/", ":": "/"}
_OPERATORS = frozenset("+-*/()%")
_BETWEEN = re.compile(r"([-+*/()%\u2212\u00d7\u00f7:])")
_NO_WORDS: Mapping[str, int] = {}


def calculate(text: str, scale: Scale, notation: Notation = PLAIN, words: Mapping[str, int] = _NO_WORDS) -> int:
    """The amount in parts that a text says or works out to.

    A plain amount is read as Scale.parse reads it. Otherwise numbers in the notation are joined by ``+ - * / ( )``, a
    ``%`` behind one means hundredths, and a sign ``=`` may stand in front. ``words``, in casefolded letters, stand for
    amounts in parts. Refuses as Scale.parse.
    """
    body = text.strip().removeprefix("=").strip()
    if body.casefold() in words:
        return words[body.casefold()]
    try:
        if not words:
            return scale.parse(body, notation)
    except AmountUnreadable:
        pass
    if len(body) > _LONGEST or not any(c in _OPERATORS or c in _SIGNS for c in body):
        raise AmountUnreadable(text) from None
    sizes = {word: Fraction(parts, scale.fractions) for word, parts in words.items()}
    return scale.whole(_Sum(text, _tokens(text, body, scale, notation, sizes)).value(), text)


def mentions(text: str, words: Collection[str]) -> bool:
    """Whether one of these words, in casefolded letters, is a part of a sum."""
    return any(piece.strip().casefold() in words for piece in _BETWEEN.split(text.strip().removeprefix("=")))


def in_other_notation(text: str, old: Notation, new: Notation) -> str:
    """The same sum with its decimals written in another notation; what is no decimal stays."""
    return "".join(_told_again(piece, old, new) for piece in _BETWEEN.split(text))


def _told_again(piece: str, old: Notation, new: Notation) -> str:
    bare = piece.strip()
    if not bare or Scale(1).magnitude(bare, old) is None:
        return piece
    digits = "".join(c for c in bare if c.isdigit() or c == old.decimal)
    return piece.replace(bare, digits.replace(old.decimal, new.decimal))


def _tokens(
    text: str, body: str, scale: Scale, notation: Notation, words: Mapping[str, Fraction]
) -> Iterator[Fraction | str]:
    """Numbers and operators; what is neither is refused. ``2 5/24`` is one number, ``1 234 5/24`` too where a blank
    groups digits."""
    pieces = [piece for piece in _BETWEEN.split(body) if piece.strip()]
    pieces.reverse()
    while pieces:
        piece = pieces.pop().strip()
        sign = _SIGNS.get(piece, piece)
        if sign in _OPERATORS:
            yield sign
            continue
        if len(piece.split()) > 1 and len(pieces) > 1 and pieces[-1] == "/":
            mixed = f"{piece}/{pieces[-2].strip()}"
            if scale.magnitude(mixed, notation) is not None:
                piece = mixed
                del pieces[-2:]
        size = words.get(piece.casefold())
        if size is None:
            size = scale.magnitude(piece, notation)
        if size is None:
            raise AmountUnreadable(text)
        yield size


class _Sum:
    """A sum of products, read from left to right."""

    def __init__(self, text: str, tokens: Iterator[Fraction | str]) -> None:
        self._text = text
        self._rest = list(tokens)[::-1]
        self._depth = 0

    def value(self) -> Fraction:
        """What it all comes to."""
        total = self._sum()
        if self._rest:
            raise AmountUnreadable(self._text)
        return total

    def _next(self) -> Fraction | str:
        return self._rest[-1] if self._rest else ""

    def _sum(self) -> Fraction:
        total = self._product()
        while self._next() in ("+", "-"):
            subtracts = self._rest.pop() == "-"
            total += -self._product() if subtracts else self._product()
        return total

    def _product(self) -> Fraction:
        total = self._factor()
        while self._next() in ("*", "/"):
            divides = self._rest.pop() == "/"
            factor = self._factor()
            if divides and not factor:
                raise AmountUnreadable(self._text)
            total = total / factor if divides else total * factor
        return total

    def _factor(self) -> Fraction:
        self._depth += 1
        if self._depth > _DEEPEST or not self._rest:
            raise AmountUnreadable(self._text)
        value = self._atom(self._rest.pop())
        while self._next() == "%":
            self._rest.pop()
            value /= 100
        self._depth -= 1
        return value

    def _atom(self, piece: Fraction | str) -> Fraction:
        if isinstance(piece, Fraction):
            return piece
        if piece in ("+", "-"):
            return -self._factor() if piece == "-" else self._factor()
        if piece != "(":
            raise AmountUnreadable(self._text)
        value = self._sum()
        if self._next() != ")":
            raise AmountUnreadable(self._text)
        self._rest.pop()
        return value
