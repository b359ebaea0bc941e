"""Opening and creating books (B1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import available_timezones

from walletdesk.controllers.tasks import Task, told
from walletdesk.ledger.refusals import NotFound
from walletdesk.store import book as store
from walletdesk.store import schema
from walletdesk.store import upgrade as store_upgrade
from walletdesk.store.book import Book, Clock, now

__all__ = ["Book", "Clock", "create", "filling", "now", "older", "open", "system_zone", "upgrade"]


def create(path: Path, zone: str | None = None, clock: Clock = now) -> Book:
    """Make a new, empty book and open it.

    ``zone`` is the IANA name of the time zone whose days the book keeps (T5), the computer's if left out.
    Refuses BookExists, BookReadOnly, DiskFull, DiskFailure, SqliteTooOld, and NotFound for an unknown zone.
    """
    return store.create(path, _known(zone), clock)


@contextmanager
def filling(path: Path, zone: str | None = None, clock: Clock = now) -> Iterator[Book]:
    """A new book to fill; it appears under its name, whole and closed, at the end, if nothing was raised.

    Refuses as ``create``.
    """
    with store.filling(path, _known(zone), clock) as book:
        yield book


def _known(zone: str | None) -> str:
    wanted = zone or system_zone()
    if wanted not in available_timezones():
        raise NotFound("time zone", wanted)
    return wanted


def open(path: Path, clock: Clock = now, *, writable: bool = True) -> Book:
    """Open a book.

    Refuses BookMissing, NotABook, BookNewer, BookDamaged, BookBusy, SqliteTooOld; if it is to be written, BookReadOnly
    and BookOlder, which ``upgrade`` helps. To be read, an older book is converted in a copy of its own.
    """
    return store.open_book(path, clock, writable=writable)


def older(path: Path) -> bool:
    """Whether the book was made by an earlier WalletDesk; refuses as ``open`` does."""
    return store.version_of(path) < schema.VERSION


def upgrade(path: Path, clock: Clock = now) -> Task[Path | None]:
    """Bring an older book to this version; answers where the old file is, None if there was no need (I5).

    Refuses NotUpgraded, and what the disk does; the book is then as it was.
    """
    return told(store_upgrade.run(path, clock), "upgrade")


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
