"""What happens around the page of restoring: looking, comparing, asking, and the change itself."""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from walletdesk.controllers import restoring
from walletdesk.controllers.restoring import Backup, Difference, Restoration
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.refusals import BookDamaged, LedgerError
from walletdesk.ui.backups import Keeper
from walletdesk.ui.books import Library
from walletdesk.ui.files import BOOKS, CSV
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import Shell

if TYPE_CHECKING:
    from walletdesk.ui.restoring.page import RestorePage

_KEY = "restore/look"


class Restorer(QObject):
    """Takes a book back to a backup, for the book that is open, or for one that cannot be opened."""

    working = Signal(object)
    """The RunningTask that prepares a backup: nothing else can be done meanwhile."""
    ended = Signal()
    """It did not come to a change."""

    def __init__(
        self, shell: Shell, library: Library, keeper: Keeper, memory: Path | None, clock: Callable[[], int]
    ) -> None:
        """`memory` is where ends of chains are remembered: they are others after a restore."""
        super().__init__(shell)
        self._shell = shell
        self._library = library
        self._keeper = keeper
        self._memory = memory
        self._clock = clock
        self._path: Path | None = None
        self._open = False
        self._damaged = False
        self._found: Difference | None = None

    @cached_property
    def page(self) -> "RestorePage":
        """Made, and its module loaded, when it is first shown."""
        from walletdesk.ui.restoring.page import RestorePage

        page = RestorePage(self._shell)
        page.chosen.connect(self._look)
        page.file_wanted.connect(self._choose)
        page.restore_wanted.connect(self.ask)
        page.export_wanted.connect(self._export)
        return page

    def begin(self, faulty: Path | None = None, damaged: bool = False) -> None:
        """List the backups of the open book, or of this one that cannot be opened.

        A `damaged` book is worth restoring though nothing in it would change.
        """
        self._damaged = damaged
        facts = self._library.facts
        self._open = faulty is None
        self._path = faulty or (facts.path if facts else None)
        if self._path is None:
            return
        book = facts.id if facts is not None and faulty is None else ""
        self.page.clear(self.tr("Restore {book} from a backup").format(book=self._path.name))
        self._shell.session.start(
            _listed,
            self._keeper.place().folder,
            book,
            self._path.stem,
            done=self._listed,
            bookless=True,
            key=_KEY,
            owner=self,
        )

    def _listed(self, found: tuple[Backup, ...]) -> None:
        if self._path is not None:
            self.page.show_backups(found, self._path.name)

    def _choose(self) -> None:
        path = self._shell.file_dialogs.open_path(self.tr("Backup to restore"), BOOKS, self._keeper.place().folder)
        if path is not None:
            self.page.add_file(path)

    def _look(self, path: Path) -> None:
        self._found = None
        self.page.look(path)
        if not self._open:
            self._look_alone(path)
            return
        failed = partial(self._incomparable, path)
        self._shell.session.start(
            restoring.difference, path, done=self._compared, failed=failed, present=True, key=_KEY, owner=self
        )

    def _look_alone(self, path: Path) -> None:
        """Say what the backup holds: there is no book to compare it with."""
        done, failed = self.page.show_content, self._unreadable
        start = self._shell.session.start
        start(restoring.content, path, self._clock, done=done, failed=failed, bookless=True, key=_KEY, owner=self)

    def _incomparable(self, path: Path, error: LedgerError) -> None:
        if isinstance(error, BookDamaged) and error.path == str(self._path):
            self._look_alone(path)
        else:
            self._unreadable(error)

    def _compared(self, found: Difference) -> None:
        self._found = found
        self.page.show_difference(found)
        self.page.restore.setEnabled(self._damaged or not found.nothing)

    def _unreadable(self, error: LedgerError) -> None:
        self.page.say(self._shell.words(error))

    def _export(self) -> None:
        found, path = self._found, self._path
        if found is None or path is None:
            return
        target = self._shell.file_dialogs.save_path(
            self.tr("Export what would change"), f"{path.stem}-restore.csv", CSV
        )
        if target is not None:
            name = self.tr("Exporting what would change")
            self._shell.start_task(name, _export, found, target, done=partial(self._shell.written, target))

    # The change

    def ask(self) -> ConfirmDialog | None:
        """Ask once more, by the book's name."""
        path, backup = self._path, self.page.path()
        if path is None or backup is None:
            return None
        sentence = self.tr(
            "The book is taken back to this backup, and everything since then is no longer in it. The file as it is "
            "now stays beside it under a name of its own."
        )
        form = ConfirmDialog(
            self.tr("Restore {book}?").format(book=path.name),
            sentence,
            self.tr("Restore"),
            self.tr("Keep the book as it is"),
            type_name=path.stem,
            parent=self.page.window(),
        )
        form.submitted.connect(partial(self._prepare, path, backup))
        form.open()
        return form

    def _prepare(self, path: Path, backup: Path) -> None:
        name = self.tr("Restoring {book}").format(book=path.name)
        task: RunningTask = self._shell.start_task(
            name,
            restoring.prepare,
            path,
            backup,
            self._clock,
            done=self._put,
            failed=self._refused,
            cancelled=self.ended.emit,
            bookless=True,
        )
        self.working.emit(task)

    def _refused(self, error: LedgerError) -> None:
        self.ended.emit()
        self.page.say(self._shell.words(error))

    def _put(self, restoration: Restoration) -> None:
        opener = partial(restoring.reopen, restoration, self._clock, self._memory)
        self._library.reopen(restoration.path, opener, partial(self._told, restoration))

    def _told(self, restoration: Restoration) -> None:
        if restoration.refusal is not None:
            self._shell.toast(self._shell.words(restoration.refusal))
            return
        name, kept = restoration.path.name, restoration.kept
        if kept is None:
            self._shell.toast(self.tr("{name} was restored.").format(name=name))
            return
        text = self.tr("{name} was restored. As it was before, it is kept as {kept}.")
        show = partial(self._shell.file_dialogs.show_folder, kept.parent)
        self._shell.toast(text.format(name=name, kept=kept.name), [(self.tr("Open folder"), show)])


# On the lane


def _listed(folder: Path, book: str, stem: str) -> Task[tuple[Backup, ...]]:
    yield Progress(0, 0)
    return restoring.found(folder, book) if book else restoring.all_found(folder, stem)


def _export(book: Any, found: Difference, path: Path) -> Task[int]:
    return restoring.export(found, path, book)
