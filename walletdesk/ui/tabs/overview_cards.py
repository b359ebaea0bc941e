"""Parts of a project's overview: what needs attention, and what is in circulation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from walletdesk.ledger.values import Asset
from walletdesk.ui import cells, fonts
from walletdesk.ui.tables.columns import ROW_SMALL, Cells, Column, Money, Text
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.view import Table
from walletdesk.ui.verifying import Soundness, Verifier
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel
from walletdesk.ui.widgets.panels import Card
from walletdesk.ui.widgets.styling import label, sub
from walletdesk.ui.zoom import own_size, px, zoom

translate: Final = QCoreApplication.translate
_HEADER = 34


class Held(Protocol):
    """Who holds an asset, as controllers/projects.overview tells it."""

    @property
    def asset(self) -> Asset:
        """What is held."""

    @property
    def customers(self) -> int:
        """Parts in customers' wallets."""

    @property
    def system(self) -> int:
        """Parts in system wallets."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that wants to be looked at; `opens` goes there."""

    icon: str
    role: str
    text: str
    detail: str
    opens: Callable[[], object]


class ConcernRow(QPushButton):
    """A whole row that can be pressed, with a chevron."""

    def __init__(self, concern: Concern) -> None:
        super().__init__()
        self.setProperty("kind", "ghost")
        self.setAutoDefault(False)
        self.setStyleSheet("QPushButton, QPushButton:focus { min-height: 38px; padding: 0; text-align: left; }")
        self.setAccessibleName(f"{concern.text}: {concern.detail}" if concern.detail else concern.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 8, 2)
        row.setSpacing(10)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(concern.text))
        if concern.detail:
            texts.addWidget(Elided(concern.detail, fonts.sized(12), "sub"))
        row.addWidget(IconLabel(concern.icon, concern.role))
        row.addLayout(texts, 1)
        row.addWidget(IconLabel("chevron-right", "text2"))
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(partial(_open, concern))

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(42))


def _open(concern: Concern, _checked: bool = False) -> None:
    concern.opens()


class ConcernsCard(Card):
    """What needs attention; a quiet sentence where nothing does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("overview", "Needs attention"), parent)
        self.body.setSpacing(0)
        self._nothing = sub(self.tr("Nothing does: no drafts, and nobody is suspended."))
        self.body.addWidget(self._nothing)
        self.rows: list[ConcernRow] = []
        self.body.addStretch(1)

    def show_concerns(self, concerns: Sequence[Concern]) -> None:
        """Show these."""
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [ConcernRow(concern) for concern in concerns]
        for place, row in enumerate(self.rows):
            self.body.insertWidget(place, row)
        self._nothing.setVisible(not self.rows)


class CirculationCard(Card):
    """Every asset with who holds it, and whether the ledger was verified since the last change."""

    def __init__(self, verifier: Verifier, parent: QWidget | None = None) -> None:
        super().__init__(translate("overview", "Assets in circulation"), parent)
        self._verifier = verifier
        self._shield = IconLabel("shield-check", "pos")
        self._line = sub()
        self.verify = button(self.tr("Verify now"), "shield-check")
        self.verify.clicked.connect(verifier.start)
        for part in (self._shield, self._line, self.verify):
            self.add_aside(part)
        self.model: RowsModel[Held] = RowsModel(_columns(self), _cells, lambda holding: holding.asset.id, self)
        self.table = Table(self.model, self.tr("Assets in circulation"), ROW_SMALL)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(1, 10, 1, 8)
        self._head.setContentsMargins(16, 0, 16, 0)
        self._title.setMinimumHeight(30)  # as high as the button that comes and goes beside it
        own_size(self.table)
        zoom().changed.connect(self._measure)
        self.body.addWidget(self.table)
        verifier.changed.connect(self._show_line)
        self._show_line()

    def show_holdings(self, holdings: Sequence[Held]) -> None:
        """Show these; the table is as high as its rows."""
        self.model.set_rows(tuple(holdings))
        self._measure()

    def _measure(self) -> None:
        self.table.setFixedHeight(px(_HEADER) + px(ROW_SMALL) * self.model.rowCount())

    def line(self) -> str:
        """What is said of the ledger's soundness."""
        return self._line.text()

    def _show_line(self) -> None:
        sound = self._verifier.soundness is Soundness.VERIFIED
        broken = self._verifier.soundness is Soundness.BROKEN
        self._shield.setVisible(sound or broken)
        self._shield.set_icon("shield-check" if sound else "triangle-alert", "pos" if sound else "err")
        self._line.setText(
            self.tr("Ledger verified: every balance equals the sum of its entries")
            if sound
            else self._verifier.status()
        )
        self.verify.setVisible(not sound and self._verifier.soundness is not Soundness.RUNNING)


def _columns(owner: CirculationCard) -> tuple[Column, ...]:
    sample = "8,888,888,888.88"
    return (
        Column("asset", owner.tr("Asset"), Text, "Volunteer days DAY", stretch=1),
        Column("customers", owner.tr("Customers hold"), Money, sample),
        Column("system", owner.tr("System holds"), Money, sample),
        Column("all", owner.tr("In circulation"), Money, sample),
    )


def _cells(holding: Held) -> Cells:
    asset = holding.asset
    return (
        Text(asset.name, sub=asset.code),
        cells.money(asset, holding.customers),
        cells.money(asset, holding.system),
        cells.money(asset, holding.customers + holding.system, bold=True),
    )
