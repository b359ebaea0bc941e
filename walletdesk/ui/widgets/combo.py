"""The drop-down list."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)

from walletdesk.ui import icons


class Combo(QComboBox):
    """A choice of one value. Values are any objects and are kept out of Qt."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setView(QListView(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(12)
        self._values: list[object] = []
        self.activated.connect(self._chosen)
        self._told: object = None

    def set_options(self, options: Sequence[tuple[str, object]], keep: bool = True) -> None:
        """Offer these; what was chosen stays chosen where it is still offered, else the first is."""
        before = self.value()
        self.clear()
        self._values = [value for _text, value in options]
        self.addItems([text for text, _value in options])
        self.set_value(before if keep and before in self._values else self._values[0] if options else None)

    def value(self) -> object:
        """What is chosen; None where nothing is offered."""
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose without telling anybody."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)
        self._told = self.value()

    def _chosen(self, _place: int) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.changed.emit(self._told)

    def shown(self) -> str:
        """What is chosen, as much of it as fits."""
        return self._option().currentText

    def _option(self) -> QStyleOptionComboBox:
        """What is painted: Qt itself would cut the text hard, under the arrow."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        box, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(box, option, field, self).width()
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        return option

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and not self.toolTip():
            whole = self.currentText()
            text = f"<span>{escape(whole)}</span>" if self.shown() != whole else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must not change a choice that happens to lie under the pointer.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        option, painter = self._option(), QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        icons.paint_chevron(self)
