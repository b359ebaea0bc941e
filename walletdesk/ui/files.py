"""Asking for files and folders: behind a class of our own, so that tests answer instead of a person."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

SUFFIX = ".walletdesk"
BOOKS = f"*{SUFFIX}"
CSV = "*.csv"


class FileDialogs:
    """The system's dialogs. Each answers None when the person gave up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent

    def open_path(self, title: str, pattern: str = "", start: Path | None = None) -> Path | None:
        """A file that is there."""
        path, _ = QFileDialog.getOpenFileName(self.parent, title, _text(start), _patterns(pattern))
        return Path(path) if path else None

    def save_path(self, title: str, suggested: Path | str, pattern: str = "") -> Path | None:
        """A file to write; the dialog itself asks before an old one is replaced."""
        path, _ = QFileDialog.getSaveFileName(self.parent, title, str(suggested), _patterns(pattern))
        return Path(path) if path else None

    def folder(self, title: str, start: Path | None = None) -> Path | None:
        """A folder."""
        path = QFileDialog.getExistingDirectory(self.parent, title, _text(start))
        return Path(path) if path else None

    def show_folder(self, path: Path) -> None:
        """Show a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def dated(name: str, day: date | None) -> str:
    """The name of a file with the day as of which it tells: "wallets-2026-03-31.csv"."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{day.isoformat()}{dot}{ending}" if day is not None and dot else name


def _text(path: Path | None) -> str:
    return "" if path is None else str(path)


def _patterns(pattern: str) -> str:
    every = QCoreApplication.translate("FileDialogs", "All files")
    names = {
        BOOKS: QCoreApplication.translate("FileDialogs", "WalletDesk books"),
        CSV: QCoreApplication.translate("FileDialogs", "CSV files"),
    }
    named = f"{names.get(pattern, pattern)} ({pattern});;" if pattern else ""
    return f"{named}{every} (*)"
