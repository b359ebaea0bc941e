"""The bar above a list: search, filters, and at the right what else can be done here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.search import SearchField

_SEARCH_WIDTH: Final = 260
_HEIGHT: Final = 48


@dataclass(frozen=True, slots=True)
class _Filter:
    """One filter besides the search field; `rest` is its value when it leaves nothing out."""

    value: Callable[[], object]
    set_value: Callable[[Any], object]
    rest: object


class FilterBar(QFrame):
    """Says with `changed` that a person filters otherwise now; setting it from the program says nothing."""

    changed = Signal()
    left = Signal()
    """The keyboard belongs into the list below."""

    def __init__(self, search: str = "", parent: QWidget | None = None) -> None:
        """`search` is what the search field says while it is empty; none: no search field."""
        super().__init__(parent)
        self.setProperty("panel", "bar")
        self.setMinimumHeight(_HEIGHT)
        self.search = SearchField(search) if search else None
        self._filters: dict[str, _Filter] = {}
        self._left = QHBoxLayout()
        self._left.setSpacing(8)
        self._right = QHBoxLayout()
        self._right.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 16, 8)
        row.setSpacing(8)
        if self.search is not None:
            self.search.setMaximumWidth(_SEARCH_WIDTH)
            self.search.searched.connect(self._changed)
            self.search.left.connect(self.left)
            row.addWidget(self.search, 100)
        row.addLayout(self._left)
        row.addStretch(1)
        row.addLayout(self._right)

    def add_combo(self, key: str, name: str, options: Sequence[tuple[str, object]]) -> Combo:
        """A drop-down filter; its first option means no filter."""
        combo = Combo(name)
        combo.set_options(options)
        self.add_filter(key, combo, combo.value, combo.set_value, combo.changed)
        return combo

    def add_filter(
        self,
        key: str,
        widget: QWidget,
        value: Callable[[], object],
        set_value: Callable[[Any], object],
        changed: SignalInstance,
    ) -> None:
        """Any other filter; the value that it has now means no filter."""
        self._filters[key] = _Filter(value, set_value, value())
        self._left.addWidget(widget)
        changed.connect(self._changed)

    def add_action(self, widget: QWidget) -> None:
        """Something at the right of the bar."""
        self._right.addWidget(widget)

    def text(self) -> str:
        """What is searched for."""
        return self.search.text().strip() if self.search is not None else ""

    def choices(self) -> tuple[tuple[str, object], ...]:
        """The filters besides the text, by key."""
        return tuple((key, filter_.value()) for key, filter_ in self._filters.items())

    def is_filtering(self) -> bool:
        """Whether some rows are left out."""
        return bool(self.text()) or any(filter_.value() != filter_.rest for filter_ in self._filters.values())

    def set_filters(self, text: str, choices: Mapping[str, object]) -> None:
        """Filter by this text and these choices, and by nothing else."""
        for key, filter_ in self._filters.items():
            filter_.set_value(choices.get(key, filter_.rest))
        if self.search is not None:
            self.search.set_silently(text)

    def focus_search(self) -> None:
        """Be ready for typing."""
        if self.search is not None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def _changed(self, _: object = None) -> None:
        self.changed.emit()
