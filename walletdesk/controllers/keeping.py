"""Refusals that are kept as values, by the thousand."""

from __future__ import annotations

from typing import TypeVar

from walletdesk.ledger.refusals import LedgerError

E = TypeVar("E", bound=LedgerError)


def kept(refusal: E) -> E:
    """The refusal without where it was raised: that would keep all values alive that were at hand there.

    A list of some hundred thousand such refusals would stop the program for seconds whenever memory is tidied up.
    """
    refusal.__traceback__ = refusal.__cause__ = refusal.__context__ = None
    return refusal
