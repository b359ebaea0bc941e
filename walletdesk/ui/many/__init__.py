"""Run for many: choose wallets, say what is done with each, see every result, then post it all as one batch."""

from walletdesk.ui.many.window import open_many

__all__ = ["open_many"]
