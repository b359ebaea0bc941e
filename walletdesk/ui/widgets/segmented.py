"""A row of joined buttons of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.zoom import px


class _Segment(QPushButton):
    """As wide as its bold text, so that choosing it moves no neighbour."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("kind", "segment")
        self.setAccessibleName(text)
        self.toggled.connect(self._weigh)
        self._weigh(False)

    def _weigh(self, chosen: bool) -> None:
        self.setFont(fonts.sized(fonts.BASE, fonts.SEMIBOLD if chosen else fonts.REGULAR))
        # One stop for the Tab key: the chosen one. The arrow keys go on from there.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # another theme gives every segment the font of the first one
            self._weigh(self.isChecked())

    def sizeHint(self) -> QSize:
        bold = QFontMetrics(fonts.sized(fonts.BASE, fonts.SEMIBOLD)).horizontalAdvance(self.text())
        return QSize(bold + px(20) + 3 * px(1), px(28) + 2 * px(1))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class SegmentedControl(QWidget):
    """One choice of a few, all in sight. Arrow keys move the choice, Tab goes past it."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._values: list[object] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idToggled.connect(self._toggled)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._silent = False

    def set_options(self, options: Sequence[tuple[str, object]]) -> None:
        """Offer these texts with their values; the first is chosen."""
        for made in self._group.buttons():
            self._group.removeButton(made)
            made.hide()
            made.deleteLater()
        self._values = [value for _text, value in options]
        for place, (text, _value) in enumerate(options):
            made = _Segment(text, self)
            made.setProperty("edge", _edge(place, len(options)))
            self._group.addButton(made, place)
            self._row.addWidget(made)
        if options:
            self.set_value(self._values[0])

    def value(self) -> object:
        """What is chosen."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose without telling anybody."""
        self._silent = True
        self._group.button(self._values.index(value)).setChecked(True)
        self._silent = False

    def focus_chosen(self) -> None:
        """Bring the keyboard to the chosen segment."""
        chosen = self._group.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_label(self, value: object, text: str) -> None:
        """Change one text, for example to add a count."""
        made = self._group.button(self._values.index(value))
        made.setText(text)
        made.setAccessibleName(text)
        made.updateGeometry()

    def labels(self) -> list[str]:
        """The texts in their order."""
        return [made.text() for made in self._group.buttons()]

    def _toggled(self, place: int, chosen: bool) -> None:
        if chosen and not self._silent:
            self.changed.emit(self._values[place])


def _edge(place: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if place == 0 else "last" if place == count - 1 else "middle"
