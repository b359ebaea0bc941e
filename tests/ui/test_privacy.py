"""Amounts hidden: no screen, label, tooltip, name or copied row tells one; what is typed and what is exported stays."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.screens import Screens
from walletdesk.controllers import transactions
from walletdesk.ledger.refusals import InsufficientBalance
from walletdesk.ledger.values import transfer
from walletdesk.ui.list_page import ListPage
from walletdesk.ui.privacy import HIDDEN, privacy, veiled_figure, veiled_sentence
from walletdesk.ui.shell import Prefill

FIGURE = re.compile(r"(?!0\.01\b)\b\d[\d,]*\.\d\d(?!\d)")
"""How the sample book's money is written: with two decimals. Invented ones explain how to write amounts."""
INVENTED = re.compile(r"such as|234\.50|2\.50\*3|: 1\.00|\d\d\.\d\d\.\d\d")
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def screens(qtbot: QtBot, own_folders: Path) -> Iterator[Screens]:
    made = Screens(qtbot, own_folders)
    yield made
    privacy().set_hidden(False)
    made.opened.close()


def rows_of(model: QAbstractItemModel) -> Iterator[str]:
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for row in range(min(model.rowCount(), 60)):
        for column in range(columns):
            yield str(model.index(row, column, QModelIndex()).data() or "")
        yield str(model.headerData(row, Qt.Orientation.Vertical) or "")


def told(window: QWidget) -> Iterator[str]:
    """Everything that a window says to eyes, pointer and screen reader."""
    yield window.windowTitle()
    parts = window.findChildren(QWidget)
    if getattr(window, "shell", None) is not None and window.shell.evening is not None:  # type: ignore[attr-defined]
        parts = [part for part in parts if part.isVisible()]  # tabs out of sight begin anew when they are next shown
    for part in [window, *parts]:
        yield part.accessibleName()
        yield part.accessibleDescription()
        yield part.toolTip()
        if isinstance(part, QLabel | QAbstractButton | QLineEdit):
            yield part.text()
        if isinstance(part, QTableView | QListView) and part.model() is not None:
            yield from rows_of(part.model())


def figures(window: QWidget) -> list[str]:
    return [text for text in told(window) if FIGURE.search(text) and not INVENTED.search(text)]


def settled(screens: Screens) -> None:
    screens.settle()
    screens.settle()


def test_no_screen_tells_an_amount_while_they_are_hidden(screens: Screens) -> None:
    for name, window in screens.each():
        if name == "setup":
            continue
        if name not in ("many",):
            assert figures(window), f"{name} shows amounts when they are not hidden"
        QTest.keyClick(screens.window, Qt.Key.Key_H, CTRL_SHIFT)
        settled(screens)
        assert privacy().hidden
        assert figures(window) == [], name
        if name not in ("many",):
            assert any(HIDDEN in text for text in told(window)), name
        QTest.keyClick(screens.window, Qt.Key.Key_H, CTRL_SHIFT)
        settled(screens)
        if name not in ("many",):
            assert figures(window), f"{name} shows them again"


def test_what_is_opened_while_amounts_are_hidden_hides_them_too(screens: Screens) -> None:
    screens.window.look.toggle_amounts()
    for name, window in screens.each():
        assert figures(window) == [], name


def test_codes_stay_and_columns_keep_their_widths(screens: Screens) -> None:
    (name, window), *_ = [(n, w) for n, w in screens.each() if n == "overview"]
    screens.window.go("wallets")
    screens.settle()
    (page,) = screens.window.desk.current().findChildren(ListPage)
    before = [page.table.columnWidth(n) for n in range(len(page.model.columns))]
    screens.window.look.toggle_amounts()
    settled(screens)
    assert [page.table.columnWidth(n) for n in range(len(page.model.columns))] == before
    screens.window.shell.show_wallet_ledger(1)
    settled(screens)
    assert any(text.startswith(HIDDEN) and text.endswith("USD") for text in told(window)), name


def test_copied_rows_tell_nothing(screens: Screens) -> None:
    screens.window.look.toggle_amounts()
    screens.window.go("wallets")
    screens.settle()
    (page,) = screens.window.desk.current().findChildren(ListPage)
    page.table.select_row(0)
    page.table.copy_selection()
    copied = QGuiApplication.clipboard().text()
    assert HIDDEN in copied
    assert not FIGURE.search(copied)


def test_what_is_being_typed_stays_in_sight(screens: Screens) -> None:
    screens.window.look.toggle_amounts()
    rich = max((w for w in screens.wallets if not w.system), key=lambda wallet: wallet.balance)
    till = next(w for w in screens.wallets if w.system and w.asset.id == rich.asset.id)
    screens.window.shell.new_transaction(Prefill((transfer(rich.id, till.id, 4321),)))
    screens.settle()
    from walletdesk.ui.builder.window import builders

    (form,) = builders(screens.window.shell).windows()
    form.grid.edit(form.grid.model().index(0, 4))
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    typed = editor.text()
    assert "43" in typed
    editor.setText("98.76")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    screens.settle()
    assert form.form.state.rows[0].amount == "98.76"
    assert figures(form) == []
    form.discard()


def test_refusals_hide_amounts_and_old_messages_too(screens: Screens) -> None:
    poor = min((w for w in screens.wallets if not w.system), key=lambda wallet: wallet.balance)
    till = next(w for w in screens.wallets if w.system and w.asset.id == poor.asset.id)
    shell = screens.window.shell
    shell.session.run(transactions.run, screens.opened.project, [transfer(poor.id, till.id, poor.balance + 12_345)])
    settled(screens)
    (said,) = screens.opened.said()
    assert "short" in said
    assert HIDDEN not in said
    screens.window.look.toggle_amounts()
    (now,) = screens.opened.said()
    assert HIDDEN in now
    assert not FIGURE.search(now)
    refusal = InsufficientBalance(poor.id, 1234, 999_999, 998_765)
    hidden = shell.words(refusal)
    assert HIDDEN in hidden
    assert "9,999" not in hidden


def test_a_quiet_sign_says_so_and_shows_them_again(screens: Screens) -> None:
    window = screens.window
    assert not window.status.hidden.isVisible()
    window.menus.actions["amounts"].trigger()
    assert window.status.hidden.isVisible()
    assert window.menus.actions["amounts"].isChecked()
    assert screens.opened.settings.value("window/v1/amounts_hidden", type=bool) is True
    QTest.mouseClick(window.status.hidden, Qt.MouseButton.LeftButton)
    assert not privacy().hidden
    assert not window.status.hidden.isVisible()
    assert not window.menus.actions["amounts"].isChecked()


def test_hidden_is_kept_and_a_soundness_that_was_proven_stays(screens: Screens) -> None:
    window = screens.window
    window.verifier.start()
    settled(screens)
    before = window.verifier.soundness
    window.look.toggle_amounts()
    settled(screens)
    assert window.verifier.soundness is before
    privacy().set_hidden(False)
    type(window.look)(screens.opened.settings)
    assert privacy().hidden


@pytest.mark.parametrize("text", ["12.50", "-1,234.56", "1 234,56", "12 05/24", "(3.00)", "$9.99", "-52.00 EUR", "700"])
def test_a_figure_of_a_file_is_hidden(text: str) -> None:
    privacy().set_hidden(True)
    try:
        assert veiled_figure(text) == HIDDEN
    finally:
        privacy().set_hidden(False)
    assert veiled_figure(text) == text


@pytest.mark.parametrize("text", ["2025-12-31", "C-10001", "Order #4711", "PREVOD", "", "31.12.2025", "INV-9"])
def test_what_is_no_amount_stays(text: str) -> None:
    privacy().set_hidden(True)
    try:
        assert veiled_figure(text) == text
    finally:
        privacy().set_hidden(False)


def test_a_sentence_without_a_code_keeps_its_numbers() -> None:
    privacy().set_hidden(True)
    try:
        assert veiled_sentence("Has 1,234.56 USD, 12 05/24 DAY short") == f"Has {HIDDEN} USD, {HIDDEN} DAY short"
        assert veiled_sentence("Posted T-12: 2 operations, 3 wallets") == "Posted T-12: 2 operations, 3 wallets"
    finally:
        privacy().set_hidden(False)
