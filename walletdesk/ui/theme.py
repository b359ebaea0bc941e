"""The colours of the window: one table of tokens, light and dark, and the palette made from it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from walletdesk.ui import fonts, style


@dataclass(frozen=True, eq=False)
class Tokens:
    """Every colour of one theme, by the work it does. Values are hex text; `color` gives the QColor."""

    name: str
    window: str
    surface: str
    raised: str
    hover: str
    alt: str
    border: str
    input_border: str
    button_border: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    on_accent: str
    sel: str
    sel_text: str
    pos: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    err: str
    err_bg: str
    info: str
    info_bg: str
    neutral: str
    neutral_bg: str
    focus: str

    def color(self, role: str) -> QColor:
        """The colour of one token as a shared QColor: painters may use it, nobody may change it."""
        return _color(self, role)

    def colors(self) -> dict[str, str]:
        """All tokens that are colours, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "name"}


@cache
def _color(tokens: Tokens, role: str) -> QColor:
    return QColor(getattr(tokens, role))


LIGHT = Tokens(
    name="light",
    window="#F3F5F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hover="#F0F3F8",
    alt="#F8F9FB",
    border="#DCE1E8",
    input_border="#838C9B",
    button_border="#C3CAD5",
    text="#18202B",
    text2="#535E6D",
    text3="#657080",
    accent="#1D5BBF",
    accent_hover="#184EA6",
    on_accent="#FFFFFF",
    sel="#E1EBFB",
    sel_text="#12203A",
    pos="#0F6E45",
    ok="#0F6E45",
    ok_bg="#E2F4EA",
    warn="#7F5000",
    warn_bg="#FDF1D6",
    err="#B3261E",
    err_bg="#FCE9E7",
    info="#1B4F9C",
    info_bg="#E5EEFB",
    neutral="#4B5563",
    neutral_bg="#ECEFF3",
    focus="#1D5BBF",
)

DARK = Tokens(
    name="dark",
    window="#14171C",
    surface="#1B1F26",
    raised="#232830",
    hover="#252B34",
    alt="#1F242B",
    border="#313843",
    input_border="#667182",
    button_border="#414A58",
    text="#E7EBF1",
    text2="#A9B4C2",
    text3="#8F9BAA",
    accent="#86B1FF",
    accent_hover="#A3C4FF",
    on_accent="#0B1A33",
    sel="#243B5E",
    sel_text="#F2F6FD",
    pos="#62D6A0",
    ok="#62D6A0",
    ok_bg="#173528",
    warn="#F2BE5C",
    warn_bg="#3A2D12",
    err="#FF9A90",
    err_bg="#43211F",
    info="#8FB8FF",
    info_bg="#1C2F4D",
    neutral="#B6C0CD",
    neutral_bg="#2B323C",
    focus="#86B1FF",
)


class Preference(StrEnum):
    """What the person asked for: the system's theme, or one of ours whatever the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def palette(tokens: Tokens) -> QPalette:
    """A full palette, so that nothing of Fusion's own colours shows through."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "alt"),
        (role.Text, "text"),
        (role.PlaceholderText, "text3"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "err"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.Highlight, "sel"),
        (role.HighlightedText, "sel_text"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Light, "raised"),
        (role.Midlight, "border"),
        (role.Mid, "button_border"),
        (role.Dark, "input_border"),
        (role.Shadow, "input_border"),
    ):
        made.setColor(which, tokens.color(token))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText, role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, which, tokens.color("text3"))
    return made


def system_scheme() -> Qt.ColorScheme:
    """What the system asks for; unknown where it says nothing."""
    return QGuiApplication.styleHints().colorScheme()


class Theme(QObject):
    """Which tokens are in force. Painters read `tokens` each time they paint and so follow by themselves."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, scheme: Callable[[], Qt.ColorScheme] = system_scheme) -> None:
        """`scheme` answers what the system asks for."""
        super().__init__(parent)
        self._scheme = scheme
        self.preference = Preference.SYSTEM
        self.tokens = LIGHT
        self._app: QApplication | None = None

    def apply(self, app: QApplication) -> None:
        """Dress the application, and keep it dressed when the system's theme changes."""
        first = self._app is not app
        self._app = app
        if first:
            app.setStyle("Fusion")
            app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.tokens = self._wanted()
        fonts.apply(app)
        self._dress(app)
        self.changed.emit()

    def dress(self) -> None:
        """Dress the application again: it has another size."""
        if self._app is not None:
            fonts.apply(self._app)
            self._dress(self._app)

    def set_preference(self, preference: Preference) -> None:
        """Follow the system, or stay light or dark."""
        self.preference = preference
        self._refresh()

    def toggle(self) -> Preference:
        """Go to the other of light and dark, and answer the preference this makes."""
        self.set_preference(Preference.LIGHT if self.tokens is DARK else Preference.DARK)
        return self.preference

    def _follow_system(self) -> None:
        if self.preference is Preference.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is self.tokens:
            return
        self.tokens = wanted
        if self._app is not None:
            self._dress(self._app)
        self.changed.emit()

    def _wanted(self) -> Tokens:
        if self.preference is not Preference.SYSTEM:
            return DARK if self.preference is Preference.DARK else LIGHT
        return DARK if self._scheme() is Qt.ColorScheme.Dark else LIGHT

    def _dress(self, app: QApplication) -> None:
        if sys.platform in ("win32", "darwin") and self.preference is not Preference.SYSTEM:
            scheme = Qt.ColorScheme.Dark if self.tokens is DARK else Qt.ColorScheme.Light
            app.styleHints().setColorScheme(scheme)
        app.setPalette(palette(self.tokens))
        app.setStyleSheet(style.sheet(self.tokens.colors()))


@cache
def theme() -> Theme:
    """The one theme of this program."""
    return Theme()


def tokens() -> Tokens:
    """The tokens in force now."""
    return theme().tokens
