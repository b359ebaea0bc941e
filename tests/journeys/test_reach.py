"""Nothing that can be reached with the keyboard is without a name, and no key means two things."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import assets, customers, transactions, wallets
from walletdesk.ledger.values import issue
from walletdesk.ui.privacy import privacy

SOURCES = Path(__file__).parents[2] / "walletdesk"
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """A window on a project with an asset, a customer, two wallets and a transaction."""
    made = Opened(qtbot, tmp_path).start()
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    made.run(assets.create, made.project, "Day", "DAY", 24)
    ann = made.run(customers.upsert, made.project, "ann", "Ann")
    cash = made.run(wallets.open, ann.key, euro.id, "Cash")
    made.run(wallets.open_system, euro.id, "Till")
    made.run(transactions.run, made.project, [issue(cash.id, 500)])
    yield made
    made.close()


def nameless(window: QWidget, least: int = 2) -> list[str]:
    """What takes the keyboard in a window and tells a screen reader nothing."""
    found = []
    looked_at = 0
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.focusProxy():
            continue
        looked_at += 1
        face = QAccessible.queryAccessibleInterface(widget)
        name = face.text(QAccessible.Text.Name) if face else ""
        if not name.strip() and not (isinstance(widget, QAbstractButton) and widget.text()):
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    assert looked_at > least, "nothing was looked at"
    return found


def windows() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if w.isVisible() and not isinstance(w, QMenu)]


@pytest.mark.parametrize("key", ["projects", "assets", "customers", "wallets", "transactions"])
def test_every_widget_of_a_tab_and_of_its_form_has_a_name(opened: Opened, key: str) -> None:
    opened.window.go(key)
    opened.settle()
    assert nameless(opened.window) == []
    opened.window.new_in(key)
    opened.settle()
    assert len(windows()) > 1, "no form is open"
    for window in windows():
        assert nameless(window) == []


@pytest.mark.parametrize("command", ["post", "import", "many", "shortcuts", "messages", "about"])
def test_every_widget_of_a_window_beside_the_main_one_has_a_name(opened: Opened, command: str, tmp_path: Path) -> None:
    opened.dialogs.path = tmp_path / "rows.csv"
    opened.dialogs.path.write_text("date;customer;amount\n2025-03-01;ann;1.50\n", encoding="utf-8")
    opened.window.go("wallets")
    opened.window.menus.actions[command].trigger()
    opened.settle()
    beside = [window for window in windows() if window is not opened.window]
    assert beside, "no window is open"
    for window in beside:
        assert nameless(window, least=0) == []


def test_amounts_are_hidden_from_every_window(opened: Opened) -> None:
    opened.window.menus.actions["post"].trigger()
    opened.settle()
    (beside,) = [window for window in windows() if window is not opened.window]
    QTest.keyClick(beside.focusWidget() or beside, Qt.Key.Key_H, CTRL | SHIFT)
    assert privacy().hidden
    QTest.keyClick(beside.focusWidget() or beside, Qt.Key.Key_H, CTRL | SHIFT)
    assert not privacy().hidden


def test_every_widget_of_a_ledger_has_a_name(opened: Opened) -> None:
    opened.window.shell.show_wallet_ledger(1)
    opened.settle()
    assert nameless(opened.window) == []


def actions_of(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from actions_of(inner)
        elif not action.isSeparator():
            yield action


@pytest.mark.parametrize("key", ["projects", "assets", "customers", "wallets", "transactions"])
def test_every_action_has_words_and_no_key_means_two_things(opened: Opened, key: str) -> None:
    opened.window.go(key)
    opened.settle()
    found = [
        action
        for entry in opened.window.menuBar().actions()
        if isinstance(menu := entry.menu(), QMenu)
        for action in actions_of(menu)
    ]
    assert len(found) > 20
    assert [action for action in found if not action.text().strip()] == []
    visible = [action for action in found if action.isVisible()]
    keys = Counter(shortcut.toString() for action in set(visible) for shortcut in action.shortcuts())
    assert {shortcut: count for shortcut, count in keys.items() if count > 1} == {}
    listed = set(found)
    page = opened.window.desk.current()
    loose = [a.text() for a in page.actions() if not a.shortcut().isEmpty() and a not in listed]
    assert loose == [], "keys that stand in no menu"


def test_no_message_box_stands_between_a_person_and_their_form() -> None:
    using = [file.name for file in SOURCES.rglob("*.py") if "QMessageBox" in file.read_text(encoding="utf-8")]
    assert using == []
