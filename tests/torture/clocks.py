"""G11: whatever the computer's clock says, history grows at its end and everything can be read again.

Each book lives in a zone of its own; between two postings its clock goes on, is set back by a day, stands on a change
of summer time, at the ends of 32 bits and of the calendar, or anywhere.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import available_timezones

from tests.torture.harness import folder, rounds
from walletdesk.controllers import (
    assets,
    backups,
    books,
    customers,
    entries,
    exporting,
    projects,
    transactions,
    wallets,
)
from walletdesk.controllers.backups import Place
from walletdesk.controllers.tasks import finish
from walletdesk.controllers.verifying import verify_book
from walletdesk.ledger.days import within_calendar
from walletdesk.ledger.refusals import BookedInFuture, BookedTooEarly
from walletdesk.ledger.values import CLOCK_SLACK, Period, issue, redeem, transfer
from walletdesk.store.book import Book
from walletdesk.store.posting import Poster, Request
from walletdesk.ui.cells import clock_note

EACH: Final = 40
PROJECT: Final = "clocks"
_DAY: Final = 86_400_000
_ZONES: Final = tuple(sorted(available_timezones() - {"localtime"}))
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _at(*moment: int) -> int:
    return (datetime(*moment, tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


_EDGES: Final = (
    _at(2026, 3, 29, 1), _at(2026, 10, 25, 1), _at(2026, 3, 8, 10), _at(2026, 11, 1, 9), _at(2011, 12, 30, 10),
    _at(2038, 1, 19, 3, 14, 7), _at(2038, 1, 19, 3, 14, 8), _at(2106, 2, 7, 6, 28, 15), _at(1970, 1, 1), 0, -1,
    _at(2026, 1, 1), _at(1, 1, 1), _at(1582, 10, 15), _at(1901, 12, 13, 20, 45, 52), _at(9999, 12, 31, 23, 59, 59),
    _at(2262, 4, 11), _at(2024, 2, 29), _at(2025, 12, 31, 23, 59, 59), 2**53, -(2**53), 2**62, -(2**62),
)  # fmt: skip


class Clock:
    """Says what it is set to, never after its horizon: what is booked in the far future holds all later bookings."""

    def __init__(self, dice: random.Random) -> None:
        self.horizon = dice.choice((_at(2027, 1, 1), _at(2040, 1, 1), _at(9999, 12, 31), 2**62))
        self.edges = [edge for edge in _EDGES if edge <= self.horizon]
        self.at = dice.choice(self.edges)

    def __call__(self) -> int:
        return self.at

    def move(self, dice: random.Random) -> None:
        """On by a little, mostly; else to where it should not be."""
        kind = dice.random()
        if kind < 0.4:
            self.at += dice.randrange(2 * _DAY)
        elif kind < 0.6:
            self.at -= dice.choice((1, CLOCK_SLACK - 1, CLOCK_SLACK, 3_600_000, _DAY, 400 * _DAY))
        elif kind < 0.9:
            self.at = dice.choice(self.edges) + dice.randrange(-2, 3) * 1_000
        else:
            self.at = dice.randrange(_at(1, 1, 1), self.horizon)


def _forty(seed: int) -> dict[str, int]:
    dice = random.Random(seed)
    clock = Clock(dice)
    counted = {"postings": 0, "held back": 0, "warnings": 0, "refused": 0, "out of order": 0}
    with folder() as top:
        book = books.create(top / "clocks.walletdesk", dice.choice(_ZONES), clock)
        projects.create(book, "Clocks", PROJECT)
        euro = assets.create(book, PROJECT, "Euro", "EUR", 100).value.id
        owner = customers.upsert(book, PROJECT, "c", "Customer").value.key
        mine, other = (wallets.open(book, owner, euro, name).value.id for name in ("One", "Other"))
        last = -(2**63)
        for _ in range(EACH):
            clock.move(dice)
            if dice.random() < 0.2:
                counted["refused"] += _refused(book, mine, last, clock())
            last = _posted(dice, book, (mine, other), last, counted)
        _reads(dice, book, mine)
        finish(backups.make(book, Place(top / "backups")))
        assert backups.standing(book, Place(top / "backups")).last is not None, "the backup is not found again"
        finish(exporting.everything(book, top / "exported"))
        book.close()
    return counted


def _posted(dice: random.Random, book: Book, pair: tuple[int, int], last: int, counted: dict[str, int]) -> int:
    """Post, and compare with what the rule says; answers when it was booked."""
    mine, other = pair
    operations = [issue(mine, 500), transfer(mine, other, 300), redeem(mine, 1)]
    now = book.clock()
    made = transactions.run(book, PROJECT, operations[: dice.randrange(1, 4)]).value
    counted["postings"] += 1
    assert made.number == counted["postings"], f"number {made.number} after {counted['postings'] - 1}"
    assert made.recorded_at == now, "the clock's own word was not kept"
    assert made.booked_at == max(now, last), f"booked at {made.booked_at}, clock {now}, last {last}"
    note = clock_note(book.days, made)
    assert bool(note) == (last - now >= CLOCK_SLACK), f"clock {now}, last {last}: {note!r}"
    counted["held back"] += now < last
    counted["warnings"] += bool(note)
    return made.booked_at


def _refused(book: Book, wallet: int, last: int, now: int) -> int:
    """An instant of one's own is neither before the last booking nor to come."""
    for at, refusal in ((last - 1, BookedTooEarly), (max(now, last) + 1, BookedInFuture)):
        if not -(2**63) <= at < 2**63:
            continue
        try:
            with book.unit():
                Poster(book, PROJECT).add(Request((issue(wallet, 1),), booked_at=at))
        except refusal:
            continue
        raise AssertionError(f"booked at {at}, clock {now}, last {last}")
    return 2


def _reads(dice: random.Random, book: Book, wallet: int) -> None:
    """Everything is there in its order, whatever period is asked for, and Verify finds nothing."""
    lines = transactions.lines(book, PROJECT, 1, EACH)
    assert [line.number for line in lines] == list(range(1, EACH + 1)), "a gap"
    assert all(one.booked_at <= other.booked_at for one, other in pairwise(lines)), "booked back"
    held = entries.lines(book, wallet, 1, 3 * EACH)
    for period in (*(_period(dice) for _ in range(8)), Period(date.min, date.max)):
        since, until = book.days.bounds(period)
        within = [line for line in held if since is None or line.booked_at >= since]
        within = [line for line in within if until is None or line.booked_at < until]
        summary = finish(entries.summary(book, wallet, period))
        assert entries.page(book, wallet, period, 1, 500, False).rows == tuple(within), f"another page of {period}"
        assert summary.opening + sum(line.amount for line in within) == summary.closing, f"another sum of {period}"
    for line in lines:
        if within_calendar(line.booked_at) != line.booked_at:
            continue
        day = book.days.day(line.booked_at)
        assert book.days.start(day) <= line.booked_at, f"{line.booked_at} is not on {day}"
    verdict = finish(verify_book(book))
    assert verdict.ok, verdict.findings


def _period(dice: random.Random) -> Period:
    ends = sorted(date.fromordinal(dice.randrange(1, date.max.toordinal())) for _ in range(2))
    return Period(*(dice.choice((None, end)) for end in ends))


def run(count: int, seed: int) -> dict[str, int]:
    """So many postings, forty in each book."""
    return rounds(count, seed, _forty, EACH)
