"""Chips, cards, notices, charts, bars: what they say to the eye and to a screen reader."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.heard import heard
from walletdesk.ui.theme import LIGHT
from walletdesk.ui.widgets.bar_chart import BarChart, scale_top
from walletdesk.ui.widgets.busy import BusyBar
from walletdesk.ui.widgets.buttons import button, icon_button
from walletdesk.ui.widgets.chip import Chip, ChipKind, chip_width
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.panels import Card, CountCard, EmptyState, ErrorBar, Notice
from walletdesk.ui.widgets.styling import label
from walletdesk.ui.widgets.toast import Toast

MARKUP = "<b>Grace</b> & Co"


def _press(owner: QWidget, text: str) -> None:
    next(made for made in owner.findChildren(QPushButton) if made.text() == text).click()


def _has(widget: QWidget, colour: str) -> bool:
    image = widget.grab().toImage()
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return any(image.pixelColor(x, y).name().upper() == colour for x, y in points)


@pytest.mark.parametrize("kind", ["ok", "warn", "err", "info", "neutral"])
def test_a_chip_has_its_tint_and_its_word(qtbot: QtBot, kind: ChipKind) -> None:
    made = Chip("Suspended", kind)
    qtbot.addWidget(made)
    assert made.sizeHint() == QSize(chip_width("Suspended"), 20)
    assert made.accessibleName() == made.text() == "Suspended"
    assert _has(made, LIGHT.colors()[f"{kind}_bg"])


def test_the_normal_status_is_quiet(qtbot: QtBot) -> None:
    made = Chip("Open", "ok", quiet=True)
    qtbot.addWidget(made)
    assert not _has(made, LIGHT.ok_bg)
    made.set_status("Closed", "neutral")
    assert made.accessibleName() == "Closed"
    assert _has(made, LIGHT.neutral_bg)


def test_what_a_person_typed_never_becomes_markup(qtbot: QtBot) -> None:
    for made in (label(MARKUP), label(MARKUP, wrap=True), Elided(MARKUP)):
        qtbot.addWidget(made)
        assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_long_name_is_cut_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    made = Elided("A customer with a very long name indeed")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert made.text().endswith("\N{HORIZONTAL ELLIPSIS}")
    assert made.toolTip() == made.whole() == made.accessibleName()
    made.resize(500, 20)
    assert (made.text(), made.toolTip()) == (made.whole(), "")


def test_long_sentences_claim_the_height_they_need(qtbot: QtBot) -> None:
    made = label("one two three four five six seven eight nine ten", wrap=True)
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    tall = made.minimumHeight()
    made.resize(800, 20)
    assert made.minimumHeight() < tall


def test_an_icon_button_says_in_words_what_it_does(qtbot: QtBot) -> None:
    made = icon_button("plus", "New project")
    qtbot.addWidget(made)
    assert (made.accessibleName(), made.toolTip()) == ("New project", "New project")
    made.show()
    assert made.size() == QSize(30, 30)


@pytest.mark.parametrize("kind", ["primary", "secondary", "ghost", "danger", "link"])
def test_buttons_are_as_high_with_the_focus_as_without(qtbot: QtBot, kind: str) -> None:
    made = button("Create asset", "plus", kind)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.clearFocus()
    before = made.sizeHint()
    made.setFocus()
    assert made.sizeHint() == before
    assert before.height() == 30


def test_a_count_card_groups_its_digits(qtbot: QtBot) -> None:
    made = CountCard("Ledger entries")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Ledger entries: \N{EN DASH}"
    made.set_count(889_352)
    assert made.accessibleName() == "Ledger entries: 889,352"


def test_a_card_has_a_heading(qtbot: QtBot) -> None:
    made = Card("Needs attention")
    qtbot.addWidget(made)
    made.add_aside(QLabel("aside"))
    assert {found.text() for found in made.findChildren(QLabel)} == {"Needs attention", "aside"}


def test_a_notice_offers_its_button(qtbot: QtBot) -> None:
    made, told = Notice("Three wallets can be reactivated.", "info", action="Reactivate all"), []
    qtbot.addWidget(made)
    made.pressed.connect(lambda: told.append(True))
    _press(made, "Reactivate all")
    made.set_action(None)
    made.set_text("Done.", "ok")
    assert (told, made.text(), made.accessibleName()) == ([True], "Done.", "Done.")


def test_an_empty_list_says_what_to_do_first(qtbot: QtBot) -> None:
    made, told = EmptyState("users", "No customers yet", "Add the first one.", "New customer"), []
    qtbot.addWidget(made)
    made.acted.connect(lambda: told.append(True))
    _press(made, "New customer")
    assert (told, made.text()) == ([True], "No customers yet\nAdd the first one.")
    made.set_state("search-x", "Nothing found")
    assert made.text() == "Nothing found\n"


def test_the_error_bar_copies_its_details_and_tries_again(qtbot: QtBot) -> None:
    made, told = ErrorBar(), []
    qtbot.addWidget(made)
    assert made.isHidden()
    made.show_error("The list could not be read.", "OperationalError: disk I/O error", lambda: told.append(True))
    _press(made, "Copy details")
    assert QGuiApplication.clipboard().text() == "The list could not be read.\n\nOperationalError: disk I/O error"
    _press(made, "Try again")
    assert told == [True]
    assert made.isHidden()
    made.show_error("Again.")
    assert {found.text() for found in made.findChildren(QPushButton) if found.isVisibleTo(made)} == {""}


def test_the_busy_bar_waits_before_it_shows_and_keeps_its_place(qtbot: QtBot) -> None:
    slow, quick = BusyBar(delay_ms=1_000_000), BusyBar(delay_ms=0)
    for made in (slow, quick):
        qtbot.addWidget(made)
        made.show()
        made.start()
    qtbot.waitUntil(quick.is_shown)
    assert not slow.is_shown()
    assert _has(quick, LIGHT.sel)
    quick.stop()
    assert not quick.is_shown()
    assert slow.height() == quick.height() == 3


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, 2), (1, 2), (3, 4), (7, 8), (9, 10), (11, 20), (4_600, 6_000), (7_300, 8_000), (10**18 + 1, 2 * 10**18)],
)
def test_the_scale_ends_at_a_round_number(largest: int, top: int) -> None:
    assert scale_top(largest) == top


def test_the_chart_shows_the_present_month_in_the_accent_colour(qtbot: QtBot) -> None:
    made = BarChart("Transactions per month")
    qtbot.addWidget(made)
    made.resize(400, 160)
    assert not _has(made, LIGHT.accent)
    made.set_bars([("Oct", 7_300), ("Nov", 4_600)])
    assert _has(made, LIGHT.accent)
    assert _has(made, LIGHT.button_border)
    assert made.accessibleName() == "Transactions per month: Oct 7,300, Nov 4,600"
    made.set_bars([("Oct", 0), ("Nov", 0)])
    assert not _has(made, LIGHT.accent)


def test_the_chart_tells_the_number_under_the_pointer(qtbot: QtBot) -> None:
    made = BarChart("Transactions per month")
    qtbot.addWidget(made)
    made.resize(444, 160)
    made.set_bars([("Oct", 7_300), ("Nov", 4_600)])
    for x, told in ((100, "Oct: 7,300"), (400, "Nov: 4,600"), (10, None)):
        assert made.told_at(x) == told


def _toast(qtbot: QtBot) -> tuple[QWidget, Toast]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 500)
    made = Toast(host, shown_ms=1_000_000)
    with qtbot.waitActive(host):
        host.show()
    return host, made


def test_a_toast_stands_at_the_bottom_and_does_what_its_button_says(qtbot: QtBot) -> None:
    host, made = _toast(qtbot)
    told: list[str] = []
    made.say("Posted T-420001", [("View", lambda: told.append("view")), ("Reverse", lambda: told.append("reverse"))])
    assert made.isVisible()
    assert abs(made.geometry().center().x() - host.width() // 2) <= 1
    assert (made.height(), made.geometry().bottom() < host.height()) == (44, True)
    _press(made, "Reverse")
    assert told == ["reverse"]
    assert not made.isVisible()
    assert not made.is_waiting()


def test_every_toast_is_read_out_by_a_screen_reader(qtbot: QtBot) -> None:
    _host, made = _toast(qtbot)
    with heard() as texts:
        made.say("Posted T-420001", [("View", list)])
        made.say("Posted T-420002")
    assert texts == ["Posted T-420001", "Posted T-420002"]


def test_a_toast_follows_the_windows_size(qtbot: QtBot) -> None:
    host, made = _toast(qtbot)
    made.say("A rather long message " * 20)
    host.resize(500, 400)
    assert made.geometry().right() < 500
    assert made.geometry().bottom() < 400


def test_a_toast_is_as_wide_as_its_own_message_whatever_stood_there_before(qtbot: QtBot) -> None:
    _host, made = _toast(qtbot)
    made.say("Undone: renaming Ann.", [("Redo", list)])
    alone = made.width()
    made.say("Grace Keller is suspended, and their open wallets with them.", [("Undo", list)])
    assert made.width() > alone + 100
    made.say("Undone: renaming Ann.", [("Redo", list)])
    assert made.width() == alone


def test_a_toast_waits_while_the_keyboard_is_on_it(qtbot: QtBot) -> None:
    _host, made = _toast(qtbot)
    made.say("Posted T-1", [("View", list)])
    assert made.is_waiting()
    view = next(found for found in made.findChildren(QPushButton) if found.text() == "View")
    view.setFocus()
    assert not made.is_waiting()
    view.clearFocus()
    assert made.is_waiting()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not made.isVisible()


def test_a_toast_waits_while_the_pointer_is_on_it(qtbot: QtBot) -> None:
    _host, made = _toast(qtbot)
    made.say("Posted T-1")
    spot = QPointF(5, 5)
    QApplication.sendEvent(made, QEnterEvent(spot, spot, spot))
    assert not made.is_waiting()
    QApplication.sendEvent(made, QEvent(QEvent.Type.Leave))
    assert made.is_waiting()


def test_a_toast_goes_by_itself(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.show()
    made = Toast(host, shown_ms=0)
    made.say("Renamed")
    qtbot.waitUntil(made.isHidden)


def test_the_last_ten_messages_are_kept(qtbot: QtBot) -> None:
    _host, made = _toast(qtbot)
    for number in range(12):
        made.say(f"Message {number}")
    assert made.recent() == [f"Message {number}" for number in range(11, 1, -1)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_focused_button_is_pressed_by_enter_as_by_space(qtbot: QtBot, key: Qt.Key) -> None:
    pressed = []
    one = button("Create asset")
    qtbot.addWidget(one)
    one.clicked.connect(lambda: pressed.append(key))
    one.show()
    qtbot.keyClick(one, key)
    assert pressed == [key]


def test_no_part_of_a_card_is_ever_a_window_of_its_own(qtbot: QtBot) -> None:
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(type(watched).__name__)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    try:
        made = [Card("Assets in circulation"), EmptyState("users", "No customers", "Add one.", "Add customer")]
    finally:
        QApplication.instance().removeEventFilter(watch)
    for one in made:
        qtbot.addWidget(one)
    assert seen == []
