"""What a row becomes: by the words of a column, by the sign of its amount, or by which of two columns is filled."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from walletdesk.controllers.importing import Becomes
from walletdesk.controllers.importing_look import Word, with_word
from walletdesk.ui.batch_work import State
from walletdesk.ui.format import count
from walletdesk.ui.importing.fields import Labelled, NarrowCombo, empty, line
from walletdesk.ui.importing.states import Gap, uses_transfers
from walletdesk.ui.importing.work import ImportWork
from walletdesk.ui.widgets.labels import Elided
from walletdesk.ui.widgets.styling import sub
from walletdesk.ui.zoom import own_size, px, zoom

_ACROSS: Final = 3
_SHOWN_ROWS: Final = 3
_ROW: Final = 36


class Other:
    """A system wallet that is not there yet: its name is typed."""


OTHER: Final = Other()


class OperationsPanel(QWidget):
    """Credits and debits, or the words of the kind column, and the system wallet of transfers."""

    def __init__(self, work: ImportWork, parent: QWidget | None = None) -> None:
        """Shows what the work holds, and changes it."""
        super().__init__(parent)
        self._work = work
        self._shown: tuple[Word, ...] | None = None
        self.credit: Final = NarrowCombo(self.tr("Credits become"))
        self.debit: Final = NarrowCombo(self.tr("Debits become"))
        self.word_combos: dict[str, NarrowCombo] = {}
        self.system: Final = NarrowCombo(self.tr("System wallet"))
        self.system_name: Final = line(self.tr("Name of a new system wallet"))
        self._explained = sub("", wrap=True)
        self._words = QWidget()
        self._grid = QGridLayout(self._words)
        self._area = QScrollArea()
        self._lines = 0
        own_size(self._area)
        zoom().changed.connect(self._measure)
        self._lay_out()
        self._offer()
        self.credit.changed.connect(partial(self._choose, "credit"))
        self.debit.changed.connect(partial(self._choose, "debit"))
        self.system.changed.connect(self._choose_system)
        self.system_name.textEdited.connect(self._type_system)
        work.sheet_changed.connect(self.show_mapping)
        work.mapping_changed.connect(self.show_mapping)
        work.state_changed.connect(self._show_gap)

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        self._area.setWidget(self._words)
        self._area.setWidgetResizable(True)
        for part in (self._words, self._area.viewport()):
            part.setAutoFillBackground(False)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._signs = QWidget()
        signs = QHBoxLayout(self._signs)
        signs.setContentsMargins(0, 0, 0, 0)
        signs.setSpacing(8)
        self._credit = Labelled(self.tr("Positive amounts become"), self.credit, 240)
        self._debit = Labelled(self.tr("Negative amounts become"), self.debit, 240)
        for part in (self._credit, self._debit):
            signs.addWidget(part)
        signs.addStretch(1)
        self._transfers = QWidget()
        row = QHBoxLayout(self._transfers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._system = Labelled(self.tr("System wallet on the other side of transfers"), self.system, 300)
        self._name = Labelled(self.tr("Its name"), self.system_name, 240)
        for part in (self._system, self._name):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(8)
        for widget in (self._explained, self._area, self._signs, self._transfers):
            column.addWidget(widget)

    def _offer(self) -> None:
        self.credit.set_options(
            [(self.tr("Issue to the wallet"), Becomes.ISSUE), (self.tr("Transfer from a system wallet"), Becomes.IN)]
        )
        self.debit.set_options(
            [(self.tr("Redeem from the wallet"), Becomes.REDEEM), (self.tr("Transfer to a system wallet"), Becomes.OUT)]
        )

    # Showing

    def show_mapping(self) -> None:
        """Show what was chosen."""
        mapping, words = self._work.mapping, self._work.words
        by_words = mapping.columns.kind is not None
        self._signs.setVisible(not by_words)
        self._area.setVisible(by_words and bool(words.words))
        self.credit.set_value(mapping.credit)
        self.debit.set_value(mapping.debit)
        if by_words:
            self._show_words(words.words)
        self._explained.setText(self._explanation())
        self._show_system()

    def _explanation(self) -> str:
        words = self._work.words
        if self._work.mapping.columns.kind is None:
            return self.tr("A credit gives the wallet value, a debit takes it.")
        if words.more:
            return self.tr("This column has too many different words to be one of operations. Choose another column.")
        if not words.words:
            return self.tr("Reading the words of this column…")
        return self.tr("Say what each word of this column does with the wallet. Rows with other words are problems.")

    def _show_words(self, words: tuple[Word, ...]) -> None:
        if words != self._shown:
            self._shown = words
            self._rebuild(words)
        known = self._work.mapping.kinds.words()
        for text, combo in self.word_combos.items():
            combo.set_value(known.get(text.strip().casefold()))

    def _rebuild(self, words: tuple[Word, ...]) -> None:
        empty(self._grid)
        self.word_combos = {}
        for number, word in enumerate(words):
            self._grid.addWidget(self._word(word), number // _ACROSS, number % _ACROSS)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        lines = min(_SHOWN_ROWS, -(-len(words) // _ACROSS))
        self._lines = lines
        self._measure()

    def _measure(self) -> None:
        self._area.setFixedHeight(max(1, self._lines * px(_ROW)))

    def _word(self, word: Word) -> QWidget:
        template = self.tr("“{word}” in 1 row") if word.count == 1 else self.tr("“{word}” in {n} rows")
        text = template.format(word=word.text[:60], n=count(word.count))
        combo = NarrowCombo(text)
        combo.set_options(
            [
                (self.tr("Not used"), None),
                (self.tr("Issue"), Becomes.ISSUE),
                (self.tr("Redeem"), Becomes.REDEEM),
                (self.tr("Transfer from system"), Becomes.IN),
                (self.tr("Transfer to system"), Becomes.OUT),
            ]
        )
        combo.changed.connect(partial(self._choose_word, word.text))
        self.word_combos[word.text] = combo
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = Elided(text)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(name, 5)
        row.addWidget(combo, 4)
        return made

    def _show_system(self) -> None:
        mapping, work = self._work.mapping, self._work
        self._transfers.setVisible(uses_transfers(mapping))
        asset = work.asset()
        fitting = [wallet for wallet in work.known.systems if asset is not None and wallet.asset.id == asset.id]
        options: list[tuple[str, object]] = [(f"{wallet.name} · {wallet.label}", wallet.label) for wallet in fitting]
        self.system.set_options([*options, (self.tr("Another one…"), OTHER)])
        label = next((w.label for w in fitting if mapping.system in (w.label, w.name)), None)
        self.system.set_value(label if label is not None else OTHER if mapping.system or not fitting else None)
        self._name.setVisible(self.system.value() is OTHER)
        if mapping.system is not None and label is None and not self.system_name.hasFocus():
            self.system_name.setText(mapping.system)

    def _show_gap(self) -> None:
        gap = self._work.gap if self._work.state is State.OPEN else None
        self._system.set_bad(gap is Gap.SYSTEM)
        self._name.set_bad(gap is Gap.SYSTEM)

    # Changing

    def _choose(self, key: str, value: object) -> None:
        if isinstance(value, Becomes):
            mapping = self._work.mapping
            self._work.change(replace(mapping, credit=value) if key == "credit" else replace(mapping, debit=value))

    def _choose_word(self, text: str, value: object) -> None:
        mapping = self._work.mapping
        becomes = value if isinstance(value, Becomes) else None
        self._work.change(replace(mapping, kinds=with_word(mapping.kinds, text, becomes)))

    def _choose_system(self, value: object) -> None:
        label = value if isinstance(value, str) else None
        self._work.change(replace(self._work.mapping, system=label or self.system_name.text().strip() or None))
        self._name.setVisible(value is OTHER)
        if value is OTHER:
            self.system_name.setFocus()

    def _type_system(self, text: str) -> None:
        self._work.change(replace(self._work.mapping, system=text.strip() or None))
