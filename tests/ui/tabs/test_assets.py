"""The assets tab: the list, the panel beside it, and the forms."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.opened import Opened
from walletdesk.controllers import assets, projects, transactions, wallets
from walletdesk.ledger.amounts import Scale
from walletdesk.ledger.values import Asset, issue
from walletdesk.ui.forms.asset import NewAssetForm, sample
from walletdesk.ui.tabs.assets import AssetsTab
from walletdesk.ui.tabs.assets_rows import part_text, scale_text


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    made = Opened(qtbot, tmp_path).start()
    made.window.go("assets")
    yield made.settle()
    made.close()


def tab(opened: Opened) -> AssetsTab:
    found = opened.window.desk.tab("assets")
    assert isinstance(found, AssetsTab)
    return found


def rows(opened: Opened) -> list[list[str]]:
    model = tab(opened).page.model
    return [[cell.plain for cell in model.row_cells(row)] for row in range(model.rowCount())]


def fill(opened: Opened) -> tuple[Asset, Asset]:
    """Days in use, and points that are not."""
    day = opened.run(assets.create, opened.project, "Volunteer days", "DAY", 24, "d", "h")
    points = opened.run(assets.create, opened.project, "Points", "PTS", 1)
    pool = opened.run(wallets.open_system, day.id, "Pool")
    opened.run(transactions.run, opened.project, (issue(pool.id, 53),))
    return day, points


def test_the_list_says_how_small_parts_are_and_what_is_in_circulation(opened: Opened) -> None:
    fill(opened)
    assert rows(opened) == [
        ["Points", "PTS", "whole only", "0", "0", "Yes, unused"],
        ["Volunteer days", "DAY", "1/24 (h)", "2d 5h", "1", "No, in use"],
    ]


def test_the_list_is_searched_and_sorted(opened: Opened) -> None:
    fill(opened)
    page = tab(opened).page
    page.set_filter("vol DAY")
    opened.settle()
    assert [row[1] for row in rows(opened)] == ["DAY"]
    page.clear_filters()
    page.table.sort_by("wallets")
    page.table.sort_by("wallets")
    opened.settle()
    assert [row[1] for row in rows(opened)] == ["DAY", "PTS"]


def test_the_panel_shows_who_holds_it_and_why_it_cannot_be_deleted(opened: Opened) -> None:
    day, points = fill(opened)
    tab(opened).page.select(day.id)
    portrait = tab(opened).inspector.portrait()
    assert portrait is not None
    assert portrait.lines == ("DAY · 1 d = 24 h",)
    assert "cannot be deleted" in portrait.reason
    assert not portrait.more[0].enabled
    assert [row.value for row in portrait.sections[0].rows] == ["0d", "2d 5h"]
    tab(opened).page.select(points.id)
    portrait = tab(opened).inspector.portrait()
    assert portrait is not None
    assert portrait.more[0].enabled
    assert not portrait.deeds[0].enabled


def test_show_wallets_goes_there_filtered(opened: Opened) -> None:
    day, _points = fill(opened)
    tab(opened).page.select(day.id)
    tab(opened).inspector.acted.emit("show")
    opened.settle()
    assert opened.window.desk.current_key == "wallets"


def test_an_unused_asset_is_deleted_after_a_question(opened: Opened) -> None:
    _day, points = fill(opened)
    tab(opened).page.select(points.id)
    tab(opened).inspector.acted.emit("delete")
    dialog = opened.dialog()
    assert dialog.focusWidget() is dialog.safe
    dialog.primary.click()
    opened.settle()
    assert [row[1] for row in rows(opened)] == ["DAY"]
    assert opened.said()[0] == "Points was deleted."
    assert points.id not in opened.window.shell.assets


def test_a_refused_deletion_is_said_on_the_page(opened: Opened) -> None:
    day, _points = fill(opened)
    tab(opened)._delete(day)
    opened.settle()
    assert "DAY" in tab(opened).page.error_bar.text()


def test_an_asset_is_renamed(opened: Opened) -> None:
    fill(opened)
    opened.press(Qt.Key.Key_F2)
    form = opened.dialog()
    form.field("name").editor.setText("Stars")
    form.primary.click()
    opened.settle()
    assert [row[0] for row in rows(opened)] == ["Points", "Stars"]


def test_a_new_asset_by_keyboard(opened: Opened) -> None:
    opened.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    form = opened.dialog()
    QTest.keyClicks(form.focusWidget(), "Parking")
    opened.press(Qt.Key.Key_Tab)
    QTest.keyClicks(form.focusWidget(), "park")
    opened.press(Qt.Key.Key_Tab)
    for _ in range(4):
        opened.press(Qt.Key.Key_Down)
    opened.press(Qt.Key.Key_Tab)
    QTest.keyClicks(form.focusWidget(), "h")
    opened.press(Qt.Key.Key_Tab)
    QTest.keyClicks(form.focusWidget(), "min")
    assert form.sample_text() == "Amounts will look like: 12h 12min PARK"
    opened.press(Qt.Key.Key_Return)
    (made,) = opened.window.shell.assets.values()
    assert (made.name, made.code, made.fractions, made.unit, made.part) == ("Parking", "PARK", 60, "h", "min")
    assert rows(opened)[0][0] == "Parking"


def form(opened: Opened) -> NewAssetForm:
    tab(opened).primary_new()
    found = opened.dialog()
    assert isinstance(found, NewAssetForm)
    return found


def test_a_taken_code_is_told_while_it_is_typed(opened: Opened) -> None:
    fill(opened)
    made = form(opened)
    QTest.keyClicks(made.field("code").editor, "da")
    assert made.field("code").problem() is None
    QTest.keyClicks(made.field("code").editor, "y")
    assert "DAY" in str(made.field("code").problem())
    made.field("name").editor.setText("Other days")
    made.primary.click()
    assert made.isVisible()
    assert made.field("code").problem()
    made.reject()


@pytest.mark.parametrize("typed", ["", "0", "1000000001", "1e3", "٣", "-5", "12.5"])
def test_a_number_of_parts_that_is_none_is_told_at_its_field(opened: Opened, typed: str) -> None:
    made = form(opened)
    made.field("name").editor.setText("Thing")
    made.field("code").editor.setText("T")
    combo = made.field("preset").editor
    combo.setCurrentIndex(combo.count() - 1)
    combo.activated.emit(combo.count() - 1)
    made.field("fractions").editor.setText(typed)
    made.primary.click()
    opened.settle()
    assert made.field("fractions").problem()
    made.reject()
    assert not opened.window.shell.assets


@pytest.mark.parametrize(("field", "text"), [("name", ""), ("name", "x\u202e"), ("name", "n" * 201), ("code", "")])
def test_a_bad_text_is_told_at_its_field(opened: Opened, field: str, text: str) -> None:
    made = form(opened)
    made.field("name").editor.setText("Thing")
    made.field("code").editor.setText("T")
    made.field(field).editor.setText(text)
    made.primary.click()
    opened.settle()
    assert made.field(field).problem()
    made.reject()


def test_nothing_is_made_in_an_archived_project(opened: Opened) -> None:
    fill(opened)
    opened.run(projects.archive, opened.project)
    assert not tab(opened).new.isEnabled()
    tab(opened).primary_new()
    tab(opened).rename_selected()
    portrait = tab(opened).inspector.portrait()
    assert portrait is not None
    assert "archived" in portrait.reason


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        (Scale(100), "1,234.56"),
        (Scale(1), "1,234"),
        (Scale(10**8), "1,234.56000000"),
        (Scale(24), "12 5/24"),
        (Scale(24, "d", "h"), "12d 5h"),
        (Scale(7), "12 1/7"),
    ],
)
def test_samples(scale: Scale, text: str) -> None:
    assert sample(scale) == text


def test_words_for_parts() -> None:
    assert part_text(Asset("", "", "", "USD", 100)) == "0.01"
    assert scale_text(Asset("", "", "", "USD", 100)) == "1 USD = 100 parts"
    assert scale_text(Asset("", "", "", "PTS", 1)) == "Counted in whole PTS"
    assert part_text(Asset("", "", "", "D", 24)) == "1/24"
