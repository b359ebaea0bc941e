"""The projects tab: switching by selecting, the setup page, the overview, archived projects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened, texts
from walletdesk.controllers import assets, customers, drafts, projects, transactions, wallets
from walletdesk.ledger.values import issue
from walletdesk.ui.tabs import setup
from walletdesk.ui.tabs.projects import ProjectsTab


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path).start()
    yield made
    made.close()


def tab(opened: Opened) -> ProjectsTab:
    found = opened.window.desk.tab("projects")
    assert isinstance(found, ProjectsTab)
    return found


def enabled(opened: Opened) -> list[str]:
    return [key for key, card in tab(opened).setup.cards.items() if card.button.isEnabled()]


def ticked(opened: Opened) -> list[str]:
    return [key for key, card in tab(opened).setup.cards.items() if "done" in card.accessibleName()]


def test_steps_open_up_one_after_the_other_and_keep_their_ticks(opened: Opened) -> None:
    assert enabled(opened) == [setup.ASSET, setup.CUSTOMER]
    asset = opened.run(assets.create, opened.project, "Euro", "EUR", 100)
    assert enabled(opened) == [setup.ASSET, setup.CUSTOMER, setup.WALLET]
    assert ticked(opened) == [setup.ASSET]
    wallet = opened.run(wallets.open_system, asset.id, "Till")
    assert enabled(opened) == [setup.ASSET, setup.CUSTOMER, setup.WALLET, setup.POST]
    opened.run(customers.upsert, opened.project, "ann")
    assert ticked(opened) == [setup.ASSET, setup.CUSTOMER, setup.WALLET]
    assert tab(opened).setup.isVisible()
    opened.run(transactions.run, opened.project, (issue(wallet.id, 100),))
    assert tab(opened).overview.isVisible()


def test_the_first_step_by_keyboard(opened: Opened) -> None:
    assert tab(opened).setup.cards[setup.ASSET].button.hasFocus()
    opened.press(Qt.Key.Key_Space)
    form = opened.dialog()
    QTest.keyClicks(form.focusWidget(), "Euro")
    opened.press(Qt.Key.Key_Tab)
    QTest.keyClicks(form.focusWidget(), "eur")
    opened.press(Qt.Key.Key_Return)
    assert [asset.code for asset in opened.window.shell.assets.values()] == ["EUR"]
    assert ticked(opened) == [setup.ASSET]
    assert opened.window.desk.current_key == "projects"


@pytest.mark.parametrize(
    ("step", "title"), [(setup.ASSET, "New asset"), (setup.CUSTOMER, "New customer"), (setup.WALLET, "New wallet")]
)
def test_each_step_opens_its_form_over_the_page(opened: Opened, step: str, title: str) -> None:
    opened.run(assets.create, opened.project, "Euro", "EUR", 100)
    tab(opened).setup.cards[step].button.click()
    opened.settle()
    assert opened.dialog().windowTitle() == title
    opened.dialog().reject()


def test_the_overview_tells_and_leads(opened: Opened) -> None:
    euro = opened.run(assets.create, opened.project, "Euro", "EUR", 100)
    day = opened.run(assets.create, opened.project, "Day", "DAY", 24)
    ann = opened.run(customers.upsert, opened.project, "ann", "Ann")
    cash = opened.run(wallets.open, ann.key, euro.id, "Cash")
    pool = opened.run(wallets.open_system, day.id, "Pool")
    opened.run(transactions.run, opened.project, (issue(cash.id, 123_456), issue(pool.id, 49)))
    opened.run(customers.suspend, ann.key)
    opened.run(drafts.save, opened.project, None, "{}")
    page = tab(opened).overview
    assert page.counts["customers"].accessibleName() == "Customers: 1"
    assert page.counts["entries"].accessibleName() == "Ledger entries: 2"
    assert page.chart.accessibleName().endswith("Jan 1")
    said = [row.accessibleName() for row in page.concerns.rows]
    assert said == ["1 customer is suspended: their wallets hold 1,234.56 EUR", "1 draft transaction: Not posted yet"]
    model = page.circulation.model
    assert [[cell.plain for cell in model.row_cells(row)] for row in range(model.rowCount())] == [
        ["Day, DAY", "0", "2 01/24", "2 01/24"],
        ["Euro, EUR", "1,234.56", "0.00", "1,234.56"],
    ]
    page.concerns.rows[0].click()
    opened.settle()
    assert opened.window.desk.current_key == "customers"
    assert opened.window.desk.current().page.query().choice("suspended") is True
    opened.window.desk.back()
    page.concerns.rows[1].click()
    assert opened.window.desk.current_key == "transactions"


def test_verify_now_becomes_the_verified_line(opened: Opened) -> None:
    euro = opened.run(assets.create, opened.project, "Euro", "EUR", 100)
    till = opened.run(wallets.open_system, euro.id, "Till")
    opened.run(transactions.run, opened.project, (issue(till.id, 1),))
    card = tab(opened).overview.circulation
    assert card.line() == "Not verified yet"
    card.verify.click()
    opened.settle()
    assert card.line() == "Ledger verified: every balance equals the sum of its entries"
    assert not card.verify.isVisible()
    opened.run(transactions.run, opened.project, (issue(till.id, 1),))
    assert card.line() == "Not verified since the last change"
    assert card.verify.isVisible()


def test_selecting_is_switching(opened: Opened) -> None:
    first = opened.project
    tab(opened).list.new.click()
    form = opened.dialog()
    form.primary.click()
    opened.settle()
    assert form.field("name").problem()
    QTest.keyClicks(form.field("name").editor, "Harbour")
    form.primary.click()
    opened.settle()
    assert opened.window.windowTitle() == "Harbour — WalletDesk"
    view = tab(opened).list.view
    assert [view.item(row).text() for row in range(view.count())] == ["Harbour", "My ledger"]
    view.setFocus()
    opened.press(Qt.Key.Key_Down)
    assert opened.project == first


def test_a_project_is_renamed(opened: Opened) -> None:
    opened.press(Qt.Key.Key_F2)
    form = opened.dialog()
    form.field("name").editor.setText("Café <b>")
    form.primary.click()
    opened.settle()
    assert opened.window.windowTitle() == "Café <b> — WalletDesk"
    assert opened.window.header.project.text() == "Café <b>"
    assert "Café <b>" in texts(tab(opened).setup)


def test_an_archived_project_is_hidden_or_shown_with_a_notice(opened: Opened) -> None:
    other = opened.run(projects.create, "Other")
    page = tab(opened).overview
    page.archive_wanted.emit()
    opened.settle()
    assert page.notice.isVisible()
    assert not page.rename.isVisible()
    assert "archived" in opened.said()[0]
    projects_list = tab(opened).list
    assert projects_list.archived.isVisible()
    opened.window.shell.set_project(other.id)
    opened.settle()
    assert projects_list.view.count() == 1
    projects_list.archived.click()
    assert projects_list.view.count() == 2
    opened.window.shell.set_project(next(p.id for p in opened.window.roster.shown() if p.archived))
    opened.settle()
    page.notice.pressed.emit()
    opened.settle()
    assert not page.notice.isVisible()


@pytest.mark.parametrize(("place", "header"), [(0, "transaction"), (1, "wallet"), (2, "customer")])
def test_lists_of_the_project_are_exported(opened: Opened, place: int, header: str) -> None:
    opened.dialogs.path = opened.folder / "out.csv"
    menu = tab(opened).overview.export.menu()
    menu.actions()[place].trigger()
    opened.settle()
    assert header in opened.dialogs.path.read_text(encoding="utf-8").splitlines()[0]
    assert opened.said()[0] == "0 rows written to out.csv."


def test_a_book_without_projects_says_what_to_do(opened: Opened) -> None:
    opened.window.shell.set_project(None)
    opened.settle()
    assert tab(opened).nothing.isVisible()
    assert opened.window.windowTitle() == "WalletDesk"
    tab(opened).nothing.acted.emit()
    assert opened.dialog().windowTitle() == "New project"
    opened.dialog().reject()
