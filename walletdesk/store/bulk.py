"""Posting thousands of transactions in one unit of work: the guards of single rows step aside, sets are proven instead.

The posting triggers look at every row as it comes, which costs more than everything else together. Here they are
dropped, and put back word for word, inside the one database transaction that writes the rows: no other connection ever
sees the book without them, and a crash or an error brings them back with everything else. Before anything more is
written, statements over all new rows prove what the triggers would have proven one by one; nothing unproven is ever
committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from walletdesk.ledger.refusals import BookDamaged
from walletdesk.store.book import Book
from walletdesk.store.posting import ENTRY, Poster

ASIDE: Final = (
    "txn_new",
    "operation_new",
    "operation_issue",
    "operation_redeem",
    "entry_new",
    "entry_applied",
    "seal_new",
)
"""The triggers that stand aside: all that watch an insert of a posting."""

_TRIGGERS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name IN (SELECT value FROM json_each(?))"

_NUMBERS = """
SELECT count(*) <> :last - :first + 1
    OR coalesce(max(t.number - t.id <> :number - :first OR t.project <> :project), 1)
    OR coalesce(max(seal.txn IS NULL), 1)
    OR coalesce(max(t.booked_at < before.booked_at), 0)
    OR coalesce(max(before.id >= t.id), 0)
    OR count(before.id) + (:number = 1) <> count(*)
    OR (SELECT archived FROM project WHERE id = :project)
FROM txn AS t
LEFT JOIN txn AS before ON before.project = :project AND before.number = t.number - 1
LEFT JOIN seal ON seal.txn = t.id
WHERE t.id BETWEEN :first AND :last
"""

_POSITIONS = """
SELECT count(*) <> :last - :first + 1 OR coalesce(max(gap), 1) FROM (
    SELECT count(*) <> max(position) AS gap FROM operation WHERE txn BETWEEN :first AND :last GROUP BY txn
)
"""


def _side(name: str, sign: str) -> str:
    """What must hold of one side of an operation: its wallet, its entry, and the entry before that one."""
    return f"""(o.{name} IS NULL OR (
        {name}_wallet.project = :project AND {name}_wallet.status = 'open'
        AND {name}_entry.amount = {sign} o.amount AND {name}_entry.booked_at = t.booked_at
        AND ({name}_entry.txn, {name}_entry.position) = (o.txn, o.position)
        AND {name}_entry.balance = coalesce({name}_before.balance, 0) + {name}_entry.amount
        AND CASE WHEN o.{name}_seq = 1 THEN {name}_before.seq IS NULL
            ELSE ({name}_before.txn, {name}_before.position) < (o.txn, o.position) END))"""


_OPERATIONS = (
    "SELECT coalesce(sum((o.source IS NOT NULL) + (o.target IS NOT NULL)), 0), "
    "coalesce(sum(("
    + _side("source", "-")
    + " AND "
    + _side("target", "+")
    + " AND (o.kind <> 'transfer' OR source_wallet.asset = target_wallet.asset)) IS NOT TRUE), 0) "
    "FROM operation AS o CROSS JOIN txn AS t ON t.id = o.txn "
    + " ".join(
        f"LEFT JOIN wallet AS {name}_wallet ON {name}_wallet.id = o.{name} "
        f"LEFT JOIN entry AS {name}_entry ON {name}_entry.wallet = o.{name} AND {name}_entry.seq = o.{name}_seq "
        f"LEFT JOIN entry AS {name}_before ON {name}_before.wallet = o.{name} AND {name}_before.seq = o.{name}_seq - 1"
        for name in ("source", "target")
    )
    + " WHERE o.txn BETWEEN :first AND :last"
)

_SUPPLY = """
UPDATE asset SET supply = supply + moved.amount FROM (
    SELECT wallet.asset AS asset, sum(CASE o.kind WHEN 'issue' THEN o.amount ELSE - o.amount END) AS amount
    FROM operation AS o JOIN wallet ON wallet.id = coalesce(o.source, o.target)
    WHERE o.txn BETWEEN :first AND :last AND o.kind <> 'transfer' GROUP BY wallet.asset
) AS moved WHERE asset.id = moved.asset
"""

_WALLET = "UPDATE wallet SET balance = ?, entries = ? WHERE id = ?"


class Unproven(AssertionError):
    """Rows of a posting contradict each other: a fault of the program, found before it could reach the file."""


class BulkPoster(Poster):
    """A Poster whose flush proves all that it wrote at once. Made by ``posting`` alone."""

    def flush(self) -> None:
        """Write what was added and prove it; refuses (Unproven) what the triggers would have refused."""
        added = tuple(self._added)
        if not added:
            return
        touched = {entry.wallet for posted in added for entry in posted.posting.entries}
        entries = len(self._rows[ENTRY])
        super().flush()
        self._settle(touched)
        self._prove(added[0].id, added[-1].id, added[0].number, entries)

    def _settle(self, touched: set[int]) -> None:
        """Bring the wallets to their last entries; the book's own trigger refuses where the two differ."""
        standings = ((wallet, self._standings[wallet]) for wallet in sorted(touched))
        self._book.write_many(_WALLET, [(now.balance, now.entries, wallet) for wallet, now in standings])

    def _prove(self, first: int, last: int, number: int, entries: int) -> None:
        span = {"first": first, "last": last}
        whole = {**span, "number": number, "project": self._project}
        if self._book.value(_NUMBERS, whole):
            raise Unproven("numbers, instants or seals")
        if self._book.value(_POSITIONS, span):
            raise Unproven("positions of operations")
        sides, wrong = self._book.rows(_OPERATIONS, {**span, "project": self._project})[0]
        # As many sides as entries, and each side with an entry of its own: there is no entry beside them.
        if wrong or sides != entries:
            raise Unproven("operations and entries")
        self._book.rows(_SUPPLY, span)


@contextmanager
def posting(book: Book, project: str, batch: int | None = None) -> Iterator[BulkPoster]:
    """A Poster for many transactions, inside a unit of work. Flush it in slices; the rest is flushed at the end.

    Refuses BookDamaged where the book's own guards are not complete.
    """
    assert book.in_unit, "a change outside a unit of work"
    names = ",".join(f'"{name}"' for name in ASIDE)
    triggers = book.rows(_TRIGGERS, (f"[{names}]",))
    if len(triggers) != len(ASIDE):
        raise BookDamaged(str(book.path))
    for name, _ in triggers:
        book.rows(f"DROP TRIGGER {name}")
    poster = BulkPoster(book, project, batch)
    yield poster
    poster.flush()
    for _, sql in triggers:
        book.rows(sql)
