"""Which backups of a book still hold a customer who was deleted since: each is asked, whatever its name says (C4)."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

from walletdesk.ledger.refusals import LedgerError
from walletdesk.store import files, restore
from walletdesk.store.backup import Backup, found
from walletdesk.store.book import Book, connect
from walletdesk.store.faults import rescuing

_LIVING: Final = (
    "SELECT EXISTS (SELECT 1 FROM customer WHERE id IS NOT NULL AND key IN (SELECT value FROM json_each(?))), "
    "(SELECT id FROM book)"
)
_DELETED: Final = "SELECT key FROM customer WHERE deleted_at IS NOT NULL"
_ASIDE: Final = rf"\.({restore.KEPT}|{files.OLD}|v[0-9]+)(-[0-9]+)?"
_COMPANION: Final = f"({'|'.join(files.COMPANIONS)})?"


def holding(book: Book, folder: Path) -> Generator[tuple[int, int], None, tuple[Backup, ...]]:
    """The backups in the folder, and the files that a restore, an upgrade or a crash left beside the book, that hold a
    deleted customer; the latest first. One that cannot be read may hold anybody and is among them.
    """
    keys = [key for (key,) in book.rows(_DELETED)]
    if not keys:
        return ()
    every = [*found(folder, book.id), *_aside(book)]
    held = []
    for done, one in enumerate(every):
        yield done, len(every)
        if _holds(one.path, keys, book.id):
            held.append(one)
    return tuple(sorted(held, key=lambda one: one.at, reverse=True))


def _aside(book: Book) -> list[Backup]:
    """Earlier files of this name that stayed when another took their place, and what never came to have it."""
    path = book.path.resolve()
    name = re.compile(re.escape(files.cut(path.stem)) + _ASIDE + re.escape(path.suffix) + _COMPANION)
    try:
        kept = [file for file in path.parent.iterdir() if name.fullmatch(file.name)]
        kept += files.leftovers(path, *files.ENDINGS)
        return [Backup(file, file.stat().st_mtime_ns // 1_000_000, file.stat().st_size) for file in kept]
    except (OSError, LedgerError):
        return []


def _holds(path: Path, keys: Sequence[int], book: str) -> bool:
    try:
        db = connect(path, "ro&immutable=1")
    except LedgerError:
        return True
    try:
        with rescuing(str(path)):
            living, whose = db.execute_sql(_LIVING, (json.dumps(keys),)).fetchone()
            return bool(living) and whose == book
    except LedgerError:
        return True
    finally:
        db.close()
