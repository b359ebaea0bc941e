"""The way from the menus and the header to what finds anything; the overlay itself is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from walletdesk.ui.shell import Shell

if TYPE_CHECKING:
    from walletdesk.ledger.values import Customer
    from walletdesk.ui.palette.palette import Palette

# In the order in which they are wanted: who presses Enter at once is not to find a book made.
_ICONS: Final = {
    "transaction": "arrow-right-left",
    "edit": "pencil",
    "go": "chevron-right",
    "view": "eye",
    "file": "file-text",
    "help": "circle-help",
}
_MENUS: Final = tuple(_ICONS)
_OWN: Final = "find_anything"

Listed = Sequence[tuple[str, str, QAction]]


class Finder(QObject):
    """Opens the overlay of one window."""

    def __init__(
        self, shell: Shell, listed: Callable[[], Listed], go: Callable[[str], object], window: QWidget
    ) -> None:
        """`listed` are the menus' commands as (menu's key, its title, action); `go` shows a tab."""
        super().__init__(window)
        self._shell = shell
        self._listed = listed
        self._go = go
        self._window = window
        self.tab: Callable[[str], Any] = lambda key: None
        self.header: QWidget | None = None
        self.palette: Palette | None = None

    def open(self) -> None:
        """Bring the overlay before the window."""
        if self.palette is None:
            from walletdesk.ui.palette.palette import Palette, Ways

            ways = Ways(self._show_wallet, self._show_customer, self._show_transaction, self._commands)
            self.palette = Palette(self._shell, ways, self._top, self._window)
        self.palette.enter()

    def _top(self) -> int:
        if self.header is None:
            return 0
        below = self.header.height() if self.header.isVisible() else 0
        return self.header.mapTo(self._window, QPoint(0, below)).y()

    def _show_wallet(self, wallet: int) -> None:
        self._go("wallets")
        self._shell.show_wallet_ledger(wallet)

    def _show_customer(self, customer: Customer) -> None:
        self._go("customers")
        self._shell.show_customers(text=customer.id or "")
        self.tab("customers").page.select(customer.key)

    def _show_transaction(self, number: int) -> None:
        self._go("transactions")
        self._shell.show_transaction(number)

    def _commands(self) -> list[Any]:
        from walletdesk.ui.palette.rows import Command

        return [
            Command(
                _plain(action.text()),
                _plain(title),
                action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
                _ICONS.get(key, "chevron-right"),
                action.trigger,
            )
            for key, title, action in sorted(self._listed(), key=lambda one: _MENUS.index(one[0]))
            if action.objectName() != _OWN
        ]


def _plain(text: str) -> str:
    """A menu's words without the marks of its letters."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
