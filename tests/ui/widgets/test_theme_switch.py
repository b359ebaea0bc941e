"""A switch of the theme reaches every widget: no fill of the other theme is left in the picture."""

from collections import Counter
from datetime import date

import pytest
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QProgressBar, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from walletdesk.ui.theme import DARK, LIGHT, Preference, Theme, Tokens
from walletdesk.ui.widgets.bar_chart import BarChart
from walletdesk.ui.widgets.buttons import button, icon_button
from walletdesk.ui.widgets.checks import CheckBox
from walletdesk.ui.widgets.chip import Chip
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.panels import Card, CountCard, EmptyState, ErrorBar, Notice
from walletdesk.ui.widgets.period import PeriodBar
from walletdesk.ui.widgets.search import SearchField
from walletdesk.ui.widgets.segmented import SegmentedControl
from walletdesk.ui.widgets.toast import Toast

# Text and icons have soft edges whose mixtures may meet any colour; fills and borders have not.
FILLS = (
    "window",
    "surface",
    "raised",
    "hover",
    "alt",
    "border",
    "accent",
    "sel",
    "ok_bg",
    "warn_bg",
    "err_bg",
    "info_bg",
    "neutral_bg",
)


def _everything() -> QWidget:
    page = QWidget()
    page.resize(900, 1000)
    column = QVBoxLayout(page)
    chart = BarChart("Transactions per month")
    chart.set_bars([("Oct", 3), ("Nov", 2)])
    card = Card("Transactions per month")
    card.body.addWidget(chart)
    ticked = CheckBox("Create customers")
    ticked.setChecked(True)
    bad = Field("Code", QLineEdit("PTS"))
    bad.set_problem("Another asset has this code.")
    alarm = ErrorBar()
    alarm.show_error("The list could not be read.", "details", list)
    chosen = Combo("Direction")
    chosen.set_options([("In and out", 0)])
    under_way = QProgressBar()
    under_way.setValue(40)
    parts: list[QWidget] = [PeriodBar(lambda: date(2025, 11, 20)), chosen, SearchField("Search"), ticked, bad, alarm]
    parts += [card, CountCard("Customers"), Notice("A notice.", action="Do it"), EmptyState("users", "Nothing", "yet")]
    parts += [Chip("Open", "ok"), Chip("Suspended", "warn"), Chip("Failed", "err"), Chip("Draft", "info")]
    parts += [Chip("Closed", "neutral"), button("Post", "check", "primary"), icon_button("plus", "New"), under_way]
    parts += [QTableWidget(2, 2)]
    for part in parts:
        column.addWidget(part)
    return page


def _colours(widget: QWidget) -> set[int]:
    """The colours of at least as many pixels as the shortest border has: a soft edge has never so many alike."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(image.constBits()).cast("I"))
    return {colour for colour, pixels in counted.items() if pixels >= 50}


def _forbidden(shown: Tokens, other: Tokens) -> set[int]:
    mine = {shown.color(name).rgba() for name in shown.colors()}
    return {other.color(name).rgba() for name in FILLS} - mine


@pytest.mark.parametrize(
    ("first", "then", "shown", "other"),
    [(Preference.LIGHT, Preference.DARK, DARK, LIGHT), (Preference.DARK, Preference.LIGHT, LIGHT, DARK)],
    ids=["to dark", "to light"],
)
def test_nothing_of_the_other_theme_is_left(
    qtbot: QtBot, dressed: Theme, first: Preference, then: Preference, shown: Tokens, other: Tokens
) -> None:
    dressed.set_preference(first)
    page = _everything()
    qtbot.addWidget(page)
    toast = Toast(page)
    page.show()
    toast.say("Posted T-1", [("View", list)])
    before = _colours(page)
    assert other.color("surface").rgba() in before
    dressed.set_preference(then)
    QApplication.processEvents()
    after = _colours(page)
    assert shown.color("surface").rgba() in after
    assert shown.color("accent").rgba() in after
    left = {f"{colour & 0xFFFFFF:06X}" for colour in after & _forbidden(shown, other)}
    assert left == set()


def test_the_chosen_segment_stays_the_bold_one(qtbot: QtBot, dressed: Theme) -> None:
    dressed.set_preference(Preference.LIGHT)
    row = SegmentedControl("Period")
    row.set_options([("All", 1), ("This month", 2)])
    qtbot.addWidget(row)
    row.show()
    row.set_value(2)
    dressed.set_preference(Preference.DARK)
    QApplication.processEvents()
    weights = {made.text(): made.font().weight() for made in row.findChildren(QPushButton)}
    assert weights == {"All": QFont.Weight.Normal, "This month": QFont.Weight.DemiBold}
