"""The page that every list is: when it loads, what it keeps, and what it says when nothing is there."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.tables.drawing import COLUMNS, Row, cells, draw
from walletdesk.controllers.changes import Changes, Done
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Page
from walletdesk.ui.list_page import ListPage
from walletdesk.ui.session import Session
from walletdesk.ui.tables.pager import PageWish
from walletdesk.ui.tables.spec import ListQuery, ListSpec, Nothing
from walletdesk.ui.widgets.panels import EmptyState


class Refused(LedgerError):
    """A refusal of these tests."""


class Book:
    """Rows that a list is loaded from."""

    def __init__(self) -> None:
        self.rows: list[Row] = [(number, f"row {number}", f"{number}.00") for number in range(1, 251)]
        self.asked: list[ListQuery] = []
        self.gate: threading.Event | None = None
        self.error: BaseException | None = None

    def load(self, query: ListQuery) -> Page[Row]:
        self.asked.append(query)
        if self.gate is not None:
            assert self.gate.wait(20)
        if self.error is not None:
            raise self.error
        found = [row for row in self.rows if query.text in row[1] and query.choice("even") in (None, row[0] % 2 == 0)]
        if query.descending:
            found.reverse()
        first = (query.number - 1) * query.size
        return Page(tuple(found[first : first + query.size]), len(found), query.number, query.size)

    def close(self) -> None:
        pass


class Desk:
    """A list page over such a book."""

    def __init__(self, qtbot: QtBot, settings: QSettings) -> None:
        self.qtbot = qtbot
        self.book = Book()
        self.session = Session()
        self.session.open(lambda: self.book)
        self.settings = settings
        self.page = self.make()
        self.selected: list[Row | None] = []
        self.page.selected.connect(self.selected.append)

    def make(self, parent: QWidget | None = None) -> ListPage[Row]:
        spec = ListSpec(
            key="rows",
            name="Rows",
            columns=COLUMNS,
            cells=cells,
            identity=lambda row: row[0],
            load=Book.load,
            kinds=("wallets", "customers"),
            nothing=Nothing("wallet", "No rows yet", "Add the first one.", "Add a row"),
            search="Search rows",
            sort="name",
        )
        page = ListPage(self.session, spec, lambda error: f"Refused: {type(error).__name__}", self.settings, parent)
        self.even = page.filters.add_combo("even", "Even or odd", [("All", None), ("Even", True), ("Odd", False)])
        if parent is None:
            self.qtbot.addWidget(page)
        page.resize(1200, 600)
        return page

    def show(self) -> "Desk":
        self.page.show()
        return self.settle()

    def settle(self) -> "Desk":
        self.qtbot.waitUntil(self.session.idle, timeout=20_000)
        return self

    def hold(self) -> threading.Event:
        """The next load waits."""
        self.book.gate = threading.Event()
        return self.book.gate

    def focus(self) -> None:
        with self.qtbot.waitActive(self.page):
            self.page.activateWindow()
        self.page.table.setFocus()

    def texts(self) -> list[str]:
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    yield made
    if made.book.gate is not None:
        made.book.gate.set()
    made.session.close(wait=True)


def test_it_loads_when_it_is_first_seen(desk: Desk) -> None:
    desk.settle()
    assert desk.book.asked == []
    desk.show()
    assert desk.book.asked == [ListQuery(choices=(("even", None),), sort="name")]
    assert draw(desk.page.model)[:2] == ["row 1 | 1.00 USD", "row 2 | 2.00 USD"]
    assert desk.page.model.rowCount() == 100
    assert desk.selected[-1] == (1, "row 1", "1.00")
    assert "1–100 of 250" in desk.texts()


def test_changes_reload_what_is_seen_and_mark_what_is_hidden(desk: Desk) -> None:
    desk.show()
    desk.session.run(lambda _: Done(None, Changes(wallets=frozenset({1}))))
    desk.settle()
    assert len(desk.book.asked) == 2
    desk.session.run(lambda _: Done(None, Changes(drafts=frozenset({1}))))
    desk.settle()
    assert len(desk.book.asked) == 2
    desk.page.hide()
    for _ in range(3):
        desk.session.run(lambda _: Done(None, Changes(customers=frozenset({1}))))
    desk.settle()
    assert len(desk.book.asked) == 2
    desk.show()
    assert len(desk.book.asked) == 3
    desk.page.hide()
    desk.show()
    assert len(desk.book.asked) == 3


def test_the_selection_follows_its_row(desk: Desk) -> None:
    desk.show()
    desk.page.select(5)
    desk.book.rows.insert(0, (999, "row 0", "0.00"))
    desk.book.rows[5] = (5, "row five", "5.50")
    desk.page.reload()
    desk.settle()
    assert desk.page.table.currentIndex().row() == 5
    assert desk.selected[-1] == (5, "row five", "5.50")


def test_a_row_that_is_gone_hands_the_selection_to_the_first(desk: Desk) -> None:
    desk.show()
    desk.page.select(5)
    del desk.book.rows[4]
    desk.page.reload()
    desk.settle()
    assert desk.selected[-1] == (1, "row 1", "1.00")


def test_a_new_row_is_selected_once_it_arrives(desk: Desk) -> None:
    desk.show()
    desk.page.select(999)
    desk.book.rows.insert(3, (999, "row new", "0.00"))
    desk.page.reload()
    desk.settle()
    assert desk.selected[-1] == (999, "row new", "0.00")


def test_a_row_that_is_wanted_and_does_not_arrive_leaves_nothing_selected(desk: Desk) -> None:
    desk.show()
    desk.page.select(999)
    desk.page.reload()
    desk.settle()
    assert desk.selected[-1] is None


def test_filters_begin_at_the_first_page(desk: Desk) -> None:
    desk.show()
    desk.page.pager.page_changed.emit(PageWish(3, 100))
    desk.settle()
    assert desk.page.query().number == 3
    assert desk.page.model.rowCount() == 50
    desk.even.setCurrentIndex(1)
    desk.even.activated.emit(1)
    desk.settle()
    assert desk.page.query().number == 1
    assert desk.page.query().choice("even") is True
    desk.page.filters.search.setText("row 20")
    desk.page.filters.search.flush()
    desk.settle()
    assert draw(desk.page.model) == [f"row {n} | {n}.00 USD" for n in (20, 200, 202, 204, 206, 208)]


def test_sorting_asks_again(desk: Desk) -> None:
    desk.show()
    desk.page.table.sort_by("name")
    desk.settle()
    assert desk.page.query().descending
    assert draw(desk.page.model)[0] == "row 250 | 250.00 USD"


def test_a_page_that_is_no_more_gives_way_to_the_last(desk: Desk) -> None:
    desk.show()
    desk.page.pager.page_changed.emit(PageWish(3, 100))
    desk.settle()
    del desk.book.rows[150:]
    desk.page.reload()
    desk.settle()
    assert desk.page.query().number == 2
    assert desk.page.model.rowCount() == 50


def test_the_page_size_is_remembered(desk: Desk) -> None:
    desk.show()
    desk.page.pager.page_changed.emit(PageWish(1, 25))
    desk.settle()
    assert desk.page.model.rowCount() == 25
    desk.page.hide()
    desk.page = desk.make()
    desk.show()
    assert desk.page.model.rowCount() == 25
    desk.settings.setValue("lists/v1/rows/rows", "nonsense")
    assert desk.make().query().size == 100


def test_nothing_yet_and_nothing_found_are_two_things(qtbot: QtBot, desk: Desk) -> None:
    desk.show()
    desk.page.set_filter("zzz")
    desk.settle()
    assert "Nothing found" in desk.texts()
    assert not desk.page.table.isVisible()
    clear = next(made for made in desk.page.findChildren(QPushButton) if made.text() == "Clear filters")
    clear.setFocus()
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.page.table.isVisible()
    assert desk.page.focusWidget() is desk.page.table
    desk.book.rows.clear()
    desk.page.reload()
    desk.settle()
    assert {"No rows yet", "Add the first one."} <= set(desk.texts())
    assert desk.selected[-1] is None
    add = next(made for made in desk.page.findChildren(QPushButton) if made.text() == "Add a row")
    with qtbot.waitSignal(desk.page.nothing_acted):
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)


def test_where_no_row_can_be_added_an_empty_list_says_why_in_place_of_how(desk: Desk) -> None:
    desk.book.rows.clear()
    desk.page.set_fixed("Read only.")
    desk.show()
    assert {"No rows yet", "Read only."} <= set(desk.texts())
    (empty,) = desk.page.findChildren(EmptyState)
    (add,) = empty.findChildren(QPushButton)
    assert not add.isVisible()
    desk.page.set_fixed("")
    assert add.isVisible()
    desk.page.set_filter("zzz")
    desk.settle()
    desk.page.set_fixed("Read only.")
    assert add.text() == "Clear filters"


def test_old_rows_are_dimmed_while_a_load_lasts(qtbot: QtBot, desk: Desk) -> None:
    desk.show()
    gate = desk.hold()
    desk.page.reload()
    assert not desk.page.table.cells().dimmed
    qtbot.waitUntil(lambda: desk.page.table.cells().dimmed)
    assert desk.page.model.rowCount() == 100
    gate.set()
    desk.settle()
    assert not desk.page.table.cells().dimmed


def test_escape_gives_a_load_up_then_takes_filters_off(qtbot: QtBot, desk: Desk) -> None:
    desk.show()
    desk.focus()
    gate = desk.hold()
    desk.page.set_filter("row 2")
    qtbot.waitUntil(lambda: len(desk.book.asked) == 2)
    desk.page.table.sort_by("name")
    qtbot.keyClick(desk.page.table, Qt.Key.Key_Escape)
    assert not desk.page.is_loading()
    gate.set()
    desk.settle()
    assert desk.page.model.rowCount() == 100
    assert (desk.page.filters.is_filtering(), desk.page.query().descending) == (False, False)
    desk.page.table.sort_by("name")
    desk.page.set_filter("row 2")
    desk.settle()
    assert draw(desk.page.model)[0] == "row 250 | 250.00 USD"
    qtbot.keyClick(desk.page.table, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.page.query().text == ""
    assert not desk.page.filters.is_filtering()


def test_only_the_newest_question_is_answered(qtbot: QtBot, desk: Desk) -> None:
    desk.show()
    gate = desk.hold()
    for text in ("row 1", "row 2", "row 25"):
        desk.page.set_filter(text)
    gate.set()
    desk.settle()
    assert draw(desk.page.model) == ["row 25 | 25.00 USD", "row 250 | 250.00 USD"]
    assert [query.text for query in desk.book.asked][-1] == "row 25"
    assert "row 2" not in [query.text for query in desk.book.asked]


def test_a_refusal_stands_at_the_top_and_can_be_tried_again(qtbot: QtBot, desk: Desk) -> None:
    desk.show()
    desk.book.error = Refused()
    desk.page.reload()
    desk.settle()
    assert desk.page.error_bar.text() == "Refused: Refused"
    assert desk.page.model.rowCount() == 100
    desk.book.error = None
    again = next(made for made in desk.page.error_bar.findChildren(QPushButton) if made.text() == "Try again")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    desk.settle()
    assert not desk.page.error_bar.isVisible()


def test_a_bug_is_said_plainly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    desk.show()
    desk.book.error = ZeroDivisionError("bug")
    desk.page.reload()
    desk.settle()
    assert desk.page.error_bar.text() == "This list could not be loaded."
    assert not desk.page.is_loading()


def test_another_project_begins_anew(desk: Desk) -> None:
    desk.show()
    desk.page.set_filter("row 2", even=True)
    desk.settle()
    desk.page.set_project("other")
    assert desk.page.model.rowCount() == 0
    desk.settle()
    assert desk.book.asked[-1] == ListQuery("other", choices=(("even", None),), sort="name")


def test_the_inspector_hides_in_a_narrow_window(qtbot: QtBot, desk: Desk) -> None:
    desk.page.set_inspector(QLabel("more"))
    desk.show()
    assert desk.page.inspector_shown()
    desk.page.resize(1119, 600)
    assert not desk.page.inspector_shown()
    desk.focus()
    qtbot.keyClick(desk.page.table, Qt.Key.Key_F4)
    assert desk.page.inspector_shown()
    desk.page.resize(1120, 600)
    assert desk.page.inspector_shown()
    qtbot.keyClick(desk.page.table, Qt.Key.Key_F4)
    assert not desk.page.inspector_shown()


def test_keys_reach_the_page_from_the_table(qtbot: QtBot, desk: Desk) -> None:
    desk.show()
    desk.focus()
    qtbot.keyClick(desk.page.table, Qt.Key.Key_F5)
    desk.settle()
    assert len(desk.book.asked) == 2
    qtbot.keyClick(desk.page.table, Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    assert desk.page.query().number == 2
    qtbot.keyClick(desk.page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.page.query().number == 3
    qtbot.keyClick(desk.page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.page.filters.search.hasFocus()


def test_a_destroyed_page_is_not_called_back(qtbot: QtBot, desk: Desk) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    gate = desk.hold()
    page = desk.make(window)
    page.show()
    assert page.is_loading()
    page.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page))
    gate.set()
    desk.settle()
    assert len(desk.book.asked) == 1
