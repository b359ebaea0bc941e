"""A run in the making: what the person said so far, the dry run of it, and in the end the writing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QObject, Signal

from walletdesk.controllers import many
from walletdesk.controllers.changes import Done
from walletdesk.controllers.many import Action, Measure, Plan, Recipe, Row, Who
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.controllers.words import sentence
from walletdesk.ledger.amounts import Scale
from walletdesk.ledger.recipes import read_rule
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset, Batch, Project
from walletdesk.ui import format
from walletdesk.ui.batch_work import DELAY_MS, BatchWork, Known, State
from walletdesk.ui.running import guarded
from walletdesk.ui.shell import Chosen, Shell, ToastAction

_NO_SCALE: Final = Scale(1)  # a percentage has no amount to read, whatever the asset


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


class RunWork(BatchWork[Plan, Gap]):
    """All that the window shows."""

    wish_changed = Signal()
    """What was said, or what there is to choose from."""

    systems_wanted: ClassVar = WalletQuery(system=True, status=Status.OPEN)

    def __init__(
        self,
        shell: Shell,
        project: Project,
        delay_ms: int = DELAY_MS,
        parent: QObject | None = None,
        chosen: Chosen | None = None,
    ) -> None:
        """For those who are chosen already, or for whom the person will choose."""
        super().__init__(shell, project, State.CHECKING, delay_ms, parent)
        self.wish = Wish() if chosen is None else Wish(by_list=True, listed="\n".join(chosen.listed))
        self._chosen, self._begun = chosen, False
        self.written: Written | None = None
        self._words: Callable[[LedgerError], str] = shell.words

    # What there is to choose from

    def assets(self) -> list[Asset]:
        """The project's assets by code."""
        return sorted(self.known.assets, key=lambda asset: asset.code.casefold())

    def asset(self) -> Asset | None:
        """The one that was chosen."""
        return next((asset for asset in self.known.assets if asset.id == self.wish.asset), None)

    def _take_known(self, known: Known) -> None:
        """What was wished for and is there no more is taken back."""
        super()._take_known(known)
        if self.state is State.WRITTEN:
            return
        asset = self.wish.asset if self._begun else self._first_asset()
        self._begun = True
        self.wish = replace(
            self.wish,
            asset=asset if asset in [one.id for one in known.assets] else None,
            system=self.wish.system if self.wish.system in [wallet.id for wallet in known.systems] else None,
        )
        self.wish_changed.emit()
        self.check_soon()

    def _first_asset(self) -> str | None:
        """Who was chosen keeps all their wallets while these have no asset in common."""
        every = [asset.id for asset in self.assets()]
        if self._chosen is None:
            return every[0] if every else None
        assets = self._chosen.assets or set(every)
        return next(iter(assets)) if len(assets) == 1 else None

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
        if wish.measure is Measure.SHARE:
            scale = _NO_SCALE
        else:
            assert asset is not None, "an amount without an asset"
            scale = asset.scale
        rule = read_rule(wish.measure, wish.amount, scale, format.notation(), gives=wish.action.gives)
        return Recipe(wish.action, rule, wish.system if wish.action.transfers else None)

    # The check

    def can_check(self) -> bool:
        """Whether the run is still to come."""
        return self.state not in (State.WRITING, State.WRITTEN)

    def _check(self) -> None:
        gap = self.wish.gap()
        if gap is not None:
            self._lacks(gap)
            return
        try:
            recipe = self.recipe()
        except LedgerError as refusal:
            self._problem(refusal)
            return
        self._begin(
            many.check, self.project.id, self.wish.who(), recipe, done=self._take_plan, failed=self._problem,
            key=self._key("check"),
        )  # fmt: skip

    def _take_plan(self, plan: Plan) -> None:
        self._ticket = None
        self.plan = plan
        context = replace(self.shell.context(plan.wallets), asset={one.id: one for one in self.known.assets}.get)
        self._words = partial(sentence, context=context)
        self._be(State.CHECKED)

    # The run

    def can_write(self) -> bool:
        """Whether there is something to do."""
        return self.state is State.CHECKED and self.plan is not None and len(self.plan.ready) > 0

    def write(self, description: str) -> None:
        """Do it, for the wallets that are ready; the description is the batch's name."""
        if not self.can_write():
            return
        self._write(many.write, self.plan, description, done=self._take_batch, failed=self._refused)

    def _take_batch(self, done: Done[Batch | None]) -> None:
        self._ticket = None
        assert self.plan is not None
        self.written = Written(done.value, self.plan, self._seconds(), self.shell.undos.way_back(done))
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

    def save_refused(self, path: Path, done: Callable[[int], object], failed: Callable[[LedgerError], object]) -> None:
        """Write the rows that are refused, with the reasons."""
        if self.plan is not None:
            self.shell.start_task(self.tr("Saving refused rows"), many.refused_csv, self.plan, path, self._words,
                                  done=guarded(self, done), failed=guarded(self, failed), bookless=True)  # fmt: skip

    # Small things

    def words(self, error: LedgerError) -> str:
        """The refusal as a sentence that names the plan's wallets."""
        return self._words(error)

    def rows(self, part: Part) -> list[Row]:
        """The plan's rows; none without a plan."""
        if self.plan is None:
            return []
        return {Part.ALL: self.plan.rows, Part.READY: self.plan.ready, Part.REFUSED: self.plan.refused}[part]
