"""Notes about a book that are kept outside it."""

from __future__ import annotations

from pathlib import Path

from walletdesk.exchange.files import SafeFile
from walletdesk.ledger.refusals import DiskFull, FileFault

NOT_KEPT = (FileFault, DiskFull)
"""What ``keep`` refuses; a note that was there is then as it was."""


def keep(file: Path, text: str) -> None:
    """Write a note, all of it or nothing."""
    with SafeFile(file) as fresh:
        fresh.write(text.encode())
