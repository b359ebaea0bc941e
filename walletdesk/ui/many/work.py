"""A run in the making: what the person said so far, the dry run of it, and in the end the writing."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from walletdesk.controllers import many, wallets
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.many import Action, Measure, Plan, Recipe, Row, Who
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.controllers.words import sentence
from walletdesk.ledger.amounts import Scale
from walletdesk.ledger.recipes import read_rule
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset, Batch, Project, Wallet
from walletdesk.ui import format
from walletdesk.ui.running import guarded
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import REWORDED, Chosen, Shell, ToastAction

DELAY_MS: Final = 250
_SYSTEMS_SHOWN: Final = 500
_NO_SCALE: Final = Scale(1)  # a percentage of any asset has no amount to read


class State(Enum):
    """What is going on."""

    OPEN = "open"
    """Something has to be said before wallets can be checked: `gap` or `problem` says what."""
    CHECKING = "checking"
    STOPPED = "stopped"
    CHECKED = "checked"
    WRITING = "writing"
    WRITTEN = "written"


class Gap(Enum):
    """What the person has not said yet."""

    LIST = "list"
    ASSET = "asset"
    AMOUNT = "amount"
    SYSTEM = "system"


class Part(Enum):
    """Which rows are looked at."""

    ALL = "all"
    READY = "ready"
    REFUSED = "refused"


@dataclass(frozen=True)
class Wish:
    """What was said in the window; `asset` None is all assets, `amount` is as it was typed."""

    by_list: bool = False
    listed: str = ""
    asset: str | None = None
    text: str = ""
    status: Status | None = None
    zero: bool | None = None
    action: Action = Action.ISSUE
    measure: Measure = Measure.FIXED
    amount: str = ""
    system: int | None = None

    def who(self) -> Who:
        """The wallets that are meant."""
        if self.by_list:
            return Who(self.asset, listed=self.listed)
        return Who(self.asset, self.text, self.status, self.zero)

    def gap(self) -> Gap | None:
        """What has to be said first."""
        needs_asset = self.action.moves and (self.measure is not Measure.SHARE or self.action.transfers)
        if self.by_list and not self.listed.strip():
            return Gap.LIST
        if needs_asset and self.asset is None:
            return Gap.ASSET
        if self.action.transfers and self.system is None:
            return Gap.SYSTEM
        return Gap.AMOUNT if self.action.moves and not self.amount.strip() else None


@dataclass(frozen=True)
class Written:
    """What a run did; states make no batch, and what a message offers to undo instead of reversing it."""

    batch: Batch | None
    plan: Plan
    seconds: float
    way_back: Sequence[ToastAction] = ()


class RunWork(QObject):
    """All that the window shows. It tells what changed; the window's parts ask for what they need."""

    wish_changed = Signal()
    """What was said, or what there is to choose from."""
    state_changed = Signal()
    """`state`, and with it the plan, the problem or the gap."""
    moved = Signal(object)
    """Progress of the check or of the writing."""

    def __init__(
        self,
        shell: Shell,
        project: Project,
        delay_ms: int = DELAY_MS,
        parent: QObject | None = None,
        chosen: Chosen | None = None,
    ) -> None:
        """For a project; `delay_ms` is how long a choice waits for the next one before the wallets are checked."""
        super().__init__(parent)
        self.shell: Final = shell
        self.project: Final = project
        self.state = State.OPEN
        self.wish = self._first_wish(chosen)
        self.systems: tuple[Wallet, ...] = ()
        self.description = ""
        self.plan: Plan | None = None
        self.problem: LedgerError | None = None
        self.gap: Gap | None = self.wish.gap()
        self.written: Written | None = None
        self._words: Callable[[LedgerError], str] = shell.words
        self._ticket: Ticket | None = None
        self._started = 0.0
        self._delay = QTimer(self, singleShot=True, interval=delay_ms)
        self._delay.timeout.connect(self._check)
        shell.session.changed.connect(self._book_changed)
        shell.assets_changed.connect(self._assets_changed)
        self._ask_systems()

    def _first_wish(self, chosen: Chosen | None) -> Wish:
        """Who was chosen keeps all their wallets while these have no asset in common."""
        every = [asset.id for asset in self.assets()]
        if chosen is None:
            return Wish(asset=every[0] if every else None)
        assets = chosen.assets or set(every)
        common = next(iter(assets)) if len(assets) == 1 else None
        return Wish(by_list=True, listed="\n".join(chosen.listed), asset=common)

    # What there is to choose from

    def assets(self) -> list[Asset]:
        """The project's assets by code."""
        return sorted(self.shell.assets.values(), key=lambda asset: asset.code.casefold())

    def asset(self) -> Asset | None:
        """The one that was chosen."""
        return self.shell.assets.get(self.wish.asset) if self.wish.asset is not None else None

    def _assets_changed(self, _assets: object) -> None:
        self.wish_changed.emit()

    def _ask_systems(self) -> None:
        self._run(_systems, self.project.id, key="systems", done=self._take_systems)

    def _take_systems(self, systems: tuple[Wallet, ...]) -> None:
        self.systems = systems
        if self.state is State.WRITTEN:
            return
        if self.wish.system not in [wallet.id for wallet in systems]:
            self.wish = replace(self.wish, system=None)
        self.wish_changed.emit()
        self.check_soon()

    def _book_changed(self, changes: Changes) -> None:
        if changes is REWORDED:
            self.state_changed.emit()
            return
        if self.state in (State.WRITTEN, State.WRITING):
            return
        if changes.touches("projects", "assets", "customers", "wallets", "transactions"):
            self._ask_systems()

    # The wish

    def change(self, wish: Wish) -> None:
        """Another wish from here on."""
        if wish == self.wish or self.state in (State.WRITING, State.WRITTEN):
            return
        self.wish = wish
        self.wish_changed.emit()
        self.check_soon()

    def recipe(self) -> Recipe:
        """What is done with each wallet; refuses what was typed as an amount."""
        wish, asset = self.wish, self.asset()
        if not wish.action.moves:
            return Recipe(wish.action)
        scale = asset.scale if asset is not None else _NO_SCALE
        rule = read_rule(wish.measure, wish.amount, scale, format.notation(), gives=wish.action.gives)
        return Recipe(wish.action, rule, wish.system if wish.action.transfers else None)

    def is_writing(self) -> bool:
        """Whether the batch is being written now."""
        return self.state is State.WRITING

    # The check

    def check_soon(self) -> None:
        """Check the wallets once the person has paused."""
        if self.state not in (State.WRITING, State.WRITTEN):
            self._stop()
            self._be(State.CHECKING)
            self._delay.start()

    def stop_check(self) -> None:
        """Give the check up."""
        self._stop()
        self._be(State.STOPPED)

    def _stop(self) -> None:
        self._delay.stop()
        if self._ticket is not None:
            self._ticket.drop()
            self._ticket = None

    def _check(self) -> None:
        self.gap = self.wish.gap()
        if self.gap is not None:
            self.plan = None
            self._be(State.OPEN)
            return
        try:
            recipe = self.recipe()
        except LedgerError as refusal:
            self._problem(refusal)
            return
        self._ticket = self.shell.session.start(
            many.check, self.project.id, self.wish.who(), recipe, progress=self.moved.emit, done=self._take_plan,
            failed=self._problem, crashed=self._crash, key=self._key("check"), owner=self,
        )  # fmt: skip

    def _take_plan(self, plan: Plan) -> None:
        self._ticket = None
        self.plan = plan
        context = self.shell.context(plan.wallets)
        self._words = partial(sentence, context=context)
        self._be(State.CHECKED)

    def _problem(self, error: LedgerError) -> None:
        self._ticket = None
        self.plan = None
        self._be(State.OPEN, error)

    def _crash(self, _error: BaseException) -> None:
        self._ticket = None
        self.plan = None
        self._be(State.STOPPED)

    # The run

    def can_write(self) -> bool:
        """Whether there is something to do."""
        return self.state is State.CHECKED and self.plan is not None and len(self.plan.ready) > 0

    def write(self, description: str) -> None:
        """Do it, for the wallets that are ready; the description is the batch's name."""
        if not self.can_write():
            return
        self._started = time.monotonic()
        self._be(State.WRITING)
        self._ticket = self.shell.session.start(
            self.shell.before_much(many.write), self.plan, description, progress=self.moved.emit,
            done=self._take_batch, failed=self._refused, crashed=self._crash, cancelled=self._not_written,
            exclusive=True, owner=self,
        )  # fmt: skip

    def cancel_write(self) -> None:
        """Take everything back; a run that had ended before stays."""
        if self.state is State.WRITING and self._ticket is not None:
            self._ticket.cancel()

    def _take_batch(self, done: Done[Batch | None]) -> None:
        self._ticket = None
        assert self.plan is not None
        seconds = time.monotonic() - self._started
        self.written = Written(done.value, self.plan, seconds, self.shell.undos.way_back(done))
        self._be(State.WRITTEN)

    def _refused(self, error: LedgerError) -> None:
        """The plan stays in sight where only the description is wrong."""
        self._ticket = None
        if error.field == "description":
            self._be(State.CHECKED, error)
        else:
            self._problem(error)

    def mend_description(self) -> None:
        """What was wrong with the description is being mended."""
        if self.state is State.CHECKED and self.problem is not None:
            self._be(State.CHECKED)

    def _not_written(self) -> None:
        self._ticket = None
        self._be(State.CHECKED)

    def save_refused(self, path: Path, done: Callable[[int], object], failed: Callable[[LedgerError], object]) -> None:
        """Write the rows that are refused, with the reasons."""
        if self.plan is not None:
            self.shell.start_task(self.tr("Saving refused rows"), many.refused_csv, self.plan, path, self._words,
                                  done=guarded(self, done), failed=guarded(self, failed), bookless=True)  # fmt: skip

    # Small things

    def close(self) -> None:
        """Nothing is to come back any more."""
        self._stop()

    def words(self, error: LedgerError) -> str:
        """The refusal as a sentence that names the plan's wallets."""
        return self._words(error)

    def rows(self, part: Part) -> list[Row]:
        """The plan's rows; none without a plan."""
        if self.plan is None:
            return []
        return {Part.ALL: self.plan.rows, Part.READY: self.plan.ready, Part.REFUSED: self.plan.refused}[part]

    def _be(self, state: State, problem: LedgerError | None = None) -> None:
        self.state, self.problem = state, problem
        if problem is not None or state is not State.OPEN:
            self.gap = None
        self.state_changed.emit()

    def _key(self, what: str) -> str:
        return f"many/{id(self)}/{what}"

    def _run(self, fn: Callable[..., Any], *args: object, key: str | None = None, **then: Any) -> None:
        self.shell.session.run(fn, *args, key=self._key(key) if key else None, owner=self, **then)


# On the lane


def _systems(book: Any, project: str) -> tuple[Wallet, ...]:
    return wallets.page(book, project, WalletQuery(system=True, status=Status.OPEN), 1, _SYSTEMS_SHOWN).rows
