"""One fee for many customers in the whole window, by clicks and keys: looked at, posted, seen, and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.opened import Opened
from walletdesk.controllers import assets, batches, projects, transactions, verifying, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.wallets import WalletQuery
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue
from walletdesk.store import bulk
from walletdesk.store import customers as customer_rows
from walletdesk.store import wallets as wallet_rows
from walletdesk.store.posting import Request
from walletdesk.ui.batch_work import State
from walletdesk.ui.many.window import ManyWindow

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
BUSY = (State.CHECKING, State.WRITING)
PEOPLE = 5_000
READY = PEOPLE - 37


def furnish(book: Any, project: str, euro: str) -> None:
    """Five thousand customers with 10.00 each, but 20 suspended, 10 closed and 7 nearly empty."""
    with book.unit():
        people = [(f"c{n}", f"Customer {n}", "") for n in range(PEOPLE)]
        keys = customer_rows.add_many(book, project, people)
        ids = wallet_rows.add_many(book, project, euro, [(key, "Cash", "") for key in keys])
        with bulk.posting(book, project) as poster:
            for place, id_ in enumerate(ids[10:]):
                poster.add(Request((issue(id_, 100 if place < 7 else 1000),)))
        found = wallet_rows.get_many(book, ids[:60])
        wallet_rows.set_status(book, [(found[id_], Status.CLOSED) for id_ in ids[:10]])
        wallet_rows.set_status(book, [(found[id_], Status.SUSPENDED) for id_ in ids[40:60]])


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path).start()
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    made.run(lambda book: furnish(book, made.project, euro.id) or True)
    yield made
    made.close()


class Runner:
    """Somebody at the window, opened by its key."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        with opened.qtbot.waitActive(opened.window):
            opened.window.activateWindow()
        QTest.keyClick(opened.window, Qt.Key.Key_M, CTRL | SHIFT)
        (self.window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, ManyWindow) and w.isVisible()]
        self.settle()

    def settle(self) -> None:
        idle = self.opened.window.session.idle
        self.opened.qtbot.waitUntil(lambda: self.window.work.state not in BUSY and idle(), timeout=60_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        for char in text:
            QTest.keyClick(self.window.focusWidget() or self.window, char)
        self.settle()

    def tab_to(self, widget: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> None:
        for _ in range(40):
            if widget.hasFocus():
                return
            QTest.keyClick(self.window.focusWidget() or self.window, key)
        raise AssertionError("the Tab key does not lead there")

    def click(self, button: QPushButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


def total(opened: Opened) -> int:
    ((_, parts),) = opened.run(wallets.totals, opened.project, WalletQuery())
    return int(parts)


def verified(opened: Opened) -> bool:
    return bool(opened.run(lambda book: finish(verifying.verify_book(book))).ok)


def test_a_fee_for_everybody_is_looked_at_posted_and_reversed_as_a_whole(opened: Opened) -> None:
    before = total(opened)
    person = Runner(opened)
    window = person.window
    assert window.what.amount.hasFocus()
    person.type("5")
    person.tab_to(window.what.action, Qt.Key.Key_Backtab)
    person.press(Qt.Key.Key_Down)
    assert window.what.action.currentText() == "Redeem"
    assert window.sheet.parts.labels() == ["All 5,000", "Ready 4,963", "Refused 37"]
    assert window.sheet.why.whole() == "20 suspended, 10 closed, 7 short"
    assert window.foot.primary.text() == "Post 4,963 transactions"
    assert total(opened) == before
    person.tab_to(window.what.description)
    person.type("Fee of May")
    person.tab_to(window.foot.primary)
    person.press(Qt.Key.Key_Return)
    assert opened.said()[0] == "Posted 4,963 transactions as batch 1."
    assert total(opened) == before - READY * 500
    assert verified(opened)
    person.click(window.result.view)
    assert not isValid(window) or not window.isVisible()
    opened.settle()
    assert opened.window.desk.current_key == "transactions"
    tab = opened.window.desk.current()
    (batch,) = opened.run(batches.list_all, opened.project)
    assert tab.page.query().choice("facets").batch == batch.id
    tab.page.select(opened.run(transactions.get, opened.project, batch.last).id)
    opened.settle()
    tab.inspector.row_acted.emit(("undo", batch.id))
    dialog = opened.dialog()
    assert isinstance(dialog, QDialog)
    QTest.mouseClick(dialog.primary, Qt.MouseButton.LeftButton)
    opened.settle()
    assert total(opened) == before
    assert verified(opened)


def test_a_pasted_list_is_suspended_and_reactivated(opened: Opened) -> None:
    person = Runner(opened)
    window = person.window
    person.tab_to(window.what.action, Qt.Key.Key_Backtab)
    for _ in range(4):
        person.press(Qt.Key.Key_Down)
    window.who.ways.focus_chosen()
    person.press(Qt.Key.Key_Right)
    QApplication.clipboard().setText("c100\nc101, c102\nW-00104\nnobody\n")
    person.tab_to(window.who.listed)
    person.press(Qt.Key.Key_V, CTRL)
    assert window.foot.primary.text() == "Suspend 4 wallets"
    person.press(Qt.Key.Key_Return, CTRL)
    assert opened.said()[0] == "Suspended 4 wallets."
    suspended = opened.run(wallets.page, opened.project, WalletQuery(status=Status.SUSPENDED), 1, 100)
    assert suspended.total == 24
    person.press(Qt.Key.Key_Escape)
    assert not isValid(window) or not window.isVisible()
    assert verified(opened)


def test_leaving_the_book_during_a_run_takes_everything_back(opened: Opened) -> None:
    before = total(opened)
    person = Runner(opened)
    person.type("1")
    QTest.keyClick(person.window, Qt.Key.Key_Return, CTRL)
    assert person.window.work.state is State.WRITING
    opened.window.desk.close_forms()
    opened.settle()
    made = opened.run(batches.list_all, opened.project)
    assert total(opened) == before + sum(batch.transactions for batch in made) * 100
    assert verified(opened)


def test_an_archived_project_offers_no_run(opened: Opened) -> None:
    assert opened.window.menus.actions["many"].isEnabled()
    opened.run(projects.archive, opened.project)
    opened.settle()
    assert not opened.window.menus.actions["many"].isEnabled()
