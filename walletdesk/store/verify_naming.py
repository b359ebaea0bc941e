"""Verify, the slow look: what is wrong with a transaction that is not sound, in words of the ledger.

It goes on with what is stored, so that one broken row is not told of again with each that follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Entry, Operation, transaction_label
from walletdesk.store.book import Book, Row
from walletdesk.store.chain import text_digest, transaction_hash
from walletdesk.store.verify_followed import Followed, FollowedChain

_STEPS: Final = (
    "SELECT o.position, o.kind, o.amount, o.source, o.source_seq, o.target, o.target_seq, o.memo, "
    "s.seq, s.amount, s.balance, s.booked_at, s.txn, s.position, "
    "d.seq, d.amount, d.balance, d.booked_at, d.txn, d.position FROM operation AS o "
    "LEFT JOIN entry AS s ON s.wallet = o.source AND s.seq = o.source_seq "
    "LEFT JOIN entry AS d ON d.wallet = o.target AND d.seq = o.target_seq "
    "WHERE o.txn = ? ORDER BY o.position"
)
_KINDS: Final = {kind.value: kind for kind in Kind}
_SHAPES: Final = {Kind.TRANSFER: (True, True), Kind.ISSUE: (False, True), Kind.REDEEM: (True, False)}


class Naming:
    """Looks at one transaction after the other and reports what is broken."""

    def __init__(self, book: Book, report: Report, followed: Followed) -> None:
        self._book = book
        self._report = report
        self._followed = followed

    def transaction(self, head: Row) -> None:
        """Recompute it, and go on from what is stored of it."""
        id_, project, number, booked_at = head[:4]
        *_, reference, description, salt, seal = head
        chain = self._followed.chains.get(project) or FollowedChain(project)
        place = f"{chain.name} {transaction_label(number)}"
        if number != chain.number + 1 or booked_at < chain.booked_at:
            self._report(Finding(Check.NUMBER, place, transaction_label(chain.number + 1), transaction_label(number)))
        operations, entries = self._operations(place, head, self._book.rows(_STEPS, (id_,)))
        texts = (reference, description, *(o.memo for o in operations))
        if salt is None or text_digest(salt, texts) != head[6]:
            self._report(Finding(Check.TEXT, place))
        link = transaction_hash(chain.hash, head[:10], operations, entries)
        if link != seal:
            self._report(Finding(Check.SEAL, place, link.hex()[:16], seal.hex()[:16] if seal else ""))
        chain.reach(number, booked_at, seal or link)

    def _operations(self, place: str, head: Row, steps: Sequence[Row]) -> tuple[list[Operation], list[Entry]]:
        id_, project, _, booked_at = head[:4]
        operations: list[Operation] = []
        entries: list[Entry] = []
        for expected, step in enumerate(steps, 1):
            position, kind, amount, source, source_seq, target, target_seq, memo, *sides = step
            operation = Operation(_KINDS.get(kind, Kind.TRANSFER), amount, source, target, memo)
            operations.append(operation)
            if position != expected or kind not in _KINDS or not self._sound(project, operation):
                self._report(Finding(Check.OPERATION, place, str(expected), str(position)))
            for wallet, seq, moved, stored in (
                (source, source_seq, -amount, sides[:6]),
                (target, target_seq, amount, sides[6:]),
            ):
                if wallet is None:
                    if seq is not None:
                        self._report(Finding(Check.OPERATION, place, "", str(seq)))
                    continue
                made = self._move(wallet, moved, position)
                if seq != made.seq or stored != [seq, made.amount, made.balance, booked_at, id_, position]:
                    where = f"{place}, {self._followed.wallets[wallet].label}"
                    self._report(Finding(Check.ENTRY, where, str(made.balance), str(stored[2])))
                entries.append(Entry(wallet, stored[0] or 0, stored[1] or 0, stored[2] or 0, stored[5] or 0))
        if not operations:
            self._report(Finding(Check.OPERATION, place, "1", "0"))
        return operations, entries

    def _sound(self, project: str, o: Operation) -> bool:
        known = self._followed.wallets
        sides = [known.get(wallet) for wallet in (o.source, o.target) if wallet is not None]
        assets = {side.asset for side in sides if side}
        self._circulate(o, assets)
        return (
            o.amount > 0
            and (o.source is not None, o.target is not None) == _SHAPES[o.kind]
            and o.source != o.target
            and len(assets) == 1
            and all(side is not None and side.project == project for side in sides)
        )

    def _circulate(self, o: Operation, assets: set[str]) -> None:
        for asset in assets:
            self._followed.supplies[asset] += {Kind.TRANSFER: 0, Kind.ISSUE: o.amount, Kind.REDEEM: -o.amount}[o.kind]

    def _move(self, wallet: int, amount: int, position: int) -> Entry:
        state = self._followed.wallet(wallet)
        state.balance += amount
        state.entries += 1
        self._followed.posted += 1
        if state.balance < 0:
            self._report(Finding(Check.BALANCE, state.label, "0", str(state.balance)))
        return Entry(wallet, state.entries, amount, state.balance, position)
