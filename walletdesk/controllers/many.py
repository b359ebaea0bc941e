"""One thing done for many customers: look at every result and every refusal first, then write it all in one unit.

``check`` makes a Plan and writes nothing; ``write`` carries it out, all or nothing: amounts as one batch with one
transaction for each wallet, states as changes in the log. ``refused_csv`` keeps what could not be done, with reasons.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.edits import Edit
from walletdesk.controllers.keeping import kept
from walletdesk.controllers.many_refusals import NothingToMove, NothingToRun, RunOutdated
from walletdesk.controllers.many_who import SLICE, Candidate, Who, chosen
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.controllers.wallets import status_edit
from walletdesk.exchange.csv_write import CsvFile
from walletdesk.ledger.posting import Standing, post
from walletdesk.ledger.recipes import Action, Measure, Recipe, Rule
from walletdesk.ledger.refusals import (
    AmountNotPositive,
    BalanceNotZero,
    CustomerSuspended,
    LedgerError,
    PostingRefused,
    StatusRefused,
)
from walletdesk.ledger.status import Status
from walletdesk.ledger.text import required_line
from walletdesk.ledger.values import Asset, Batch, Operation, Wallet
from walletdesk.store import assets, batches, bulk, customers, events, projects, wallets
from walletdesk.store.book import Book
from walletdesk.store.posting import Poster, Request, head

__all__ = [
    "Action", "Measure", "Plan", "Recipe", "Row", "Rule", "Total", "Who", "check", "refused_csv", "write",
]  # fmt: skip

DESCRIPTION_LIMIT: Final = 300
"""It is the batch's name too."""


@dataclass(frozen=True, slots=True)
class Row:
    """A wallet with what the run does to it, or the reason why nothing; ``given`` is what a pasted list says."""

    given: str
    wallet: Wallet | None
    change: int = 0
    refusal: LedgerError | None = None

    @property
    def before(self) -> int:
        """The balance now."""
        return self.wallet.balance if self.wallet else 0

    @property
    def after(self) -> int:
        """The balance then."""
        return self.before + self.change


@dataclass(slots=True)
class Total:
    """What the run comes to in one asset: into the customers' wallets, out of them, and what is in circulation."""

    asset: Asset
    wallets: int = 0
    into: int = 0
    out: int = 0
    supply_before: int = 0
    supply_after: int = 0


@dataclass
class Plan:
    """Every row in the order in which it is posted. ``system`` is the other side of transfers, as it is now."""

    book: Path
    project: str
    recipe: Recipe
    system: Wallet | None
    mark: tuple[int, int]
    rows: list[Row] = field(default_factory=list)
    ready: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    totals: dict[str, Total] = field(default_factory=dict)
    system_after: int = 0

    @property
    def wallets(self) -> dict[int, Wallet]:
        """All wallets of the plan, for the words of its refusals."""
        found = {row.wallet.id: row.wallet for row in self.rows if row.wallet is not None}
        return found if self.system is None else found | {self.system.id: self.system}


def check(book: Book, project: str, who: Who, recipe: Recipe) -> Task[Plan]:
    """The dry run: each wallet through the same rules as posting, one after the other.

    Refuses ProjectArchived, and NotFound for the project or the system wallet; all else is a row's refusal.
    """
    run = _Check(book, project, recipe)
    for found in chosen(book, project, who):
        for candidate in found.candidates:
            run.judge(candidate)
        yield Progress(found.done, found.total, "check")
    return run.plan()


class _Check:
    """Virtual standings, over which the rows go one after the other."""

    def __init__(self, book: Book, project: str, recipe: Recipe) -> None:
        projects.require_active(book, project)
        self._recipe = recipe
        self._project = project
        self._supplies = assets.supplies(book, project)
        self._standings: dict[int, Standing] = {}
        system = wallets.get(book, recipe.system) if recipe.system is not None else None
        self._plan = Plan(book.path, project, recipe, system, _mark(book, project))
        if system is not None:
            self._standings[system.id] = _standing(system)
        self._suspended = customers.suspended(book, project) if recipe.action is Action.REACTIVATE else frozenset()

    def judge(self, candidate: Candidate) -> None:
        """Add the candidate's row."""
        wallet, refusal, change = candidate.wallet, candidate.refusal, 0
        if wallet is not None and refusal is None:
            try:
                change = self._try(wallet)
            except LedgerError as reason:
                refusal = kept(reason)
        row = Row(candidate.given, wallet, change, refusal)
        self._plan.rows.append(row)
        (self._plan.ready if refusal is None else self._plan.refused).append(row)

    def _try(self, wallet: Wallet) -> int:
        if self._recipe.action.status is not None:
            self._check_status(wallet, self._recipe.action.status)
            self._total(wallet.asset).wallets += 1
            return 0
        self._standings[wallet.id] = _standing(wallet)
        operation = self._recipe.operation(wallet.id, wallet.balance)
        try:
            outcome = post((operation,), self._standings, self._supplies, self._project)
        except PostingRefused as refusal:
            first = refusal.problems[0]
            if isinstance(first, AmountNotPositive):
                raise NothingToMove(wallet.id, wallet.balance) from refusal
            raise first from refusal
        self._standings.update(outcome.standings)
        self._supplies.update(outcome.supplies)
        change = operation.amount if self._recipe.action.gives else -operation.amount
        self._count(wallet, change)
        return change

    def _count(self, wallet: Wallet, change: int) -> None:
        total = self._total(wallet.asset)
        total.wallets += 1
        total.into += max(change, 0)
        total.out += max(-change, 0)

    def _total(self, asset: Asset) -> Total:
        found = self._plan.totals.get(asset.id)
        if found is None:
            found = self._plan.totals[asset.id] = Total(asset, supply_before=asset.supply)
        return found

    def _check_status(self, wallet: Wallet, wanted: Status) -> None:
        """As a single wallet's change of state (W5)."""
        if not wallet.status.may_become(wanted):
            raise StatusRefused(wallet.label, wallet.status, wanted)
        if wanted is Status.CLOSED and wallet.balance:
            raise BalanceNotZero(wallet.label, wallet.asset.id, wallet.balance)
        if wallet.customer in self._suspended:
            raise CustomerSuspended(wallet.owner_name or wallet.owner_id or "")

    def plan(self) -> Plan:
        """All of it, summed up."""
        plan = self._plan
        for id_, total in plan.totals.items():
            total.supply_after = self._supplies.get(id_, total.supply_before)
        if plan.system is not None:
            plan.system_after = self._standings[plan.system.id].balance
        return plan


def _standing(wallet: Wallet) -> Standing:
    return Standing(wallet.project, wallet.asset.id, wallet.status, wallet.balance, wallet.entries)


def _mark(book: Book, project: str) -> tuple[int, int]:
    """The ends of the log and of the project's transactions: while they stand still, nothing has changed."""
    return events.head(book)[0], head(book, project).number


def write(book: Book, plan: Plan, description: str = "") -> Task[Done[Batch | None]]:
    """Carry the plan out, all or nothing; closing the task takes everything back. States make no batch.

    Refuses Missing, TooLong and ForbiddenCharacter (description, where amounts move), NothingToRun, RunOutdated,
    ProjectArchived and what the disk does.
    """
    if not plan.ready:
        raise NothingToRun(len(plan.refused))
    name = required_line(description, "description", DESCRIPTION_LIMIT) if plan.recipe.action.moves else ""
    batch = None
    with book.unit():
        projects.require_active(book, plan.project)
        if _mark(book, plan.project) != plan.mark:
            raise RunOutdated
        yield Progress(0, len(plan.ready), "write")
        if plan.recipe.action.moves:
            batch = batches.add(book, plan.project, "run", name)
            yield from _post(book, plan, batch, name)
        else:
            yield from _set_states(book, plan)
    written = batches.get(book, batch) if batch is not None else None
    return Done(written, Changes(plan.project, everything=True), _edit(plan))


def _edit(plan: Plan) -> Edit | None:
    """How a run that changes states is undone; one that moves amounts is reversed."""
    status = plan.recipe.action.status
    changed = [row.wallet for row in plan.ready if row.wallet is not None]
    return status_edit(plan.project, "", changed, status) if status is not None else None


def _post(book: Book, plan: Plan, batch: int, name: str) -> Task[None]:
    with bulk.posting(book, plan.project, batch) as poster:
        for start in range(0, len(plan.ready), SLICE):
            part = [row.wallet for row in plan.ready[start : start + SLICE] if row.wallet is not None]
            poster.load(wallet.id for wallet in part)
            for wallet in part:
                _add(poster, plan.recipe.operation(wallet.id, wallet.balance), name)
            poster.flush()
            yield Progress(start + len(part), len(plan.ready), "write")


def _add(poster: Poster, operation: Operation, name: str) -> None:
    try:
        poster.add(Request((operation,), name))
    except PostingRefused as refusal:
        raise RunOutdated from refusal


def _set_states(book: Book, plan: Plan) -> Task[None]:
    status = plan.recipe.action.status
    assert status is not None
    for start in range(0, len(plan.ready), SLICE):
        part = [row.wallet for row in plan.ready[start : start + SLICE] if row.wallet is not None]
        wallets.set_status(book, [(wallet, status) for wallet in part])
        yield Progress(start + len(part), len(plan.ready), "write")


def refused_csv(plan: Plan, path: Path | str, words: Callable[[LedgerError], str]) -> Task[int]:
    """Write the refused rows, each with its reason in the last column; answers how many there are."""
    total = len(plan.refused)
    header = ("given", "customer", "name", "wallet", "asset", "balance", "reason")
    with CsvFile(path, header, plan.book) as file:
        for start in range(0, total, SLICE):
            part = plan.refused[start : start + SLICE]
            file.rows([row.given, *_cells(row.wallet), words(row.refusal)] for row in part if row.refusal is not None)
            yield Progress(start + len(part), total, "export")
    return total


def _cells(wallet: Wallet | None) -> tuple[str, ...]:
    if wallet is None:
        return ("",) * 5
    balance = wallet.asset.scale.file_text(wallet.balance)
    return wallet.owner_id or "", wallet.owner_name, wallet.label, wallet.asset.code, balance
