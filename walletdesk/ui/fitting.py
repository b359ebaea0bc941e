"""Fits every widget to the zoom, from outside: whoever writes one names sizes and gaps as they are at 100 %.

Of each length the fitter notes, beside it, what was meant and what it made of that. A length that is not what was made
was told since, and is meant as of 100 %; so another zoom always starts from the truth, and 100 % brings it back.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QDialog,
    QFormLayout,
    QGridLayout,
    QLayout,
    QScrollArea,
    QSpacerItem,
    QTabBar,
    QWidget,
)
from shiboken6 import getCppPointer, invalidate, isValid

from walletdesk.ui.style import zoomed
from walletdesk.ui.theme import theme
from walletdesk.ui.zoom import STEPS, font_px, has_own_size, meant_font_px, px, zoom

_NOTES: Final = "zoomNotes"
_SHEETS_FONT: Final = "_q_styleSheetWidgetFont"
_UNSET: Final = (0, 16_777_215)
_WAKING: Final = (QEvent.Type.Polish, QEvent.Type.LayoutRequest)
# How a size is read and told, and how Qt marks one that the style sheet gave: that is scaled in the sheet.
_SIZES: Final = (
    ("minimumWidth", "setMinimumWidth", "_q_stylesheet_minw"),
    ("minimumHeight", "setMinimumHeight", "_q_stylesheet_minh"),
    ("maximumWidth", "setMaximumWidth", "_q_stylesheet_maxw"),
    ("maximumHeight", "setMaximumHeight", "_q_stylesheet_maxh"),
)


class _Notes:
    """What was meant and what was made of it, for the lengths of one widget or layout."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._known: dict[str, Any] = owner.property(_NOTES) or {}
        self._changed = False

    def fit(self, key: str, now: Any, put: Callable[[Any], object], make: Callable[[Any], Any] = px) -> None:
        """Give one length its size."""
        noted = self._known.get(key)
        meant = noted[0] if noted and noted[1] == now else now
        made = make(meant)
        if noted != [meant, made]:
            self._known[key] = [meant, made]
            self._changed = True
        if made != now:
            put(made)

    def fit_length(self, key: str, now: int, put: Callable[[Any], object]) -> None:
        """The same, for what may not be set at all."""
        if now > 0 and now not in _UNSET:
            self.fit(key, now, put)

    def is_new(self, key: str, now: Any) -> bool:
        """Whether this is not what was noted before; it is from now on."""
        if self._known.get(key) == now:
            return False
        self._known[key] = now
        self._changed = True
        return True

    def keep(self) -> None:
        """Leave the notes with the owner."""
        if self._changed:
            self._owner.setProperty(_NOTES, self._known)


class _Watch(QObject):
    """Fits what comes into sight or is told another size while the zoom is not 100 %; gone at 100 %."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _WAKING and isinstance(watched, QWidget):
            _fit_widget(watched)
            for child in watched.children() if event.type() == QEvent.Type.LayoutRequest else ():
                if isinstance(child, QWidget):
                    _fit_sizes(child)
        return False


_watches: Final[list[_Watch]] = []


def resize(percent: int) -> None:
    """Make everything this large, at once; what is no step is taken for the nearest."""
    before = zoom().percent
    nearest = min(STEPS, key=lambda step: abs(step - percent))
    if nearest == before:
        return
    zoom().percent = nearest
    widgets = [widget for widget in QApplication.allWidgets() if isValid(widget)]
    own = [(widget, _resized(widget.font(), before)) for widget in widgets if _has_own_font(widget)]
    for widget, font in own:
        if widget.property(_SHEETS_FONT) is not None:  # what the widget gets with the next style sheet
            widget.setProperty(_SHEETS_FONT, font)
        widget.setFont(font)
    theme().dress()
    _watch(QApplication.instance(), nearest != 100)
    for widget in widgets:
        _fit_widget(widget)
    zoom().changed.emit()
    _lay_out(widgets)


def _has_own_font(widget: QWidget) -> bool:
    return widget.testAttribute(Qt.WidgetAttribute.WA_SetFont) and widget.font().pixelSize() > 0


def _resized(font: QFont, before: int) -> QFont:
    font.setPixelSize(font_px(meant_font_px(font.pixelSize(), before), zoom().percent))
    return font


def _watch(app: QObject | None, wanted: bool) -> None:
    if app is None:
        return
    if wanted and not _watches:
        _watches.append(_Watch(app))
        app.installEventFilter(_watches[0])
    elif not wanted and _watches:
        watch = _watches.pop()
        if isValid(watch):
            app.removeEventFilter(watch)
            watch.deleteLater()


def _lay_out(widgets: Sequence[QWidget]) -> None:
    """Whatever looked at its width looks again, since the same one is another now; last who scrolls the others."""
    asked = QEvent.Type.LayoutRequest
    QApplication.sendPostedEvents(None, asked)
    inner = [widget for widget in widgets if isValid(widget) and not widget.isWindow()]
    for widget in inner:
        QApplication.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))
    QApplication.sendPostedEvents(None, asked)
    for widget in inner:
        if isinstance(widget, QScrollArea):
            QApplication.sendEvent(widget, QEvent(asked))


def _fit_widget(widget: QWidget) -> None:
    _fit_sizes(widget)
    layout = widget.layout()
    if layout is not None:
        _fit_layout(layout)


def _fit_sizes(widget: QWidget) -> None:
    if has_own_size(widget):
        return
    notes = _Notes(widget)
    if not widget.isWindow() or isinstance(widget, QDialog):
        for getter, setter, styled in _SIZES:
            if not widget.property(styled):
                notes.fit_length(getter, getattr(widget, getter)(), getattr(widget, setter))
    if isinstance(widget, QAbstractButton | QTabBar):
        side = widget.iconSize()
        notes.fit_length("across", side.width(), lambda made: widget.setIconSize(QSize(made, side.height())))
        side.setWidth(widget.iconSize().width())
        notes.fit_length("down", side.height(), lambda made: widget.setIconSize(QSize(side.width(), made)))
    if widget.styleSheet():
        notes.fit("sheet", widget.styleSheet(), widget.setStyleSheet, zoomed)
    notes.keep()


def _fit_layout(layout: QLayout) -> None:
    notes, margins = _Notes(layout), layout.contentsMargins()
    notes.fit_length("left", margins.left(), margins.setLeft)
    notes.fit_length("top", margins.top(), margins.setTop)
    notes.fit_length("right", margins.right(), margins.setRight)
    notes.fit_length("bottom", margins.bottom(), margins.setBottom)
    if margins != layout.contentsMargins():
        layout.setContentsMargins(margins)
    if isinstance(layout, QGridLayout | QFormLayout):
        notes.fit_length("across", layout.horizontalSpacing(), layout.setHorizontalSpacing)
        notes.fit_length("down", layout.verticalSpacing(), layout.setVerticalSpacing)
    elif isinstance(layout, QBoxLayout):
        notes.fit_length("spacing", layout.spacing(), layout.setSpacing)
    if notes.is_new("items", [layout.count(), zoom().percent]):
        _fit_spacers(notes, layout)
    notes.keep()
    for inner in layout.children():
        if isinstance(inner, QLayout):
            _fit_layout(inner)


def _fit_spacers(notes: _Notes, layout: QLayout) -> None:
    """The gaps in a layout; only where there is a new one, since each look at an item costs memory for good."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if isinstance(item, QSpacerItem):
            _fit_spacer(notes, layout, item)
        if item is not None and not isinstance(item, QLayout):
            # Qt does not tell Python when it deletes an item, and the next thing at its address would be taken for it.
            invalidate(item)


def _fit_spacer(notes: _Notes, layout: QLayout, spacer: QSpacerItem) -> None:
    key, policy = f"{getCppPointer(spacer)[0]:x}", spacer.sizePolicy()

    def put(width: int, height: int) -> None:
        spacer.changeSize(width, height, policy.horizontalPolicy(), policy.verticalPolicy())
        layout.invalidate()

    notes.fit_length(key + "-across", spacer.sizeHint().width(), lambda made: put(made, spacer.sizeHint().height()))
    notes.fit_length(key + "-down", spacer.sizeHint().height(), lambda made: put(spacer.sizeHint().width(), made))
