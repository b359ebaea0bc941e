"""The seal: a ledger's last number and a short code of everything up to it, to be printed or written down (I1).

The code is 95 bits of a slow digest of the chain's last hash. Whoever alters history and wants the old code has to try
2^95 histories; whoever prepares two histories with one code, before the first is printed, has to keep and compare some
2^47 codes; each try costs 100,000 rounds, so that both stay out of reach. Twenty characters are what a person still
copies by hand; the last of them tells a slip of the pen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from typing import Final

from walletdesk.ledger.refusals_book import SealMistyped
from walletdesk.ledger.values import transaction_label

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: no I, L, O, which read as 1, 1 and 0, and no U."""
LENGTH: Final = 20
_GROUP: Final = 4
_ROUNDS: Final = 100_000
_LAST: Final = 2**63 - 1
"""No ledger counts further."""
_PURPOSE: Final = b"WalletDesk seal 1"
_READ_AS: Final = str.maketrans("ILO", "110")
_WRITTEN: Final = re.compile(rf"T?([0-9]{{1,19}})([0-9A-Z]{{{LENGTH}}})")


@dataclass(frozen=True, slots=True)
class Seal:
    """A ledger as it was at this transaction; ``code`` is without its hyphens."""

    number: int
    code: str

    @property
    def text(self) -> str:
        """As it is printed: T-4202 · 7KQ4-M2RX-09DB-5TZC-1A8W."""
        groups = (self.code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))
        return f"{transaction_label(self.number)} · {'-'.join(groups)}"


def seal(number: int, link: bytes) -> Seal:
    """The seal of a chain that has this hash at this number."""
    bits = int.from_bytes(pbkdf2_hmac("sha256", link, _PURPOSE + str(number).encode(), _ROUNDS, 12))
    body = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH - 1))
    return Seal(number, body + _check_character(number, body))


def read(text: str) -> Seal:
    """A seal as a person typed it, with or without T, spaces and hyphens, in any case.

    Refuses SealMistyped.
    """
    written = _WRITTEN.fullmatch("".join(c for c in text.upper() if c.isalnum()))
    code = written[2].translate(_READ_AS) if written else ""
    if written is None or not set(code) <= set(ALPHABET):
        raise SealMistyped(text)
    number = int(written[1])
    if number > _LAST or code[-1] != _check_character(number, code[:-1]):
        raise SealMistyped(text)
    return Seal(number, code)


def _check_character(number: int, body: str) -> str:
    """Weights of a field of 32 elements: one wrong character and any two in each other's place are told."""
    total, weight = 0, 1
    for character in body + str(number)[::-1]:  # from its last digit, so that zeros before it change nothing
        weight = _times(weight, 2)
        total ^= _times(weight, ALPHABET.index(character))
    return ALPHABET[total]


def _times(one: int, other: int) -> int:
    """Multiply in the field of 32 elements, modulo x^5 + x^2 + 1."""
    product = 0
    for place in range(5):
        if other >> place & 1:
            product ^= one << place
    for place in range(8, 4, -1):
        if product >> place & 1:
            product ^= 0b100101 << (place - 5)
    return product
