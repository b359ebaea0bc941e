"""What makes an asset (A1, A5)."""

from __future__ import annotations

import re

from walletdesk.ledger.amounts import MAX_FRACTIONS
from walletdesk.ledger.refusals import NamesAlike, OutOfRange
from walletdesk.ledger.text import CODE_LIMIT, NAME_LIMIT, PART_NAME_LIMIT, clean_line, required_line
from walletdesk.ledger.values import Asset


def define(id_: str, project: str, name: str, code: str, fractions: int, unit: str = "", part: str = "") -> Asset:
    """An asset as a person describes it, its texts cleaned.

    Refuses Missing, TooLong and ForbiddenCharacter (name, code, unit, part), OutOfRange (fractions), NamesAlike.
    """
    asset = Asset(
        id_,
        project,
        required_line(name, "name", NAME_LIMIT),
        required_line(code, "code", CODE_LIMIT),
        fractions,
        clean_line(unit, "unit", PART_NAME_LIMIT),
        clean_line(part, "part", PART_NAME_LIMIT),
    )
    if not 1 <= fractions <= MAX_FRACTIONS:
        raise OutOfRange("fractions", 1, MAX_FRACTIONS)
    _check_names(asset.unit, asset.part)
    return asset


def _check_names(unit: str, part: str) -> None:
    """Letters only, so that ``2d 5h`` can be read; both or neither, and different."""
    if not unit and not part:
        return
    for field, name in (("unit", unit), ("part", part)):
        if not name.isalpha():
            raise NamesAlike(field)
    alike = re.fullmatch(unit, part, re.IGNORECASE)  # as amounts are read: an i is one there with or without its dot
    if alike or unit.casefold() == part.casefold():
        raise NamesAlike("part")
