"""The pager's arithmetic, its keys and what it says."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.ui.tables.pager import PagerBar, PageWish, Paging
from walletdesk.ui.widgets.combo import Combo


@pytest.mark.parametrize(
    ("paging", "pages", "first", "last"),
    [
        (Paging(0, 1, 100), 1, 0, 0),
        (Paging(1, 1, 100), 1, 1, 1),
        (Paging(100, 1, 100), 1, 1, 100),
        (Paging(101, 2, 100), 2, 101, 101),
        (Paging(25_028, 1, 100), 251, 1, 100),
        (Paging(25_028, 251, 100), 251, 25_001, 25_028),
        (Paging(277_115, 1, None), 1, 1, 277_115),
        (Paging(2**40, 2**30, 500), 2_199_023_256, 536_870_911_501, 536_870_912_000),
    ],
)
def test_pages(paging: Paging, pages: int, first: int, last: int) -> None:
    assert (paging.pages, paging.first, paging.last) == (pages, first, last)


@pytest.mark.parametrize(
    ("paging", "size", "wish"),
    [
        (Paging(1000, 1, 100), 50, PageWish(1, 50)),
        (Paging(1000, 3, 100), 50, PageWish(5, 50)),
        (Paging(1000, 3, 100), 500, PageWish(1, 500)),
        (Paging(1000, 8, 100), 500, PageWish(2, 500)),
        (Paging(1000, 8, 100), None, PageWish(1, None)),
        (Paging(1000, 1, None), 100, PageWish(1, 100)),
        (Paging(0, 1, 100), 25, PageWish(1, 25)),
    ],
)
def test_another_size_keeps_the_top_row_in_sight(paging: Paging, size: int | None, wish: PageWish) -> None:
    assert paging.resized(size) == wish


class Desk:
    """A pager with what it asked for."""

    def __init__(self, qtbot: QtBot, paging: Paging, continuous: bool = False) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.pager = PagerBar("Wallets", continuous)
        self.field = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.field)
        column.addWidget(self.pager)
        self.wishes: list[PageWish] = []
        self.pager.page_changed.connect(self.wishes.append)
        self.pager.show_page(paging)
        self.window.resize(900, 100)
        self.window.show()
        self.window.activateWindow()
        self.number = self.pager.findChild(QLineEdit)
        self.sizes = self.pager.findChild(Combo)

    def button(self, name: str) -> QPushButton:
        return next(made for made in self.pager.findChildren(QPushButton) if made.accessibleName() == name)

    def texts(self) -> list[str]:
        return [made.text() for made in self.pager.findChildren(QWidget) if made.isVisible() and hasattr(made, "text")]


def test_it_asks_and_does_not_turn_by_itself(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(1000, 3, 100))
    for name in ("First page", "Previous page", "Next page", "Last page"):
        qtbot.mouseClick(desk.button(name), Qt.MouseButton.LeftButton)
    assert [wish.number for wish in desk.wishes] == [1, 2, 4, 10]
    assert desk.pager.paging() == Paging(1000, 3, 100)


def test_at_the_ends_there_is_nowhere_to_go(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(1000, 1, 100))
    assert not desk.button("Previous page").isEnabled()
    assert desk.button("Next page").isEnabled()
    desk.pager.show_page(Paging(1000, 10, 100))
    assert desk.button("First page").isEnabled()
    assert not desk.button("Last page").isEnabled()


def test_a_typed_page_is_asked_for_or_the_nearest(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(1000, 3, 100))
    for typed, wanted in (("7", 7), ("999", 10), ("0", 1)):
        desk.wishes.clear()
        desk.number.setText(typed)
        desk.number.editingFinished.emit()
        assert [wish.number for wish in desk.wishes] == [wanted]
    desk.number.setText("")
    desk.number.editingFinished.emit()
    assert desk.number.text() == "3"


def test_sizes(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(1000, 8, 100), continuous=True)
    desk.sizes.setCurrentIndex(desk.sizes.findText("500 rows"))
    desk.sizes.activated.emit(desk.sizes.currentIndex())
    desk.sizes.setCurrentIndex(desk.sizes.findText("Continuous"))
    desk.sizes.activated.emit(desk.sizes.currentIndex())
    assert desk.wishes == [PageWish(2, 500), PageWish(1, None)]


def test_what_it_says(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(25_028, 251, 100))
    assert {"Page", "251", "of 251", "25,001–25,028 of 25,028"} <= set(desk.texts())


def test_it_collapses_when_all_fits_on_the_smallest_page(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(7, 1, 100))
    assert [text for text in desk.texts() if text] == ["1–7 of 7"]
    assert not desk.sizes.isVisible()
    desk.pager.show_page(Paging(26, 1, 100))
    assert desk.sizes.isVisible()


def test_an_endless_list_has_no_pages_to_turn(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(277_115, 1, None), continuous=True)
    assert not desk.number.isVisible()
    assert "1–277,115 of 277,115" in desk.texts()


def test_keys_turn_pages_even_from_a_field(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(1000, 3, 100))
    desk.pager.make_actions(desk.window)
    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    desk.field.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(desk.field, Qt.Key.Key_PageDown, alt)
    qtbot.keyClick(desk.field, Qt.Key.Key_PageUp, alt)
    assert [wish.number for wish in desk.wishes] == [4, 2]


def test_totals_that_do_not_fit_are_told_by_the_tooltip(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(1000, 1, 100))
    desk.pager.set_totals(("3,888,444.95 USD", "1,527,671 PTS"), ("5 DAY",))
    totals = next(made for made in desk.pager.findChildren(QWidget) if made.toolTip().startswith("3,888"))
    assert totals.toolTip() == "3,888,444.95 USD\n1,527,671 PTS\n5 DAY"
    assert totals.accessibleName() == "3,888,444.95 USD, 1,527,671 PTS, 5 DAY"
    assert totals.fitting(1000) == ("3,888,444.95 USD", "1,527,671 PTS", "…")
    assert totals.fitting(160) == ("3,888,444.95 USD", "…")
    assert totals.fitting(2) == ()


def test_every_part_has_a_name(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Paging(1000, 1, 100))
    for made in desk.pager.findChildren(QWidget):
        if made.focusPolicy() != Qt.FocusPolicy.NoFocus and isinstance(made, QPushButton | QLineEdit | Combo):
            assert made.accessibleName()
