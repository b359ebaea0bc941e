"""The balance as a sum, in figures side by side: opening, what came, what went, closing; and whether it adds up."""

from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.ledger.explaining import Explanation, Way
from walletdesk.ledger.values import Asset
from walletdesk.ui import cells, fonts
from walletdesk.ui.tabs.explain_rows import way_word
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.styling import frame, label, set_look, sub

_WAITING: Final = "\N{HORIZONTAL ELLIPSIS}"
_SIGNS: Final = {1: "+", -1: "\N{MINUS SIGN}"}


class _Figure(QFrame):
    """A word and beneath it an amount."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.setProperty("panel", "card")
        self._word = word
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 9)
        column.setSpacing(2)
        column.addWidget(label(word, "sub", fonts.sized(12)))
        self._amount = label("", "", fonts.tabular(fonts.sized(15, fonts.SEMIBOLD)))  # a sum is never cut
        column.addWidget(self._amount)

    def show_text(self, text: str, role: str = "") -> None:
        """Another amount; `role` is its colour's."""
        set_look(self._amount, "role", role)
        self._amount.setText(text)
        self.setAccessibleName(f"{self._word} {text}")

    def text(self) -> str:
        """What is shown."""
        return self._amount.text()


class ExplainSums(QWidget):
    """Opening + issued + received - redeemed - sent = closing, computed anew from the lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.opening = _Figure(self.tr("Opening"))
        self.ways = {way: _Figure(way_word(way)) for way in Way}
        self.closing = _Figure(self.tr("Closing"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.opening, 1)
        for way, figure in self.ways.items():
            row.addWidget(label(_SIGNS[way.sign], "sub", fonts.sized(15)))
            row.addWidget(figure, 1)
        row.addWidget(label("=", "sub", fonts.sized(15)))
        row.addWidget(self.closing, 1)
        self.show_explanation(None, None)

    def show_explanation(self, told: Explanation | None, asset: Asset | None) -> None:
        """Show these figures; dots while they are worked out."""
        if told is None or asset is None:
            for figure in (self.opening, *self.ways.values(), self.closing):
                figure.show_text(_WAITING)
            return
        self.opening.show_text(cells.amount_text(asset, told.opening))
        self.closing.show_text(cells.amount_text(asset, told.closing))
        for way, figure in self.ways.items():
            parts = told.of(way).share.parts
            figure.show_text(cells.amount_text(asset, parts), "pos" if parts and way.sign > 0 else "")


class Identity(QWidget):
    """The line under the table: whether the lines make what lies between both balances."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        bar = frame("footer", self)
        bar.setFixedHeight(33)
        outer.addWidget(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 0, 24, 0)
        row.setSpacing(6)
        self._tick = IconLabel("circle-check", "ok", 14)
        self._text = sub("")
        row.addWidget(self._tick)
        row.addWidget(self._text)
        row.addStretch(1)
        self.hint = sub(self.tr("Enter opens the entries of a line"))
        row.addWidget(self.hint)

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str) -> None:
        """How far the adding up is."""
        self._tick.hide()
        set_look(self._text, "role", "sub")
        self._text.setText(text)

    def show_explanation(self, told: Explanation) -> None:
        """Say whether it adds up."""
        right = told.adds_up
        self._tick.show()
        self._tick.set_icon(*(("circle-check", "ok") if right else ("circle-alert", "err")))
        set_look(self._text, "role", "sub" if right else "problem")
        self._text.setText(
            self.tr("opening + issued + received \N{MINUS SIGN} redeemed \N{MINUS SIGN} sent = closing, line by line")
            if right
            else self.tr("The lines do not add up to the balance. Choose File, Verify the book.")
        )
