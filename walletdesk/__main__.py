"""Start WalletDesk: the window, or a command for scripts, which never loads Qt."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from walletdesk import __version__, screen

COMMANDS: Final = {
    "verify": "check a book from its first transaction to its last",
    "balances": "the balance of every wallet, today or at a date",
    "ledger": "the entries of one wallet",
    "export": "write a whole book as CSV files",
    "import": "post transactions from a CSV file",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments, the command line's by default, and answer its exit status."""
    os.umask(0o077)  # whatever is written here belongs to its owner alone
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in COMMANDS:
        return _command(arguments)
    given = _parser().parse_args(arguments)
    return _window(given.book)


def _command(arguments: list[str]) -> int:
    from walletdesk.cli import main as run_command

    return int(run_command(arguments))


def _window(book: Path | None) -> int:
    problem = screen.problem()
    if problem:
        sys.stderr.write(f"walletdesk: {problem}\n")
        return screen.NO_SCREEN
    gc.disable()  # until the window stands: nothing of what is loaded is garbage
    import walletdesk.ui.plain_import  # noqa: F401 (before all that loads Qt)
    from walletdesk import app  # only now: loading Qt where its libraries are missing would fail less clearly

    return app.run(book)


def _parser() -> argparse.ArgumentParser:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}  {what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="walletdesk",
        usage="walletdesk [BOOK]\n       walletdesk COMMAND ...",
        description="Open the window on a book, or on the usual one when none is named.",
        epilog=f"commands, each with --help of its own:\n{listed}\n\nA book named like a command is opened as ./NAME.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("book", metavar="BOOK", nargs="?", type=Path, help="the file to open")
    parser.add_argument("--version", action="version", version=f"WalletDesk {__version__}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
