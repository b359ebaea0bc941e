"""Sentences for amounts that refer to another, and how a share was rounded."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from walletdesk.controllers.words_context import Context, say
from walletdesk.ledger import refusals_shares as s
from walletdesk.ledger.amounts import Notation, grouped
from walletdesk.ledger.refusals import LedgerError
from walletdesk.ledger.shares import Share
from walletdesk.ledger.values import Asset

Words = Callable[[Any, Context], str]

_MORE_DIGITS: Final = 2
_LONGEST_TAIL: Final = 10


def _facts(template: str) -> Words:
    """A sentence made of the refusal's own facts."""
    return lambda e, _: say(template, **vars(e))


def _percentages(e: s.PercentagesTooLarge, c: Context) -> str:
    return say("The percentages come to {sum}%, which is more than there is.", sum=decimals(e.percent, 0, c.notation))


def _rest(e: s.RestBelowZero, c: Context) -> str:
    asset = c.asset(e.asset)
    template = "Nothing is left: the other rows take {over} more than the {base} there are."
    return say(template, over=c.amount(e.over, asset), base=c.amount(e.base, asset))


def _other_asset(e: s.ShareOfOtherAsset, c: Context) -> str:
    codes = [found.code if (found := c.asset(asset)) else asset for asset in (e.asset, e.base_asset)]
    return say("This row moves {own}: it cannot be a share of an amount in {other}.", own=codes[0], other=codes[1])


def _nothing(e: s.NothingAvailable, c: Context) -> str:
    return say("{wallet} holds nothing at this point.", wallet=c.wallet_name(e.wallet) or say("The wallet"))


TABLE: Final[dict[type[LedgerError], Words]] = {
    s.PercentagesTooLarge: _percentages,
    s.RestBelowZero: _rest,
    s.RestTaken: _facts("Row {row} takes the rest already."),
    s.RestBeforeMax: _facts("The rest is known only after row {row}, which takes all its wallet has. Move it below."),
    s.ShareOfOtherAsset: _other_asset,
    s.MaxOfIssue: lambda _, __: say("An issue creates value: there is no wallet to take all from. Type an amount."),
    s.NothingAvailable: _nothing,
}


def decimals(size: Fraction, least: int, notation: Notation) -> str:
    """A size with all its decimals, at least so many; those without end are cut with an ellipsis."""
    digits = next((n for n in range(least, _LONGEST_TAIL) if (size * 10**n).denominator == 1), None)
    shown = max(least, _MORE_DIGITS) if digits is None else digits
    scaled = abs(size) * 10**shown
    whole, tail = divmod(scaled.numerator // scaled.denominator, 10**shown)
    text = grouped(whole, notation) + (f"{notation.decimal}{tail:0{shown}d}" if shown else "")
    return ("-" if size < 0 else "") + text + ("\u2026" if digits is None else "")


def share_name(share: Share, base: str, notation: Notation) -> str:
    """What a share is: ``30% of 99.99``; ``base`` is the amount that it is of."""
    if share.percent is None:
        return say("Rest of {base}", base=base)
    return say("{percent}% of {base}", percent=decimals(share.percent, 0, notation), base=base)


def share_sentence(share: Share, asset: Asset, context: Context) -> str:
    """The same with how it was rounded: ``33.33% of 99.99 = 33.3266... -> 33.33``."""
    base, parts = (context.veil or asset.format(size, context.notation) for size in (share.base, share.parts))
    name = share_name(share, base, context.notation)
    if share.exact == share.parts:
        return say("{share} = {parts}", share=name, parts=parts)
    exact, added = context.veil or _exact(share.exact, asset, context.notation), share.added
    if added > 0:
        template = "{share} = {exact} \u2192 {parts}, +{n} part so that the shares add up"
    elif added < 0:
        template = "{share} = {exact} \u2192 {parts}, \u2212{n} part so that the shares add up"
    else:
        template = "{share} = {exact} \u2192 {parts}"
    return say(template, share=name, exact=exact, parts=parts, n=abs(added))


def _exact(size: Fraction, asset: Asset, notation: Notation) -> str:
    """A size in parts as the asset's figures read, with the decimals behind the smallest part."""
    scale = asset.scale
    if scale.decimals is not None:
        return decimals(size / scale.fractions, scale.decimals + _MORE_DIGITS, notation)
    return say("{size} parts", size=decimals(size, _MORE_DIGITS, notation))
