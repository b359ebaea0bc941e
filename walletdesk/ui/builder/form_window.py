"""The window of a new transaction."""

import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from walletdesk.controllers.draft_fixes import Fix
from walletdesk.controllers.draft_history import Place
from walletdesk.ledger.refusals import AlreadyReversed
from walletdesk.ledger.status import Kind
from walletdesk.ledger.values import Transaction
from walletdesk.ui import cells, format
from walletdesk.ui.builder.adding import Adding
from walletdesk.ui.builder.balances import Balances
from walletdesk.ui.builder.fix_strip import BEST_KEY, MENU_KEY, FixStrip
from walletdesk.ui.builder.footer import Footer
from walletdesk.ui.builder.form import Form
from walletdesk.ui.builder.grid import Grid
from walletdesk.ui.builder.heads import Heads
from walletdesk.ui.builder.keys import Key, add_keys
from walletdesk.ui.builder.pasting import Pasting, clipboard_text
from walletdesk.ui.builder.reversal import ReversalNote, over_words, posted_words
from walletdesk.ui.builder.rounding import Rounding
from walletdesk.ui.builder.templating import Templating
from walletdesk.ui.forms.base import ConfirmDialog
from walletdesk.ui.shell import Shell, ToastAction
from walletdesk.ui.undoing import text_in_hand
from walletdesk.ui.widgets.busy import BusyBar
from walletdesk.ui.widgets.panels import ErrorBar
from walletdesk.ui.widgets.reach import Reach
from walletdesk.ui.widgets.styling import hairline

_SIZE: Final = QSize(1120, 720)
_LEAST: Final = QSize(860, 560)
_TITLE: Final = 60
_MORE_ROWS: Final = "Ctrl+Shift+Return Ctrl+Shift+Enter Ctrl+T Alt+T Alt+I Alt+R Alt+Up Alt+Down Ctrl+D Ctrl+V"
_GROWING: Final = tuple(map(QKeySequence, _MORE_ROWS.split()))
"""Keys that a reversal has no use for."""
_ASKS_FROM: Final = 4
"""So many operations are not thrown away without asking."""


class BuilderWindow(QWidget):
    """A transaction in the making. Several may be open; each keeps its draft by itself."""

    closed = Signal()

    def __init__(self, shell: Shell, form: Form) -> None:
        """For this form."""
        super().__init__()
        self._shell = shell
        self.form: Final = form
        form.setParent(self)
        self.leaving = False
        self._then_new = False
        self._begin_where: QWidget = self
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("panel", "surface")
        self.setMinimumSize(_LEAST)
        self.resize(_SIZE)
        self.heads: Final = Heads(form, shell)
        self.pasting: Final = Pasting(form, shell, self)
        self.error_bar: Final = ErrorBar()
        self.grid: Final = Grid(form)
        self.balances: Final = Balances()
        self.rounding: Final = Rounding(form)
        self.fixes: Final = FixStrip(form, shell)
        self.note: Final = ReversalNote()
        self.adding: Final = Adding(self.fixes)
        self._growing: list[QWidget | QAction] = [self.heads.paste, self.heads.templates, *self.adding.buttons]
        """What makes other rows than a reversal has, or more of them."""
        self.footer: Final = Footer()
        self.templating: Final = Templating(shell, form, self._take_all, self)
        self._busy = BusyBar()
        self._lay_out()
        self._connect()
        self._make_actions()
        self.show_state()

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.error_bar, self.heads, self.note, self._busy, hairline()):
            column.addWidget(widget)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.grid, 5)
        inner.addWidget(self.rounding)
        inner.addWidget(self.adding)
        inner.addWidget(hairline())
        inner.addWidget(self.balances, 4)
        self.reach = Reach(content)
        column.addWidget(self.reach, 1)
        column.addWidget(self.footer)
        # From the last field on to the operations; the buttons at the top come last, however high they stand.
        self.setTabOrder(self.heads.total, self.grid)
        self.setTabOrder(self.footer.post, self.heads.templates)
        self.setTabOrder(self.heads.templates, self.heads.paste)

    def _connect(self) -> None:
        form, footer = self.form, self.footer
        form.changed.connect(self._show_checked)
        self.heads.total_entered.connect(self.grid.setFocus)
        self.heads.templates.clicked.connect(self.templating.choose)
        form.busy_changed.connect(self._set_busy)
        form.posted.connect(self._posted)
        form.refused.connect(self._refused)
        form.unkept.connect(self.error_bar.show_error)
        form.broke.connect(self._broke)
        self.adding.wanted.connect(self.add)
        self.heads.paste.clicked.connect(self.paste)
        self.pasting.arrived.connect(self._arrived)
        self.pasting.told.connect(self.heads.tell)
        self.pasting.refused.connect(self.error_bar.show_error)
        self.grid.selectionModel().currentChanged.connect(self._show_fixes)
        self.grid.selectionModel().currentChanged.connect(partial(self.reach.follow, self.grid))
        self.fixes.applied.connect(self._fixed)
        self.note.all_again.connect(form.all_again)
        footer.reorder_pressed.connect(form.reorder)
        footer.discard.clicked.connect(self.discard)
        footer.close_button.clicked.connect(self.close)
        footer.post.clicked.connect(self.post)
        footer.post_new.clicked.connect(partial(self.post, True))

    def _make_actions(self) -> None:
        window, grid = Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut
        rows: Sequence[Key] = (
            (self.tr("Post"), "Ctrl+Return", self.post, window),
            (self.tr("Post"), "Ctrl+Enter", self.post, window),
            (self.tr("Post and start anew"), "Ctrl+Shift+Return", partial(self.post, True), window),
            (self.tr("Post and start anew"), "Ctrl+Shift+Enter", partial(self.post, True), window),
            (self.tr("Templates"), "Ctrl+T", self.templating.choose, window),
            (self.tr("Add a transfer"), "Alt+T", partial(self.add, Kind.TRANSFER), window),
            (self.tr("Add an issue"), "Alt+I", partial(self.add, Kind.ISSUE), window),
            (self.tr("Add a redeem"), "Alt+R", partial(self.add, Kind.REDEEM), window),
            (self.tr("Undo"), "Ctrl+Z", self.undo, window),
            (self.tr("Redo"), "Ctrl+Shift+Z", self.redo, window),
            (self.tr("Redo"), "Ctrl+Y", self.redo, window),
            (self.tr("Remove the row"), "Ctrl+Del", self.grid.remove_current, grid),
            (self.tr("Row up"), "Alt+Up", partial(self.grid.move_current, -1), grid),
            (self.tr("Row down"), "Alt+Down", partial(self.grid.move_current, 1), grid),
            (self.tr("Duplicate the row"), "Ctrl+D", self.grid.duplicate_current, grid),
            (self.tr("Paste rows"), "Ctrl+V", self._paste_here, Qt.ShortcutContext.WidgetShortcut),
            (self.tr("Mend the row"), BEST_KEY, partial(self._mend, self.fixes.apply_best), window),
            (self.tr("Other ways to mend the row"), MENU_KEY, partial(self._mend, self.fixes.open_menu), window),
        )
        self._growing += [action for action in add_keys(rows, self, self.grid) if action.shortcut() in _GROWING]

    # Showing

    def show_state(self) -> None:
        """Show what the form holds, from the start."""
        self.heads.show_state()
        for part in self._growing:
            part.setVisible(self.form.state.undone is None)
        self._show_checked()
        self.grid.show_rows()
        bad = self.form.checked.first_bad() if self.form.state.undone is not None else None
        first = self.form.state.rows[bad[0] if bad is not None else 0]
        self.grid.go_to(first.id, next((side for side in first.sides if first.side(side) is None), "amount"))

    def take_keyboard(self) -> None:
        """To the total where shares are taken of one, else to the first cell that is open."""
        if self.form.state.total or self.form.checked.first_bad() == (0, "total"):
            self.heads.fields["total"].focus()
        else:
            self.grid.setFocus()

    def _show_checked(self) -> None:
        checked = self.form.checked
        name = " ".join(self.form.state.description.split())[:_TITLE]
        title = self.heads.title()
        self.setWindowTitle(f"{name} — {title}" if name else title)
        over = checked.heads.get("")
        if isinstance(over, AlreadyReversed):
            self._end(over)
        self.heads.show_checked(checked)
        self.note.show_checked(checked)
        self.rounding.show_checked(checked)
        self.balances.show_checked(checked)
        self.footer.show_checked(checked)
        self._show_fixes()

    def _end(self, over: AlreadyReversed) -> None:
        """There is nothing left to do but to discard it."""
        self.error_bar.show_error(over_words(over))
        for part in (self.heads, self.grid):
            part.setEnabled(False)
        self.adding.hide()
        self.footer.discard.setFocus()

    def _show_fixes(self, *_: object) -> None:
        """What mends the current row."""
        where = self.grid.current()
        self.fixes.look_at(where[0] if where is not None else None)

    def _fixed(self, fix: Fix) -> None:
        self.grid.setFocus()
        self.grid.go_to(fix.row, fix.field)

    def _mend(self, way: Callable[[], object]) -> None:
        """What is still being typed counts too."""
        if not self.form.busy:
            self.grid.commit_editor()
            self.form.when_resolved(way)

    def _set_busy(self, busy: bool) -> None:
        self.footer.set_busy(busy)
        for part in (self.heads, self.grid):
            part.setEnabled(not busy)
        if busy:
            self._busy.start()
        else:
            self._busy.stop()

    # What can be done

    def add(self, kind: Kind, *_: object) -> None:
        """A row of this kind at the end."""
        if not self.form.busy:
            self.grid.add_row(kind)

    def undo(self) -> None:
        """Take back the last edit of the draft; what is being typed in a cell has its own undo."""
        self._step(self.form.undo)

    def redo(self) -> None:
        """Make it again; the key may come while a text has the keyboard that does not know it."""
        text = text_in_hand()
        if text is not None:
            text.redo()
        else:
            self._step(self.form.redo)

    def _step(self, step: Callable[[], Place | None]) -> None:
        place = step() if not self.form.busy and not self.grid.is_editing() else None
        if place is None:
            return
        self.heads.show_state()
        if place.row is not None:
            self.grid.setFocus()
            here = self.grid.current()
            self.grid.go_to(place.row, place.field or (here[1] if here is not None else "kind"))

    def paste(self, *_: object) -> None:
        """The rows that are on the clipboard, behind the current one."""
        self.grid.commit_editor()
        where = self.grid.current()
        self.form.when_resolved(lambda: self.pasting.paste(clipboard_text(), where[0] if where else None))

    def _paste_here(self) -> None:
        """Rows; or what stands in one cell, into the current one."""
        text = clipboard_text().strip("\r\n")
        if "\t" in text or "\n" in text or "\r" in text:
            self.paste()
        elif text.strip():
            self.grid.fill_current(text.strip())

    def _arrived(self, row: int, field: str) -> None:
        self.error_bar.hide()
        self.grid.setFocus()
        self.grid.go_to(row, field)

    def post(self, then_new: bool = False, *_: object) -> None:
        """Post it, or go to what is to be mended first."""
        if self.form.busy:
            return
        self._take_all()
        self._then_new = then_new is True
        in_heads = self.heads.isAncestorOf(self.focusWidget() or self.grid)
        self._begin_where = self.heads.description if in_heads else self.grid
        self.form.when_resolved(self._post)

    def _take_all(self) -> None:
        """What is still being typed counts too."""
        self.grid.commit_editor()
        self.heads.take_date()

    def _post(self) -> None:
        self.form.look()
        checked = self.form.checked
        bad = self.heads.bad_field(checked)
        if checked.ready and bad is None:
            self.error_bar.hide()
            self.form.post()
            return
        self.footer.announce()
        if bad is not None and checked.first_bad() is None:
            bad.focus()
        else:
            self._go_to_bad()

    def _go_to_bad(self) -> None:
        where = self.form.checked.first_bad()
        if where is not None:
            place, field = where
            if field == "total":
                self.heads.fields["total"].focus()
                return
            self.grid.setFocus()
            self.grid.go_to(self.form.state.rows[place].id, field)

    def _posted(self, done: Transaction) -> None:
        if done.reverses is not None:
            self._say(posted_words(done, done.reverses), done)
            self.close()
            return
        wallets = len({entry.wallet for entry in done.entries})
        operations = len(done.operations)
        of = self.tr("1 operation") if operations == 1 else self.tr("{n} operations").format(n=format.count(operations))
        to = self.tr("1 wallet") if wallets == 1 else self.tr("{n} wallets").format(n=format.count(wallets))
        text = self.tr("Posted {label}: {operations}, {wallets}")
        reverse = self.tr("Reverse"), partial(self._shell.reverse, self.form.project, done.number)
        self._say(text.format(label=done.label, operations=of, wallets=to), done, reverse)
        self.error_bar.hide()
        if self._then_new:
            self.show_state()
            self._begin_where.setFocus()
        else:
            self.close()

    def _say(self, text: str, done: Transaction, *more: ToastAction) -> None:
        """Say what was posted, with the way there while its project is shown."""
        here = self._shell.project is not None and self._shell.project.id == self.form.project
        view = [(self.tr("View"), partial(self._shell.show_transaction, done.number))] if here else []
        note = cells.clock_note(self._shell.days, done)
        self._shell.toast(f"{text}. {note}" if note else text, [*view, *more])

    def _refused(self, sentence: str) -> None:
        if sentence:
            self.error_bar.show_error(sentence)
        bad = self.heads.bad_field(self.form.checked)
        if bad is not None and self.form.checked.first_bad() is None:
            bad.focus()
        else:
            self._go_to_bad()

    def _broke(self, error: BaseException) -> None:
        sentence = self.tr("This could not be posted. Your draft is kept.")
        self.error_bar.show_error(sentence, "".join(traceback.format_exception(error)))

    def discard(self, *_: object) -> None:
        """Throw everything away; a longer draft asks first."""
        rows = self.form.state.filled
        if rows >= _ASKS_FROM and self.form.state.undone is None:
            ask = ConfirmDialog(
                self.tr("Discard this draft?"),
                self.tr("Its {n} operations were not posted. Undo brings them back until the book is closed.").format(
                    n=rows
                ),
                self.tr("Discard draft"),
                self.tr("Keep editing"),
                parent=self,
            )
            ask.accepted.connect(self._discard)
            ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            ask.open()
        else:
            self._discard()

    def _discard(self) -> None:
        self.form.discard()
        self.close()

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pasting.busy:
            self.pasting.cancel()
        elif event.key() == Qt.Key.Key_Escape and not self.form.busy:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pasting.cancel()
        if self.form.busy and not self.leaving:
            event.ignore()
            return
        self._take_all()
        self.form.save(leaving=True)
        self.closed.emit()
        super().closeEvent(event)
