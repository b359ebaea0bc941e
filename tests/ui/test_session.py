"""The lane: order, answers, refusals, tasks and the end."""

import sys
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.tasks import Progress
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ui.session import Session


class Refused(LedgerError):
    """A refusal of these tests."""


class Book:
    """A book that notes what happens to it, and on which thread."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.threads = {threading.get_ident()}
        self.closed = False

    def note(self, text: str) -> str:
        self.threads.add(threading.get_ident())
        self.notes.append(text)
        return text

    def close(self) -> None:
        self.threads.add(threading.get_ident())
        self.closed = True


class Gate:
    """A job that holds the lane until the test lets it go on."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()

    def __call__(self, _: Book) -> None:
        self.entered.set()
        assert self.open.wait(20)


@pytest.fixture
def book() -> Iterator[list[Book]]:
    """The books that were opened."""
    return []


@pytest.fixture
def session(qtbot: QtBot, book: list[Book]) -> Iterator[Session]:
    """A session with an open book."""

    def opened() -> Book:
        book.append(Book())
        return book[-1]

    made = Session()
    made.open(opened)
    wait(qtbot, made)
    yield made
    made.close(wait=True)


def wait(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(session.idle, timeout=20_000)


def count_to(end: int, note: str = "t") -> Callable[[Book], Generator[Progress, None, int]]:
    """A task of `end` slices that says in the book when it was closed early."""

    def task(book: Book) -> Generator[Progress, None, int]:
        try:
            for number in range(end):
                book.note(f"{note}{number}")
                yield Progress(number + 1, end)
        except GeneratorExit:
            book.note(f"{note} closed")
            raise
        return end

    return task


def test_answers_come_in_order_on_the_windows_thread(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    got: list[tuple[str, bool]] = []

    def heard(text: str) -> None:
        got.append((text, QThread.currentThread() is session.thread()))

    for text in "abc":
        session.run(Book.note, text, done=heard)
    wait(qtbot, session)
    assert got == [("a", True), ("b", True), ("c", True)]
    assert book[0].notes == ["a", "b", "c"]
    assert len(book[0].threads) == 1
    assert threading.get_ident() not in book[0].threads


def test_changes_go_out_after_done(qtbot: QtBot, session: Session) -> None:
    order: list[object] = []
    changes = Changes(wallets=frozenset({2**62}))
    session.changed.connect(order.append)
    session.run(lambda _: Done("value", changes), done=lambda done: order.append(done.value))
    wait(qtbot, session)
    assert order == ["value", changes]


def test_large_numbers_arrive_whole(qtbot: QtBot, session: Session) -> None:
    got: list[int] = []
    session.run(lambda _: 2**62, done=got.append)
    wait(qtbot, session)
    assert got == [2**62]


def test_refusals_go_to_failed_or_else_to_the_signal(qtbot: QtBot, session: Session) -> None:
    def refuse(_: Book) -> None:
        raise Refused

    here: list[LedgerError] = []
    everywhere: list[LedgerError] = []
    session.refused.connect(everywhere.append)
    session.run(refuse, failed=here.append)
    session.run(refuse)
    wait(qtbot, session)
    assert [type(error) for error in here] == [Refused]
    assert [type(error) for error in everywhere] == [Refused]


def test_a_bug_reaches_the_signal_the_caller_and_the_hook(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(_: Book) -> None:
        raise ZeroDivisionError("bug")

    hooked: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: hooked.append(kind))
    told: list[BaseException] = []
    local: list[BaseException] = []
    session.crashed.connect(told.append)
    session.run(bug, crashed=local.append)
    wait(qtbot, session)
    assert hooked == [ZeroDivisionError]
    assert told == local
    assert str(told[0]) == "bug"


def test_the_lane_survives_a_bug(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    got: list[str] = []
    session.run(lambda _: 1 // 0)
    session.run(Book.note, "after", done=got.append)
    wait(qtbot, session)
    assert got == ["after"]


def test_a_newer_job_with_the_same_key_supersedes(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    gate, got = Gate(), []
    session.run(gate, key="list", done=lambda _: got.append("gate"))
    assert gate.entered.wait(20)
    session.run(Book.note, "old", key="list", done=got.append)
    session.run(Book.note, "other", key="another", done=got.append)
    session.run(Book.note, "new", key="list", done=got.append)
    gate.open.set()
    wait(qtbot, session)
    assert got == ["other", "new"]
    assert book[0].notes == ["other", "new"]


def test_cancel_keeps_a_queued_job_from_running(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    gate = Gate()
    session.run(gate)
    assert gate.entered.wait(20)
    session.run(Book.note, "never").cancel()
    gate.open.set()
    wait(qtbot, session)
    assert book[0].notes == []


def test_changes_of_a_command_go_out_even_if_nobody_waits(qtbot: QtBot, session: Session) -> None:
    gate = Gate()
    changes = Changes(assets=frozenset({"x"}))
    got: list[object] = []
    session.changed.connect(got.append)

    def command(book: Book) -> Done[None]:
        gate(book)
        return Done(None, changes)

    ticket = session.run(command, done=got.append)
    assert gate.entered.wait(20)
    ticket.cancel()
    gate.open.set()
    wait(qtbot, session)
    assert got == [changes]


def test_no_call_back_into_a_destroyed_owner(qtbot: QtBot, session: Session) -> None:
    gate, got, owner = Gate(), [], QObject()
    session.run(gate, owner=owner, done=lambda _: got.append("gone"))
    session.run(Book.note, "there", done=got.append)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not isValid(owner))
    gate.open.set()
    wait(qtbot, session)
    assert got == ["there"]


def test_short_jobs_go_between_the_slices_of_a_task(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    gate, got = Gate(), []
    session.run(gate)
    session.start(count_to(3), done=got.append)
    session.run(Book.note, "page")
    gate.open.set()
    wait(qtbot, session)
    assert book[0].notes == ["t0", "page", "t1", "t2"]
    assert got == [3]


def test_nothing_goes_between_the_slices_of_an_exclusive_task(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    gate, got = Gate(), []
    session.run(gate)
    session.start(count_to(3), done=got.append, exclusive=True)
    session.run(Book.note, "page")
    gate.open.set()
    wait(qtbot, session)
    assert book[0].notes == ["t0", "t1", "t2", "page"]
    assert got == [3]


@pytest.mark.parametrize("exclusive", [False, True])
def test_a_cancelled_task_is_closed_on_the_lane(
    qtbot: QtBot, session: Session, book: list[Book], exclusive: bool
) -> None:
    gate, got = Gate(), []

    def endless(book: Book) -> Generator[Progress, None, None]:
        try:
            while True:
                if not gate.entered.is_set():
                    gate(book)
                yield Progress(0, 0)
        finally:
            book.note("closed")

    ticket = session.start(endless, done=got.append, cancelled=lambda: got.append("cancelled"), exclusive=exclusive)
    assert gate.entered.wait(20)
    ticket.cancel()
    gate.open.set()
    wait(qtbot, session)
    assert got == ["cancelled"]
    assert book[0].notes == ["closed"]
    assert threading.get_ident() not in book[0].threads


def test_a_task_cancelled_before_it_began_never_begins(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    gate, got = Gate(), []
    session.run(gate)
    session.start(count_to(3), cancelled=lambda: got.append("cancelled")).cancel()
    gate.open.set()
    wait(qtbot, session)
    assert got == ["cancelled"]
    assert book[0].notes == []


def test_a_task_that_had_finished_is_done_although_cancelled(qtbot: QtBot, session: Session) -> None:
    got: list[int] = []
    ended = threading.Event()

    def short(_: Book) -> Generator[Progress, None, int]:
        ended.set()
        return 7
        yield

    ticket = session.start(short, done=got.append)
    assert ended.wait(20)
    session.run(Book.note, "x")
    ticket.cancel()
    wait(qtbot, session)
    assert got == [7]


def test_a_task_that_is_refused(qtbot: QtBot, session: Session) -> None:
    def refused(_: Book) -> Generator[Progress, None, None]:
        yield Progress(1, 2)
        raise Refused

    got: list[LedgerError] = []
    session.start(refused, failed=got.append)
    wait(qtbot, session)
    assert [type(error) for error in got] == [Refused]


def test_progress_is_told_at_most_each_fifty_milliseconds(qtbot: QtBot) -> None:
    now = iter([0.0, 0.01, 0.02, 0.051, 0.1, 0.2])
    session = Session(clock=lambda: next(now))
    session.open(Book)
    got: list[int] = []
    session.start(count_to(6), progress=lambda progress: got.append(progress.done))
    wait(qtbot, session)
    session.close(wait=True)
    assert got == [1, 4, 6]


def test_a_book_that_cannot_be_opened(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)

    def refuse() -> Book:
        raise Refused

    session = Session()
    got: list[LedgerError] = []
    crashes: list[BaseException] = []
    session.crashed.connect(crashes.append)
    session.open(refuse, failed=got.append)
    session.run(Book.note, "x")
    wait(qtbot, session)
    session.close(wait=True)
    assert [type(error) for error in got] == [Refused]
    assert [str(error) for error in crashes] == ["no book is open"]


def test_a_refused_book_leaves_the_open_one(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    def refuse() -> Book:
        raise Refused

    session.open(refuse, failed=lambda _: None)
    session.run(Book.note, "still here")
    wait(qtbot, session)
    assert not book[0].closed
    assert book[0].notes == ["still here"]


def test_another_book_takes_the_place_of_the_first(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    other = Book()
    session.open(lambda: other)
    session.run(Book.note, "x")
    wait(qtbot, session)
    assert book[0].closed
    assert other.notes == ["x"]


def test_close_finishes_what_is_queued_and_closes_the_book(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    gate, got = Gate(), []
    session.run(gate)
    session.start(count_to(1000), cancelled=lambda: got.append("cancelled"))
    session.run(Book.note, "queued", done=got.append)
    session.close(lambda: got.append("closed"))
    session.run(Book.note, "too late", done=got.append)
    session.close(lambda: got.append("twice"))
    gate.open.set()
    wait(qtbot, session)
    assert got == ["cancelled", "queued", "closed"]
    assert book[0].notes == ["queued"]
    assert book[0].closed
    assert threading.get_ident() not in book[0].threads


def test_close_and_wait_drops_answers(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    got: list[Any] = []
    session.run(Book.note, "written", done=got.append)
    session.close(lambda: got.append("closed"), wait=True)
    assert book[0].notes == ["written"]
    assert book[0].closed
    qtbot.waitUntil(session.idle)
    assert got == ["closed"]


def test_a_refusal_at_closing_still_ends_the_session(qtbot: QtBot) -> None:
    class Stubborn(Book):
        def close(self) -> None:
            raise Refused

    session = Session()
    got: list[object] = []
    session.refused.connect(got.append)
    session.open(Stubborn)
    session.close(lambda: got.append("ended"))
    wait(qtbot, session)
    assert [type(one) for one in got] == [Refused, str]


def test_opening_another_book_cancels_tasks_on_the_old_one(qtbot: QtBot, session: Session) -> None:
    told: list[str] = []

    def endless(_: Book) -> Generator[Progress, None, None]:
        while True:
            yield Progress(0, 0)

    session.start(endless, done=lambda _: told.append("done"), cancelled=lambda: told.append("cancelled"))
    session.open(Book, done=lambda _: told.append("opened"))
    wait(qtbot, session)
    assert sorted(told) == ["cancelled", "opened"]


@pytest.mark.parametrize("end", ["another book", "the end"])
def test_a_task_tidies_up_before_its_book_is_let_go(qtbot: QtBot, session: Session, book: list[Book], end: str) -> None:
    gate, tidied, told = Gate(), [], []

    def tidy(on: Book) -> Generator[Progress, None, None]:
        try:
            gate(on)  # its next slice is queued behind what lets the book go
            yield Progress(0, 0)
        finally:
            tidied.append(on.closed)

    session.start(tidy, cancelled=lambda: told.append("cancelled"))
    assert gate.entered.wait(20)
    if end == "another book":
        session.open(Book)
    else:
        session.close()
    gate.open.set()
    wait(qtbot, session)
    assert (tidied, told) == ([False], ["cancelled"])
    assert book[0].closed


def beside(book: Book) -> Generator[Progress, None, Book]:
    """A book that is made from another one."""
    book.note("looked at")
    yield Progress(1, 1)
    return Book()


def test_what_is_looked_at_aside_is_read_by_every_job_but_those_for_the_present(
    qtbot: QtBot, session: Session, book: list[Book]
) -> None:
    read: list[Book] = []
    told: list[object] = []
    session.start(beside, aside=True, done=told.append)
    wait(qtbot, session)
    session.run(lambda one: one, done=read.append)
    session.run(lambda one: one, present=True, done=read.append)
    session.start(count_to(1), present=True)
    wait(qtbot, session)
    assert told == [None]
    assert read[0] is not book[0]
    assert read[1] is book[0]
    assert book[0].notes == ["looked at", "t0"]
    session.start(beside, aside=True)
    wait(qtbot, session)
    assert read[0].closed
    session.run(lambda one: one, done=read.append)
    session.look_straight()
    session.run(lambda one: one, done=read.append)
    wait(qtbot, session)
    assert read[2].closed
    assert read[3] is book[0]
    assert not book[0].closed
    assert len(read[2].threads - {threading.get_ident()}) == 1


def test_another_book_and_the_end_close_what_is_aside(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    aside: list[Book] = []
    for end in (lambda: session.open(Book), lambda: session.close(wait=True)):
        session.start(beside, aside=True)
        session.run(lambda one: one, done=aside.append)
        wait(qtbot, session)
        end()
        assert aside[-1].closed or not session.idle()
    assert all(one.closed for one in aside)
    assert book[0].closed


def test_looking_aside_that_is_given_up_shows_the_book(qtbot: QtBot, session: Session, book: list[Book]) -> None:
    read: list[Book] = []
    gate = Gate()
    session.run(gate)
    session.start(beside, aside=True).cancel()
    gate.open.set()
    session.run(lambda one: one, done=read.append)
    wait(qtbot, session)
    assert read == [book[0]]
