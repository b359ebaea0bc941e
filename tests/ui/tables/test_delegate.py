"""The delegate paints every kind of cell in every state, and nothing of the other theme."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from walletdesk.ui import theme as themes
from walletdesk.ui.tables.columns import (
    Align,
    Cell,
    Cells,
    Check,
    CheckKind,
    ChipCell,
    Column,
    Date,
    Ghost,
    IconText,
    Money,
    Num,
    Sign,
    Text,
    TwoLine,
)
from walletdesk.ui.tables.delegate import BAR
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table

KINDS: tuple[Cell, ...] = (
    Text("Andrei Becker", sub="Cash"),
    Text("Bold", bold=True),
    Text("", sub="only grey"),
    Text("long " * 600),
    Text("two\nlines\tand a tab"),
    TwoLine("Refund reserve", "S-00003"),
    TwoLine("Gift card sale"),
    TwoLine("Issue → Omar", "Cash", "circle-plus", bold=False, note="+1 more operation"),
    Money("212,205.31", bold=True),
    Money("4,274 17", "/24", "DAY"),
    Money("+19.13", sign=Sign.IN),
    Money("−99,476.91", sign=Sign.WRONG),
    Money(""),
    Num("277,115"),
    Date("2025-11-20 16:47"),
    Date(""),
    ChipCell("ok", "Open", "circle-check", quiet=True),
    ChipCell("warn", "Suspended", "circle-pause"),
    ChipCell("neutral", "Closed", "lock"),
    IconText("arrow-right-left", "Transfer"),
    Ghost("Choose a wallet"),
    Ghost(),
    *(Check(kind, "words") for kind in CheckKind),
)


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    """The program's own look, light again afterwards."""
    themes.theme().set_preference(themes.Preference.LIGHT)
    themes.theme().apply(qapp)
    yield
    themes.theme().set_preference(themes.Preference.LIGHT)


def table_of(qtbot: QtBot, *cells: Cell, columns: tuple[Column, ...] | None = None) -> Table:
    """A table with one cell in each row, or all in one row where columns are given."""
    made = columns or (Column("x", "X", Text, "sample", stretch=1),)
    rows: list[Cells] = [cells] if columns else [(cell,) for cell in cells]
    model = RowsModel(made, lambda row: row, id)
    model.set_rows(rows)
    table = Table(model, "Table")
    qtbot.addWidget(table)
    table.resize(400, 60 + 44 * len(rows))
    table.show()
    return table


def colours(image: QImage) -> set[str]:
    """All colours of a picture."""
    return {QColor(image.pixel(x, y)).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("preference", [themes.Preference.LIGHT, themes.Preference.DARK])
@pytest.mark.parametrize("right", [False, True])
def test_every_kind_in_every_state(qtbot: QtBot, preference: themes.Preference, right: bool) -> None:
    themes.theme().set_preference(preference)
    column = Column("x", "X", Text, "sample", Align.RIGHT if right else Align.LEFT, stretch=1, code_sample="DAY")
    model = RowsModel((column,), lambda cell: (cell,), id)
    model.set_rows(KINDS)
    table = Table(model, "Table")
    qtbot.addWidget(table)
    for width in (30, 120, 600):
        table.resize(width, 60 + 44 * len(KINDS))
        table.show()
        for dimmed, row in ((False, -1), (True, 0), (False, 5)):
            table.set_dimmed(dimmed)
            table.clearSelection()
            table.select_row(row)
            table.cells().hovered = row + 1
            table.cells().marked = lambda at, _: at == 2
            assert not table.grab().isNull()


def test_a_switched_theme_leaves_nothing_behind(qtbot: QtBot) -> None:
    table = table_of(qtbot, *KINDS)
    table.select_row(3)
    assert themes.LIGHT.sel.lower() in colours(table.grab().toImage())
    themes.theme().set_preference(themes.Preference.DARK)
    seen = colours(table.grab().toImage())
    assert themes.DARK.sel.lower() in seen
    shared = set(themes.DARK.colors().values())
    assert not {value.lower() for value in themes.LIGHT.colors().values() if value not in shared} & seen


def test_the_selected_row_has_a_bar_that_tells_the_focus(qtbot: QtBot) -> None:
    table = table_of(qtbot, Text("a"), Text("b"))
    table.select_row(1)
    for focused, token in ((True, "accent"), (False, "input_border")):
        table.cells().focused = focused
        image = table.viewport().grab().toImage()
        for x in range(BAR):
            assert QColor(image.pixel(x, 60)) == themes.LIGHT.color(token)
        assert QColor(image.pixel(BAR, 60)) == themes.LIGHT.color("sel")
        assert QColor(image.pixel(0, 10)) == themes.LIGHT.color("surface")


def test_red_stays_red_in_the_selected_row_and_grey_does_not_stay_grey(qtbot: QtBot) -> None:
    table = table_of(qtbot, Money("−99,476.91", sign=Sign.WRONG), Ghost("MMMMMMM"))
    table.select_row(0)
    assert themes.LIGHT.err.lower() in colours(table.viewport().grab().toImage())
    table.select_row(1)
    seen = colours(table.viewport().grab().toImage().copy(0, 44, 400, 43))
    assert themes.LIGHT.sel_text.lower() in seen
    assert themes.LIGHT.text3.lower() not in seen


def right_edge(image: QImage, top: int, left: int, right: int) -> int:
    """Where the last dark pixel of a stretch of a row stands."""
    paper = themes.LIGHT.color("surface")
    for x in range(right - 1, left, -1):
        if any(QColor(image.pixel(x, y)) != paper for y in range(top, top + 40)):
            return x
    return left


def test_digits_of_different_assets_stand_under_each_other(qtbot: QtBot) -> None:
    column = Column("x", "X", Money, "1,000.00", stretch=1, code_sample="XAU-OZ")
    model = RowsModel((column,), lambda cell: (cell,), id)
    model.set_rows([Money("111.11", code="USD"), Money("1.11", code="GIFT"), Money("11.11")])
    table = Table(model, "Table")
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    image = table.viewport().grab().toImage()
    codes = table.columnWidth(0) - 10 - 6 - 45
    assert len({right_edge(image, 44 * row, 0, codes) for row in range(3)}) == 1


def test_an_amount_is_never_cut(qtbot: QtBot) -> None:
    columns = (Column("a", "A", Text, "a", stretch=1), Column("b", "B", Money, "1.00"))
    table = table_of(qtbot, Text("x"), Money("9,223,372,036,854,775,807", bold=True), columns=columns)
    before = table.columnWidth(1)
    table.grab()
    qtbot.waitUntil(lambda: table.columnWidth(1) > before)
    wide = table.columnWidth(1)
    table.grab()
    qtbot.waitUntil(lambda: table.columnWidth(1) == wide)
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()
