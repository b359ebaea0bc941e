"""R3: the whole window as of a past evening: turned there, walked through, tried to write, and back."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.opened import NOW, Opened, texts
from walletdesk.controllers import assets, customers, projects, transactions, wallets
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue, transfer
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.running import RunningTask

DAY = 86_400_000
EVENING = date(2026, 1, 15)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
WRITING = ("new", "rename", "undo", "redo", "post", "many", "import")


class Clock:
    at = NOW

    def __call__(self) -> int:
        self.at += 1
        return self.at


def story(book: Any, clock: Clock, project: str) -> dict[str, int]:
    """On the first day Ann gets 50.00 and pays 12.00; three days later she pays more, and much is changed."""
    euro = assets.create(book, project, "Euro", "EUR", 100).value.id
    ann = customers.upsert(book, project, "c-1", "Ann Arbor").value.key
    cash = wallets.open(book, ann, euro, "Cash").value.id
    till = wallets.open_system(book, euro, "Till").value.id
    transactions.run(book, project, [issue(cash, 5000)], "Salary")
    transactions.run(book, project, [transfer(cash, till, 1200)], "Lunch")
    clock.at += 3 * DAY
    transactions.run(book, project, [transfer(cash, till, 800)], "Dinner")
    customers.upsert(book, project, "c-1", "Ann Bell")
    customers.upsert(book, project, "c-2", "Bob Late")
    wallets.set_status(book, till, Status.SUSPENDED)
    projects.rename(book, project, "Later name")
    return {"cash": cash, "till": till}


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    clock = Clock()
    made = Opened(qtbot, tmp_path, clock).start()
    made.ids = made.run(story, clock, made.project)  # type: ignore[attr-defined]
    made.settle()
    yield made
    made.close()


def look_back(opened: Opened, day: date = EVENING) -> None:
    opened.press(Qt.Key.Key_D, CTRL | SHIFT)
    opened.dialog().set_day(day)
    opened.press(Qt.Key.Key_Return)


def forms() -> list[BuilderWindow]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, BuilderWindow) and w.isVisible()]


def titles(opened: Opened) -> list[str]:
    model = opened.window.desk.tab("wallets").list.page.model
    return [
        f"{w.owner_name or w.name} {w.balance} {w.status.value}" for w in map(model.row_at, range(model.rowCount()))
    ]


def test_every_tab_is_that_evenings_book_and_nothing_can_be_written(opened: Opened) -> None:
    window = opened.window
    window.go("wallets")
    opened.settle()
    now = titles(opened)
    before = hashlib.sha256(opened.book.read_bytes()).hexdigest()
    look_back(opened)
    strip = window.evenings.strip
    assert strip.isVisible()
    assert strip.text() == "The book as it was on the evening of 2026-01-15. Read only."
    assert window.header.evening.text() == "2026-01-15"
    assert window.windowTitle().startswith("My ledger")
    assert titles(opened) == ["Till 1200 open", "Ann Arbor 3800 open"]
    assert "It can only be read" in texts(window.desk.tab("wallets").list.inspector)
    for spec in window.desk.specs:
        window.go(spec.key)
        opened.settle()
        for key in WRITING:
            assert not window.menus.actions[key].isEnabled(), f"{key} in {spec.key}"
        for made in window.desk.current().findChildren(QPushButton):
            if made.text().startswith(("New", "Rename", "Archive", "Suspend", "Reverse", "Duplicate", "Transfer")):
                assert not (made.isVisibleTo(window) and made.isEnabled()), f"{made.text()} in {spec.key}"
    assert not window.header.post.isEnabled()
    assert "past" in window.header.post.toolTip()
    opened.press(Qt.Key.Key_N, CTRL)
    assert not forms()
    customer_model = window.desk.tab("customers").page.model
    assert [customer_model.row_at(row).name for row in range(customer_model.rowCount())] == ["Ann Arbor"]
    QTest.mouseClick(strip.now, Qt.MouseButton.LeftButton)
    opened.settle()
    assert not strip.isVisible()
    assert window.windowTitle().startswith("Later name")
    window.go("wallets")
    opened.settle()
    assert titles(opened) == now == ["Till 2000 suspended", "Ann Bell 3000 open"]
    assert window.menus.actions["post"].isEnabled()
    assert hashlib.sha256(opened.book.read_bytes()).hexdigest() == before


def test_a_ledger_that_is_open_stays_open_there_and_back(opened: Opened) -> None:
    window = opened.window
    window.shell.show_wallet_ledger(opened.ids["cash"])  # type: ignore[attr-defined]
    opened.settle()
    tab = window.desk.tab("wallets")
    look_back(opened)
    assert tab.in_ledger()
    assert (tab.ledger.model.rowCount(), tab.ledger.header.balance()) == (2, "38.00 EUR")
    assert tab.ledger.header.title().startswith("Ann Arbor")
    assert "balance on 2026-01-15" in texts(tab.ledger.header)
    opened.press(Qt.Key.Key_Home, ALT)
    assert tab.in_ledger()
    assert (tab.ledger.model.rowCount(), tab.ledger.header.balance()) == (3, "30.00 EUR")


def test_what_a_message_offers_goes_with_the_evening_and_with_now(opened: Opened) -> None:
    opened.window.shell.toast("Grace is active again.", [("Reactivate all", lambda: None)])
    look_back(opened)
    assert not opened.window.toast.isVisible()
    opened.window.shell.toast("2 rows written.", [("Open folder", lambda: None)])
    opened.window.evenings.back()
    opened.settle()
    assert not opened.window.toast.isVisible()


def test_esc_comes_back_once_nothing_else_is_to_be_left(opened: Opened) -> None:
    opened.window.go("transactions")
    look_back(opened)
    opened.window.setFocus()
    opened.press(Qt.Key.Key_Escape)
    assert opened.window.shell.evening is None


def test_a_day_that_cannot_be_shown_is_told_at_its_field(opened: Opened) -> None:
    opened.press(Qt.Key.Key_D, CTRL | SHIFT)
    form = opened.dialog()
    for day, word in ((date(2026, 1, 18), "is not over yet"), (date(2026, 1, 1), "was not there yet")):
        form.set_day(day)
        opened.press(Qt.Key.Key_Return)
        assert word in texts(form)
    assert opened.window.shell.evening is None
    form.reject()


def test_it_is_of_the_project_for_which_it_was_asked_whatever_was_chosen_since(opened: Opened) -> None:
    window, asked = opened.window, opened.project
    other = opened.run(projects.create, "Founded later").id
    shown = window.desk.task_shown

    def choose(task: RunningTask) -> None:
        shown(task)
        window.shell.set_project(other)

    window.desk.task_shown = choose
    look_back(opened)
    assert (window.shell.evening, opened.project) == (EVENING, asked)
    assert window.windowTitle().startswith("My ledger")
    assert [project.id for project in window.roster.shown()] == [asked]
    window.evenings.back()
    opened.settle()
    assert opened.project == asked


def test_files_are_named_after_the_evening_and_hold_it(opened: Opened, tmp_path: Path) -> None:
    suggested: list[str] = []

    def save_path(title: str, name: Path | str, pattern: str = "") -> Path:
        suggested.append(str(name))
        return tmp_path / str(name)

    opened.dialogs.save_path = save_path  # type: ignore[method-assign]
    look_back(opened)
    opened.window.go("customers")
    opened.window.in_tab("export")
    opened.settle()
    assert suggested[0].endswith("-2026-01-15.csv")
    assert "Ann Arbor" in (tmp_path / suggested[0]).read_text("utf-8")


def test_verify_and_the_ends_of_the_chains_are_the_books_own(opened: Opened) -> None:
    """I2: looking back is no reason to find the end cut off."""
    look_back(opened)
    opened.window.verifier.start()
    opened.settle()
    assert opened.window.verifier.verdict is not None
    assert opened.window.verifier.verdict.ok
    assert opened.window.verifier.verdict.transactions == 3


def test_another_book_is_shown_as_it_is_now(opened: Opened, tmp_path: Path) -> None:
    look_back(opened)
    opened.window.library.create(tmp_path / "other.walletdesk", "UTC")
    opened.settle()
    assert opened.window.shell.evening is None
    assert not opened.window.evenings.strip.isVisible()
    assert opened.run(lambda book: wallets.page(book, opened.project, WalletQuery(), 1, 9).total) == 0


def test_open_forms_keep_their_drafts_and_close(opened: Opened) -> None:
    opened.press(Qt.Key.Key_N, CTRL)
    assert forms()
    opened.window.activateWindow()
    opened.window.evenings.ask()
    opened.dialog().set_day(EVENING)
    opened.dialog().submitted.emit()
    opened.settle()
    assert opened.window.shell.evening == EVENING
    assert not forms()
