"""Restoring a backup: what it would change, and the change itself (I4)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from walletdesk.controllers import verifying
from walletdesk.controllers.tasks import Progress, Task, told
from walletdesk.exchange.csv_write import Cell, CsvFile
from walletdesk.ledger.differences import Changed, Difference, Stretch, What
from walletdesk.ledger.refusals import BookDamaged, LedgerError
from walletdesk.ledger.refusals_book import BackupOfAnother
from walletdesk.store import backup as backups
from walletdesk.store import book as store
from walletdesk.store import compare, projects, restore
from walletdesk.store.backup import Backup
from walletdesk.store.book import Book, Clock, now
from walletdesk.store.posting import head

__all__ = ["Backup", "Changed", "Difference", "Restoration", "Stretch", "What", "found"]

_COLUMNS = ("project", "kind", "which", "what", "now", "after")
_SLICE = 1_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a backup holds, for where there is no book to compare it with: projects with their last transactions."""

    projects: tuple[tuple[str, int], ...]


@dataclass(eq=False)
class Restoration:
    """A backup on its way into the book's place: prepared, then put there, or refused."""

    path: Path
    fresh: Path
    kept: Path | None = None
    refusal: LedgerError | None = None


def found(folder: Path, book_id: str) -> tuple[Backup, ...]:
    """The backups of a book, the latest first."""
    return backups.found(folder, book_id)


def all_found(folder: Path, stem: str) -> tuple[Backup, ...]:
    """The backups of books of this file name, the latest first: for a book that cannot even tell its id."""
    return backups.named(folder, stem)


def difference(book: Book, backup: Path) -> Task[Difference]:
    """What would change if the backup took the book's place; both are only read.

    Refuses BackupOfAnother, BookDamaged of the book itself, and what ``books.open`` does of the backup.
    """
    then = store.open_book(backup, book.clock, writable=False)
    try:
        if then.id != book.id:
            raise BackupOfAnother(str(backup), book.path.name)
        return (yield from told(compare.run(book, then), "compare"))
    except (TypeError, ValueError, KeyError) as error:
        if book.value("PRAGMA quick_check(1)") == "ok":
            raise
        raise BookDamaged(str(book.path)) from error  # a damaged page reads as rows that no table would take
    finally:
        then.close()


def content(backup: Path, clock: Clock = now) -> Task[Content]:
    """What a backup holds; refuses what ``books.open`` does."""
    yield Progress(0, 0, "compare")
    book = store.open_book(backup, clock, writable=False)
    try:
        listed = projects.list_all(book, archived=True)
        return Content(tuple((project.name, head(book, project.id).number) for project in listed))
    finally:
        book.close()


def prepare(path: Path, backup: Path, clock: Clock = now) -> Task[Restoration]:
    """Copy and verify the backup beside the book; refuses BackupUnsound, and what the disk does."""
    fresh = yield from told(restore.prepare(path, backup, clock), "restore")
    return Restoration(path, fresh)


def reopen(restoration: Restoration, clock: Clock = now, memory: Path | None = None) -> Book:
    """Put what was prepared into the book's place, and open the book: the old one where that was refused.

    The ends that are remembered in ``memory`` are those of the restored book from now on.
    """
    try:
        restoration.kept = restore.put(restoration.path, restoration.fresh)
    except LedgerError as error:
        restoration.refusal = error
    with ExitStack() as undo:
        book = store.open_book(restoration.path, clock)
        undo.callback(book.close)
        if memory is not None and restoration.refusal is None:
            verifying.remember_restored(book, memory)
        undo.pop_all()
    return book


def export(difference: Difference, path: Path, book: Book) -> Task[int]:
    """Write everything that would change as CSV; answers how many rows that are. Refuses FileFault, DiskFull."""
    rows = list(_rows(difference))
    with CsvFile(path, _COLUMNS, book.path) as file:
        for first in range(0, len(rows), _SLICE):
            file.rows(rows[first : first + _SLICE])
            yield Progress(first, len(rows), "export")
    return len(rows)


def _rows(difference: Difference) -> Sequence[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for what, stretches in ((What.LOST, difference.lost), (What.BACK, difference.back)):
        rows += [(s.project, "transactions", f"T-{s.first} to T-{s.last}", what.value, "", "") for s in stretches]
    for one in difference.changed:
        old, new = one.old, one.new
        if one.asset is not None:
            old, new = (
                "" if parts is None else f"{one.asset.scale.file_text(parts)} {one.asset.code}"
                for parts in (one.before, one.after)
            )
        rows.append((one.project, one.kind, " / ".join(filter(None, (one.title, one.sub))), one.what.value, old, new))
    return rows
