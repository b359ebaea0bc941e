"""From nothing to an exported ledger, in the whole window, by clicks and keys."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened, texts
from walletdesk.controllers import assets, customers, projects, transactions, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.status import Status
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.inspector import Inspector

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return


class Person:
    """Somebody at the window: they look, click and type, and wait for what the program answers."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.window = opened.window

    def type(self, text: str) -> None:
        """Each key goes to what has the focus then: the first one may open an editor."""
        for char in text:
            QTest.keyClick(self.focused(), char)
        self.opened.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.focused(), key, modifiers)
            self.opened.settle()

    def focused(self) -> QWidget:
        """Where a key goes. Without a window manager a closed dialog leaves no window active: give it to the window."""
        if QApplication.activeWindow() is None:
            self.window.activateWindow()
            self.opened.qtbot.waitUntil(self.window.isActiveWindow)
        return QApplication.focusWidget() or self.window

    def clear(self) -> None:
        self.press(Qt.Key.Key_A, CTRL)
        self.press(Qt.Key.Key_Delete)

    def fill(self, *fields: str) -> None:
        """Type into the fields of the form that is open, one after the other, and press its verb."""
        for place, text in enumerate(fields):
            if place:
                self.press(Qt.Key.Key_Tab)
            if text:
                self.clear()
                self.type(text)
        self.press(ENTER)

    def tab(self, place: int) -> None:
        self.press(getattr(Qt.Key, f"Key_{place}"), CTRL)

    def new(self) -> None:
        self.press(Qt.Key.Key_N, CTRL | SHIFT)

    def click(self, text: str, inside: QWidget | None = None) -> None:
        """Click the button that says this."""
        where = inside or QApplication.activeModalWidget() or self.window
        found = [b for b in where.findChildren(QPushButton) if b.isVisible() and b.text().replace("&", "") == text]
        assert found, f"no button says {text!r}"
        assert found[0].isEnabled(), f"{text!r} is disabled"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.opened.settle()

    def no_dialog(self) -> None:
        still = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        assert not still, texts(still[0])

    def select(self, text: str) -> None:
        """Search in the tab that is shown, and take the first row."""
        self.press(Qt.Key.Key_F, CTRL)
        self.clear()
        self.type(text)
        self.press(ENTER)
        self.press(Qt.Key.Key_Down)

    def builder(self) -> BuilderWindow:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, BuilderWindow) and w.isVisible()]
        assert found, "no transaction form is open"
        self.opened.qtbot.waitUntil(found[-1].isActiveWindow)
        self.opened.settle()
        return found[-1]

    def row(self, *cells: str) -> None:
        """Type cells of the grid, going on with Enter; the last stays in its editor."""
        for place, text in enumerate(cells):
            if place:
                self.press(ENTER)
            self.type(text)

    def post(self, *cells: str) -> None:
        """Type cells of the grid and post from within the last."""
        self.row(*cells)
        self.press(ENTER, CTRL)


@pytest.fixture
def person(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    opened = Opened(qtbot, tmp_path)
    yield Person(opened.start())
    opened.close()


def state(person: Person) -> dict[str, tuple[int, Status]]:
    """Every wallet's balance and status, by its owner or name and its asset."""
    rows = person.opened.run(wallets.balances, person.opened.project)
    return {f"{w.owner_name or w.name} {w.asset.code}": (held, w.status) for w, held in rows}


def set_up(person: Person) -> None:
    """A project with two assets, three customers, five wallets of theirs and a till."""
    person.new()
    person.fill("Club bar")
    assert person.window.windowTitle() == "Club bar — WalletDesk"
    person.tab(2)
    person.new()
    person.fill("Euro", "eur")
    person.no_dialog()
    person.new()
    person.type("Helping days")
    person.press(Qt.Key.Key_Tab)
    person.type("day")
    person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Down, times=3)
    person.press(ENTER)
    found = person.opened.run(assets.list_all, person.opened.project)
    assert [(a.name, a.code, a.fractions) for a in found] == [("Euro", "EUR", 100), ("Helping days", "DAY", 24)]
    person.tab(3)
    for id_, name in (("a-1", "Ann"), ("b-2", "Bob"), ("c-3", "Cleo")):
        person.new()
        person.fill(id_, name)
        person.no_dialog()
    person.tab(4)
    for owner, downs in (("ann", 0), ("bob", 0), ("cleo", 0), ("ann", 1), ("bob", 1)):
        person.new()
        person.type(owner)
        person.press(ENTER)
        person.press(Qt.Key.Key_Tab)
        person.press(Qt.Key.Key_Down, times=downs)
        person.click("Open wallet")
        person.no_dialog()
    person.new()
    person.click("Myself (system wallet)")
    person.clear()
    person.type("Till")
    person.press(ENTER)
    person.no_dialog()
    assert set(state(person)) == {"Ann EUR", "Bob EUR", "Cleo EUR", "Ann DAY", "Bob DAY", "Till EUR"}


def post_four_operations(person: Person) -> None:
    """One transaction of four operations in two assets."""
    person.press(Qt.Key.Key_N, CTRL)
    builder = person.builder()
    builder.grid.setFocus()
    person.press(Qt.Key.Key_I, ALT)
    person.post("ann eur", "50.00", "paid in")
    assert state(person)["Ann EUR"][0] == 5000
    person.press(Qt.Key.Key_N, CTRL)
    builder = person.builder()
    builder.grid.setFocus()
    person.press(Qt.Key.Key_I, ALT)
    person.row("ann day", "2 5/24", "shifts")
    person.press(Qt.Key.Key_T, ALT)
    person.row("ann eur", "till", "12.5", "drinks")
    person.press(Qt.Key.Key_R, ALT)
    person.row("till", "2.50", "float")
    person.press(Qt.Key.Key_T, ALT)
    person.press(Qt.Key.Key_Backtab, SHIFT)
    person.post("ann day", "bob day", "1", "swap")
    done = person.opened.run(transactions.get, person.opened.project, 2)
    assert len(done.operations) == 4
    after = {name: held for name, (held, _) in state(person).items()}
    assert after == {"Ann EUR": 3750, "Bob EUR": 0, "Cleo EUR": 0, "Ann DAY": 29, "Bob DAY": 24, "Till EUR": 1000}


def be_refused(person: Person) -> None:
    """An overdraft is refused at its row, and nothing is written."""
    person.press(Qt.Key.Key_N, CTRL)
    builder = person.builder()
    builder.grid.setFocus()
    person.post("ann eur", "bob eur", "99")
    row = builder.grid.rows.rows()[0]
    assert row.is_bad("amount")
    assert "61.50" in row.verdict.text
    assert builder.isVisible()
    assert state(person)["Ann EUR"][0] == 3750
    person.click("Discard", builder)


def take_back(person: Person) -> None:
    """Taking the second transaction back, both linked."""
    person.tab(5)
    person.select("T-2")
    person.press(Qt.Key.Key_R, CTRL)
    assert person.builder().windowTitle() == "Reverse T-2"
    person.press(ENTER, CTRL)
    person.no_dialog()
    assert person.opened.run(transactions.get, person.opened.project, 2).reversed_by == 3
    assert state(person)["Ann EUR"][0] == 5000


def suspend_and_resume(person: Person) -> None:
    """Suspend and resume a customer, and reactivate the wallets."""
    person.tab(3)
    person.select("ann")
    ann = person.opened.run(customers.get, person.opened.project, "a-1")
    menu_deed(person, "Suspend")
    assert {status for name, (_, status) in state(person).items() if name.startswith("Ann")} == {Status.SUSPENDED}
    person.click("Resume")
    assert not person.opened.run(customers.by_key, ann.key).suspended
    assert state(person)["Ann EUR"][1] is Status.SUSPENDED
    person.click("Reactivate all")
    assert {status for name, (_, status) in state(person).items() if name.startswith("Ann")} == {Status.OPEN}


def close_and_delete(person: Person) -> None:
    """Close Cleo's wallet and delete her."""
    person.tab(4)
    person.select("cleo")
    menu_deed(person, "Close")
    person.type("Euro")
    person.click("Close wallet")
    assert state(person)["Cleo EUR"][1] is Status.CLOSED
    person.tab(3)
    person.select("cleo")
    menu_deed(person, "Delete")
    person.type("Cleo")
    person.click("Delete customer")
    assert person.opened.run(customers.page, person.opened.project, customers.CustomerQuery(), 1, 10).total == 2


def export(person: Person, path: Path) -> None:
    """Export Ann's ledger, add it up anew."""
    person.tab(4)
    person.select("ann eur")
    person.press(ENTER)
    person.opened.dialogs.path = path
    person.press(Qt.Key.Key_E, CTRL)
    person.opened.qtbot.waitUntil(lambda: (path).exists())
    person.opened.settle()
    with (path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["parts"]) for row in rows) == int(rows[-1]["balance_parts"]) == state(person)["Ann EUR"][0]


def menu_deed(person: Person, text: str) -> None:
    """A deed of the selected row: a button of the panel beside the list, or a line of its menu."""
    inspector = person.window.desk.current().findChild(Inspector)
    assert inspector is not None
    found = [a for a in inspector.menu().actions() if a.text().replace("&", "").startswith(text)]
    if found:
        assert found[0].isEnabled()
        found[0].trigger()
        person.opened.settle()
    else:
        person.click(text, inspector)


def test_a_club_bar_from_nothing_to_an_exported_ledger(person: Person, tmp_path: Path) -> None:
    set_up(person)
    post_four_operations(person)
    be_refused(person)
    take_back(person)
    suspend_and_resume(person)
    close_and_delete(person)
    export(person, tmp_path / "ann.csv")
    verdict = person.opened.run(lambda book: finish(verify_book(book)))
    assert verdict.ok
    assert [p.name for p in person.opened.run(projects.list_all)] == ["Club bar", "My ledger"]
