"""The session: the one lane on which a book is read and written, away from the window's thread.

One worker thread owns the book and its one connection. Short work is one job; long work is a task that is advanced
slice by slice, going to the end of the queue after each, so that a page never waits for more than a slice.
Everything that comes back crosses to the window's thread through one queued signal.

Beside the book there may be another one that is made from it, such as that of a past evening (`look_aside`). While it
is shown, every job reads it; only jobs that ask for the `present` still get the book itself.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from walletdesk.controllers.changes import Done
from walletdesk.controllers.tasks import Progress
from walletdesk.ledger.refusal import LedgerError

T = TypeVar("T")
Answer = Callable[[T], object]
LongWork = Generator[Progress, None, T]

PROGRESS_SECONDS: Final = 0.05
_PASSES: Final = 5
"""Long work may make values by the million. Before Python passes over all of them, with every thread standing still
for a tenth of a second, they are set aside: values go when nobody holds them all the same."""


class Closable(Protocol):
    """All that the session itself asks of a book; what jobs do with it is theirs."""

    def close(self) -> None:
        """Let the file go."""


class Ticket:
    """One piece of work under way; `cancel()` gives it up. Used on the window's thread only."""

    def __init__(self, number: int, owner: QObject | None) -> None:
        """A ticket for work that is about to be queued."""
        self.number: Final = number
        self.done: Answer[Any] | None = None
        self.failed: Answer[LedgerError] | None = None
        self.crashed: Answer[BaseException] | None = None
        self.progress: Answer[Progress] | None = None
        self.cancelled: Callable[[], object] | None = None
        self.key: str | None = None
        self.long: _Long | None = None
        self.future: Future[Any] | None = None
        self._owner = owner
        self._dropped = False

    def cancel(self) -> None:
        """Give the work up: queued work is not begun; a task is closed on the lane before its next slice.

        A short job that already runs is finished, but nobody hears its result (its changes still go out).
        A task that had finished before the request arrived still calls `done`: its work is a fact.
        """
        if self.long is not None:
            self.long.stop.set()
            return
        self.drop()

    def drop(self) -> None:
        """Give the work up and never call back."""
        self._dropped = True
        if self.long is not None:
            self.long.stop.set()
        elif self.future is not None:
            self.future.cancel()

    def listening(self) -> bool:
        """Whether there is still somebody to call back."""
        return not self._dropped and (self._owner is None or isValid(self._owner))


@dataclass(eq=False)
class _Long:
    """A task on its way through the lane."""

    number: int
    factory: Callable[..., LongWork[Any]]
    args: tuple[Any, ...]
    exclusive: bool
    bookless: bool = False
    present: bool = False
    aside: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    book: Closable | None = None
    task: LongWork[Any] | None = None
    told: float | None = None


@dataclass(frozen=True, eq=False)
class _Message:
    """What crosses from the lane to the window: the end of a piece of work, or how far it has come."""

    number: int
    future: Future[Any] | None = None
    progress: Progress | None = None


_AGAIN: Final = object()
_CANCELLED: Final = object()


class Session(QObject):
    """Runs controllers on the lane and hands their answers to the window."""

    changed = Signal(object)
    """Changes of a command, after its `done` was called."""
    edited = Signal(object)
    """The Edit of a command that can be undone."""
    refused = Signal(object)
    """A LedgerError for which the caller gave no `failed`."""
    crashed = Signal(object)
    """Any other exception; sys.excepthook gets it too."""
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """A lane without a book; the clock only paces progress."""
        super().__init__(parent)
        self._clock = clock
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="walletdesk-lane")
        self._book: Closable | None = None
        self._aside: Closable | None = None
        self._waiting: set[_Long] = set()  # for their next slice; the lane's own
        self._tickets: dict[int, Ticket] = {}
        self._last_number = 0
        self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def open(
        self,
        opener: Callable[[], Closable],
        done: Answer[None] | None = None,
        failed: Answer[LedgerError] | None = None,
        alone: bool = False,
    ) -> Ticket:
        """Open a book on the lane; the one open before is closed once the new one is there, or first if `alone`.

        Tasks under way on the old one are cancelled: they would go on in the new one.
        """
        self._cancel_tasks()
        ticket = self._ticket(None)
        ticket.done, ticket.failed = done, failed
        self._submit(ticket, self._swap, opener, alone)
        return ticket

    def run(
        self,
        fn: Callable[..., T],
        *args: object,
        done: Answer[T] | None = None,
        failed: Answer[LedgerError] | None = None,
        crashed: Answer[BaseException] | None = None,
        present: bool = False,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> Ticket:
        """Call `fn(book, *args)` on the lane and `done` with what it returned (a `Done` as a whole).

        A newer job with the same key supersedes older ones. No callback is made once `owner` is destroyed. With
        `present` it is the book itself, whichever is shown.
        """
        self._supersede(key)
        ticket = self._ticket(owner)
        ticket.done, ticket.failed, ticket.crashed, ticket.key = done, failed, crashed, key
        self._submit(ticket, self._call, present, fn, args)
        return ticket

    def start(
        self,
        factory: Callable[..., LongWork[T]],
        *args: object,
        progress: Answer[Progress] | None = None,
        done: Answer[T] | None = None,
        failed: Answer[LedgerError] | None = None,
        crashed: Answer[BaseException] | None = None,
        cancelled: Callable[[], object] | None = None,
        exclusive: bool = False,
        bookless: bool = False,
        present: bool = False,
        aside: bool = False,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> Ticket:
        """Run the task `factory(book, *args)`; `exclusive` lets no other job in between its slices.

        A `bookless` task is `factory(*args)`: it needs no book to be open. `present`: as for `run`. A task `aside`
        answers a book, made from the one that is open, which jobs read from then on; `done` gets None.
        """
        self._supersede(key)
        ticket = self._ticket(owner)
        ticket.done, ticket.failed, ticket.crashed, ticket.key = done, failed, crashed, key
        ticket.progress, ticket.cancelled = progress, cancelled
        ticket.long = _Long(ticket.number, factory, args, exclusive, bookless, present or aside, aside)
        self._submit(ticket, self._advance, ticket.long)
        return ticket

    def look_straight(self) -> None:
        """Let jobs read the book itself again, and close the one beside it."""
        self._submit(self._ticket(None), self._shut_aside)

    def close(self, done: Callable[[], object] | None = None, wait: bool = False) -> None:
        """Finish what is queued, cancel tasks, close the book and end the thread.

        With `wait` this returns when the file is let go, and answers still under way are dropped.
        """
        if self._closed:
            return
        self._cancel_tasks()
        ended = partial(self._ended, done)
        ticket = self._ticket(None)
        ticket.done, ticket.failed, ticket.crashed = ended, ended, ended
        self._submit(ticket, self._shut)
        self._closed = True
        if wait:
            self._pool.shutdown(wait=True)
            self._tickets.clear()
            ended(None)

    def idle(self) -> bool:
        """Whether nothing is queued, running or on its way back."""
        return not self._tickets

    # On the window's thread

    def _ticket(self, owner: QObject | None) -> Ticket:
        self._last_number += 1
        return Ticket(self._last_number, owner)

    def _supersede(self, key: str | None) -> None:
        if key is None:
            return
        for ticket in self._tickets.values():
            if ticket.key == key:
                ticket.drop()

    def _submit(self, ticket: Ticket, work: Callable[..., object], *args: object) -> None:
        if self._closed:
            ticket.drop()
            return
        self._tickets[ticket.number] = ticket
        ticket.future = self._queue(ticket.number, work, *args)

    def _cancel_tasks(self) -> None:
        for ticket in self._tickets.values():
            if ticket.long is not None:
                ticket.cancel()

    def _ended(self, done: Callable[[], object] | None, outcome: object) -> None:
        self._pool.shutdown(wait=True)
        if isinstance(outcome, LedgerError):
            self.refused.emit(outcome)
        if done is not None:
            done()

    def _deliver(self, message: _Message) -> None:
        if message.progress is not None:
            ticket = self._tickets.get(message.number)
            if ticket is not None and ticket.progress is not None and ticket.listening():
                ticket.progress(message.progress)
            return
        ticket = self._tickets.pop(message.number, None)
        future = message.future
        if ticket is None or future is None or future.cancelled():
            return
        error = future.exception()
        if error is None:
            self._answer(ticket, future.result())
        elif isinstance(error, LedgerError):
            self._refuse(ticket, error)
        else:
            self._crash(ticket, error)

    def _answer(self, ticket: Ticket, value: object) -> None:
        if ticket.listening():
            if value is _CANCELLED:
                if ticket.cancelled is not None:
                    ticket.cancelled()
            elif ticket.done is not None:
                ticket.done(value)
        if isinstance(value, Done):
            if value.edit is not None:
                self.edited.emit(value.edit)
            self.changed.emit(value.changes)

    def _refuse(self, ticket: Ticket, error: LedgerError) -> None:
        if not ticket.listening():
            return
        if ticket.failed is not None:
            ticket.failed(error)
        else:
            self.refused.emit(error)

    def _crash(self, ticket: Ticket, error: BaseException) -> None:
        if ticket.crashed is not None and ticket.listening():
            ticket.crashed(error)
        self.crashed.emit(error)
        sys.excepthook(type(error), error, error.__traceback__)

    # On the lane. Only a number goes there, never a ticket: callbacks, and with them widgets, must not die there.

    def _queue(self, number: int, work: Callable[..., object], *args: object) -> Future[Any]:
        future: Future[Any] = self._pool.submit(work, *args)
        future.add_done_callback(partial(self._report, number))
        return future

    def _report(self, number: int, future: Future[Any]) -> None:
        if not future.cancelled() and future.exception() is None and future.result() is _AGAIN:
            return
        self._arrived.emit(_Message(number, future=future))

    def _swap(self, opener: Callable[[], Closable], alone: bool) -> None:
        if alone:
            self._shut()
        before, self._book = self._book, opener()
        self._shut_aside()
        self._let_go(before)

    def _shut_aside(self) -> None:
        book, self._aside = self._aside, None
        self._let_go(book)

    def _set_aside(self, book: Closable) -> None:
        self._shut_aside()
        self._aside = book

    def _shut(self) -> None:
        self._shut_aside()
        book, self._book = self._book, None
        self._let_go(book)

    def _let_go(self, book: Closable | None) -> None:
        """Close a book, but first the tasks on it: what they tidy up at their end they may need it for."""
        if book is None:
            return
        try:
            for long in self._waiting:
                if long.book is book and long.task is not None:
                    long.stop.set()
                    long.task.close()
        finally:
            book.close()

    def _open_book(self, present: bool) -> Closable:
        if self._book is None:
            raise RuntimeError("no book is open")
        return self._book if present or self._aside is None else self._aside

    def _call(self, present: bool, fn: Callable[..., object], args: tuple[object, ...]) -> object:
        return fn(self._open_book(present), *args)

    def _advance(self, long: _Long) -> object:
        """One slice of a task, or all of them if it is exclusive."""
        self._waiting.discard(long)
        if long.task is None and not long.stop.is_set():
            long.book = None if long.bookless else self._open_book(long.present)
            long.task = long.factory(*(() if long.bookless else (long.book,)), *long.args)
        while True:
            if long.stop.is_set():
                if long.task is not None:
                    long.task.close()
                return _CANCELLED
            assert long.task is not None
            try:
                self._tell(long, next(long.task))
            except StopIteration as end:
                if long.aside:
                    self._set_aside(end.value)
                return None if long.aside else end.value
            if gc.get_count()[2] >= _PASSES:
                gc.freeze()
            if not long.exclusive:
                self._waiting.add(long)
                self._queue(long.number, self._advance, long)
                return _AGAIN

    def _tell(self, long: _Long, progress: Progress) -> None:
        now = self._clock()
        if long.told is None or now - long.told >= PROGRESS_SECONDS:
            long.told = now
            self._arrived.emit(_Message(long.number, progress=progress))
