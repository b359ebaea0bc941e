"""What can be typed after ``walletdesk``."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day(text: str) -> date:
    """A day as 2025-01-31."""
    problem = f"{text!r} is no day such as 2025-01-31"
    if not _DAY.fullmatch(text):
        raise argparse.ArgumentTypeError(problem)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(problem) from error


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    whole = argparse.ArgumentParser(
        prog="walletdesk", description="Read and fill WalletDesk books from scripts.", allow_abbrev=False
    )
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)
    verify = _command(
        commands, "verify", "Check a book from its first transaction to its last; status 1 if it is not sound."
    )
    _project(verify)
    verify.add_argument("--seal", action="store_true", help="print the seal of each project, to be kept elsewhere")
    verify.add_argument("--check", metavar="SEAL", help="whether the book still holds what it held at this seal")
    balances = _command(commands, "balances", "The balance of every wallet, now or at the end of a day.")
    _project(balances)
    balances.add_argument("--at", metavar="DATE", type=day, help="at the end of this day, such as 2025-01-31")
    _csv(balances)
    ledger = _command(commands, "ledger", "The entries of one wallet, oldest first.")
    ledger.add_argument("wallet", metavar="WALLET", help="its number (W-00001), its name, or its customer's id")
    _project(ledger)
    ledger.add_argument("--from", dest="first", metavar="DATE", type=day, help="the first day")
    ledger.add_argument("--to", dest="last", metavar="DATE", type=day, help="the last day")
    _csv(ledger)
    export = _command(commands, "export", "Write every list of a book as CSV, a folder for each project.")
    export.add_argument("directory", metavar="DIRECTORY", type=Path, help="where to; made where it is missing")
    _import(_command(commands, "import", "Post transactions from a CSV file as one batch; a missing book is created."))
    return whole


def parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """What was typed; leaves with status 2 where it makes no sense."""
    whole = parser()
    given = whole.parse_args(argv)
    if given.command == "import" and given.refused is not None:
        kept = os.path.realpath(given.refused)
        if any(kept == os.path.realpath(other) for other in (given.book, given.file, given.mapping)):
            whole.error("--refused FILE would replace another file of this command")
    return given


def _command(commands: Commands, name: str, what: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=what, description=what, allow_abbrev=False)
    command.add_argument("book", metavar="BOOK", type=Path, help="the book's file")
    return command


def _project(command: argparse.ArgumentParser) -> None:
    command.add_argument("--project", metavar="NAME", help="the project's name or id, if the book has several")


def _csv(command: argparse.ArgumentParser) -> None:
    command.add_argument("--csv", action="store_true", help="comma-separated, UTF-8, for programs")


def _import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", type=Path, help="the CSV file; it is only read")
    command.add_argument(
        "--mapping", metavar="MAPPING.toml", type=Path, required=True, help="what its columns mean (docs/mapping.md)"
    )
    command.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing to the book")
    command.add_argument(
        "--refused", metavar="FILE", type=Path, help="write refused rows and their reasons here, as CSV"
    )
