"""The strip that shows how far long work is."""

from collections.abc import Generator, Iterator

import pytest
from PySide6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from walletdesk.controllers.tasks import Progress
from walletdesk.ui.progress import TaskStrip
from walletdesk.ui.running import RunningTask
from walletdesk.ui.session import Session
from walletdesk.ui.shell import Shell


class Book:
    """Nothing to read."""

    def close(self) -> None:
        pass


@pytest.fixture
def shell(qapp: object) -> Iterator[Shell]:
    session = Session()
    session.open(Book)
    yield Shell(session)
    session.close(wait=True)


def endless(_book: object) -> Generator[Progress, None, None]:
    while True:
        yield Progress(2**40, 2**41)


def test_what_is_shown_is_the_task_that_began_last(qtbot: QtBot) -> None:
    strip = TaskStrip()
    qtbot.addWidget(strip)
    first, second = RunningTask("Exporting"), RunningTask("Verifying")
    strip.show_task(first)
    strip.show_task(second)
    bar = strip.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert bar.accessibleName() == "Verifying"
    assert bar.maximum() == 0
    second.moved.emit(Progress(2**40, 2**41))
    assert (bar.value(), bar.maximum()) == (500, 1000)
    first.moved.emit(Progress(1, 4))
    assert bar.value() == 500
    second.ended.emit()
    assert (bar.accessibleName(), bar.value()) == ("Exporting", 250)
    first.ended.emit()
    assert strip.isHidden()


def test_cancel_ends_the_task(qtbot: QtBot, shell: Shell) -> None:
    strip = TaskStrip()
    qtbot.addWidget(strip)
    cancelled: list[bool] = []
    task = shell.start_task("Working", endless, cancelled=lambda: cancelled.append(True))
    strip.show_task(task)
    with qtbot.waitSignal(task.moved):
        pass
    cancel = strip.findChild(QPushButton)
    assert isinstance(cancel, QPushButton)
    assert cancel.accessibleName() == "Cancel: Working"
    with qtbot.waitSignal(task.ended):
        cancel.click()
        assert not cancel.isEnabled()
    assert cancelled == [True]
    assert strip.running() == []
