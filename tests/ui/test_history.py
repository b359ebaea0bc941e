"""Back and forward through what was looked at, and columns that are found again, in the whole window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import assets, customers, projects, transactions, wallets
from walletdesk.ledger.values import issue
from walletdesk.ui.history import MOST, History, Place
from walletdesk.ui.places import LedgerPlace, ListPlace

ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def listed(text: str = "", number: int = 1, row: int | None = None) -> Place:
    return Place("wallets", ListPlace(text, (), number, 100, "name", False, row))


def test_selecting_a_row_is_no_step_and_is_remembered() -> None:
    way = History()
    way.come(Place("projects"))
    way.come(listed())
    way.come(listed(row=7))
    way.come(Place("assets"))
    assert way.go(-1) == listed(row=7)
    assert way.go(-1) == Place("projects")
    assert way.go(-1) is None
    assert way.go(1) == listed(row=7)


def test_a_new_step_drops_what_lay_ahead() -> None:
    way = History()
    for number in (1, 2, 3):
        way.come(listed(number=number))
    way.go(-1)
    way.come(listed(number=2, row=5))
    assert way.can_go(1), "selecting is no step"
    way.come(Place("wallets", LedgerPlace(4)))
    assert not way.can_go(1)
    assert way.go(-1) == listed(number=2, row=5)


def test_typing_a_word_is_one_step() -> None:
    way = History()
    for text in ("", "g", "gr", "gra", "gr", "grace"):
        way.come(listed(text))
    assert way.go(-1) == listed()
    way.come(listed("bob"))
    assert [step.state.text for step in way.steps if isinstance(step.state, ListPlace)] == ["", "bob"]


@given(st.lists(st.one_of(st.integers(1, 5), st.sampled_from([-1, 1])), max_size=300))
def test_the_way_is_bounded_and_one_is_always_on_it(moves: list[int]) -> None:
    way, here = History(), None
    for move in moves:
        if move in (-1, 1) and way.steps:
            here = way.go(move) or here
        else:
            here = listed(number=move + 10)
            way.come(here)
        assert way.steps[way.at] == here
        assert len(way.steps) <= MOST


# In the window


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path).start()
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    for number in range(60):
        owner = made.run(customers.create, made.project, f"C-{number}", f"Person {number:02}")
        made.run(wallets.open, owner.key, euro.id, "Cash")
    till = made.run(wallets.open_system, euro.id, "Till")
    made.run(transactions.run, made.project, (issue(till.id, 1),))
    yield made
    made.close()


def shown(opened: Opened) -> str:
    """What is in sight, in words."""
    desk = opened.window.desk
    tab = desk.current()
    if desk.current_key == "wallets" and tab.in_ledger():
        return f"ledger of {tab.ledger.header.title()}"
    if desk.current_key == "projects":
        return "projects"
    page = tab.list.page if desk.current_key == "wallets" else tab.page
    asked, row = page.query(), page.table.currentIndex().row()
    return f"{desk.current_key} '{asked.text}' page {asked.number} row {row}"


def test_back_and_forward_through_filters_pages_rows_and_ledgers(opened: Opened) -> None:
    desk = opened.window.desk
    opened.window.shell.settings.setValue("lists/v1/customers/rows", 25)
    seen = [shown(opened)]

    def did() -> None:
        opened.settle()
        seen.append(shown(opened))

    desk.show("customers")
    did()
    page = desk.current().page
    page.pager.step("next")
    did()
    page.table.select_row(3)
    seen[-1] = shown(opened)
    page.set_filter("person 4")
    did()
    opened.window.shell.show_wallets(text="till")
    did()
    opened.press(Qt.Key.Key_Return)
    did()
    assert seen == [
        "projects",
        "customers '' page 1 row 0",
        "customers '' page 2 row 3",
        "customers 'person 4' page 1 row 0",
        "wallets 'till' page 1 row 0",
        "ledger of Till",
    ]
    for expected in seen[-2::-1]:
        opened.press(Qt.Key.Key_Left, ALT)
        assert shown(opened) == expected
    opened.press(Qt.Key.Key_Left, ALT)
    assert shown(opened) == "projects"
    for expected in seen[1:]:
        opened.press(Qt.Key.Key_Right, ALT)
        assert shown(opened) == expected


def test_the_mouse_has_buttons_for_it(opened: Opened) -> None:
    desk = opened.window.desk
    desk.show("wallets")
    opened.settle()
    view = desk.current().list.page.table.viewport()
    QTest.mouseClick(view, Qt.MouseButton.BackButton, NONE, QPoint(40, 10))
    assert shown(opened) == "projects"
    QTest.mouseClick(desk.current(), Qt.MouseButton.ForwardButton, NONE, QPoint(5, 5))
    opened.settle()
    assert shown(opened).startswith("wallets")


def test_escape_leads_where_one_came_from(opened: Opened) -> None:
    desk = opened.window.desk
    desk.show("transactions")
    opened.settle()
    opened.window.shell.show_wallet_ledger(61)
    opened.settle()
    assert shown(opened) == "ledger of Till"
    opened.press(Qt.Key.Key_Escape)
    assert shown(opened).startswith("transactions")


def test_a_ledger_is_found_again_with_its_period_and_filter(opened: Opened) -> None:
    opened.window.shell.show_wallet_ledger(61)
    opened.settle()
    ledger = opened.window.desk.current().ledger
    ledger.filters.period_bar.set_days((None, None))
    ledger.filters.direction.set_value("in")
    ledger.filters.filter_changed.emit()
    opened.settle()
    opened.window.desk.show("assets")
    opened.press(Qt.Key.Key_Left, ALT)
    assert ledger.filters.filter().direction == "in"
    assert ledger.model.rowCount() == 1
    opened.press(Qt.Key.Key_Left, ALT)
    assert ledger.filters.filter().direction is None


def test_a_transaction_come_to_by_number_is_one_step(opened: Opened) -> None:
    opened.window.shell.show_transaction(1)
    opened.settle()
    opened.press(Qt.Key.Key_Left, ALT)
    assert shown(opened) == "projects"


def test_another_project_forgets_the_way(opened: Opened) -> None:
    opened.window.desk.show("assets")
    other = opened.run(projects.create, "Other")
    opened.window.shell.set_project(other.id)
    opened.settle()
    opened.press(Qt.Key.Key_Left, ALT)
    assert opened.window.desk.current_key == "assets"


# Columns


def test_columns_are_found_again_after_a_restart(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    opened.window.desk.show("customers")
    opened.settle()
    menus = opened.window.menus
    menus.menus["view"].aboutToShow.emit()
    entries = {action.text(): action for action in menus.columns.actions()}
    entries["Id"].trigger()
    table = opened.window.desk.current().page.table
    table.horizontalHeader().moveSection(3, 0)
    titles = [table.model().columns[number].title for number in table.columns.shown()]
    assert titles == ["Wallets", "Customer", "Status", "Last activity"]
    opened.close()
    again = Opened(qtbot, tmp_path).start()
    again.window.desk.show("customers")
    again.settle()
    table = again.window.desk.current().page.table
    assert [table.model().columns[number].title for number in table.columns.shown()] == titles
    again.close()
