"""B5: in a book that was opened for reading, whatever would write is off and says why; and so in the past."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.journeys.test_evening import WRITING, Clock, forms, look_back, story
from tests.ui.opened import Opened, texts
from walletdesk.controllers import customers, drafts
from walletdesk.controllers.draft import DraftState, content
from walletdesk.ui.shell import Shell

WRITES = ("New", "Rename", "Archive", "Suspend", "Reverse", "Duplicate", "Transfer", "Go on", "Discard", "Reactivate")
WHY = "This book was opened for reading only"


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    clock = Clock()
    made = Opened(qtbot, tmp_path, clock).start()
    made.run(story, clock, made.project)
    made.run(lambda book: drafts.save(book, made.project, None, content(DraftState(description="Not yet"))))
    made.settle()
    yield made
    made.close()


def for_reading(opened: Opened) -> None:
    opened.window.library.open(opened.book, writable=False)
    opened.settle()


def offers(opened: Opened) -> list[str]:
    """What could be pressed in this tab and would write."""
    tab = opened.window.desk.current()
    made = [part for part in tab.findChildren(QPushButton) if part.text().startswith(WRITES)]
    return [part.text() for part in made if part.isVisibleTo(opened.window) and part.isEnabled()]


def new_project(opened: Opened) -> tuple[bool, str]:
    """Whether the header's list offers a new project, and what it says of it."""
    menu = opened.window.header.menu
    menu.aboutToShow.emit()
    new = menu.actions()[-1]
    assert new.text() == "New project…"
    return new.isEnabled(), new.toolTip()


def test_nothing_that_writes_is_offered_in_a_book_for_reading(opened: Opened) -> None:
    window = opened.window
    for_reading(opened)
    for spec in window.desk.specs:
        window.go(spec.key)
        opened.settle()
        for key in WRITING:
            assert not window.menus.actions[key].isEnabled(), f"{key} in {spec.key}"
            assert window.menus.actions[key].toolTip().startswith(WHY)
        assert offers(opened) == [], spec.key
    assert not window.header.post.isEnabled()
    assert window.header.post.toolTip().startswith(WHY)
    assert WHY in texts(window.desk.tab("transactions").inspector)
    opened.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert not forms()
    assert new_project(opened)[0] is False
    window.shell.new_transaction()
    assert opened.said()[0].startswith(WHY)


def test_opened_again_to_be_written_it_offers_everything(opened: Opened) -> None:
    for_reading(opened)
    opened.window.library.open(opened.book)
    opened.settle()
    assert opened.window.header.post.isEnabled()
    assert not opened.window.menus.actions["post"].toolTip().startswith(WHY)
    assert new_project(opened)[0] is True


def test_a_new_project_is_not_offered_in_the_past(opened: Opened) -> None:
    look_back(opened)
    enabled, why = new_project(opened)
    assert not enabled
    assert "evening of 2026-01-15" in why
    assert not opened.window.desk.tab("projects").list.new.isEnabled()


def test_an_undo_that_is_pressed_in_the_past_is_kept_for_now(opened: Opened) -> None:
    opened.run(customers.upsert, opened.project, "c-1", "Ann Church")
    shell: Shell = opened.window.shell
    last = shell.undos.last()
    assert last is not None
    look_back(opened)
    shell.undos.undo()
    opened.settle()
    assert "It can only be read" in opened.said()[0]
    assert shell.undos.last() == last
    opened.window.evenings.back()
    opened.settle()
    shell.undos.undo()
    opened.settle()
    assert opened.run(customers.get, opened.project, "c-1").name == "Ann Bell"
