"""Undo and redo of a book's edits: what can be taken back, the last first, and made again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from walletdesk.ui.session import Session

if TYPE_CHECKING:
    from walletdesk.controllers.changes import Done
    from walletdesk.controllers.edits import Edit
    from walletdesk.ledger.refusal import LedgerError

KEPT: Final = 100
Say = Callable[[str, Sequence[tuple[str, Callable[[], object]]]], object]


class UndoStack(QObject):
    """The edits of the book that is open. Each wish waits until the one before it is answered."""

    changed = Signal()
    """What can be undone or redone."""

    def __init__(
        self, session: Session, say: Say, words: Callable[[LedgerError], str], project: Callable[[], str | None],
        fixed: Callable[[], str], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """`say` shows a message with actions, `words` makes sentences, `project` tells which one is shown.

        `fixed` tells why nothing can be changed now; a wish is then refused, and what it is for stays.
        """
        super().__init__(parent)
        self._session, self._say, self._words = session, say, words
        self._project, self._fixed = project, fixed
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self._wishes: deque[tuple[bool, Edit | None]] = deque()
        self._busy = False
        session.edited.connect(self._take)

    def last(self) -> Edit | None:
        """What undo would take back."""
        return self._done[-1] if self._done else None

    def next(self) -> Edit | None:
        """What redo would make again."""
        return self._undone[-1] if self._undone else None

    def undo(self) -> None:
        """Take the last edit back."""
        self._wish(False, None)

    def redo(self) -> None:
        """Make again what was taken back last."""
        self._wish(True, None)

    def way_back(self, done: Done[Any]) -> list[tuple[str, Callable[[], object]]]:
        """The action of a message that takes a command back; none where it changed nothing."""
        return [] if done.edit is None else [(self.tr("Undo"), partial(self._wish, False, done.edit))]

    def clear(self) -> None:
        """Forget everything: another book is open."""
        self._done, self._undone = [], []
        self._wishes.clear()
        self.changed.emit()

    def _take(self, edit: Edit) -> None:
        self._done = [*self._done, edit][-KEPT:]
        self._undone = []
        self.changed.emit()

    # Wishes

    def _wish(self, again: bool, edit: Edit | None) -> None:
        self._wishes.append((again, edit))
        self._go_on()

    def _go_on(self) -> None:
        while self._wishes and not self._busy:
            again, wanted = self._wishes.popleft()
            held = self._undone if again else self._done
            found = wanted if wanted in held else held[-1] if held and wanted is None else None
            if found is not None and (why := self._fixed()):
                self._say(why, ())
            elif found is not None:
                self._busy = True
                self._session.run(
                    _undo, found, done=partial(self._answered, again, found),
                    failed=partial(self._refused, again, found), crashed=lambda error: self._end(), owner=self,
                )  # fmt: skip

    def _answered(self, again: bool, edit: Edit, done: Done[Edit]) -> None:
        self._forget(again, edit)
        if again:
            self._done = [*self._done, done.value][-KEPT:]
        else:
            self._undone = [*self._undone, done.value][-KEPT:]
        self._tell(again, done.value)
        self._end()

    def _tell(self, again: bool, edit: Edit) -> None:
        from walletdesk.ui.undo_words import deed_words

        here = edit.project == self._project()
        if again:
            text = self.tr("Redone: {deed}.") if here else self.tr("Redone in another project: {deed}.")
            name = self.tr("Undo")
        else:
            text = self.tr("Undone: {deed}.") if here else self.tr("Undone in another project: {deed}.")
            name = self.tr("Redo")
        self._say(text.replace("{deed}", deed_words(edit)), [(name, partial(self._wish, not again, edit))])

    def _refused(self, again: bool, edit: Edit, error: LedgerError) -> None:
        if not _may_pass(error):
            self._forget(again, edit)
        self._say(self._words(error), ())
        self._end()

    def _forget(self, again: bool, edit: Edit) -> None:
        """Without this edit, the last one that is equal to it."""
        held = self._undone if again else self._done
        if edit in held:
            place = len(held) - 1 - held[::-1].index(edit)
            del held[place]

    def _end(self) -> None:
        self._busy = False
        self.changed.emit()
        self._go_on()


def text_in_hand() -> QLineEdit | QPlainTextEdit | None:
    """The text field that has the keyboard: what is typed in it has an undo of its own."""
    found = QApplication.focusWidget()
    return found if isinstance(found, QLineEdit | QPlainTextEdit) and not found.isReadOnly() else None


def _undo(book: Any, edit: Edit) -> Done[Edit]:
    """Runs on the lane, where the module is loaded too: the first window needs nothing of it."""
    from walletdesk.controllers import undoing

    return undoing.undo(book, edit)


def _may_pass(error: LedgerError) -> bool:
    """Whether another try may pass: the edit stays. After others it is forgotten, or it would bar the way."""
    from walletdesk.ledger.refusals import BookFault, ProjectArchived

    return isinstance(error, BookFault | ProjectArchived)
