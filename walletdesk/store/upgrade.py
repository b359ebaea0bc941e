"""Bring a book's file to this version: a copy is converted and verified, then swapped in; the old file stays (I5).

At every moment the book's name leads to the whole old file or the whole new one. Another program cannot write in
between: the old file is held until the new one has its name.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from walletdesk.ledger.findings import Finding
from walletdesk.ledger.refusals_book import NotUpgraded
from walletdesk.store import files, guard, migrations, schema, swapping, verify
from walletdesk.store.book import Book, Clock, connect, copy_into, now, version_of
from walletdesk.store.faults import rescuing, translated
from walletdesk.store.files import DISK, Disk


def run(path: Path, clock: Clock = now, disk: Disk = DISK) -> Generator[tuple[int, int], None, Path | None]:
    """Convert the book; yields (done, total) of the check, answers where the old file is, None if there was no need.

    Refuses what ``open_book`` does, BookForeign, NotUpgraded, and what the disk does; the book is then as it was.
    """
    target = path.resolve()
    if version_of(target) == schema.VERSION:
        return None
    with ExitStack() as undo:
        held = swapping.hold(target, undo)
        version = version_of(target)
        if version == schema.VERSION:
            return None  # somebody else was quicker
        for left in files.leftovers(target, files.UPGRADE):
            disk.remove(left)
        fresh = files.fresh_name(target, files.UPGRADE)
        disk.make(fresh)
        undo.callback(disk.remove, fresh)
        yield 0, 0
        yield from _convert(fresh, version, target, partial(Book, target, held, clock, writable=False))
        disk.sync(fresh)
        return swapping.swap(target, fresh, f"v{version}", held, disk)


def _convert(
    fresh: Path, version: int, path: Path, opened: Callable[[], Book]
) -> Generator[tuple[int, int], None, None]:
    """Fill the fresh file and verify it against the ends of the chains in the old one."""
    db = connect(fresh, "rw")
    try:
        copy_into(path, db, fresh.parent)
        with rescuing(str(path)), translated(str(fresh)):
            migrations.apply(db.connection(), version)
        guard.check(path, db, writable=True)
        old = opened()
        found: list[Finding] = []
        yield from verify.run(Book(path, db, old.clock, writable=False), found.append, verify.ends(old))
    finally:
        db.close()
    if found:
        raise NotUpgraded(str(path), found[0])
