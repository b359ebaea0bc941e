"""The numbers of a chart's scale have the room that they need."""

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from walletdesk.ui import fonts
from walletdesk.ui.format import count
from walletdesk.ui.widgets.bar_chart import BarChart


@pytest.mark.parametrize("largest", [0, 7, 58_123, 9_500_000])
def test_the_scale_is_never_cut(qtbot: QtBot, largest: int) -> None:
    chart = BarChart("Transactions per month")
    qtbot.addWidget(chart)
    chart.set_bars([("Jan", largest), ("Feb", largest // 3)])
    text = QFontMetrics(fonts.tabular(fonts.sized(11))).horizontalAdvance(count(largest))
    assert chart.gutter() >= max(44, text + 8)
