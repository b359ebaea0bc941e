"""One file takes the place of another: at any moment the book's name leads to the whole old file or the new one."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

import peewee

from walletdesk.ledger.refusals import BookDamaged, BookMissing, BookNewer, DiskFailure, NotABook
from walletdesk.store import files
from walletdesk.store.book import connect, copy_into, version_of
from walletdesk.store.faults import translated
from walletdesk.store.files import DISK, Disk


def hold(path: Path, undo: ExitStack) -> peewee.SqliteDatabase:
    """The right to write the file, and nothing beside it that a later file of its name could take for its own.

    Refuses BookBusy, BookReadOnly, and what else is wrong with the file.
    """
    db = connect(path, "rw")
    undo.callback(db.close)
    with translated(str(path)):
        db.execute_sql("PRAGMA journal_mode = PERSIST").fetchall()  # a journal is only let go by who kept one
        db.execute_sql("PRAGMA journal_mode = DELETE").fetchall()
        db.execute_sql("BEGIN IMMEDIATE")
    return db


def swap(path: Path, fresh: Path, word: str, held: peewee.SqliteDatabase, disk: Disk = DISK) -> Path:
    """Let the fresh file take the name of a sound one; answer the name under which the old file stays."""
    if os.name != "posix":
        held.close()  # elsewhere an open file keeps its name
    kept = _second_name(path, word, disk)
    disk.replace(fresh, path)
    disk.sync_folder(path.parent)
    return kept


def replace(path: Path, fresh: Path, word: str, disk: Disk = DISK) -> Path | None:
    """As ``swap``, whatever is under the name now: a sound book, a damaged one, or nothing (None)."""
    with ExitStack() as undo:
        try:
            version_of(path)
            held = hold(path, undo)
        except (NotABook, BookDamaged, BookNewer, BookMissing, DiskFailure):
            return _move_aside(path, fresh, word, disk)
        return swap(path, fresh, word, held, disk)


def _move_aside(path: Path, fresh: Path, word: str, disk: Disk) -> Path | None:
    """What SQLite cannot hold goes aside as one set with its companions; they would spoil the new file."""
    aside = files.free_name(path, word)
    kept = aside if path.exists() else None
    with ExitStack() as undo:
        files.clear_companions(path, aside, undo, disk)
        if kept is not None:
            if disk.link(path, kept):
                undo.callback(disk.remove, kept)
            else:
                disk.replace(path, kept)
                undo.callback(disk.replace, kept, path)
        disk.sync_folder(path.parent)
        disk.replace(fresh, path)
        undo.pop_all()
    disk.sync_folder(path.parent)
    return kept


def _second_name(path: Path, word: str, disk: Disk) -> Path:
    """Give the file a second name, or a copy where the file system has none; answer it."""
    beside = path.with_name(f"{files.cut(path.stem)}.{word}{path.suffix}")
    if beside.exists() and beside.samefile(path):  # a crash came between this and the swap
        disk.sync_folder(beside.parent)
        return beside
    kept = files.free_name(path, word)
    if not disk.link(path, kept):
        disk.make(kept)
        copy = connect(kept, "rw")
        try:
            copy_into(path, copy, kept.parent)
        finally:
            copy.close()
        disk.sync(kept)
    disk.sync_folder(kept.parent)
    return kept
