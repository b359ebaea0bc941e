"""The overlay: a field, and under it what was found."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from walletdesk.controllers import finding
from walletdesk.controllers.finding import Found
from walletdesk.ledger.values import transaction_label
from walletdesk.ui.desk import Pages
from walletdesk.ui.format import notation
from walletdesk.ui.palette.field import FindField
from walletdesk.ui.palette.hits import Hit, HitDelegate, HitsModel
from walletdesk.ui.palette.rows import Command, command_hit, customer_hit, transaction_hit, wallet_hit
from walletdesk.ui.privacy import privacy
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.busy import BusyBar
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.panels import EmptyState
from walletdesk.ui.widgets.styling import frame, hairline, sub
from walletdesk.ui.zoom import px

WIDTH: Final = 640
HEIGHT: Final = 452
SHADOW: Final = 20
_BELOW: Final = 8
_EDGE: Final = 16
_ROUND: Final = 10
_DARKEST: Final = 4
_FALL: Final = 6

Section = tuple[str, Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a hit leads, and which commands there are."""

    wallet: Callable[[int], object]
    customer: Callable[[Any], object]
    transaction: Callable[[int], object]
    commands: Callable[[], Sequence[Command]]


class Palette(QWidget):
    """Lies over the window until something is chosen, Esc is pressed or the keyboard goes elsewhere."""

    def __init__(self, shell: Shell, ways: Ways, top: Callable[[], int], window: QWidget) -> None:
        """`top` answers where the page of the window begins."""
        super().__init__(window)
        self._shell = shell
        self._ways = ways
        self._top = top
        self._host = window
        self._before: QWidget | None = None
        self._commands: Sequence[Command] = ()
        self._found = Found()
        self._text = ""
        self._waiting = self._first = False
        self._takes = False
        self._ticket: Ticket | None = None
        self.field = FindField()
        self.model = HitsModel(self)
        self.list = QListView()
        self.busy = BusyBar()
        self.nothing = EmptyState("search-x", self.tr("Nothing found"), self.tr("Try fewer or other words."))
        self._pages = Pages()
        self._lay_out()
        self._connect()
        self.hide()

    # Building

    def _lay_out(self) -> None:
        panel = frame("popup", self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        outer.addWidget(panel)
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(15, 0, 16, 0)
        head.setSpacing(16)
        head.addWidget(IconLabel("search"))
        head.addWidget(self.field, 1)
        head.addWidget(sub(self.tr("Esc closes")))
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self.busy)
        column.addWidget(self._pages, 1)
        column.addSpacing(6)
        self._lay_out_list()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.nothing)

    def _lay_out_list(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("What was found"))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # Sizes and a ground only: the panel's own colour shows through.
        self.list.setStyleSheet("QListView { background: transparent; }")

    def _connect(self) -> None:
        self.field.textChanged.connect(self._typed)
        self.field.stepped.connect(self._step)
        self.field.taken.connect(self._take)
        self.field.escaped.connect(self.leave)
        self.list.clicked.connect(self._click)
        self._shell.project_changed.connect(self._project_changed)
        privacy().changed.connect(self._reword)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    # Opening and leaving

    def enter(self) -> None:
        """Open, with every command on offer; where it is open already, mark what was typed."""
        if self.isVisible():
            self.field.selectAll()
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self._before = QApplication.focusWidget()
        self._commands = self._ways.commands()
        self.field.clear()
        self._typed("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def leave(self) -> None:
        """Close, and give the keyboard back."""
        before = self._before
        self._close()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        if not self.isVisible():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._give_up()
        self._before = None
        self.hide()

    def _place(self) -> None:
        top, edge, shadow = self._top() + px(_BELOW), px(_EDGE), px(SHADOW)
        width = min(px(WIDTH), self._host.width() - 2 * edge)
        height = min(px(HEIGHT), self._host.height() - top - edge)
        inner = QRect((self._host.width() - width) // 2, top, width, height)
        self.setGeometry(inner.adjusted(-shadow, -shadow, shadow, shadow))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Resize and watched is self._host:
            self._place()
        elif kind is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget) and not self._holds(watched):
            self._close()
        return False

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and not self._holds(new):
            self._close()

    def _project_changed(self, _project: object) -> None:
        self._close()

    # Searching

    def _typed(self, text: str) -> None:
        self._give_up()
        self._text = text.strip()
        self._found = Found()
        project = self._shell.project
        if not self._text or project is None:
            self._show(None)
            return
        self._waiting = self._first = True
        self.busy.start()
        self._ticket = self._shell.session.start(
            finding.find,
            project.id,
            self._text,
            notation(),
            progress=self._moved,
            done=self._done,
            failed=lambda _error: self._done(self._found),
            crashed=lambda _error: self._done(self._found),
            key=f"palette/{id(self)}",
            owner=self,
        )

    def _give_up(self) -> None:
        if self._ticket is not None:
            self._ticket.drop()
            self._ticket = None
        self._waiting = self._takes = False
        self.busy.stop()

    def _moved(self, progress: Any) -> None:
        self._arrived(progress.found, over=False)

    def _done(self, found: Found) -> None:
        self._ticket = None
        self.busy.stop()
        self._arrived(found, over=True)

    def _arrived(self, found: Found, over: bool) -> None:
        """Show what came; what was chosen stays so, but of what was found for other words nothing stays."""
        first, self._first = self._first, False
        if first or over or found != self._found:
            self._found = found
            self._show(None if first else self._chosen_key(), over)
        if self.model.rows or over:
            self._waiting = False
            if self._takes:
                self._take()

    def _chosen_key(self) -> Hashable | None:
        hit = self.model.hit(self.list.currentIndex().row())
        return hit.key if hit else None

    def _show(self, key: Hashable | None, over: bool = True) -> None:
        """Show what is found by now, with this hit chosen, or else the first."""
        self.model.show(self._sections())
        place = self.model.place_of(key) if key is not None else -1
        self._choose(place if place >= 0 else self.model.next_hit(-1, 1), tell=place < 0)
        if key is None:
            self.list.scrollToTop()
        self._pages.setCurrentWidget(self.nothing if over and not self.model.rows else self.list)

    def _sections(self) -> list[Section]:
        found, named = self._found, finding.commands(self._commands, _name, self._text)
        similar = found.alike
        wallets = (
            self.tr("Similar wallets") if similar else self.tr("Wallets"),
            [wallet_hit(wallet) for wallet in found.wallets],
        )
        customers = (
            self.tr("Similar customers") if similar else self.tr("Customers"),
            [customer_hit(customer) for customer in found.customers],
        )
        lines = [transaction_hit(line, self._shell.days) for line in found.transactions]
        transactions = (self.tr("Transactions"), lines)
        commands = (self.tr("Commands"), [command_hit(command) for command in named])
        number = self._text.strip().upper()
        meant = any(transaction_label(line.number) == number for line in found.transactions)
        likely = bool(number) and not meant and any(finding.is_likely(command.name, self._text) for command in named)
        if likely and (similar or not (found.wallets or found.customers)):
            return [commands, transactions, wallets, customers]
        if similar and lines:
            return [transactions, wallets, customers, commands]
        return [wallets, customers, transactions, commands]

    def _reword(self) -> None:
        if self.isVisible():
            self._show(self._chosen_key())

    # Choosing

    def _choose(self, row: int, tell: bool = True) -> None:
        index = self.model.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        hit = self.model.hit(row)
        if hit is not None:
            # The first hit of all is seen together with its heading.
            self.list.scrollTo(self.model.index(0, 0) if row == 1 else index)
            if tell and self.isVisible():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, hit.plain))

    def _step(self, by: int) -> None:
        self._choose(self.model.next_hit(self.list.currentIndex().row(), by))

    def _take(self) -> None:
        """Go where the chosen hit leads; while the words are still being looked for, as soon as they are found."""
        if self._waiting:
            self._takes = True
            return
        hit = self.model.hit(self.list.currentIndex().row())
        if hit is not None:
            self._follow(hit)

    def _click(self, index: QModelIndex) -> None:
        hit = self.model.hit(index.row())
        if hit is not None:
            self._follow(hit)

    def _follow(self, hit: Hit) -> None:
        self.leave()
        kind = hit.key[0] if isinstance(hit.key, tuple) else ""
        leads: dict[str, Callable[[], object]] = {
            "wallet": lambda: self._ways.wallet(hit.value.id),
            "customer": lambda: self._ways.customer(hit.value),
            "transaction": lambda: self._ways.transaction(hit.value.number),
            "command": lambda: hit.value.does(),
        }
        leads[kind]()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shadow; what is in it paints itself."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, _DARKEST))
        shadow, fall = px(SHADOW), px(_FALL)
        inner = QRectF(self.rect()).adjusted(shadow, shadow, -shadow, -shadow)
        for spread in range(shadow - fall):
            ring = inner.adjusted(-spread, -spread, spread, spread).translated(0, fall)
            painter.drawRoundedRect(ring, px(_ROUND) + spread, px(_ROUND) + spread)
        painter.end()


def _name(command: Command) -> str:
    return command.name
