"""G4, B5: what happens to the open book from outside is told in a bar with a way out, and what is typed stays."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.test_moved_book import typed
from tests.journeys.test_transaction_form import opened as _opened
from tests.ui.opened import NOW, Opened, texts
from walletdesk.controllers import books, projects, transactions, wallets
from walletdesk.ledger.refusals import BookBusy
from walletdesk.ledger.values import issue
from walletdesk.ui.books import BookFault
from walletdesk.ui.watching import TroubleBar

opened = _opened


def bar(opened: Opened) -> TroubleBar:
    opened.window.watcher.look()
    opened.settle()
    return opened.window.watcher.bar


def post_elsewhere(opened: Opened, parts: int = 700) -> None:
    """Another connection posts into the same book."""
    other = books.open(opened.book, lambda: NOW)
    transactions.run(other, opened.project, [issue(1, parts)])
    other.close()


def test_a_change_by_another_program_is_told_and_reloaded(opened: Opened) -> None:
    at = typed(opened)
    assert bar(opened).text() == ""
    opened.run(projects.rename, opened.project, "Our own change")
    assert bar(opened).text() == ""
    post_elsewhere(opened)
    assert bar(opened).text().startswith("Another program changed this book.")
    assert bar(opened).first.text() == "Reload"
    assert at.form.form.wallets[1].balance == 1_000_000
    bar(opened).first.click()
    opened.settle()
    assert bar(opened).text() == ""
    assert at.form.form.wallets[1].balance == 1_000_700
    assert at.form.form.state.rows[0].amount == "12.50"


def test_a_list_shows_after_a_reload_what_the_other_program_did(opened: Opened) -> None:
    opened.window.go("wallets")
    opened.settle()
    post_elsewhere(opened)
    bar(opened).first.click()
    opened.settle()
    model = opened.window.desk.tab("wallets").list.page.model
    assert 1_000_700 in {model.row_at(row).balance for row in range(model.rowCount())}


def test_a_file_that_went_away_is_told_without_a_click_and_found_again(opened: Opened) -> None:
    away = opened.book.with_name("away")
    opened.book.rename(away)
    assert "was moved, deleted or replaced" in bar(opened).text()
    assert not opened.window.watcher.bar.second.isVisible()
    away.rename(opened.book)
    opened.window.watcher.bar.first.click()
    opened.settle()
    assert bar(opened).text() == ""


def test_a_file_that_a_synchronising_program_put_in_its_place_is_opened_from_the_bar(opened: Opened) -> None:
    fresh = opened.book.with_name("fresh")
    shutil.copy(opened.book, fresh)
    other = books.open(fresh, lambda: NOW)
    transactions.run(other, opened.project, [issue(1, 1)])
    other.close()
    fresh.replace(opened.book)
    assert "replaced" in bar(opened).text()
    assert opened.window.watcher.bar.second.text() == "Open the file that is there"
    opened.window.watcher.bar.second.click()
    opened.settle()
    assert bar(opened).text() == ""
    assert opened.run(wallets.get, 1).balance == 1_000_001


def test_another_book_written_over_this_one_is_told(opened: Opened) -> None:
    other = opened.book.with_name("other")
    books.create(other, "UTC", lambda: NOW).close()
    opened.book.write_bytes(other.read_bytes())
    assert "replaced" in bar(opened).text()


class Clock:
    at = NOW

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def clocked(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Opened, Clock]]:
    clock = Clock()
    made = Opened(qtbot, tmp_path, clock).start()
    yield made, clock
    made.close()


def test_g11_a_clock_that_was_set_back_is_warned_of_and_changes_no_order(clocked: tuple[Opened, Clock]) -> None:
    from walletdesk.controllers import assets

    made, clock = clocked
    euro = made.run(assets.create, made.project, "Euro", "EUR", 100)
    box = made.run(wallets.open_system, euro.id, "Box")
    made.run(transactions.run, made.project, [issue(box.id, 100)])
    clock.at -= 86_400_000
    assert "it was set back" in bar(made).text()
    assert "2026-01-14 12:00" in bar(made).text()
    assert "2026-01-15 12:00" in bar(made).text()
    posted = made.run(transactions.run, made.project, [issue(box.id, 100)])
    assert (posted.number, posted.booked_at) == (2, NOW)
    made.window.watcher.bar.dismiss.click()
    assert bar(made).text() == "", "dismissed is dismissed"
    clock.at = NOW + 1
    assert bar(made).text() == ""
    assert made.run(transactions.run, made.project, [issue(box.id, 1)]).booked_at == NOW + 1


def test_a_busy_book_is_told_at_once_and_waited_for_once_more(opened: Opened) -> None:
    """The first answer comes when SQLite gave up; the second try is the program's own."""
    tries: list[None] = []
    seen: list[BookFault] = []
    opened.window.library.faulted.connect(seen.append)

    def opener() -> books.Book:
        tries.append(None)
        if len(tries) < 2:
            raise BookBusy(str(opened.book))
        return books.open(opened.book, lambda: NOW)

    library = opened.window.library
    library._open(opened.book, opener, lambda: None)
    opened.qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].waiting
    opened.settle()
    assert len(tries) == 2
    assert not opened.window.stage.at_fault()


def test_a_book_that_stays_busy_has_a_way_out(opened: Opened) -> None:
    def opener() -> books.Book:
        raise BookBusy(str(opened.book))

    again: list[None] = []
    opened.window.library._open(opened.book, opener, lambda: again.append(None))
    opened.settle()
    page = opened.window.stage.fault
    QApplication.processEvents()
    assert "Another program is using" in texts(page)
    assert "Waiting some seconds more" not in texts(page)
    assert page.back.isVisible()
    page.again.click()
    assert again
