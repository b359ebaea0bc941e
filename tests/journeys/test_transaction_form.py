"""The form for a transaction in the whole window, by keys alone: two operations typed, five hundred pasted."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.opened import Opened
from walletdesk.controllers import assets, customers, drafts, transactions, verifying, wallets
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.values import issue, transfer
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.builder.window import builders

CTRL = Qt.KeyboardModifier.ControlModifier
MANY = 500
PEOPLE = ("Abel", "Berta", "Carla", "David", "Edith", "Felix", "Grace", "Henri", "Irina", "Jonas")


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    """Ten people, and a cash box with 10,000.00."""
    made = Opened(qtbot, tmp_path).start()
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    box = made.run(wallets.open_system, euro.id, "Cash box")
    for number, name in enumerate(PEOPLE):
        owner = made.run(customers.upsert, made.project, f"C-{number:02}", name)
        made.run(wallets.open, owner.key, euro.id, "Cash")
    made.run(transactions.run, made.project, [issue(box.id, 1_000_000)])
    yield made
    made.close()


class Typist:
    """Somebody who opens the form by its key, and whose keys beyond the text are counted."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        with opened.qtbot.waitActive(opened.window):
            opened.window.activateWindow()
        QTest.keyClick(opened.window, Qt.Key.Key_N, CTRL)
        (self.form,) = builders(opened.window.shell).windows()
        opened.qtbot.waitUntil(self.form.isActiveWindow)
        opened.settle()
        self.keys = 0

    def type(self, text: str) -> "Typist":
        for char in text:
            QTest.keyClick(self._focused(), char)
        self.opened.settle()
        return self

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> "Typist":
        self.keys += 1
        QTest.keyClick(self._focused(), key, modifier)
        self.opened.settle()
        return self

    def _focused(self) -> QWidget:
        return QApplication.focusWidget() or self.form


def verified(opened: Opened) -> bool:
    return bool(opened.run(lambda book: finish(verifying.verify_book(book))).ok)


def test_two_operations_are_posted_with_six_keys_beyond_the_text(opened: Opened) -> None:
    at = Typist(opened)
    form: BuilderWindow = at.form
    at.type("cash box").press(Qt.Key.Key_Return).type("david").press(Qt.Key.Key_Return)
    at.type("12.50").press(Qt.Key.Key_Return).type("Order").press(Qt.Key.Key_Return)
    at.type("C-07").press(Qt.Key.Key_Return).type("=10*2%")
    at.press(Qt.Key.Key_Return, CTRL)
    assert at.keys == 6
    opened.qtbot.waitUntil(lambda: not isValid(form))
    posted = opened.run(transactions.get, opened.project, 2)
    assert posted.operations == (transfer(1, 5, 1_250, "Order"), transfer(1, 9, 20))
    assert "Posted T-2" in opened.said()[0]
    assert verified(opened)


def test_five_hundred_operations_are_pasted_mended_and_posted_by_keys(opened: Opened) -> None:
    lines = [f"Transfer\tCash box\tC-{n % 10:02}\t{(n + 1) / 100:.2f}\tRow {n + 1}" for n in range(MANY)]
    lines[250] = "Transfer\tAbel\tC-01\t777.00\tToo much"
    QGuiApplication.clipboard().setText("Operation\tFrom\tTo\tAmount\tMemo\r\n" + "\r\n".join(lines))
    at = Typist(opened)
    form: BuilderWindow = at.form
    at.press(Qt.Key.Key_V, CTRL)
    assert len(form.form.state.rows) == MANY
    assert form.footer.text() == "1 problem to fix before posting"
    assert form.grid.current() == (form.form.state.rows[250].id, "amount")
    at.press(Qt.Key.Key_Period, CTRL)
    assert form.form.checked.ready
    at.type("1").press(Qt.Key.Key_Return)
    assert form.form.state.rows[250].amount == "1"
    at.press(Qt.Key.Key_Return, CTRL)
    opened.qtbot.waitUntil(lambda: not isValid(form))
    assert at.keys == 4
    posted = opened.run(transactions.get, opened.project, 2)
    assert len(posted.operations) == MANY
    assert posted.operations[250] == transfer(2, 3, 100, "Too much")
    assert opened.run(drafts.list_all, opened.project) == ()
    assert verified(opened)
