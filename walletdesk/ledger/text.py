"""Texts that people type: cleaned, measured and refused in one place."""

from __future__ import annotations

import re
import unicodedata

from walletdesk.ledger.refusals import ForbiddenCharacter, Missing, TooLong

ID_LIMIT = 30
CODE_LIMIT = 16
NAME_LIMIT = 200
CUSTOMER_ID_LIMIT = 200
REFERENCE_LIMIT = 100
MEMO_LIMIT = 200
DESCRIPTION_LIMIT = 2000
PART_NAME_LIMIT = 16

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_FORBIDDEN_IN_LINE = re.compile(f"[{_CONTROL}\t\n\u2028\u2029{_DIRECTION}\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN_IN_PARAGRAPHS = re.compile(f"[{_CONTROL}{_DIRECTION}\ud800-\udfff\ufffe\uffff]")


def clean_line(text: str, field: str, limit: int) -> str:
    """One line: composed (NFC), its edges stripped; may be empty.

    Refuses (ForbiddenCharacter, TooLong) control characters, direction overrides, lone surrogates and what has more
    than ``limit`` code points.
    """
    return _clean(text, field, limit, _FORBIDDEN_IN_LINE)


def clean_paragraphs(text: str, field: str, limit: int) -> str:
    """As clean_line, but line breaks and tabs may stand in it."""
    return _clean(text.replace("\r\n", "\n"), field, limit, _FORBIDDEN_IN_PARAGRAPHS)


def required_line(text: str, field: str, limit: int) -> str:
    """As clean_line; refuses (Missing) a text with nothing in it."""
    cleaned = clean_line(text, field, limit)
    if not cleaned:
        raise Missing(field)
    return cleaned


def _clean(text: str, field: str, limit: int, forbidden: re.Pattern[str]) -> str:
    stripped = text.strip()
    if len(stripped) <= limit and stripped.isascii() and stripped.isprintable():
        return stripped  # what most texts are: nothing forbidden, and composed as it stands
    if len(stripped) > 4 * limit:  # composing can shorten a text, but never that much
        raise TooLong(field, limit, len(stripped))
    if found := forbidden.search(stripped):
        raise ForbiddenCharacter(field, ord(found.group()), found.start() + 1)
    kept = composed(stripped)
    if len(kept) > limit:
        raise TooLong(field, limit, len(kept))
    return kept


def composed(text: str) -> str:
    """As all texts are kept (NFC): whoever looks for one may have typed its accents apart from their letters."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
