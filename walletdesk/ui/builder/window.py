"""How the form for a transaction is opened, and which of its windows are."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from walletdesk.controllers import drafting, templates
from walletdesk.controllers.draft import DraftRow, DraftState
from walletdesk.ledger.refusals import AlreadyReversed, LedgerError
from walletdesk.ui import format
from walletdesk.ui.builder.form import Form
from walletdesk.ui.builder.form_window import BuilderWindow
from walletdesk.ui.shell import Prefill, Shell

__all__ = ["BuilderWindow", "Builders", "builders", "open_builder", "open_reversal"]


class Builders(QObject):
    """The windows of new transactions that are open in a shell."""

    def __init__(self, shell: Shell) -> None:
        """None yet. They close when the program does."""
        super().__init__(shell)
        self._shell = shell
        self._open: list[BuilderWindow] = []
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.close_all)

    def windows(self) -> tuple[BuilderWindow, ...]:
        """Those that are open, the oldest first."""
        return tuple(self._open)

    def make(self, draft_number: int | None = None, project: str | None = None) -> BuilderWindow:
        """Another window, not in sight yet, of this project or else of the one that is shown."""
        if project is None:
            assert self._shell.project is not None, "a transaction belongs to a project"
            project = self._shell.project.id
        window = BuilderWindow(self._shell, Form(self._shell, project))
        window.templating.chosen.connect(partial(apply_template, self._shell, window))
        window.draft = draft_number
        window.closed.connect(partial(self._gone, window))
        self._open.append(window)
        return window

    def close_all(self) -> None:
        """Close every window; their drafts are kept."""
        for window in self.windows():
            window.close()

    def _gone(self, window: BuilderWindow) -> None:
        if window in self._open:
            self._open.remove(window)


def builders(shell: Shell) -> Builders:
    """The windows of this shell. Close them before the book is closed: their drafts are saved then."""
    found = shell.findChild(Builders)
    return found if found is not None else Builders(shell)


def open_builder(shell: Shell, prefill: Prefill | None = None, draft: int | None = None) -> BuilderWindow:
    """Open the form: empty, prefilled, or on a draft of the book, whose window may be open already."""
    every = builders(shell)
    for window in every.windows():
        if draft is not None and window.draft == draft:
            return _present(window)
    window = every.make(draft)
    if draft is not None:
        _load(shell, window, draft)
    elif prefill is not None:
        _prefill(shell, window, prefill)
    else:
        window.grid.setFocus()
    return _present(window)


def open_reversal(shell: Shell, project: str, number: int) -> None:
    """Open the form on what takes a transaction back: a new one, its draft, or the window that it has already.

    One that was taken back before is told, with the way to its reversal.
    """
    every = builders(shell)
    for window in every.windows():
        undone = window.form.state.undone
        if window.form.project == project and undone is not None and undone.number == number:
            _present(window)
            return

    def show(found: tuple[drafting.Opened, int | None]) -> None:
        opened, kept = found
        window = every.make(kept, project)
        _show(window, opened, kept)
        _present(window)

    def refuse(error: LedgerError) -> None:
        ways = []
        if isinstance(error, AlreadyReversed) and shell.project is not None and shell.project.id == project:
            ways = [(shell.tr("View"), partial(shell.show_transaction, error.by))]
        shell.toast(shell.words(error), ways)

    session = shell.session
    session.run(drafting.reversal_of, project, number, format.notation(), done=show, failed=refuse, owner=every)


def _load(shell: Shell, window: BuilderWindow, number: int) -> None:
    _fill(shell, window, number, drafting.reopened, number, format.notation())


def apply_template(shell: Shell, window: BuilderWindow, template: int) -> None:
    """Begin with a template: in this window while nothing is in it, else in a new one, so that nothing is lost."""
    if not window.form.state.empty:
        window = builders(shell).make(project=window.form.project)
    _begin_with(shell, window, template)
    _present(window)


def _begin_with(shell: Shell, window: BuilderWindow, template: int) -> None:
    window.form.save()
    _fill(shell, window, None, templates.opened, template, format.notation())


def _prefill(shell: Shell, window: BuilderWindow, prefill: Prefill) -> None:
    if prefill.template is not None:
        _begin_with(shell, window, prefill.template)
        return
    row = DraftRow(1, prefill.kind, prefill.source, prefill.target)
    state = DraftState((row,), prefill.description, prefill.reference, prefill.value_date)
    _fill(shell, window, None, drafting.prefilled, state, prefill.operations, format.notation())


def _fill(shell: Shell, window: BuilderWindow, kept: int | None, ask: Callable[..., Any], *args: object) -> None:
    """Show in the window what the book answers; it takes no input until then."""

    def show(opened: drafting.Opened) -> None:
        window.setEnabled(True)
        _show(window, opened, kept)

    def refuse(error: LedgerError) -> None:
        window.setEnabled(True)
        window.error_bar.show_error(shell.words(error))

    window.setEnabled(False)
    shell.session.run(ask, *args, done=show, failed=refuse, owner=window)


def _show(window: BuilderWindow, opened: drafting.Opened, kept: int | None) -> None:
    window.form.load(opened, kept)
    window.show_state()
    window.take_keyboard()


def _present(window: BuilderWindow) -> BuilderWindow:
    window.show()
    window.raise_()
    window.activateWindow()
    return window
