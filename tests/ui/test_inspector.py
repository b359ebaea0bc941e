"""The inspector: what it shows, what it keeps, and what it answers to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.ui.inspector import Deed, Inspector, Portrait, PortraitRow, Section
from walletdesk.ui.tables.columns import ChipCell, Money, Sign

CASH = PortraitRow("Cash", "W-1", "909.03", "USD", ChipCell("warn", "Suspended", "circle-pause"), "Reactivate", 1)
SAVINGS = PortraitRow("Savings", "W-2", "+1.00", "PTS", key=2, sign=Sign.IN, opens=True)
KAYA = Portrait(
    "Aisha Kaya",
    ChipCell("warn", "Suspended", "circle-pause"),
    ("C-16625", "since 2021-08-11"),
    hero=Money("2 05", "/24", "DAY"),
    notice="All wallets of this customer are suspended.",
    deeds=(Deed("resume", "Unsuspend", primary=True), Deed("new", "New wallet", enabled=False)),
    more=(Deed("delete", "Delete…", danger=True, enabled=False), Deed("edit", "Edit…")),
    reason="A suspended customer gets no new wallet.",
    sections=(Section("Wallets (2)", (CASH, SAVINGS)), Section("Notes", nothing="No notes.")),
)


@pytest.fixture
def panel(qtbot: QtBot) -> Inspector:
    made = Inspector("Select a row.")
    qtbot.addWidget(made)
    made.resize(339, 700)
    made.show()
    return made


def seen(panel: Inspector) -> list[str]:
    """All text in sight."""
    kinds = (QLabel, QPushButton)
    return [made.text() for made in panel.findChildren(QWidget) if isinstance(made, kinds) and made.isVisible()]


def press(qtbot: QtBot, panel: Inspector, text: str) -> None:
    wanted = next(made for made in panel.findChildren(QPushButton) if made.text() == text and made.isVisible())
    qtbot.mouseClick(wanted, Qt.MouseButton.LeftButton)


def test_nothing_selected(panel: Inspector) -> None:
    assert seen(panel) == ["Select a row."]


def test_a_whole_portrait(panel: Inspector) -> None:
    panel.show_portrait(KAYA)
    words = {"Aisha Kaya", "C-16625", "2 05", "/24", "DAY", "Unsuspend", "New wallet", "Wallets (2)", "No notes."}
    assert words <= set(seen(panel))
    assert KAYA.reason in seen(panel)
    assert [row.row() for row in panel.rows()] == [CASH, SAVINGS]
    assert panel.rows()[0].accessibleName() == "Cash, W-1, Suspended, 909.03 USD"


def test_deeds_and_rows_answer(qtbot: QtBot, panel: Inspector) -> None:
    said: list[object] = []
    panel.acted.connect(said.append)
    panel.row_acted.connect(lambda key: said.append(("act", key)))
    panel.row_opened.connect(lambda key: said.append(("open", key)))
    panel.show_portrait(KAYA)
    press(qtbot, panel, "Unsuspend")
    press(qtbot, panel, "New wallet")
    press(qtbot, panel, "Reactivate")
    for row in panel.rows():
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.keyClick(panel.rows()[1], Qt.Key.Key_Return)
    for action in panel.menu().actions():
        action.trigger()
    assert said == ["resume", ("act", 1), ("open", 2), ("open", 2), "edit"]


def test_widgets_are_kept_and_filled_anew(qtbot: QtBot, panel: Inspector) -> None:
    panel.show_portrait(KAYA)
    before = panel.findChildren(QWidget)
    rows = panel.rows()
    panel.show_portrait(Portrait("T-1", sections=(Section("1. Transfer", (SAVINGS,)),)))
    assert panel.rows() == rows[:1]
    qtbot.waitUntil(lambda: seen(panel) == ["T-1", "1. Transfer", "Savings", "+1.00", "W-2", "PTS"])
    panel.show_portrait(KAYA)
    assert panel.rows() == rows
    assert panel.findChildren(QWidget) == before


def test_text_of_a_person_is_never_markup(panel: Inspector) -> None:
    panel.show_portrait(Portrait("<b>x</b>", lines=("<i>y</i>",), text="<img src=z>", notice="<u>n</u>"))
    for label in panel.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_long_texts_wrap_or_are_cut_within_the_panel(panel: Inspector) -> None:
    row = PortraitRow("A very long name of a wallet " * 3, "x" * 90, "1,909,909.03", "USD", CASH.chip, "Reactivate", 1)
    long = Portrait(
        "A name that is long enough for two lines " * 2,
        KAYA.chip,
        ("word " * 40,),
        text="memo " * 60,
        sections=(Section("Wallets", (row,)),),
    )
    panel.show_portrait(long)
    body = panel.widget()
    assert body.width() == panel.viewport().width()
    assert body.minimumSizeHint().width() <= 339


def test_short_of_room_it_scrolls(qtbot: QtBot, panel: Inspector) -> None:
    panel.show_portrait(Portrait("Many", sections=(Section("Wallets", (SAVINGS,) * 40),)))
    qtbot.waitUntil(lambda: panel.verticalScrollBar().maximum() > 0)
    panel.show_portrait(Portrait("Few"))
    qtbot.waitUntil(lambda: panel.verticalScrollBar().maximum() == 0)
