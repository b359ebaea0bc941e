"""The filters of the list of transactions that are rarer than its text and its period: one button with a menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from walletdesk.controllers.transactions import TransactionQuery
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import ALWAYS, Asset, Batch, Period
from walletdesk.ui.cells import KIND_ICONS, kind_word
from walletdesk.ui.icons import icon
from walletdesk.ui.tables.spec import ListQuery
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.period import PeriodBar

translate: Final = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Facets:
    """Which transactions, besides text and period."""

    kind: Kind | None = None
    asset: str | None = None
    batch: int | None = None
    wallet: int | None = None
    customer: int | None = None


EVERYTHING: Final = Facets()


def wanted(query: ListQuery) -> TransactionQuery | None:
    """What has to be searched for; None where the numbers of the period say it all."""
    facets = query.choice("facets") or EVERYTHING
    if not query.text and facets == EVERYTHING:
        return None
    return TransactionQuery(
        text=query.text,
        wallet=facets.wallet,
        customer=facets.customer,
        asset=facets.asset,
        kind=facets.kind,
        batch=facets.batch,
        period=period_of(query),
    )


def period_of(query: ListQuery) -> Period:
    """The period that is chosen."""
    days = query.choice("period")
    return Period(*days) if days else ALWAYS


def add_period(bar: Any, today: Callable[[], Any]) -> PeriodBar:
    """Put the usual periods into a filter bar."""
    made = PeriodBar(today, show_days=False)

    bar.add_filter("period", made, made.days, made.set_days, made.changed)
    return made


class FacetButton(QWidget):
    """Says what is filtered by, and opens the menu of what could be."""

    changed = Signal(object)

    def __init__(self, assets: Callable[[], Sequence[Asset]], parent: QWidget | None = None) -> None:
        """`assets` are those of the project, asked each time the menu opens."""
        super().__init__(parent)
        self._assets = assets
        self._batches: tuple[Batch, ...] = ()
        self._facets = EVERYTHING
        self.button: Final = button("", "list-filter")
        self.menu: Final = QMenu(self)
        self.button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self.fill)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        self._show()

    def value(self) -> Facets:
        """What is filtered by."""
        return self._facets

    def set_value(self, facets: Facets) -> None:
        """Filter by this without telling anybody."""
        self._facets = facets
        self._show()

    def set_batches(self, batches: Sequence[Batch]) -> None:
        """The imports and runs that can be chosen."""
        self._batches = tuple(batches)
        self._show()

    def fill(self) -> None:
        """Offer what there is now."""
        self.menu.clear()
        now = self._facets
        kinds = [(kind_word(kind), kind, KIND_ICONS[kind]) for kind in Kind]
        self._offer(self.menu.addMenu(translate("facets", "Operation")), "kind", now.kind, kinds)
        assets = [(f"{asset.code}  {asset.name}", asset.id, "coins") for asset in self._assets()]
        self._offer(self.menu.addMenu(translate("facets", "Asset")), "asset", now.asset, assets)
        if self._batches:
            batches = [(batch_words(batch), batch.id, "layers") for batch in self._batches]
            self._offer(self.menu.addMenu(translate("facets", "Import or run")), "batch", now.batch, batches)
        self.menu.addSeparator()
        every = self.menu.addAction(translate("facets", "All transactions"), partial(self._choose, EVERYTHING))
        every.setEnabled(now != EVERYTHING)

    def _offer(self, menu: QMenu, name: str, now: object, options: Sequence[tuple[str, object, str]]) -> None:
        menu.setEnabled(bool(options))
        for text, value, sign in options:
            action: QAction = menu.addAction(icon(sign), text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(value == now)
            chosen: dict[str, Any] = {name: None if value == now else value}
            action.triggered.connect(partial(self._choose_one, chosen))

    def _choose_one(self, chosen: dict[str, Any], _checked: bool = False) -> None:
        self._choose(replace(self._facets, **chosen))

    def _choose(self, facets: Facets) -> None:
        if facets != self._facets:
            self.set_value(facets)
            self.changed.emit(facets)

    def _show(self) -> None:
        words = self._words()
        text = ", ".join(words) if words else translate("facets", "Filter")
        self.button.setText(_cut(text).replace("&", "&&"))
        self.button.setToolTip(text if _cut(text) != text else "")
        self.button.setAccessibleName(translate("facets", "Filter: {words}").format(words=text) if words else text)

    def _words(self) -> list[str]:
        now = self._facets
        codes = {asset.id: asset.code for asset in self._assets()}
        names = {batch.id: batch_words(batch) for batch in self._batches}
        found = [
            kind_word(now.kind) if now.kind else "",
            codes.get(now.asset, now.asset) if now.asset else "",
            names.get(now.batch, translate("facets", "One batch")) if now.batch is not None else "",
            translate("facets", "One wallet") if now.wallet is not None else "",
            translate("facets", "One customer") if now.customer is not None else "",
        ]
        return [word for word in found if word]


def batch_words(batch: Batch) -> str:
    """What a batch is called."""
    if batch.reverses is not None:
        return translate("facets", "Reversal of {name}").format(name=batch.name)
    return batch.name


def _cut(text: str, longest: int = 18) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
