"""Backups of a book: on demand, and by themselves when something changed (I4)."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from walletdesk.controllers import notes
from walletdesk.controllers.tasks import Task, told
from walletdesk.controllers.words import sentence
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.refusals_book import BackupFolderMissing
from walletdesk.store import backup as store
from walletdesk.store import files
from walletdesk.store.backup import Backup
from walletdesk.store.book import Book

__all__ = ["Backup", "Place", "Standing", "automatic", "before", "make", "standing"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where backups go. The program's own folder is made where it is missing, a ``chosen`` one is not: it may lie on a
    disk that is not there now. ``notes`` is where it is remembered that a backup failed.
    """

    folder: Path
    chosen: bool = False
    notes: Path | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the book stands: its latest backup, and why the last attempt failed, if it did."""

    last: Backup | None
    trouble: str = ""


def standing(book: Book, place: Place) -> Standing:
    """The latest backup, and what went wrong since."""
    made = store.found(place.folder, book.id)
    return Standing(made[0] if made else None, _noted(book, place))


def make(book: Book, place: Place) -> Task[Backup]:
    """Back the book up now; refuses BackupFolderMissing, BackupUnsound, and what the disk does."""
    try:
        _open_folder(place)
        made = yield from told(store.write(book, place.folder), "backup")
    except LedgerError as error:
        _note(book, place, sentence(error))
        raise
    _note(book, place, "")
    return made


def automatic(book: Book, place: Place) -> Task[Standing]:
    """Back the book up if it is not what the latest backup holds. A failure is noted and refuses nothing."""
    made = store.found(place.folder, book.id)
    if book.writable and not (made and store.is_current(book, made[0])):
        with suppress(LedgerError):  # `make` notes it
            yield from make(book, place)
    return standing(book, place)


def before(book: Book, place: Place, factory: Callable[..., Task[T]], *args: Any) -> Task[T]:
    """A task that changes much, with a backup before it."""
    yield from automatic(book, place)
    return (yield from factory(book, *args))


def _open_folder(place: Place) -> None:
    if place.chosen and not place.folder.is_dir():
        raise BackupFolderMissing(str(place.folder))
    with files.refused(place.folder):
        place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _noted(book: Book, place: Place) -> str:
    """The failure that was noted; a note that cannot be read is none."""
    if place.notes is None:
        return ""
    try:
        text = json.loads(_file(book, place.notes).read_text(encoding="utf-8"))["trouble"]
    except (OSError, ValueError, TypeError, KeyError):
        return ""
    return text if isinstance(text, str) else ""


def _note(book: Book, place: Place, trouble: str) -> None:
    if place.notes is None:
        return
    file = _file(book, place.notes)
    try:
        if trouble:
            notes.keep(file, json.dumps({"trouble": trouble}))
        else:
            file.unlink(missing_ok=True)
    except (OSError, *notes.NOT_KEPT):
        return  # on a full disk not even this can be noted


def _file(book: Book, notes: Path) -> Path:
    return notes / f"{book.id}.backup.json"
