"""What is done with each wallet: the recipe and its description."""

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.controllers.many import Measure
from walletdesk.ledger.recipes import spelled_out
from walletdesk.ledger.values import Wallet
from walletdesk.ui import fonts
from walletdesk.ui.batch_work import State
from walletdesk.ui.importing.fields import Labelled, NarrowCombo, line
from walletdesk.ui.many import texts
from walletdesk.ui.many.work import Gap, RunWork
from walletdesk.ui.widgets.amount_edit import AmountEdit
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.styling import set_look

DESCRIPTION_LIMIT: Final = 300


class WhatPanel(QWidget):
    """The recipe."""

    description_changed = Signal()

    def __init__(self, work: RunWork, parent: QWidget | None = None) -> None:
        """Shows what the work holds, and changes it."""
        super().__init__(parent)
        self._work = work
        self._systems: tuple[Wallet, ...] | None = None
        self._systems_of: str | None = None
        self.action: Final = NarrowCombo(self.tr("Action"))
        self.action.set_options(texts.action_options())
        self.measure: Final = NarrowCombo(self.tr("How much"))
        self.measure.set_options(texts.measure_options())
        self.amount: Final = AmountEdit(self.tr("Amount"))
        self.amount.setMaxLength(200)
        self.system: Final = NarrowCombo(self.tr("System wallet"))
        self.description: Final = line("", DESCRIPTION_LIMIT)
        self._fields = {
            "action": Labelled(self.tr("Action"), self.action),
            "measure": Labelled(self.tr("How much"), self.measure),
            "amount": Labelled(self.tr("Amount"), self.amount),
            "system": Labelled(self.tr("System wallet"), self.system),
            "description": Labelled(self.tr("Description"), self.description),
        }
        self._hint = Elided("", fonts.sized(12), "hint")
        self._lay_out()
        self._connect()
        self._show_wish()
        self._show_state()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        for key, stretch in (("action", 4), ("measure", 4), ("amount", 3)):
            first.addWidget(self._fields[key], stretch)
        for key, stretch in (("system", 4), ("description", 7)):
            second.addWidget(self._fields[key], stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._hint)
        column.addStretch(1)

    def _connect(self) -> None:
        for combo in (self.action, self.measure, self.system):
            combo.changed.connect(self._change)
        self.amount.textEdited.connect(self._type)
        self.description.textEdited.connect(self.description_changed)
        self._work.wish_changed.connect(self._show_wish)
        self._work.state_changed.connect(self._show_state)

    def name(self) -> str:
        """The description that was typed, or the one that stands there instead."""
        return self.description.text().strip() or self.description.placeholderText()

    def hint(self) -> str:
        """The line beneath, whole."""
        return self._hint.whole()

    def _type(self, text: str) -> None:
        """A text that names its measure itself chooses it: ``2%``, ``min(5, balance)``."""
        spelled = spelled_out(text)
        if spelled is not None and (spelled[0] is not self.measure.value() or "%" not in text):
            self.measure.set_value(spelled[0])
            self.amount.setText(spelled[1])
        self._change()

    def _change(self, _value: object = None) -> None:
        action: Any = self.action.value()
        measure: Any = self.measure.value()
        system: Any = self.system.value()
        amount = self.amount.text()
        self._work.change(replace(self._work.wish, action=action, measure=measure, amount=amount, system=system))

    def _show_wish(self) -> None:
        work, wish, asset = self._work, self._work.wish, self._work.asset()
        if (self._systems, self._systems_of) != (work.known.systems, wish.asset):
            self._systems, self._systems_of = work.known.systems, wish.asset
            fitting = [wallet for wallet in work.known.systems if wallet.asset.id == wish.asset]
            self.system.set_options([(f"{wallet.name} ({wallet.label})", wallet.id) for wallet in fitting], keep=False)
            held = wish.system if wish.system in [wallet.id for wallet in fitting] else None
            self.system.set_value(held or (fitting[0].id if len(fitting) == 1 else None))
            if self.system.value() != wish.system:
                self._change()
                return
        share = wish.measure is Measure.SHARE
        self.amount.set_asset(None, "%" if share else asset.code if asset else "")
        for key in ("measure", "amount", "description"):
            self._fields[key].setVisible(wish.action.moves)
        self._fields["system"].setVisible(wish.action.transfers)
        system = next((wallet for wallet in work.known.systems if wallet.id == wish.system), None)
        self.description.setPlaceholderText(texts.suggestion(wish, asset, system))

    def _show_state(self) -> None:
        work = self._work
        self.setEnabled(work.state is not State.WRITING)
        gap = work.gap if work.state is State.OPEN else None
        field = work.problem.field if work.problem is not None else None
        self._fields["amount"].set_bad(field == "amount")
        self._fields["description"].set_bad(field == "description")
        self._fields["system"].set_bad(gap is Gap.SYSTEM)
        problem = work.problem is not None and not self._elsewhere()
        set_look(self._hint, "role", "problem" if problem else "hint")
        self._hint.set_text(
            work.words(work.problem) if problem and work.problem else texts.hint(work.wish, work.asset())
        )

    def _elsewhere(self) -> bool:
        """True for a problem that no field here can mend; the window's bar says it."""
        return self._work.problem is None or self._work.problem.field not in ("amount", "description")
