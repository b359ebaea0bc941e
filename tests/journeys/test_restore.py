"""I4: from a backup back to the book of then: the difference first, the name typed, the present file kept."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened, texts
from walletdesk.controllers import assets, backups, books, customers, projects, transactions, wallets
from walletdesk.controllers.backups import Place
from walletdesk.controllers.tasks import finish
from walletdesk.ledger.values import issue, transfer
from walletdesk.store import book as store
from walletdesk.ui.verifying import Soundness


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path)
    yield made
    made.close()


@pytest.fixture
def later(opened: Opened) -> Opened:
    """A book with a backup, and with some work done since."""
    opened.start()
    run = opened.run
    euro = run(assets.create, opened.project, "Euro", "EUR", 100)
    ann = run(customers.create, opened.project, "ann", "Ann")
    cash = run(wallets.open, ann.key, euro.id, "Cash")
    till = run(wallets.open_system, euro.id, "Till")
    run(transactions.run, opened.project, (issue(cash.id, 1000),))
    opened.window.menus.actions["backup"].trigger()
    opened.dialog().primary.click()
    opened.settle()
    for amount in (100, 150):
        run(transactions.run, opened.project, (transfer(cash.id, till.id, amount),))
    bob = run(customers.create, opened.project, "bob", "Bob")
    run(wallets.open, bob.key, euro.id, "Cash")
    run(wallets.rename, till.id, "Cash box")
    return opened


def confirm(opened: Opened) -> None:
    opened.window.stage.restorer.page.restore.click()
    form = opened.dialog()
    form.primary.click()
    assert form.isVisible(), "the name was not asked for"
    form._field.editor.setText("ledger")
    form.primary.click()
    opened.settle()


def test_the_whole_way_back(later: Opened) -> None:
    window = later.window
    before = later.run(_last)
    window.menus.actions["restore"].trigger()
    later.settle()
    page = window.stage.restorer.page
    said = texts(page)
    assert "2 transactions would vanish, T-2 to T-3" in said
    assert "1 customer, 1 wallet would vanish." in said
    assert "2 balances would change." in said
    assert "1 name, description or status would change." in said
    rows = [[cell.plain for cell in page.model.row_cells(row)] for row in range(page.model.rowCount())]
    assert ["Ann, Cash · W-00001 · My ledger", "Balance", "7.50 EUR", "10.00 EUR", "+2.50"] in rows
    assert ["Cash box, S-00002 · My ledger", "Name", "Cash box", "Till", ""] in [[c or "" for c in r] for r in rows]
    confirm(later)
    assert window.stage.currentWidget() is window.desk.pages
    assert later.run(_last) == before - 2
    assert "kept as ledger.before-restore.walletdesk" in later.said()[0]
    kept = books.open(later.folder / "ledger.before-restore.walletdesk", writable=False)
    assert _last(kept) == before
    kept.close()
    assert window.verifier.cut is None, "the ends that are remembered are those of the book of now"
    window.verifier.start()
    later.settle()
    assert window.verifier.soundness is Soundness.VERIFIED
    window.menus.actions["restore"].trigger()
    later.settle()
    page.list.setCurrentRow(page.list.count() - 1)
    later.settle()
    assert "Nothing would change" in texts(page)
    assert not page.restore.isEnabled()


def _last(book: object) -> int:
    return int(book.value("SELECT max(number) FROM txn"))  # type: ignore[attr-defined]


def test_the_work_since_the_backup_is_backed_up_before_it_goes(later: Opened) -> None:
    later.window.menus.actions["restore"].trigger()
    later.settle()
    count = len(list((later.folder / "backups").iterdir()))
    confirm(later)
    assert len(list((later.folder / "backups").iterdir())) == count + 1


def test_the_difference_can_be_exported(later: Opened) -> None:
    later.window.menus.actions["restore"].trigger()
    later.settle()
    later.dialogs.path = later.folder / "diff.csv"
    later.window.stage.restorer.page.export.click()
    later.settle()
    written = (later.folder / "diff.csv").read_text(encoding="utf-8-sig")
    assert "transactions,T-2 to T-3,lost" in written
    assert "wallet,Ann / Cash · W-00001,balance,7.50 EUR,10.00 EUR" in written


def test_other_files_are_told_for_what_they_are(later: Opened) -> None:
    other = later.folder / "other.walletdesk"
    books.create(other, "UTC").close()
    letter = later.folder / "letter.walletdesk"
    letter.write_text("Dear Ann", encoding="utf-8")
    later.window.menus.actions["restore"].trigger()
    later.settle()
    page = later.window.stage.restorer.page
    for path, says in ((other, "of another book"), (letter, "no WalletDesk book")):
        later.dialogs.path = path
        page.other.click()
        later.settle()
        assert says in texts(page)
        assert not page.restore.isEnabled()
    page.back.click()
    assert later.window.stage.currentWidget() is later.window.desk.pages


def test_a_damaged_book_comes_back_from_its_backup(opened: Opened) -> None:
    book = books.create(opened.book, "UTC")
    projects.create(book, "Bar", "bar")
    finish(backups.make(book, Place(opened.folder / "backups")))
    book.close()
    opened.book.write_bytes(b"\0" * 4096)
    opened.window.show()
    opened.window.library.open(opened.book)
    opened.settle()
    assert opened.window.stage.fault.restore.isVisible()
    opened.window.stage.fault.restore.click()
    opened.settle()
    page = opened.window.stage.restorer.page
    assert "Bar has no transactions." in texts(page)
    page.back.click()
    assert opened.window.stage.currentWidget() is opened.window.stage.fault
    opened.window.stage.fault.restore.click()
    opened.settle()
    confirm(opened)
    assert opened.window.windowTitle().startswith("Bar")
    assert (opened.folder / "ledger.before-restore.walletdesk").read_bytes() == b"\0" * 4096


def test_a_restore_into_a_book_that_another_program_locks_leaves_a_window_that_knows_it_has_none(
    later: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(store._PRAGMAS, "busy_timeout", 1)
    later.run(lambda book: book.rows("PRAGMA busy_timeout = 1"))
    window = later.window
    before = later.run(_last)
    window.menus.actions["restore"].trigger()
    later.settle()
    other = sqlite3.connect(later.book, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    confirm(later)
    fault = window.stage.fault
    assert window.stage.currentWidget() is fault
    assert "is using" in texts(fault)
    assert not fault.back.isVisible()
    assert not window.status.shield.isVisible()
    window.watcher.look()
    window.keeper.refresh()
    later.settle()
    other.close()
    fault.again.click()
    later.settle()
    assert window.stage.currentWidget() is window.desk.pages
    assert later.run(_last) == before
    assert window.status.shield.isVisible()
    assert not list(later.folder.glob(".*.restore"))


def test_where_there_is_no_backup_a_file_can_be_chosen(opened: Opened) -> None:
    opened.start()
    opened.window.menus.actions["restore"].trigger()
    opened.settle()
    page = opened.window.stage.restorer.page
    assert "No backup of this book was found" in texts(page)
    assert not page.restore.isEnabled()
