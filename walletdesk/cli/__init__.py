"""The command line for scripts, over the same controllers and without Qt."""

from walletdesk.cli.commands import main

__all__ = ["main"]
