"""Whose wallets: by filter, or by a list of ids and labels."""

from dataclasses import replace
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from walletdesk.controllers.many import Action
from walletdesk.ledger.status import Status
from walletdesk.ui.batch_work import State
from walletdesk.ui.cells import status_word
from walletdesk.ui.importing.fields import Labelled, NarrowCombo
from walletdesk.ui.many.work import Gap, RunWork
from walletdesk.ui.widgets.search import SearchField
from walletdesk.ui.widgets.segmented import SegmentedControl

_LIST_HEIGHT: Final = 66
_USUAL: Final = {Action.SUSPEND: Status.OPEN, Action.REACTIVATE: Status.SUSPENDED, Action.CLOSE: Status.OPEN}


class WhoPanel(QWidget):
    """The choice of wallets."""

    def __init__(self, work: RunWork, parent: QWidget | None = None) -> None:
        """Shows what the work holds, and changes it."""
        super().__init__(parent)
        self._work = work
        self._status_chosen = False
        self._action = work.wish.action
        self.ways: Final = SegmentedControl(self.tr("How wallets are chosen"))
        self.ways.set_options([(self.tr("By filter"), False), (self.tr("By a list"), True)])
        self.asset: Final = NarrowCombo(self.tr("Asset"))
        self.search: Final = SearchField(self.tr("Customer, wallet, number…"), self.tr("Search"))
        self.search.setMinimumWidth(110)
        self.status: Final = NarrowCombo(self.tr("Status"))
        self.status.set_options([(self.tr("Any status"), None), *((status_word(status), status) for status in Status)])
        self.zero: Final = NarrowCombo(self.tr("Balance"))
        self.zero.set_options([(self.tr("Any balance"), None), (self.tr("Not zero"), False), (self.tr("Zero"), True)])
        self.listed: Final = QPlainTextEdit()
        self.listed.setTabChangesFocus(True)
        self.listed.setFixedHeight(_LIST_HEIGHT)
        self.ways.set_value(work.wish.by_list)
        self.listed.setPlainText(work.wish.listed)
        self.listed.setPlaceholderText(self.tr("Paste them here, one to a line or separated by commas."))
        self._fields = {
            "asset": Labelled(self.tr("Asset"), self.asset),
            "search": Labelled(self.tr("Search"), self.search),
            "status": Labelled(self.tr("Status"), self.status),
            "zero": Labelled(self.tr("Balance"), self.zero),
            "listed": Labelled(self.tr("Customers’ ids or wallet labels"), self.listed),
        }
        self._lay_out()
        self._connect()
        self._offer()
        self._show_state()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        first.addWidget(Labelled(self.tr("Whose wallets"), self.ways))
        first.addWidget(self._fields["asset"], 1)
        for key, stretch in (("search", 4), ("status", 3), ("zero", 3), ("listed", 1)):
            second.addWidget(self._fields[key], stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(first)
        column.addLayout(second)
        column.addStretch(1)

    def _connect(self) -> None:
        self.ways.changed.connect(self._change)
        self.asset.changed.connect(self._change)
        self.search.searched.connect(self._change)
        self.status.changed.connect(self._choose_status)
        self.zero.changed.connect(self._change)
        self.listed.textChanged.connect(self._change)
        self._work.wish_changed.connect(self._offer)
        self._work.state_changed.connect(self._show_state)

    def _choose_status(self, _value: object) -> None:
        self._status_chosen = True
        self._change()

    def _change(self, _value: object = None) -> None:
        asset: Any = self.asset.value()
        status: Any = self.status.value()
        zero: Any = self.zero.value()
        by_list = bool(self.ways.value())
        self._work.change(
            replace(
                self._work.wish, by_list=by_list, listed=self.listed.toPlainText(), asset=asset,
                text=self.search.text().strip(), status=status, zero=zero,
            )
        )  # fmt: skip

    def _offer(self) -> None:
        """Offer the assets there are; the state that an action is usually for goes with the action."""
        wish = self._work.wish
        assets = [(f"{asset.code} {asset.name}", asset.id) for asset in self._work.assets()]
        self.asset.set_options([*assets, (self.tr("All assets"), None)], keep=False)
        self.asset.set_value(wish.asset if wish.asset in [id_ for _, id_ in assets] else None)
        for key in ("search", "status", "zero"):
            self._fields[key].setVisible(not wish.by_list)
        self._fields["listed"].setVisible(wish.by_list)
        if wish.action is not self._action:
            self._action = wish.action
            if not self._status_chosen:
                self.status.set_value(_USUAL.get(wish.action))
                self._change()

    def _show_state(self) -> None:
        work = self._work
        self.setEnabled(work.state is not State.WRITING)
        gap = work.gap if work.state is State.OPEN else None
        self._fields["asset"].set_bad(gap is Gap.ASSET)
