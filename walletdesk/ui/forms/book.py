"""The form for a new book: where it lies, and in which time zone its days are."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import available_timezones

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from walletdesk.controllers.books import system_zone
from walletdesk.ledger.refusals import BookExists, LedgerError, Missing, NotFound
from walletdesk.ui.files import BOOKS, SUFFIX, FileDialogs
from walletdesk.ui.forms.base import FormDialog
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.field import Field


class NewBookForm(FormDialog):
    """Asks for a file that is not there yet, and for a time zone by typing part of its name."""

    def __init__(
        self,
        words: Callable[[LedgerError], str],
        dialogs: FileDialogs,
        suggested: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(self.tr("New book"), self.tr("Create book"), words, parent=parent)
        self._dialogs = dialogs
        self._path = QLineEdit(str(suggested))
        self._zone = QLineEdit(system_zone())
        self._zones = sorted(available_timezones())
        completer = QCompleter(self._zones, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        self._zone.setCompleter(completer)
        self._zone.setClearButtonEnabled(False)
        self.add_field("path", Field(self.tr("&File"), self._path_row(), self.tr("One file holds the whole book.")))
        hint = self.tr("Days of this book begin and end here, wherever you are. It cannot be changed later.")
        self.add_field("zone", Field(self.tr("&Time zone"), self._zone, hint))

    def _path_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._path, 1)
        browse = button(self.tr("Choose…"), "folder-open")
        browse.clicked.connect(self._choose)
        row.addWidget(browse)
        holder.setFocusProxy(self._path)
        return holder

    def _choose(self) -> None:
        path = self._dialogs.save_path(self.tr("New book"), self.path(), BOOKS)
        if path is not None:
            self._path.setText(str(path))
            self.field("path").set_problem(None)

    def path(self) -> Path:
        """The file, with our suffix where none was typed."""
        path = Path(self._path.text().strip()).expanduser()
        return path if path.suffix else path.with_name(path.name + SUFFIX)

    def zone(self) -> str:
        """The time zone's IANA name."""
        typed = self._zone.text().strip()
        return next((zone for zone in self._zones if zone.casefold() == typed.casefold()), typed)

    def _press(self) -> None:
        """What can be seen without making anything is told before the window leaves the present book."""
        refusal = self._refusal()
        if refusal is None:
            super()._press()
        else:
            field, error = refusal
            self.clear_problems()
            self.field(field).set_problem(self._words(error))
            self.field(field).focus()

    def _refusal(self) -> tuple[str, LedgerError] | None:
        if not self._path.text().strip():
            return "path", Missing("path")
        if self.path().exists():
            return "path", BookExists(str(self.path()))
        if self.zone() not in self._zones:
            return "zone", NotFound("time zone", self.zone())
        return None
