"""Books of an earlier WalletDesk: brought up to date where a command writes, read as they are where it only reads."""

from __future__ import annotations

import sys
from pathlib import Path

from walletdesk.cli.running import run
from walletdesk.controllers import books
from walletdesk.controllers.books import Book
from walletdesk.ledger.refusals_book import BookOlder


def opened(path: Path) -> Book:
    """The book for writing, brought up to date first where that is needed; standard error says so."""
    try:
        return books.open(path)
    except BookOlder:
        kept = run(books.upgrade(path))
    if kept is not None:
        sys.stderr.write(f"walletdesk: {path} was brought up to date; as it was before, it is kept as {kept}\n")
    return books.open(path)


def tell_if_older(path: Path) -> None:
    """Say that what was read was a converted copy."""
    if books.older(path):
        sys.stderr.write(f"walletdesk: {path} was made by an earlier WalletDesk; it is only read, and stays as it is\n")
