"""One window for each book: a second start finds the first one's socket, raises its window and ends (B5)."""

import hashlib
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ASK: Final = b"raise"
_PATIENCE_MS: Final = 500


def socket_name(book: Path) -> str:
    """A name that every start of this person on this book agrees on, whichever way the path is written."""
    whose = f"{Path.home()}\0{book.resolve()}"
    return f"walletdesk-{hashlib.sha256(whose.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def raise_other(book: Path) -> bool:
    """Ask the window that shows this book to come forward; False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(book))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_ASK)
    socket.waitForBytesWritten(_PATIENCE_MS)
    socket.disconnectFromServer()
    return True


class Instance(QObject):
    """Listens for later starts on the same book. Advice only: that two never write at once is SQLite's work."""

    asked = Signal()
    """Somebody started the program on this book again: the window is to come forward."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None
        self._book: Path | None = None

    def holds(self, book: Path) -> bool:
        """Whether it is this very window that shows the book."""
        return self._book is not None and socket_name(self._book) == socket_name(book)

    def listen(self, book: Path) -> bool:
        """From now on hear later starts on this book, and no longer those on the one before."""
        if self.holds(book):
            return True
        self.close()
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        name = socket_name(book)
        # After a crash the socket is left behind. Nobody answers on it, or we would not have come this far.
        if not server.listen(name) and not (QLocalServer.removeServer(name) and server.listen(name)):
            server.deleteLater()
            return False
        server.newConnection.connect(self._heard)
        self._server, self._book = server, book
        return True

    def close(self) -> None:
        """Hear nobody any more."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
        self._server = self._book = None

    def _heard(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.asked.emit()
