"""The tick box."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

from walletdesk.ui import icons, theme
from walletdesk.ui.zoom import px


class CheckBox(QCheckBox):
    """A tick box whose tick has the theme's colour, which a style sheet alone cannot give it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text.replace("&", ""))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        role = "on_accent" if self.isEnabled() else "text3"
        icons.paint_icon(painter, box.adjusted(px(2), px(2), -px(2), -px(2)), "check", theme.tokens().color(role))
        painter.end()
