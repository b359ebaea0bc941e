"""Sentences for what is refused about the book of a past evening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from walletdesk.controllers.words_context import Context, say
from walletdesk.ledger import refusals_past as p
from walletdesk.ledger.refusals import LedgerError


def _facts(template: str) -> Callable[[Any, Context], str]:
    return lambda e, _: say(template, **vars(e))


TABLE: Final[dict[type[LedgerError], Callable[[Any, Context], str]]] = {
    p.PastReadOnly: _facts("This is the book as it was on the evening of {day}. Go back to now to change something."),
    p.EveningToCome: _facts("The evening of {day} is not over yet. Choose a day before {today}."),
    p.NothingYet: _facts("This project was not there yet on {day}. Choose {first} or a later day."),
}
