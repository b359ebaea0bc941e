"""An import in the making: the file, what its columns mean, the dry run of it, and in the end the writing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from walletdesk.controllers import importing, importing_look
from walletdesk.controllers.changes import Done
from walletdesk.controllers.importing import AssetSpec, Column, Mapping, Memory, Plan, Sheet, Verdict
from walletdesk.controllers.importing_look import Checked, Words
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Asset, Batch, Project
from walletdesk.ui import format
from walletdesk.ui.batch_work import DELAY_MS, BatchWork, Known, State
from walletdesk.ui.importing.saved import Saved
from walletdesk.ui.importing.states import Gap, Written, find_gap
from walletdesk.ui.running import guarded
from walletdesk.ui.shell import Shell

_MANY: Final = 5_000
"""Rows that are freed in no time."""


class ImportWork(BatchWork[Plan, Gap]):
    """All that an import window shows."""

    sheet_changed = Signal()
    """Another file, or the same one read in another way. Its mapping is there too."""
    mapping_changed = Signal()
    """The mapping, its words, or the assets to choose from."""

    def __init__(self, shell: Shell, project: Project, delay_ms: int = DELAY_MS, parent: QObject | None = None) -> None:
        """Without a file yet."""
        super().__init__(shell, project, State.NO_FILE, delay_ms, parent)
        self.saved: Final = Saved.of_the_person()
        self.path: Path | None = None
        self.sheet: Sheet | None = None
        self._first_sheet: Sheet | None = None  # as it was found without help: it is remembered by this
        self.mapping = Mapping()
        self.remembered = False
        self.words = Words()
        self.plan_words: Callable[[LedgerError], str] = shell.words
        self.written: Written | None = None
        self._memory = Memory()  # the lane's own: only one check is ever under way
        self._guessing = True  # a mapping that was kept says all that it means
        self._words_of: tuple[Sheet, Column] | None = None
        self._lent: Plan | None = None  # whose problem rows are being saved, perhaps longer than it is shown

    # The book

    def _take_known(self, known: Known) -> None:
        super()._take_known(known)
        if self.sheet is not None:
            self._settle_asset()
            self.mapping_changed.emit()
            self.check_soon()

    # The file

    def choose(self, path: Path) -> None:
        """Look at this file."""
        self._stop()
        self._let_go(self.plan)
        self.path, self.sheet, self.plan, self.written = path, None, None, None
        self.words, self._words_of, self.remembered = Words(), None, False
        self._guessing = True
        self.mapping = Mapping()
        self._look(self._first_look)

    def _look(self, then: Callable[[Sheet], None]) -> None:
        form = self.mapping.format
        self._be(State.READING)
        self.shell.session.start(
            importing.inspect, self.path, form.encoding, form.separator, form.header, done=then, failed=self._unfit,
            bookless=True, key=self._key("look"), owner=self,
        )  # fmt: skip

    def _unfit(self, error: LedgerError) -> None:
        self.plan = None
        if self.sheet is not None:  # another encoding or separator was tried in vain
            self._be(State.OPEN, error)
        else:
            self._be(State.UNFIT, error)

    def _first_look(self, sheet: Sheet) -> None:
        kept = self.saved.remembered(sheet)
        self.sheet = self._first_sheet = sheet
        if kept is None:
            self.mapping = sheet.suggestion
            self._show_sheet()
        else:
            self.remembered = True
            self.apply(kept)

    def start_anew(self) -> None:
        """Forget what was said, as if the file were new."""
        self.remembered, self._guessing, self._words_of = False, True, None
        self.mapping = Mapping()
        self._look(self._suggest)

    def _suggest(self, sheet: Sheet) -> None:
        self.sheet, self.mapping = sheet, sheet.suggestion
        self._show_sheet()

    def apply(self, mapping: Mapping) -> None:
        """Use a mapping that was kept or loaded."""
        before = self.mapping.format
        self.mapping = mapping
        self._guessing, self._words_of = False, None
        if _layout(mapping) != _layout(replace(mapping, format=before)):
            self._look(self._looked_again)
        elif self.sheet is not None:
            self._looked_again(self.sheet)

    def _looked_again(self, sheet: Sheet) -> None:
        """Other columns, perhaps: what the mapping calls columns is looked for among them."""
        self.sheet = sheet
        self.mapping, missing = importing_look.settled(self.mapping, sheet.facts)
        if missing and self.mapping.columns == importing_look.Columns():
            self.mapping = replace(self.mapping, columns=sheet.suggestion.columns, kinds=sheet.suggestion.kinds)
            missing = ()
        self._show_sheet()
        if missing:
            self._delay.stop()
            self._be(State.OPEN, missing[0])

    def _show_sheet(self) -> None:
        self._settle_asset()
        self.sheet_changed.emit()
        self._ask_words()
        self.check_soon()

    # The mapping

    def change(self, mapping: Mapping) -> None:
        """Another mapping from here on; what follows from it follows."""
        before, self.mapping = self.mapping, mapping
        if before == mapping or self.sheet is None:
            return
        self._guessing = self._guessing or before.columns.kind != mapping.columns.kind
        if _layout(before) != _layout(mapping):
            self._look(self._looked_again)
            return
        self.mapping_changed.emit()
        self._ask_words()
        self.check_soon()

    def _settle_asset(self) -> None:
        """An asset that is chosen by silence is named; where there is none to choose, a new one is described."""
        spec, assets = self.mapping.asset, self.known.assets
        if spec.code is None and assets:
            self.mapping = replace(self.mapping, asset=AssetSpec(assets[0].code))

    def asset(self) -> Asset | None:
        """The asset of the book that the mapping names."""
        code = (self.mapping.asset.code or "").strip().casefold()
        return next((asset for asset in self.known.assets if asset.code.casefold() == code), None)

    def _ask_words(self) -> None:
        column, sheet = self.mapping.columns.kind, self.sheet
        if sheet is None or column is None:
            self.words, self._words_of = Words(), None
            self._guessing = True
        elif self._words_of != (sheet, column):
            self.words, self._words_of = Words(), (sheet, column)
            self.shell.session.start(importing_look.words, sheet.facts, column, done=self._take_words,
                                     failed=self._problem, key=self._key("words"), owner=self)  # fmt: skip

    def _take_words(self, words: Words) -> None:
        self.words = words
        if self._guessing:
            kinds = importing_look.with_guesses(self.mapping.kinds, [word.text for word in words.words])
            if kinds != self.mapping.kinds:
                self.mapping = replace(self.mapping, kinds=kinds)
                self.check_soon()
        self.mapping_changed.emit()

    # The check

    def can_check(self) -> bool:
        """Whether there is a file, and nothing of it is being written."""
        return self.sheet is not None and not self.is_writing()

    def _check(self) -> None:
        assert self.path is not None
        gap = find_gap(self.mapping)
        if gap is not None:
            self._lacks(gap)
            return
        self._begin(
            importing_look.checked, self.path, self.mapping, self.project.id, format.notation(), self._memory,
            done=self._take_plan, failed=self._problem, key=self._key("check"),
        )  # fmt: skip

    def _take_plan(self, checked: Checked) -> None:
        self._ticket = None
        before = self.plan
        self.plan, self.plan_words = checked.plan, checked.words
        self._be(State.CHECKED)
        self._let_go(before)

    # The import

    def can_write(self) -> bool:
        """Whether there is something to import."""
        plan = self.plan
        return self.state is State.CHECKED and plan is not None and not plan.imported_before and len(plan.ready) > 0

    def write(self) -> None:
        """Import the rows that are ready."""
        if not self.can_write():
            return
        self._write(importing.write, self.plan, done=self._take_batch, failed=self._refused)

    def _take_batch(self, done: Done[Batch]) -> None:
        self._ticket = None
        assert self.plan is not None
        assert self._first_sheet is not None
        self.written = Written(done.value, self.plan, self.plan_words, self._seconds())
        self.saved.remember(self._first_sheet, self.to_keep())
        self._be(State.WRITTEN)

    def _refused(self, error: LedgerError) -> None:
        self._ticket = None
        words = self.plan_words
        self._problem(error)
        self.plan_words = words
        self.state_changed.emit()

    def to_keep(self) -> Mapping:
        """The mapping as a file has it, complete for the command line too."""
        asset, spec = self.asset(), self.mapping.asset
        if asset is not None:
            spec = AssetSpec(asset.code, asset.name, asset.fractions, asset.unit, asset.part)
        return replace(self.mapping, project=self.project.name, asset=spec)

    def save_problems(self, path: Path, done: Callable[[int], object], failed: Callable[[LedgerError], object]) -> None:
        """Write the rows that cannot be imported, with the reasons."""
        if self.plan is not None:
            self._lent = self.plan
            name = self.tr("Saving problem rows")
            self.shell.start_task(name, importing.refused_csv, self.plan, path, self.plan_words,
                                  done=guarded(self, done), failed=guarded(self, failed), bookless=True)  # fmt: skip

    # Small things

    def close(self) -> None:
        """Nothing is to come back any more."""
        super().close()
        self._let_go(self.plan)

    def _let_go(self, plan: Plan | None) -> None:
        """Have a plan that is shown no more emptied on the lane."""
        if plan is not None and plan.total > _MANY and plan is not self._lent:
            self.shell.session.start(_let_go, plan, bookless=True)

    def sentence(self) -> str:
        """The problem in words, empty without one."""
        return self.plan_words(self.problem) if self.problem is not None else ""

    def count(self, verdict: Verdict | None = None) -> int:
        """How many rows of the plan have the verdict; 0 without a plan."""
        return self.plan.count(verdict) if self.plan is not None else 0

    def _be(self, state: State, problem: LedgerError | None = None, crashed: bool = False) -> None:
        if (state is State.READING or state is State.CHECKING) and self.plan is None:
            self.plan_words = self.shell.words
        super()._be(state, problem, crashed)


def _layout(mapping: Mapping) -> tuple[object, ...]:
    form = mapping.format
    return form.encoding, form.separator, form.header


# On the lane


def _let_go(plan: Plan) -> Task[None]:
    for _ in plan.let_go():
        yield Progress(0, 0)
