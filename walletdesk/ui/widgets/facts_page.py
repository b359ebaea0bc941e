"""What some work has done: a headline, facts by their names, and what can be done next."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.panels import Card
from walletdesk.ui.widgets.styling import label, title

_WIDTH: Final = 760


class FactsPage(QWidget):
    """A card in the middle of a page."""

    def __init__(
        self, most: int, deeds: Sequence[QPushButton], last: QPushButton, parent: QWidget | None = None
    ) -> None:
        """`most` facts at the most; `deeds` stand at the left, `last` at the right."""
        super().__init__(parent)
        self._title = title()
        self._lines: list[tuple[QLabel, QLabel]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for number in range(most):
            name, value = label("", "sub"), label("", "", fonts.tabular(fonts.sized(13)), wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, number, 1)
            self._lines.append((name, value))
        card = Card()
        card.setFixedWidth(_WIDTH)
        card.body.addLayout(self._head())
        card.body.addSpacing(6)
        card.body.addLayout(grid)
        card.body.addSpacing(10)
        card.body.addLayout(_row(deeds, last))
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconLabel("circle-check", "ok", 20))
        head.addWidget(self._title, 1)
        return head

    def set_headline(self, text: str) -> None:
        """Say in one line what was done."""
        self._title.setText(text)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these, each under its name."""
        for number, (name, value) in enumerate(self._lines):
            here = number < len(facts)
            name.setText(facts[number][0] if here else "")
            value.setText(facts[number][1] if here else "")
            for part in (name, value):
                part.setVisible(here)

    def headline(self) -> str:
        """The title."""
        return self._title.text()

    def texts(self) -> dict[str, str]:
        """What is shown, by its name."""
        return {name.text(): value.text() for name, value in self._lines if name.text()}


def _row(deeds: Sequence[QPushButton], last: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for made in deeds:
        row.addWidget(made)
    row.addStretch(1)
    row.addWidget(last)
    return row
