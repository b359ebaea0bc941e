"""The bar under a table: which page of how many, how many rows on one, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QFont, QIntValidator, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.format import count
from walletdesk.ui.tables.ink import inks
from walletdesk.ui.theme import tokens
from walletdesk.ui.widgets.buttons import icon_button
from walletdesk.ui.widgets.combo import Combo
from walletdesk.ui.widgets.styling import frame, label
from walletdesk.ui.zoom import px

SIZES: Final = (25, 50, 100, 200, 500)
DEFAULT_SIZE: Final = 100
HEIGHT: Final = 44


@dataclass(frozen=True, slots=True)
class PageWish:
    """The page that is asked for; `size` is None for one endless list."""

    number: int
    size: int | None


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands among its rows: the arithmetic of the pager."""

    total: int = 0
    number: int = 1
    size: int | None = DEFAULT_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return 1 if self.size is None else max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the page's first row, from 1; 0 when there is none."""
        if not self.total:
            return 0
        return 1 if self.size is None else (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The place of the page's last row."""
        return self.total if self.size is None else min(self.number * self.size, self.total)

    def inside(self, number: int) -> int:
        """The nearest page that exists."""
        return max(1, min(number, self.pages))

    def resized(self, size: int | None) -> PageWish:
        """Another size, on the page that holds the row now at the top."""
        if size is None or not self.total:
            return PageWish(1, size)
        return PageWish((self.first - 1) // size + 1, size)


class Totals(QWidget):
    """Some short texts at the right edge, as many as there is room for; the tooltip has them all."""

    _GAP: Final = 12

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._parts: tuple[str, ...] = ()
        self._more = False

    def show_parts(self, parts: tuple[str, ...], more: tuple[str, ...]) -> None:
        """Show these; `more` are not shown, only told."""
        self._parts, self._more = parts, bool(more)
        self.setAccessibleName(", ".join((*parts, *more)))
        self.setToolTip("\n".join((*parts, *more)))
        self.update()

    def fitting(self, room: float) -> tuple[str, ...]:
        """The texts that fit into `room`, with an ellipsis where some are left out."""
        ink = inks().body
        for length in range(len(self._parts), -1, -1):
            cut = self._more or length < len(self._parts)
            shown = (*self._parts[:length], *(("\N{HORIZONTAL ELLIPSIS}",) if cut else ()))
            if sum(ink.width(part) + px(self._GAP) for part in shown) - px(self._GAP) <= room:
                return shown
        return ()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(tokens().color("text2"))
        ink = inks().body
        end = float(self.width())
        for part in reversed(self.fitting(self.width())):
            end -= ink.width(part)
            ink.draw(painter, end, self.height() // 2, ink.fit(part, self.width())[0])
            end -= px(self._GAP)
        painter.end()


class PagerBar(QWidget):
    """Asks for pages with `page_changed`; shows what `show_page` says. It turns nothing by itself."""

    page_changed = Signal(object)
    """A PageWish."""

    def __init__(self, name: str, continuous: bool = False, parent: QWidget | None = None) -> None:
        """`name` is what the pages are of; `continuous` offers one endless list too."""
        super().__init__(parent)
        self.setObjectName("pager")
        self.setAccessibleName(name)
        self._paging = Paging()
        self._number = _page_field(self.tr("Page number"))
        self._before = label(self.tr("Page"), "sub", _figures())
        self._of = label("", "sub", _figures())
        self._range = label("", "sub", _figures())
        self._totals = Totals()
        self._sizes = Combo(self.tr("Rows on a page"))
        options: list[tuple[str, object]] = [(self.tr("{n} rows").format(n=size), size) for size in SIZES]
        self._sizes.set_options([*options, (self.tr("Continuous"), None)] if continuous else options)
        self._buttons = {
            "first": icon_button("chevrons-left", self.tr("First page")),
            "previous": icon_button("chevron-left", self.tr("Previous page")),
            "next": icon_button("chevron-right", self.tr("Next page")),
            "last": icon_button("chevrons-right", self.tr("Last page")),
        }
        self.extra = QHBoxLayout()
        self._lay_out()
        self._number.editingFinished.connect(self._typed)
        self._sizes.changed.connect(self._resize)
        for step, made in self._buttons.items():
            made.clicked.connect(partial(self.step, step))
        self.show_page(self._paging)

    def _lay_out(self) -> None:
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        bar = frame("footer", self)
        bar.setFixedHeight(HEIGHT)
        outer.addWidget(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(8)
        for step in ("first", "previous"):
            row.addWidget(self._buttons[step])
        for widget in (self._before, self._number, self._of):
            row.addWidget(widget)
        for step in ("next", "last"):
            row.addWidget(self._buttons[step])
        row.addSpacing(8)
        row.addWidget(self._sizes)
        row.addSpacing(8)
        row.addWidget(self._range)
        row.addSpacing(16)
        row.addWidget(self._totals, 1)
        row.addLayout(self.extra)

    def paging(self) -> Paging:
        """What is shown."""
        return self._paging

    def show_page(self, paging: Paging) -> None:
        """Show where the page stands that the table shows now."""
        self._paging = paging
        self._number.setText(str(paging.number))
        self._of.setText(self.tr("of {n}").format(n=count(paging.pages)))
        self._range.setText(self._range_text())
        with QSignalBlocker(self._sizes):
            self._sizes.set_value(paging.size)
        turning = paging.size is not None
        collapsed = paging.total <= SIZES[0]
        for widget in (self._before, self._number, self._of, *self._buttons.values()):
            widget.setVisible(turning and not collapsed)
        self._sizes.setVisible(not collapsed)
        for step, made in self._buttons.items():
            made.setEnabled(self._target(step) != paging.number)

    def set_totals(self, parts: Sequence[str], more: Sequence[str] = ()) -> None:
        """What stands at the right, as much of it as fits; `more` is told by the tooltip only."""
        self._totals.show_parts(tuple(parts), tuple(more))

    def step(self, step: str, *_: object) -> None:
        """Ask for the "first", "previous", "next" or "last" page."""
        self.go(self._target(step))

    def go(self, number: int) -> None:
        """Ask for a page, or for the nearest that there is."""
        target = self._paging.inside(number)
        if target != self._paging.number:
            self.page_changed.emit(PageWish(target, self._paging.size))
        else:
            self._number.setText(str(target))

    def make_actions(self, owner: QWidget) -> list[QAction]:
        """Actions with the keys that turn pages while the focus is within `owner`."""
        made = []
        for step, text, keys in (
            ("previous", self.tr("Previous page"), "Alt+PgUp"),
            ("next", self.tr("Next page"), "Alt+PgDown"),
            ("first", self.tr("First page"), "Ctrl+Home"),
            ("last", self.tr("Last page"), "Ctrl+End"),
        ):
            action = QAction(text, owner)
            action.setObjectName(f"page-{step}")
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(partial(self.step, step))
            owner.addAction(action)
            made.append(action)
        return made

    def _range_text(self) -> str:
        now = self._paging
        if not now.total:
            return ""
        return self.tr("{first}–{last} of {total}").format(
            first=count(now.first), last=count(now.last), total=count(now.total)
        )

    def _target(self, step: str) -> int:
        now = self._paging
        wish = {"first": 1, "previous": now.number - 1, "next": now.number + 1, "last": now.pages}[step]
        return now.inside(wish)

    def _typed(self) -> None:
        digits = self._number.text()
        self.go(int(digits) if digits.isascii() and digits.isdigit() else self._paging.number)

    def _resize(self, size: object) -> None:
        assert size is None or isinstance(size, int)
        self.page_changed.emit(self._paging.resized(size))


def _figures() -> QFont:
    return fonts.tabular(fonts.sized(fonts.BASE))


def _page_field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setFont(_figures())
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    field.setValidator(QIntValidator(1, 999_999_999, field))
    field.setMaxLength(9)
    field.setFixedWidth(64)
    return field
