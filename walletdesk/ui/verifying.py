"""What is known of the ledger's soundness: only a Verify since the last change may say "verified"."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from walletdesk.ui import format
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import REWORDED, Shell
from walletdesk.ui.words import counted, recomputed

if TYPE_CHECKING:
    from walletdesk.controllers.changes import Changes
    from walletdesk.controllers.tasks import Task
    from walletdesk.controllers.verifying import Verdict
    from walletdesk.ledger.refusal import LedgerError

T = TypeVar("T")

_KINDS = ("projects", "assets", "customers", "wallets", "transactions")


class Soundness(Enum):
    """What can be said of the ledger now."""

    UNKNOWN = auto()
    RUNNING = auto()
    VERIFIED = auto()
    CHANGED = auto()
    BROKEN = auto()


class Verifier(QObject):
    """Runs Verify as a task, and forgets its praise at the next change."""

    changed = Signal()
    seal_wanted = Signal()
    """The person wants to note that the ledger is sound as it is now."""
    found = Signal(object)
    """The Verdict of a check that found something broken: it is to be shown."""
    damaged = Signal()
    """SQLite finds the file of the book damaged: nothing more is to be written into it."""

    def __init__(self, shell: Shell, memory: Path | None = None, parent: QObject | None = None) -> None:
        """`memory` is the folder where the ends of chains are remembered, outside the book."""
        super().__init__(parent)
        self._shell = shell
        self.memory = memory
        self._task: RunningTask | None = None
        self._dirty = False
        self._quiet = False
        self._before = Soundness.UNKNOWN
        self.soundness = Soundness.UNKNOWN
        self.verdict: Verdict | None = None
        self.cut: tuple[str, int, int] | None = None
        shell.session.changed.connect(self._book_changed)

    def reset(self) -> None:
        """Another book is open: nothing is known of it, save whether its end is the one seen last."""
        if self._task is not None:
            self._task.cancel()
        self.verdict, self.cut = None, None
        self._set(Soundness.UNKNOWN)
        if self.memory is not None:
            self._run(_check_ends, done=self._told_ends, key="ends")
        self._shell.session.start(
            _quick_check, done=self._glanced, failed=_ignore, present=True, key="glance", owner=self
        )

    def _run(self, fn: Callable[..., T], done: Callable[[T], object], key: str) -> None:
        """Ask the book itself something, whichever evening of it is shown."""
        self._shell.session.run(fn, self.memory, done=done, present=True, key=key, owner=self)

    def _glanced(self, verdict: Verdict) -> None:
        if self.soundness is not Soundness.UNKNOWN:
            return  # a whole check was begun or done since
        if verdict.ok:
            if self.memory is not None:
                self._run(_is_due, done=self._verify_if_due, key="due")
            return
        self.verdict = verdict
        self._set(Soundness.BROKEN)
        self.found.emit(verdict)
        if self.is_damaged():
            self.damaged.emit()

    def is_damaged(self) -> bool:
        """Whether SQLite was found to see damage in the book's file."""
        from walletdesk.controllers.verifying import Check

        return self.verdict is not None and any(finding.check is Check.FILE for finding in self.verdict.findings)

    def _verify_if_due(self, due: bool) -> None:
        if due:
            self._begin(quiet=True)

    def start(self) -> None:
        """Check everything, with progress and cancel in the status bar."""
        self._begin(quiet=False)

    def _begin(self, quiet: bool) -> None:
        if self.soundness is Soundness.RUNNING:
            return
        self._before, self._dirty, self._quiet = self.soundness, False, quiet
        name = self.tr("Verifying the ledger")
        self._task = self._shell.start_task(name, _verify, self.memory, done=self._done, present=True)
        self._task.ended.connect(self._ended)
        self._set(Soundness.RUNNING)

    def remember(self) -> None:
        """Keep the ends of the chains outside the book, unless something about them is wrong already."""
        if self.memory is not None and self.cut is None and self.soundness is not Soundness.BROKEN:
            self._shell.session.run(_remember_ends, self.memory, present=True)

    def take(self, verdict: Verdict) -> None:
        """The whole book was recomputed for something else: this is what was found."""
        if self.soundness is not Soundness.RUNNING:
            self._dirty, self._quiet = False, True
            self._done(verdict)

    def status(self) -> str:
        """What the status bar says."""
        if self.soundness is Soundness.VERIFIED and self.verdict is not None:
            when = format.relative_text(self.verdict.at, self._shell.now(), self._shell.zone)
            return self.tr("Ledger verified {when}").format(when=when)
        if self.soundness is Soundness.BROKEN:
            return self._problems()
        return {
            Soundness.RUNNING: self.tr("Verifying the ledger…"),
            Soundness.CHANGED: self.tr("Not verified since the last change"),
        }.get(self.soundness, self.tr("Not verified yet"))

    def _problems(self) -> str:
        number = self.verdict.broken if self.verdict else 0
        return counted(number, self.tr("Verify found a problem"), self.tr("Verify found {count} problems"))

    def _told_ends(self, cut: tuple[str, int, int] | None) -> None:
        self.cut = cut
        if cut is not None:
            self.changed.emit()

    def _ended(self) -> None:
        self._task = None
        self._set(Soundness.CHANGED if self._dirty else self._before)

    def _done(self, verdict: Verdict) -> None:
        self.verdict = verdict
        if not verdict.ok:
            self._set(Soundness.BROKEN)
            self.found.emit(verdict)
            return
        self.cut = None
        self._set(Soundness.CHANGED if self._dirty else Soundness.VERIFIED)
        if self._quiet:
            return
        text = self.tr("The ledger is sound: {recomputed}")
        text = text.format(recomputed=recomputed(verdict.transactions, verdict.entries))
        if verdict.unnoted is not None:
            unnoted = self.tr("Where it ends could not be noted. {reason}")
            text = f"{text} {unnoted.format(reason=self._shell.words(verdict.unnoted))}"
        self._shell.toast(text, [(self.tr("Seal…"), self.seal_wanted.emit)])

    def _book_changed(self, changes: Changes) -> None:
        if changes is REWORDED or not changes.touches(*_KINDS):
            return
        self._dirty = True
        if self.soundness is Soundness.VERIFIED:
            self._set(Soundness.CHANGED)

    def _set(self, soundness: Soundness) -> None:
        self.soundness = soundness
        self.changed.emit()


def _ignore(_error: LedgerError) -> None:
    """What keeps a look at the book from its end is told by whatever else reads the book."""


# On the lane, where the module is loaded too: the first window needs nothing of it


def _quick_check(book: Any) -> Task[Verdict]:
    from walletdesk.controllers import verifying

    return verifying.quick_check(book)


def _verify(book: Any, memory: Path | None) -> Task[Verdict]:
    from walletdesk.controllers import verifying

    return verifying.verify_book(book, memory)


def _is_due(book: Any, memory: Path) -> bool:
    from walletdesk.controllers import verifying

    return verifying.is_due(book, memory)


def _check_ends(book: Any, memory: Path) -> tuple[str, int, int] | None:
    from walletdesk.controllers import verifying

    return verifying.check_ends(book, memory)


def _remember_ends(book: Any, memory: Path) -> None:
    from walletdesk.controllers import verifying

    verifying.remember_ends(book, memory)
