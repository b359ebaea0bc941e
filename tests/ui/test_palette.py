"""Find anything: opened by key, button and menu; walked, taken and left by keys; where each hit leads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import assets, customers, transactions, wallets
from walletdesk.ledger.values import issue
from walletdesk.ui.palette.hits import Hit
from walletdesk.ui.palette.opening import Finder
from walletdesk.ui.palette.palette import Palette
from walletdesk.ui.theme import Preference, theme

CTRL = Qt.KeyboardModifier.ControlModifier


class Desk(Opened):
    """A window with three customers, their wallets and two transactions."""

    def fill(self) -> "Desk":
        euro = self.run(assets.create, self.project, "Euro", "EUR", 100)
        for id_, name in (("ann", "Ann Hartmann"), ("bob", "Bob Hartmann"), ("cat", "Cat Keller")):
            owner = self.run(customers.upsert, self.project, id_, name, f"{id_}@example.net")
            cash = self.run(wallets.open, owner.key, euro.id, "Cash")
            self.run(transactions.run, self.project, [issue(cash.id, 1250)], f"Top-up for {name}")
        return self

    @property
    def palette(self) -> Palette:
        found = self.window.findChild(Finder)
        assert found is not None
        assert found.palette is not None
        return found.palette

    def open(self) -> Palette:
        self.press(Qt.Key.Key_K, CTRL)
        assert self.palette.isVisible()
        return self.palette

    def find(self, text: str) -> Palette:
        palette = self.open()
        QTest.keyClicks(palette.field, text)
        self.settle()
        return palette

    def rows(self) -> list[str]:
        return [row.title if isinstance(row, Hit) else f"[{row}]" for row in self.palette.model.rows]

    def chosen(self) -> str:
        hit = self.palette.model.hit(self.palette.list.currentIndex().row())
        return hit.title if hit else ""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, tmp_path)
    made.start()
    yield made.fill()
    made.close()
    theme().set_preference(Preference.LIGHT)


def test_without_words_every_command_is_on_offer_with_its_key(desk: Desk) -> None:
    palette = desk.open()
    hits = {row.title: row for row in palette.model.rows if isinstance(row, Hit)}
    assert desk.rows()[0] == "[Commands]"
    assert hits["New transaction"].right == "Ctrl+N"
    assert hits["Quit"].sub == "File"
    assert hits["Dark"].sub == "Theme"
    assert "Find anything" not in hits
    assert desk.chosen() == desk.rows()[1]


def test_wallets_come_with_balances_then_customers_then_transactions(desk: Desk) -> None:
    palette = desk.find("hart")
    assert desk.rows() == [
        *("[Wallets]", "Ann Hartmann", "Bob Hartmann"),
        *("[Customers]", "Ann Hartmann", "Bob Hartmann"),
        *("[Transactions]", "T-2", "T-1"),
    ]
    first = palette.model.hit(1)
    assert first is not None
    assert (first.sub, first.right) == ("Cash · W-00001", "12.50 EUR")
    assert desk.chosen() == "Ann Hartmann"


def test_keys_walk_over_headings_and_around(desk: Desk) -> None:
    palette = desk.find("hart")
    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        desk.press(key)
        walked.append(palette.list.currentIndex().row())
    assert walked == [2, 4, 2, 1, 8]
    assert palette.field.hasFocus()


def test_enter_on_a_wallet_opens_its_ledger(desk: Desk) -> None:
    palette = desk.find("bob cash")
    desk.press(Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert desk.window.desk.current_key == "wallets"
    assert desk.window.desk.current().ledger.header.title() == "Bob Hartmann"


def test_enter_before_anything_was_found_takes_the_first_that_is(desk: Desk) -> None:
    palette = desk.open()
    palette.field.setText("cat")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    desk.settle()
    assert not palette.isVisible()
    assert desk.window.desk.current_key == "wallets"


def test_enter_on_a_customer_selects_them(desk: Desk) -> None:
    desk.find("keller")
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return)
    assert desk.window.desk.current_key == "customers"
    assert desk.window.desk.current().page.filters.text() == "cat"
    selected = desk.window.desk.current().page.table.current_value()
    assert selected is not None
    assert selected.name == "Cat Keller"


def test_enter_on_a_number_shows_the_transaction(desk: Desk) -> None:
    desk.find("t-2")
    assert desk.rows()[:2] == ["[Transactions]", "T-2"]
    desk.press(Qt.Key.Key_Return)
    assert desk.window.desk.current_key == "transactions"
    selected = desk.window.desk.current().page.table.current_value()
    assert selected is not None
    assert selected.number == 2


def test_a_transactions_number_comes_before_a_book_whose_folder_has_it_in_its_name(desk: Desk) -> None:
    desk.window.menus.show_recent([desk.folder / "apt-2" / "rent.walletdesk"], lambda path: None)
    desk.find("t-2")
    assert desk.rows()[:2] == ["[Transactions]", "T-2"]
    assert desk.chosen() == "T-2"
    assert "[Commands]" in desk.rows()


def test_enter_on_a_command_runs_it(desk: Desk) -> None:
    desk.find("swi dark")
    assert desk.rows() == ["[Commands]", "Switch light and dark"]
    before = theme().tokens
    desk.press(Qt.Key.Key_Return)
    assert theme().tokens is not before


def test_hits_for_other_words_do_not_stay(desk: Desk) -> None:
    palette = desk.find("new")
    assert desk.rows() == ["[Commands]", "New transaction", "New project", "New book"]
    QTest.keyClicks(palette.field, "xqq")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.rows() == []
    assert palette.isVisible()


def test_similar_names_are_called_similar(desk: Desk) -> None:
    desk.find("kellre")
    assert desk.rows() == ["[Similar wallets]", "Cat Keller", "[Similar customers]", "Cat Keller"]


def test_what_is_found_nowhere_is_said(desk: Desk) -> None:
    palette = desk.find("xyzzy")
    assert desk.rows() == []
    assert palette.nothing.isVisible()
    desk.press(Qt.Key.Key_Return)
    assert palette.isVisible()


def test_esc_gives_the_keyboard_back(desk: Desk) -> None:
    desk.window.go("wallets")
    desk.settle()
    before = QApplication.focusWidget()
    palette = desk.find("hart")
    desk.press(Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is before
    assert desk.window.desk.current_key == "wallets"
    assert desk.open().field.text() == ""


def test_a_click_elsewhere_and_another_tab_close_it(desk: Desk) -> None:
    palette = desk.open()
    QTest.mouseClick(desk.window.status, Qt.MouseButton.LeftButton)
    assert not palette.isVisible()
    desk.open()
    desk.press(Qt.Key.Key_3, CTRL)
    assert not palette.isVisible()


def test_a_click_on_a_hit_follows_it(desk: Desk) -> None:
    palette = desk.find("keller")
    area = palette.list.visualRect(palette.model.index(1, 0))
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    desk.settle()
    assert not palette.isVisible()
    assert desk.window.desk.current_key == "wallets"


@pytest.mark.parametrize(("width", "height"), [(1400, 860), (1024, 640), (960, 600)])
def test_it_fits_the_window_and_the_header_has_its_button(desk: Desk, width: int, height: int) -> None:
    desk.window.resize(width, height)
    desk.settle()
    button = desk.window.header.finder
    assert button.is_wide() == (width >= 1120)
    assert button.width() == (200 if width >= 1120 else 30)
    assert button.geometry().right() < desk.window.header.post.geometry().left()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    palette = desk.palette
    assert palette.isVisible()
    assert desk.window.rect().contains(palette.geometry().adjusted(16, 16, -16, -16))
    desk.window.resize(width + 40, height)
    assert abs(palette.geometry().center().x() - desk.window.rect().center().x()) <= 1


def test_everything_in_it_has_a_name(desk: Desk) -> None:
    palette = desk.find("hart")
    for widget in (palette.field, palette.list, desk.window.header.finder):
        face = QAccessible.queryAccessibleInterface(widget)
        assert face is not None
        assert face.text(QAccessible.Text.Name)
    assert palette.model.data(palette.model.index(1, 0)) == "Ann Hartmann, Cash · W-00001, 12.50 EUR"


def test_the_way_stands_in_the_menu(desk: Desk) -> None:
    action = desk.window.menus.actions["find_anything"]
    assert action in desk.window.menus.menus["go"].actions()
    assert action.shortcut().toString() == "Ctrl+K"
    action.trigger()
    assert desk.palette.isVisible()
