"""The model of one page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.tables.drawing import Row, Steps, draw, rows_model
from walletdesk.ui.tables.columns import Check, CheckKind, ChipCell, Date, IconText, Money, Num, Sign, Text, TwoLine

A, B, C, D = (1, "Ann", "1.00"), (2, "Bob", "2.00"), (3, "Cy", "3.00"), (4, "Di", "4.00")


def test_rows_read_as_a_person_reads_them(qtbot: QtBot) -> None:
    model = rows_model(A, B)
    assert draw(model) == ["Ann | 1.00 USD", "Bob | 2.00 USD"]
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(2)] == ["Name", "Balance"]
    assert model.headerData(1, Qt.Orientation.Vertical) == "Bob"
    assert model.headerData(9, Qt.Orientation.Vertical) is None


@pytest.mark.parametrize(
    ("before", "after", "steps"),
    [
        ((), (A, B), ["+0..1"]),
        ((A, B), (), ["-0..1"]),
        ((A, B), (A, B), []),
        ((A, B), (C, A, B), ["+0..0"]),
        ((A, B), (A, B, C), ["+2..2"]),
        ((A, B, C), (A, C), ["-1..1"]),
        ((A, B, C), (A, D, C), ["-1..1", "+1..1"]),
        ((A, B), (A, (2, "Bobby", "2.00")), ["~1..1"]),
        ((A, B, C), ((1, "Anna", "1.00"), C, D), ["-1..2", "+1..2", "~0..0"]),
        ((A, B), (C, D), ["reset"]),
    ],
)
def test_only_what_changed_is_told(
    qtbot: QtBot, before: tuple[Row, ...], after: tuple[Row, ...], steps: list[str]
) -> None:
    model = rows_model(*before)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    seen = Steps(model)
    model.set_rows(after)
    assert seen.seen == steps
    assert draw(model) == [f"{name} | {amount} USD" for _, name, amount in after]
    assert model.rows() == after


def test_rows_are_found_by_identity(qtbot: QtBot) -> None:
    model = rows_model(A, B)
    assert model.row_of(2) == 1
    assert model.row_of(9) is None
    assert model.identity_at(1) == 2
    assert model.identity_at(7) is None
    assert model.row_value(model.index(0, 1)) == A
    assert model.row_value(model.index(7, 1)) is None


def test_refresh_makes_the_cells_anew(qtbot: QtBot) -> None:
    model = rows_model(A, B)
    before = model.cell(0, 0)
    seen = Steps(model)
    model.remake()
    assert model.cell(0, 0) is not before
    assert seen.seen == ["~0..1"]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (Text("Andrei Becker", sub="Cash"), "Andrei Becker, Cash"),
        (Text("", sub="Commission 2%"), "Commission 2%"),
        (TwoLine("Refund", "S-00003"), "Refund, S-00003"),
        (TwoLine("A → B", "Cash → System", "arrow-right-left", note="+1 more"), "A → B, Cash → System, +1 more"),
        (Money("4,274 17", "/24", "DAY"), "4,274 17/24 DAY"),
        (Money("+19.13", sign=Sign.IN), "+19.13"),
        (Num("277,115"), "277,115"),
        (Date(""), "–"),
        (ChipCell("warn", "Suspended", "circle-pause"), "Suspended"),
        (IconText("arrow-right-left", "Transfer"), "Transfer"),
        (Check(CheckKind.WRONG, "Short by 1.00"), "Short by 1.00"),
    ],
)
def test_cells_in_words(cell: Text, words: str) -> None:
    assert cell.plain == words
