"""Verify, reversals: each takes back one earlier transaction of its project, once, and nothing else (T8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.ledger.reversals import reversal_problems, reversed_operations
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Operation, transaction_label
from walletdesk.store.book import Book, Row

_UNDONE: Final = "SELECT id, project, number FROM txn WHERE id IN (SELECT value FROM json_each(?))"
_OPERATIONS: Final = (
    "SELECT txn, kind, amount, source, target FROM operation WHERE txn IN (SELECT value FROM json_each(?)) "
    "ORDER BY txn, position"
)
_KINDS: Final = {kind.value: kind for kind in Kind}


class Reversals:
    """Remembers what was taken back."""

    def __init__(self, book: Book, report: Report) -> None:
        self._book = book
        self._report = report
        self._undone: set[int] = set()

    def check(self, heads: Iterable[Row], names: dict[str, str]) -> None:
        """Look at those of these transactions that reverse one; ``names`` are those of the projects."""
        links = [(head[0], head[1], head[2], head[8]) for head in heads if head[8] is not None]
        if not links:
            return
        there = {
            id_: (project, number)
            for id_, project, number in self._book.rows(_UNDONE, (_listed(undone for *_, undone in links),))
        }
        known = self._operations([key for id_, *_, undone in links for key in (id_, undone)])
        for id_, project, number, undone in links:
            target_project, target_number = there.get(undone, (None, 0))
            sound = target_project == project and undone < id_ and undone not in self._undone
            if not sound or not _takes_back(known[undone], known[id_]):
                place = f"{names.get(project, project)} {transaction_label(number)}"
                self._report(Finding(Check.REVERSAL, place, found=transaction_label(target_number)))
            self._undone.add(undone)

    def _operations(self, ids: Iterable[int]) -> dict[int, list[Operation]]:
        found: dict[int, list[Operation]] = defaultdict(list)
        for id_, kind, amount, source, target in self._book.rows(_OPERATIONS, (_listed(ids),)):
            found[id_].append(Operation(_KINDS.get(kind, Kind.TRANSFER), amount, source, target))
        return found


def _takes_back(undone: list[Operation], operations: list[Operation]) -> bool:
    return bool(operations) and not reversal_problems(reversed_operations(undone), operations)


def _listed(ids: Iterable[int]) -> str:
    return f"[{','.join(map(str, ids))}]"
