"""Several rows of a list: over pages and loads, added up exactly, copied, and handed to whoever asks."""

from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.ui.tabs import lists_desk
from tests.ui.tabs.lists_desk import drawn
from tests.ui.test_list_page import Desk
from walletdesk.controllers import wallets
from walletdesk.controllers.changes import Changes, Done
from walletdesk.controllers.entries import Found
from walletdesk.ledger.values import transfer
from walletdesk.ui.tables import copying
from walletdesk.ui.tables.pager import PageWish
from walletdesk.ui.tables.ranges import Ranges
from walletdesk.ui.tabs.customers import CustomersTab
from walletdesk.ui.tabs.ledger import LedgerPage
from walletdesk.ui.tabs.ledger_picks import carried
from walletdesk.ui.tabs.ledger_source import View
from walletdesk.ui.tabs.transactions import TransactionsTab
from walletdesk.ui.tabs.wallets import WalletsTab

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made.show()
    yield made
    made.session.close(wait=True)


@pytest.fixture
def ledgers(qtbot: QtBot, tmp_path: Path) -> Iterator[lists_desk.Desk]:
    made = lists_desk.Desk(qtbot, tmp_path, 450)
    yield made
    made.close()


def numbers(desk: Desk) -> list[int]:
    got: list[int] = []
    desk.page.with_picked(lambda rows: got.extend(row[0] for row in rows))
    desk.settle()
    return got


def turn(desk: Desk, number: int) -> None:
    desk.page.pager.page_changed.emit(PageWish(number, 100))
    desk.settle()


def test_rows_of_several_pages_stay_selected(desk: Desk) -> None:
    desk.page.table.picks.only(3)
    desk.page.table.picks.extend(5)
    turn(desk, 2)
    assert desk.page.picked_count() == 3
    assert desk.page.picks.text() == "3 selected"
    desk.page.table.picks.toggle(0)
    assert numbers(desk) == [4, 5, 6, 101]
    turn(desk, 1)
    assert list(desk.page.table.picks.shown().rows()) == [3, 4, 5]
    assert desk.page.picked_count() == 4
    desk.page.table.picks.only(7)
    assert numbers(desk) == [8]


def test_one_selected_row_is_forgotten_with_its_page(desk: Desk) -> None:
    desk.page.table.picks.only(3)
    turn(desk, 2)
    assert numbers(desk) == [101]
    assert desk.page.picks.text() == ""


def test_selected_rows_stay_so_when_the_list_changes_around_them(desk: Desk) -> None:
    desk.page.table.picks.only(3)
    desk.page.table.picks.extend(4)
    del desk.book.rows[0]
    desk.session.run(lambda _: Done(None, Changes(wallets=frozenset({1}))))
    desk.settle()
    assert numbers(desk) == [4, 5]
    assert list(desk.page.table.picks.shown().rows()) == [2, 3]


def test_another_filter_begins_anew(desk: Desk) -> None:
    desk.page.table.selectAll()
    desk.page.set_filter("row 2")
    desk.settle()
    assert desk.page.picked_count() == 1


def test_the_page_first_and_then_all_pages(desk: Desk) -> None:
    desk.page.table.selectAll()
    assert desk.page.picks.text() == "100 selected · Ctrl+A again selects all 250"
    desk.page.table.selectAll()
    assert desk.page.picks.text() == "250 selected"
    turn(desk, 3)
    assert list(desk.page.table.picks.shown().rows()) == list(range(50))
    assert numbers(desk) == list(range(1, 251))
    desk.page.table.copy_selection()
    desk.settle()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert (lines[0], lines[1], lines[-1]) == ("Name\tBalance", "row 1\t1.00 USD", "row 250\t250.00 USD")


def test_too_many_rows_are_not_copied_and_that_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    desk.page.said.connect(said.append)
    QGuiApplication.clipboard().setText("mine")
    monkeypatch.setattr("walletdesk.ui.list_picks.MOST", 99)
    desk.page.table.selectAll()
    desk.page.table.copy_selection()
    assert said == ["100 rows are too many to copy. Select at most 99, or export the list."]
    assert QGuiApplication.clipboard().text() == "mine"
    assert copying.MOST >= 100_000


def test_a_hidden_list_says_nothing(desk: Desk) -> None:
    told: list[str] = []
    desk.page.told.connect(told.append)
    desk.page.table.selectAll()
    desk.page.hide()
    desk.page.show()
    assert told[-2:] == ["", desk.page.picks.text()]


# Sums


def told(desk: lists_desk.Desk) -> list[str]:
    heard: list[str] = []
    desk.shell.picked.connect(heard.append)
    return heard


def test_wallets_and_customers_are_added_up_by_asset(ledgers: lists_desk.Desk) -> None:
    heard = told(ledgers)
    cash = ledgers.does(wallets.get, ledgers.facts.cash.id).balance
    wallet_tab, customer_tab = WalletsTab(ledgers.shell), CustomersTab(ledgers.shell)
    for tab, page, expected in (
        (wallet_tab, wallet_tab.list.page, "5 selected: 10,000.00 USD, 3 5/24 DAY"),
        (customer_tab, customer_tab.page, f"3 selected: {cash // 100:,}.{cash % 100:02} USD, 2 5/24 DAY"),
    ):
        ledgers.show(tab)
        for _page_then_all in range(2):
            page.table.selectAll()
            ledgers.settle()
            assert heard[-1] == expected
        tab.hide()


def test_all_operations_of_the_selected_transactions_count(ledgers: lists_desk.Desk) -> None:
    heard = told(ledgers)
    tab = TransactionsTab(ledgers.shell)
    ledgers.show(tab)
    tab.show_transaction(5)
    ledgers.settle()
    row = tab.page.table.currentIndex().row()
    assert drawn(tab.page.model)[row].startswith("T-5 ")
    tab.page.table.picks.extend(row + 1)
    ledgers.settle()
    assert heard[-1] == "2 selected: 8.45 USD, 1 DAY"


def test_a_ledger_is_added_up_wherever_its_rows_are(ledgers: lists_desk.Desk) -> None:
    heard = told(ledgers)
    page = LedgerPage(ledgers.shell)
    ledgers.show(page)
    page.show_wallet(ledgers.facts.cash.id)
    ledgers.settle()
    page.table.selectAll()
    page.table.selectAll()
    ledgers.settle()
    balance = page.wallet().balance if page.wallet() else 0
    assert page.view().total == 453
    assert heard[-1].startswith("453 selected: In ")
    assert heard[-1].endswith(f", net +{balance / 100:.2f} USD")
    page.table.picks.set(Ranges.of([452, 451, 0]))
    ledgers.settle()
    assert page.table.picks.shown().count == 1, "the others are on another page"
    assert heard[-1] == "3 selected: In 123.45, Out 3.47, net +119.98 USD"
    page.reader.turn(5, 100)
    ledgers.settle()
    assert list(page.table.picks.shown().rows()) == [51, 52]
    page.table.copy_selection()
    ledgers.settle()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["#", "453", "2", "1"]


def test_what_is_posted_meanwhile_leaves_the_selection_on_its_entries(ledgers: lists_desk.Desk) -> None:
    page = LedgerPage(ledgers.shell)
    ledgers.show(page)
    page.show_wallet(ledgers.facts.cash.id)
    ledgers.settle()
    page.table.picks.set(Ranges.of([1, 2]))
    ledgers.post(transfer(ledgers.facts.settlement.id, ledgers.facts.cash.id, 1))
    assert list(page.table.picks.shown().rows()) == [2, 3]


spans = st.sets(st.integers(0, 30)).map(Ranges.of)


@given(spans, st.integers(1, 9), st.integers(0, 40), st.booleans())
def test_rows_and_numbers_of_entries_agree(picked: Ranges, first: int, more: int, newest: bool) -> None:
    view = View(1, first, first + 30, newest)
    wanted = sorted((first + 30 - row) if newest else (first + row) for row in picked.rows())
    assert [n for start, end in view.stretches(picked.spans) for n in range(start, end + 1)] == wanted
    found = View(1, first, first + 30, newest, Found(array("q", range(first, first + 31)), 0, 0, 31))
    assert list(found.numbers(picked.spans)) == wanted
    grown = View(1, first, first + 30 + more, newest)
    after = [n for start, end in grown.stretches(carried(picked, view, grown).spans) for n in range(start, end + 1)]
    assert after == wanted


def test_another_list_carries_nothing_over() -> None:
    view = View(1, 1, 30)
    for other in (View(2, 1, 30), View(1, 2, 30), View(1, 1, 29), View(1, 1, 30, newest_first=False)):
        assert carried(Ranges.of([1]), view, other) == Ranges()
