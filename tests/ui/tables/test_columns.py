"""Columns shown, hidden, moved and sized by a person, and found again at the next start."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from walletdesk.ui.tables.arrange_form import ArrangeForm
from walletdesk.ui.tables.arrangement import Arrangement, read
from walletdesk.ui.tables.columns import Column, Money, Text
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table

Row = tuple[str, str, str]
COLUMNS = (
    Column("name", "Name", Text, "A name", stretch=1, sortable=True),
    Column("note", "Note", Text, "A note", stretch=1),
    Column("balance", "Balance", Money, "1,000.00", sortable=True, code_sample="USD"),
)
KEY = "lists/v1/rows/columns"


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def start(qtbot: QtBot, settings: QSettings, columns: tuple[Column, ...] = COLUMNS) -> Table:
    """A table as a program that was just started shows it."""
    model: RowsModel[Row] = RowsModel(
        columns, lambda row: (Text(row[0]), Text(row[1]), Money(row[2], code="USD"))[: len(columns)], lambda row: row[0]
    )
    model.set_rows([("Ann", "a note that is long", "1.00"), ("Bob", "", "2.00")])
    table = Table(model, "Rows", 30)
    qtbot.addWidget(table)
    table.remember(settings, "rows")
    table.resize(700, 200)
    table.show()
    return table


def drawn(table: Table) -> str:
    """The titles from left to right."""
    return " | ".join(str(table.model().headerData(n, Qt.Orientation.Horizontal)) for n in table.columns.shown())


def menu_of(table: Table) -> dict[str, tuple[bool, bool]]:
    menu = QMenu()
    table.columns.fill_menu(menu)
    return {a.text(): (a.isChecked(), a.isEnabled()) for a in menu.actions() if not a.isSeparator()}


def drag(qtbot: QtBot, table: Table, number: int, by: int) -> None:
    """Drag the right border of a column's title."""
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(number) + header.sectionSize(number) - 1
    view = header.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    qtbot.mouseMove(view, QPoint(x + by // 2, 10))
    qtbot.mouseMove(view, QPoint(x + by, 10))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(x + by, 10))


def test_columns_are_hidden_and_found_so_again(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    table.columns.show_column(1, False)
    assert drawn(table) == "Name | Balance"
    assert drawn(start(qtbot, settings)) == "Name | Balance"
    table.columns.show_column(1, True)
    assert drawn(table) == "Name | Note | Balance"


def test_the_last_column_stays(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    for number in (0, 1, 2):
        table.columns.show_column(number, False)
    assert drawn(table) == "Balance"
    assert menu_of(table) == {
        "Name": (False, True),
        "Note": (False, True),
        "Balance": (True, False),
        "&Arrange columns…": (False, True),
        "Reset columns": (False, True),
    }


def test_columns_are_moved_with_gutter_and_bar(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    table.horizontalHeader().moveSection(2, 0)
    assert drawn(table) == "Balance | Name | Note"
    assert table.cells().first == 2
    again = start(qtbot, settings)
    assert drawn(again) == "Balance | Name | Note"
    again.columns.show_column(2, False)
    assert again.cells().first == 0
    again.columns.reset()
    assert drawn(start(qtbot, settings)) == "Name | Note | Balance"


def test_columns_are_arranged_by_keys_alone(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    table.columns.form_wanted.emit()
    form = table.window().findChild(ArrangeForm)
    assert form is not None
    qtbot.waitUntil(lambda: form.list.hasFocus())

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    alt = Qt.KeyboardModifier.AltModifier
    press(Qt.Key.Key_Down, alt)
    assert drawn(table) == "Note | Name | Balance"
    press(Qt.Key.Key_Down, alt)
    press(Qt.Key.Key_Down, alt)
    assert drawn(table) == "Note | Balance | Name", "the last one stays where it is"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Space)
    assert drawn(table) == "Note | Name"
    press(Qt.Key.Key_Up, alt)
    press(Qt.Key.Key_Space)
    assert drawn(table) == "Balance | Note | Name", "hidden ones are moved too"
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert drawn(table) == "Name | Note | Balance"
    press(Qt.Key.Key_Down, alt)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.isVisible())
    assert drawn(start(qtbot, settings)) == "Note | Name | Balance"


def test_what_is_copied_is_what_is_shown_in_its_order(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    table.horizontalHeader().moveSection(2, 0)
    table.columns.show_column(1, False)
    table.select_row(0)
    assert table.selection_text() == "Balance\tName\n1.00 USD\tAnn\n"


def test_a_dragged_border_stays_where_it_was_dropped(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    before = table.columnWidth(0)
    drag(qtbot, table, 0, -60)
    assert table.columnWidth(0) == before - 60
    assert sum(table.columnWidth(n) for n in range(3)) == table.viewport().width(), "the other one takes the room"
    again = start(qtbot, settings)
    assert abs(again.columnWidth(0) - (before - 60)) <= 1
    again.resize(900, 200)
    assert abs(again.columnWidth(0) - (before - 60)) <= 1
    again.columns.reset()
    assert again.columnWidth(0) > before


def test_a_border_right_of_others_does_not_run_from_the_pointer(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    first, second = table.columnWidth(0), table.columnWidth(1)
    drag(qtbot, table, 1, -80)
    assert (table.columnWidth(0), table.columnWidth(1)) == (first, second - 80)


def test_a_double_click_fits_what_is_in_sight(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(1) + header.sectionSize(1) - 1
    qtbot.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    width = table.columnWidth(1)
    assert table.cells().hint(table.model().index(0, 1), width) == ""
    assert table.cells().hint(table.model().index(0, 1), width - 3) != ""


def test_an_amount_is_never_cut_by_a_narrow_column(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    drag(qtbot, table, 2, -200)
    table.grab()
    qtbot.waitUntil(lambda: table.columnWidth(2) > 50)


@pytest.mark.parametrize(
    "garbage",
    ["", "x", "[]", "{", '{"order":3,"hidden":[7],"widths":[]}', '{"widths":{"name":true,"note":-4}}', "9" * 9],
)
def test_garbage_is_no_arrangement(qtbot: QtBot, settings: QSettings, garbage: str) -> None:
    settings.setValue(KEY, garbage)
    assert drawn(start(qtbot, settings)) == "Name | Note | Balance"
    assert read(garbage) == Arrangement()


def test_another_version_has_other_columns(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings, COLUMNS[:2])
    table.horizontalHeader().moveSection(1, 0)
    assert drawn(start(qtbot, settings)) == "Note | Balance | Name", "a new column stands behind its neighbour"
    settings.setValue(KEY, Arrangement(("gone", "note", "name"), frozenset(["gone", "name"]), {"gone": 900}).text())
    assert drawn(start(qtbot, settings, COLUMNS[:2])) == "Note"
    settings.setValue(KEY, Arrangement((), frozenset(["name", "note"])).text())
    assert drawn(start(qtbot, settings, COLUMNS[:2])) == "Name | Note", "all hidden is none hidden"


keys = st.sampled_from(["name", "note", "balance", "gone"])


@given(st.lists(keys), st.frozensets(keys), st.dictionaries(keys, st.integers(100, 100_000)))
def test_what_is_kept_reads_the_same(order: list[str], hidden: frozenset[str], widths: dict[str, int]) -> None:
    kept = Arrangement(tuple(order), hidden, widths)
    assert read(kept.text()) == kept
    assert sorted(kept.places(COLUMNS)) == [0, 1, 2]
    assert any(kept.shows(COLUMNS, column.key) for column in COLUMNS)


def test_rows_go_on_right_of_the_last_column(qtbot: QtBot, settings: QSettings) -> None:
    table = start(qtbot, settings)
    drag(qtbot, table, 0, -100)
    drag(qtbot, table, 1, -100)
    length = table.horizontalHeader().length()
    assert length < table.viewport().width()
    table.select_row(0)
    picture = table.viewport().grab().toImage()
    inside, rest = picture.pixelColor(length - 4, 4), picture.pixelColor(length + 20, 4)
    assert inside == rest
