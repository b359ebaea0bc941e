"""How the form for a transaction is opened, and which of its windows are."""

from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from walletdesk.controllers import drafting, templates
from walletdesk.controllers.draft import DraftRow, DraftState
from walletdesk.ledger.amounts import Notation
from walletdesk.ledger.refusals import AlreadyReversed, LedgerError
from walletdesk.ui import format
from walletdesk.ui.builder.form import Form
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.shell import Prefill, Shell

__all__ = ["BuilderWindow", "Builders", "builders", "open_builder", "open_draft", "open_reversal"]


class Builders(QObject):
    """The windows of new transactions that are open in a shell."""

    def __init__(self, shell: Shell) -> None:
        """None yet. They close when the program does."""
        super().__init__(shell)
        self._shell = shell
        self._open: list[BuilderWindow] = []
        self._asking = QObject(self)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close_all)

    def windows(self) -> tuple[BuilderWindow, ...]:
        """Those that are open, the oldest first."""
        return tuple(self._open)

    def make(self, project: str | None = None) -> BuilderWindow:
        """Another window, not in sight yet, of this project or else of the one that is shown."""
        if project is None:
            assert self._shell.project is not None, "a transaction belongs to a project"
            project = self._shell.project.id
        window = BuilderWindow(self._shell, Form(self._shell, project))
        window.templating.chosen.connect(partial(apply_template, self._shell, window))
        window.closed.connect(partial(self._gone, window))
        self._open.append(window)
        return window

    def bring(self, project: str, ask: Callable[..., Any], *args: object, failed: Callable[..., object]) -> None:
        """Show the window that has what the book answers, or else another one."""

        def show(found: tuple[drafting.Opened, int | None]) -> None:
            opened, kept = found
            window = self._having(project, opened[0])
            if window is None:
                window = self.make(project)
                _show(window, opened, kept)
            _present(window)

        self._shell.session.run(ask, project, *args, done=show, failed=failed, owner=self._asking)

    def _having(self, project: str, state: DraftState) -> BuilderWindow | None:
        """The window that has this very draft, or takes the same transaction back."""
        for window in self.windows():
            if window.form.project == project and _is_one(window.form.state, state):
                return window
        return None

    def close_all(self) -> None:
        """Close every window, also one that is being posted; their drafts are kept.

        None opens any more on what was asked before.
        """
        shiboken6.delete(self._asking)
        self._asking = QObject(self)
        for window in self.windows():
            window.leaving = True
            window.close()

    def _gone(self, window: BuilderWindow) -> None:
        if window in self._open:
            self._open.remove(window)


def _is_one(one: DraftState, other: DraftState) -> bool:
    """Whether they are states of one draft, or take the same transaction back."""
    if one.undone is not None and other.undone is not None:
        return one.undone.number == other.undone.number
    return one.key == other.key


def builders(shell: Shell) -> Builders:
    """The windows of this shell. Close them before the book is closed: their drafts are saved then."""
    found = shell.findChild(Builders)
    return found if found is not None else Builders(shell)


def open_builder(shell: Shell, prefill: Prefill | None = None) -> BuilderWindow:
    """Open the form: empty, or prefilled."""
    window = builders(shell).make()
    if prefill is not None:
        _prefill(shell, window, prefill)
    else:
        window.grid.setFocus()
    return _present(window)


def open_draft(shell: Shell, draft: int) -> None:
    """Open the form on a draft of the project that is shown, or the window that it has already."""

    def refuse(error: LedgerError) -> None:
        shell.toast(shell.words(error))

    if shell.project is not None:
        builders(shell).bring(shell.project.id, _reopened, draft, format.notation(), failed=refuse)


def _reopened(book: Any, project: str, draft: int, notation: Notation) -> tuple[drafting.Opened, int]:
    """Runs on the lane."""
    return drafting.reopened(book, project, draft, notation), draft


def open_reversal(shell: Shell, project: str, number: int) -> None:
    """Open the form on what takes a transaction back: a new one, its draft, or the window that it has already.

    One that was taken back before is told, with the way to its reversal.
    """

    def refuse(error: LedgerError) -> None:
        ways = []
        if isinstance(error, AlreadyReversed) and shell.project is not None and shell.project.id == project:
            ways = [(shell.tr("View"), partial(shell.show_transaction, error.by))]
        shell.toast(shell.words(error), ways)

    builders(shell).bring(project, drafting.reversal_of, number, format.notation(), failed=refuse)


def apply_template(shell: Shell, window: BuilderWindow, template: int) -> None:
    """Begin with a template: in this window while nothing is in it, else in a new one, so that nothing is lost."""
    if not window.form.state.empty:
        window = builders(shell).make(project=window.form.project)
    _begin_with(shell, window, template)
    _present(window)


def _begin_with(shell: Shell, window: BuilderWindow, template: int) -> None:
    window.form.save()
    _fill(shell, window, templates.opened, template, format.notation())


def _prefill(shell: Shell, window: BuilderWindow, prefill: Prefill) -> None:
    if prefill.template is not None:
        _begin_with(shell, window, prefill.template)
        return
    row = DraftRow(1, prefill.kind, prefill.source, prefill.target)
    state = DraftState((row,), prefill.description, prefill.reference, prefill.value_date)
    _fill(shell, window, drafting.prefilled, state, prefill.operations, format.notation())


def _fill(shell: Shell, window: BuilderWindow, ask: Callable[..., Any], *args: object) -> None:
    """Show in the window what the book answers; it takes no input until then."""

    def show(opened: drafting.Opened) -> None:
        window.setEnabled(True)
        _show(window, opened)

    def refuse(error: LedgerError) -> None:
        window.setEnabled(True)
        window.error_bar.show_error(shell.words(error))

    window.setEnabled(False)
    shell.session.run(ask, *args, done=show, failed=refuse, owner=window)


def _show(window: BuilderWindow, opened: drafting.Opened, kept: int | None = None) -> None:
    window.form.load(opened, kept)
    window.show_state()
    window.take_keyboard()


def _present(window: BuilderWindow) -> BuilderWindow:
    window.show()
    window.raise_()
    window.activateWindow()
    return window
