"""The table: keys, clicks, the clipboard, sorting, widths and what a screen reader hears."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.tables.drawing import COLUMNS, Row, cells, rows_model
from walletdesk.ui.tables.blocks import BlockModel
from walletdesk.ui.tables.columns import Column, IconText, Money, Text, TwoLine
from walletdesk.ui.tables.measure import column_width, is_cut
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table

_NONE = Qt.KeyboardModifier.NoModifier
A, B, C = (1, "Ann", "1.00"), (2, "Bob", "2.00"), (3, "Cy", "3.00")


class Desk:
    """A table between two fields, with all it says."""

    def __init__(self, qtbot: QtBot, *rows: Row) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.before, self.after = QLineEdit(), QLineEdit()
        self.model = rows_model(*(rows or (A, B, C)))
        self.table = Table(self.model, "Wallets", 30)
        column = QVBoxLayout(self.window)
        for widget in (self.before, self.table, self.after):
            column.addWidget(widget)
        self.said: list[object] = []
        self.table.selected_row.connect(lambda row: self.said.append(("selected", row)))
        self.table.activated_row.connect(lambda row: self.said.append(("activated", row)))
        self.table.sort_changed.connect(lambda key, down: self.said.append(("sort", key, down)))
        self.window.resize(500, 300)
        self.window.show()
        with qtbot.waitActive(self.window):
            self.window.activateWindow()
        self.table.setFocus()
        self.said.clear()

    def picked(self) -> list[int]:
        return list(self.table.picks.shown().rows())

    def click(self, qtbot: QtBot, row: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        where = self.table.visualRect(self.model.index(row, 0)).center()
        qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, held, where)

    def header_click(self, qtbot: QtBot, column: int) -> None:
        header = self.table.horizontalHeader()
        where = QPoint(header.sectionViewportPosition(column) + 20, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_arrows_select_and_enter_opens(qtbot: QtBot, desk: Desk) -> None:
    desk.table.select_row(0)
    qtbot.keyClick(desk.table, Qt.Key.Key_Down)
    qtbot.keyClick(desk.table, Qt.Key.Key_Return)
    qtbot.keyClick(desk.table, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert desk.said == [("selected", A), ("selected", B), ("activated", B), ("activated", B)]
    assert desk.table.current_value() == B


def test_a_double_click_opens(qtbot: QtBot, desk: Desk) -> None:
    where = desk.table.visualRect(desk.model.index(2, 0)).center()
    qtbot.mouseClick(desk.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(desk.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert desk.said[-1] == ("activated", C)


def test_tab_leaves_the_table(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.table, Qt.Key.Key_Tab)
    assert desk.after.hasFocus()
    assert not desk.table.cells().focused


def test_copy_gives_titles_and_rows(qtbot: QtBot, desk: Desk) -> None:
    desk.table.select_row(0)
    desk.table.picks.toggle(2)
    qtbot.keyClick(desk.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Name\tBalance\nAnn\t1.00 USD\nCy\t3.00 USD\n"


def test_copied_text_keeps_to_its_cell(qtbot: QtBot) -> None:
    desk = Desk(qtbot, (1, "tab\there\nand there", "1.00"))
    desk.table.select_row(0)
    assert desk.table.selection_text().splitlines()[1] == "tab here and there\t1.00 USD"


def test_nothing_selected_leaves_the_clipboard_alone(qtbot: QtBot, desk: Desk) -> None:
    QGuiApplication.clipboard().setText("mine")
    desk.table.clearSelection()
    desk.table.copy_selection()
    assert QGuiApplication.clipboard().text() == "mine"


def test_a_title_sorts_and_a_second_click_turns_around(qtbot: QtBot, desk: Desk) -> None:
    desk.header_click(qtbot, 0)
    desk.header_click(qtbot, 0)
    desk.header_click(qtbot, 1)
    assert desk.said == [("sort", "name", False), ("sort", "name", True), ("sort", "balance", False)]


def test_an_order_that_is_shown_is_not_asked_for(qtbot: QtBot, desk: Desk) -> None:
    desk.table.set_sort("balance", True)
    assert desk.said == []
    desk.header_click(qtbot, 1)
    assert desk.said == [("sort", "balance", False)]


def test_a_column_that_does_not_sort(qtbot: QtBot) -> None:
    model = RowsModel((Column("x", "X"),), lambda row: (Text(row),), id)
    table = Table(model, "Table")
    qtbot.addWidget(table)
    table.show()
    with qtbot.assertNotEmitted(table.sort_changed):
        qtbot.mouseClick(table.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(10, 10))


def test_the_menu_offers_deeds_copy_and_orders(qtbot: QtBot, desk: Desk) -> None:
    desk.table.set_menu(lambda row, menu: menu.addAction(f"Open {row[1]}"))
    desk.table.select_row(1)
    menu = desk.table.row_menu()
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == ["Open Bob", "Copy", "Sort by"]
    orders = menu.actions()[-1].menu()
    assert [action.text() for action in orders.actions()] == ["Name", "Balance"]
    orders.actions()[1].trigger()
    assert desk.said[-1] == ("sort", "balance", False)


def test_the_menu_key_opens_the_menu_at_the_row(qtbot: QtBot, desk: Desk) -> None:
    desk.table.set_menu(lambda row, menu: menu.addAction(f"Open {row[1]}"))
    desk.table.select_row(1)
    QApplication.sendEvent(desk.table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Open Bob"
    row = desk.table.visualRect(desk.model.index(1, 0))
    assert menu.pos().y() >= desk.table.viewport().mapToGlobal(row.topLeft()).y()
    with qtbot.waitSignal(menu.destroyed):
        menu.close()


def test_a_changed_value_of_the_selected_row_is_told(qtbot: QtBot, desk: Desk) -> None:
    desk.table.select_row(1)
    newer = (2, "Bobby", "2.00")
    desk.model.set_rows((A, newer, C))
    assert desk.said[-1] == ("selected", newer)


def test_after_another_page_nothing_is_selected(qtbot: QtBot, desk: Desk) -> None:
    desk.table.select_row(1)
    desk.model.set_rows(((7, "New", "1.00"),))
    assert desk.said[-1] == ("selected", None)
    assert desk.table.current_value() is None


def test_one_row_at_a_time_where_more_make_no_sense(qtbot: QtBot, desk: Desk) -> None:
    desk.table.set_single()
    desk.table.select_row(0)
    qtbot.keyClick(desk.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert desk.picked() == [0]
    qtbot.keyClick(desk.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert desk.picked() == [1]


def test_mouse_and_keys_select_several_rows(qtbot: QtBot) -> None:
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    desk = Desk(qtbot, *((number, f"row {number}", "1.00") for number in range(8)))
    desk.click(qtbot, 1)
    desk.click(qtbot, 3, shift)
    assert desk.picked() == [1, 2, 3]
    desk.click(qtbot, 5, ctrl)
    desk.click(qtbot, 2, ctrl)
    assert desk.picked() == [1, 3, 5]
    assert desk.table.current_value() == (2, "row 2", "1.00"), "the panel stays with the current row"
    desk.click(qtbot, 6)
    assert desk.picked() == [6]
    qtbot.keyClick(desk.table, Qt.Key.Key_Up, shift)
    qtbot.keyClick(desk.table, Qt.Key.Key_Up, shift)
    assert desk.picked() == [4, 5, 6]
    qtbot.keyClick(desk.table, Qt.Key.Key_Down, shift)
    assert desk.picked() == [5, 6]
    qtbot.keyClick(desk.table, Qt.Key.Key_Up, ctrl)
    qtbot.keyClick(desk.table, Qt.Key.Key_Up, ctrl)
    qtbot.keyClick(desk.table, Qt.Key.Key_Space, ctrl)
    assert desk.picked() == [3, 5, 6]
    qtbot.keyClick(desk.table, Qt.Key.Key_A, ctrl)
    assert desk.picked() == list(range(8))
    qtbot.keyClick(desk.table, Qt.Key.Key_Down)
    assert desk.picked() == [4]


def test_dragging_over_rows_selects_them(qtbot: QtBot, desk: Desk) -> None:
    view, middle = desk.table.viewport(), lambda row: desk.table.visualRect(desk.model.index(row, 0)).center()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(0))
    held = Qt.MouseButton.LeftButton
    for row in (1, 2):
        place = QPointF(middle(row))
        moved = QMouseEvent(QEvent.Type.MouseMove, place, view.mapToGlobal(place), held, held, _NONE)
        QApplication.sendEvent(view, moved)
    qtbot.mouseRelease(view, held, pos=middle(2))
    assert desk.picked() == [0, 1, 2]


def test_the_right_button_leaves_several_rows_selected(qtbot: QtBot, desk: Desk) -> None:
    desk.click(qtbot, 0)
    desk.click(qtbot, 1, Qt.KeyboardModifier.ShiftModifier)
    view = desk.table.viewport()
    qtbot.mousePress(view, Qt.MouseButton.RightButton, pos=desk.table.visualRect(desk.model.index(1, 0)).center())
    assert desk.picked() == [0, 1]
    qtbot.mousePress(view, Qt.MouseButton.RightButton, pos=desk.table.visualRect(desk.model.index(2, 0)).center())
    assert desk.picked() == [2]


def test_copied_rows_are_harmless_in_a_spreadsheet(qtbot: QtBot) -> None:
    desk = Desk(qtbot, (1, "=cmd()", "1.00"), (2, "-5", "1.00"))
    desk.table.selectAll()
    assert desk.table.selection_text().splitlines()[1:] == ["'=cmd()\t1.00 USD", "-5\t1.00 USD"]


def test_a_million_rows_show_at_once(qtbot: QtBot) -> None:
    asked: list[int] = []
    model = BlockModel(COLUMNS, cells, lambda offset, _count, _reply: asked.append(offset))
    table = Table(model, "Entries", 30)
    qtbot.addWidget(table)
    table.resize(500, 400)
    table.show()
    model.show(1_000_000)
    table.grab()
    table.scrollToBottom()
    table.grab()
    assert asked == [0, 999_800]


def test_columns_fill_the_width_and_no_more(qtbot: QtBot, desk: Desk) -> None:
    for width in (400, 900, 613):
        desk.window.resize(width, 300)
        qtbot.waitUntil(lambda: desk.table.columnWidth(0) + desk.table.columnWidth(1) == desk.table.viewport().width())
        assert desk.table.columnWidth(1) == column_width(COLUMNS[1], False)
    assert not desk.table.horizontalScrollBar().isVisible()


def test_a_column_is_as_wide_as_its_sample_or_its_title(qtbot: QtBot) -> None:
    short = column_width(Column("x", "X", Money, "1.00"), False)
    assert column_width(Column("x", "X", Money, "1,000,000.00"), False) > short
    assert column_width(Column("x", "A longer title", Money, "1.00"), False) > short
    assert column_width(Column("x", "X", Money, "1.00"), True) == short + 6
    assert column_width(Column("x", "X", Money, "1.00", code_sample="USD"), False) > short


def test_the_pointer_marks_its_row(qtbot: QtBot, desk: Desk) -> None:
    qtbot.mouseMove(desk.table.viewport(), desk.table.visualRect(desk.model.index(1, 0)).center())
    qtbot.waitUntil(lambda: desk.table.cells().hovered == 1)


def test_a_screen_reader_hears_rows_and_titles(qtbot: QtBot, desk: Desk) -> None:
    table = QAccessible.queryAccessibleInterface(desk.table)
    assert table.text(QAccessible.Text.Name) == "Wallets"
    heard = [table.child(number).text(QAccessible.Text.Name) for number in range(table.childCount())]
    assert {"Name", "Balance", "Ann", "1.00 USD"} <= set(heard)
    assert "" not in heard[2:]


def test_only_a_cut_text_has_a_hint(qtbot: QtBot) -> None:
    desk = Desk(qtbot, (1, "<b>long</b> name " * 9, "1.00"))
    hint = desk.table.cells().hint
    assert hint(desk.model.index(0, 0), 200) == "<b>long</b> name " * 9
    assert hint(desk.model.index(0, 0), 2000) == ""
    assert hint(desk.model.index(0, 1), 10) == ""


@pytest.mark.parametrize(
    ("cell", "room", "cut"),
    [
        (TwoLine("A", "B"), 100, False),
        (TwoLine("A name of some length", "B"), 60, True),
        (TwoLine("A", "B" * 20, note="more"), 60, True),
        (IconText("plus", "Transfer"), 200, False),
        (IconText("plus", "Transfer"), 40, True),
    ],
)
def test_what_counts_as_cut(qtbot: QtBot, cell: TwoLine, room: int, cut: bool) -> None:
    assert is_cut(cell, room) is cut


def test_rows_can_stand_closer(qtbot: QtBot, desk: Desk) -> None:
    desk.table.set_row_height(26)
    assert desk.table.rowHeight(1) == 26


def test_a_row_chosen_by_the_program_stays_chosen_while_ctrl_is_held(qtbot: QtBot, desk: Desk) -> None:
    desk.table.select_row(1)
    qtbot.keyPress(desk.table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    desk.table.select_row(1)
    qtbot.keyRelease(desk.table, Qt.Key.Key_Control)
    assert desk.table.current_value() is not None


def test_the_keyboard_comes_in_on_the_selected_row_or_the_first(qtbot: QtBot, desk: Desk) -> None:
    desk.table.enter()
    assert desk.table.currentIndex().row() == 0
    desk.table.select_row(2)
    desk.table.enter()
    assert desk.table.currentIndex().row() == 2
    assert QApplication.focusWidget() is desk.table
