"""The grid of operations: a table that is filled in with the keyboard alone."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QWidget
from shiboken6 import isValid

from walletdesk.controllers.draft_paste_rows import LONGEST_AMOUNT, LONGEST_MEMO, LONGEST_NAME
from walletdesk.ledger.status import Kind
from walletdesk.ui.builder.delegate import GridDelegate
from walletdesk.ui.builder.editors import Answer, Ask, KindEdit, WalletEdit
from walletdesk.ui.builder.form import Form
from walletdesk.ui.builder.grid_model import FIELDS, GridModel, GridRow, grid_row
from walletdesk.ui.builder.phrases import Phrases
from walletdesk.ui.tables.columns import ROW_BUILDER
from walletdesk.ui.tables.header import HEIGHT
from walletdesk.ui.tables.view import Table
from walletdesk.ui.zoom import px, zoom

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDIT: Final = QAbstractItemView.EditTrigger
_HINT: Final = QAbstractItemDelegate.EndEditHint
_LEAST_ROWS: Final = 4
_MOVE: Final = QAbstractItemView.CursorAction


class Grid(Table):
    """Shows the rows of a form and edits them cell by cell."""

    def __init__(self, form: Form, parent: QWidget | None = None) -> None:
        """For this form."""
        self.rows: Final = GridModel()
        super().__init__(self.rows, self.tr("Operations"), ROW_BUILDER, parent)
        self.form = form
        self._delegate = GridDelegate(self, self)
        self._cells = self._delegate
        self._delegate.narrow = self.columns.need
        self._delegate.marked = self._is_bad
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.set_single()
        self.setEditTriggers(_EDIT.DoubleClicked | _EDIT.SelectedClicked | _EDIT.EditKeyPressed | _EDIT.AnyKeyPressed)
        self.setTabKeyNavigation(True)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        form.changed.connect(self.show_rows)
        self.doubleClicked.connect(self._open_list)
        self.show_rows()

    def minimumSizeHint(self) -> QSize:
        """Some rows are in sight where everything is larger than usual; what stands below is scrolled to, there."""
        if zoom().percent <= 100:
            return super().minimumSizeHint()
        height = px(HEIGHT) + _LEAST_ROWS * px(ROW_BUILDER) + self.horizontalScrollBar().sizeHint().height()
        return QSize(super().minimumSizeHint().width(), height)

    def show_rows(self) -> None:
        """Show the form's rows as they are now."""
        form = self.form
        phrases = Phrases(form.assets(), form.wallets)
        kept = self.current()
        self.rows.set_rows(
            [
                grid_row(number, row, check, form.wallets, phrases, form.editable())
                for number, (row, check) in enumerate(zip(form.state.rows, form.checked.rows, strict=True), 1)
            ]
        )
        if kept is not None and form.state.has(kept[0]) and self.current() != kept:
            self.go_to(*kept)

    # Where one is

    def current(self) -> tuple[int, str] | None:
        """The id of the row and the field that the cursor is in."""
        index = self.currentIndex()
        row = self.rows.row_at(index.row()) if index.isValid() else None
        return (row.row.id, FIELDS[index.column()]) if row is not None else None

    def go_to(self, row: int, field: str) -> None:
        """Bring the cursor there; where a row has no such field, to its operation."""
        place = self.rows.row_of(row)
        if place is None:
            return
        found = self.rows.row_at(place)
        fields = found.fields if found is not None else ()
        wanted = field if field in fields else next(iter(fields), "kind")
        index = self.rows.index(place, FIELDS.index(wanted))
        self.setCurrentIndex(index)
        self.scrollTo(index)

    # Editing

    def is_editing(self) -> bool:
        """Whether an editor is open."""
        editor = self._delegate.editor
        return self.state() is QAbstractItemView.State.EditingState and editor is not None and isValid(editor)

    def commit_editor(self) -> None:
        """Take what is in the open editor and close it."""
        self._end_editing(_HINT.NoHint)

    def advance(self) -> None:
        """The same, and open the next cell's editor."""
        self._end_editing(_HINT.EditNextItem)

    def _end_editing(self, hint: QAbstractItemDelegate.EndEditHint) -> None:
        editor = self._delegate.editor
        if self.is_editing() and editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, hint)

    def _open_list(self, index: QModelIndex) -> None:
        """A double click on an operation shows all three, once Qt has opened the editor."""
        if FIELDS[index.column()] == "kind":
            QTimer.singleShot(0, self, self._show_kinds)

    def _show_kinds(self) -> None:
        editor = self._delegate.editor
        if self.is_editing() and isinstance(editor, KindEdit):
            editor.showPopup()

    def asking(self, row: int, side: str) -> Ask:
        """How a wallet's editor asks for wallets."""

        def ask(text: str, answer: Answer, editor: WalletEdit) -> None:
            self.form.complete(row, side, text, answer, editor)

        return ask

    def nothing_words(self, row: GridRow, side: str) -> str:
        """What the popup says when nothing matches."""
        asset = self.form.assets().get(self.form.wanted_asset(row.row.id, side) or "")
        if asset is None:
            return self.tr("No wallet matches")
        return self.tr("No {code} wallet matches").format(code=asset.code)

    def cell_name(self, row: GridRow, field: str) -> str:
        """What a screen reader calls an editor."""
        title = self.rows.columns[FIELDS.index(field)].title
        return self.tr("{field} of operation {n}").format(field=title, n=row.number)

    # Rows

    def add_row(self, kind: Kind) -> None:
        """A row of this kind, and the cursor in it."""
        self.commit_editor()
        row = self.form.add_row(kind)
        self.setFocus()
        self.go_to(row, "source" if kind is Kind.REDEEM else self._first_gap(row))

    def _first_gap(self, row: int) -> str:
        found = self.form.state.row(row)
        return next((side for side in found.sides if found.side(side) is None), "amount")

    def fill_current(self, text: str) -> None:
        """This text in the cell that the cursor is in, as if it had been typed."""
        where = self._fillable()
        if where is None:
            return
        row, field = where
        if field in ("source", "target"):
            self.form.resolve(row, field, text[:LONGEST_NAME])
        elif field in ("amount", "memo"):
            self.form.edit_row(row, **{field: text[: LONGEST_AMOUNT if field == "amount" else LONGEST_MEMO]})

    def _fillable(self) -> tuple[int, str] | None:
        """The same as current, where the row has such a field and it can be edited."""
        shown, where = self.rows.row_at(self.currentIndex().row()), self.current()
        if where is None or shown is None or self.form.busy or where[1] not in shown.fields:
            return None
        return where

    def remove_current(self) -> None:
        """Without the row that the cursor is in; it goes to the one that follows."""
        self._on_current(self._remove)

    def move_current(self, step: int) -> None:
        """The row further down or up, and the cursor with it."""
        self._on_current(lambda row, field: self._move(row, field, step))

    def duplicate_current(self) -> None:
        """The row once more below, and the cursor in the copy."""
        self._on_current(lambda row, field: self.go_to(self.form.duplicate_row(row), field))

    def _on_current(self, do: Callable[[int, str], object]) -> None:
        where = self.current()
        if where is None or self.form.busy:
            return
        self.commit_editor()
        do(*where)

    def _move(self, row: int, field: str, step: int) -> None:
        self.form.move_row(row, step)
        self.go_to(row, field)

    def _remove(self, row: int, field: str) -> None:
        place = self.form.state.index(row)
        self.form.remove_row(row)
        rows = self.form.state.rows
        self.go_to(rows[min(place, len(rows) - 1)].id, field)

    # Problems

    def sentences(self, place: int) -> list[str]:
        """All that is wrong with a row, else how its share was rounded."""
        row = self.rows.row_at(place)
        if row is None:
            return []
        return self.form.sentences(row.check.problems) or self.form.shares(row.check)

    def _is_bad(self, place: int, column: int) -> bool:
        row = self.rows.row_at(place)
        return row is not None and row.is_bad(FIELDS[column])

    # The keyboard

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if action is _MOVE.MoveNext:
            return self._next()
        if action is _MOVE.MovePrevious:
            return self._previous()
        return super().moveCursor(action, modifiers)

    def _next(self) -> QModelIndex:
        """The next cell that can be edited; past the last one a new row is made for it."""
        index = self.currentIndex()
        row = self.rows.row_at(index.row()) if index.isValid() else None
        if row is None:
            return self.rows.index(0, FIELDS.index("kind"))
        for column in range(index.column() + 1, len(FIELDS)):
            if FIELDS[column] in row.fields:
                return self.rows.index(index.row(), column)
        if index.row() + 1 < self.rows.rowCount():
            below = self.rows.rows()[index.row() + 1].fields
            return self.rows.index(index.row() + 1, FIELDS.index(next(iter(below), "kind")))
        if row.row.untouched or self.form.busy or self.form.state.undone is not None:
            return index
        added = self.form.add_row()
        column = FIELDS.index(self.form.state.row(added).sides[-1])
        return self.rows.index(self.rows.rowCount() - 1, column)

    def _previous(self) -> QModelIndex:
        index = self.currentIndex()
        row = self.rows.row_at(index.row()) if index.isValid() else None
        if row is None:
            return index
        for column in range(index.column() - 1, 0, -1):
            if FIELDS[column] in row.fields:
                return self.rows.index(index.row(), column)
        return self.rows.index(index.row() - 1, FIELDS.index("memo")) if index.row() else index

    def focusNextPrevChild(self, forward: bool) -> bool:
        index = self.currentIndex()
        at_start = not index.isValid() or (index.row() == 0 and index.column() <= 1)
        if not forward and at_start and not self.is_editing():
            self.setTabKeyNavigation(False)
            moved = super().focusNextPrevChild(False)
            self.setTabKeyNavigation(True)
            return moved
        return super().focusNextPrevChild(forward)

    def leave(self) -> None:
        """On to what follows the grid: Tab goes through its cells."""
        self.setTabKeyNavigation(False)
        super().focusNextPrevChild(True)
        self.setTabKeyNavigation(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _ENTER and not control:
            self.setCurrentIndex(self.moveCursor(_MOVE.MoveNext, event.modifiers()))
        elif event.key() == Qt.Key.Key_Tab and control:
            self.leave()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not control:
            self._clear_cell()
        else:
            super().keyPressEvent(event)

    def _clear_cell(self) -> None:
        where = self._fillable()
        if where is None:
            return
        row, field = where
        empty: dict[str, object] = {"source": None, "target": None, "amount": "", "memo": ""}
        if field in empty:
            self.form.edit_row(row, **{field: empty[field]})
