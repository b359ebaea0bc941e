"""Put the program together: Qt, the look, the log, what happens on a crash, and the window."""

import gc
import importlib
import logging
import signal
import sys
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from walletdesk import __version__, crash, paths
from walletdesk.controllers.tasks import Progress
from walletdesk.ui import instance, theme
from walletdesk.ui.painted import Painted

_LOG_BYTES = 512 * 1024
_LOG_FILES = 3
_SWITCH_SECONDS = 0.001
"""How long the lane may keep the interpreter while the window waits for it; painting a table asks for it some times."""
NO_FOLDER: Final = 4  # the exit status
_log = logging.getLogger(__name__)


def run(book: Path | None, tell: Callable[[str], object] = lambda problem: crash.NoStart(problem).exec()) -> int:
    """Show the window on this book, or on the default one, and answer the exit status when it is closed.

    Whether there is a screen was asked before (walletdesk.screen): by now Qt is loaded. `tell` says in a window of its
    own why there will be no other.
    """
    log_file = start_log(paths.log_file)
    app = make_application()
    try:
        for folder in (paths.data_folder, paths.settings_file, paths.state_folder):
            folder()
    except OSError as error:
        problem = _no_folder(error)
        sys.stderr.write(f"walletdesk: {problem}\n")
        tell(problem)
        return NO_FOLDER
    mine = instance.Instance()
    if not mine.claim(book or paths.default_book(), instance.START_SECONDS):
        return 0
    reporter = crash.Reporter(log_file, app)
    reporter.install()
    try:
        window = open_window(book, mine)
        window.show()
        return app.exec()
    finally:
        reporter.uninstall()


def _no_folder(error: OSError) -> str:
    text = QCoreApplication.translate(
        "app",
        "The folder {path} cannot be made: {reason}. Check the disk and your rights to the folder above it, "
        "and start again.",
    )
    return text.format(path=error.filename, reason=error.strerror)


def open_window(book: Path | None, mine: instance.Instance | None = None) -> QWidget:
    """The main window on this book, or on the default one, which is made if it is not there.

    `mine` has claimed that book for this process. The book is opened once the window was painted: what reads it is
    loaded then, on the lane. What a job of the lane did not expect reaches the reporter through sys.excepthook.
    """
    from walletdesk.ui.main_window import MainWindow

    settings = QSettings(str(paths.settings_file()), QSettings.Format.IniFormat)
    window = MainWindow(settings, paths.data_folder(), paths.state_folder(), backups=paths.backup_folder())
    if mine is not None:
        window.library.adopt(mine)
    gc.freeze()  # modules and all that stays: passing over them again and again would hold up lane and window alike
    gc.enable()
    Painted(window, partial(window.session.start, _loaded, bookless=True))
    if book is None:
        Painted(window, partial(window.library.open_or_create, paths.default_book()))
    else:
        Painted(window, partial(window.library.open, book.absolute()))
    return window


def _loaded() -> Generator[Progress, None, None]:
    """What the first tab is made of, loaded on the lane: on the window's thread it would be the longest wait of all."""
    for name in ("walletdesk.ui.tables.view", "walletdesk.ui.tabs.overview", "walletdesk.ui.tabs.projects"):
        importlib.import_module(name)
        yield Progress(0, 0)


def make_application() -> QApplication:
    """Qt's application with our names, icon, font and colours."""
    app = QApplication(sys.argv[:1])
    sys.setswitchinterval(_SWITCH_SECONDS)
    name(app)
    theme.theme().apply(app)
    # Python sees no signal while Qt waits; the book survives being cut off, so Ctrl+C may simply end the program.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return app


def name(app: QApplication) -> None:
    """What the desktop and a screen reader call the program."""
    app.setOrganizationName("WalletDesk")
    app.setApplicationName("WalletDesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("walletdesk")  # packaging/walletdesk.desktop: the desktop finds our icon by it
    app.setWindowIcon(QIcon(str(paths.resources() / "walletdesk.svg")))


def start_log(where: Callable[[], Path]) -> Path | None:
    """Write what happens, never what a person typed, to a small rotating file; answer it, or None when it cannot be."""
    from logging.handlers import RotatingFileHandler  # with all that it knows of networks

    file: Path | None = None
    handler: logging.Handler
    try:
        file = where()
        handler = RotatingFileHandler(file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8")
    except OSError:  # a full or read-only disk must not keep the person from reading the book
        file, handler = None, logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    _log.info("%s starts", crash.versions())
    return file
