"""One window for each book: a second start finds the first one's socket, raises its window and ends (B5).

Who may listen is decided by a lock that the system takes back with the process, however that ends. What stands in the
lock's file or in a socket's place is never believed: only who answers is there.
"""

import hashlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ASK: Final = b"raise"
_HERE: Final = b"here"
_CONNECT_MS: Final = 500
_LOOK_AGAIN_MS: Final = 50
START_SECONDS: Final = 10.0
"""How long a start waits for the window of another one, which may be on its way itself."""
OPEN_SECONDS: Final = 2.0
"""How long a window waits for another one."""


def socket_name(book: Path) -> str:
    """A name that every start of this person on this book agrees on, whichever way the path is written."""
    whose = f"{Path.home()}\0{os.path.realpath(book)}"  # a link that leads to itself is told when it is opened
    return f"walletdesk-{hashlib.sha256(whose.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def lock_file(book: Path) -> Path:
    """Held as long as there is a window on this book, or one on its way."""
    return Path(QDir.tempPath()) / f"{socket_name(book)}.lock"


def raise_other(book: Path, seconds: float = OPEN_SECONDS) -> bool:
    """Ask the window that shows this book to come forward; False if there is none, or none that answers in time."""
    socket = QLocalSocket()
    socket.connectToServer(socket_name(book))
    if not socket.waitForConnected(_CONNECT_MS):
        return False
    socket.write(_ASK)
    answered = socket.waitForReadyRead(int(seconds * 1_000)) and bytes(socket.readAll().data()).startswith(_HERE)
    socket.disconnectFromServer()
    return answered


@dataclass
class _Claim:
    """What is held for one book: the lock, and the socket that hears later starts."""

    lock: int | None
    server: QLocalServer | None

    def drop(self) -> None:
        """Let both go, the socket first: whoever gets the lock makes one of their own."""
        if self.server is not None:
            self.server.close()
            self.server.deleteLater()
        if self.lock is not None:
            os.close(self.lock)


class Instance(QObject):
    """Listens for later starts on the same book. Advice only: that two never write at once is SQLite's work."""

    asked = Signal()
    """Somebody started the program on this book again: the window is to come forward."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claims: dict[str, _Claim] = {}

    def holds(self, book: Path) -> bool:
        """Whether it is this very window that shows the book."""
        return socket_name(book) in self._claims

    def claim(self, book: Path, seconds: float = OPEN_SECONDS) -> bool:
        """From now on be the window for this book; False if there is another one, which came forward.

        Somebody who has the lock and gives no answer keeps nobody out.
        """
        if self.holds(book):
            return True
        try:
            lock = _lock(lock_file(book))
        except BlockingIOError:
            if _raise_patiently(book, seconds):
                return False
            self._claims[socket_name(book)] = _Claim(None, None)
            return True
        if raise_other(book, seconds):  # its lock's file was cleared away
            _Claim(lock, None).drop()
            return False
        self._claims[socket_name(book)] = _Claim(lock, self._serve(socket_name(book)))
        return True

    def keep_only(self, book: Path) -> None:
        """Hear starts on this book alone."""
        for name in self._claims.keys() - {socket_name(book)}:
            self._claims.pop(name).drop()

    def close(self) -> None:
        """Hear nobody any more."""
        while self._claims:
            self._claims.popitem()[1].drop()

    def _serve(self, name: str) -> QLocalServer | None:
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        # After a crash the socket is left behind. Nobody answers on it, or we would not have come this far.
        if not server.listen(name) and not (QLocalServer.removeServer(name) and server.listen(name)):
            server.deleteLater()
            return None
        server.newConnection.connect(self._heard)
        return server

    def _heard(self) -> None:
        for claim in list(self._claims.values()):
            while claim.server is not None and (socket := claim.server.nextPendingConnection()) is not None:
                socket.disconnected.connect(socket.deleteLater)
                socket.write(_HERE)
                socket.flush()
                self.asked.emit()


def _raise_patiently(book: Path, seconds: float) -> bool:
    """As `raise_other`, of somebody who has the lock and may not listen yet."""
    end = time.monotonic() + seconds
    while True:
        left = max(0.0, end - time.monotonic())
        if raise_other(book, left):
            return True
        if not left:
            return False
        QThread.msleep(_LOOK_AGAIN_MS)  # nothing tells when another process begins to listen


def _lock(file: Path) -> int | None:
    """Hold the file as long as this process lives; None where it cannot be held. Refuses BlockingIOError: another does.

    What is in the file, who made it and where is never looked at.
    """
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError:
        return None
    try:
        _hold(descriptor)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return None
    return descriptor


def _hold(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
