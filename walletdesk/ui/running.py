"""A task on its way, as the status bar shows it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from walletdesk.ui.session import Ticket


class RunningTask(QObject):
    """A task that the status bar shows while it runs."""

    moved = Signal(object)
    """Its Progress."""
    ended = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """`name` is what a person reads: "Exporting the ledger"."""
        super().__init__(parent)
        self.name = name
        self.ticket: Ticket | None = None

    def cancel(self) -> None:
        """Give it up; `ended` follows once the lane has let it go."""
        if self.ticket is not None:
            self.ticket.cancel()


def guarded(owner: QObject, slot: Callable[..., object]) -> Callable[..., None]:
    """The slot as long as its window lives: what runs in the status bar may end after it was closed."""

    def call(*given: object) -> None:
        if isValid(owner):
            slot(*given)

    return call
