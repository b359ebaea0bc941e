"""I1 through the window: a seal is copied, the book goes on, and the seal still holds; a changed book says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.journeys.test_damaged_book import fill
from tests.store.test_verify import force
from tests.ui.opened import Opened, texts
from walletdesk.controllers import books, transactions, wallets
from walletdesk.ledger.values import issue
from walletdesk.ui.verifying import Soundness


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path)
    fill(made.book)
    made.start()
    yield made
    made.close()


def post(opened: Opened) -> None:
    def more(book: books.Book) -> object:
        (wallet,) = wallets.page(book, opened.project, wallets.WalletQuery(), 1, 5).rows
        return transactions.run(book, opened.project, (issue(wallet.id, 5),))

    opened.run(more)


def test_a_seal_is_copied_and_holds_after_later_postings(opened: Opened) -> None:
    opened.window.menus.actions["seal"].trigger()
    opened.settle()
    form = opened.dialog()
    form.copy.click()
    seal = QGuiApplication.clipboard().text()
    assert seal.startswith("T-1 · ")
    form.reject()
    post(opened)
    opened.window.menus.actions["seal"].trigger()
    opened.settle()
    form = opened.dialog()
    assert "T-2 · " in texts(form)
    form.box.setText(seal.lower())
    form.primary.click()
    opened.settle()
    assert "Bar holds what it held at T-1" in form.answer.text()
    assert opened.window.verifier.soundness is Soundness.VERIFIED
    form.box.setText(seal[:-1] + ("2" if seal[-1] != "2" else "3"))
    form.primary.click()
    opened.settle()
    assert "This is no seal" in (form.field("seal").problem() or "")
    form.reject()


def test_a_seal_that_fits_a_changed_book_does_not_hold(opened: Opened) -> None:
    opened.window.menus.actions["seal"].trigger()
    opened.settle()
    form = opened.dialog()
    form.copy.click()
    force(opened.book, "UPDATE operation SET amount = 999")
    form.box.setText(QGuiApplication.clipboard().text())
    form.primary.click()
    opened.settle()
    assert "the book is not sound" in form.answer.text()
    assert opened.window.stage.currentWidget() is opened.window.stage.verdict
    form.reject()


def test_an_empty_ledger_says_that_it_has_no_seal(qtbot: QtBot, tmp_path: Path) -> None:
    made = Opened(qtbot, tmp_path)
    made.start()
    made.window.menus.actions["seal"].trigger()
    made.settle()
    form = made.dialog()
    assert "has no transaction yet" in texts(form)
    assert not form.copy.isEnabled()
    form.reject()
    made.close()
