"""Sentences for what a run for many refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from walletdesk.controllers import many_refusals as m
from walletdesk.controllers.words_context import Context, say
from walletdesk.ledger.recipes import PercentUnreadable
from walletdesk.ledger.refusals import LedgerError

Words = Callable[[Any, Context], str]


def _facts(template: str) -> Words:
    """A sentence made of the refusal's own facts."""
    return lambda e, _: say(template, **vars(e))


def _nothing_to_move(e: m.NothingToMove, c: Context) -> str:
    if not e.balance:
        return say("The wallet is empty.")
    balance = c.amount(e.balance, c.asset_of(e.wallet))
    return say("The share of {balance} is less than the smallest part.", balance=balance)


def _no_wallet(e: m.NoWalletOf, _: Context) -> str:
    if not e.asset:
        return say("\u201c{customer}\u201d has no wallet that is not closed.", customer=e.customer)
    return say("\u201c{customer}\u201d has no wallet of {asset}. Open one first.", customer=e.customer, asset=e.asset)


TABLE: Final[dict[type[LedgerError], Words]] = {
    PercentUnreadable: _facts(
        "\u201c{text}\u201d is no percentage above 0 and up to {most}. Please write it in digits, such as 2.5."
    ),
    m.NothingToMove: _nothing_to_move,
    m.NotOfAsset: _facts("{wallet} holds {present}, not {wanted}. Choose the asset {present} for it."),
    m.NoWalletOf: _no_wallet,
    m.SystemWalletNamed: _facts("{wallet} is a system wallet. A run is for customers\u2019 wallets."),
    m.NamedBefore: _facts("{wallet} stands in the list already. It is taken once."),
    m.NothingToRun: _facts("Nothing was written: no wallet is ready, and {refused} are refused. See their reasons."),
    m.RunOutdated: lambda _, __: say("The book changed since the check. Nothing was written. Check again."),
}
