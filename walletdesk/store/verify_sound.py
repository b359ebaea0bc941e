"""Verify, the quick look: most transactions are sound, and nothing needs to be said of them.

Here a transaction is recomputed with as few steps as there can be, and passes or does not; what does not is looked at
again step by step (``verify_naming``), which says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from walletdesk.store.book import Row
from walletdesk.store.chain import KINDS, NOWHERE, link, packed_entry, packed_operation, text_digest
from walletdesk.store.verify_followed import Followed, FollowedWallet

HEADS: Final = (
    "SELECT id, project, number, booked_at, recorded_at, value_date, digest, key, reverses, batch, "
    "reference, description, salt, (SELECT hash FROM seal WHERE txn = id) FROM txn "
)
"""Transactions with their seals."""


def _posted(entry: str, sign: str) -> str:
    """Whether the entry of a side is what the operation posts; number and balance are for the recomputation."""
    return (
        f"({entry}.txn, {entry}.position, {entry}.amount, {entry}.booked_at) "
        f"= (o.txn, o.position, {sign}o.amount, t.booked_at)"
    )


STEPS: Final = (
    "SELECT o.txn, o.position, o.kind, o.amount, o.source, o.source_seq, o.target, o.target_seq, o.memo, "  # noqa: S608
    f"s.balance, d.balance, (o.source IS NULL AND o.source_seq IS NULL OR {_posted('s', '-')}) "
    f"AND (o.target IS NULL AND o.target_seq IS NULL OR {_posted('d', '')}) "
    "FROM operation AS o LEFT JOIN txn AS t ON t.id = o.txn "
    "LEFT JOIN entry AS s ON s.wallet = o.source AND s.seq = o.source_seq "
    "LEFT JOIN entry AS d ON d.wallet = o.target AND d.seq = o.target_seq "
    "WHERE o.txn > ? AND o.txn <= ? ORDER BY o.txn, o.position"
)
"""Operations after one transaction up to another, with the balances after their entries."""

_TRANSFER, _ISSUE, _REDEEM = KINDS["transfer"], KINDS["issue"], KINDS["redeem"]


def passes(followed: Followed, head: Row, steps: Sequence[Row]) -> bool:
    """Whether a transaction is sound in everything; then ``followed`` has gone past it, else it stands as it stood."""
    project, number, booked_at = head[1:4]
    reference, description, salt, seal = head[10:]
    chain = followed.chains.get(project)
    if chain is None or number != chain.number + 1 or booked_at < chain.booked_at or not steps:
        return False
    texts = (reference, description, *[step[8] for step in steps])
    if salt is None or text_digest(salt, texts) != head[6]:
        return False
    moved: list[tuple[FollowedWallet, int]] = []
    circulated: list[tuple[str, int]] = []
    packed = _applied(followed.wallets, project, steps, moved, circulated)
    if packed is None or link(chain.hash, head[:10], packed) != seal:
        for wallet, amount in moved:
            wallet.balance -= amount
            wallet.entries -= 1
        return False
    for asset, amount in circulated:
        followed.supplies[asset] += amount
    followed.posted += len(moved)
    chain.reach(number, booked_at, seal)
    return True


def _applied(
    wallets: dict[int, FollowedWallet],
    project: str,
    steps: Sequence[Row],
    moved: list[tuple[FollowedWallet, int]],
    circulated: list[tuple[str, int]],
) -> list[bytes] | None:
    """Apply sound operations; what of them enters the link, None at the first that is not sound.

    Noted as it goes: the wallets that moved and by how much, and what was issued or redeemed of an asset.
    """
    operations: list[bytes] = []
    entries: list[bytes] = []
    for expected, step in enumerate(steps, 1):
        _, position, kind, amount, source, source_seq, target, target_seq, _, held, received, posted = step
        code = KINDS.get(kind)
        if position != expected or not posted or amount <= 0 or source == target:
            return None
        if (source is None, target is None) != (code == _ISSUE, code == _REDEEM) or code is None:
            return None
        asset = None
        if source is not None:
            wallet = wallets.get(source)
            if wallet is None or wallet.project != project or not _moves(wallet, source_seq, -amount, held):
                return None
            moved.append((wallet, -amount))
            entries.append(packed_entry(source, source_seq, -amount, held, position))
            asset = wallet.asset
        if target is not None:
            wallet = wallets.get(target)
            if wallet is None or wallet.project != project or not _moves(wallet, target_seq, amount, received):
                return None
            moved.append((wallet, amount))
            entries.append(packed_entry(target, target_seq, amount, received, position))
            if asset is not None and asset != wallet.asset:
                return None
            asset = wallet.asset
        if code != _TRANSFER:
            assert asset is not None
            circulated.append((asset, amount if code == _ISSUE else -amount))
        operations.append(
            packed_operation(code, amount, NOWHERE if source is None else source, NOWHERE if target is None else target)
        )
    return operations + entries


def _moves(wallet: FollowedWallet, seq: int, amount: int, balance: int) -> bool:
    """Move a wallet on by one entry, if that is the entry after its last one with the balance that it must have."""
    if seq != wallet.entries + 1 or balance != wallet.balance + amount or balance < 0:
        return False
    wallet.balance, wallet.entries = balance, seq
    return True
