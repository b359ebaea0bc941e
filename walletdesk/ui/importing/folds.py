"""The settings below the columns: four panels of which at most one is open, each with a line that says what holds."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from walletdesk.controllers.importing import Booking
from walletdesk.ui import icons
from walletdesk.ui.format import count
from walletdesk.ui.importing.assets import AssetPanel
from walletdesk.ui.importing.formats import BookingPanel, FormatPanel, encoding_word, separator_word
from walletdesk.ui.importing.operations import OperationsPanel
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.styling import hairline


class Folds(QWidget):
    """A bar of buttons that open the panels."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """All of them closed."""
        super().__init__(parent)
        self._work = work
        self.operations: Final = OperationsPanel(work)
        self.assets: Final = AssetPanel(work)
        self.booking: Final = BookingPanel(work)
        self.formats: Final = FormatPanel(work)
        self.panels: Final[dict[str, QWidget]] = {
            "operations": self.operations,
            "assets": self.assets,
            "booking": self.booking,
            "format": self.formats,
        }
        self.buttons: Final[dict[str, QPushButton]] = {}
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 2, 16, 4)
        bar.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addLayout(bar)
        for key, panel in self.panels.items():
            made = button("", "chevron-right", "ghost")
            made.setCheckable(True)
            made.clicked.connect(partial(self._toggle, key))
            self.buttons[key] = made
            bar.addWidget(made)
            panel.hide()
            column.addWidget(panel)
        bar.addStretch(1)
        for signal in (work.sheet_changed, work.mapping_changed, work.state_changed):
            signal.connect(self.show_mapping)

    def open(self, key: str | None, focus: QWidget | None = None) -> None:
        """Open this panel and close the others; the keyboard goes to `focus`."""
        for name, panel in self.panels.items():
            panel.setVisible(name == key)
            made = self.buttons[name]
            made.setChecked(name == key)
            made.setIcon(icons.icon("chevron-down" if name == key else "chevron-right", "text2"))
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def opened(self) -> str | None:
        """The panel that is open."""
        return next((name for name, made in self.buttons.items() if made.isChecked()), None)

    def _toggle(self, key: str, checked: bool) -> None:
        self.open(key if checked else None)

    def show_mapping(self) -> None:
        """Say on the buttons what holds."""
        if self._work.sheet is None:
            return
        texts = {
            "operations": self._operations(),
            "assets": self._assets(),
            "booking": self._booking(),
            "format": self._format(),
        }
        for key, text in texts.items():
            self.buttons[key].setText(text.replace("&", "&&"))
            self.buttons[key].setAccessibleName(text)

    def _operations(self) -> str:
        mapping = self._work.mapping
        if mapping.columns.kind is None:
            return self.tr("Operations")
        known = mapping.kinds.words()
        words = self._work.words.words
        said = sum(word.text.strip().casefold() in known for word in words)
        if not words:
            return self.tr("Operations")
        return self.tr("Operations: {n} of {all} words").format(n=count(said), all=count(len(words)))

    def _assets(self) -> str:
        spec, known = self._work.mapping.asset, self._work.asset()
        code = (spec.code or "").strip()
        if known is not None:
            return self.tr("Asset: {code}").format(code=known.code)
        return self.tr("Asset: {code} (new)").format(code=code) if code else self.tr("Asset")

    def _booking(self) -> str:
        plan = self._work.plan
        if plan is None:
            return self.tr("Booking")
        on_dates = plan.booking is Booking.DATES
        return self.tr("Booking: file’s dates") if on_dates else self.tr("Booking: now")

    def _format(self) -> str:
        assert self._work.sheet is not None
        facts = self._work.sheet.facts
        found = f"{encoding_word(facts.encoding)}, {separator_word(facts.separator)}"
        return self.tr("File format: {found}").format(found=found)
