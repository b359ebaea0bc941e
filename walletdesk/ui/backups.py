"""The keeper of backups: where they go, how the book stands, and when one is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from walletdesk.ui import format
from walletdesk.ui.books import BookFacts, Library
from walletdesk.ui.shell import Shell

if TYPE_CHECKING:
    from walletdesk.controllers.backups import Backup, Place, Standing
    from walletdesk.controllers.tasks import Task
    from walletdesk.ledger.refusal import LedgerError
    from walletdesk.ui.forms.backup import BackupForm

T = TypeVar("T")
FOLDER: Final = "backups/v1/folder"
_MINUTE: Final = 60_000


class Keeper(QObject):
    """Backs the open book up: on demand, before what changes much, and when the book is left."""

    changed = Signal()
    """What there is to say of the backups is another thing now."""

    def __init__(self, shell: Shell, library: Library, folder: Path, notes: Path | None, window: QWidget) -> None:
        """`folder` is where backups go unless the person chose another; `notes` remembers that one failed."""
        super().__init__(window)
        self._shell = shell
        self._library = library
        self._folder = folder
        self._notes = notes
        self._window = window
        self.standing: Standing | None = None
        clock = QTimer(self)
        clock.timeout.connect(self.changed)
        clock.start(_MINUTE)
        shell.before_much = self.before
        shell.show_remains = self.show_remains
        library.leaving.connect(self.leave)
        library.opened.connect(self._opened)

    def place(self) -> Place:
        """Where backups go now."""
        from walletdesk.controllers.backups import Place

        chosen = self._shell.settings.value(FOLDER, "", type=str)
        return Place(Path(str(chosen)) if chosen else self._folder, bool(chosen), self._notes)

    def choose(self, folder: Path) -> None:
        """Let backups go into this folder from now on."""
        own = folder == self._folder
        self._shell.settings.setValue(FOLDER, "" if own else str(folder))
        self.refresh()

    # By themselves

    def leave(self) -> None:
        """Back the book up if it changed: it is about to be closed. What is queued on the lane after this waits."""
        if self._library.facts is not None and self._library.facts.writable:
            self._shell.session.run(_automatic, self.place(), failed=lambda error: None, present=True)

    def before(self, factory: Callable[..., Task[T]]) -> Callable[..., Task[T]]:
        """The same task with a backup before it, if the book changed since the last one."""
        place = self.place()

        def protected(book: Any, *args: Any) -> Task[T]:
            from walletdesk.controllers import backups

            value = yield from backups.before(book, place, factory, *args)
            return value

        return protected

    # On demand

    def ask(self) -> BackupForm | None:
        """Show where backups go and offer to make one now."""
        if self._library.facts is None:
            return None
        from walletdesk.ui.forms.backup import BackupForm

        form = BackupForm(self._shell.words, self._shell.file_dialogs, self.place().folder, self._window)
        form.show_standing(self._last(), self.standing.trouble if self.standing else "")
        form.submitted.connect(partial(self._make, form))
        form.remains.clicked.connect(form.reject)
        form.remains.clicked.connect(self.show_remains)
        form.open()
        return form

    def _make(self, form: BackupForm) -> None:
        if form.folder() != self.place().folder:
            self.choose(form.folder())
        form.set_busy(True)
        name = self.tr("Backing up")
        done, failed = partial(self._made, form), partial(self._refused, form)
        task = self._shell.start_task(
            name,
            _make,
            self.place(),
            done=done,
            failed=failed,
            cancelled=partial(form.set_busy, False),
            present=True,
        )
        task.moved.connect(form.show_progress)

    def _made(self, form: BackupForm, made: Backup) -> None:
        from walletdesk.controllers.backups import Standing

        form.set_busy(False)
        form.accept()
        self._take(Standing(made))
        show = partial(self._shell.file_dialogs.show_folder, made.path.parent)
        text = self.tr("The book was backed up, and the backup was read back: {name}").format(name=made.path.name)
        self._shell.toast(text, [(self.tr("Open folder"), show)])

    def _refused(self, form: BackupForm, error: LedgerError) -> None:
        form.show_refusal(error)
        self.refresh()

    # What they still hold

    def show_remains(self) -> None:
        """Look which backups still hold a deleted customer, list them, and delete them where that is wanted."""
        if self._library.facts is None:
            return
        place, name = self.place(), self.tr("Looking through the backups")
        self._shell.start_task(name, _holding, place, done=partial(self._ask_remains, place), present=True)

    def _ask_remains(self, place: Place, held: Sequence[Backup]) -> None:
        if not held:
            self._shell.toast(self.tr("No backup in {folder} holds a deleted customer.").format(folder=place.folder))
            return
        from walletdesk.ui.forms.remains import Remains

        question = Remains(held, place.folder, self._shell.zone, self._window)
        question.submitted.connect(partial(self._remove, place, question.files))
        question.open()

    def _remove(self, place: Place, files: Sequence[Path]) -> None:
        done = partial(self._removed, len(files))
        self._shell.start_task(self.tr("Deleting backups"), _remove, place, files, done=done, present=True)

    def _removed(self, gone: int, made: Backup) -> None:
        from walletdesk.controllers.backups import Standing

        self._take(Standing(made))
        one = self.tr("The book was backed up, and the backup that held a deleted customer is gone.")
        many = self.tr("The book was backed up, and the {n} backups that held deleted customers are gone.")
        self._shell.toast(one if gone == 1 else many.replace("{n}", format.count(gone)))

    # What is said

    def status(self) -> str:
        """What the status bar says beside "Saved"."""
        if self.standing is None:
            return ""
        if self.standing.trouble:
            return self.tr("the last backup failed")
        last = self._last()
        return self.tr("last backup {when}").format(when=last) if last else self.tr("no backup yet")

    def trouble(self) -> str:
        """Why the last backup failed, empty if it did not."""
        return self.standing.trouble if self.standing else ""

    def _last(self) -> str:
        last = self.standing.last if self.standing else None
        return format.age_text(last.at, self._shell.now()) if last else ""

    def refresh(self) -> None:
        """Look again how the book stands."""
        if self._library.facts is not None:
            self._shell.session.run(
                _standing, self.place(), done=self._take, present=True, key="backups/standing", owner=self
            )

    def _opened(self, _facts: BookFacts) -> None:
        self.standing = None
        session, place = self._shell.session, self.place()
        session.run(_standing, place, done=self._greet, present=True, key="backups/standing", owner=self)

    def _greet(self, standing: Standing) -> None:
        self._take(standing)
        facts = self._library.facts
        if standing.trouble and facts is not None and facts.writable:
            text = self.tr("The last backup failed. {reason}").format(reason=standing.trouble)
            self._shell.toast(text, [(self.tr("Back up…"), self.ask)])

    def _take(self, standing: Standing) -> None:
        self.standing = standing
        self.changed.emit()


# On the lane, where the modules are loaded too


def _standing(book: Any, place: Place) -> Standing:
    from walletdesk.controllers import backups

    return backups.standing(book, place)


def _make(book: Any, place: Place) -> Task[Backup]:
    from walletdesk.controllers import backups

    return backups.make(book, place)


def _holding(book: Any, place: Place) -> Task[tuple[Backup, ...]]:
    from walletdesk.controllers import remains

    return remains.holding(book, place)


def _remove(book: Any, place: Place, files: Sequence[Path]) -> Task[Backup]:
    from walletdesk.controllers import remains

    return remains.remove(book, place, files)


def _automatic(book: Any, place: Place) -> Standing:
    from walletdesk.controllers import backups
    from walletdesk.controllers.tasks import finish

    return finish(backups.automatic(book, place))
