"""Sentences for what a book's file refuses: older versions, copies that are not sound, backups, seals."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from walletdesk.controllers.places import Risk, risk
from walletdesk.controllers.words_context import Context, say
from walletdesk.controllers.words_findings import finding_sentence
from walletdesk.ledger import refusals_book as b
from walletdesk.ledger.refusals import BookBusy, LedgerError

Words = Callable[[Any, Context], str]


def _older(e: b.BookOlder, _: Context) -> str:
    template = (
        "{path} was made by an earlier WalletDesk. Before anything is written to it, a copy is brought to the present "
        "form and verified; the file as it is now stays beside it."
    )
    return say(template, path=e.path)


def _not_upgraded(e: b.NotUpgraded, _: Context) -> str:
    template = (
        "{path} was made by an earlier WalletDesk and was left as it is, because it is not sound: {finding} "
        "Open it for reading, or restore a backup."
    )
    return say(template, path=e.path, finding=finding_sentence(e.finding))


def _unsound(e: b.BackupUnsound, _: Context) -> str:
    template = (
        "The copy of the book at {path} is not sound and was not used: {finding} "
        "Verify the book, or choose another backup."
    )
    return say(template, path=e.path, finding=finding_sentence(e.finding))


def _missing(e: b.BackupFolderMissing, _: Context) -> str:
    template = "The folder for backups, {path}, is not there. Connect its disk, or choose another folder."
    return say(template, path=e.path)


def _another(e: b.BackupOfAnother, _: Context) -> str:
    return say("{path} is not a backup of {book}, but of another book. Choose another file.", path=e.path, book=e.book)


def _foreign(e: b.BookForeign, _: Context) -> str:
    template = (
        "{path} holds something that WalletDesk did not put there, {name}, which could change what is posted. "
        "It was left as it is. Open it for reading, or restore a backup."
    )
    return say(template, path=e.path, name=e.name[:80])


def _moved(e: b.BookMoved, _: Context) -> str:
    template = (
        "{path} was moved, deleted or replaced by another program while it was open. Nothing was written. "
        "Put it back and try again, or open the file that is there now (File > Recent books)."
    )
    return say(template, path=e.path)


def _held(e: b.BookHeld, _: Context) -> str:
    facts = {"path": e.path, "program": e.program, "process": e.process, "user": e.user}
    if e.user:
        template = "{program} (process {process}), started by {user}, is using {path}. Close it there and try again."
    else:
        template = "{program} (process {process}) is using {path}. Close it there and try again."
    return say(template, **facts)


def _busy(e: BookBusy, _: Context) -> str:
    if risk(Path(e.path)) is Risk.NETWORK:
        template = "Another program, perhaps on another computer, is using {path}. Close it there and try again."
    else:
        template = "Another program is using {path}. Close it there and try again."
    return say(template, path=e.path)


def _mistyped(e: b.SealMistyped, _: Context) -> str:
    return say("This is no seal: a character is wrong, missing, or in the place of another. Compare it once more.")


def _nothing(e: b.SealOfNothing, _: Context) -> str:
    return say("{project} has no transaction yet, and so no seal.", project=e.project)


TABLE: Final[dict[type[LedgerError], Words]] = {
    b.BookOlder: _older,
    b.NotUpgraded: _not_upgraded,
    b.BackupFolderMissing: _missing,
    b.BackupUnsound: _unsound,
    b.BackupOfAnother: _another,
    b.BookForeign: _foreign,
    b.BookMoved: _moved,
    b.BookHeld: _held,
    BookBusy: _busy,
    b.SealMistyped: _mistyped,
    b.SealOfNothing: _nothing,
}
