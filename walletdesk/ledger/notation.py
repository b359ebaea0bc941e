"""How the digits of figures are written: what every window needs, without the reading of amounts (A5)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notation:
    """How digits are written: the decimal mark, the group mark ("" for none), and the sizes of groups.

    ``group_sizes`` are the group nearest the decimal mark and the further ones: (3, 3), or (3, 2) in India.
    """

    decimal: str = "."
    group: str = ""
    group_sizes: tuple[int, int] = (3, 3)


PLAIN = Notation()
"""The notation of files and scripts."""


def grouped(number: int, notation: Notation) -> str:
    """The digits of a whole number with the notation's group marks."""
    digits = str(number)
    first, further = notation.group_sizes
    if not notation.group or len(digits) <= first:
        return digits
    head, groups = digits[:-first], [digits[-first:]]
    while head:
        groups.append(head[-further:])
        head = head[:-further]
    return notation.group.join(reversed(groups))
