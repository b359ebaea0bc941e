"""What File does with books: ask for one, make one, open the sample, export everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from walletdesk.ui.books import Library
from walletdesk.ui.files import BOOKS, SUFFIX, written
from walletdesk.ui.format import count
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import Shell
from walletdesk.ui.verifying import Verifier

if TYPE_CHECKING:
    from walletdesk.controllers.tasks import Task
    from walletdesk.ui.forms.book import NewBookForm

_NAMED: Final = 3
SAMPLE: Final = f"sample{SUFFIX}"


class BookCommands(QObject):
    """Asks the person, and lets the library and the tasks do it."""

    def __init__(
        self,
        shell: Shell,
        library: Library,
        folder: Path,
        window: QWidget,
        verifier: Verifier,
        make_sample: Callable[[Path], Task[None]] | None = None,
    ) -> None:
        """`folder` is where the program's books lie."""
        super().__init__(window)
        self._make_sample = make_sample or _sample
        self._shell = shell
        self._library = library
        self._folder = folder
        self._window = window
        self._verifier = verifier
        self._making: RunningTask | None = None

    def ask_open(self) -> None:
        """Open another book."""
        path = self._shell.file_dialogs.open_path(self.tr("Open book"), BOOKS, self._folder)
        if path is not None:
            self._library.open(path)

    def ask_new(self, suggested: Path | None = None) -> NewBookForm:
        """Make a new book and open it."""
        from walletdesk.ui.forms.book import NewBookForm

        path = suggested or self._free_name()
        form = NewBookForm(self._shell.words, self._shell.file_dialogs, path, self._window)
        form.submitted.connect(partial(self._make, form))
        form.open()
        return form

    def _make(self, form: NewBookForm) -> None:
        form.accept()
        self._library.create(form.path(), form.zone())

    def _free_name(self) -> Path:
        """A name in the folder that is not taken: book, book 2, book 3 ..."""
        path, number = self._folder / f"book{SUFFIX}", 2
        while path.exists():
            path, number = self._folder / f"book {number}{SUFFIX}", number + 1
        return path

    def open_sample(self) -> None:
        """Open the sample book, made first where it is missing."""
        path = self._folder / SAMPLE
        if path.exists():
            self._library.open(path)
        elif self._making is None:
            name = self.tr("Making the sample book")
            done = partial(self._made, path)
            self._making = self._shell.start_task(name, self._make_sample, path, done=done, bookless=True)
            self._making.ended.connect(self._ended)

    def _ended(self) -> None:
        self._making = None

    def _made(self, path: Path, _nothing: None) -> None:
        self._library.open(path)

    def ask_seal(self) -> QWidget | None:
        """Show the seal of the open project, and check one of earlier."""
        if self._shell.project is None:
            return None
        from walletdesk.ui.forms.seal import SealForm  # loaded when it is first wanted: starting is quicker so

        form = SealForm(self._shell, self._verifier, self._shell.project, self._window)
        form.open()
        return form

    def export_all(self) -> None:
        """Write every list of every project into a folder."""
        folder = self._shell.file_dialogs.folder(self.tr("Export everything into this folder"))
        if folder is not None:
            name = self.tr("Exporting everything")
            spoilt: list[str] = []
            done = partial(self._exported, folder, spoilt)
            self._shell.start_task(name, _everything, folder, spoilt.append, done=done)

    def _exported(self, folder: Path, spoilt: list[str], rows: int) -> None:
        text = written(rows, folder.name or str(folder))
        if spoilt:
            named = ", ".join(spoilt[:_NAMED])
            text += " " + self.tr("Damaged, and not written: {names}.").format(names=named)
            if len(spoilt) > _NAMED:
                text += " " + self.tr("{count} in all.").format(count=count(len(spoilt)))
        show = partial(self._shell.file_dialogs.show_folder, folder)
        self._shell.toast(text, [(self.tr("Open folder"), show)])


# On the lane, whose modules are loaded there when they are wanted


def _sample(path: Path) -> Task[None]:
    from walletdesk.controllers import sample

    return sample.make(path)


def _everything(book: Any, folder: Path, spoilt: Callable[[str], object]) -> Task[int]:
    from walletdesk.controllers import exporting

    return exporting.everything(book, folder, spoilt)
