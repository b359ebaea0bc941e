"""Segments, drop-down lists, search fields: the keyboard reaches all, and each is told by name."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.ui.widgets.checks import CheckBox
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.search import SearchField
from walletdesk.ui.widgets.segmented import SegmentedControl

HUGE = 2**62


def _segments(qtbot: QtBot) -> tuple[SegmentedControl, list[object]]:
    made, told = SegmentedControl("Rows"), []
    made.set_options([("All", None), ("Ready", "ready"), ("Problems", HUGE)])
    made.changed.connect(told.append)
    qtbot.addWidget(made)
    made.show()
    return made, told


def test_the_first_segment_is_chosen_and_nobody_is_told(qtbot: QtBot) -> None:
    made, told = _segments(qtbot)
    assert made.value() is None
    assert made.labels() == ["All", "Ready", "Problems"]
    made.set_value(HUGE)
    assert (made.value(), told) == (HUGE, [])


def test_a_click_chooses_one_and_tells_its_value_whole(qtbot: QtBot) -> None:
    made, told = _segments(qtbot)
    qtbot.mouseClick(made.childAt(made.width() - 5, 10), Qt.MouseButton.LeftButton)
    assert told == [HUGE]
    qtbot.mouseClick(made.childAt(made.width() - 5, 10), Qt.MouseButton.LeftButton)
    assert told == [HUGE]


def test_arrow_keys_move_the_choice_and_tab_stops_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    before, made, after = QLineEdit(), SegmentedControl("Rows"), QLineEdit()
    made.set_options([("All", 1), ("Ready", 2), ("Problems", 3)])
    made.set_value(2)
    for part in (before, made, after):
        row.addWidget(part)
    with qtbot.waitActive(window):
        window.show()
    before.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Ready"
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert made.value() == 3
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_choosing_a_segment_moves_no_neighbour(qtbot: QtBot) -> None:
    made, _told = _segments(qtbot)
    before = [child.geometry() for child in made.findChildren(QWidget)]
    made.set_value("ready")
    QApplication.processEvents()
    assert [child.geometry() for child in made.findChildren(QWidget)] == before


def test_a_segments_text_can_change(qtbot: QtBot) -> None:
    made, _told = _segments(qtbot)
    made.set_label("ready", "Ready (1,231)")
    assert made.labels()[1] == "Ready (1,231)"


def test_a_combo_keeps_any_value_and_tells_only_the_person(qtbot: QtBot) -> None:
    made, told = Combo("Asset"), []
    made.changed.connect(told.append)
    qtbot.addWidget(made)
    made.set_options([("All assets", None), ("USD", HUGE), ("PTS", 2)])
    made.set_value(HUGE)
    assert (made.value(), made.currentText(), told) == (HUGE, "USD", [])
    made.show()
    QTest.keyClick(made, Qt.Key.Key_Down)
    assert told == [2]
    assert made.accessibleName() == "Asset"


def test_a_combo_keeps_its_choice_over_new_options(qtbot: QtBot) -> None:
    made = Combo("Asset")
    qtbot.addWidget(made)
    assert made.value() is None
    made.set_options([("USD", 1), ("PTS", 2)])
    made.set_value(2)
    made.set_options([("EUR", 3), ("PTS", 2)])
    assert made.value() == 2
    made.set_options([("EUR", 3)])
    assert made.value() == 3
    made.set_options([])
    assert made.value() is None


def test_a_combo_that_is_too_narrow_for_its_choice_says_so_with_an_ellipsis(qtbot: QtBot) -> None:
    made = Combo("Operation")
    qtbot.addWidget(made)
    made.set_options([("By the amount's sign", 1)])
    made.show()
    assert made.shown() == "By the amount's sign"
    made.setFixedWidth(100)
    assert made.shown().startswith("By")
    assert made.shown().endswith("\N{HORIZONTAL ELLIPSIS}")


def _search(qtbot: QtBot) -> tuple[SearchField, list[str]]:
    made, told = SearchField("Search name", delay_ms=0), []
    made.searched.connect(told.append)
    qtbot.addWidget(made)
    made.show()
    return made, told


def test_search_waits_until_typing_pauses(qtbot: QtBot) -> None:
    made, told = _search(qtbot)
    QTest.keyClicks(made, "gra")
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["gra"]


def test_enter_searches_at_once_and_not_twice(qtbot: QtBot) -> None:
    made, told = SearchField("Search name", delay_ms=1_000_000), []
    made.searched.connect(told.append)
    qtbot.addWidget(made)
    QTest.keyClicks(made, "grace ")
    assert told == []
    QTest.keyClick(made, Qt.Key.Key_Return)
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert told == ["grace"]


def test_escape_clears_and_then_belongs_to_the_page(qtbot: QtBot) -> None:
    made, told = _search(qtbot)
    made.set_silently("grace")
    assert told == []
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(made, override)
    assert override.isAccepted()
    QTest.keyClick(made, Qt.Key.Key_Escape)
    assert (made.text(), told) == ("", [""])
    again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(made, again)
    assert not again.isAccepted()


def test_the_cross_clears(qtbot: QtBot) -> None:
    made, told = _search(qtbot)
    made.resize(200, 30)
    made.set_silently("grace")
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(made.width() - 12, 15))
    assert (made.text(), told) == ("", [""])
    assert made.accessibleName() == "Search name"


def test_a_tick_box_shows_its_tick_in_the_accent_colour(qtbot: QtBot) -> None:
    made = CheckBox("&Create customers")
    qtbot.addWidget(made)
    empty = made.grab().toImage()
    QTest.keyClick(made, Qt.Key.Key_Space)
    assert made.isChecked()
    assert made.grab().toImage() != empty
    assert made.accessibleName() == "Create customers"
