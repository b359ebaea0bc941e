"""What backups still hold of customers who were deleted (C4): listed, and deleted once there is a new backup."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from walletdesk.controllers import backups
from walletdesk.controllers.backups import Backup, Place
from walletdesk.controllers.tasks import Task, told
from walletdesk.store import remains as store
from walletdesk.store.book import Book
from walletdesk.store.files import DISK

__all__ = ["holding", "remove"]


def holding(book: Book, place: Place) -> Task[tuple[Backup, ...]]:
    """The backups of this book, and its earlier files beside it, that still hold a deleted customer."""
    return (yield from told(store.holding(book, place.folder), "look"))


def remove(book: Book, place: Place, files: Sequence[Path]) -> Task[Backup]:
    """Delete these files; before that the book as it is now is backed up, and answered.

    Refuses as backups.make, and then nothing is deleted; and what the disk does.
    """
    made = yield from backups.make(book, place)
    for path in files:
        if path != made.path:
            DISK.remove(path)
    DISK.sync_folder(place.folder)
    return made
