"""The brain of a window that writes a batch: a dry run after every choice, then the writing; each can be cancelled."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, ClassVar, Final, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from walletdesk.controllers import projects, wallets
from walletdesk.controllers.changes import Changes
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Asset, Project, Wallet
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import REWORDED, Shell

DELAY_MS: Final = 250
_SYSTEMS_SHOWN: Final = 500


class State(Enum):
    """What is going on. The first three are those of an import alone."""

    NO_FILE = "no file"
    READING = "reading"
    UNFIT = "unfit"
    """The file itself cannot be imported: `problem` says why."""
    OPEN = "open"
    """Something has to be said before there is anything to check: `gap` or `problem` says what."""
    CHECKING = "checking"
    STOPPED = "stopped"
    """The person gave the check up, or it broke off: `crashed` tells which."""
    CHECKED = "checked"
    WRITING = "writing"
    WRITTEN = "written"


@dataclass(frozen=True)
class Known:
    """What the batch's project offers to choose from; the window behind may show another project by now."""

    assets: tuple[Asset, ...] = ()
    systems: tuple[Wallet, ...] = ()


PlanT = TypeVar("PlanT")
GapT = TypeVar("GapT")


class BatchWork(QObject, Generic[PlanT, GapT]):
    """What such a window shows. It tells what changed; the window's parts ask for what they need."""

    state_changed = Signal()
    """`state`, and with it the plan, the problem or the gap."""
    moved = Signal(object)
    """Progress of the check or of the writing."""

    systems_wanted: ClassVar = WalletQuery(system=True)
    """Which system wallets there are to choose from."""

    def __init__(self, shell: Shell, project: Project, state: State, delay_ms: int, parent: QObject | None) -> None:
        """For a project; `delay_ms` is how long a choice waits for the next one before it is checked."""
        super().__init__(parent)
        self.shell: Final = shell
        self.project: Final = project
        self.state = state
        self.known = Known()
        self.plan: PlanT | None = None
        self.problem: LedgerError | None = None
        self.gap: GapT | None = None
        self.crashed = False
        self._ticket: Ticket | None = None
        self._started = 0.0
        self._delay = QTimer(self, singleShot=True, interval=delay_ms)
        self._delay.timeout.connect(self._check)
        shell.session.changed.connect(self._book_changed)
        self._ask_known()

    # What each of them does in its own way

    def can_check(self) -> bool:
        """Whether there is something to be checked now."""
        raise NotImplementedError

    def can_write(self) -> bool:
        """Whether there is something to write."""
        raise NotImplementedError

    def _check(self) -> None:
        """Begin the dry run (`_begin`), or say what is missing for one."""
        raise NotImplementedError

    # The book

    def _ask_known(self) -> None:
        self._ask(_known, self.project.id, self.systems_wanted, key="known", done=self._take_known)

    def _take_known(self, known: Known) -> None:
        """There is this to choose from now."""
        self.known = known

    def _book_changed(self, changes: Changes) -> None:
        if changes is REWORDED:
            self.state_changed.emit()
        elif self.state not in (State.WRITTEN, State.WRITING) and changes.touches(
            "projects", "assets", "customers", "wallets", "transactions"
        ):
            self._ask_known()

    # The check

    def check_soon(self) -> None:
        """Check once the person has paused."""
        if self.can_check():
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

    def _lacks(self, gap: GapT) -> None:
        """This has to be said first."""
        self.plan, self.gap = None, gap
        self._be(State.OPEN)

    def _problem(self, error: LedgerError) -> None:
        self._ticket = self.plan = None
        self._be(State.OPEN, error)

    def _crash(self, _error: BaseException) -> None:
        self._ticket = self.plan = None
        self._be(State.STOPPED, crashed=True)

    # The writing

    def is_writing(self) -> bool:
        """Whether the batch is being written now."""
        return self.state is State.WRITING

    def cancel_write(self) -> None:
        """Take everything back; a batch that was whole before stays."""
        if self.is_writing() and self._ticket is not None:
            self._ticket.cancel()

    def _write(self, fn: Callable[..., Any], *args: object, done: Callable[[Any], object],
               failed: Callable[[LedgerError], object]) -> None:  # fmt: skip
        self._started = time.monotonic()
        self._be(State.WRITING)
        self._begin(self.shell.before_much(fn), *args, done=done, failed=failed, cancelled=self._not_written,
                    exclusive=True)  # fmt: skip

    def _seconds(self) -> float:
        """How long the writing took."""
        return time.monotonic() - self._started

    def _not_written(self) -> None:
        self._ticket = None
        self._be(State.CHECKED)

    # Small things

    def close(self) -> None:
        """Nothing is to come back any more."""
        self._stop()

    def _be(self, state: State, problem: LedgerError | None = None, crashed: bool = False) -> None:
        self.state, self.problem, self.crashed = state, problem, crashed
        if problem is not None or state is not State.OPEN:
            self.gap = None
        self.state_changed.emit()

    def _begin(self, fn: Callable[..., Any], *args: object, **then: Any) -> None:
        """Long work, the only one at a time."""
        self._ticket = self.shell.session.start(
            fn, *args, progress=self.moved.emit, crashed=self._crash, owner=self, **then
        )

    def _ask(self, fn: Callable[..., Any], *args: object, key: str, done: Callable[[Any], object]) -> None:
        """Short work on the book; an answer to an older question of this kind is dropped."""
        self.shell.session.run(fn, *args, key=self._key(key), done=done, owner=self)

    def _key(self, what: str) -> str:
        return f"batch/{id(self)}/{what}"


# On the lane


def _known(book: Any, project: str, systems: WalletQuery) -> Known:
    _, assets = projects.get_with_assets(book, project)
    return Known(assets, wallets.page(book, project, systems, 1, _SYSTEMS_SHOWN).rows)
