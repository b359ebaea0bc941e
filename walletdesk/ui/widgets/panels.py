"""Framed parts of a page: cards, notices, what stands where nothing is, and the bar for what went wrong."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from walletdesk.ui import fonts, icons
from walletdesk.ui.format import count
from walletdesk.ui.widgets.buttons import Kind, button, icon_button
from walletdesk.ui.widgets.chip import ChipKind, default_icon
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.styling import heading, label


class Card(QFrame):
    """A white rounded panel with a heading; the content goes into `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        if title:
            self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(8)
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        outer.addLayout(self._head)
        self._title = heading(title)
        self._head.addWidget(self._title)
        self._title.setVisible(bool(title))  # only now: shown without a parent, it would be a window for a moment
        self._head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)

    def add_aside(self, widget: QWidget) -> None:
        """Put something at the right of the heading."""
        self._head.addWidget(widget)


class CountCard(QFrame):
    """A large number and what it counts."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "card")
        self._name = name
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(0)
        self._number = label("\N{EN DASH}", "number", fonts.sized(20, fonts.SEMIBOLD))
        column.addWidget(self._number)
        column.addWidget(label(name, "sub", fonts.sized(12)))
        self.set_count(None)

    def set_count(self, number: int | None) -> None:
        """Show the number, or a dash while it is not known."""
        text = "\N{EN DASH}" if number is None else count(number)
        self._number.setText(text)
        self.setAccessibleName(f"{self._name}: {text}")


class Notice(QFrame):
    """A bordered panel that explains something, with an icon and, where there is something to do, a button."""

    pressed = Signal()

    def __init__(
        self,
        text: str = "",
        kind: ChipKind = "info",
        icon: str | None = None,
        action: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("panel", "notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 9, 12, 9)
        row.setSpacing(8)
        self._row = row
        self._icon = IconLabel("info", "info")
        row.addWidget(self._icon)
        self._text = label("", "", fonts.sized(12), wrap=True)
        row.addWidget(self._text, 1)
        self._button = button(action or "")
        self._button.clicked.connect(self.pressed)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_action(action)
        self.set_text(text, kind, icon)

    def set_text(self, text: str, kind: ChipKind = "info", icon: str | None = None) -> None:
        """Explain something else."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._icon.set_icon(icon or ("info" if kind == "info" else default_icon(kind)), kind)

    def set_action(self, action: str | None) -> None:
        """Offer another button, or none."""
        level = Qt.AlignmentFlag.AlignTop if action is None else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, level)
        self._button.setVisible(action is not None)
        self._button.setText(action or "")

    def text(self) -> str:
        """What it says."""
        return self._text.text()


class EmptyState(QWidget):
    """What stands where a list would be: why nothing is here and what to do first."""

    acted = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str = "",
        action: str | None = None,
        kind: Kind = "secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._icon = IconLabel(icon, "text3", icons.EMPTY_SIZE)
        self._title = label(title, "title", fonts.sized(15, fonts.SEMIBOLD), wrap=True)
        self._sentence = label(sentence, "sub", fonts.sized(13), wrap=True)
        for text in (self._title, self._sentence):
            text.setAlignment(middle)
            text.setMaximumWidth(460)
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._button = button(action or "", None, kind)
        self._button.clicked.connect(self.acted)
        column.addStretch(2)
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(6)
        for text in (self._title, self._sentence):
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(text, 20)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self._button, 0, middle)
        self._button.setVisible(action is not None)
        column.addStretch(3)

    def set_state(self, icon: str, title: str, sentence: str = "", action: str | None = None) -> None:
        """Say something else: "nothing here yet" and "nothing found" are different sentences."""
        self._icon.set_icon(icon, "text3")
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setVisible(action is not None)
        self._button.setText(action or "")

    def text(self) -> str:
        """Title and sentence."""
        return f"{self._title.text()}\n{self._sentence.text()}"


class ErrorBar(QFrame):
    """The bar at the top of a page for what nobody foresaw: a plain sentence, its details, and another try."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "error")
        self._details = ""
        self._again: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel("circle-alert", "err"))
        self._text = label("", "", fonts.sized(13, fonts.MEDIUM), wrap=True)
        row.addWidget(self._text, 1)
        self._copy = button(self.tr("Copy details"), "copy")
        self._copy.clicked.connect(self._copy_details)
        self._retry = button(self.tr("Try again"), "refresh-cw")
        self._retry.clicked.connect(self._try_again)
        self._close = icon_button("x", self.tr("Dismiss"))
        self._close.clicked.connect(self.hide)
        for made in (self._copy, self._retry, self._close):
            row.addWidget(made)
        self.hide()

    def show_error(self, sentence: str, details: str = "", again: Callable[[], object] | None = None) -> None:
        """Show the sentence; `details` go to the clipboard when asked for, `again` is what Try again does."""
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._details = details
        self._again = again
        self._copy.setVisible(bool(details))
        self._retry.setVisible(again is not None)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def text(self) -> str:
        """The sentence."""
        return self._text.text()

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n\n{self._details}")

    def _try_again(self) -> None:
        self.hide()
        if self._again is not None:
            self._again()
