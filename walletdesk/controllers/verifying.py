"""Verify, and the ends of the chains that are remembered outside the book (I1, I2)."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from walletdesk.controllers import notes
from walletdesk.controllers.tasks import Progress, Task
from walletdesk.ledger.findings import Check, Finding
from walletdesk.ledger.refusals import BookDamaged, LedgerError
from walletdesk.store import projects, quick, summaries, verify
from walletdesk.store.book import Book
from walletdesk.store.faults import rescuing
from walletdesk.store.posting import head

__all__ = ["Check", "Finding", "Verdict", "check_ends", "remember_ends"]

MOST_FINDINGS = 1_000
WEEK = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What Verify found: the broken facts, the first of them first, of so many transactions and entries looked at.

    ``findings`` holds at most MOST_FINDINGS; ``broken`` counts all.
    """

    findings: tuple[Finding, ...]
    broken: int
    transactions: int
    entries: int
    at: int
    quick: bool = False
    """Only what is looked at when a book is opened."""
    unnoted: LedgerError | None = None
    """Why the ends of the sound book could not be remembered."""

    @property
    def ok(self) -> bool:
        """True if nothing is broken."""
        return not self.broken


def verify_book(book: Book, memory: Path | None = None) -> Task[Verdict]:
    """Recompute everything from operations and entries and compare (I2).

    ``memory`` is the folder where the ends of chains are remembered: with it, a cut-off end is found, and the ends of a
    sound book are remembered afterwards.
    """
    found: list[Finding] = []
    broken = 0

    def report(finding: Finding) -> None:
        nonlocal broken
        broken += 1
        if len(found) < MOST_FINDINGS:
            found.append(finding)

    for done, total in verify.run(book, report, _remembered(book, memory)):
        yield Progress(done, total)
    unnoted: LedgerError | None = None
    if memory is not None and not broken:
        try:
            remember_ends(book, memory)
        except notes.NOT_KEPT as error:
            unnoted = error
        _note_verified(book, memory)
    transactions, entries = _looked_at(book)
    return Verdict(tuple(found), broken, transactions, entries, book.clock(), unnoted=unnoted)


def _looked_at(book: Book) -> tuple[int, int]:
    """Transactions and entries; none where a damaged file does not even tell that."""
    try:
        with rescuing(str(book.path)):
            counted = [summaries.counts(book, project.id) for project in projects.list_all(book, archived=True)]
            return sum(c.transactions for c in counted), sum(c.entries for c in counted)
    except BookDamaged:
        return 0, 0


def quick_check(book: Book) -> Task[Verdict]:
    """What is looked at whenever a book is opened: bounded, whatever its size (I2)."""
    found: list[Finding] = []
    for done, total in quick.run(book, found.append):
        yield Progress(done, total)
    return Verdict(tuple(found[:MOST_FINDINGS]), len(found), 0, 0, book.clock(), quick=True)


def is_due(book: Book, memory: Path) -> bool:
    """Whether a week has passed since the whole book was verified, or since it was first seen here.

    Where that cannot be noted or read, nobody knows: it is.
    """
    try:
        at = int(_verified_file(book, memory).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return not _note_verified(book, memory)
    except (OSError, ValueError):
        return True
    return book.clock() - at > WEEK


def _note_verified(book: Book, memory: Path) -> bool:
    try:
        notes.keep(_verified_file(book, memory), str(book.clock()))
    except notes.NOT_KEPT:
        return False  # then it is verified once more
    return True


def _verified_file(book: Book, memory: Path) -> Path:
    return memory / f"{book.id}.verified"


def remember_ends(book: Book, memory: Path) -> None:
    """Keep the last number and hash of each chain outside the book, in ``memory``; refuses as ``notes.keep``."""
    text = json.dumps({name: [number, link.hex()] for name, (number, link) in verify.ends(book).items()})
    notes.keep(_file(book, memory), text)


def remember_restored(book: Book, memory: Path) -> None:
    """Keep the ends of a book that was taken back; those of before are not its own, and go even on a full disk."""
    try:
        remember_ends(book, memory)
    except notes.NOT_KEPT:
        with suppress(OSError):
            _file(book, memory).unlink()


def check_ends(book: Book, memory: Path) -> tuple[str, int, int] | None:
    """The first project that is shorter than it was, as (name, number seen before, number now); None if all is well.

    Quick enough for every opening; whether everything before the end is sound is for Verify to tell.
    """
    for project_id, (number, link) in _remembered(book, memory).items():
        if not project_id or not number:
            continue
        sql = "SELECT hash FROM txn JOIN seal ON seal.txn = txn.id WHERE project = ? AND number = ?"
        found = book.value(sql, (project_id, number))
        if found != link:
            names = {project.id: project.name for project in projects.list_all(book, archived=True)}
            return names.get(project_id, project_id), number, head(book, project_id).number
    return None


def _remembered(book: Book, memory: Path | None) -> dict[str, tuple[int, bytes]]:
    """What was remembered; a note that cannot be read is no note."""
    if memory is None:
        return {}
    try:
        noted = json.loads(_file(book, memory).read_text(encoding="utf-8"))
        return {name: (int(number), bytes.fromhex(link)) for name, (number, link) in noted.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _file(book: Book, memory: Path) -> Path:
    return memory / f"{book.id}.json"
