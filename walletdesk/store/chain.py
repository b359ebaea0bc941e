"""The hash chains: what was written, in one number that nothing later can change unseen (I1, I3).

Each hash is SHA-256 over the hash before it and everything stored of the record. A text that may name a person enters
as SHA-256 of a random salt and the text, so that both can be erased and the chain still holds.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Entry, Operation

GENESIS = bytes(32)
"""What stands before the first link."""

_NONE = -(2**63)
_ONE, _TWO, _THREE, _FOUR, _FIVE = (struct.Struct(f">{count}q").pack for count in range(1, 6))
_LENGTH = struct.Struct(">I").pack
_MISSING = b"\x00"
_EMPTY = b"\x01" + _LENGTH(0)
_NO_LINKS = _TWO(_NONE, _NONE)

_TRANSFER = Kind.TRANSFER

KINDS: Final = {Kind.TRANSFER.value: 1, Kind.ISSUE.value: 2, Kind.REDEEM.value: 3}
"""How kinds enter a hash."""
NOWHERE: Final = _NONE
"""What enters a hash for the wallet that an operation has not."""
packed_operation: Final = _FOUR
"""An operation as it enters a hash: its kind of KINDS, amount, source and target."""
packed_entry: Final = _FIVE
"""An entry as it enters a hash: wallet, seq, amount, balance, position."""

Head = tuple[int, str, int, int, int, str | None, bytes, bytes | None, int | None, int | None]
"""Id, project, number, booked_at, recorded_at, value_date, digest of the texts, key, reverses, batch."""


def new_salt() -> bytes:
    """Random bytes that keep a digest of a short text from being guessed."""
    return os.urandom(16)


def text_digest(salt: bytes, texts: Iterable[str | None]) -> bytes:
    """The digest of texts in their order; a missing one differs from an empty one."""
    packed = [
        (_MISSING if text is None else _EMPTY) if not text else b"\x01" + _LENGTH(len(raw := text.encode())) + raw
        for text in texts
    ]
    return sha256(b"".join((salt, *packed))).digest()


def transaction_hash(previous: bytes, head: Head, operations: Iterable[Operation], entries: Iterable[Entry]) -> bytes:
    """One transaction's link, from its values."""
    moved = [
        _FOUR(
            1 if o.kind is _TRANSFER else KINDS[o.kind.value],
            o.amount,
            _NONE if o.source is None else o.source,
            _NONE if o.target is None else o.target,
        )
        for o in operations
    ]
    moved += [_FIVE(*entry) for entry in entries]
    return link(previous, head, moved)


def link(previous: bytes, head: Head, moved: Iterable[bytes]) -> bytes:
    """One transaction's link; ``moved`` are all its packed operations and then all its packed entries."""
    id_, project, number, booked_at, recorded_at, value_date, digest, key, reverses, batch = head
    parts = (
        previous,
        _ONE(id_),
        _packed(project),
        _THREE(number, booked_at, recorded_at),
        _packed(value_date),
        digest,
        _MISSING if key is None else b"\x01" + _LENGTH(len(key)) + key,
        _NO_LINKS if reverses is None and batch is None else _TWO(_or_none(reverses), _or_none(batch)),
        *moved,
    )
    return sha256(b"".join(parts)).digest()


def event_hash(previous: bytes, number: int, at: int, subject: str, ref: str, action: str, digest: bytes) -> bytes:
    """One link of the log of everything that is no transaction."""
    texts = _packed(subject) + _packed(ref) + _packed(action)
    return sha256(previous + _TWO(number, at) + texts + digest).digest()


def _packed(text: str | None) -> bytes:
    if not text:
        return _MISSING if text is None else _EMPTY
    raw = text.encode()
    return b"\x01" + _LENGTH(len(raw)) + raw


def _or_none(number: int | None) -> int:
    return _NONE if number is None else number
