"""The import of CSV files: match the columns, look at every row's result, then import them as one batch."""

from walletdesk.ui.importing.window import open_import

__all__ = ["open_import"]
