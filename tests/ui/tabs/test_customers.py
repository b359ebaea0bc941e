"""The customers' tab: who is listed, what the panel offers, and what becomes of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.ui.tabs.lists_desk import Desk, dialog, drawn, nameless
from walletdesk.controllers import customers, projects, wallets
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import issue
from walletdesk.ui.inspector import Deed, Portrait
from walletdesk.ui.shell import Prefill
from walletdesk.ui.tabs.customers import CustomersTab


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    yield made
    made.close()


@pytest.fixture
def tab(desk: Desk) -> CustomersTab:
    made = CustomersTab(desk.shell)
    desk.show(made)
    return made


def portrait(tab: CustomersTab) -> Portrait:
    shown = tab.inspector.portrait()
    assert shown is not None
    return shown


def deeds(tab: CustomersTab) -> list[tuple[str, bool]]:
    return [(deed.text, deed.enabled) for deed in portrait(tab).deeds]


def more(tab: CustomersTab) -> dict[str, Deed]:
    return {deed.key: deed for deed in portrait(tab).more}


def choose(tab: CustomersTab, desk: Desk, row: int) -> None:
    tab.page.table.select_row(row)
    desk.settle()


def suspend(desk: Desk, key: int) -> None:
    desk.does(customers.suspend, key)


def test_it_lists_the_customers(tab: CustomersTab) -> None:
    assert drawn(tab.page.model) == [
        "C-3 | C-3 | Active | 0 | –",
        "Grace Keller, Pays at the till | C-1 | Active | 2 | 2025-11-18 12:00",
        "Hugo Sato | C-2 | Active | 1 | –",
    ]


def test_it_searches_and_filters(tab: CustomersTab, desk: Desk) -> None:
    suspend(desk, desk.facts.hugo.key)
    tab.show_filtered(suspended=True)
    desk.settle()
    assert drawn(tab.page.model) == ["Hugo Sato | C-2 | Suspended | 1 | –"]
    tab.show_filtered("till")
    desk.settle()
    assert [row.split(" | ")[1] for row in drawn(tab.page.model)] == ["C-1"]


def test_the_panel_tells_of_the_one_selected(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    shown = portrait(tab)
    assert shown.title == "Grace Keller"
    assert shown.lines == ("C-1 · customer since 2025-09-01",)
    assert shown.text == "Pays at the\ntill"
    assert deeds(tab) == [("Transfer", True), ("New wallet", True)]
    (section,) = shown.sections
    assert section.title == "Wallets (2)"
    assert [(row.name, row.sub, row.value, row.value_sub) for row in section.rows] == [
        ("Cash", "W-00003 · 2025-11-18", "125.00", "USD"),
        ("Volunteering", "W-00004 · 2025-10-20", "2 05/24", "DAY"),
    ]


def test_a_wallet_in_the_panel_opens_its_ledger_and_enter_shows_them_all(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    tab.inspector.row_opened.emit(desk.facts.cash.id)
    assert desk.host.calls == [("show_wallet_ledger", desk.facts.cash.id)]
    tab.page.table.setFocus()
    desk.press(tab.page.table, Qt.Key.Key_Return)
    assert desk.host.calls[1:] == [("show_wallets", {"customer": (desk.facts.grace.key, "Grace Keller")})]


def test_somebody_without_a_wallet_cannot_transfer_and_is_told_why(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 0)
    assert deeds(tab) == [("Transfer", False), ("New wallet", True)]
    assert portrait(tab).reason == "A transfer needs a wallet. Open one first."
    assert portrait(tab).sections[0].nothing.startswith("No wallets yet")


def test_a_transfer_begins_with_the_wallet_that_holds_something(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    tab.inspector.acted.emit("transfer")
    choose(tab, desk, 2)
    tab.inspector.acted.emit("transfer")
    assert desk.host.calls == [
        ("new_transaction", Prefill(source=desk.facts.cash.id)),
        ("new_transaction", Prefill(target=desk.facts.other.id)),
    ]


def test_a_new_customer_is_refused_at_the_field_and_then_shown(tab: CustomersTab, desk: Desk) -> None:
    tab.primary_new()
    form = dialog(tab)
    form.primary.click()
    desk.settle()
    assert form.field("id").problem() == "The id is missing. Please fill it in."
    QTest.keyClicks(form.field("id").editor, "C-1")
    form.primary.click()
    desk.settle()
    assert "C-1" in form.field("id").problem()
    form.field("id").editor.setText("C-9")
    form.field("name").editor.setText("  Ana Jensen ")
    desk.press(form.field("name").editor, Qt.Key.Key_Return)
    assert drawn(tab.page.model) == ["Ana Jensen | C-9 | Active | 0 | –"]
    assert portrait(tab).title == "Ana Jensen"


def test_rename_changes_the_name_and_never_the_id(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    tab.rename_selected()
    form = dialog(tab)
    assert form.field("id").editor.isReadOnly()
    assert form.focusWidget() is form.field("name").editor
    form.field("name").editor.setText("Grace Hopper")
    form.primary.click()
    desk.settle()
    assert portrait(tab).title == "Grace Hopper"
    assert portrait(tab).lines[0].startswith("C-1 ")


def test_suspending_asks_nobody_and_can_be_taken_back(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    tab.inspector.acted.emit("suspend")
    desk.settle()
    assert desk.status(desk.facts.cash) is Status.SUSPENDED
    assert portrait(tab).notice.startswith("The wallets of this customer are suspended.")
    assert deeds(tab) == [("Resume", True), ("New wallet", False)]
    assert portrait(tab).deeds[0].primary
    assert "no new wallet" in portrait(tab).reason
    assert [row.action for row in portrait(tab).sections[0].rows] == ["", ""]
    text, actions = desk.host.toasts[-1]
    assert text == "Grace Keller is suspended, and their open wallets with them."
    actions["Undo"]()
    desk.settle()
    assert desk.host.toasts[-1][0] == "Undone: suspending Grace Keller."
    assert desk.status(desk.facts.cash) is Status.OPEN
    assert portrait(tab).chip is not None
    assert portrait(tab).chip.text == "Active"


def test_who_is_resumed_under_the_filter_stays_in_the_panel_until_another_is_picked(
    tab: CustomersTab, desk: Desk
) -> None:
    for someone in (desk.facts.grace, desk.facts.hugo):
        suspend(desk, someone.key)
    tab.show_filtered(suspended=True)
    desk.settle()
    tab.inspector.acted.emit("resume")
    desk.settle()
    assert [row.split(" | ")[1] for row in drawn(tab.page.model)] == ["C-2"]
    assert portrait(tab).title == "Grace Keller"
    assert tab.page.table.current_value() is None
    assert portrait(tab).notice == "2 wallets are still suspended. Reactivate those you want to use."
    assert [row.action for row in portrait(tab).sections[0].rows] == ["Reactivate", "Reactivate"]
    tab.inspector.row_acted.emit(desk.facts.cash.id)
    desk.settle()
    assert desk.status(desk.facts.cash) is Status.OPEN
    assert portrait(tab).title == "Grace Keller"
    assert portrait(tab).notice == "One wallet is still suspended. Reactivate it to use it."
    choose(tab, desk, 0)
    assert portrait(tab).title == "Hugo Sato"
    tab.page.reload()
    desk.settle()
    assert portrait(tab).title == "Hugo Sato"


def test_all_wallets_can_be_reactivated_at_once(tab: CustomersTab, desk: Desk) -> None:
    suspend(desk, desk.facts.grace.key)
    choose(tab, desk, 1)
    tab.inspector.acted.emit("resume")
    desk.settle()
    text, actions = desk.host.toasts[-1]
    assert text == "Grace Keller is active again. Wallets still suspended: 2."
    assert list(actions) == ["Reactivate all", "Undo"]
    assert deeds(tab) == [("Reactivate all", True), ("New wallet", True)]
    tab.inspector.acted.emit("reactivate all")
    desk.settle()
    assert [desk.status(wallet) for wallet in (desk.facts.cash, desk.facts.volunteering)] == [Status.OPEN] * 2
    assert deeds(tab) == [("Transfer", True), ("New wallet", True)]


def test_a_customer_with_open_wallets_cannot_be_deleted_and_the_menu_names_them(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    deed = more(tab)["delete"]
    assert (deed.text, deed.enabled) == ("Delete (first close Cash W-00003, Volunteering W-00004)", False)


def test_deleting_asks_for_the_name_and_leaves_the_ledger(tab: CustomersTab, desk: Desk) -> None:
    desk.does(wallets.set_status, desk.facts.other.id, Status.CLOSED)
    choose(tab, desk, 2)
    assert portrait(tab).reason.startswith("A transfer needs an open wallet")
    tab.inspector.acted.emit("delete")
    question = dialog(tab)
    question.primary.click()
    assert question.isVisible()
    QTest.keyClicks(question.focusWidget(), "Hugo Sato")
    question.primary.click()
    desk.settle()
    assert [row.split(" | ")[1] for row in drawn(tab.page.model)] == ["C-3", "C-1"]
    assert desk.host.toasts[-1][0] == "Hugo Sato was deleted."
    assert desk.does(wallets.get, desk.facts.other.id).owner_id is None


def test_what_the_ledger_refuses_is_said_above_the_list(tab: CustomersTab, desk: Desk) -> None:
    desk.does(wallets.set_status, desk.facts.other.id, Status.CLOSED)
    choose(tab, desk, 2)
    tab.inspector.acted.emit("delete")
    question = dialog(tab)
    QTest.keyClicks(question.focusWidget(), "Hugo Sato")
    desk.does(wallets.open, desk.facts.hugo.key, desk.facts.usd.id, "New")
    question.primary.click()
    desk.settle()
    assert tab.page.error_bar.isVisible()
    assert "W-00006" in tab.page.error_bar.text()


def test_a_wallet_is_opened_for_the_one_selected(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 0)
    tab.inspector.acted.emit("wallet")
    form = dialog(tab)
    assert form.field("customer").editor.text() == "C-3"
    assert form.field("name").editor.text() == "Parking time"
    form.primary.click()
    desk.settle()
    assert [row.name for row in portrait(tab).sections[0].rows] == ["Parking time"]
    text, actions = desk.host.toasts[-1]
    assert text == "C-3, Parking time is open."
    actions["Open ledger"]()
    assert desk.host.calls[-1][0] == "show_wallet_ledger"


def test_too_many_wallets_are_one_press_away(tab: CustomersTab, desk: Desk) -> None:
    for number in range(21):
        desk.does(wallets.open, desk.facts.nameless.key, desk.facts.usd.id, f"Cash {number}")
    choose(tab, desk, 0)
    rows = portrait(tab).sections[0].rows
    assert len(rows) == 21
    assert rows[-1].name == "Show all 21 wallets"
    tab.inspector.row_opened.emit(rows[-1].key)
    assert desk.host.calls[-1] == ("show_wallets", {"customer": (desk.facts.nameless.key, "C-3")})


def test_a_posting_shows_in_the_panel(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 2)
    desk.post(issue(desk.facts.other.id, 700))
    assert portrait(tab).sections[0].rows[0].value == "7.00"
    assert drawn(tab.page.model)[2].endswith("2025-11-20 16:00")


def test_an_archived_project_is_only_read(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    desk.does(projects.archive, desk.facts.project)
    assert deeds(tab) == [("Transfer", False), ("New wallet", False)]
    assert portrait(tab).reason == "This project is archived and can only be read."
    assert not any(deed.enabled for deed in portrait(tab).more)
    tab.primary_new()
    tab.rename_selected()
    assert tab.findChildren(QDialog) == []


def test_the_context_menu_offers_what_the_panel_does(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    names = [action.objectName() for action in tab.page.table.row_menu().actions()]
    assert [name for name in names if name] == ["transfer", "wallet", "edit", "suspend", "delete"]


def test_the_export_writes_what_the_filters_leave(tab: CustomersTab, desk: Desk) -> None:
    tab.show_filtered("hugo")
    desk.settle()
    tab.export()
    desk.settle()
    assert desk.dialogs.asked == [("Export customers", "customers.csv")]
    lines = desk.dialogs.path.read_text(encoding="utf-8-sig").splitlines() if desk.dialogs.path else []
    assert len(lines) == 2
    assert "Hugo Sato" in lines[1]


def test_another_project_begins_anew(tab: CustomersTab, desk: Desk) -> None:
    made = desk.does(projects.create, "Harbour").value
    tab.show_filtered("grace")
    desk.settle()
    desk.shell.set_project(made.id)
    desk.settle()
    assert drawn(tab.page.model) == []
    assert tab.inspector.portrait() is None
    assert tab.page.query().text == ""
    tab.page.nothing_acted.emit()
    assert dialog(tab).windowTitle() == "New customer"


def test_a_screen_reader_has_a_word_for_every_control(tab: CustomersTab, desk: Desk) -> None:
    choose(tab, desk, 1)
    assert nameless(tab) == []
    tab.primary_new()
    assert nameless(dialog(tab)) == []
