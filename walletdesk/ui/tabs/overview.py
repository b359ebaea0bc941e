"""A project at a glance: counts, months, what needs attention, what is in circulation."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from walletdesk.controllers.projects import Overview
from walletdesk.ledger.values import Project
from walletdesk.ui import fonts
from walletdesk.ui.cells import amount_text
from walletdesk.ui.format import count
from walletdesk.ui.privacy import privacy
from walletdesk.ui.shell import Shell
from walletdesk.ui.tabs.overview_cards import CirculationCard, Concern, ConcernsCard
from walletdesk.ui.verifying import Soundness, Verifier
from walletdesk.ui.widgets.bar_chart import BarChart
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.panels import Card, CountCard, Notice
from walletdesk.ui.widgets.styling import sub
from walletdesk.ui.words import counted
from walletdesk.ui.zoom import px

_NARROW: Final = 760
_ASSETS_NAMED: Final = 3


class OverviewPage(QScrollArea):
    """Shows an Overview; everything in it leads to the tab where it can be worked on."""

    rename_wanted = Signal()
    archive_wanted = Signal()
    verdict_wanted = Signal()
    export_wanted = Signal(str)

    def __init__(self, shell: Shell, verifier: Verifier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._verifier = verifier
        self._overview: Overview | None = None
        self._project: Project | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Overview"))
        self._title = Elided("", fonts.sized(20, fonts.SEMIBOLD), "title")
        self._note = sub()
        self.rename = button(self.tr("Rename…"), "pencil")
        self.archive = button(self.tr("Archive"), "archive")
        self.export = button(self.tr("Export…"), "download")
        self.backup = button(self.tr("Backup…"), "hard-drive-download")
        self.backup.setToolTip(self.tr("Back the whole book up"))
        self.notice = Notice(
            self.tr("This project is archived. It can be read, but nothing in it can be changed."),
            "neutral",
            "archive",
            self.tr("Un-archive"),
        )
        self.counts = {
            key: CountCard(name)
            for key, name in (
                ("customers", self.tr("Customers")),
                ("open_wallets", self.tr("Open wallets")),
                ("transactions", self.tr("Transactions")),
                ("entries", self.tr("Ledger entries")),
            )
        }
        self.chart = BarChart(self.tr("Transactions per month"))
        self._years = sub("")
        self.chart.setMinimumHeight(150)
        self.concerns = ConcernsCard()
        self.circulation = CirculationCard(verifier)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("panel", "window")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(self.notice)
        self._count_grid = QGridLayout()
        self._count_grid.setSpacing(12)
        column.addLayout(self._count_grid)
        months = Card(self.tr("Transactions per month"))
        months.add_aside(self._years)
        months.body.addWidget(self.chart)
        months.setMinimumHeight(198)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(months, 3)
        middle.addWidget(self.concerns, 2)
        column.addLayout(middle)
        column.addWidget(self.circulation)
        column.addStretch(1)
        self.setWidget(body)
        self._place_counts(4)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._note)
        head.addLayout(texts, 1)
        for made in (self.backup, self.export, self.rename, self.archive):
            head.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _place_counts(self, columns: int) -> None:
        for place, card in enumerate(self.counts.values()):
            self._count_grid.addWidget(card, place // columns, place % columns)
        for place in range(4):
            self._count_grid.setColumnStretch(place, 1 if place < columns else 0)

    def _connect(self) -> None:
        self.rename.clicked.connect(self.rename_wanted)
        self.archive.clicked.connect(self.archive_wanted)
        self.notice.pressed.connect(self.archive_wanted)
        self._verifier.changed.connect(self._show_concerns)
        privacy().changed.connect(self._reword)

    # Showing

    def show_project(self, project: Project, fixed: bool = False) -> None:
        """Show its name and whether it is archived; of what is fixed nothing is offered that would change it."""
        self._project = project
        self._title.set_text(project.name)
        since = self._shell.days.day(project.created_at).isoformat()
        self._note.setText(self.tr("Kept since {day}").format(day=since))
        self.notice.setVisible(project.archived)
        self.notice.set_action(None if fixed else self.tr("Un-archive"))
        for command in (self.rename, self.archive):
            command.setVisible(not project.archived and not fixed)

    def show_overview(self, overview: Overview | None) -> None:
        """Show these figures; dashes while they are not known."""
        self._overview = overview
        for key, card in self.counts.items():
            card.set_count(getattr(overview, key) if overview else None)
        names = QLocale()
        short = QLocale.FormatType.ShortFormat
        months = overview.months if overview else ()
        self._years.setText(_years([day.year for day, _ in months]))
        self.chart.set_bars([(names.standaloneMonthName(day.month, short), number) for day, number in months])
        self.circulation.show_holdings(overview.holdings if overview else ())
        self._show_concerns()

    def _reword(self) -> None:
        self.show_overview(self._overview)

    def _show_concerns(self) -> None:
        self.concerns.show_concerns([*self._of_verify(), *(self._of_project() if self._overview else [])])

    def _of_verify(self) -> list[Concern]:
        if self._verifier.soundness is Soundness.BROKEN:
            detail = self.tr("See what is broken")
            return [Concern("triangle-alert", "err", self._verifier.status(), detail, self.verdict_wanted.emit)]
        if self._verifier.cut is not None:
            name, before, now = self._verifier.cut
            text = self.tr("The end of {name} is not the one seen before").format(name=name)
            detail = self.tr("It reached T-{before}, now T-{now}. Verify the book.").format(before=before, now=now)
            return [Concern("triangle-alert", "err", text, detail, self._verifier.start)]
        return []

    def _of_project(self) -> list[Concern]:
        found = self._overview
        assert found is not None
        concerns = []
        if found.suspended_customers:
            one, many = self.tr("1 customer is suspended"), self.tr("{count} customers are suspended")
            text = counted(found.suspended_customers, one, many)
            opens = partial(self._shell.show_customers, suspended=True)
            concerns.append(Concern("circle-pause", "warn", text, self._held(found), opens))
        if found.drafts:
            text = counted(found.drafts, self.tr("1 draft transaction"), self.tr("{count} draft transactions"))
            detail = self.tr("Not posted yet")
            concerns.append(Concern("pencil", "info", text, detail, self._shell.show_transactions))
        return concerns

    def _held(self, found: Overview) -> str:
        holding = sorted(found.suspended_holding, key=lambda pair: pair[0].code)
        sums = [amount_text(asset, held, code=True) for asset, held in holding if held]
        if not sums:
            return self.tr("their wallets hold nothing")
        more = len(sums) - _ASSETS_NAMED
        named = ", ".join(sums[:_ASSETS_NAMED])
        if more > 0:
            named = self.tr("{sums} and {count} more").format(sums=named, count=count(more))
        return self.tr("their wallets hold {sums}").format(sums=named)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_NARROW // 2), 120)


def _years(years: Sequence[int]) -> str:
    """Which years the months belong to."""
    first, last = (min(years), max(years)) if years else (0, 0)
    return f"{first}\N{EN DASH}{last}" if first != last else str(last or "")
