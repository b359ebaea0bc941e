"""The page that every list of the window is: filter bar, table, pager, and beside them the inspector."""

import traceback
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from walletdesk.controllers.changes import Changes
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import Page
from walletdesk.ui.list_picks import ListPicks
from walletdesk.ui.places import ListPlace
from walletdesk.ui.session import Session, Ticket
from walletdesk.ui.tables.filter_bar import FilterBar
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.pager import DEFAULT_SIZE, SIZES, PagerBar, PageWish, Paging
from walletdesk.ui.tables.spec import ListQuery, ListSpec, Nothing
from walletdesk.ui.tables.view import Table
from walletdesk.ui.widgets.busy import DELAY_MS, BusyBar
from walletdesk.ui.widgets.panels import EmptyState, ErrorBar
from walletdesk.ui.widgets.styling import frame
from walletdesk.ui.zoom import px

R = TypeVar("R")

INSPECTOR_WIDTH: Final = 340
WIDE: Final = 1120


class ListPage(QWidget, Generic[R]):
    """A list with its filters, its pages and its inspector. It loads when it is seen and when what it shows changed."""

    selected = Signal(object)
    """The value of the selected row, again after each load; None when there is none."""
    activated = Signal(object)
    """The value of the row opened with Enter or a double click."""
    loaded = Signal(object)
    """The Page that is shown now."""
    told = Signal(str)
    """How many rows are selected and what they add up to, for the status bar; empty while the page is hidden."""
    said = Signal(str)
    """Something to tell the person once."""
    placed = Signal()
    """Something else is asked for, or selected."""
    nothing_acted = Signal()
    """The button of the empty list was pressed."""

    def __init__(
        self, session: Session, spec: ListSpec[R], words: Callable[[LedgerError], str],
        settings: QSettings | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`words` says a refusal as a sentence; page sizes are remembered in `settings`."""
        super().__init__(parent)
        self._session = session
        self._spec = spec
        self._words = words
        self._settings = settings if settings is not None else QSettings()
        self._query = ListQuery(sort=spec.sort, descending=spec.descending, size=self._remembered_size())
        self._shown: ListQuery | None = None
        self._ticket: Ticket | None = None
        self._stale = True
        self._wanted: Hashable | None = None
        self._fixed = ""
        self._inspector_on = {True: True, False: False}
        self.model = RowsModel(spec.columns, spec.cells, spec.identity, self)
        self.table = Table(self.model, spec.name, spec.row_height)
        self.table.remember(self._settings, spec.key)
        self.picks: ListPicks[R] = ListPicks(session, spec, self.model, self.table)
        self.pager = PagerBar(spec.name)
        self.filters = FilterBar(spec.search)
        self.error_bar = ErrorBar()
        self.inspector: QWidget | None = None
        self._empty = EmptyState(spec.nothing.icon, spec.nothing.title)
        self._busy = BusyBar(parent=self)
        self._side = frame("side")
        self._dim = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._lay_out()
        self._connect()
        self._make_actions()

    # What the owner of a page sets up

    def set_inspector(self, inspector: QWidget) -> None:
        """What stands at the right and tells more of the selected row."""
        self.inspector = inspector
        self._side_box.addWidget(inspector)
        self._place_inspector()

    def set_fixed(self, why: str) -> None:
        """Why no row can be added now, which an empty list says in place of how; empty where one can."""
        self._fixed = why
        if self._shown is not None:
            self._show_stack(not self.pager.paging().total)

    # What the window asks for

    def set_project(self, project: str) -> None:
        """Show another project: filters, page and selection begin anew."""
        self.filters.set_filters("", {})
        self._query = replace(self._query, project=project, number=1)
        self._shown = None
        self.model.set_rows(())
        self.reload()

    def query(self) -> ListQuery:
        """What was last asked for."""
        return self._query

    def set_filter(self, text: str = "", **choices: object) -> None:
        """Filter as somebody else wishes, for example when a count was clicked; other filters are taken off."""
        self.filters.set_filters(text, choices)
        self._refilter()

    def clear_filters(self) -> None:
        """Show everything."""
        self.set_filter()

    def select(self, identity: Hashable) -> None:
        """Select the row of this identity now, or after the next load; nothing if that does not bring it."""
        row = self.model.row_of(identity)
        if row is None:
            self._wanted = identity
        else:
            self.table.select_row(row)

    def place(self) -> ListPlace:
        """What is shown, for the way back."""
        asked = replace(self._query, text=self.filters.text(), choices=self.filters.choices())
        row = self._wanted if self._wanted is not None else self._selected_identity()
        return ListPlace(asked.text, asked.choices, asked.number, asked.size, asked.sort, asked.descending, row)

    def go_to(self, place: ListPlace) -> None:
        """Show again what was shown, in pages as long as they are now."""
        self.filters.set_filters(place.text, dict(place.choices))
        self._wanted = place.row
        self.table.set_sort(place.sort, place.descending)
        number = (place.number - 1) * place.size // self._query.size + 1
        self._query = replace(self._query, sort=place.sort, descending=place.descending, number=max(1, number))
        self.reload()

    def reload(self) -> None:
        """Ask for the page again; a hidden page does so when it is next seen."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._query = replace(self._query, text=self.filters.text(), choices=self.filters.choices())
        self._dim.start()
        self._busy.start()
        self._ticket = self._session.run(
            self._spec.load, self._query, done=self._loaded, failed=self._refused, crashed=self._broke,
            key=f"list/{self._spec.key}/{id(self)}", owner=self,
        )  # fmt: skip

    def is_loading(self) -> bool:
        """Whether a page is on its way."""
        return self._ticket is not None

    def picked_count(self) -> int:
        """How many rows are selected, on whichever page."""
        return self.picks.count()

    def with_picked(self, done: Callable[[tuple[R, ...]], object]) -> None:
        """Call `done` with the values of all selected rows; later where pages have to be read for it."""
        self.picks.with_rows(done)

    def toggle_inspector(self) -> None:
        """Show the inspector, or hide it; remembered for narrow and wide windows apart."""
        wide = self.width() >= px(WIDE)
        self._inspector_on[wide] = not self._inspector_on[wide]
        self._place_inspector()

    def inspector_shown(self) -> bool:
        """Whether the inspector has its place."""
        return not self._side.isHidden()

    # Building

    def _lay_out(self) -> None:
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        main = QVBoxLayout()
        main.setSpacing(0)
        for widget in (self.filters, self.error_bar):
            main.addWidget(widget)
        main.addWidget(body, 1)
        main.addWidget(self.pager)
        self._side.setFixedWidth(INSPECTOR_WIDTH)
        self._side_box = QVBoxLayout(self._side)
        self._side_box.setContentsMargins(1, 0, 0, 0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(main, 1)
        outer.addWidget(self._side)
        self.setProperty("panel", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._side.hide()

    def _connect(self) -> None:
        spec = self._spec
        if spec.sort:
            self.table.set_sort(spec.sort, spec.descending)
        self.table.sort_changed.connect(self._resort)
        self.table.selected_row.connect(self._tell_selected)
        self.table.activated_row.connect(self.activated)
        self.pager.page_changed.connect(self._turn)
        self._empty.acted.connect(self._act_on_nothing)
        self._dim.timeout.connect(self._dim_rows)
        self.picks.told.connect(self._tell_picks)
        self.picks.said.connect(self.said)
        self._session.changed.connect(self._book_changed)
        self.filters.changed.connect(self._refilter)
        self.filters.left.connect(self.table.enter)

    def _make_actions(self) -> None:
        for name, text, keys, slot in (
            ("refresh", self.tr("Refresh"), "F5", self.reload),
            ("inspector", self.tr("Details beside the list"), "F4", self.toggle_inspector),
            ("find", self.tr("Filter this list"), "Ctrl+F", self.filters.focus_search),
        ):
            action = QAction(text, self)
            action.setObjectName(name)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
        self.pager.make_actions(self)

    # Asking

    def _ask(self, **changes: Any) -> None:
        self._query = replace(self._query, **changes)
        self.reload()

    def _refilter(self) -> None:
        self._ask(number=1)

    def _resort(self, key: str, descending: bool) -> None:
        self._ask(sort=key, descending=descending, number=1)

    def _turn(self, wish: PageWish) -> None:
        assert wish.size is not None
        if wish.size != self._query.size:
            self._settings.setValue(self._size_key(), wish.size)
        self._ask(number=wish.number, size=wish.size)

    def _size_key(self) -> str:
        return f"lists/v1/{self._spec.key}/rows"

    def _remembered_size(self) -> int:
        size = self._settings.value(self._size_key(), DEFAULT_SIZE, type=int)
        return size if isinstance(size, int) and size in SIZES else DEFAULT_SIZE

    # Answers

    def _loaded(self, page: Page[R]) -> None:
        if page.number > page.pages:
            self._ask(number=page.pages)
            return
        self._stop_waiting()
        self.error_bar.hide()
        moved = self._shown is not None and self._shown != self._query
        kept = self._selected_identity()
        wanted, self._wanted = self._wanted, None
        self.table.selected_row.disconnect(self._tell_selected)
        self.picks.leave(self._query)
        self.model.set_rows(page.rows)
        if moved:
            self.table.scrollToTop()
        self._select_after_load(kept, wanted)
        self.picks.arrive(self._query, page.total)
        self.table.selected_row.connect(self._tell_selected)
        self._shown = self._query
        self.pager.show_page(Paging(page.total, page.number, page.size))
        self._show_stack(page.total == 0)
        self._tell_selected(self.table.current_value())
        self.loaded.emit(page)

    def _selected_identity(self) -> Hashable | None:
        if self.table.current_value() is None:
            return None
        return self.model.identity_at(self.table.currentIndex().row())

    def _select_after_load(self, kept: Hashable | None, wanted: Hashable | None) -> None:
        if wanted is not None:
            row = self.model.row_of(wanted)
            self.table.clearSelection()  # another row would be taken for the one that was wanted
            self.table.select_row(-1 if row is None else row)
            return
        row = None if kept is None else self.model.row_of(kept)
        several = self.picks.several()
        if row is None:
            if not several:
                self.table.clearSelection()
            self.table.select_row(0, keep=several)
        elif row != self.table.currentIndex().row() or self.table.current_value() is None:
            self.table.select_row(row, keep=several)

    def _show_stack(self, empty: bool) -> None:
        self.pager.setVisible(not empty or self.filters.is_filtering())
        if not empty:
            had_focus = self._empty.isAncestorOf(self.focusWidget())
            self._stack.setCurrentIndex(0)
            if had_focus:
                self.table.setFocus()
            return
        nothing = self._spec.nothing
        if self.filters.is_filtering():
            nothing = Nothing(
                "search-x", self.tr("Nothing found"), self.tr("No row matches these filters."), self.tr("Clear filters")
            )
        elif self._fixed:
            nothing = Nothing(nothing.icon, nothing.title, self._fixed)
        self._empty.set_state(nothing.icon, nothing.title, nothing.sentence, nothing.action)
        self._stack.setCurrentIndex(1)

    def _act_on_nothing(self) -> None:
        if self.filters.is_filtering():
            self.clear_filters()
        else:
            self.nothing_acted.emit()

    def _refused(self, error: LedgerError) -> None:
        self._stop_waiting()
        self.error_bar.show_error(self._words(error), again=self.reload)

    def _broke(self, error: BaseException) -> None:
        self._stop_waiting()
        sentence = self.tr("This list could not be loaded.")
        self.error_bar.show_error(sentence, "".join(traceback.format_exception(error)), self.reload)

    def _tell_selected(self, value: object) -> None:
        self.selected.emit(value)
        self.placed.emit()

    def _book_changed(self, changes: Changes) -> None:
        if changes.touches(*self._spec.kinds):
            self.reload()

    def _tell_picks(self, text: str) -> None:
        if self.isVisible():
            self.told.emit(text)

    def _dim_rows(self) -> None:
        self.table.set_dimmed(True)

    def _stop_waiting(self) -> None:
        self._ticket = None
        self._dim.stop()
        self._busy.stop()
        self.table.set_dimmed(False)

    def _give_up(self, ticket: Ticket) -> None:
        """Nothing more is to come: filters and order are again those of the rows in sight."""
        ticket.drop()
        self._stop_waiting()
        self._stale, self._wanted = True, None
        if (shown := self._shown) is not None:
            self._query = shown
            self.filters.set_filters(shown.text, dict(shown.choices))
            self.table.set_sort(shown.sort, shown.descending)

    # Events

    def _place_inspector(self) -> None:
        wide = self.width() >= px(WIDE)
        self._side.setVisible(self.inspector is not None and self._inspector_on[wide])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.told.emit(self.picks.text())
        if self._stale:
            self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.told.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_inspector()
        self._busy.setGeometry(0, self.filters.geometry().bottom() - 1, self.filters.width(), self._busy.height())
        self._busy.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._ticket is not None:
            self._give_up(self._ticket)
        elif self.filters.is_filtering():
            self.clear_filters()
        else:
            event.ignore()
