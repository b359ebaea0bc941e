"""Opening and creating books (B1)."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import available_timezones

from walletdesk.ledger.refusals import NotFound
from walletdesk.store import book as store
from walletdesk.store.book import Book, Clock, now

__all__ = ["Book", "Clock", "create", "now", "open", "system_zone"]


def create(path: Path, zone: str | None = None, clock: Clock = now) -> Book:
    """Make a new, empty book and open it.

    ``zone`` is the IANA name of the time zone whose days the book keeps (T5), the computer's if left out.
    Refuses BookExists, BookReadOnly, DiskFull, DiskFailure, SqliteTooOld, and NotFound for an unknown zone.
    """
    wanted = zone or system_zone()
    if wanted not in available_timezones():
        raise NotFound("time zone", wanted)
    return store.create(path, wanted, clock)


def open(path: Path, clock: Clock = now, *, writable: bool = True) -> Book:
    """Open a book.

    Refuses BookMissing, NotABook, BookNewer, BookDamaged, BookBusy, BookReadOnly (if to be written), SqliteTooOld.
    """
    return store.open_book(path, clock, writable=writable)


def system_zone() -> str:
    """The IANA name of the computer's time zone, UTC where it does not tell."""
    zones = available_timezones()
    try:
        linked = str(Path("/etc/localtime").resolve())
        written = Path("/etc/timezone").read_text(encoding="utf-8").strip() if Path("/etc/timezone").exists() else ""
    except OSError:
        return "UTC"
    named = linked.partition("zoneinfo/")[2]
    return next((zone for zone in (named, written) if zone in zones), "UTC")
