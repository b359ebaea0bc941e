"""What an import would do: every row with its verdict, every wallet with its balances, held in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from walletdesk.exchange.csv_sniff import Facts
from walletdesk.exchange.mapping import Becomes, Booking
from walletdesk.exchange.mapping import Mapping as FileMapping
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Asset, Batch, Operation, Page, Project, Wallet

_NO_INSTANT = -(2**63)
_AT_ONCE = 5_000


class Verdict(Enum):
    """What becomes of a row: it is posted, it cannot be, or the book has it already."""

    READY = "ready"
    REFUSED = "refused"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row as a person looks at it. ``number`` is the transaction that is there already, 0 for a row of this file.

    Its operation names wallets of the plan (``plan.wallets``), new ones by negative numbers. A refused row has its
    ``cells`` as the file has them, and its ``refusal``.
    """

    line: int
    verdict: Verdict
    operation: Operation | None = None
    instant: int | None = None
    day: date | None = None
    reference: str | None = None
    number: int | None = None
    cells: tuple[str, ...] = ()
    refusal: LedgerError | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be posted, whole."""

    line: int
    cells: tuple[str, ...]
    reason: LedgerError


@dataclass(slots=True)
class PlanWallet:
    """A wallet that the import touches or opens: a new one has a negative id and no label.

    ``customer`` is the customer's own id, None for a system wallet; ``customer_key`` None also for a new customer.
    """

    id: int
    label: str
    name: str
    customer: str | None
    customer_name: str
    customer_key: int | None
    before: int = 0
    after: int = 0
    rows: int = 0

    @property
    def new(self) -> bool:
        """True for a wallet that the import opens."""
        return self.id < 0

    @property
    def title(self) -> str:
        """Who before what: the customer's name or id, then the wallet's name."""
        owner = self.customer_name or self.customer
        return f"{owner} \u00b7 {self.name}" if owner else self.name


def plan_wallet(wallet: Wallet) -> PlanWallet:
    """A wallet that is in the book."""
    return PlanWallet(
        wallet.id,
        wallet.label,
        wallet.name,
        wallet.owner_id,
        wallet.owner_name,
        wallet.customer,
        before=wallet.balance,
        after=wallet.balance,
    )


class Rows:
    """Rows that can be posted, column by column: some hundred bytes each, whatever the file had beside."""

    def __init__(self, system: int | None) -> None:
        self._system = system
        self.lines = array("q")
        self._amounts = array("q")
        self._wallets = array("q")
        self._instants = array("q")
        self._days = array("l")
        self._numbers = array("q")
        self._kinds = bytearray()
        self._memos = array("l")
        self._memo_texts: list[str] = []
        self._memo_places: dict[str, int] = {}
        self._references: list[str | None] = []

    def __len__(self) -> int:
        return len(self.lines)

    def append(
        self,
        line: int,
        becomes: Becomes,
        amount: int,
        wallet: int,
        instant: int | None,
        day: date | None,
        memo: str,
        reference: str | None,
        number: int = 0,
    ) -> None:
        """Keep a row."""
        self.lines.append(line)
        self._kinds.append(_CODES[becomes])
        self._amounts.append(amount)
        self._wallets.append(wallet)
        self._instants.append(_NO_INSTANT if instant is None else instant)
        self._days.append(day.toordinal() if day else 0)
        self._numbers.append(number)
        place = self._memo_places.setdefault(memo, len(self._memo_texts))
        if place == len(self._memo_texts):
            self._memo_texts.append(memo)
        self._memos.append(place)
        self._references.append(reference)

    def let_go(self) -> Iterator[None]:
        """Empty what holds a text for each row, some thousand at a time."""
        self._memo_places.clear()
        for texts in (self._references, self._memo_texts):
            while texts:
                del texts[-_AT_ONCE:]
                yield

    def operation(self, at: int, ids: Mapping[int, int] | None = None) -> Operation:
        """What the row does; ``ids`` are the book's ids for the plan's."""
        memo, wallet, system = self._memo_texts[self._memos[at]], self._wallets[at], self._system
        if ids is not None:
            wallet, system = ids[wallet], ids.get(system) if system is not None else None
        return operation(_BECOMES[self._kinds[at]], self._amounts[at], wallet, system, memo)

    def instant(self, at: int) -> int | None:
        """The file's own instant, None if it has none."""
        return None if self._instants[at] == _NO_INSTANT else self._instants[at]

    def day(self, at: int) -> date | None:
        """The file's own day."""
        return date.fromordinal(self._days[at]) if self._days[at] else None

    def reference(self, at: int) -> str | None:
        """The row's reference."""
        return self._references[at]

    def row(self, at: int, verdict: Verdict) -> PlanRow:
        """The whole row."""
        number = self._numbers[at] if verdict is Verdict.THERE else None
        instant, day, reference = self.instant(at), self.day(at), self._references[at]
        return PlanRow(self.lines[at], verdict, self.operation(at), instant, day, reference, number)


_BECOMES = tuple(Becomes)
_CODES = {becomes: code for code, becomes in enumerate(_BECOMES)}


def operation(becomes: Becomes, amount: int, wallet: int, system: int | None, memo: str) -> Operation:
    """The operation that a row becomes, on its wallet and the system wallet."""
    if becomes is Becomes.ISSUE:
        return Operation(Kind.ISSUE, amount, None, wallet, memo)
    if becomes is Becomes.REDEEM:
        return Operation(Kind.REDEEM, amount, wallet, None, memo)
    source, target = (system, wallet) if becomes is Becomes.IN else (wallet, system)
    return Operation(Kind.TRANSFER, amount, source, target, memo)


@dataclass
class Plan:
    """The answer of a check, and what a write does to the book of this path.

    ``project`` and ``asset`` are those of the book, or as they would be created (``new_project``, ``new_asset``).
    ``booking`` is what will be done with the dates; ``obstacle`` says why they cannot be the days of booking.
    ``imported_before`` is the batch that has the same file. ``wallets`` are those touched, by id, in the order of the
    file; ``known`` those and the ones that only refused rows name. ``events`` is the number of the last change before
    the check.
    """

    book: Path
    facts: Facts
    mapping: FileMapping
    project: Project
    asset: Asset
    new_project: bool
    new_asset: bool
    system: int | None
    date_format: str | None
    booking: Booking
    obstacle: LedgerError | None
    imported_before: Batch | None
    ready: Rows
    there: Rows
    refused: list[RefusedRow]
    order: bytearray
    events: int
    wallets: dict[int, PlanWallet] = field(default_factory=dict)
    known: dict[int, PlanWallet] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All rows of the file."""
        return len(self.order)

    @property
    def new_wallets(self) -> tuple[PlanWallet, ...]:
        """Wallets to be opened."""
        return tuple(wallet for wallet in self.wallets.values() if wallet.new)

    @property
    def new_customers(self) -> tuple[tuple[str, str], ...]:
        """Customers to be created, as (id, name)."""
        people = {w.customer: w.customer_name for w in self.new_wallets if w.customer and w.customer_key is None}
        return tuple(people.items())

    def let_go(self) -> Iterator[None]:
        """Empty a plan that nobody shows any more, bit by bit: freed at once, a great one stops every thread."""
        yield from self.ready.let_go()
        yield from self.there.let_go()
        while self.refused:
            del self.refused[-_AT_ONCE:]
            yield

    def count(self, verdict: Verdict | None = None) -> int:
        """How many rows have the verdict; all of them without one."""
        return self.total if verdict is None else len(self._group(verdict))

    def page(self, verdict: Verdict | None, number: int, size: int) -> Page[PlanRow]:
        """One page of the rows with a verdict, or of all, in the order of the file."""
        first = (number - 1) * size
        total = self.count(verdict)
        places = range(first, min(total, first + size))
        if verdict is not None:
            return Page(tuple(self._row(verdict, at) for at in places), total, number, size)
        seen = {v: self.order.count(_VERDICT_CODES[v], 0, first) for v in Verdict}
        rows = []
        for at in places:
            found = _VERDICTS[self.order[at]]
            rows.append(self._row(found, seen[found]))
            seen[found] += 1
        return Page(tuple(rows), total, number, size)

    def _group(self, verdict: Verdict) -> Rows | list[RefusedRow]:
        if verdict is Verdict.REFUSED:
            return self.refused
        return self.ready if verdict is Verdict.READY else self.there

    def _row(self, verdict: Verdict, at: int) -> PlanRow:
        if verdict is Verdict.REFUSED:
            row = self.refused[at]
            return PlanRow(row.line, verdict, cells=row.cells, refusal=row.reason)
        return (self.ready if verdict is Verdict.READY else self.there).row(at, verdict)


_VERDICTS = tuple(Verdict)
_VERDICT_CODES = {verdict: code for code, verdict in enumerate(_VERDICTS)}


def verdict_code(verdict: Verdict) -> int:
    """As ``Plan.order`` holds it."""
    return _VERDICT_CODES[verdict]
