"""What is selected in a list of pages: kept by identity over pages and loads, added up, and copied."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ui import cells
from walletdesk.ui.format import count
from walletdesk.ui.privacy import privacy
from walletdesk.ui.session import Session, Ticket
from walletdesk.ui.tables.columns import Cells
from walletdesk.ui.tables.copying import AT_ONCE, MOST, Writer
from walletdesk.ui.tables.model import RowsModel
from walletdesk.ui.tables.ranges import Ranges
from walletdesk.ui.tables.spec import ListQuery, ListSpec, Picked, Sums
from walletdesk.ui.tables.view import Table
from walletdesk.ui.widgets.busy import DELAY_MS

R = TypeVar("R")
Rows = Callable[[Any], Task[Sequence[R]]]

translate: Final = QCoreApplication.translate
_SLICE: Final = 500
_LONG: Final = 5_000


def picked_text(rows: int, parts: Iterable[str] = (), hint: str = "") -> str:
    """What the status bar says: "12 selected: 1,250.00 USD, 45 PTS"."""
    text = translate("picks", "{n} selected").format(n=count(rows))
    said = ", ".join(parts)
    text = f"{text}: {said}" if said else text
    return f"{text}{cells.DOT}{hint}" if hint else text


def adding_up() -> str:
    """Said in place of sums that are on their way."""
    return translate("picks", "adding up\N{HORIZONTAL ELLIPSIS}")


def too_many(rows: int) -> str:
    """Why so many rows are not copied."""
    text = translate("picks", "{n} rows are too many to copy. Select at most {most}, or export the list.")
    return text.format(n=count(rows), most=count(MOST))


def copying(rows: int) -> str:
    """Said while copying takes a while."""
    return translate("picks", "Copying {n} rows…").format(n=count(rows))


def copied(rows: int) -> str:
    """Said when copying took a while."""
    return translate("picks", "{n} rows copied.").format(n=count(rows))


def to_clipboard(text: str) -> None:
    """Put a text where other programs find it."""
    QGuiApplication.clipboard().setText(text)


def written(
    rows: Iterator[Sequence[R]], make: Callable[[R], Cells], writer: Writer, total: int = 0
) -> Task[tuple[int, str]]:
    """How many rows there were, and they as text; runs on the lane."""
    lines = [writer.titles()]
    for some in rows:
        lines += writer.lines(map(make, some))
        yield Progress(len(lines) - 1, total)
    return len(lines) - 1, "\n".join([*lines, ""])


class ListPicks(QObject, Generic[R]):
    """The selected rows of a `ListPage`. On the page in sight the table knows them, of other pages this does."""

    changed = Signal()
    told = Signal(str)
    """What is selected, for the status bar; empty for one row or none."""
    said = Signal(str)
    """Something to tell the person once."""

    def __init__(self, session: Session, spec: ListSpec[R], model: RowsModel[R], table: Table) -> None:
        """Belongs to the table."""
        super().__init__(table)
        self._session = session
        self._spec = spec
        self._model = model
        self._table = table
        self._away: dict[Hashable, R] = {}
        self._everything = False
        self._arriving = False
        self._query = ListQuery()
        self._total = 0
        self._text = ""
        self._adding: Ticket | None = None
        self.all_rows: Rows[R] = self._load_all
        self.all_sums: Callable[[Any], Task[Sums]] | None = None
        """What all rows add up to, where the list knows a better way than its spec."""
        self._late = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._late.timeout.connect(lambda: self._tell((adding_up(),)))
        table.picks.changed.connect(self._picked)
        privacy().changed.connect(self._show)
        table.more = self.pick_everything
        table.copier = self.copy

    # What is selected

    def count(self) -> int:
        """How many rows are selected, on all pages."""
        return self._total if self._everything else len(self._away) + self._table.picks.shown().count

    def with_rows(self, done: Callable[[tuple[R, ...]], object]) -> None:
        """Call `done` with the values of all selected rows; at once unless all pages have to be read first."""
        if self._everything:
            self._session.start(self.all_rows, done=lambda rows: done(tuple(rows)), key=self._key("rows"), owner=self)
        else:
            done(self._known())

    def pick_everything(self) -> None:
        """All rows of the list, on whichever page."""
        self._everything = True
        self._away = {}
        self._show()

    def _known(self) -> tuple[R, ...]:
        here = [self._model.row_at(row) for row in self._table.picks.shown().rows()]
        return (*self._away.values(), *(value for value in here if value is not None))

    def _picked(self, afresh: bool) -> None:
        if self._arriving:
            return
        self._everything = False
        if afresh:
            self._away = {}
        self._show()

    # Pages come and go

    def leave(self, query: ListQuery) -> None:
        """The rows in sight give way to those of another query: remember the selected ones if they are several.

        Another filter begins anew.
        """
        self._arriving = True
        if _list(query) != _list(self._query):
            self._away, self._everything = {}, False
            return
        if self.count() < 2:
            self._away = {}
        if self.count() < 2 or self._everything:
            return
        for row in self._table.picks.shown().rows():
            identity, value = self._model.identity_at(row), self._model.row_at(row)
            if value is not None:
                self._away[identity] = value

    def several(self) -> bool:
        """Whether more than one row was selected when the page was left."""
        return self._everything or len(self._away) > 1

    def arrive(self, query: ListQuery, total: int) -> None:
        """Other rows are in sight: select those again that were."""
        self._query, self._total = query, total
        rows = range(self._model.rowCount())
        if self._everything:
            self._table.picks.set(Ranges.of(rows))
        elif self._away:
            here = [row for row in rows if self._model.identity_at(row) in self._away]
            for row in here:
                self._away.pop(self._model.identity_at(row))
            self._table.picks.set(Ranges.of(here))
        self._arriving = False
        self._show()

    # Sums

    def _show(self) -> None:
        self.changed.emit()
        self._late.stop()
        self._tell()
        if self._adding is not None:
            self._adding.drop()
            self._adding = None
        sums = self._sums()
        if self.count() > 1 and sums is not None:
            self._late.start()
            self._adding = self._session.start(sums, done=self._summed, failed=self._not_summed, owner=self)

    def _sums(self) -> Callable[[Any], Task[Sums]] | None:
        if self._everything and self.all_sums is not None:
            return self.all_sums
        sums, picked = self._spec.sums, Picked(self._query, None if self._everything else self._known())
        return None if sums is None else lambda book: sums(book, picked)

    def _not_summed(self, _error: LedgerError) -> None:
        """The count alone is said."""
        self._late.stop()
        self._tell()

    def _summed(self, sums: Sums) -> None:
        self._late.stop()
        held = [pair for pair in sums if pair[1]] or list(sums)
        self._tell(tuple(cells.amount_text(asset, parts, code=True) for asset, parts in held))

    def _tell(self, parts: tuple[str, ...] = ()) -> None:
        rows, here = self.count(), self._model.rowCount()
        whole_page = not self._everything and not self._away and rows == here < self._total
        hint = translate("picks", "Ctrl+A again selects all {n}").format(n=count(self._total)) if whole_page else ""
        self._text = picked_text(rows, parts, hint) if rows > 1 else ""
        self.told.emit(self._text)

    def text(self) -> str:
        """What the status bar says of this list."""
        return self._text

    # Copying

    def copy(self) -> None:
        """Put the selected rows on the clipboard; many of them are written away from the window's thread."""
        rows, writer = self.count(), self._table.writer()
        if not rows:
            return
        if rows > MOST:
            self.said.emit(too_many(rows))
        elif rows <= AT_ONCE and not self._everything:
            to_clipboard(writer.text(map(self._spec.cells, self._known())))
        else:
            if rows > _LONG:
                self.said.emit(copying(rows))
            task = self._copying(None if self._everything else self._known(), writer)
            self._session.start(task, done=self._copied, key=self._key("copy"), owner=self)

    def _copying(self, known: tuple[R, ...] | None, writer: Writer) -> Callable[[Any], Task[tuple[int, str]]]:
        load, make = self.all_rows, self._spec.cells

        def task(book: Any) -> Task[tuple[int, str]]:
            rows = known if known is not None else (yield from load(book))
            return (yield from written(_slices(rows), make, writer))

        return task

    def _copied(self, found: tuple[int, str]) -> None:
        rows, text = found
        to_clipboard(text)
        self.said.emit(copied(rows))

    def _load_all(self, book: Any) -> Task[Sequence[R]]:
        """All rows in one piece of work: between two pieces they could move."""
        query = self._query
        yield Progress(0, self._total)
        page = self._spec.load(book, replace(query, number=1, size=max(1, self._total)))
        return page.rows

    def _key(self, what: str) -> str:
        return f"picks/{self._spec.key}/{id(self)}/{what}"


def _slices(rows: Sequence[R]) -> Iterator[Sequence[R]]:
    return (rows[start : start + _SLICE] for start in range(0, len(rows), _SLICE))


def _list(query: ListQuery) -> tuple[object, ...]:
    """What makes it the same rows, in whatever order."""
    return query.project, query.text, query.choices
