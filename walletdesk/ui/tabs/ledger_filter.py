"""The bar above a ledger: its period, which way value went, and words that its lines hold."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from walletdesk.ledger.explaining import Cause
from walletdesk.ledger.values import ALWAYS, Period
from walletdesk.ui.widgets import period as periods
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.drop_filter import DropFilter, Named
from walletdesk.ui.widgets.period import PeriodBar
from walletdesk.ui.widgets.search import SearchField

_HEIGHT = 48
_SEARCH_WIDTH = 230
_CAUSE_LETTERS = 13


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What leaves entries out within the period: `direction` is "in", "out" or None.

    `caused` is a line of the balance's explanation, a Cause and its words: the entries that it stands for.
    """

    text: str = ""
    direction: str | None = None
    caused: Named | None = None

    def __bool__(self) -> bool:
        return bool(self.text or self.direction or self.caused)

    @property
    def cause(self) -> Cause | None:
        """The line without its words."""
        return self.caused[0] if self.caused is not None else None


class LedgerFilterBar(QFrame):
    """Says with `period_changed` and `filter_changed` what a person chose; setting it says nothing."""

    period_changed = Signal()
    filter_changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        """All entries. `today` is the day of the book's own zone."""
        super().__init__(parent)
        self.setProperty("panel", "bar")
        self.setMinimumHeight(_HEIGHT)
        self.period_bar = PeriodBar(today)
        self.direction = Combo(self.tr("Direction"))
        self.direction.set_options(
            [(self.tr("In and out"), None), (self.tr("In only"), "in"), (self.tr("Out only"), "out")]
        )
        self.caused = DropFilter(
            self.direction,
            self.tr("{name} only. Press to show all."),
            self.tr("Show all entries of the period"),
            _CAUSE_LETTERS,
        )
        self.search = SearchField(self.tr("Filter memo, counterparty\N{HORIZONTAL ELLIPSIS}"))
        self.search.setMaximumWidth(_SEARCH_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.period_bar)
        row.addSpacing(8)
        row.addWidget(self.direction)
        row.addWidget(self.caused)
        self.caused.set_value(None)
        row.addWidget(self.search, 100)
        row.addStretch(1)
        self.period_bar.changed.connect(lambda _days: self.period_changed.emit())
        self.direction.changed.connect(lambda _value: self.filter_changed.emit())
        self.caused.changed.connect(lambda _value: self.filter_changed.emit())
        self.search.searched.connect(lambda _text: self.filter_changed.emit())

    def period(self) -> Period:
        """The days that are chosen."""
        first, last = self.period_bar.days()
        return Period(first, last) if first is not None or last is not None else ALWAYS

    def filter(self) -> LedgerFilter:
        """What else is asked for."""
        direction = self.direction.value()
        chosen = direction if isinstance(direction, str) else None
        return LedgerFilter(self.search.text().strip(), chosen, self.caused.value())

    def set_all(self, period: Period, wanted: LedgerFilter) -> None:
        """Choose all of it without telling anybody."""
        self.caused.set_value(wanted.caused)
        self.period_bar.set_days((period.first, period.last))
        self.search.set_silently(wanted.text)
        self.direction.set_value(wanted.direction)

    def clear_filter(self) -> None:
        """Leave nothing out; the period stays."""
        self.search.set_silently("")
        self.direction.set_value(None)
        self.caused.set_value(None)

    def clear_period(self) -> None:
        """All entries."""
        self.period_bar.set_period(periods.Period.ALL)

    def focus_search(self) -> None:
        """Be ready for typing."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()
