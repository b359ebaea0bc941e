"""The strip under a ledger: what the period began with, what came and went, what it ended with."""

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from walletdesk.controllers.entries import Found, Summary
from walletdesk.ledger.values import Asset
from walletdesk.ui import cells, fonts
from walletdesk.ui.format import count
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.styling import frame, label, set_look, sub

_HEIGHT: Final = 33
_WAITING: Final = "\N{HORIZONTAL ELLIPSIS}"


class _Figure(QWidget):
    """A word and its amount."""

    def __init__(self, word: str, role: str = "") -> None:
        super().__init__()
        self._word = sub(word)
        self._role = role
        self._amount = label("", role, fonts.tabular(fonts.sized(fonts.BASE, fonts.SEMIBOLD)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        row.addWidget(self._word)
        row.addWidget(self._amount)

    def show_amount(self, text: str, grey: bool = False) -> None:
        """Another amount; grey where it does not belong to the rows in sight."""
        self._amount.setText(text)
        set_look(self._amount, "role", "hint" if grey else self._role)
        self.setAccessibleName(f"{self._word.text()} {text}")

    def amount(self) -> str:
        """What is shown."""
        return self._amount.text()


class SummaryStrip(QWidget):
    """Shows the figures of a period and whether they add up.

    A filter has sums of its own; the balances are the period's, and grey then.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is known yet."""
        super().__init__(parent)
        self._asset: Asset | None = None
        self._summary: Summary | None = None
        self._found: Found | None = None
        self.opening = _Figure(self.tr("Opening"))
        self.received = _Figure(self.tr("In"), "pos")
        self.sent = _Figure(self.tr("Out"))
        self.closing = _Figure(self.tr("Closing"))
        self.shown = label("", "", fonts.tabular(fonts.sized(fonts.BASE)))
        self._tick = IconLabel("circle-check", "ok", 14)
        self.identity: QLabel = sub("")
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        bar = frame("footer", self)
        bar.setFixedHeight(_HEIGHT)
        outer.addWidget(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 0, 24, 0)
        row.setSpacing(28)
        for widget in (self.opening, self.shown, self.received, self.sent, self.closing):
            row.addWidget(widget)
        row.addStretch(1)
        tick = QHBoxLayout()
        tick.setSpacing(6)
        tick.addWidget(self._tick)
        tick.addWidget(self.identity)
        row.addLayout(tick)

    def reword(self) -> None:
        """Write the same figures anew."""
        self._show()

    def show_asset(self, asset: Asset) -> None:
        """How amounts are written from now on."""
        self._asset = asset
        self._show()

    def show_summary(self, summary: Summary | None) -> None:
        """The period's figures; None while they are being added up."""
        self._summary = summary
        self._show()

    def show_found(self, found: Found | None) -> None:
        """What a filter found; None without a filter."""
        self._found = found
        self._show()

    def adds_up(self) -> bool | None:
        """Whether the figures agree; None while they are not known."""
        now = self._summary
        return None if now is None else now.opening + now.received - now.sent == now.closing

    def _show(self) -> None:
        asset, now, found = self._asset, self._summary, self._found
        filtered = found is not None
        known = asset is not None and now is not None
        self.opening.show_amount(self._text(now.opening) if now else _WAITING, filtered)
        self.closing.show_amount(self._text(now.closing) if now else _WAITING, filtered)
        self.received.show_amount(self._text(now.received, 1) if now else _WAITING)
        self.sent.show_amount(self._text(-now.sent) if now else _WAITING)
        for figure in (self.received, self.sent):
            figure.setVisible(not filtered)
        self.shown.setVisible(filtered)
        if found is not None and asset is not None:
            template = self.tr("Shown: In {received}, Out {sent} ({n} of {all} entries)")
            texts = {"received": self._text(found.received, 1), "sent": self._text(-found.sent)}
            self.shown.setText(template.format(**texts, n=count(len(found.seqs)), all=count(found.entries)))
        self._show_identity(known)

    def _show_identity(self, known: bool) -> None:
        right = self.adds_up() is not False
        self._tick.setVisible(known)
        self.identity.setVisible(known)
        self._tick.set_icon(*(("circle-check", "ok") if right else ("circle-alert", "err")))
        text = self.tr("opening + in \N{MINUS SIGN} out = closing")
        if not right:
            text = self.tr("The figures do not add up. Choose File, Verify the book.")
        self.identity.setText(text)
        set_look(self.identity, "role", "sub" if right else "problem")

    def _text(self, parts: int, direction: int = 0) -> str:
        if self._asset is None:
            return ""
        if direction > 0:
            return cells.signed_text(self._asset, parts)
        return cells.amount_text(self._asset, parts)
