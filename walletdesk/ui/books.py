"""Which book is open: opening, creating, the recent ones, and what is wrong with one that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from walletdesk.ui.instance import Instance
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import Shell

if TYPE_CHECKING:
    from walletdesk.controllers.books import Book, Clock
    from walletdesk.controllers.places import Risk
    from walletdesk.controllers.tasks import Task
    from walletdesk.ledger.days import Days
    from walletdesk.ledger.refusal import LedgerError
    from walletdesk.ledger.refusals_book import BookOlder
    from walletdesk.ledger.values import Project

RECENT: Final = "books/v1/recent"
_PROJECT: Final = "books/v1/project"
_WARNED: Final = "books/v1/warned"
_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What the window must know of the book that is open now."""

    path: Path
    id: str
    days: Days
    writable: bool
    projects: tuple[Project, ...]
    risk: Risk | None = None
    """What may happen to it where it lies."""


@dataclass(frozen=True, slots=True)
class BookFault:
    """A book that could not be opened, and why. `again` tries the same once more; `waiting`: that goes on by itself."""

    path: Path
    error: LedgerError
    again: Callable[[], None]
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class BookUpgrade:
    """A book of an earlier WalletDesk that is brought to this one's form."""

    path: Path
    task: RunningTask


class Library(QObject):
    """Opens books on the lane. The book that is open stays so until another one is."""

    leaving = Signal()
    """Another book is about to be opened: forms on this one keep their drafts now."""
    opened = Signal(object)
    """The BookFacts of the book that is open now."""
    faulted = Signal(object)
    """A BookFault; the book before, if there was one, is still open."""
    upgrading = Signal(object)
    """A BookUpgrade has begun; `opened` or `faulted` follows."""
    asked = Signal()
    """The program was started again on this book: the window is to come forward."""

    def __init__(self, shell: Shell, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._clock = clock
        self.instance = Instance(self)
        self.instance.asked.connect(self.asked)
        self.facts: BookFacts | None = None

    def adopt(self, instance: Instance) -> None:
        """Go on with what the start of the program has claimed already."""
        self.instance = instance
        instance.setParent(self)
        instance.asked.connect(self.asked)

    def open(self, path: Path, writable: bool = True) -> None:
        """Open a book that is there."""
        opener = partial(_open, path, self._clock, writable)
        self._open(path, opener, partial(self.open, path, writable))

    def create(self, path: Path, zone: str | None = None) -> None:
        """Make a new book with a first project, and open it."""
        opener = partial(_create, path, zone, self._clock, self.tr("My ledger"))
        self._open(path, opener, partial(self.create, path, zone))

    def open_or_create(self, path: Path) -> None:
        """Open the book, and make it first if it is not there: the way of the default book."""
        opener = partial(_open_or_create, path, self._clock, self.tr("My ledger"))
        self._open(path, opener, partial(self.open_or_create, path))

    def reopen(self, path: Path, opener: Callable[[], Book], told: Callable[[], object]) -> None:
        """Close the book that is open, and open one by this opener, which changes its file before; then call `told`."""
        self.leaving.emit()

        def done(_nothing: None) -> None:
            self._ask_facts(path)
            told()

        failed = partial(self._lost, path, partial(self.open, path))
        self._shell.session.open(opener, done=done, failed=failed, alone=True)

    def recent(self) -> list[Path]:
        """The books that were opened last, the latest first."""
        kept = self._shell.settings.value(RECENT, [], type=list)
        return [Path(text) for text in kept if isinstance(text, str)] if isinstance(kept, list) else []

    def close(self) -> None:
        """Let later starts on this book open a window of their own."""
        self.instance.close()

    def remember_project(self, project: str) -> None:
        """Open this book with this project next time."""
        if self.facts is not None:
            self._shell.settings.setValue(f"{_PROJECT}/{self.facts.id}", project)

    def remembered_project(self, facts: BookFacts) -> str | None:
        """The project that was shown last in this book, else the one that is used most."""
        kept = self._shell.settings.value(f"{_PROJECT}/{facts.id}", "", type=str)
        if any(project.id == kept for project in facts.projects):
            return str(kept)
        found = max(facts.projects, key=lambda project: (not project.archived, project.wallets), default=None)
        return found.id if found else None

    def _open(self, path: Path, opener: Callable[[], Book], again: Callable[[], None]) -> None:
        if not self.instance.claim(path):
            text = self.tr("{name} is open in another window, which came forward.").format(name=path.name)
            self._shell.toast(text)
            return
        self.leaving.emit()
        self._try(path, opener, again, patient=True)

    def _try(self, path: Path, opener: Callable[[], Book], again: Callable[[], None], patient: bool) -> None:
        """On the lane; who finds the book busy and is `patient` says so and waits once more for the other program."""

        def failed(error: LedgerError) -> None:
            from walletdesk.ledger.refusals import BookBusy

            if patient and isinstance(error, BookBusy):
                self._tell(path, again, error, waiting=True)
                self._try(path, opener, again, patient=False)
            else:
                self._failed(path, again, error)

        self._shell.session.open(opener, done=lambda _: self._ask_facts(path), failed=failed)

    def _ask_facts(self, path: Path) -> None:
        self._shell.session.run(
            _facts, present=True, done=self._opened, failed=partial(self._lost, path, lambda: self.open(path))
        )

    def _opened(self, facts: BookFacts) -> None:
        self.facts = facts
        self.instance.claim(facts.path)
        self.instance.keep_only(facts.path)
        paths = [str(facts.path), *(str(path) for path in self.recent() if path != facts.path)]
        self._shell.settings.setValue(RECENT, paths[:_KEPT])
        self._shell.set_book(facts.days, facts.writable)
        self.opened.emit(facts)
        if facts.risk is not None:
            self._warn(facts.path.parent, facts.risk)

    def _warn(self, folder: Path, risk: Risk) -> None:
        """Say once for each folder what may happen to a book in it."""
        from walletdesk.controllers.places import Risk

        warned = self._shell.settings.value(_WARNED, [], type=list)
        known = [text for text in warned if isinstance(text, str)] if isinstance(warned, list) else []
        if str(folder) in known:
            return
        self._shell.settings.setValue(_WARNED, [str(folder), *known][:_KEPT])
        if risk is Risk.SYNCHRONISED:
            text = self.tr(
                "This book lies in a folder that is synchronised. Open it on one computer at a time, and let the other "
                "program finish before you go to the next; else one of two versions is lost."
            )
        else:
            text = self.tr(
                "This book lies on another computer. Open it from one place at a time: over a network, what keeps two "
                "programs from writing at once cannot be relied on."
            )
        self._shell.toast(text)

    def _lost(self, path: Path, again: Callable[[], None], error: LedgerError) -> None:
        """The book before is closed by now: there is none to go back to."""
        self.facts = None
        self._failed(path, again, error)

    def _failed(self, path: Path, again: Callable[[], None], error: LedgerError) -> None:
        from walletdesk.ledger.refusals_book import BookOlder

        if isinstance(error, BookOlder):
            self._upgrade(path, again, error)
        else:
            self._tell(path, again, error)

    def _upgrade(self, path: Path, again: Callable[[], None], error: BookOlder) -> None:
        task = self._shell.start_task(
            self.tr("Bringing {name} up to date").format(name=path.name),
            _upgrade,
            path,
            self._clock,
            done=partial(self._upgraded, path),
            failed=partial(self._tell, path, again),
            cancelled=partial(self._tell, path, again, error),
            bookless=True,
        )
        self.upgrading.emit(BookUpgrade(path, task))

    def _upgraded(self, path: Path, kept: Path | None) -> None:
        self.open(path)
        if kept is not None:
            text = self.tr("{name} was brought up to date. As it was before, it is kept as {kept}.")
            show = partial(self._shell.file_dialogs.show_folder, kept.parent)
            said = text.format(name=path.name, kept=kept.name)
            self._shell.toast(said, [(self.tr("Open folder"), show)])

    def _tell(self, path: Path, again: Callable[[], None], error: LedgerError, waiting: bool = False) -> None:
        if self.facts is not None:
            self.instance.keep_only(self.facts.path)
        self.faulted.emit(BookFault(path, error, again, waiting))


# On the lane, where the modules are loaded too: by then the window is painted


def _facts(book: Any) -> BookFacts:
    from walletdesk.controllers import projects
    from walletdesk.controllers.places import risk

    return BookFacts(
        book.path, book.id, book.days, book.writable, projects.list_all(book, archived=True), risk(book.path)
    )


def _open(path: Path, clock: Clock, writable: bool = True) -> Book:
    from walletdesk.controllers import books

    return books.open(path, clock, writable=writable)


def _create(path: Path, zone: str | None, clock: Clock, project: str) -> Book:
    from walletdesk.controllers import books, projects

    book = books.create(path, zone, clock)
    try:
        projects.create(book, project)
    except BaseException:
        book.close()
        raise
    return book


def _open_or_create(path: Path, clock: Clock, project: str) -> Book:
    from walletdesk.ledger.refusals import BookMissing

    try:
        return _open(path, clock)
    except BookMissing:
        return _create(path, None, clock, project)


def _upgrade(path: Path, clock: Clock) -> Task[Path | None]:
    from walletdesk.controllers import books

    return books.upgrade(path, clock)
