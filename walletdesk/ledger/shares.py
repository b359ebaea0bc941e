"""Shares of an amount: percentages and the rest, in whole parts that add up to the last one.

Everything is exact until the end. What is then lost by rounding down goes, a part each, to the shares that lost most;
of equal ones the earlier takes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from walletdesk.ledger.amounts import PLAIN, Notation, Scale

_PERCENT: Final = re.compile(r"([^%=]+)%")
_WHOLE: Final = Scale(1)


@dataclass(frozen=True, slots=True)
class Share:
    """What a row gets of ``base`` parts: ``parts``, and ``exact`` before rounding. ``percent`` is None for the rest."""

    base: int
    percent: Fraction | None
    exact: Fraction
    parts: int

    @property
    def added(self) -> int:
        """How many parts it has more, or fewer, than its exact size alone would be rounded to."""
        return self.parts - nearest(self.exact)


def nearest(size: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * size.numerator + size.denominator) // (2 * size.denominator)


def read_percent(text: str, notation: Notation = PLAIN) -> Fraction | None:
    """The percentage that a text says which is nothing else: ``30%``, ``2.5 %``. None for any other text."""
    found = _PERCENT.fullmatch(text.strip())
    return _WHOLE.magnitude(found[1].strip(), notation) if found else None


def largest_remainder(exact: Sequence[Fraction], total: int) -> tuple[int, ...]:
    """Whole numbers that add up to ``total``, each less than one from its exact size.

    ``total`` is the sum of the sizes, rounded down or up where that is no whole number.
    """
    floors = [size.numerator // size.denominator for size in exact]
    left = total - sum(floors)
    assert 0 <= left <= len(exact), "the total is not the sum of these sizes"
    order = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    for place in order[:left]:
        floors[place] += 1
    return tuple(floors)


def split(base: int, percents: Sequence[Fraction | None], fixed: int = 0) -> tuple[Share, ...]:
    """The shares of a base in their order; None stands for the rest, at most once.

    With a rest all of them, and ``fixed`` beside them, make up the base; a rest below zero shows how far the others
    exceed it, and the other shares do not depend on ``fixed``. Without a rest they make up their exact sum, rounded.
    """
    assert percents.count(None) <= 1, "two rests have no size"
    taken = sum((percent for percent in percents if percent is not None), Fraction(0)) * base / 100
    exact = [base - fixed - taken if percent is None else percent * base / 100 for percent in percents]
    total = base - fixed if None in percents else nearest(taken)
    parts = largest_remainder(exact, total)
    return tuple(Share(base, *found) for found in zip(percents, exact, parts, strict=True))


def over_hundred(percents: Sequence[Fraction | None]) -> int | None:
    """The place of the first percentage with which they come to more than a hundred; None if they do not."""
    total = Fraction(0)
    for place, percent in enumerate(percents):
        total += percent or 0
        if total > 100:
            return place
    return None
