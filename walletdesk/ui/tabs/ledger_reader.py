"""Asks the lane for what a ledger shows: one question at a time, and only the newest answer counts."""

import traceback
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from walletdesk.controllers import entries
from walletdesk.controllers.entries import Found, Summary
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.values import ALWAYS, Period
from walletdesk.ui.session import Ticket
from walletdesk.ui.shell import Shell
from walletdesk.ui.tables.pager import DEFAULT_SIZE
from walletdesk.ui.tabs.ledger_filter import LedgerFilter
from walletdesk.ui.tabs.ledger_source import Ask, Look, look


class LedgerReader(QObject):
    """Knows what was asked and what is shown. Every question may be given up for the next one."""

    looked = Signal(object, bool)
    """A Look, and whether it is the same page of the same list as before, read again."""
    summed = Signal(object)
    """The Summary of the period; None while it is being added up."""
    found = Signal(object)
    """What the filter found; None without a filter."""
    waiting = Signal(bool)
    failed = Signal(str, str)
    """A sentence, and details for those who look for the cause."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        """No wallet yet."""
        super().__init__(parent)
        self._shell = shell
        self._ask: Ask | None = None
        self._shown: Ask | None = None
        self._filter = self._shown_filter = LedgerFilter()
        self._ticket: Ticket | None = None

    def ask(self) -> Ask | None:
        """What was last asked for."""
        return self._ask

    def filter(self) -> LedgerFilter:
        """What was to be left out of it."""
        return self._filter

    def is_waiting(self) -> bool:
        """Whether an answer is on its way."""
        return self._ticket is not None

    # Questions

    def open(self, wallet: int, size: int | None = DEFAULT_SIZE) -> None:
        """The newest entries of a wallet."""
        self._filter = LedgerFilter()
        self._shown = None
        self._begin(Ask(wallet, size=size), afresh=True)

    def open_at(self, ask: Ask, wanted: LedgerFilter) -> None:
        """What was shown before, with its filter."""
        self._filter = wanted
        self._shown = None
        self._begin(ask, afresh=True)

    def set_period(self, period: Period) -> None:
        """Another period, from its first page on."""
        if self._ask is not None:
            self._begin(replace(self._ask, period=period, number=1, found=None, seq=None), afresh=True)

    def set_filter(self, wanted: LedgerFilter) -> None:
        """Only the entries that this leaves."""
        self._filter = wanted
        if self._ask is not None:
            self._begin(replace(self._ask, number=1, found=None, seq=None))

    def turn(self, number: int, size: int | None) -> None:
        """Another page, or another size."""
        if self._ask is not None:
            self._begin(replace(self._ask, number=number, size=size, seq=None))

    def flip(self, newest_first: bool) -> None:
        """The other order, from its first page on."""
        if self._ask is not None:
            self._begin(replace(self._ask, newest_first=newest_first, number=1, seq=None))

    def go_to(self, day: date) -> None:
        """The page with this day; a period that has not this day gives way to all entries."""
        if self._ask is None:
            return
        within = _within(day, self._ask.period)
        period = self._ask.period if within else ALWAYS
        found = self._ask.found if within else None
        self._begin(replace(self._ask, period=period, day=day, seq=None, found=found), afresh=not within)

    def refresh(self, seq: int | None = None) -> None:
        """The same again, as it is now; `seq` is the entry to find again."""
        if self._ask is not None:
            self._begin(replace(self._ask, found=None, seq=seq), afresh=True)

    def cancel(self) -> None:
        """Give up what is on its way: what is shown counts as asked for again."""
        if self._ticket is None:
            return
        self._ticket.drop()  # a search may have ended already, and would go on with what it found
        given_up, shown = self._ask, self._shown
        if shown is not None:
            self._ask, self._filter = shown, self._shown_filter
            if given_up is not None and given_up.period != shown.period:
                self.summed.emit(None)
                self._sum(shown)
        self._stop()

    # Answers

    def _begin(self, ask: Ask, afresh: bool = False) -> None:
        self._ask = ask
        self._ticket = self._find(ask) if self._filter and ask.found is None else self._look(ask)
        if afresh:  # behind the page: rows first, then what they add up to
            self._sum(ask)
        self.waiting.emit(True)

    def _key(self, what: str) -> str:
        return f"ledger/{what}/{id(self)}"

    def _sum(self, ask: Ask) -> None:
        if self._shown is None or (ask.wallet, ask.period) != (self._shown.wallet, self._shown.period):
            self.summed.emit(None)
        start = self._shell.session.start
        start(
            entries.summary,
            ask.wallet,
            ask.period,
            done=self._summed,
            failed=self._refused,
            key=self._key("sum"),
            owner=self,
        )

    def _summed(self, summary: Summary) -> None:
        self.summed.emit(summary)

    def _find(self, ask: Ask) -> Ticket:
        return self._shell.session.start(
            entries.find,
            ask.wallet,
            ask.period,
            self._filter.text,
            self._filter.direction,
            self._filter.cause,
            done=partial(self._has_found, ask),
            failed=self._refused,
            crashed=self._broke,
            cancelled=self._stop,
            key=self._key("rows"),
            owner=self,
        )

    def _has_found(self, ask: Ask, found: Found) -> None:
        self._ask = replace(ask, found=found)
        self._ticket = self._look(self._ask)

    def _look(self, ask: Ask) -> Ticket:
        return self._shell.session.run(
            look,
            ask,
            done=partial(self._answer, ask),
            failed=self._refused,
            crashed=self._broke,
            key=self._key("rows"),
            owner=self,
        )

    def _answer(self, ask: Ask, answer: Look) -> None:
        before, now = self._shown, replace(ask, number=answer.paging.number, day=None, seq=None)
        again = before is not None and now.same_list(before) and (now.number, now.size) == (before.number, before.size)
        self._ask = self._shown = now
        self._shown_filter = self._filter
        self._stop()
        self.found.emit(ask.found)
        self.looked.emit(answer, again and ask.day is None)

    def _stop(self) -> None:
        self._ticket = None
        self.waiting.emit(False)

    def _refused(self, error: LedgerError) -> None:
        self._stop()
        self.failed.emit(self._shell.words(error), "")

    def _broke(self, error: BaseException) -> None:
        self._stop()
        self.failed.emit(self.tr("This ledger could not be loaded."), "".join(traceback.format_exception(error)))


def _within(day: date, period: Period) -> bool:
    return (period.first is None or period.first <= day) and (period.last is None or day <= period.last)
