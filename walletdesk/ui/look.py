"""How the window looks to this person: the theme, and whether amounts are shown. Kept for the next start."""

from typing import Final

from PySide6.QtCore import QObject, QSettings

from walletdesk.ui.privacy import privacy
from walletdesk.ui.theme import Preference, theme

_THEME: Final = "window/v1/theme"
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
        privacy().set_hidden(bool(settings.value(_HIDDEN, False, type=bool)))

    def set_theme(self, preference: Preference) -> None:
        """Other colours."""
        theme().set_preference(preference)
        self._settings.setValue(_THEME, preference.value)

    def toggle_theme(self) -> None:
        """From light to dark, or back."""
        self._settings.setValue(_THEME, theme().toggle().value)

    def toggle_amounts(self) -> None:
        """Hide every amount, or show them again."""
        privacy().set_hidden(not privacy().hidden)
        self._settings.setValue(_HIDDEN, privacy().hidden)
