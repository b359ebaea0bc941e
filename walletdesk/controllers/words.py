"""The sentence for every refusal and every finding of Verify: what is wrong, and what to do next.

Window and command line say the same words. Each template passes through a translation that the window sets to its own;
until then it changes nothing.
"""

from __future__ import annotations

from walletdesk.controllers.wording import set_translation
from walletdesk.controllers.words_context import Context, book_context
from walletdesk.controllers.words_findings import finding_sentence
from walletdesk.ledger.refusals import LedgerError

__all__ = ["Context", "book_context", "finding_sentence", "sentence", "set_translation"]

_PLAIN = Context()


def sentence(error: LedgerError, context: Context = _PLAIN) -> str:
    """The refusal in words."""
    from walletdesk.controllers.words_table import TABLE  # every class of refusal: not needed before there is one

    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind](error, context)
    raise AssertionError(f"no sentence for {type(error).__name__}")
