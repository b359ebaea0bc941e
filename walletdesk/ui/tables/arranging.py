"""The columns of a table as a person wants them: shown, hidden, moved and sized, and remembered."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from walletdesk.ui.tables import measure
from walletdesk.ui.tables.arrangement import Arrangement, read
from walletdesk.ui.tables.columns import Column
from walletdesk.ui.tables.header import TableHeader
from walletdesk.ui.tables.ink import inks
from walletdesk.ui.zoom import px

_LEAST: Final = 32


class Columns(QObject):
    """Lays out the sections of a header: what was set stays, what was not comes from fonts and fills the room."""

    changed = Signal()
    """Other columns are seen, or in another order."""
    form_wanted = Signal()
    """The form that arranges them by keys."""

    def __init__(self, header: TableHeader, columns: tuple[Column, ...], view: QWidget) -> None:
        """`view` is the area whose width is to be filled."""
        super().__init__(header)
        self._header = header
        self._columns = columns
        self._view = view
        self._settings: QSettings | None = None
        self._key = ""
        self._arranged = Arrangement()
        self._needed: dict[int, int] = {}
        self._busy = False
        self._relay = QTimer(self, singleShot=True, interval=0)
        self._relay.timeout.connect(self.lay)

    def remember(self, settings: QSettings, key: str) -> None:
        """Let the person arrange the columns, and arrange them as last time."""
        self._settings, self._key = settings, f"lists/v1/{key}/columns"
        self._arranged = read(str(settings.value(self._key, "", type=str)))
        self._header.let_arrange(self._sized, self._moved)
        self._apply()

    def is_kept(self) -> bool:
        """Whether these columns can be arranged."""
        return self._settings is not None

    def shown(self) -> tuple[int, ...]:
        """The numbers of the columns that are seen, from left to right."""
        header = self._header
        found = (header.logicalIndex(place) for place in range(header.count()))
        return tuple(number for number in found if not header.isSectionHidden(number))

    # What a person does

    def show_column(self, number: int, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        key = self._columns[number].key
        hidden = {self._columns[n].key for n in range(len(self._columns)) if n not in self.shown()}
        hidden = hidden - {key} if shown else hidden | {key}
        if len(hidden) < len(self._columns):
            self._keep(replace(self._arranged, hidden=frozenset(hidden)))

    def reset(self) -> None:
        """As they were at first."""
        self._needed.clear()
        self._keep(Arrangement())

    def move(self, place: int, to: int) -> None:
        """Bring the column at this place, counted from the left with the hidden ones, to another."""
        order = [self._columns[number].key for number in self._arranged.places(self._columns)]
        order.insert(to, order.pop(place))
        self._keep(replace(self._arranged, order=tuple(order)))

    def listed(self) -> list[tuple[int, str, bool, bool]]:
        """Every column from left to right: its number, its title, whether it is seen, and whether that may change."""
        seen = self.shown()
        places = self._arranged.places(self._columns)
        return [(number, self._columns[number].title, number in seen, seen != (number,)) for number in places]

    def fill_menu(self, menu: QMenu) -> None:
        """Offer every column, from left to right, a form to arrange them in, and the way back to how they were."""
        for number, title, shown, may in self.listed():
            action = menu.addAction(title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(shown)
            action.setEnabled(may)
            action.toggled.connect(partial(self.show_column, number))
        menu.addSeparator()
        menu.addAction(self.tr("&Arrange columns…"), self.form_wanted.emit)
        menu.addAction(self.tr("Reset columns"), self.reset).setEnabled(self._arranged != Arrangement())

    def _sized(self, number: int, _before: int, width: int) -> None:
        """A border was dragged. What stands to its left keeps its width, or the border would run from the pointer."""
        if self._busy:
            return
        seen = self.shown()
        for left in seen[: seen.index(number)]:
            if self._columns[left].stretch:
                self._set_width(left, self._header.sectionSize(left))
        self._set_width(number, width)
        self._save()
        self.lay()

    def _set_width(self, number: int, width: int) -> None:
        self._arranged = self._arranged.with_width(self._columns[number].key, round(width * 1000 / _ten()))

    def _moved(self, _number: int, _from: int, _to: int) -> None:
        if self._busy:
            return
        order = [self._columns[self._header.logicalIndex(place)].key for place in range(self._header.count())]
        self._arranged = replace(self._arranged, order=tuple(order))
        self._save()
        self.changed.emit()
        self.lay()

    # Applying it

    def _keep(self, arranged: Arrangement) -> None:
        self._arranged = arranged
        self._save()
        self._apply()

    def _save(self) -> None:
        if self._settings is not None:
            self._settings.setValue(self._key, self._arranged.text())

    def _apply(self) -> None:
        self._quietly(self._place)
        self.changed.emit()
        self.lay()

    def _place(self) -> None:
        for place, number in enumerate(self._arranged.places(self._columns)):
            self._header.moveSection(self._header.visualIndex(number), place)
        for number, column in enumerate(self._columns):
            self._header.setSectionHidden(number, not self._arranged.shows(self._columns, column.key))

    def _quietly(self, deed: Callable[[], None]) -> None:
        before, self._busy = self._busy, True
        deed()
        self._busy = before

    # Widths

    def need(self, number: int, width: int) -> None:
        """An amount is never cut: its column grows after this painting."""
        if width > self._needed.get(number, 0):
            self._needed[number] = width
            self._relay.start()

    def forget_needs(self) -> None:
        """Other rows are shown."""
        self._needed.clear()

    def zoomed(self) -> None:
        """Everything has another size: amounts that are too wide ask for room again."""
        self._needed.clear()
        self.lay()

    def lay(self) -> None:
        """Give each column its width; those that may stretch and were not sized share what is left."""
        seen = self.shown()
        widths = {number: self._own_width(number, number == seen[0]) for number in seen}
        free = [n for n in seen if self._columns[n].stretch and self._columns[n].key not in self._arranged.widths]
        left = self._view.width() - sum(widths.values())
        if left > 0 and free:
            parts = sum(self._columns[number].stretch for number in free)
            for number in free:
                widths[number] += left * self._columns[number].stretch // parts
            widths[free[-1]] += self._view.width() - sum(widths.values())
        self._quietly(partial(self._resize, widths))

    def _own_width(self, number: int, first: bool) -> int:
        column = self._columns[number]
        kept = self._arranged.widths.get(column.key)
        width = measure.column_width(column, first) if kept is None else max(px(_LEAST), round(kept * _ten() / 1000))
        return max(width, self._needed.get(number, 0))

    def _resize(self, widths: dict[int, int]) -> None:
        for number, width in widths.items():
            if self._header.sectionSize(number) != width:
                self._header.resizeSection(number, width)


def _ten() -> float:
    """How wide ten digits are: what widths are kept in."""
    return inks().body.width("0" * 10)
