"""The forms for assets: a new one with a live sample of its amounts, and another name."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from walletdesk.ledger.amounts import MAX_FRACTIONS, Scale
from walletdesk.ledger.refusals import AlreadyTaken, LedgerError, OutOfRange
from walletdesk.ledger.text import CODE_LIMIT, NAME_LIMIT, PART_NAME_LIMIT
from walletdesk.ledger.values import Asset
from walletdesk.ui import fonts
from walletdesk.ui.format import count, notation
from walletdesk.ui.forms.base import FormDialog
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.field import Field
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.styling import frame, label

CUSTOM: Final = 0
_DIGITS: Final = frozenset("0123456789")


def sample(scale: Scale) -> str:
    """An amount that shows how this scale reads: "1,234.56", "12 5/24", "1,234"."""
    units = 12 if scale.decimals is None else 1234
    rest = scale.fractions * 5 // 24 if scale.decimals is None else scale.fractions * 56 // 100
    return scale.format(units * scale.fractions + rest, notation())


class NewAssetForm(FormDialog):
    """What is counted, and how small its smallest part is. Code and parts can never be changed afterwards."""

    def __init__(
        self, words: Callable[[LedgerError], str], taken: Iterable[Asset] = (), parent: QWidget | None = None
    ) -> None:
        """`taken` are the project's assets: a code that one of them has is told while it is typed."""
        super().__init__(self.tr("New asset"), self.tr("Create asset"), words, parent=parent)
        self._taken = {asset.code.casefold(): asset for asset in taken}
        self._name = _line(NAME_LIMIT, self.tr("US Dollar, points, hours…"))
        self._code = _line(CODE_LIMIT, self.tr("USD"))
        self._preset = Combo(self.tr("Smallest part"))
        self._fractions = _line(10, "")
        self._unit = _line(PART_NAME_LIMIT, "d")
        self._part = _line(PART_NAME_LIMIT, "h")
        self._sample = label("", "", fonts.tabular(fonts.sized(fonts.BASE, fonts.MEDIUM)))
        self._lay_out()
        self._connect()
        self._chosen()

    def _lay_out(self) -> None:
        self.add_field("name", Field(self.tr("&Name"), self._name))
        code_hint = self.tr("Short, up to 16 characters. It cannot be changed later.")
        self.add_field("code", Field(self.tr("&Code"), self._code, code_hint))
        self._preset.set_options(
            (
                (self.tr("Hundredths, as money: 1.00"), 100),
                (self.tr("Whole only, as points: 1"), 1),
                (self.tr("Eight decimals, as crypto: 1.00000000"), 10**8),
                (self.tr("24 hours to the day"), 24),
                (self.tr("60 minutes to the hour"), 60),
                (self.tr("Another number of parts…"), CUSTOM),
            )
        )
        self.add_field("preset", Field(self.tr("&Smallest part"), self._preset))
        parts_hint = self.tr("From 1 to {most}. It cannot be changed later.").format(most=count(MAX_FRACTIONS))
        self.add_field("fractions", Field(self.tr("&Parts in one unit"), self._fractions, parts_hint))
        self.add_field("unit", Field(self.tr("Word for the &unit, if you like"), self._unit))
        self.add_field("part", Field(self.tr("Word for the p&art"), self._part))
        self._pair("unit", "part")
        panel = frame("notice")
        row = QHBoxLayout(panel)
        row.setContentsMargins(11, 9, 12, 9)
        row.setSpacing(8)
        row.addWidget(IconLabel("eye", "text2"))
        row.addWidget(self._sample, 1)
        self.body.addWidget(panel)

    def _pair(self, left: str, right: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for name in (left, right):
            self.body.removeWidget(self.field(name))
            row.addWidget(self.field(name))
        self.body.addLayout(row)

    def _connect(self) -> None:
        self._code.textEdited.connect(self._check_code)
        self._preset.changed.connect(self._choose)
        for line in (self._fractions, self._unit, self._part, self._code):
            line.textEdited.connect(self._show_sample)

    # What was typed

    def values(self) -> tuple[str, str, int, str, str]:
        """Name, code, fractions, unit and part, as controllers/assets.create wants them after the project."""
        words = (self._unit.text(), self._part.text()) if self._takes_words() else ("", "")
        return self._name.text(), self._code.text(), self.fractions() or 0, *words

    def fractions(self) -> int | None:
        """How many parts one unit has; None while that is no number."""
        preset = self._preset.value()
        if isinstance(preset, int) and preset != CUSTOM:
            return preset
        text = self._fractions.text().strip()
        return int(text) if text and set(text) <= _DIGITS else None

    def _takes_words(self) -> bool:
        """Words for unit and part are read only where the parts are no decimals."""
        fractions = self.fractions()
        return fractions is not None and fractions > 0 and Scale(fractions).decimals is None

    # What follows from it

    def _choose(self, _value: object) -> None:
        self._unit.clear()
        self._part.clear()
        self._chosen()
        if self._preset.value() == CUSTOM:
            self.field("fractions").focus()

    def _chosen(self) -> None:
        self.field("fractions").setVisible(self._preset.value() == CUSTOM)
        hours = {24: ("d", "h"), 60: ("h", "min")}.get(self.fractions() or 0, ("", ""))
        self._unit.setPlaceholderText(hours[0])
        self._part.setPlaceholderText(hours[1])
        self._show_sample()

    def _show_sample(self) -> None:
        for name in ("unit", "part"):
            self.field(name).setVisible(self._takes_words())
        fractions = self.fractions()
        if fractions is None or not 1 <= fractions <= MAX_FRACTIONS:
            self._sample.setText(self.tr("Amounts will look like: –"))
            return
        scale = Scale(fractions, self._unit.text().strip(), self._part.text().strip())
        text = self.tr("Amounts will look like: {amount} {code}")
        self._sample.setText(text.format(amount=sample(scale), code=self._code.text().strip()).strip())

    def sample_text(self) -> str:
        """The sentence with the sample."""
        return self._sample.text()

    def _check_code(self, text: str) -> None:
        upper = text.upper()
        if upper != text:
            place = self._code.cursorPosition()
            self._code.setText(upper)
            self._code.setCursorPosition(place)
        other = self._taken.get(upper.strip().casefold())
        problem = self._words(AlreadyTaken("asset", "code", other.code)) if other else None
        self.field("code").set_problem(problem)

    def _press(self) -> None:
        """What is known to be refused is told without asking the book."""
        if not self.is_busy() and (refusal := self._refusal()) is not None:
            self.show_refusal(refusal)
            return
        super()._press()

    def _refusal(self) -> LedgerError | None:
        if self.fractions() is None:
            return OutOfRange("fractions", 1, MAX_FRACTIONS)
        other = self._taken.get(self._code.text().strip().casefold())
        return AlreadyTaken("asset", "code", other.code) if other else None


class RenameAssetForm(FormDialog):
    """Another name: all of an asset that can be changed."""

    def __init__(self, words: Callable[[LedgerError], str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Rename asset"), self.tr("Rename"), words, parent=parent)
        self._name = _line(NAME_LIMIT, "")
        self._name.setText(name)
        self.add_field("name", Field(self.tr("&Name"), self._name))

    def name(self) -> str:
        """What was typed."""
        return self._name.text()


def _line(limit: int, placeholder: str) -> QLineEdit:
    """A line that takes a little more than is allowed: what was pasted is refused in words, not cut in silence."""
    line = QLineEdit()
    line.setMaxLength(limit * 2)
    line.setPlaceholderText(placeholder)
    return line
