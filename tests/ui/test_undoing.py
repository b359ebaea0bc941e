"""Undo and redo in the whole window: the menu says what it would do, the keys do it, and messages offer it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import assets, customers, drafts, many, projects, wallets
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.draft import DraftState, content
from walletdesk.controllers.edits import Act, Edit, Step
from walletdesk.controllers.many import Action, Recipe, Who
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.status import Status
from walletdesk.ui.undo_words import deed_words, menu_text
from walletdesk.ui.undoing import KEPT

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Person(Opened):
    """Somebody with a customer, Grace Keller & Sons, of two wallets."""

    def begin(self) -> "Person":
        self.start()
        euro = self.run(assets.create, self.project, "Euro", "EUR", 100)
        self.grace = self.run(customers.upsert, self.project, "C-1", "Grace Keller & Sons")
        self.cash, self.savings = (self.run(wallets.open, self.grace.key, euro.id, n) for n in ("Cash", "Savings"))
        self.window.go("customers")
        return self.settle()  # type: ignore[return-value]

    def offered(self) -> list[tuple[str, bool]]:
        actions = self.window.menus.actions
        return [(actions[key].text(), actions[key].isEnabled()) for key in ("undo", "redo")]

    def undo(self) -> None:
        self.press(Qt.Key.Key_Z, CTRL)

    def redo(self) -> None:
        self.press(Qt.Key.Key_Z, CTRL | SHIFT)

    def name(self) -> str:
        return str(self.run(customers.by_key, self.grace.key).name)

    def statuses(self) -> list[Status]:
        return [wallet.status for wallet in self.run(wallets.of_customer, self.grace.key)]

    def rename(self, name: str) -> None:
        self.run(customers.upsert, self.project, "C-1", name)

    def press_toast(self, text: str) -> None:
        (found,) = (b for b in self.window.toast.findChildren(QPushButton) if b.isVisible() and b.text() == text)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    made = Person(qtbot, tmp_path).begin()
    yield made
    made.close()


def test_the_menu_says_what_undo_and_redo_would_do(person: Person) -> None:
    assert person.offered() == [("&Undo", False), ("Re&do", False)]
    person.rename("Grace Miller")
    assert person.offered() == [("&Undo renaming Grace Keller && Sons", True), ("Re&do", False)]
    person.undo()
    assert person.name() == "Grace Keller & Sons"
    assert person.offered() == [("&Undo", False), ("Re&do renaming Grace Keller && Sons", True)]
    assert person.said()[0] == "Undone: renaming Grace Keller & Sons."
    person.redo()
    assert person.name() == "Grace Miller"
    person.undo()
    person.press(Qt.Key.Key_Y, CTRL)
    assert person.name() == "Grace Miller"
    person.undo()
    person.rename("Grace")
    assert person.offered()[1] == ("Re&do", False)


def test_a_rename_in_its_form_offers_to_be_undone(person: Person) -> None:
    person.press(Qt.Key.Key_F2)
    form = person.dialog()
    name = form.field("name").editor
    assert isinstance(name, QLineEdit)
    name.setText("Grace Miller")
    form.primary.click()
    person.settle()
    assert person.said()[0] == "Grace Keller & Sons is now called Grace Miller."
    person.press_toast("Undo")
    assert person.name() == "Grace Keller & Sons"
    person.press_toast("Redo")
    assert person.name() == "Grace Miller"


def test_keys_pressed_at_once_are_answered_one_after_the_other(person: Person) -> None:
    for name in ("A", "B", "C"):
        person.rename(name)
    for _ in range(2):
        QTest.keyClick(person.window, Qt.Key.Key_Z, CTRL)
    person.settle()
    assert person.name() == "A"
    for _ in range(3):
        QTest.keyClick(person.window, Qt.Key.Key_Z, CTRL | SHIFT)
    person.settle()
    assert person.name() == "C"


def test_suspending_is_undone_with_the_wallets_as_they_were(person: Person) -> None:
    person.run(wallets.set_status, person.cash.id, Status.SUSPENDED)
    person.run(customers.suspend, person.grace.key)
    person.undo()
    assert person.statuses() == [Status.SUSPENDED, Status.OPEN]
    person.undo()
    assert person.statuses() == [Status.OPEN, Status.OPEN]


def test_a_text_field_keeps_its_own_undo(person: Person) -> None:
    person.rename("Grace Miller")
    search = person.window.desk.current().page.filters.search
    search.setFocus()
    QTest.keyClicks(search, "gra")
    person.settle()
    person.undo()
    assert search.text() != "gra"
    person.press(Qt.Key.Key_Y, CTRL)
    assert search.text() == "gra"
    assert person.name() == "Grace Miller"


def test_what_was_changed_meanwhile_is_told_and_forgotten(person: Person) -> None:
    person.run(wallets.rename, person.savings.id, "Box")
    person.rename("Grace Miller")
    person.window.session.run(_behind_the_back, person.grace.key)
    person.settle()
    person.undo()
    assert person.said()[0] == "Nothing was undone: the name of “Grace” was changed again meanwhile."
    assert person.offered()[0] == ("&Undo renaming Grace Keller && Sons, Savings", True)


def _behind_the_back(book: Any, customer: int) -> None:
    from walletdesk.controllers.customers import upsert

    upsert(book, customers.by_key(book, customer).project, "C-1", "Grace")


def test_an_archived_project_refuses_and_the_edit_waits(person: Person) -> None:
    person.rename("Grace Miller")
    person.window.session.run(_archive, person.project, True)
    person.settle()
    person.undo()
    assert "archived" in person.said()[0]
    assert person.offered()[0][1]
    person.window.session.run(_archive, person.project, False)
    person.undo()
    assert person.name() == "Grace Keller & Sons"


def _archive(book: Any, project: str, archived: bool) -> None:
    (projects.archive if archived else projects.unarchive)(book, project)


def test_a_discarded_draft_comes_back_into_the_list(person: Person) -> None:
    text = content(DraftState(description="Rent"))
    person.run(drafts.save, person.project, None, text)
    person.window.go("transactions")
    person.settle()
    tab = person.window.desk.current()
    tab.page.table.select_row(0)
    person.settle()
    tab.inspector.acted.emit("discard")
    person.settle()
    assert person.run(drafts.list_all, person.project) == ()
    assert person.said()[0] == "The draft was discarded."
    assert person.offered()[0] == ("&Undo discarding the draft “Rent”", True)
    person.press_toast("Undo")
    assert [kept.content for kept in person.run(drafts.list_all, person.project)] == [text]
    assert tab.page.model.rowCount() == 1


def test_another_project_is_named_and_another_book_forgets(person: Person) -> None:
    person.rename("Grace Miller")
    person.window.shell.set_project(person.run(projects.create, "Second").id)
    person.settle()
    person.undo()
    assert person.said()[0] == "Undone in another project: renaming Grace Keller & Sons."
    person.window.library.open_or_create(person.folder / "second.walletdesk")
    person.settle()
    assert person.offered() == [("&Undo", False), ("Re&do", False)]


def test_a_run_that_suspends_many_is_one_edit(person: Person) -> None:
    def task(book: Any, project: str) -> Done[Any]:
        plan = finish(many.check(book, project, Who(), Recipe(Action.SUSPEND)))
        return finish(many.write(book, plan))

    person.window.session.run(task, person.project)
    person.settle()
    assert person.offered()[0] == ("&Undo suspending 2 wallets", True)
    person.undo()
    assert person.statuses() == [Status.OPEN, Status.OPEN]


def test_the_stack_is_bounded(person: Person) -> None:
    def made(_book: Any, number: int) -> Done[None]:
        return Done(None, Changes(), _edit(Act.RENAME, str(number)))

    for number in range(KEPT + 3):
        person.window.session.run(made, number)
    person.settle()
    undos = person.window.shell.undos
    assert (len(undos._done), undos._done[0].name) == (KEPT, "3")


def _edit(act: Act, name: str, steps: int = 1) -> Edit:
    return Edit(act, "p", name, (Step("wallet", 1, "name", "a", "b"),) * steps)


WORDS: list[tuple[Callable[[], Edit], str]] = [
    *((lambda act=act: _edit(act, "Ann"), "Ann") for act in Act),
    (lambda: _edit(Act.DISCARD, ""), "discarding a draft"),
    (lambda: _edit(Act.SUSPEND, ""), "suspending 1 wallet"),
    (lambda: _edit(Act.REACTIVATE, "", 1_200), "reactivating 1,200 wallets"),
]


@pytest.mark.parametrize(("edit", "words"), WORDS)
def test_every_act_has_words(edit: Callable[[], Edit], words: str) -> None:
    assert words in deed_words(edit())


def test_a_long_name_is_cut_in_the_menu() -> None:
    assert len(menu_text("&Undo", _edit(Act.RENAME, "x" * 200))) == len("&Undo ") + 60
