"""The book as it was on the evening of a past day (R3): asking for the day, turning there and back, and saying so."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from walletdesk.ui import fonts
from walletdesk.ui.desk import Desk
from walletdesk.ui.roster import Roster
from walletdesk.ui.running import RunningTask
from walletdesk.ui.shell import Shell
from walletdesk.ui.widgets.buttons import button
from walletdesk.ui.widgets.labels import Elided, IconLabel
from walletdesk.ui.widgets.styling import frame

if TYPE_CHECKING:
    from walletdesk.controllers.tasks import Task
    from walletdesk.ledger.refusal import LedgerError
    from walletdesk.ledger.values import Project, Wallet
    from walletdesk.ui.forms.day import DayForm
    from walletdesk.ui.places import ExplainPlace, LedgerPlace

_HEIGHT: Final = 42


class EveningStrip(QWidget):
    """Under the header while the past is shown: says so, and offers the ways out."""

    other = Signal()
    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        bar = frame("past", self)
        bar.setFixedHeight(_HEIGHT)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(bar)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        self._text = Elided("", fonts.tabular(fonts.sized(fonts.BASE, fonts.MEDIUM)), "")
        self.another = button(self.tr("Another day…"), "calendar")
        self.now = button(self.tr("Back to now"), "undo-2")
        row.addWidget(IconLabel("history", "warn"))
        row.addWidget(self._text, 1)
        row.addWidget(self.another)
        row.addWidget(self.now)
        self.another.clicked.connect(self.other)
        self.now.clicked.connect(self.back)
        self.hide()

    def text(self) -> str:
        """What it says."""
        return self._text.whole()

    def show_day(self, day: date | None) -> None:
        """Say which evening is shown; gone for now."""
        if day is not None:
            text = self.tr("The book as it was on the evening of {day}. Read only.").format(day=day.isoformat())
            self._text.set_text(text)
            self.setAccessibleName(text)
        self.setVisible(day is not None)


class Evenings(QObject):
    """Turns the window to the book of an evening and back."""

    def __init__(self, shell: Shell, roster: Roster, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._shell = shell
        self._roster = roster
        self._desk = desk
        self._window = window
        self._task: RunningTask | None = None
        self._place: LedgerPlace | ExplainPlace | None = None
        self.form: DayForm | None = None
        self.strip = EveningStrip()
        self.strip.other.connect(self.ask)
        self.strip.back.connect(self.back)
        shell.evening_changed.connect(self.strip.show_day)
        shell.project_changed.connect(self._show_wallet)

    def ask(self) -> None:
        """Ask for the day."""
        if self._shell.project is None or self._task is not None:
            return
        latest = self._shell.days.day(self._shell.now()) - timedelta(days=1)
        from walletdesk.ui.forms.day import DayForm

        form = DayForm(
            self.tr("The book as of a past evening"),
            self.tr("Show"),
            self._shell.evening or latest,
            self._shell.words,
            self.tr("Every list, ledger and sum as it was at the end of that day."),
            self._window,
        )
        form.set_day(self._shell.evening or latest)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.chosen.connect(partial(self._check, form))
        form.destroyed.connect(partial(self._closed, id(form)))
        self.form = form
        form.open()

    def back(self) -> None:
        """Show the book as it is now."""
        if self._shell.evening is not None:
            self._shell.session.look_straight()
            self._turn(None)

    def _closed(self, form: int) -> None:
        if self.form is not None and id(self.form) == form:
            self.form = None

    def _check(self, form: DayForm, day: date) -> None:
        """What is wrong with the day is said at its field."""
        project = self._shell.project
        if project is None:
            return
        form.set_busy(True)
        run = self._shell.session.run
        agreed = partial(self._agreed, form, day, project.id)
        run(_check, day, project.id, present=True, done=agreed, failed=form.show_refusal, owner=form)

    def _agreed(self, form: DayForm, day: date, project: str, _checked: None) -> None:
        form.set_busy(False)
        form.accept()
        self.form = None
        # Forms keep their drafts: a transaction is written in the book of now.
        self._desk.close_forms()
        name = self.tr("Looking back to {day}").format(day=day.isoformat())
        self._task = self._shell.start_task(
            name, _book_of, day, project, done=lambda _: self._turn(day, project), failed=self._refused, aside=True
        )
        self._task.ended.connect(self._ended)

    def _ended(self) -> None:
        self._task = None

    def _refused(self, error: LedgerError) -> None:
        self._shell.toast(self._shell.words(error))

    def _turn(self, day: date | None, project: str | None = None) -> None:
        """Everything is read anew; a ledger that is open stays open.

        It is the evening of the project for which it was asked: one that was chosen since may not have been there then.
        """
        from walletdesk.ui.places import ExplainPlace, LedgerPlace

        self._desk.close_forms()
        stays = self._shell.project is not None and project in (None, self._shell.project.id)
        tab: Any = self._desk.current() if stays and self._desk.current_key == "wallets" else None
        place = tab.place() if tab is not None else None
        self._place = place if isinstance(place, LedgerPlace | ExplainPlace) else None
        self._shell.set_evening(day, project)
        self._roster.refresh()

    def _show_wallet(self, _project: Project | None) -> None:
        wanted, self._place = self._place, None
        if wanted is not None:
            done = partial(self._go_to, wanted)
            self._shell.session.run(_wallet, wanted.wallet, done=done, failed=lambda _not_yet: None, owner=self)

    def _go_to(self, place: LedgerPlace | ExplainPlace, _wallet: Wallet) -> None:
        self._desk.tab("wallets").go_to(place)


# On the lane, where the modules are loaded too


def _check(book: Any, day: date, project: str) -> None:
    from walletdesk.controllers import evening

    evening.check(book, day, project)


def _book_of(book: Any, day: date, project: str) -> Task[Any]:
    from walletdesk.controllers import evening

    return evening.book_of(book, day, project)


def _wallet(book: Any, wallet: int) -> Wallet:
    from walletdesk.controllers import wallets

    return wallets.get(book, wallet)
