"""How the window looks to this person: theme, size, and whether amounts are shown. Kept for the next start."""

from typing import Final

from PySide6.QtCore import QObject, QSettings

from walletdesk.ui import fitting
from walletdesk.ui.privacy import privacy
from walletdesk.ui.theme import Preference, theme
from walletdesk.ui.zoom import zoom

_THEME: Final = "window/v1/theme"
_ZOOM: Final = "window/v1/zoom"
_HIDDEN: Final = "window/v1/amounts_hidden"


class Look(QObject):
    """Changes the look of all windows at once."""

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        """Begins with what was kept."""
        super().__init__(parent)
        self._settings = settings
        kept = settings.value(_THEME, Preference.SYSTEM.value, type=str)
        if isinstance(kept, str) and kept in list(Preference):
            theme().set_preference(Preference(kept))
        size = str(settings.value(_ZOOM, "", type=str))
        fitting.resize(int(size) if size.isascii() and size.isdigit() else 100)
        privacy().set_hidden(bool(settings.value(_HIDDEN, False, type=bool)))

    def set_theme(self, preference: Preference) -> None:
        """Other colours."""
        theme().set_preference(preference)
        self._settings.setValue(_THEME, preference.value)

    def toggle_theme(self) -> None:
        """From light to dark, or back."""
        self._settings.setValue(_THEME, theme().toggle().value)

    def zoom_by(self, steps: int) -> None:
        """Make everything larger, or smaller."""
        self._resize(zoom().next_step(steps))

    def zoom_reset(self) -> None:
        """Everything at its own size."""
        self._resize(100)

    def _resize(self, percent: int) -> None:
        fitting.resize(percent)
        self._settings.setValue(_ZOOM, zoom().percent)

    def toggle_amounts(self) -> None:
        """Hide every amount, or show them again."""
        privacy().set_hidden(not privacy().hidden)
        self._settings.setValue(_HIDDEN, privacy().hidden)
