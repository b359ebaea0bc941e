"""A wallet's ledger: pages, orders, periods, filters and days, with the balances that are stored in the book."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.opened import texts
from tests.ui.tabs.lists_desk import TODAY, Desk, dialog, drawn
from walletdesk.controllers import customers, entries, projects, wallets
from walletdesk.controllers.entries import Summary
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import ALWAYS, Period, transfer
from walletdesk.ui.shell import Prefill
from walletdesk.ui.tables.pager import PageWish
from walletdesk.ui.tabs import ledger_export
from walletdesk.ui.tabs.ledger import LedgerPage
from walletdesk.ui.tabs.ledger_summary import SummaryStrip
from walletdesk.ui.widgets.period import Period as Choice

MANY = 450
TOTAL = MANY + 3
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path, getattr(request, "param", MANY))
    yield made
    made.close()


few = pytest.mark.parametrize("desk", [0], indirect=True)


@pytest.fixture
def page(desk: Desk) -> LedgerPage:
    made = LedgerPage(desk.shell)
    desk.show(made)
    show(made, desk, desk.facts.cash.id)
    made.table.setFocus()
    return made


def show(page: LedgerPage, desk: Desk, wallet: int) -> None:
    page.show_wallet(wallet)
    desk.settle()


def seqs(page: LedgerPage) -> list[int]:
    return [line.seq for row in range(page.model.rowCount()) if (line := page.model.row_at(row)) is not None]


def selected(page: LedgerPage) -> int:
    line = page.table.current_value()
    assert line is not None
    return int(line.seq)


def choose_period(page: LedgerPage, desk: Desk, choice: Choice, *days: date | None) -> None:
    page.filters.period_bar.set_period(choice, (days[0], days[1]) if days else (None, None))
    page.filters.period_changed.emit()
    desk.settle()


def filter_text(page: LedgerPage, desk: Desk, text: str, direction: str | None = None) -> None:
    page.filters.direction.set_value(direction)
    page.filters.search.set_silently(text)
    page.filters.filter_changed.emit()
    desk.settle()


def figures(page: LedgerPage) -> list[str]:
    strip = page.summary
    return [figure.amount() for figure in (strip.opening, strip.received, strip.sent, strip.closing)]


def action(page: LedgerPage, name: str) -> QAction:
    (found,) = (made for made in page.actions() if made.objectName() == name)
    return found


@few
def test_it_shows_the_newest_first(page: LedgerPage) -> None:
    assert drawn(page.model) == [
        "3 | 2025-11-18 12:00 | Transfer | Settlement, System |  | T-5 |  | 5.00 | 125.00",
        "2 | 2025-11-03 12:00 | Transfer | Settlement, System | Order 8 | T-4 | 3.45 |  | 120.00",
        "1 | 2025-10-05 12:00 | Transfer | Settlement, System | Refund, first | T-2 |  | 123.45 | 123.45",
    ]
    assert page.header.title() == "Grace Keller"
    assert page.header.balance() == "125.00 USD"
    assert selected(page) == 3


@few
def test_an_issue_has_no_counterparty_and_parts_are_aligned(page: LedgerPage, desk: Desk) -> None:
    show(page, desk, desk.facts.volunteering.id)
    assert drawn(page.model) == ["1 | 2025-10-20 12:00 | Issue |  | Garden day | T-3 |  | 2 05/24 | 2 05/24"]
    assert page.header.balance() == "2 5/24 DAY"
    assert figures(page) == ["0", "+2 5/24", "0", "2 5/24"]


@few
def test_from_the_other_side_a_customer_stands_for_their_wallet(page: LedgerPage, desk: Desk) -> None:
    show(page, desk, desk.facts.settlement.id)
    assert drawn(page.model)[1].split(" | ")[3] == "Grace Keller, Cash"


@pytest.mark.parametrize("newest", [True, False])
def test_balances_are_those_of_the_book_in_every_order_and_filter(page: LedgerPage, desk: Desk, newest: bool) -> None:
    if not newest:
        page.table.sort_by("posted")
        desk.settle()
    for text, direction in (("", None), ("entry", "in"), ("entry 1", "out")):
        filter_text(page, desk, text, direction)
        shown = [page.model.row_at(row) for row in range(page.model.rowCount())]
        stored = {line.seq: line for line in desk.does(entries.lines, desk.facts.cash.id, 1, TOTAL)}
        assert shown
        assert all(line is not None and line == stored[line.seq] for line in shown)
        order = [line.seq for line in shown if line is not None]
        assert order == sorted(order, reverse=newest)


def test_the_header_turns_the_order_around(page: LedgerPage, desk: Desk) -> None:
    page.table.sort_by("posted")
    desk.settle()
    assert seqs(page) == list(range(1, 101))
    page.table.sort_by("posted")
    desk.settle()
    assert seqs(page) == list(range(TOTAL, TOTAL - 100, -1))


def test_pages_turn_with_the_keyboard(page: LedgerPage, desk: Desk) -> None:
    desk.press(page.table, Qt.Key.Key_PageDown, ALT)
    assert seqs(page) == list(range(TOTAL - 100, TOTAL - 200, -1))
    assert selected(page) == TOTAL - 100
    desk.press(page.table, Qt.Key.Key_End, CTRL)
    assert seqs(page)[-1] == 1
    assert selected(page) == 1
    desk.press(page.table, Qt.Key.Key_PageUp, ALT)
    desk.press(page.table, Qt.Key.Key_Home, CTRL)
    assert selected(page) == TOTAL
    desk.press(page.table, Qt.Key.Key_End)
    desk.press(page.table, Qt.Key.Key_Home, CTRL)
    assert selected(page) == TOTAL


def test_old_rows_stay_until_the_new_ones_are_there(page: LedgerPage, desk: Desk) -> None:
    before = drawn(page.model)
    page.pager.go(2)
    assert drawn(page.model) == before
    desk.settle()
    assert drawn(page.model)[0].startswith(f"{TOTAL - 100} |")


def test_a_size_keeps_the_row_at_the_top_and_is_remembered(page: LedgerPage, desk: Desk) -> None:
    page.pager.go(3)
    desk.settle()
    page.pager.page_changed.emit(page.pager.paging().resized(50))
    desk.settle()
    assert seqs(page)[0] == TOTAL - 200
    assert len(seqs(page)) == 50
    again = LedgerPage(desk.shell)
    desk.show(again)
    show(again, desk, desk.facts.cash.id)
    assert len(seqs(again)) == 50


def test_one_endless_list_has_the_same_rows(page: LedgerPage, desk: Desk) -> None:
    page.pager.page_changed.emit(PageWish(1, None))
    desk.settle()
    assert page.model.rowCount() == TOTAL
    desk.press(page.table, Qt.Key.Key_End, CTRL)
    desk.settle()
    assert selected(page) == 1
    for row in range(0, TOTAL, 50):
        page.model.row_cells(row)
        desk.settle()
    assert seqs(page) == list(range(TOTAL, 0, -1))
    desk.press(page.table, Qt.Key.Key_Home, CTRL)
    assert selected(page) == TOTAL


def test_a_period_has_figures_of_its_own(page: LedgerPage, desk: Desk) -> None:
    page.pager.page_changed.emit(PageWish(1, 500))
    span = desk.does(entries.span, desk.facts.cash.id, Period(TODAY, TODAY))
    choose_period(page, desk, Choice.CUSTOM, TODAY, TODAY)
    assert seqs(page) == list(range(span.last, span.first - 1, -1))
    first, last = page.model.row_at(page.model.rowCount() - 1), page.model.row_at(0)
    assert first is not None
    assert last is not None
    money = desk.facts.usd.format
    assert page.summary.opening.amount() == money(first.balance - first.amount)
    assert page.summary.closing.amount() == money(last.balance)
    assert page.summary.adds_up() is True
    assert page.summary.identity.text() == "opening + in − out = closing"


def test_this_month_is_chosen_with_its_button(page: LedgerPage, desk: Desk) -> None:
    choose_period(page, desk, Choice.THIS_MONTH)
    assert page.filters.period() == Period(date(2025, 11, 1), date(2025, 11, 30))
    page.clear_period()
    desk.settle()
    assert page.view().total == TOTAL


def test_a_filter_has_sums_of_its_own_and_balances_turn_grey(page: LedgerPage, desk: Desk) -> None:
    before = figures(page)
    filter_text(page, desk, "entry 1", "out")
    first = 6  # the number of the first of the many transactions
    numbers = [number for number in range(9, MANY, 10) if "1" in f"Entry {number} Settlement T-{number + first}"]
    out = sum(1 + number % 7 for number in numbers)
    text = desk.facts.usd.format(out)
    assert page.summary.shown.text() == f"Shown: In 0.00, Out −{text} ({len(numbers)} of {TOTAL} entries)"
    assert page.summary.opening._amount.property("role") == "hint"
    assert [figures(page)[0], figures(page)[3]] == [before[0], before[3]]
    assert not page.summary.received.isVisible()
    page.clear_filter()
    desk.settle()
    assert not page.summary.shown.isVisible()
    assert figures(page) == before


def test_figures_that_do_not_add_up_are_told(qtbot: QtBot, desk: Desk) -> None:
    strip = SummaryStrip()
    qtbot.addWidget(strip)
    strip.show_asset(desk.facts.usd)
    assert strip.adds_up() is None
    strip.show_summary(Summary(100, 50, 20, 131, 2))
    assert strip.adds_up() is False
    assert strip.identity.text().startswith("The figures do not add up.")
    assert strip.identity.property("role") == "problem"


def test_a_day_is_reached_with_ctrl_g(page: LedgerPage, desk: Desk) -> None:
    desk.press(page.table, Qt.Key.Key_G, CTRL)
    form = dialog(page)
    form.primary.click()
    assert form.field("date").problem() == "The date is missing. Please fill it in."
    form.field("date").editor.setText("soon")
    form.primary.click()
    assert "soon" in form.field("date").problem()
    form.field("date").editor.setText("2025-11-19")
    form.primary.click()
    desk.settle()
    wanted = desk.does(entries.span, desk.facts.cash.id, Period(None, date(2025, 11, 19))).last
    assert selected(page) == wanted
    assert page.pager.paging().number == (TOTAL - wanted) // 100 + 1


def go_to(page: LedgerPage, desk: Desk, day: date) -> None:
    page.ask_date()
    form = dialog(page)
    form.set_day(day)
    form.primary.click()
    desk.settle()


@few
def test_a_day_without_entries_is_told(page: LedgerPage, desk: Desk) -> None:
    go_to(page, desk, date(2025, 11, 3))
    assert (selected(page), desk.host.toasts) == (2, [])
    go_to(page, desk, date(2025, 11, 4))
    assert selected(page) == 2
    assert desk.host.toasts == [("No entry on 2025-11-04. The nearest one is selected.", {})]


def test_a_day_outside_the_period_shows_all_entries(page: LedgerPage, desk: Desk) -> None:
    choose_period(page, desk, Choice.CUSTOM, TODAY, TODAY)
    go_to(page, desk, date(2025, 10, 5))
    assert selected(page) == 1
    assert page.filters.period() == Period()
    assert page.filters.period_bar.period() is Choice.ALL
    assert figures(page)[0] == "0.00"


def test_a_day_within_a_filter_lands_on_the_nearest_that_was_found(page: LedgerPage, desk: Desk) -> None:
    filter_text(page, desk, "", "out")
    go_to(page, desk, date(2025, 11, 19))
    line = page.table.current_value()
    assert line.amount < 0
    later = page.model.row_at(page.table.currentIndex().row() - 1)
    assert later is not None
    assert desk.shell.days.day(line.booked_at) <= date(2025, 11, 19) < desk.shell.days.day(later.booked_at)


def test_a_day_in_the_endless_list(page: LedgerPage, desk: Desk) -> None:
    page.pager.page_changed.emit(PageWish(1, None))
    desk.settle()
    go_to(page, desk, TODAY - timedelta(days=1))
    assert selected(page) == desk.does(entries.span, desk.facts.cash.id, Period(None, TODAY - timedelta(days=1))).last


def test_a_posting_is_shown_and_the_selection_stays_with_its_entry(page: LedgerPage, desk: Desk) -> None:
    page.table.select_row(4)
    chosen = selected(page)
    desk.post(transfer(desk.facts.settlement.id, desk.facts.cash.id, 100), description="New")
    assert seqs(page)[0] == TOTAL + 1
    assert selected(page) == chosen
    assert page.pager.paging().total == TOTAL + 1
    assert page.summary.adds_up() is True
    assert page.header.wallet() is not None
    assert page.summary.closing.amount() + " USD" == page.header.balance()


def test_a_posting_under_a_filter_is_found_too(page: LedgerPage, desk: Desk) -> None:
    filter_text(page, desk, "needle")
    assert page.empty.text().startswith("Nothing found")
    desk.post(transfer(desk.facts.settlement.id, desk.facts.cash.id, 100), description="A needle")
    assert seqs(page) == [TOTAL + 1]


@few
def test_postings_elsewhere_change_nothing_and_hidden_pages_wait(page: LedgerPage, desk: Desk) -> None:
    looks: list[Any] = []
    page.reader.looked.connect(lambda *given: looks.append(given))
    desk.post(transfer(desk.facts.settlement.id, desk.facts.other.id, 100))
    assert looks == []
    page.hide()
    desk.post(transfer(desk.facts.settlement.id, desk.facts.cash.id, 100))
    assert looks == []
    page.show()
    desk.settle()
    assert len(looks) == 1
    assert seqs(page) == [4, 3, 2, 1]


@few
def test_a_new_name_of_the_customer_reaches_the_head(page: LedgerPage, desk: Desk) -> None:
    desk.does(customers.upsert, desk.facts.project, "C-1", "Grace Hopper")
    assert page.header.title() == "Grace Hopper"


@few
def test_empty_states_say_what_to_do_and_do_it(page: LedgerPage, desk: Desk) -> None:
    choose_period(page, desk, Choice.CUSTOM, date(2020, 1, 1), date(2020, 1, 31))
    assert page.empty.text().startswith("No entries in this period\nChoose a longer period")
    page.empty.acted.emit()
    desk.settle()
    assert seqs(page) == [3, 2, 1]
    filter_text(page, desk, "nothing like it")
    assert page.empty.text().startswith("Nothing found")
    page.empty.acted.emit()
    desk.settle()
    assert seqs(page) == [3, 2, 1]
    show(page, desk, desk.facts.other.id)
    assert page.empty.text().startswith("No entries yet")
    assert not page.summary.isVisible()
    page.empty.acted.emit()
    assert desk.host.calls == [("new_transaction", Prefill(target=desk.facts.other.id))]


@few
def test_escape_clears_the_filter_before_it_leads_back(page: LedgerPage, desk: Desk) -> None:
    filter_text(page, desk, "order")
    assert seqs(page) == [2]
    page.table.setFocus()
    desk.press(page.table, Qt.Key.Key_Escape)
    assert seqs(page) == [3, 2, 1]
    assert page.filters.search.text() == ""


def test_escape_gives_up_a_search_that_is_under_way(page: LedgerPage, desk: Desk) -> None:
    page.filters.search.set_silently("entry")
    page.filters.filter_changed.emit()
    assert page.reader.is_waiting()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    desk.settle()
    assert not page.reader.is_waiting()
    assert page.view().found is None
    assert page.view().total == TOTAL
    assert not page.filters.filter(), "the rows in sight are not filtered"


@few
def test_escape_while_another_period_and_order_are_read_leaves_all_as_it_was(page: LedgerPage, desk: Desk) -> None:
    rows, told = seqs(page), texts(page.summary)
    page.filters.period_bar.set_days((date(2020, 1, 1), date(2020, 1, 31)))
    page.filters.period_changed.emit()
    page.table.sort_by("posted")
    assert page.reader.is_waiting()
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    desk.settle()
    assert (seqs(page), texts(page.summary)) == (rows, told)
    assert page.filters.period() == ALWAYS
    page.table.sort_by("posted")
    desk.settle()
    assert seqs(page) == rows[::-1], "the mark in the header turned back as well"


@few
def test_a_row_opens_its_transaction_and_its_counterparty(page: LedgerPage, desk: Desk) -> None:
    desk.press(page.table, Qt.Key.Key_Return)
    assert desk.host.calls == [("show_transaction", 5)]
    actions = page.table.row_menu().actions()
    for made in actions[:2]:
        made.trigger()
    assert desk.host.calls[1:] == [("show_transaction", 5), ("show_wallet_ledger", desk.facts.settlement.id)]


@few
def test_the_head_offers_what_can_be_done(page: LedgerPage, desk: Desk) -> None:
    page.header.main.click()
    assert desk.host.calls == [("new_transaction", Prefill(source=desk.facts.cash.id))]
    names = [made.objectName() for made in page.header.menu().actions()]
    assert names == ["rename", "describe", "suspend", "close"]
    desk.does(wallets.set_status, desk.facts.cash.id, Status.SUSPENDED)
    assert page.header.main.text() == "Reactivate"
    page.header.main.click()
    desk.settle()
    assert desk.status(desk.facts.cash) is Status.OPEN
    desk.does(projects.archive, desk.facts.project)
    assert not page.header.main.isEnabled()


@few
def test_rename_from_the_ledger(page: LedgerPage, desk: Desk) -> None:
    page.rename()
    form = dialog(page)
    form.field("name").editor.setText("Purse")
    form.primary.click()
    desk.settle()
    assert page.wallet() is not None
    assert page.wallet().name == "Purse"  # type: ignore[union-attr]


@few
def test_the_export_asks_whether_the_period_or_all(page: LedgerPage, desk: Desk) -> None:
    choose_period(page, desk, Choice.CUSTOM, date(2025, 11, 1), date(2025, 11, 30))
    page.export()
    (menu,) = page.header.export.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
    texts = [made.text() for made in menu.actions()]
    assert texts == ["The period 2025-11-01 – 2025-11-30", "All entries"]
    menu.actions()[0].trigger()
    desk.settle()
    assert desk.dialogs.asked == [("Export the ledger", "ledger-W-00003-2025-11-01-2025-11-30.csv")]
    assert desk.dialogs.path is not None
    assert len(desk.dialogs.path.read_text(encoding="utf-8-sig").splitlines()) == 3


def test_what_can_be_exported_in_words() -> None:
    day = date(2025, 1, 2)
    assert [text for text, _ in ledger_export.choices(Period(), True)] == ["All entries"]
    assert ledger_export.choices(Period(day), True)[0][0] == "The period since 2025-01-02, without the filter"
    assert ledger_export.choices(Period(None, day), False)[0][0] == "The period until 2025-01-02"


@few
def test_a_wallet_that_is_not_there_is_told_in_the_bar(page: LedgerPage, desk: Desk) -> None:
    show(page, desk, 999)
    assert page.error_bar.isVisible()
    assert not page.reader.is_waiting()
    show(page, desk, desk.facts.cash.id)
    assert not page.error_bar.isVisible()


@few
def test_it_is_reached_by_the_keyboard(page: LedgerPage, desk: Desk) -> None:
    desk.press(page.table, Qt.Key.Key_F, CTRL)
    assert page.filters.search.hasFocus()
    action(page, "refresh").trigger()
    desk.settle()
    assert selected(page) == 3
