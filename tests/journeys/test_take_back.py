"""T8 in the whole window, by keys: a gift that was half spent is taken back as far as it is still there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import assets, customers, drafts, transactions, verifying, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.values import issue, redeem, transfer
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.tabs.transactions import TransactionsTab

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """60.00 for Ann (T-1), 20.00 of it for Bob (T-2), who spends 15.00 (T-3)."""
    made = Opened(qtbot, tmp_path).start()
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    purses = []
    for name in ("Ann", "Bob"):
        owner = made.run(customers.upsert, made.project, name.lower(), name)
        purses.append(made.run(wallets.open, owner.key, euro.id, "Cash").id)
    ann, bob = purses
    for operation in (issue(ann, 6_000), transfer(ann, bob, 2_000, "lunch"), redeem(bob, 1_500)):
        made.run(transactions.run, made.project, [operation], "Birthday")
    yield made
    made.close()


def builder(opened: Opened) -> BuilderWindow:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, BuilderWindow) and w.isVisible()]
    assert len(found) == 1
    opened.qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def to_list(opened: Opened) -> TransactionsTab:
    """Back in the list, as the desktop would bring it forward."""
    opened.window.activateWindow()
    opened.qtbot.waitUntil(opened.window.isActiveWindow)
    tab = opened.window.desk.tab("transactions")
    assert isinstance(tab, TransactionsTab)
    return tab


def select(opened: Opened, number: int) -> TransactionsTab:
    tab = to_list(opened)
    opened.press(Qt.Key.Key_5, CTRL)
    tab.show_transaction(number)
    opened.settle()
    return tab


def chip(tab: TransactionsTab) -> str:
    shown = tab.inspector.portrait()
    assert shown is not None
    assert shown.chip is not None
    return shown.chip.text


def test_what_was_half_spent_is_taken_back_in_part(opened: Opened) -> None:
    select(opened, 2)
    opened.press(Qt.Key.Key_R, CTRL)
    form = builder(opened)
    (row,) = form.grid.rows.rows()
    assert row.verdict.text == "Short by 15.00"
    assert form.grid.sentences(0) == ["Bob, Cash holds 5.00 EUR: 15.00 EUR short."]
    opened.press(Qt.Key.Key_Return, CTRL)
    assert opened.run(transactions.page, opened.project).total == 3, "nothing is posted while a row is short"
    opened.press(Qt.Key.Key_Period, CTRL)
    assert form.footer.text() == "Ready, in part: 15.00 of 20.00 EUR stays"

    opened.press(Qt.Key.Key_Escape)  # the draft is kept, listed above, and goes on
    tab = select(opened, 2)
    tab.page.table.select_row(0)
    opened.settle()
    assert tab.inspector.portrait().title == "Reverses T-2"  # type: ignore[union-attr]
    tab.page.table.setFocus()
    opened.press(Qt.Key.Key_Return)
    form = builder(opened)
    assert form.windowTitle() == "Reverse T-2"
    assert [found.amount for found in form.form.state.rows] == ["5.00"]
    opened.press(Qt.Key.Key_Return, CTRL)
    assert opened.run(drafts.list_all, opened.project) == ()

    assert chip(select(opened, 2)) == "Reversed in part by T-4"
    opened.press(Qt.Key.Key_R, CTRL)  # a second time: told by which, and shown
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, BuilderWindow) and w.isVisible()]
    assert opened.window.toast.recent()[0] == "T-2 was reversed already, by T-4."
    tab = to_list(opened)
    assert tab.page.table.current_value().number == 4
    assert chip(tab) == "Reverses part of T-2"
    sound: Any = opened.run(lambda book: finish(verifying.verify_book(book)))
    assert sound.ok
