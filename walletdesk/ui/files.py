"""Asking for files and folders: behind a class of our own, so that tests answer instead of a person."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from walletdesk.ui.format import count

SUFFIX = ".walletdesk"
BOOKS = f"*{SUFFIX}"
CSV = "*.csv"


_FOLDER = "files/v1/folder"


class FileDialogs:
    """The system's dialogs. Each answers None when the person gave up.

    Where nobody names a folder they begin in the one that was chosen last, at first in the person's documents.
    """

    def __init__(self, settings: QSettings | None = None, parent: QWidget | None = None) -> None:
        """The settings keep the folder for the next start."""
        self._settings = settings if settings is not None else QSettings()
        self.parent = parent

    def open_path(self, title: str, pattern: str = "", start: Path | None = None) -> Path | None:
        """A file that is there."""
        begin = str(start or self._last())
        path, _ = QFileDialog.getOpenFileName(self.parent, title, begin, _patterns(pattern))
        return self._chosen(Path(path), start) if path else None

    def save_path(self, title: str, suggested: Path | str, pattern: str = "") -> Path | None:
        """A file to write; the dialog itself asks before an old one is replaced."""
        begin = self._last() / suggested  # as it is where it names its folder itself
        path, _ = QFileDialog.getSaveFileName(self.parent, title, str(begin), _patterns(pattern))
        return self._chosen(Path(path), Path(suggested)) if path else None

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        """A folder."""
        path = QFileDialog.getExistingDirectory(self.parent, title, str(start or self._last()))
        return self._chosen(Path(path), start) if path else None

    def _last(self) -> Path:
        kept = str(self._settings.value(_FOLDER, "", type=str))
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return next((Path(folder) for folder in (kept, documents) if folder and Path(folder).is_dir()), Path.home())

    def _chosen(self, path: Path, start: Path | None) -> Path:
        if start is None or not start.is_absolute():
            self._settings.setValue(_FOLDER, str(path if path.is_dir() else path.parent))
        return path

    def show_folder(self, path: Path) -> None:
        """Show a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def written(rows: int, name: str) -> str:
    """Said when a list was written to a file or a folder of this name."""
    one = QCoreApplication.translate("FileDialogs", "1 row written to {name}.")
    many = QCoreApplication.translate("FileDialogs", "{rows} rows written to {name}.")
    return (one if rows == 1 else many).format(rows=count(rows), name=name)


def dated(name: str, day: date | None) -> str:
    """The name of a file with the day as of which it tells: "wallets-2026-03-31.csv"."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{day.isoformat()}{dot}{ending}" if day is not None and dot else name


def _patterns(pattern: str) -> str:
    every = QCoreApplication.translate("FileDialogs", "All files")
    names = {
        BOOKS: QCoreApplication.translate("FileDialogs", "WalletDesk books"),
        CSV: QCoreApplication.translate("FileDialogs", "CSV files"),
    }
    named = f"{names.get(pattern, pattern)} ({pattern});;" if pattern else ""
    return f"{named}{every} (*)"
