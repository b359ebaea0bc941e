"""G5: a damaged book is shown as damaged, is written no more, and what can be read can be had, and a backup."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.store.test_quick import damage
from tests.ui.opened import NOW, Opened, texts
from walletdesk.controllers import assets, backups, books, customers, projects, transactions, verifying, wallets
from walletdesk.controllers.backups import Place
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.values import issue
from walletdesk.ui.verifying import Soundness


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path)
    fill(made.book)
    yield made
    made.close()


def fill(path: Path) -> None:
    """A book with one customer, one wallet and one transaction."""
    book = books.create(path, "UTC", lambda: NOW)
    projects.create(book, "Bar", "bar")
    euro = assets.create(book, "bar", "Euro", "EUR", 100).value
    ann = customers.create(book, "bar", "ann", "Ann").value
    cash = wallets.open(book, ann.key, euro.id, "Cash").value
    transactions.run(book, "bar", (issue(cash.id, 100),))
    book.close()


def root_of(path: Path, table: str) -> int:
    raw = sqlite3.connect(path)
    (page,) = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    raw.close()
    return int(page)


def test_a_damaged_file_is_opened_for_reading_and_what_can_be_read_is_exported(opened: Opened) -> None:
    damage(opened.book, root_of(opened.book, "txn"))
    opened.start()
    opened.settle()
    stage, facts = opened.window.stage, opened.window.library.facts
    assert facts is not None
    assert not facts.writable
    assert stage.currentWidget() is stage.verdict
    assert "Found while the book was opened" in texts(stage.verdict)
    assert any("opened for reading only" in said for said in opened.said())
    opened.dialogs.path = opened.folder / "rescued"
    stage.verdict.export_wanted.emit()
    opened.settle()
    assert "Ann" in (opened.folder / "rescued" / "Bar" / "customers.csv").read_text(encoding="utf-8-sig")
    assert any("Damaged, and not written: Bar/transactions.csv" in said for said in opened.said())
    stage.verdict.restore_wanted.emit()
    opened.settle()
    assert stage.currentWidget() is stage.restorer.page


def test_a_damaged_file_gives_way_to_the_last_good_backup(opened: Opened) -> None:
    book = books.open(opened.book, lambda: NOW)
    finish(backups.make(book, Place(opened.folder / "backups")))
    book.close()
    damage(opened.book, root_of(opened.book, "event"))
    opened.start()
    opened.settle()
    stage = opened.window.stage
    stage.verdict.restore_wanted.emit()
    opened.settle()
    page = stage.restorer.page
    assert "Nothing would change" in texts(page)
    page.restore.click()
    form = opened.dialog()
    form._field.editor.setText("ledger")
    form.primary.click()
    opened.settle()
    facts = opened.window.library.facts
    assert facts is not None
    assert facts.writable
    assert opened.window.verifier.soundness is Soundness.UNKNOWN
    assert (opened.folder / "ledger.before-restore.walletdesk").exists()


def test_a_missing_table_is_damage_and_no_accident(opened: Opened) -> None:
    raw = sqlite3.connect(opened.book)
    raw.execute("DROP TABLE template")
    raw.close()
    opened.start()
    opened.settle()
    assert opened.window.stage.currentWidget() is opened.window.stage.verdict


def test_an_altered_ledger_is_told_when_the_book_opens(opened: Opened) -> None:
    raw = sqlite3.connect(opened.book)
    raw.execute("DROP TRIGGER book_fixed")
    raw.close()
    opened.start()
    opened.settle()
    assert opened.window.verifier.soundness is Soundness.BROKEN
    assert opened.window.stage.currentWidget() is opened.window.stage.verdict
    assert opened.window.library.facts is not None
    assert opened.window.library.facts.writable


def test_a_week_after_the_last_time_the_whole_book_is_verified_by_itself(opened: Opened) -> None:
    memory = opened.folder / "state"
    book = books.open(opened.book, lambda: NOW - verifying.WEEK - 1)
    assert not verifying.is_due(book, memory)
    finish(verifying.verify_book(book, memory))
    book.close()
    opened.start()
    opened.settle()
    assert opened.window.verifier.soundness is Soundness.VERIFIED
    assert opened.said() == []


def test_a_sound_book_is_called_so_though_its_end_cannot_be_noted(opened: Opened) -> None:
    opened.start()
    shutil.rmtree(opened.folder / "state")
    opened.window.verifier.start()
    opened.settle()
    assert opened.window.verifier.soundness is Soundness.VERIFIED
    assert "Where it ends could not be noted." in opened.said()[0]
