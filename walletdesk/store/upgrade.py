"""Bring a book's file to this version: a copy is converted and verified, then swapped in; the old file stays (I5).

At every moment the book's name leads to the whole old file or the whole new one. Another program cannot write in
between: the old file is held until the new one has its name.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import peewee

from walletdesk.ledger.findings import Finding
from walletdesk.ledger.refusals_book import NotUpgraded
from walletdesk.store import files, migrations, schema, verify
from walletdesk.store.book import Book, Clock, connect, copy_into, now, version_of
from walletdesk.store.faults import translated
from walletdesk.store.files import DISK, Disk

ENDING = "upgrade"


def run(path: Path, clock: Clock = now, disk: Disk = DISK) -> Generator[tuple[int, int], None, Path | None]:
    """Convert the book; yields (done, total) of the check, answers where the old file is, None if there was no need.

    Refuses what ``open_book`` does, NotUpgraded, and what the disk does; the book is then as it was.
    """
    target = path.resolve()
    if version_of(target) == schema.VERSION:
        return None
    with ExitStack() as undo:
        held = _hold(target, undo)
        version = version_of(target)
        if version == schema.VERSION:
            return None  # somebody else was quicker
        for left in files.leftovers(target, ENDING):
            disk.remove(left)
        fresh = files.fresh_name(target, ENDING)
        disk.make(fresh)
        undo.callback(disk.remove, fresh)
        yield 0, 0
        yield from _convert(fresh, version, Book(target, held, clock, writable=False))
        disk.sync(fresh)
        if os.name != "posix":
            held.close()  # elsewhere an open file keeps its name
        kept = keep(target, f"v{version}", disk)
        disk.replace(fresh, target)
        disk.sync_folder(target.parent)
    return kept


def _hold(path: Path, undo: ExitStack) -> peewee.SqliteDatabase:
    """The right to write the old file, and nothing beside it that a later file of its name could take for its own."""
    db = connect(path, "rw")
    undo.callback(db.close)
    with translated(str(path)):
        db.execute_sql("PRAGMA journal_mode = DELETE").fetchall()
        db.execute_sql("BEGIN IMMEDIATE")
    return db


def _convert(fresh: Path, version: int, old: Book) -> Generator[tuple[int, int], None, None]:
    """Fill the fresh file and verify it against the ends of the chains in the old one."""
    db = connect(fresh, "rw")
    try:
        copy_into(old.path, db)
        with translated(str(fresh)):
            migrations.apply(db.connection(), version)
        found: list[Finding] = []
        yield from verify.run(Book(old.path, db, old.clock, writable=False), found.append, verify.ends(old))
    finally:
        db.close()
    if found:
        raise NotUpgraded(str(old.path), found[0])


def keep(path: Path, word: str, disk: Disk = DISK) -> Path:
    """Give the file of a book a second name, or a copy where the file system has none; answer it."""
    beside = path.with_name(f"{path.stem}.{word}{path.suffix}")
    if beside.exists() and beside.samefile(path):  # a crash came between this and the swap
        disk.sync_folder(beside.parent)
        return beside
    kept = files.free_name(path, word)
    if not disk.link(path, kept):
        disk.make(kept)
        copy = connect(kept, "rw")
        try:
            copy_into(path, copy)
        finally:
            copy.close()
        disk.sync(kept)
    disk.sync_folder(kept.parent)
    return kept
