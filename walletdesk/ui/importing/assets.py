"""Which asset the amounts are in, and what is created where it is missing."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from walletdesk.controllers.importing import AssetSpec
from walletdesk.ledger.text import CODE_LIMIT, NAME_LIMIT
from walletdesk.ui.batch_work import State
from walletdesk.ui.importing.fields import Labelled, NarrowCombo, column_options, line
from walletdesk.ui.importing.states import Gap
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.widgets.checks import CheckBox

_CONTROL: Final = 30
_PRESETS: Final = (100, 1, 10**8, 24, 60)


class New:
    """The choice of an asset that is not there yet."""


class Custom:
    """A number of parts that is typed."""


NEW: Final = New()
CUSTOM: Final = Custom()


class AssetPanel(QWidget):
    """An asset of the project or a new one, and the customers and wallets that the file names."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Shows what the work holds, and changes it."""
        super().__init__(parent)
        self._work = work
        self.asset: Final = NarrowCombo(self.tr("Asset"))
        self.code: Final = line(self.tr("USD"), CODE_LIMIT)
        self.name: Final = line(self.tr("US Dollar"), NAME_LIMIT)
        self.parts: Final = NarrowCombo(self.tr("Smallest part"))
        self.fractions: Final = line("1000", 10)
        self.customers: Final = CheckBox(self.tr("Create unknown customers"))
        self.wallets: Final = CheckBox(self.tr("Open missing wallets"))
        self.wallet: Final = line("", NAME_LIMIT)
        self.customer_name: Final = NarrowCombo(self.tr("Their names are in"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._asset = Labelled(self.tr("Amounts are in"), self.asset, 220)
        self._new = [
            Labelled(self.tr("Code"), self.code, 100),
            Labelled(self.tr("Name"), self.name, 190),
            Labelled(self.tr("Smallest part"), self.parts, 220),
        ]
        self._fractions = Labelled(self.tr("Parts in one unit"), self.fractions, 120)
        first, second = QHBoxLayout(), QHBoxLayout()
        for field in (self._asset, *self._new, self._fractions):
            first.addWidget(field)
        first.addStretch(1)
        self._names = Labelled(self.tr("Their names are in"), self.customer_name, 180)
        self._wallet = Labelled(self.tr("New wallets are called"), self.wallet, 220)
        for part in (self.customers, self._names, self.wallets, self._wallet):
            second.addWidget(part, 0, Qt.AlignmentFlag.AlignBottom)
        for box in (self.customers, self.wallets):
            box.setFixedHeight(_CONTROL)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(8)
        for row in (first, second):
            row.setSpacing(12)
            column.addLayout(row)
        self.parts.set_options(
            [
                (self.tr("Hundredths: 1.00"), 100),
                (self.tr("Whole only: 1"), 1),
                (self.tr("Eight decimals"), 10**8),
                (self.tr("24 hours to the day"), 24),
                (self.tr("60 minutes to the hour"), 60),
                (self.tr("Another number…"), CUSTOM),
            ]
        )

    def _connect(self) -> None:
        work = self._work
        work.sheet_changed.connect(self._offer)
        work.mapping_changed.connect(self.show_mapping)
        work.state_changed.connect(self._show_gap)
        self.asset.changed.connect(self._choose)
        self.parts.changed.connect(self._choose_parts)
        for edit in (self.code, self.name, self.fractions):
            edit.textEdited.connect(self._describe)
        self.customers.toggled.connect(self._toggle)
        self.wallets.toggled.connect(self._toggle)
        self.wallet.textEdited.connect(self._call)
        self.customer_name.changed.connect(self._choose_names)

    # Showing

    def _offer(self) -> None:
        assert self._work.sheet is not None
        options = column_options(self._work.sheet.facts, self.tr("Not in the file"))
        self.customer_name.set_options(options, keep=False)
        self.show_mapping()

    def show_mapping(self) -> None:
        """Show what was chosen."""
        work, mapping = self._work, self._work.mapping
        assets: list[tuple[str, object]] = [(f"{a.code} · {a.name}", a.code) for a in work.known.assets]
        self.asset.set_options([*assets, (self.tr("A new asset…"), NEW)])
        known = work.asset()
        self.asset.set_value(known.code if known is not None else NEW)
        for field in self._new:
            field.setVisible(known is None)
        if known is None:
            self._show_new(mapping.asset)
        self._fractions.setVisible(known is None and self.parts.value() is CUSTOM)
        for box, on in ((self.customers, mapping.create.customers), (self.wallets, mapping.create.wallets)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self._names.setVisible(mapping.create.customers)
        self._wallet.setVisible(mapping.create.wallets)
        self.customer_name.set_value(mapping.columns.customer_name)
        self.wallet.setPlaceholderText(known.name if known else mapping.asset.name or self.tr("like the asset"))
        if not self.wallet.hasFocus():
            self.wallet.setText(mapping.wallet or "")

    def _show_new(self, spec: AssetSpec) -> None:
        if not self.code.hasFocus():
            self.code.setText(spec.code or "")
        self.name.setPlaceholderText((spec.code or "").strip() or self.tr("US Dollar"))
        if not self.name.hasFocus():
            self.name.setText(spec.name if spec.name and spec.name != spec.code else "")
        if self.parts.value() is not CUSTOM:
            self.parts.set_value(spec.fractions if spec.fractions in _PRESETS else CUSTOM if spec.fractions else 100)
            if self.parts.value() is CUSTOM and not self.fractions.hasFocus():
                self.fractions.setText(str(spec.fractions))

    def _show_gap(self) -> None:
        gap = self._work.gap if self._work.state is State.OPEN else None
        self._new[0].set_bad(gap is Gap.ASSET)
        self._fractions.set_bad(gap is Gap.PARTS)

    # Changing

    def _choose(self, value: object) -> None:
        mapping = self._work.mapping
        if isinstance(value, str):
            self._work.change(replace(mapping, asset=AssetSpec(value), system=None))
            return
        for edit in (self.code, self.name):
            edit.clear()
        self.parts.set_value(100)
        self._work.change(replace(mapping, asset=AssetSpec(" "), system=None))
        self.code.setFocus()

    def _choose_parts(self, value: object) -> None:
        self._fractions.setVisible(value is CUSTOM)
        if value is CUSTOM:
            self.fractions.setFocus()
        self._describe()

    def _describe(self, _text: str = "") -> None:
        upper = self.code.text().upper()
        if upper != self.code.text():
            place = self.code.cursorPosition()
            self.code.setText(upper)
            self.code.setCursorPosition(place)
        code = upper.strip()
        spec = AssetSpec(code or " ", self.name.text().strip() or code, self._typed_fractions())
        self._work.change(replace(self._work.mapping, asset=spec))

    def _typed_fractions(self) -> int:
        """The number of parts; 0 for what is none, which is asked about before anything is checked."""
        value = self.parts.value()
        if isinstance(value, int):
            return value
        text = self.fractions.text().strip()
        return int(text) if text.isascii() and text.isdigit() else 0

    def _toggle(self) -> None:
        mapping = self._work.mapping
        create = replace(mapping.create, customers=self.customers.isChecked(), wallets=self.wallets.isChecked())
        self._work.change(replace(mapping, create=create))

    def _call(self, text: str) -> None:
        self._work.change(replace(self._work.mapping, wallet=text.strip() or None))

    def _choose_names(self, value: object) -> None:
        mapping = self._work.mapping
        column = value if isinstance(value, str | int) else None
        self._work.change(replace(mapping, columns=replace(mapping.columns, customer_name=column)))
