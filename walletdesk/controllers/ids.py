"""Ids for what a person did not name themselves."""

from __future__ import annotations

import secrets

from walletdesk.ledger.text import ID_LIMIT, required_line

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that reads like something else


def given_or_new(given: str | None) -> str:
    """The id that was given, cleaned, or a random one; refuses Missing, TooLong and ForbiddenCharacter."""
    if given is not None:
        return required_line(given, "id", ID_LIMIT)
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))
