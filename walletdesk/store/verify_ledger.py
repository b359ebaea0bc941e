"""Verify, the ledger's part: everything recomputed from operations, transaction after transaction (I2, T4).

It shares nothing with posting but the hashes: balances are added up anew, so that a mistake there would show here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Final

from walletdesk.ledger.findings import Check, Finding, Report
from walletdesk.ledger.values import transaction_label
from walletdesk.store import verify_links
from walletdesk.store.book import Book, Row
from walletdesk.store.verify_followed import Followed
from walletdesk.store.verify_naming import Naming
from walletdesk.store.verify_reversals import Reversals
from walletdesk.store.verify_sound import HEADS, STEPS, passes

SLICE: Final = 1_000
TABLES: Final = ("txn", "operation", "entry", "seal")
_WALLETS: Final = 1_000
_HEADS: Final = f"{HEADS} WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
_BEFORE: Final = -(2**63)
_END: Final = 2**63 - 1
_SEALS: Final = "SELECT count(*) FROM seal WHERE txn > ? AND txn <= ?"
_BEYOND: Final = (
    "SELECT (EXISTS (SELECT 1 FROM seal WHERE txn > :last) OR EXISTS (SELECT 1 FROM operation WHERE txn > :last)) "
    "AND NOT EXISTS (SELECT 1 FROM txn WHERE id > :last)"
)
_STANDING: Final = "SELECT id, status, balance, entries FROM wallet WHERE id > ? ORDER BY id LIMIT ?"
_ENTRIES: Final = "SELECT count(*) FROM entry WHERE wallet > ? AND wallet <= ?"

_FIRST: Final = itemgetter(0)

Heads = Mapping[str, tuple[int, bytes]]
"""Last numbers and hashes, by project, with "" for the log."""


class Ledger:
    """The ledger followed from its beginning."""

    def __init__(self, book: Book, report: Report, known: Heads) -> None:
        self._book = book
        self._tell = report
        self._known = known
        self._followed = Followed()
        self._naming = Naming(book, self._report, self._followed)
        self._reversals = Reversals(book, self._report)
        self._batches: set[int] = set()
        self._last = _BEFORE

    def _report(self, finding: Finding) -> None:
        self._followed.loose = True
        self._tell(finding)

    def run(self) -> Iterator[tuple[int, int]]:
        """Follow all of it; yields (done, total) in transactions."""
        total, done = self._book.value("SELECT count(*) FROM txn"), 0
        for followed in self._steps():
            done += followed
            yield done, max(done, total)

    def _steps(self) -> Iterator[int]:
        """All of it; yields how many transactions were followed."""
        yield from self.load()
        yield from self.follow()
        yield from self._wallets_match()
        yield from self._supplies_match()
        self._ends_match()
        if self._followed.loose:  # else nothing can refer to what is not there: each reference was followed
            yield 0
            verify_links.check(self._book, self._tell, TABLES)

    def load(self) -> Iterator[int]:
        """Read what there is to follow."""
        for _ in self._followed.load(self._book):
            yield 0
        for project, (number, _) in self._known.items():
            if project in self._followed.chains:
                self._followed.chains[project].watched = number

    def follow(self) -> Iterator[int]:
        """Recompute what was not followed yet, up to the last transaction that is there now; yields how many."""
        until = self._book.value("SELECT max(id) FROM txn") or 0
        while heads := self._book.rows(_HEADS, (self._last, until, SLICE)):
            before, self._last = self._last, heads[-1][0]
            yield from self._meet(before)
            rows = self._book.rows(STEPS, (before, self._last))
            steps = {id_: [*group] for id_, group in groupby(rows, _FIRST)}
            for head in heads:
                if not passes(self._followed, head, steps.get(head[0], ())):
                    self._followed.loose = True
                    self._naming.transaction(head)
            self._reversals.check(heads, {id_: chain.name for id_, chain in self._followed.chains.items()})
            self._attached(heads, steps.keys(), self._book.value(_SEALS, (before, self._last)))
            yield len(heads)
        if self._book.value(_BEYOND, {"last": self._last}):
            self._followed.loose = True

    def _meet(self, before: int) -> Iterator[int]:
        """Read the wallets and projects that came before the transactions after this one, of which they are."""
        for _ in self._followed.load(self._book):
            yield 0

    @contextmanager
    def abreast(self) -> Iterator[None]:
        """One moment of the book, followed up to its last transaction."""
        with self._book.snapshot():
            for _ in self.follow():
                pass
            yield

    def _attached(self, heads: list[Row], stepping: Set[int], seals: int) -> None:
        """Look for operations and seals of no transaction, and transactions of no batch."""
        ids = {head[0] for head in heads}
        batches = {head[9] for head in heads} - {None}
        if not batches <= self._batches:
            self._batches = {id_ for (id_,) in self._book.rows("SELECT id FROM batch")}
        if not (stepping <= ids and seals == len(heads) and batches <= self._batches):
            self._followed.loose = True

    def _wallets_match(self) -> Iterator[int]:
        """Wallets in slices, and whether there are as many entries as were followed."""
        last, surplus = _BEFORE, 0
        while last < _END:
            yield from self.follow()
            with self.abreast():
                rows = self._book.rows(_STANDING, (last, _WALLETS))
                before, last = last, rows[-1][0] if len(rows) == _WALLETS else _END
                surplus += self._book.value(_ENTRIES, (before, last))
                for id_, status, balance, entries in rows:
                    surplus -= self._wallet_matches(id_, status, balance, entries)
            yield 0
        posted, nowhere = self._followed.posted, [state for state in self._followed.wallets.values() if not state.asset]
        stored = posted + surplus - sum(state.entries for state in nowhere)
        if stored != posted:
            self._report(Finding(Check.ENTRY, self._book.path.name, str(posted), str(stored)))

    def _wallet_matches(self, id_: int, status: str, balance: int, entries: int) -> int:
        """Compare one wallet; answers how many entries it must have."""
        state = self._followed.wallet(id_)
        if (balance, entries) != (state.balance, state.entries):
            self._report(Finding(Check.BALANCE, state.label, str(state.balance), str(balance)))
        if status == "closed" and balance:
            self._report(Finding(Check.STATE, state.label, "0", str(balance)))
        return state.entries

    def _supplies_match(self) -> Iterator[int]:
        yield from self.follow()
        with self.abreast():
            held: dict[str, int] = defaultdict(int)
            for state in self._followed.wallets.values():
                held[state.asset] += state.balance
            for asset, code, supply in self._book.rows("SELECT id, code, supply FROM asset"):
                issued = self._followed.supplies[asset]
                if not supply == issued == held[asset]:
                    self._report(Finding(Check.SUPPLY, code, str(issued), str(supply)))

    def _ends_match(self) -> None:
        for project, (number, link) in self._known.items():
            chain = self._followed.chains.get(project)
            if not project or not number or (chain and chain.seen == link):
                continue
            name = chain.name if chain else project
            reached = transaction_label(chain.number) if chain else ""
            self._report(Finding(Check.END, name, transaction_label(number), reached))
