"""The run for many begins with the rows that are selected in a list: exactly these."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import assets, customers, projects, wallets
from walletdesk.controllers.many import Action
from walletdesk.ui.many.window import ManyWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """Four customers, one with an id of several words, each with a wallet of euros; the last with one of days too."""
    made = Opened(qtbot, tmp_path).start()
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    day = made.run(assets.create, made.project, "Day", "DAY", 24)
    for id_, name in (("a", "Ann"), ("b, c", "Bob"), ("C 3", "Cid"), ("d", "Dan")):
        key = made.run(customers.create, made.project, id_, name).key
        made.run(wallets.open, key, euro.id, "Cash")
    made.run(wallets.open, key, day.id, "Time")
    yield made
    made.close()


def pick(opened: Opened, tab: str, count: int) -> Any:
    """Select the first rows of a tab's list with the keyboard; answers its page."""
    opened.window.go(tab)
    opened.settle()
    shown = opened.window.desk.current()
    page = shown.page if tab == "customers" else shown.list.page
    page.table.setFocus()
    page.table.select_row(0)
    for _ in range(count - 1):
        opened.press(Qt.Key.Key_Down, SHIFT)
    return page


def in_menu(opened: Opened) -> Any:
    opened.window.menus.menus["transaction"].aboutToShow.emit()
    return opened.window.menus.actions["many_picked"]


def window(opened: Opened) -> ManyWindow:
    opened.settle()
    (found,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, ManyWindow) and w.isVisible())
    opened.qtbot.waitUntil(lambda: found.work.state.value in ("checked", "open"))
    return found


def suspended_by(opened: Opened, made: ManyWindow) -> list[str]:
    """Who is ready for a suspension, as the window's table says."""
    made.what.action.set_value(Action.SUSPEND)
    made.what.action.changed.emit(Action.SUSPEND)
    opened.qtbot.waitUntil(lambda: made.work.plan is not None and made.work.plan.recipe.action is Action.SUSPEND)
    assert made.work.plan is not None
    assert made.work.plan.refused == []
    return [row.wallet.label for row in made.work.plan.ready if row.wallet is not None]


def test_customers_who_are_selected_are_those_of_the_run(opened: Opened) -> None:
    page = pick(opened, "customers", 4)
    action = in_menu(opened)
    assert (action.text(), action.isVisible(), action.isEnabled()) == ("Run for &selected (4)…", True, True)
    action.trigger()
    made = window(opened)
    assert made.who.listed.toPlainText() == "a\nb, c\nC 3\nd"
    assert made.who.ways.value() is True
    assert suspended_by(opened, made) == [f"W-0000{number}" for number in range(1, 6)]
    assert page.picked_count() == 4


def test_wallets_that_are_selected_bring_their_asset(opened: Opened) -> None:
    page = pick(opened, "wallets", 2)
    (entry,) = (a for a in page.table.row_menu().actions() if a.text() == "Run for &selected (2)…")
    entry.trigger()
    made = window(opened)
    assert made.work.wish.asset == next(a.id for a in opened.window.shell.assets.values() if a.code == "EUR")
    assert suspended_by(opened, made) == ["W-00001", "W-00002"]


def test_wallets_of_several_assets_ask_for_all_of_them(opened: Opened) -> None:
    pick(opened, "wallets", 5)
    in_menu(opened).trigger()
    made = window(opened)
    assert made.work.wish.asset is None
    assert len(suspended_by(opened, made)) == 5


def test_it_is_offered_only_where_it_can_be_done(opened: Opened) -> None:
    page = pick(opened, "wallets", 1)
    assert not any("selected" in action.text() for action in page.table.row_menu().actions())
    assert in_menu(opened).text() == "Run for &selected (1)…"
    opened.window.desk.current().show_ledger(1)
    opened.settle()
    assert not in_menu(opened).isVisible()
    opened.window.go("assets")
    assert not in_menu(opened).isVisible()
    opened.window.go("customers")
    opened.run(projects.archive, opened.project)
    assert not in_menu(opened).isEnabled()
