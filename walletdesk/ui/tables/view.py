"""The table that every list of the window is shown in."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtGui import QResizeEvent as ResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from walletdesk.ui.tables import measure
from walletdesk.ui.tables.columns import ROW_TWO_LINE
from walletdesk.ui.tables.copying import Writer
from walletdesk.ui.tables.delegate import CellDelegate
from walletdesk.ui.tables.header import TableHeader
from walletdesk.ui.tables.model import Index, TableModel
from walletdesk.ui.tables.picks import Picks

_WHOLE_ROW: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WAYS: Final = (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton)
MenuFiller = Callable[[Any, QMenu], None]


class Table(QTableView):
    """A list of rows. Sorting is asked for, never done here; values go in and out, not indexes."""

    sort_changed = Signal(str, bool)
    """The key of the column to sort by, and whether downwards."""
    activated_row = Signal(object)
    """The value of the row that was opened with Enter or a double click."""
    selected_row = Signal(object)
    """The value of the current row, None when nothing is selected."""

    def __init__(
        self, model: TableModel[Any], name: str, row_height: int = ROW_TWO_LINE, parent: QWidget | None = None
    ) -> None:
        """`name` is what a screen reader calls the table."""
        super().__init__(parent)
        self._model: Final = model
        self._fill_menu: MenuFiller | None = None
        self._sort: tuple[str, bool] | None = None
        self._needed: dict[int, int] = {}
        self._relay = QTimer(self)
        self._relay.setSingleShot(True)
        self._relay.timeout.connect(self._lay_columns)
        self._cells = CellDelegate(self)
        self._cells.narrow = self._widen
        self.picks = Picks(model, self)
        self._cells.picked = self.picks.has
        self.more: Callable[[], object] | None = None
        """Selects all there is of a list that has more than these rows."""
        self.copier: Callable[[], object] | None = None
        """Copies what is selected where not all of it is at hand."""
        self._header = TableHeader(model.columns, self)
        self.setAccessibleName(name)
        self._dress(row_height)
        self.setHorizontalHeader(self._header)
        self.setItemDelegate(self._cells)
        self.setModel(model)
        self._header.sectionClicked.connect(self._header_clicked)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self.picks.changed.connect(lambda _afresh: self.viewport().update())
        model.modelReset.connect(self._after_reset)
        model.rowsInserted.connect(self._only_current)
        model.rowsRemoved.connect(self._only_current)
        model.dataChanged.connect(self._data_changed)
        self._lay_columns()

    def _dress(self, row_height: int) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_row_height(row_height)

    # Rows

    def cells(self) -> CellDelegate:
        """The delegate, for tables that mark cells or edit them."""
        return self._cells

    def current_value(self) -> Any:
        """The value of the selected row; None when nothing is selected."""
        index = self.currentIndex()
        if not index.isValid() or not self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            return None
        return self._model.row_value(index)

    def select_row(self, row: int, keep: bool = False) -> None:
        """Make a row the current one and bring it into sight; with `keep` what is selected stays so."""
        if 0 <= row < self._model.rowCount():
            index = self._model.index(row, 0)
            # selectRow would read the modifier keys, and Ctrl held down would take the selection away.
            self.selectionModel().setCurrentIndex(index, _WHOLE_ROW)
            self.scrollTo(index)
            if not keep:
                self.picks.only(row)

    def enter(self) -> None:
        """Take the keyboard, on the selected row or else on the first."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.current_value() is None:
            self.select_row(0)

    def set_row_height(self, height: int) -> None:
        """How high the rows are: closer together for those who want more of them in sight."""
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    def set_single(self) -> None:
        """One row at a time is all that can be selected here."""
        self.picks.single = True

    def set_dimmed(self, dimmed: bool) -> None:
        """Grey the rows while newer ones are on their way."""
        if self._cells.dimmed != dimmed:
            self._cells.dimmed = dimmed
            self.viewport().update()

    def clearSelection(self) -> None:
        super().clearSelection()
        self.picks.clear()

    def selectAll(self) -> None:
        """All rows that are here; the second time all that the list has."""
        if not self.picks.every() and not self.picks.single and self.more is not None:
            self.more()

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard as tab-separated text with the titles above."""
        if self.copier is not None:
            self.copier()
        else:
            self.copy_here()

    def copy_here(self) -> None:
        """The same for the rows that are here."""
        text = self.selection_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def selection_text(self) -> str:
        """The selected rows that are here as tab-separated text; empty if there are none."""
        return self.writer().text(map(self._model.row_cells, self.picks.shown().rows()))

    def writer(self) -> Writer:
        """What writes rows as they are shown now."""
        return Writer(self._model.columns)

    # Sorting

    def set_sort(self, key: str, descending: bool) -> None:
        """Show by which column the rows are sorted; asks for nothing."""
        self._sort = (key, descending)
        keys = [column.key for column in self._model.columns]
        self._header.show_sort(keys.index(key) if key in keys else -1, descending)

    def sort_by(self, key: str) -> None:
        """Ask for another order: the same column a second time turns it around."""
        descending = self._sort is not None and self._sort[0] == key and not self._sort[1]
        self.set_sort(key, descending)
        self.sort_changed.emit(key, descending)

    def _header_clicked(self, logical: int) -> None:
        column = self._model.columns[logical]
        if column.sortable:
            self.sort_by(column.key)

    # Menu

    def set_menu(self, fill: MenuFiller) -> None:
        """`fill(value, menu)` puts what can be done with a row into its context menu."""
        self._fill_menu = fill

    def row_menu(self) -> QMenu:
        """The context menu for the selected row."""
        menu = QMenu(self)
        value = self.current_value()
        if value is not None:
            if self._fill_menu is not None:
                self._fill_menu(value, menu)
                menu.addSeparator()
            copy = menu.addAction(self.tr("Copy"), self.copy_selection)
            copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        sortable = [column for column in self._model.columns if column.sortable]
        if sortable:
            orders = menu.addMenu(self.tr("Sort by"))
            for column in sortable:
                orders.addAction(column.title, partial(self.sort_by, column.key))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            where = self.viewport().mapToGlobal(rect.bottomLeft() + QPoint(measure.FIRST_PADDING, 0))
        menu = self.row_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    # Widths

    def _widen(self, column: int, width: int) -> None:
        """An amount is never cut: its column grows after this painting."""
        if width > self._needed.get(column, 0):
            self._needed[column] = width
            self._relay.start(0)

    def _lay_columns(self) -> None:
        columns = self._model.columns
        widths = [
            max(measure.column_width(column, number == 0), self._needed.get(number, 0))
            for number, column in enumerate(columns)
        ]
        left = self.viewport().width() - sum(widths)
        parts = sum(column.stretch for column in columns)
        if left > 0 and parts:
            last = max(number for number, column in enumerate(columns) if column.stretch)
            for number, column in enumerate(columns):
                share = left * column.stretch // parts
                widths[number] += share
            widths[last] += self.viewport().width() - sum(widths)
        for number, width in enumerate(widths):
            if self.columnWidth(number) != width:
                self.setColumnWidth(number, width)

    def resizeEvent(self, event: ResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            event.accept()
        elif event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open(self.currentIndex())
            event.accept()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
            event.accept()
        else:
            before, key, held = self.currentIndex().row(), event.key(), event.modifiers()
            super().keyPressEvent(event)
            self.picks.moved(key, held, before, self.currentIndex().row())

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """For Qt the current row is the selected one, whatever keys are held."""
        return _WHOLE_ROW if index.isValid() else QItemSelectionModel.SelectionFlag.NoUpdate

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in _WAYS:
            event.ignore()
            return
        super().mousePressEvent(event)
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.picks.clicked(row, event.modifiers(), event.button() == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(event.position().toPoint().y())
        self._hover(row)
        before = self.currentIndex().row()
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton and row >= 0 and row != before:
            self.picks.extend(row, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return bool(super().viewportEvent(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus(event.reason() == Qt.FocusReason.PopupFocusReason)

    def _focus(self, focused: bool) -> None:
        self._cells.focused = focused
        self.viewport().update()

    def _hover(self, row: int) -> None:
        before, self._cells.hovered = self._cells.hovered, row
        if before != row:
            for changed in (before, row):
                if changed >= 0:
                    y, height = self.rowViewportPosition(changed), self.rowHeight(changed)
                    self.viewport().update(0, y, self.viewport().width(), height)

    def _open(self, index: QModelIndex) -> None:
        value = self._model.row_value(index)
        if value is not None:
            self.activated_row.emit(value)

    def _selection_changed(self, _now: QItemSelection, _before: QItemSelection) -> None:
        self.selected_row.emit(self.current_value())

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """The selected row may have arrived only now, or say something else."""
        if first.row() <= self.currentIndex().row() <= last.row() and self.current_value() is not None:
            self.selected_row.emit(self.current_value())

    def _after_reset(self) -> None:
        self._needed.clear()
        self._cells.hovered = -1
        self._lay_columns()
        self.picks.clear()
        self.selected_row.emit(None)

    def _only_current(self) -> None:
        """Rows came or went: places are others now. A list's owner who knows its rows apart selects them again."""
        row = self.currentIndex().row()
        if self.selectionModel().isRowSelected(row, QModelIndex()):
            self.picks.only(row)
        else:
            self.picks.clear()
