"""The table that every list of the window is shown in."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSettings,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtGui import QResizeEvent as ResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from walletdesk.ui.tables import measure
from walletdesk.ui.tables.arrange_form import ArrangeForm
from walletdesk.ui.tables.arranging import Columns
from walletdesk.ui.tables.columns import ROW_TWO_LINE
from walletdesk.ui.tables.copying import Writer
from walletdesk.ui.tables.delegate import CellDelegate
from walletdesk.ui.tables.header import TableHeader
from walletdesk.ui.tables.model import Index, TableModel
from walletdesk.ui.tables.picks import Picks
from walletdesk.ui.zoom import px, zoom

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
        self._cells = CellDelegate(self)
        self.picks = Picks(model, self)
        self._cells.picked = self.picks.has
        self.more: Callable[[], object] | None = None
        """Selects all there is of a list that has more than these rows."""
        self.copier: Callable[[], object] | None = None
        """Copies what is selected where not all of it is at hand."""
        self._header = TableHeader(model.columns, self)
        self.columns = Columns(self._header, model.columns, self.viewport())
        self._cells.narrow = self.columns.need
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
        self.columns.changed.connect(self._columns_changed)
        self.columns.form_wanted.connect(self.arrange)
        self.columns.lay()
        zoom().changed.connect(self._zoomed)
        zoom().changed.connect(self.columns.zoomed)

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
            index = self._model.index(row, self._cells.first)
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
        self._row_height = height
        self._zoomed()

    def _zoomed(self) -> None:
        """Rows and columns as large as all the rest."""
        rows, height = self.verticalHeader(), px(self._row_height)
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
        return Writer(self._model.columns, self.columns.shown())

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
        if self.columns.is_kept():
            self.columns.fill_menu(menu.addMenu(self.tr("Columns")))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        where = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            where = self.viewport().mapToGlobal(rect.bottomLeft() + QPoint(measure.FIRST_PADDING, 0))
        menu = self.row_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)

    # Columns

    def remember(self, settings: QSettings, key: str) -> None:
        """Let a person show, hide, move and size the columns; `key` is what they are kept under."""
        self.columns.remember(settings, key)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(self._header_menu)

    def arrange(self) -> None:
        """Let the columns be moved, shown and hidden by keys alone."""
        ArrangeForm(self.columns, self.window()).open()

    def _header_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        self.columns.fill_menu(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._header.viewport().mapToGlobal(at))

    def _columns_changed(self) -> None:
        shown = self.columns.shown()
        self._cells.first = self._header.first = shown[0]
        current = self.currentIndex()
        if current.isValid() and current.column() not in shown:  # keys and screen readers start from a cell in sight
            self.selectionModel().setCurrentIndex(current.siblingAtColumn(shown[0]), _WHOLE_ROW)
        self.viewport().update()
        self._header.viewport().update()

    def sizeHintForColumn(self, column: int) -> int:
        """What the widest of the rows in sight needs: all rows would take too long to ask."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height())
        rows = range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1) if first >= 0 else ()
        shape, edge = self._model.columns[column], column == self._cells.first
        widest = max((measure.cell_width(self._model.cell(row, column), shape, edge) for row in rows), default=0)
        return min(widest, self.viewport().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._header.length() < self.viewport().width():
            self._paint_rest()
        super().paintEvent(event)

    def _paint_rest(self) -> None:
        """Right of the last column the rows go on, empty."""
        painter, left = QPainter(self.viewport()), self._header.length()
        for row in range(max(0, self.rowAt(0)), self._model.rowCount()):
            top = self.rowViewportPosition(row)
            if top > self.viewport().height():
                break
            area = QRect(left, top, self.viewport().width() - left, self.rowHeight(row))
            self._cells.paint_ground(painter, area, self.picks.has(row), row)
        painter.end()

    def resizeEvent(self, event: ResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.lay()

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
        if self.selectionBehavior() is not QAbstractItemView.SelectionBehavior.SelectRows:
            return super().selectionCommand(index, event)
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
        self.columns.forget_needs()
        self._cells.hovered = -1
        self.columns.lay()
        self.picks.clear()
        self.selected_row.emit(None)

    def _only_current(self) -> None:
        """Rows came or went: places are others now. A list's owner who knows its rows apart selects them again."""
        row = self.currentIndex().row()
        if self.selectionModel().isRowSelected(row, QModelIndex()):
            self.picks.only(row)
        else:
            self.picks.clear()
