"""The line in which an amount is typed. Never a spin box: those end at 31 bits."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ui import fonts, theme
from walletdesk.ui.format import notation
from walletdesk.ui.zoom import px


class AmountFormat(Protocol):
    """What an asset knows about its amounts."""

    def parse(self, text: str, notation: Notation) -> int:
        """The amount in parts, or a refusal."""
        ...

    def format(self, parts: int, notation: Notation) -> str:
        """The text of an amount."""
        ...


class AmountEdit(QLineEdit):
    """Keeps what was typed, whatever it is; `amount` reads it, and raises the ledger's refusal if it is none."""

    def __init__(
        self,
        name: str,
        asset: AmountFormat | None = None,
        code: str = "",
        marks: Callable[[], Notation] = notation,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._marks = marks
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._code = ""
        self.setFont(fonts.tabular(fonts.sized(fonts.BASE)))
        self.set_asset(asset, code)

    def set_asset(self, asset: AmountFormat | None, code: str = "") -> None:
        """Read amounts of this asset; its code stands at the right. What was typed stays."""
        self._asset, self._code = asset, code
        self._measure()
        self.setAccessibleDescription(code)
        self.update()

    def _measure(self) -> None:
        room = self.fontMetrics().horizontalAdvance(self._code) + px(8) if self._code else 0
        self.setTextMargins(0, 0, room, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._measure()

    def amount(self) -> int:
        """The amount in smallest parts; raises what the asset refuses."""
        assert self._asset is not None, "an amount is read in an asset"
        return self._asset.parse(self.text(), self._marks())

    def problem(self) -> LedgerError | None:
        """Why what is typed is no amount; None while it is one, or while nothing is typed."""
        if self._asset is None or not self.text().strip():
            return None
        try:
            self.amount()
        except LedgerError as refusal:
            return refusal
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._code:
            return
        painter = QPainter(self)
        painter.setFont(fonts.sized(12))
        painter.setPen(theme.tokens().color("text2"))
        area = QRect(0, 0, self.width() - px(10), self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._code)
        painter.end()
