"""The bar that tells what happens to the open book from outside: changed, taken away, or a clock that was set back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from walletdesk.controllers.changes import Changes
from walletdesk.ui import fonts, format
from walletdesk.ui.books import BookFacts, Library
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.buttons import button, icon_button
from walletdesk.ui.widgets.labels import IconLabel
from walletdesk.ui.widgets.styling import frame, label

if TYPE_CHECKING:
    from walletdesk.controllers.watching import Look
    from walletdesk.ledger.refusal import LedgerError

LOOK_MS: Final = 2_000
"""How often the book is looked at while the window is the active one; a look costs some microseconds."""
_Way = tuple[str, Callable[[], object]]


class TroubleBar(QWidget):
    """Under the header: a sentence and up to two ways out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bar = frame("past", self)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(8)
        self._text = label("", "", fonts.sized(fonts.BASE, fonts.MEDIUM), wrap=True)
        row.addWidget(IconLabel("triangle-alert", "warn"))
        row.addWidget(self._text, 1)
        self.first = button("", "refresh-cw")
        self.second = button("", "folder-open")
        self.dismiss = icon_button("x", self.tr("Dismiss"))
        self._does: list[Callable[[], object]] = []
        for place, made in enumerate((self.first, self.second)):
            made.clicked.connect(partial(self._do, place))
            row.addWidget(made)
        row.addWidget(self.dismiss)
        self.hide()

    def text(self) -> str:
        """What it says; empty while nothing is wrong."""
        return self._text.text() if not self.isHidden() else ""

    def tell(self, text: str, ways: tuple[_Way, ...] = (), dismissible: bool = False) -> None:
        """Say this, and offer these ways out; said again, it is not announced again."""
        self._does = [does for _name, does in ways]
        for place, made in enumerate((self.first, self.second)):
            made.setVisible(place < len(ways))
            made.setText(ways[place][0] if place < len(ways) else "")
        self.dismiss.setVisible(dismissible)
        if text == self.text():
            return
        self._text.setText(text)
        self.setAccessibleName(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _do(self, place: int, _checked: bool = False) -> None:
        self._does[place]()


class Watcher(QObject):
    """Looks at the open book from time to time, while the window is active and whenever it becomes so."""

    def __init__(self, shell: Shell, library: Library, window: QWidget) -> None:
        super().__init__(window)
        self._shell = shell
        self._library = library
        self._window = window
        self._seen: int | None = None
        self._warned: int | None = None
        self.place = QWidget()
        """Where the bar lies; hidden while no book is shown."""
        self.bar = TroubleBar(self.place)
        within = QHBoxLayout(self.place)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.bar)
        self.bar.dismiss.clicked.connect(self.bar.hide)
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self.look)
        library.opened.connect(self._opened)
        library.leaving.connect(self._clock.stop)
        library.faulted.connect(self._clock.stop)
        shell.project_changed.connect(lambda _project: self.look())
        window.installEventFilter(self)

    def look(self) -> None:
        """Look now."""
        if self._library.facts is None or not self._window.isVisible():
            return
        project = self._shell.project.id if self._shell.project is not None and self._shell.evening is None else None
        self._shell.session.run(
            _look, project, done=self._looked, failed=self._refused, present=True, key="watching", owner=self
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate and self._library.facts is not None:
            self.look()
            self._clock.start()
        elif event.type() is QEvent.Type.WindowDeactivate:
            self._clock.stop()
        return False

    def _opened(self, _facts: BookFacts) -> None:
        self._seen = self._warned = None
        self.bar.hide()
        self.look()
        if self._window.isActiveWindow():
            self._clock.start()

    def _looked(self, found: Look) -> None:
        if self._seen is None:
            self._seen = found.version
        if found.version != self._seen:
            text = self.tr("Another program changed this book. What is shown may be out of date.")
            self.bar.tell(text, ((self.tr("Reload"), partial(self._reload, found.version)),))
        elif found.stands_at is not None:
            self._warn(found.stands_at)
        else:
            self._warned = None
            self.bar.hide()

    def _warn(self, stands_at: int) -> None:
        """Once for each such instant: it is a warning, and it may be dismissed."""
        if self._warned == stands_at:
            return
        self._warned = stands_at
        zone = self._shell.zone
        text = self.tr(
            "This computer's clock says {now}, but the last booking was at {last}: it was set back. "
            "Until it has passed that instant, everything is booked at it. Set the clock right."
        )
        now, last = (format.date_text(instant, zone) for instant in (self._shell.now(), stands_at))
        self.bar.tell(text.format(now=now, last=last), ((self.tr("Look again"), self._look_again),), dismissible=True)

    def _look_again(self) -> None:
        self._warned = None
        self.look()

    def _reload(self, version: int) -> None:
        """Read everything anew; what is being typed stays."""
        self._seen = version
        self.bar.hide()
        self._shell.session.changed.emit(Changes(everything=True))
        self.look()

    def _refused(self, error: LedgerError) -> None:
        """What else keeps it from being read is told by whoever wants to read something."""
        from walletdesk.ledger.refusals_book import BookMoved

        facts = self._library.facts
        if facts is None or not isinstance(error, BookMoved):
            return
        ways: list[_Way] = [(self.tr("Try again"), self.look)]
        if facts.path.exists():
            opens = partial(self._library.open, facts.path, facts.writable)
            ways.append((self.tr("Open the file that is there"), opens))
        self.bar.tell(self._shell.words(error), tuple(ways))


# On the lane, where the module is loaded too


def _look(book: Any, project: str | None) -> Look:
    from walletdesk.controllers import watching

    return watching.look(book, project)
