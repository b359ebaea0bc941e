"""Zoom: everything grows and shrinks, live, in every window; there and back leaves no trace; nothing is cut off."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import invalidate

from tests.ui.screens import Screens
from walletdesk.ui import fitting, fonts, style
from walletdesk.ui.look import Look
from walletdesk.ui.theme import LIGHT, Preference, theme
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.zoom import STEPS, font_px, meant_font_px, px, zoom

SMALL = QSize(1024, 640)
OTHERS = [step for step in STEPS if step != 100]
FONTS = (11, 12, 13, 15, 16, 20, 26)
# Screens on which nothing arrives later by itself.
STILL = "overview wallets ledger transactions builder palette import".split()


@pytest.fixture(autouse=True)
def _own_size() -> Iterator[None]:
    yield
    fitting.resize(100)


@pytest.fixture
def screens(qtbot: QtBot, qapp: QApplication, own_folders: Path) -> Iterator[Screens]:
    theme().apply(qapp)
    made = Screens(qtbot, own_folders)
    theme().set_preference(Preference.LIGHT)
    yield made
    theme().set_preference(Preference.SYSTEM)
    made.opened.close()


def grabbed(screens: Screens, window: QWidget) -> QImage:
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    screens.settle()
    return window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


# Lengths


@given(size=st.sampled_from(FONTS), percent=st.sampled_from(STEPS))
def test_every_font_size_is_found_again(size: int, percent: int) -> None:
    assert meant_font_px(font_px(size, percent), percent) == size
    assert len({font_px(other, percent) for other in FONTS}) == len(FONTS)


def test_lines_stay_thin_and_are_never_lost() -> None:
    for percent, line, border in ((80, 1, 1), (125, 1, 2), (150, 1, 3), (200, 2, 4)):
        fitting.resize(percent)
        assert (px(1), px(2)) == (line, border)


@pytest.mark.parametrize("percent", STEPS)
def test_the_focus_takes_no_room(qapp: QApplication, percent: int) -> None:
    fitting.resize(percent)
    thin, thick = px(1), px(2)
    sheet = style.zoomed(
        "A { border: 1px solid; padding: 0 12px; min-height: 28px; }"
        "A:focus, B:focus { border: 2px solid; padding: 0 11px; min-height: 26px; }"
    )
    first, second = ([int(n) for n in style._LENGTH.findall(rule)] for rule in sheet.split("}")[:2])
    assert (first[0], second[0]) == (thin, thick)
    assert first[1] + thin == second[1] + thick
    assert first[2] + 2 * thin == second[2] + 2 * thick


def test_at_100_percent_the_style_sheet_is_the_written_one() -> None:
    sheet = style.sheet(LIGHT.colors())
    assert style.zoomed(sheet) == sheet


# What is fitted


@settings(max_examples=20)  # each zoom dresses the whole program anew
@given(steps=st.lists(st.sampled_from(STEPS), max_size=3), told=st.integers(4, 200))
def test_what_is_told_later_is_meant_as_of_100_percent(qapp: QApplication, steps: list[int], told: int) -> None:
    fitting.resize(100)
    window = QWidget()
    row = QHBoxLayout(window)
    row.setContentsMargins(told, 0, 7, 0)
    row.addSpacing(told)
    inner = QVBoxLayout()
    inner.setSpacing(9)
    row.addLayout(inner)
    button = QPushButton()
    inner.addWidget(button)
    fitting.resize(150)
    button.setFixedWidth(told)
    button.setIconSize(QSize(16, 20))
    for step in (*steps, 150):
        fitting.resize(100)
        fitting.resize(step)
        assert (row.contentsMargins().left(), row.contentsMargins().right()) == (px(told), px(7))
        assert (inner.spacing(), button.minimumWidth(), button.maximumWidth()) == (px(9), px(told), px(told))
        assert button.iconSize() == QSize(px(16), px(20))
        gap = row.itemAt(0)
        assert gap is not None
        assert gap.sizeHint().width() == px(told)
        del gap
    window.deleteLater()
    fitting.resize(100)


def test_what_comes_later_is_fitted_before_it_is_seen(qtbot: QtBot, qapp: QApplication) -> None:
    fitting.resize(150)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setSpacing(10)
    label = QLabel("A")
    label.setFont(fonts.sized(20))
    label.setFixedHeight(40)
    column.addWidget(label)
    window.show()
    assert (label.height(), label.font().pixelSize(), column.spacing()) == (60, 30, 15)
    late = QLabel("B")
    late.setFixedHeight(20)
    column.addWidget(late)
    QApplication.processEvents()
    assert late.height() == 30


# There and back


@pytest.mark.parametrize("name", STILL)
def test_there_and_back_is_the_same_picture(screens: Screens, name: str) -> None:
    window = screens.all()[name]()
    window.resize(1400, 860)
    screens.settle()
    before = grabbed(screens, window)
    seen = [before]
    for percent in (150, 80, 125, 100):
        fitting.resize(percent)
        now = grabbed(screens, window)
        assert (now == before) == (percent == 100), f"{name} at {percent} %"
        assert all(now != other for other in seen) or percent == 100
        seen.append(now)
    screens.leave(window)


def test_a_theme_switched_at_another_size_leaves_nothing_either(screens: Screens) -> None:
    window = screens.all()["overview"]()
    screens.settle()
    before = grabbed(screens, window)
    fitting.resize(150)
    large = grabbed(screens, window)
    theme().set_preference(Preference.DARK)
    fitting.resize(175)
    fitting.resize(150)
    theme().set_preference(Preference.LIGHT)
    assert grabbed(screens, window) == large
    fitting.resize(100)
    assert grabbed(screens, window) == before


# Nothing is cut off


def reachable(widget: QWidget) -> QRect:
    """Where a widget lies in what it can be scrolled into, and that is its own rectangle where nothing cuts it."""
    shown = QRect(QPoint(0, 0), widget.size())
    child, at = widget, QPoint(0, 0)
    while not child.isWindow():
        parent = child.parentWidget()
        assert parent is not None
        at += child.pos()
        scroll = parent.parentWidget()
        if isinstance(scroll, QScrollArea) and scroll.widget() is child:
            return shown  # as far as here nothing cut it, and the rest can be scrolled to
        shown &= QRect(-at, parent.size())
        child = parent
    return shown


def told_elsewhere(widget: QWidget) -> bool:
    return isinstance(widget, Elided) or bool(widget.toolTip())


def cut(widget: QWidget) -> str:
    """How a text is cut; empty where it is whole."""
    if isinstance(widget, QLabel) and not isinstance(widget, Elided) and widget.text():
        needed = QSize(0, widget.heightForWidth(widget.width())) if widget.wordWrap() else widget.minimumSizeHint()
    elif isinstance(widget, QAbstractButton):
        needed = widget.minimumSizeHint().boundedTo(widget.sizeHint())
    else:
        return ""
    if needed.width() > widget.width() and not told_elsewhere(widget):
        return f"{needed.width()} wide, has {widget.width()}"
    if needed.height() > widget.height():
        return f"{needed.height()} high, has {widget.height()}"
    seen = reachable(widget)
    if seen.size() != widget.size() and not told_elsewhere(widget):
        return f"only {seen.size()} of {widget.size()} can be seen"
    return ""


def shows_tabs(bar: QTabBar) -> bool:
    return bar.usesScrollButtons() or bar.tabRect(bar.count() - 1).right() < bar.width()


def overlaps(window: QWidget) -> list[str]:
    """Neighbours in a layout that lie upon each other."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        layout = widget.layout()
        if layout is None or not widget.isVisible():
            continue
        kids = [w for w in widget.children() if isinstance(w, QWidget) and w.isVisible() and not w.isWindow()]
        laid = [w for w in kids if layout.indexOf(w) >= 0]
        for place, one in enumerate(laid):
            found += [f"{one} and {two}" for two in laid[place + 1 :] if one.geometry().intersects(two.geometry())]
    return found


@pytest.mark.parametrize("late", [False, True], ids=["opened large", "made large"])
def test_at_150_percent_nothing_is_cut_off_in_a_small_window(screens: Screens, late: bool) -> None:
    if not late:
        fitting.resize(150)
    wrong: list[str] = []
    for name, window in screens.each():
        window.resize(SMALL if name != "builder" else QSize(1120, 720))
        fitting.resize(150)
        screens.settle()
        for kind in (QLabel, QAbstractButton):
            for widget in window.findChildren(kind):
                if widget.isVisible() and not isinstance(widget.parent(), QTabBar) and (said := cut(widget)):
                    text = widget.text() or widget.accessibleName()  # type: ignore[attr-defined]
                    wrong.append(f"{name}: {type(widget).__name__} {text!r}: {said}")
        wrong += [f"{name}: {pair}" for pair in overlaps(window)]
        wrong += [f"{name}: tabs" for bar in window.findChildren(QTabBar) if bar.isVisible() and not shows_tabs(bar)]
        if late:
            fitting.resize(100)
    assert not wrong, "\n".join(wrong)


# Keys


class Layouts(QObject):
    """Counts how often a layout is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.of: Counter[str] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.of[type(watched).__name__] += 1
        return False


@pytest.mark.parametrize("percent", [125, 150])
def test_no_window_lays_itself_out_for_ever(screens: Screens, percent: int) -> None:
    restless: list[str] = []
    for name, window in screens.each():
        window.resize(SMALL)
        fitting.resize(percent)
        screens.settle()
        layouts = Layouts()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(layouts)
        for _ in range(20):
            QApplication.processEvents()
        app.removeEventFilter(layouts)
        if layouts.of.total() > 20:
            restless.append(f"{name}: {layouts.of}")
    assert not restless, "\n".join(restless)


def test_a_layout_is_looked_through_again_only_where_something_came(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[object] = []
    fitting.resize(150)
    monkeypatch.setattr(fitting, "invalidate", lambda item: (looks.append(1), invalidate(item)))
    window = QWidget()
    row = QHBoxLayout(window)
    row.addSpacing(8)
    for _ in range(3):
        QApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
    assert len(looks) == 1
    row.addSpacing(10)
    QApplication.sendEvent(window, QEvent(QEvent.Type.LayoutRequest))
    assert len(looks) == 3
    gap = row.itemAt(1)
    assert gap is not None
    assert gap.sizeHint().width() == 15
    del gap
    window.deleteLater()


def test_the_keys_work_from_every_window(screens: Screens) -> None:
    for name, window in screens.each():
        if name not in ("wallets", "palette", "builder", "import", "many"):
            continue  # the same window again
        window.activateWindow()
        where = QApplication.focusWidget() or window
        assert where.window() is window or name == "palette"
        for key, percent in (
            (Qt.Key.Key_Plus, 110),
            (Qt.Key.Key_Equal, 125),
            (Qt.Key.Key_Minus, 110),
            (Qt.Key.Key_0, 100),
        ):
            QTest.keyClick(where, key, Qt.KeyboardModifier.ControlModifier)
            assert zoom().percent == percent, f"{name}: {key}"


def test_the_ends_are_said_by_the_menu(screens: Screens) -> None:
    actions = screens.window.menus.actions
    shown = []
    for percent in (80, 100, 150, 200):
        fitting.resize(percent)
        shown.append([actions[key].isEnabled() for key in ("zoom_out", "zoom_reset", "zoom_in")])
    assert shown == [[False, True, True], [True, False, True], [True, True, True], [True, True, False]]
    screens.window.look.zoom_by(1)
    assert zoom().percent == 200


def test_the_palette_offers_them(screens: Screens) -> None:
    names = {action.objectName() for _key, _title, action in screens.window.menus.commands()}
    assert {"zoom_in", "zoom_out"} <= names


def test_it_is_kept_for_the_next_start(tmp_path: Path, qapp: QApplication) -> None:
    theme().apply(qapp)
    kept_in = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    Look(kept_in).zoom_by(2)
    assert zoom().percent == 125
    fitting.resize(100)
    kept_in.sync()
    Look(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    assert zoom().percent == 125
    Look(kept_in).zoom_reset()
    fitting.resize(80)
    Look(kept_in)
    assert zoom().percent == 100


def test_a_wrong_size_in_the_settings_is_taken_for_the_nearest(tmp_path: Path) -> None:
    kept_in = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    for kept, percent in (("1", 80), ("140", 150), ("nonsense", 100), ("999999999999", 200)):
        kept_in.setValue("window/v1/zoom", kept)
        Look(kept_in)
        assert zoom().percent == percent, kept


def test_no_event_is_watched_at_100_percent(qapp: QApplication) -> None:
    assert fitting._watches == []
    fitting.resize(150)
    assert len(fitting._watches) == 1
    fitting.resize(100)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert fitting._watches == []


def test_widths_that_a_person_set_grow_too(screens: Screens) -> None:
    screens.all()["customers"]()
    screens.settle()
    tab: Any = screens.window.desk.current()
    table = tab.page.table
    header = table.horizontalHeader()
    header.resizeSection(0, 300)
    fitting.resize(150)
    assert abs(header.sectionSize(0) - 450) <= 15
    fitting.resize(100)
    assert header.sectionSize(0) == 300


@pytest.mark.parametrize(("width", "percent", "words"), [(1400, 150, True), (1400, 200, False), (1024, 125, True)])
def test_the_header_keeps_its_words_while_they_fit(screens: Screens, width: int, percent: int, words: bool) -> None:
    header = screens.window.header
    screens.window.resize(width, 860)
    fitting.resize(percent)
    screens.settle()
    assert header.post.text() == ("New transaction" if words else "")
    assert header.bar.width() >= header.bar.sizeHint().width()
    for place in range(header.bar.count()):
        title = header.bar.fontMetrics().horizontalAdvance(header.bar.tabText(place))
        assert header.bar.tabRect(place).width() >= title + 2 * px(8)
    last = header.post.mapTo(header, header.post.rect().topRight())
    assert header.rect().contains(last), "nothing is pushed out of the window"
    fitting.resize(100)
    screens.settle()
    assert header.post.text() == "New transaction"


@pytest.mark.parametrize("percent", [125, 150])
def test_four_operations_are_in_sight_in_a_small_window(screens: Screens, percent: int) -> None:
    window: Any = screens.all()["builder"]()
    fitting.resize(percent)
    window.resize(SMALL)
    screens.settle()
    top = window.grid.viewport().mapTo(window.reach, QPoint()).y()
    seen = min(window.reach.viewport().height() - top, window.grid.viewport().height())
    assert seen >= 4 * px(46)


def test_the_cursor_stays_in_sight_where_the_form_is_scrolled(screens: Screens) -> None:
    window: Any = screens.all()["builder"]()
    fitting.resize(200)
    window.resize(SMALL)
    screens.settle()
    for row in window.form.state.rows:
        for field in ("kind", "amount", "memo"):
            window.grid.go_to(row.id, field)
            cell = window.grid.visualRect(window.grid.currentIndex())
            middle = window.grid.viewport().mapTo(window.reach.viewport(), cell.center())
            assert window.reach.viewport().rect().contains(middle), (row.id, field)
