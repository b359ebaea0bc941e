"""Sentences for what undo refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from walletdesk.controllers import undo_refusals as u
from walletdesk.controllers.words_context import Context, noun, say
from walletdesk.ledger.refusals import LedgerError

Words = Callable[[Any, Context], str]

_FACTS: Final = {
    "name": "the name", "description": "the description", "status": "the status", "suspended": "the status",
    "archived": "the place in the archive", "content": "the content", "kept": "the content",
}  # fmt: skip
_KINDS: Final = {"asset": "asset", "draft": "draft", "template": "template"}
_SHOWN: Final = 5


def _changed(e: u.ChangedSince, _: Context) -> str:
    fact = noun(_FACTS, e.fact)
    if not e.name:
        return say("Nothing was undone: {fact} was changed again meanwhile.", fact=fact)
    template = "Nothing was undone: {fact} of \u201c{name}\u201d was changed again meanwhile."
    return say(template, fact=fact, name=e.name)


def _gone(e: u.GoneSince, _: Context) -> str:
    kind = noun(_KINDS, e.kind)
    if not e.name:
        return say("Nothing was undone: the {kind} is gone.", kind=kind)
    return say("Nothing was undone: the {kind} \u201c{name}\u201d is gone.", kind=kind, name=e.name)


def _open(e: u.WalletsOpenSince, _: Context) -> str:
    template = (
        "Nothing was undone: wallets of \u201c{customer}\u201d were opened meanwhile ({wallets}). Suspend them instead."
    )
    shown = ", ".join(e.wallets[:_SHOWN]) + (", \u2026" if len(e.wallets) > _SHOWN else "")
    return say(template, customer=e.customer, wallets=shown)


TABLE: Final[dict[type[LedgerError], Words]] = {
    u.ChangedSince: _changed,
    u.GoneSince: _gone,
    u.WalletsOpenSince: _open,
}
