"""What changed a wallet's balance, summed by way and party, slice by slice (R3)."""

from __future__ import annotations

from collections.abc import Iterator

from walletdesk.ledger.explaining import Cause, Party, Share, Way, way_of
from walletdesk.ledger.status import Kind
from walletdesk.store.book import Book

SLICE = 1_500
_LOW_BITS = 2**31 - 1

SAID = "coalesce(nullif(t.description, ''), o.memo)"
"""What an issue or a redeem was for, in queries where ``t`` is the transaction and ``o`` the operation."""

_SUMS = (
    "SELECT o.kind, e.amount > 0, CASE WHEN o.source = e.wallet THEN o.target ELSE o.source END, "  # noqa: S608
    f"CASE WHEN o.kind = 'transfer' THEN '' ELSE {SAID} END, count(*), "
    f"sum(abs(e.amount) >> 31), sum(abs(e.amount) & {_LOW_BITS}) "
    "FROM entry AS e JOIN operation AS o ON o.txn = e.txn AND o.position = e.position "
    "LEFT JOIN txn AS t ON t.id = e.txn AND o.kind <> 'transfer' "
    "WHERE e.wallet = ? AND e.seq BETWEEN ? AND ? GROUP BY 1, 2, 3, 4"
)


def sums(book: Book, wallet: int, first: int, last: int) -> Iterator[tuple[int, list[tuple[Way, Party, Share]]]]:
    """The entries numbered first to last: (number reached, what they make by way and party).

    What one party moved may exceed 64 bits, so that high and low halves are summed apart.
    """
    for start in range(first, last + 1, SLICE):
        end = min(last, start + SLICE - 1)
        yield (
            end,
            [
                (way_of(Kind(kind), bool(comes)), _party(kind, other, text), Share(count, (high << 31) + low))
                for kind, comes, other, text, count, high, low in book.rows(_SUMS, (wallet, start, end))
            ],
        )


def _party(kind: str, other: int | None, text: str) -> Party:
    return Party(wallet=other) if kind == Kind.TRANSFER.value else Party(text=text)


def conditions(cause: Cause) -> tuple[list[str], list[object]]:
    """For queries with ``e``, ``o`` and ``t``: the entries that a line of an explanation stands for."""
    kinds = {Way.ISSUED: Kind.ISSUE, Way.REDEEMED: Kind.REDEEM}
    found = ["o.kind = ?", "e.amount > 0" if cause.way.sign > 0 else "e.amount < 0"]
    given: list[object] = [kinds.get(cause.way, Kind.TRANSFER).value]
    between = cause.way not in kinds
    what = "CASE WHEN o.source = e.wallet THEN o.target ELSE o.source END" if between else SAID
    if cause.party is not None:
        found.append(f"{what} = ?")
        given.append(cause.party.wallet if between else cause.party.text)
    if cause.without:
        found.append(f"{what} NOT IN ({','.join('?' * len(cause.without))})")
        given += [one.wallet if between else one.text for one in cause.without]
    return found, given
