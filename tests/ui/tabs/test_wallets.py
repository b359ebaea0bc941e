"""The wallets' tab: the list with its totals, the panel, opening, closing, and the way into a ledger and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.tabs.lists_desk import Desk, dialog, drawn, nameless
from walletdesk.controllers import customers, projects, wallets
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Wallet, issue, redeem, transfer
from walletdesk.ui.inspector import Deed, Portrait
from walletdesk.ui.shell import Prefill
from walletdesk.ui.tables.columns import Sign
from walletdesk.ui.tabs import wallets_rows as rows
from walletdesk.ui.tabs.wallets import WalletsTab


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()


@pytest.fixture
def tab(desk: Desk) -> WalletsTab:
    made = WalletsTab(desk.shell)
    desk.show(made)
    return made


def portrait(tab: WalletsTab) -> Portrait:
    shown = tab.list.inspector.portrait()
    assert shown is not None
    return shown


def more(tab: WalletsTab) -> dict[str, Deed]:
    return {deed.key: deed for deed in portrait(tab).more}


def select(tab: WalletsTab, desk: Desk, wallet: Wallet) -> None:
    tab.list.page.select(wallet.id)
    desk.settle()


def labels(tab: WalletsTab) -> list[str]:
    return [wallet.label for wallet in tab.list.page.model.rows()]


def totals(tab: WalletsTab) -> list[str]:
    return [line for line in tab.list.page.pager._totals.toolTip().split("\n") if line]


def test_it_lists_system_wallets_first_then_by_owner(tab: WalletsTab) -> None:
    assert drawn(tab.list.page.model) == [
        "Settlement, S-00001 | System | USD | 9,875.00 | Open | 4 | 2025-11-18 12:00",
        "Volunteer pool, S-00002 | System | DAY | 1 00/24 | Open | 1 | 2025-11-18 12:00",
        "Cash, W-00003 | Grace Keller | USD | 125.00 | Open | 3 | 2025-11-18 12:00",
        "Volunteering, W-00004 | Grace Keller | DAY | 2 05/24 | Open | 1 | 2025-10-20 12:00",
        "Cash, W-00005 | Hugo Sato | USD | 0.00 | Open | 0 | –",
    ]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"text": "kel usd"}, ["W-00003"]),
        ({"text": "w-00004"}, ["W-00004"]),
        ({"system": True}, ["S-00001", "S-00002"]),
        ({"system": False, "zero": True}, ["W-00005"]),
        ({"zero": False, "system": False}, ["W-00003", "W-00004"]),
        ({"status": Status.CLOSED}, []),
    ],
)
def test_filters(tab: WalletsTab, desk: Desk, filters: dict[str, object], found: list[str]) -> None:
    tab.show_filtered(**filters)  # type: ignore[arg-type]
    desk.settle()
    assert labels(tab) == found


def test_the_filter_by_asset_offers_those_of_the_project(tab: WalletsTab, desk: Desk) -> None:
    assert [text for text, _ in rows.asset_options(tuple(desk.shell.assets.values()))] == [
        "All assets",
        "DAY",
        "PARK",
        "USD",
    ]
    tab.show_filtered(asset=desk.facts.days.id)
    desk.settle()
    assert labels(tab) == ["S-00002", "W-00004"]


def test_one_customers_wallets_with_a_way_to_everybodys(tab: WalletsTab, desk: Desk) -> None:
    tab.show_filtered(customer=(desk.facts.grace.key, "Grace & Keller of a long, long name"))
    desk.settle()
    assert labels(tab) == ["W-00003", "W-00004"]
    assert tab.list._owner.isVisible()
    assert tab.list._owner.text() == "Grace && Keller of\N{HORIZONTAL ELLIPSIS}"
    tab.primary_new()
    desk.settle()
    form = dialog(tab)
    assert form.field("customer").editor.text() == "Grace Keller"
    form.reject()
    tab.list._owner.click()
    desk.settle()
    assert len(labels(tab)) == 5
    assert not tab.list._owner.isVisible()


def test_sorting_is_asked_of_the_book(tab: WalletsTab, desk: Desk) -> None:
    tab.list.page.table.sort_by("number")
    tab.list.page.table.sort_by("entries")
    desk.settle()
    assert labels(tab)[0] == "W-00005"
    tab.list.page.table.sort_by("entries")
    desk.settle()
    assert labels(tab)[0] == "S-00001"


def test_totals_are_those_of_all_pages_and_of_the_filter(tab: WalletsTab, desk: Desk) -> None:
    assert totals(tab) == ["10,000.00 USD", "3 5/24 DAY"]
    tab.show_filtered("grace")
    desk.settle()
    assert totals(tab) == ["125.00 USD", "2 5/24 DAY"]
    tab.show_filtered("nobody")
    desk.settle()
    assert totals(tab) == []


def test_only_three_totals_are_shown(desk: Desk) -> None:
    usd = desk.facts.usd
    shown, told = rows.totals([(usd, 1), (usd, 0), (usd, 2), (usd, 3), (usd, 4)])
    assert (shown, told) == (["0.01 USD", "0.02 USD", "0.03 USD"], ["0.04 USD"])
    assert rows.totals([(usd, 0)]) == (["0.00 USD"], [])


def test_the_panel_shows_the_balance_and_the_latest_entries(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.cash)
    shown = portrait(tab)
    assert (shown.title, shown.lines) == ("Grace Keller", ("Cash · W-00003",))
    assert shown.hero is not None
    assert shown.hero.plain == "125.00 USD"
    assert [deed.text for deed in shown.deeds] == ["Open ledger", "Transfer"]
    assert [(row.name, row.sub, row.value, row.value_sub, row.sign) for row in shown.sections[0].rows] == [
        ("Settlement", "2025-11-18 12:00", "+5.00", "125.00", Sign.IN),
        ("Settlement", "2025-11-03 12:00 · Order 8", "−3.45", "120.00", Sign.PLAIN),
        ("Settlement", "2025-10-05 12:00 · Refund", "+123.45", "123.45", Sign.IN),
    ]
    tab.list.inspector.row_opened.emit(shown.sections[0].rows[1].key)
    assert desk.host.calls == [("show_transaction", 4)]


def test_no_more_than_six_entries(tab: WalletsTab, desk: Desk) -> None:
    for _ in range(9):
        desk.post(issue(desk.facts.other.id, 100))
    select(tab, desk, desk.facts.other)
    values = [row.value_sub for row in portrait(tab).sections[0].rows]
    assert values == ["9.00", "8.00", "7.00", "6.00", "5.00", "4.00"]


def test_a_transfer_goes_from_what_holds_something_and_into_what_is_empty(tab: WalletsTab, desk: Desk) -> None:
    for wallet in (desk.facts.cash, desk.facts.other):
        select(tab, desk, wallet)
        tab.list.inspector.acted.emit("transfer")
    assert desk.host.calls == [
        ("new_transaction", Prefill(source=desk.facts.cash.id)),
        ("new_transaction", Prefill(target=desk.facts.other.id)),
    ]


def test_suspending_and_reactivating_ask_nobody(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.cash)
    tab.list.inspector.acted.emit("suspend")
    desk.settle()
    assert desk.status(desk.facts.cash) is Status.SUSPENDED
    assert [deed.text for deed in portrait(tab).deeds] == ["Open ledger", "Reactivate"]
    assert portrait(tab).reason.startswith("Nothing moves in or out")
    text, actions = desk.host.toasts[-1]
    assert text == "Grace Keller, Cash is suspended."
    actions["Undo"]()
    desk.settle()
    assert desk.status(desk.facts.cash) is Status.OPEN
    assert tab.findChildren(QDialog) == []


def test_a_wallet_of_a_suspended_customer_stays_so_and_the_list_says_why(tab: WalletsTab, desk: Desk) -> None:
    desk.does(customers.suspend, desk.facts.grace.key)
    select(tab, desk, desk.facts.cash)
    tab.list.inspector.acted.emit("reactivate")
    desk.settle()
    assert desk.status(desk.facts.cash) is Status.SUSPENDED
    assert "C-1" in tab.list.page.error_bar.text()


def test_a_wallet_with_a_balance_does_not_close_and_the_menu_says_why(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.cash)
    assert (more(tab)["close"].text, more(tab)["close"].enabled) == ("Close wallet (only at a balance of zero)", False)


def test_closing_asks_for_the_name(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.other)
    tab.list.inspector.acted.emit("close")
    question = dialog(tab)
    assert question.title.text() == "Close Hugo Sato, Cash?"
    question.primary.click()
    assert question.isVisible()
    QTest.keyClicks(question.focusWidget(), "Cash")
    question.primary.click()
    desk.settle()
    assert desk.status(desk.facts.other) is Status.CLOSED
    assert portrait(tab).reason == "This wallet is closed for good. Its ledger stays."
    assert set(more(tab)) == {"explain", "rename", "describe"}
    assert portrait(tab).sections[0].nothing == "No entries."


def test_keeping_it_open_changes_nothing(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.other)
    tab.list.inspector.acted.emit("close")
    dialog(tab).safe.click()
    desk.settle()
    assert desk.status(desk.facts.other) is Status.OPEN


def test_rename_and_describe(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.cash)
    tab.rename_selected()
    form = dialog(tab)
    form.field("name").editor.setText(" ")
    form.primary.click()
    desk.settle()
    assert form.field("name").problem() == "The name is missing. Please fill it in."
    form.field("name").editor.setText("Pocket money")
    form.primary.click()
    desk.settle()
    assert portrait(tab).lines == ("Pocket money · W-00003",)
    tab.list.inspector.acted.emit("describe")
    form = dialog(tab)
    form.field("description").editor.setPlainText("Two\nlines")
    desk.press(form.field("description").editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert portrait(tab).text == "Two\nlines"


def test_a_new_wallet_names_what_is_missing_at_its_field(tab: WalletsTab, desk: Desk) -> None:
    tab.primary_new()
    form = dialog(tab)
    form.primary.click()
    desk.settle()
    assert form.field("customer").problem() == "The customer is missing. Please fill it in."


def test_a_customer_is_found_by_typing(tab: WalletsTab, desk: Desk) -> None:
    tab.primary_new()
    form = dialog(tab)
    picker = form.field("customer").editor
    desk.focus(form, picker)
    QTest.keyClicks(picker, "C-")
    desk.settle()
    assert picker.is_open()
    assert [customer.id for customer in picker.hits()] == ["C-3", "C-1", "C-2"]
    desk.press(picker, Qt.Key.Key_Down)
    desk.press(picker, Qt.Key.Key_Return)
    assert picker.text() == "Grace Keller"
    assert not picker.is_open()
    form.field("asset").editor.set_value(desk.facts.parking.id)
    form.field("asset").editor.changed.emit(desk.facts.parking.id)
    assert form.field("name").editor.text() == "Parking time"
    form.primary.click()
    desk.settle()
    assert drawn(tab.list.page.model) == ["Parking time, W-00006 | Grace Keller | PARK | 0h | Open | 0 | –"]
    assert desk.host.toasts[-1][0] == "Grace Keller, Parking time is open."


def test_the_list_of_customers_closes_first_and_leaves_the_form(tab: WalletsTab, desk: Desk) -> None:
    tab.primary_new()
    form = dialog(tab)
    picker = form.field("customer").editor
    desk.focus(form, picker)
    desk.press(picker, Qt.Key.Key_Down)
    assert picker.is_open()
    assert len(picker.hits()) == 3
    desk.press(picker, Qt.Key.Key_Escape)
    assert not picker.is_open()
    assert form.isVisible()
    QTest.keyClicks(picker, "hug")
    desk.settle()
    desk.press(QApplication.focusWidget() or picker, Qt.Key.Key_Tab)
    assert picker.text() == "Hugo Sato"
    desk.press(picker, Qt.Key.Key_Backspace)
    assert picker.customer() is None


def test_a_suspended_customer_gets_no_wallet_and_the_field_says_so(tab: WalletsTab, desk: Desk) -> None:
    desk.does(customers.suspend, desk.facts.hugo.key)
    tab.primary_new()
    form = dialog(tab)
    form.field("customer").editor.set_customer(desk.facts.hugo)
    form.primary.click()
    desk.settle()
    assert "C-2" in form.field("customer").problem()


def test_a_system_wallet(tab: WalletsTab, desk: Desk) -> None:
    tab.show_filtered(asset=desk.facts.days.id)
    desk.settle()
    tab.primary_new()
    desk.settle()
    form = dialog(tab)
    assert form.field("asset").editor.value() == desk.facts.days.id
    form.field("owner").editor.set_value(True)
    form.field("owner").editor.changed.emit(True)
    assert not form.field("customer").isVisible()
    form.field("name").editor.setText("Lost and found")
    form.primary.click()
    desk.settle()
    assert drawn(tab.list.page.model) == ["Lost and found, S-00006 | System | DAY | 0 | Open | 0 | –"]


def test_without_assets_the_form_says_what_is_missing(tab: WalletsTab, desk: Desk) -> None:
    made = desk.does(projects.create, "Harbour").value
    desk.shell.set_project(made.id)
    desk.settle()
    tab.list.page.nothing_acted.emit()
    desk.settle()
    form = dialog(tab)
    form.field("owner").editor.set_value(True)
    form.primary.click()
    desk.settle()
    assert "sset" in (form.field("asset").problem() or "")


def test_enter_opens_the_ledger_and_its_title_leads_back_to_the_row(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.cash)
    tab.list.page.table.setFocus()
    desk.press(tab.list.page.table, Qt.Key.Key_Return)
    assert tab.in_ledger()
    assert tab.ledger is not None
    assert tab.ledger.header.title() == "Grace Keller"
    tab.ledger.header.back_button.click()
    desk.settle()
    assert not tab.in_ledger()
    current = tab.list.page.table.current_value()
    assert current is not None
    assert current.id == desk.facts.cash.id
    assert tab.list.page.table.hasFocus()
    assert tab.back() is False


def test_another_project_leaves_the_ledger(tab: WalletsTab, desk: Desk) -> None:
    made = desk.does(projects.create, "Harbour").value
    tab.show_ledger(desk.facts.cash.id)
    desk.settle()
    desk.shell.set_project(made.id)
    desk.settle()
    assert not tab.in_ledger()
    assert drawn(tab.list.page.model) == []
    assert totals(tab) == []


def test_a_posting_shows_in_list_totals_and_panel(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.other)
    desk.post(transfer(desk.facts.cash.id, desk.facts.other.id, 2_500), redeem(desk.facts.settlement.id, 500_000))
    assert [row.split(" | ")[3] for row in drawn(tab.list.page.model)] == [
        "4,875.00",
        "1 00/24",
        "100.00",
        "2 05/24",
        "25.00",
    ]
    assert totals(tab)[0] == "5,000.00 USD"
    assert portrait(tab).hero is not None
    assert portrait(tab).sections[0].rows[0].value == "+25.00"


def test_the_exports_follow_what_is_shown(tab: WalletsTab, desk: Desk) -> None:
    tab.show_filtered("grace")
    desk.settle()
    tab.export()
    desk.settle()
    assert desk.dialogs.path is not None
    assert len(desk.dialogs.path.read_text(encoding="utf-8-sig").splitlines()) == 3
    tab.show_ledger(desk.facts.cash.id)
    desk.settle()
    tab.export()
    desk.settle()
    assert desk.dialogs.asked == [
        ("Export wallets", "wallets.csv"),
        ("Export the ledger", "ledger-W-00003.csv"),
    ]
    assert len(desk.dialogs.path.read_text(encoding="utf-8-sig").splitlines()) == 4


def test_the_tombstone_of_a_deleted_customer(tab: WalletsTab, desk: Desk) -> None:
    desk.does(wallets.set_status, desk.facts.other.id, Status.CLOSED)
    desk.does(customers.delete, desk.facts.hugo.key)
    tab.show_filtered(status=Status.CLOSED)
    desk.settle()
    assert drawn(tab.list.page.model) == ["Cash, W-00005 | Deleted customer | USD | 0.00 | Closed | 0 | –"]
    assert portrait(tab).title == "Deleted customer"


def test_a_screen_reader_has_a_word_for_every_control(tab: WalletsTab, desk: Desk) -> None:
    select(tab, desk, desk.facts.cash)
    assert nameless(tab) == []
    tab.primary_new()
    desk.settle()
    assert nameless(dialog(tab)) == []
    dialog(tab).reject()
    tab.show_ledger(desk.facts.cash.id)
    desk.settle()
    assert nameless(tab) == []
