"""All sentences for refusals in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from walletdesk.controllers import (
    words_book,
    words_files,
    words_ledger,
    words_many,
    words_past,
    words_shares,
    words_undo,
)
from walletdesk.controllers.words_context import Context
from walletdesk.ledger.refusals import LedgerError

TABLE: Mapping[type[LedgerError], Callable[[Any, Context], str]] = (
    words_ledger.TABLE
    | words_files.TABLE
    | words_many.TABLE
    | words_shares.TABLE
    | words_undo.TABLE
    | words_book.TABLE
    | words_past.TABLE
)
"""One function for each class of refusal that has facts of its own."""
