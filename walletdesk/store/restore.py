"""Put a backup in the place of a book: a copy is made beside it and verified, then swapped in; the old file stays (I4).

Nothing is ever written over the book's file, since a journal beside it would be rolled back into the new content.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from walletdesk.ledger.findings import Finding
from walletdesk.ledger.refusals_book import BackupUnsound
from walletdesk.store import files, migrations, swapping, verify
from walletdesk.store.book import Book, Clock, connect, copy_into, now, version_of
from walletdesk.store.faults import rescuing, translated
from walletdesk.store.files import DISK, Disk

KEPT: Final = "before-restore"


def prepare(path: Path, backup: Path, clock: Clock = now, disk: Disk = DISK) -> Generator[tuple[int, int], None, Path]:
    """Copy the backup beside the book, bring it to this version, verify it; answers the copy, to ``put`` or remove.

    Refuses what ``open_book`` does of the backup, BackupUnsound, and what the disk does.
    """
    target = Path(os.path.realpath(path))
    version = version_of(backup)
    for left in files.leftovers(target, files.RESTORE):
        disk.remove(left)
    fresh = files.fresh_name(target, files.RESTORE)
    with ExitStack() as undo:
        disk.make(fresh)
        undo.callback(disk.remove, fresh)
        yield 0, 0
        db = connect(fresh, "rw")
        try:
            copy_into(backup, db, target.parent)
            with rescuing(str(backup)), translated(str(fresh)):
                migrations.apply(db.connection(), version)
            found: list[Finding] = []
            yield from verify.run(Book(backup, db, clock, writable=False), found.append, {})
        finally:
            db.close()
        if found:
            raise BackupUnsound(str(backup), found[0])
        disk.sync(fresh)
        undo.pop_all()
    return fresh


def put(path: Path, fresh: Path, disk: Disk = DISK) -> Path | None:
    """Let the prepared copy take the book's place; the book is not open here. Answers where the old file stays.

    Refuses BookBusy where another program has the book, BookReadOnly, and what the disk does; the book is then as it
    was, and the copy is gone.
    """
    try:
        return swapping.replace(Path(os.path.realpath(path)), fresh, KEPT, disk)
    finally:
        disk.remove(fresh)
