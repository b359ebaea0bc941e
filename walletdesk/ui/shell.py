"""What every tab is given: the session, the project in force and its assets, and the ways to everything else."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, QSettings, Signal

from walletdesk.controllers.changes import Changes
from walletdesk.controllers.tasks import Progress
from walletdesk.ledger.days import Days
from walletdesk.ledger.status import Kind
from walletdesk.ui import files, format, privacy
from walletdesk.ui.running import RunningTask
from walletdesk.ui.session import Session
from walletdesk.ui.undoing import UndoStack

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from walletdesk.controllers.words import Context
    from walletdesk.ledger.refusal import LedgerError
    from walletdesk.ledger.values import Asset, Operation, Project, Wallet

T = TypeVar("T")
REWORDED = Changes(everything=True)
"""Says that nothing changed but the words in which all of it is shown."""
LongWork = Generator[Progress, None, T]
ToastAction = tuple[str, Callable[[], object]]


def clock() -> int:
    """The computer's clock, UTC milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a new transaction begins with: whole operations, or only its kind and the wallet it is from or to; or all
    that a template holds."""

    operations: tuple[Operation, ...] = ()
    description: str = ""
    reference: str = ""
    value_date: date | None = None
    source: int | None = None
    target: int | None = None
    kind: Kind = Kind.TRANSFER
    template: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose wallets a run begins with: ids of customers or labels of wallets, and the assets of these."""

    listed: tuple[str, ...]
    assets: frozenset[str] = frozenset()


class Host(Protocol):
    """The window, as the shell sees it. One that is silent stands in for it in the tests of a single tab."""

    def toast(self, text: str, actions: Sequence[ToastAction]) -> None:
        """Say something short at the bottom."""

    def show_wallet_ledger(self, wallet: int, explained: bool = False) -> None:
        """Go to the wallet's ledger, or to what explains its balance."""

    def show_wallets(self, filters: Mapping[str, Any]) -> None:
        """Go to the wallets tab; `filters` are ListPage.set_filter's arguments."""

    def show_customers(self, filters: Mapping[str, Any]) -> None:
        """Go to the customers tab."""

    def show_transactions(self, filters: Mapping[str, Any]) -> None:
        """Go to the transactions tab."""

    def show_transaction(self, number: int) -> None:
        """Go to the transactions tab and select this one."""

    def new_transaction(self, prefill: Prefill | None) -> None:
        """Open the form for a new transaction."""

    def edit_draft(self, draft: int) -> None:
        """Open the form on a draft of the book."""

    def reverse(self, project: str, number: int) -> None:
        """Open the form on what takes a transaction back."""

    def import_file(self) -> None:
        """Open the import."""

    def run_for_many(self, chosen: Chosen | None) -> None:
        """Open the window that does one thing for many."""

    def show_task(self, task: RunningTask) -> None:
        """Show how far a task is, with a way to cancel it."""


class SilentHost:
    """Hears everything and does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: None


class Shell(QObject):
    """The seam between the window and its tabs. There is one for each window; tabs keep it, it keeps no tab."""

    project_changed = Signal(object)
    """The Project that is shown now, or None. Its assets are already there. Tabs start anew."""
    project_renamed = Signal(object)
    """The same project as before, as it is called (or archived) now."""
    assets_changed = Signal(object)
    """`assets` was read again because something of them changed."""
    placed = Signal()
    """The tab in sight shows something else: a page, a filter, a row, a ledger."""
    project_left = Signal()
    """Another project of the same book comes into sight: what was offered of the one before is over."""
    evening_changed = Signal(object)
    """The day whose evening is shown now, or None. `project_changed` follows."""
    picked = Signal(str)
    """What is selected in the list in sight, for the status bar; empty for one row or none."""

    def __init__(
        self,
        session: Session,
        settings: QSettings | None = None,
        clock: Callable[[], int] = clock,
        file_dialogs: files.FileDialogs | None = None,
        parent: QObject | None = None,
    ) -> None:
        """A shell without book and project; `set_book` and `set_project` follow once a book is open."""
        super().__init__(parent)
        self.session = session
        self.settings = settings if settings is not None else QSettings()
        self.file_dialogs = file_dialogs or files.FileDialogs(self.settings)
        self.host: Host = SilentHost()
        self.before_much: Callable[[Callable[..., Any]], Callable[..., Any]] = lambda factory: factory
        self.show_remains: Callable[[], object] = lambda: None
        self.project: Project | None = None
        self.evening: date | None = None
        self._for_reading = False
        self.assets: dict[str, Asset] = {}
        self.days = Days("UTC")
        self._clock = clock
        self._new_book = True
        self.undos: Final = UndoStack(session, self.toast, self.words, self._project_id, self.why_fixed, self)
        session.changed.connect(self._book_changed)
        privacy.privacy().changed.connect(self._reword)

    # Time

    def set_book(self, days: Days, writable: bool = True) -> None:
        """Another book is open, with this calendar. `set_project` is to follow: a copy may hold the same project."""
        self.days, self._for_reading = days, not writable
        self._show_evening(None)
        self._new_book = True
        self.undos.clear()

    @property
    def zone(self) -> ZoneInfo:
        """The book's time zone, as walletdesk.ui.format wants it."""
        return self.days.info

    def now(self) -> int:
        """This instant, UTC milliseconds."""
        return self._clock()

    def today(self) -> date:
        """Today in the book's time zone; in the book of a past evening that day."""
        return self.evening or self.days.day(self.now())

    def writable(self) -> bool:
        """Whether anything can be changed: not without a project, nor in an archived one or a fixed book."""
        return self.project is not None and not self.project.archived and not self.why_fixed()

    def why_read_only(self) -> str:
        """The reason for which nothing can be changed in this project; empty where it can."""
        if self.project is not None and self.project.archived and not self.why_fixed():
            return self.tr("This project is archived and can only be read.")
        return self.why_fixed()

    def why_fixed(self) -> str:
        """The reason for which nothing at all can be changed in the book that is shown; empty where it can."""
        if self.evening is not None:
            text = self.tr("This is the book as it was on the evening of {day}. It can only be read.")
            return text.replace("{day}", self.evening.isoformat())
        if self._for_reading:
            return self.tr("This book was opened for reading only. Nothing in it can be changed.")
        return ""

    def set_evening(self, day: date | None, project: str | None = None) -> None:
        """The session reads the book of this evening now, or itself again: the project, or this one, is read anew."""
        self._new_book = True
        self._show_evening(day)
        if (shown := project or self._project_id()) is not None:
            self.set_project(shown)

    def _show_evening(self, day: date | None) -> None:
        before, self.evening = self.evening, day
        if day != before:
            self.evening_changed.emit(day)

    # Words

    def words(self, error: LedgerError) -> str:
        """The refusal as a sentence."""
        from walletdesk.controllers.words import sentence

        return sentence(error, self.context())

    def context(self, wallets: Mapping[int, Wallet] | None = None) -> Context:
        """How facts become text here; `wallets` are those whose names and assets are at hand."""
        from walletdesk.controllers.words import Context
        from walletdesk.ui import cells

        known = wallets or {}

        def asset(name: str) -> Asset | None:
            folded = name.casefold()
            return self.assets.get(name) or next((a for a in self.assets.values() if a.code.casefold() == folded), None)

        return Context(
            lambda id_: cells.wallet_full(known[id_]) if id_ in known else None,
            lambda id_: known[id_].asset if id_ in known else None,
            asset,
            lambda instant: format.date_text(instant, self.zone),
            format.notation(),
            privacy.HIDDEN if privacy.is_hidden() else "",
        )

    # The project

    def set_project(self, project: str | None, then: Callable[[], object] = lambda: None) -> None:
        """Show this project from now on; `project_changed` follows once it and its assets were read, then `then`."""
        if project is None:
            self._enter(None, {})
            return
        self.session.run(_project_facts, project, done=partial(self._entered, then), key="shell/project", owner=self)

    def in_project(self, project: str, then: Callable[[], object]) -> None:
        """Do this where the project is shown: at once, or after a switch to it."""
        if project == self._project_id():
            then()
        else:
            self.set_project(project, then)

    def _entered(self, then: Callable[[], object], facts: tuple[Project, dict[str, Asset]]) -> None:
        self._enter(*facts)
        then()

    def _enter(self, project: Project | None, assets: dict[str, Asset]) -> None:
        before, new_book = self.project, self._new_book
        stays = not new_book and project is not None and before is not None and project.id == before.id
        self._new_book = False
        self.project, old, self.assets = project, self.assets, assets
        if not stays:
            if not new_book:
                self.project_left.emit()
            self.project_changed.emit(project)
            return
        if project != before:
            self.project_renamed.emit(project)
        if assets != old:
            self.assets_changed.emit(assets)

    def _reword(self) -> None:
        self.session.changed.emit(REWORDED)

    def _book_changed(self, changes: Changes) -> None:
        if self.project is None or self._new_book or not (changes.everything or changes.projects or changes.assets):
            return
        # Its own key: a switch that is under way must not be undone by a refresh of the project before it.
        self.session.run(_project_facts, self.project.id, done=self._refreshed, key="shell/refresh", owner=self)

    def _project_id(self) -> str | None:
        return self.project.id if self.project is not None else None

    def _refreshed(self, facts: tuple[Project, dict[str, Asset]]) -> None:
        if self.project is not None and self.project.id == facts[0].id:
            self._enter(*facts)

    # Ways

    def toast(self, text: str, actions: Sequence[ToastAction] = ()) -> None:
        """Say something short; up to two actions, each a name and what it does."""
        self.host.toast(text, actions)

    def show_wallet_ledger(self, wallet: int, explained: bool = False) -> None:
        """Go to a wallet's ledger, or to what explains its balance: WalletsTab.show_ledger or show_explanation."""
        if explained:
            self.host.show_wallet_ledger(wallet, explained)
        else:
            self.host.show_wallet_ledger(wallet)

    def show_wallets(self, **filters: Any) -> None:
        """Go to the wallets, filtered: calls WalletsTab.show_filtered(**filters) (text=..., and choices by key)."""
        self.host.show_wallets(filters)

    def show_customers(self, **filters: Any) -> None:
        """Go to the customers, filtered: calls CustomersTab.show_filtered(**filters)."""
        self.host.show_customers(filters)

    def show_transactions(self, **filters: Any) -> None:
        """Go to the transactions, filtered: calls TransactionsTab.show_filtered(**filters)."""
        self.host.show_transactions(filters)

    def show_transaction(self, number: int) -> None:
        """Go to one transaction: calls TransactionsTab.show_transaction(number)."""
        self.host.show_transaction(number)

    def new_transaction(self, prefill: Prefill | None = None) -> None:
        """Open the form: calls walletdesk.ui.builder.window.open_builder(shell, prefill=prefill)."""
        self.host.new_transaction(prefill)

    def edit_draft(self, draft: int) -> None:
        """Open the form on a draft: calls walletdesk.ui.builder.window.open_draft."""
        self.host.edit_draft(draft)

    def reverse(self, project: str, number: int) -> None:
        """Open the form on what takes this transaction back: calls walletdesk.ui.builder.window.open_reversal."""
        self.host.reverse(project, number)

    def import_file(self) -> None:
        """Open the import of a CSV file."""
        self.host.import_file()

    def run_for_many(self, chosen: Chosen | None = None) -> None:
        """Open the window that does one thing for many customers, or for those that were chosen already."""
        self.host.run_for_many(chosen)

    # Long work

    def start_task(
        self,
        name: str,
        factory: Callable[..., LongWork[T]],
        *args: object,
        done: Callable[[T], object] | None = None,
        failed: Callable[[LedgerError], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        exclusive: bool = False,
        bookless: bool = False,
        present: bool = False,
        aside: bool = False,
    ) -> RunningTask:
        """Run `factory(book, *args)` with its progress and a cancel button in the status bar.

        `bookless`, `present` and `aside` are the session's.
        Without `failed` a refusal is said in a toast. `done` is also where what must follow belongs: never `ended`.
        """
        task = RunningTask(name, self)

        def ending(then: Callable[..., object] | None, *values: object) -> None:
            task.ended.emit()
            task.deleteLater()
            if then is not None:
                then(*values)

        task.ticket = self.session.start(
            factory, *args, progress=task.moved.emit, done=partial(ending, done),
            failed=partial(ending, failed or self._say_refusal), crashed=lambda error: ending(None),
            cancelled=partial(ending, cancelled), exclusive=exclusive, bookless=bookless, present=present, aside=aside,
        )  # fmt: skip
        self.host.show_task(task)
        return task

    def run_export(
        self, name: str, suggested_file_name: str, task_factory: Callable[[Any, Path], LongWork[int]]
    ) -> RunningTask | None:
        """Ask where to, run `task_factory(book, path)` with progress and cancel, and say what was written.

        `name` titles the dialog: "Export the ledger". None when the person gave up.
        """
        path = self.file_dialogs.save_path(name, files.dated(suggested_file_name, self.evening), files.CSV)
        return self.start_task(name, task_factory, path, done=partial(self.written, path)) if path is not None else None

    def written(self, path: Path, rows: int) -> None:
        """Say that a list was written, and offer to show where."""
        show = partial(self.file_dialogs.show_folder, path.parent)
        self.toast(files.written(rows, path.name), [(self.tr("Open folder"), show)])

    def _say_refusal(self, error: LedgerError) -> None:
        self.toast(self.words(error))


def _project_facts(book: Any, project: str) -> tuple[Project, dict[str, Asset]]:
    """The project and its assets by id; runs on the lane, where the module is loaded too."""
    from walletdesk.controllers import projects

    found, assets = projects.get_with_assets(book, project)
    return found, {asset.id: asset for asset in assets}
