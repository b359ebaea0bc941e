"""What nobody expected: written to the log, and told to the person once, with something to send."""

import logging
import platform
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from walletdesk import __version__
from walletdesk.ui import fonts

_log = logging.getLogger(__name__)


def versions() -> str:
    """What runs here, in one line."""
    return f"WalletDesk {__version__}, Python {platform.python_version()}, Qt {PySide6.__version__}, {sys.platform}"


def details(error: BaseException) -> str:
    """What a person may send: the versions and the whole traceback, which they see before they copy it."""
    return f"{versions()}\n\n{''.join(traceback.format_exception(error))}"


def anonymous(error: BaseException) -> str:
    """What the log keeps: the kinds of the errors and where they came from; a message may quote a name or an amount."""
    parts: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        parts.append(type(link).__qualname__)
        parts += [
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(parts)


def _line(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class NoStart(QDialog):
    """Says why there will be no window."""

    def __init__(self, problem: str) -> None:
        super().__init__()
        self.setObjectName("no_start")
        self.setWindowTitle(self.tr("WalletDesk cannot start"))
        self.setMinimumWidth(520)
        leave = QPushButton(self.tr("&Quit WalletDesk"))
        leave.setProperty("kind", "primary")
        leave.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        title = _line(self.windowTitle())
        title.setFont(fonts.sized(15, fonts.SEMIBOLD))
        column.addWidget(title)
        column.addWidget(_line(problem))
        column.addWidget(leave, 0, Qt.AlignmentFlag.AlignRight)


class CrashDialog(QDialog):
    """Says that something went wrong, and lets the person copy the details, go on or quit."""

    def __init__(self, text: str, log_file: Path | None) -> None:
        super().__init__(QApplication.activeWindow())
        self.setObjectName("crash")
        self.setWindowTitle(self.tr("Something went wrong - WalletDesk"))
        self.resize(640, 420)
        self._text = text
        self._go_on = QPushButton(self.tr("&Go on"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        title = _line(self.tr("Something went wrong that WalletDesk did not expect."))
        title.setFont(fonts.sized(15, fonts.SEMIBOLD))
        column.addWidget(title)
        column.addWidget(_line(self.tr("What was posted stays posted. You can go on; if it happens again, quit.")))
        box = QPlainTextEdit(text)
        box.setObjectName("details")
        box.setAccessibleName(self.tr("Details"))
        box.setReadOnly(True)
        box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        box.setTabChangesFocus(True)
        column.addWidget(box, 1)
        if log_file is not None:
            told = self.tr("The log, without names and amounts: {path}").format(path=log_file)
            column.addWidget(_line(told))
        column.addLayout(self._buttons())
        self._go_on.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        copy = QPushButton(self.tr("&Copy details"))
        copy.setObjectName("copy")
        copy.clicked.connect(self.copy)
        leave = QPushButton(self.tr("&Quit WalletDesk"))
        leave.setObjectName("quit")
        leave.clicked.connect(self.reject)
        leave.clicked.connect(QApplication.closeAllWindows)
        self._go_on.setObjectName("go_on")
        self._go_on.setProperty("kind", "primary")
        self._go_on.setDefault(True)
        self._go_on.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(self._go_on)
        return row

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)


class Reporter(QObject):
    """Takes every error that reached nobody, from any thread, and shows one dialog at a time in the window's."""

    _happened = Signal(object)

    def __init__(self, log_file: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self.dialog: CrashDialog | None = None
        # Queued even in the window's own thread: an error while painting must not open a dialog inside the painting.
        self._happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on Python's unhandled errors come here."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Give the errors back to Python, before Qt is gone."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def report(self, error: BaseException) -> None:
        """Log the error and tell the person. May be called from any thread."""
        _log.critical("%s\n%s", versions(), anonymous(error))
        self._happened.emit(error)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, KeyboardInterrupt):
            QApplication.closeAllWindows()
        else:
            self.report(error)

    def _thread_hook(self, given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
            self._hook(given.exc_type, given.exc_value, given.exc_traceback)

    def _show(self, error: BaseException) -> None:
        if self.dialog is not None:  # the first error explains the others
            return
        self.dialog = CrashDialog(details(error), self._log_file)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
