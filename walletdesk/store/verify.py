"""Verify: the whole book recomputed from operations and entries, slice by slice (I2, T4).

It shares nothing with posting but the hashes: balances are added up anew, so that a mistake there would show here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from walletdesk.ledger.findings import Check, Finding
from walletdesk.ledger.refusals import BookDamaged
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Entry, Operation, transaction_label, wallet_label
from walletdesk.store import events, guard, posting, verify_log, verify_search
from walletdesk.store.book import Book, Row
from walletdesk.store.chain import GENESIS, text_digest, transaction_hash
from walletdesk.store.faults import rescuing

SLICE = 1_000

Report = Callable[[Finding], None]
Heads = Mapping[str, tuple[int, bytes]]
"""Last numbers and hashes, by project, with "" for the log."""


@dataclass
class _Wallet:
    """A wallet as its entries make it."""

    label: str
    project: str
    asset: str
    balance: int = 0
    entries: int = 0


@dataclass
class _Chain:
    """A project's chain as far as it was followed."""

    name: str
    number: int = 0
    booked_at: int = -(2**63)
    hash: bytes = GENESIS
    seen: dict[int, bytes] = field(default_factory=dict)


def run(book: Book, report: Report, known: Heads) -> Iterator[tuple[int, int]]:
    """Check everything; yields (done, total) in transactions between slices, reports what is broken as it is found.

    ``known`` are ends of chains seen before, outside the book: a chain alone cannot show that its end was cut off.
    """
    try:
        with rescuing(str(book.path)):
            yield from _file(book, report)
            if not schema_matches(book, report):
                return  # where a table is missing or other than it should be, there is nothing to compare
            yield from verify_log.run(book, report, known.get(""))
            yield from verify_search.run(book, report)
            yield from Ledger(book, report, known).run()
    except BookDamaged:
        report(Finding(Check.FILE, book.path.name, found="the database cannot be read to its end"))


def ends(book: Book) -> Heads:
    """The ends of the book's chains as they are now."""
    heads = {"": events.head(book)}
    for (project,) in book.rows("SELECT id FROM project"):
        last = posting.head(book, project)
        heads[project] = (last.number, last.hash)
    return heads


def _file(book: Book, report: Report) -> Iterator[tuple[int, int]]:
    for (message,) in book.rows("PRAGMA integrity_check(10)"):
        if message != "ok":
            report(Finding(Check.FILE, book.path.name, found=str(message)))
    yield 0, 0
    for table, rowid, parent, _ in book.rows("PRAGMA foreign_key_check")[:10]:
        report(Finding(Check.LINK, f"{table} {rowid if rowid is not None else ''}".strip(), expected=str(parent)))
    yield 0, 0


def schema_matches(book: Book, report: Report) -> bool:
    """Compare tables and triggers with those that this version makes; False if a table is not as it should be."""
    other = guard.others(book.rows("SELECT name, type, sql FROM sqlite_schema"), book.rows(guard.SHADOWS))
    made = {name for (name,) in book.rows("SELECT name FROM sqlite_schema")}
    for name in sorted(other):
        there = "there" if name in made else ""
        report(Finding(Check.SCHEMA, name, "there" if name in guard.wanted() else "", there))
    return not any(guard.wanted().get(name, ("",))[0] == "table" for name in other)


_TXNS = (
    "SELECT id, project, number, booked_at, recorded_at, value_date, digest, key, reverses, batch, "
    "reference, description, salt, (SELECT hash FROM seal WHERE txn = id) FROM txn WHERE id > ? ORDER BY id LIMIT ?"
)
_OPERATIONS = (
    "SELECT o.txn, o.position, o.kind, o.amount, o.source, o.source_seq, o.target, o.target_seq, o.memo, "
    "s.seq, s.amount, s.balance, s.booked_at, s.txn, s.position, "
    "d.seq, d.amount, d.balance, d.booked_at, d.txn, d.position FROM operation AS o "
    "LEFT JOIN entry AS s ON s.wallet = o.source AND s.seq = o.source_seq "
    "LEFT JOIN entry AS d ON d.wallet = o.target AND d.seq = o.target_seq "
    "WHERE o.txn BETWEEN ? AND ? ORDER BY o.txn, o.position"
)


_KINDS = {kind.value: kind for kind in Kind}


class Ledger:
    """The ledger followed from its beginning."""

    def __init__(self, book: Book, report: Report, known: Heads) -> None:
        self._book = book
        self._report = report
        self._known = known
        self._chains = {id_: _Chain(name) for id_, name in book.rows("SELECT id, name FROM project")}
        self._wallets = {
            id_: _Wallet(wallet_label(number, customer is None), project, asset)
            for id_, project, number, asset, customer in book.rows(
                "SELECT id, project, number, asset, customer FROM wallet"
            )
        }
        self._supplies: dict[str, int] = defaultdict(int)
        self._posted = 0

    def run(self) -> Iterator[tuple[int, int]]:
        total, done = self._book.value("SELECT count(*) FROM txn"), 0
        for followed in self.follow(0):
            done += followed
            yield done, total
        self._wallets_match()
        yield done, total
        self._supplies_match()
        self._ends_match()

    def follow(self, last: int) -> Iterator[int]:
        """Recompute the transactions after this id; yields how many, slice by slice."""
        while heads := self._book.rows(_TXNS, (last, SLICE)):
            last = heads[-1][0]
            steps: dict[int, list[Row]] = defaultdict(list)
            for row in self._book.rows(_OPERATIONS, (heads[0][0], last)):
                steps[row[0]].append(row)
            for head in heads:
                self._transaction(head, steps[head[0]])
            yield len(heads)

    def _transaction(self, head: Row, steps: list[Row]) -> None:
        id_, project, number, booked_at = head[:4]
        *_, reference, description, salt, seal = head
        chain = self._chains.get(project) or _Chain(project)
        place = f"{chain.name} {transaction_label(number)}"
        if number != chain.number + 1 or booked_at < chain.booked_at:
            self._report(Finding(Check.NUMBER, place, transaction_label(chain.number + 1), transaction_label(number)))
        operations, entries = self._operations(place, id_, project, booked_at, steps)
        texts = (reference, description, *(o.memo for o in operations))
        if (text_digest(salt, texts) != head[6]) if salt is not None else any(texts):
            self._report(Finding(Check.TEXT, place))
        link = transaction_hash(chain.hash, head[:10], operations, entries)
        if link != seal:
            self._report(Finding(Check.SEAL, place, link.hex()[:16], seal.hex()[:16] if seal else ""))
        chain.number, chain.booked_at, chain.hash = number, booked_at, seal or link
        if self._known.get(project, (0, b""))[0] == number:
            chain.seen[number] = chain.hash

    def _operations(
        self, place: str, id_: int, project: str, booked_at: int, steps: list[Row]
    ) -> tuple[list[Operation], list[Entry]]:
        operations: list[Operation] = []
        entries: list[Entry] = []
        for expected, step in enumerate(steps, 1):
            _, position, kind, amount, source, source_seq, target, target_seq, memo, *sides = step
            operation = Operation(_KINDS.get(kind, Kind.TRANSFER), amount, source, target, memo)
            operations.append(operation)
            if position != expected or kind not in _KINDS or not self._sound(project, operation):
                self._report(Finding(Check.OPERATION, place, str(expected), str(position)))
            for wallet, seq, moved, stored in (
                (source, source_seq, -amount, sides[:6]),
                (target, target_seq, amount, sides[6:]),
            ):
                if wallet is None:
                    continue
                made = self._move(wallet, moved, position)
                if seq != made.seq or stored != [seq, made.amount, made.balance, booked_at, id_, position]:
                    where = f"{place}, {self._wallets[wallet].label}"
                    self._report(Finding(Check.ENTRY, where, str(made.balance), str(stored[2])))
                entries.append(Entry(wallet, stored[0] or 0, stored[1] or 0, stored[2] or 0, stored[5] or 0))
        if not operations:
            self._report(Finding(Check.OPERATION, place, "1", "0"))
        return operations, entries

    def _sound(self, project: str, o: Operation) -> bool:
        sides = [self._wallets.get(wallet) for wallet in (o.source, o.target) if wallet is not None]
        assets = {side.asset for side in sides if side}
        shape = {Kind.TRANSFER: (True, True), Kind.ISSUE: (False, True), Kind.REDEEM: (True, False)}[o.kind]
        self._circulate(o, assets)
        return (
            o.amount > 0
            and (o.source is not None, o.target is not None) == shape
            and o.source != o.target
            and len(assets) == 1
            and all(side is not None and side.project == project for side in sides)
        )

    def _circulate(self, o: Operation, assets: set[str]) -> None:
        for asset in assets:
            self._supplies[asset] += {Kind.TRANSFER: 0, Kind.ISSUE: o.amount, Kind.REDEEM: -o.amount}[o.kind]

    def _move(self, wallet: int, amount: int, position: int) -> Entry:
        state = self._wallets.setdefault(wallet, _Wallet(f"wallet {wallet}", "", ""))
        state.balance += amount
        state.entries += 1
        self._posted += 1
        if state.balance < 0:
            self._report(Finding(Check.BALANCE, state.label, "0", str(state.balance)))
        return Entry(wallet, state.entries, amount, state.balance, position)

    def _wallets_match(self) -> None:
        for id_, status, balance, entries in self._book.rows("SELECT id, status, balance, entries FROM wallet"):
            state = self._wallets[id_]
            if (balance, entries) != (state.balance, state.entries):
                self._report(Finding(Check.BALANCE, state.label, str(state.balance), str(balance)))
            if status == "closed" and balance:
                self._report(Finding(Check.STATE, state.label, "0", str(balance)))
        stored = self._book.value("SELECT count(*) FROM entry")
        if stored != self._posted:
            self._report(Finding(Check.ENTRY, self._book.path.name, str(self._posted), str(stored)))

    def _supplies_match(self) -> None:
        held: dict[str, int] = defaultdict(int)
        for state in self._wallets.values():
            held[state.asset] += state.balance
        for asset, code, supply in self._book.rows("SELECT id, code, supply FROM asset"):
            if not supply == self._supplies[asset] == held[asset]:
                self._report(Finding(Check.SUPPLY, code, str(self._supplies[asset]), str(supply)))

    def _ends_match(self) -> None:
        for project, (number, link) in self._known.items():
            chain = self._chains.get(project)
            if not project or not number or (chain and chain.seen.get(number) == link):
                continue
            name = chain.name if chain else project
            reached = transaction_label(chain.number) if chain else ""
            self._report(Finding(Check.END, name, transaction_label(number), reached))
