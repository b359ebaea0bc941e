"""The few words that fit into a cell of the form. The whole sentence is in the cell's tooltip."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from walletdesk.controllers.draft_check import Problem, RowCheck, RowState
from walletdesk.controllers.words_shares import share_name
from walletdesk.ledger import refusals as r
from walletdesk.ledger import refusals_shares as shares
from walletdesk.ledger.refusals_reversal import ReversesMore, ReversesOther
from walletdesk.ledger.status import Status
from walletdesk.ledger.values import Asset, Wallet
from walletdesk.ui.cells import amount_text
from walletdesk.ui.format import notation
from walletdesk.ui.privacy import veiled
from walletdesk.ui.tables.columns import Check, CheckKind

translate: Final = QCoreApplication.translate


class Phrases:
    """Makes the short words for problems; `assets` by id and `wallets` are where names and amounts come from."""

    def __init__(self, assets: Mapping[str, Asset], wallets: Mapping[int, Wallet]) -> None:
        """Words for a draft that names these wallets."""
        self._assets = assets
        self._wallets = wallets
        self._ok = Check(CheckKind.OK, translate("phrases", "OK"))
        self._words: dict[type[r.LedgerError], Callable[[Any], str]] = {
            r.InsufficientBalance: self._short,
            r.AssetDiffers: self._differs,
            r.WalletNotOpen: _not_open,
            r.SameWallet: lambda _: translate("phrases", "Same wallet on both sides"),
            r.AmountNotPositive: lambda _: translate("phrases", "Must be more than zero"),
            r.AmountNotWhole: lambda e: translate("phrases", "Smallest part is 1/{n}").format(n=e.fractions),
            r.AmountUnreadable: lambda _: translate("phrases", "Not a number"),
            r.AmountTooLarge: lambda _: translate("phrases", "Amount is too large"),
            r.BalanceTooLarge: lambda _: translate("phrases", "Balance gets too large"),
            r.SupplyTooLarge: lambda _: translate("phrases", "Circulation gets too large"),
            r.NotFound: lambda e: translate("phrases", "No wallet “{text}”").format(text=e.name),
            r.Ambiguous: lambda e: translate("phrases", "Several wallets “{text}”").format(text=e.name),
            r.WalletMissing: lambda _: translate("phrases", "Wallet is not in this project"),
            ReversesMore: self._more_than_moved,
            ReversesOther: lambda _: translate("phrases", "Takes nothing back"),
            r.TooLong: lambda e: translate("phrases", "At most {n} characters").format(n=e.limit),
            r.ForbiddenCharacter: lambda _: translate("phrases", "Invisible character"),
            shares.PercentagesTooLarge: lambda _: translate("phrases", "More than 100% in all"),
            shares.RestBelowZero: self._over,
            shares.RestTaken: lambda e: translate("phrases", "Row {n} takes the rest").format(n=e.row),
            shares.RestBeforeMax: lambda e: translate("phrases", "Must stand below row {n}").format(n=e.row),
            shares.ShareOfOtherAsset: self._other_asset,
            shares.MaxOfIssue: lambda _: translate("phrases", "An issue has no maximum"),
            shares.NothingAvailable: lambda _: translate("phrases", "Nothing left in the wallet"),
        }

    def problem(self, problem: Problem) -> str:
        """What is wrong, in a few words."""
        words = self._words.get(type(problem.error))
        return words(problem.error) if words else translate("phrases", "Not possible")

    def check(self, row: RowCheck) -> Check:
        """How a row stands."""
        if row.state is RowState.OK:
            if row.share is None or row.asset is None:
                return self._ok
            base = amount_text(row.asset, row.share.base)
            return Check(CheckKind.OK, share_name(row.share, base, notation()))
        if row.state is RowState.LEFT_OUT:
            return Check(CheckKind.INCOMPLETE, translate("phrases", "Left out while empty"))
        first = self.problem(row.problems[0]) if row.problems else missing_words(row.missing[0])
        more = len(row.problems or row.missing) - 1
        text = translate("phrases", "{first} (+{more})").format(first=first, more=more) if more else first
        return Check(CheckKind.WRONG if row.problems else CheckKind.INCOMPLETE, text)

    def _short(self, error: r.InsufficientBalance) -> str:
        wallet = self._wallets.get(error.wallet)
        short = amount_text(wallet.asset, error.shortfall) if wallet else veiled(str(error.shortfall))
        return translate("phrases", "Short by {amount}").format(amount=short)

    def _over(self, error: shares.RestBelowZero) -> str:
        asset = self._assets.get(error.asset)
        over = amount_text(asset, error.over) if asset else veiled(str(error.over))
        return translate("phrases", "The others take {amount} too much").format(amount=over)

    def _other_asset(self, error: shares.ShareOfOtherAsset) -> str:
        codes = [self._code(asset) for asset in (error.asset, error.base_asset)]
        return translate("phrases", "{own} is no share of {base}").format(own=codes[0], base=codes[1])

    def _more_than_moved(self, error: ReversesMore) -> str:
        wallet = self._wallets.get(error.wallet)
        limit = amount_text(wallet.asset, error.limit) if wallet else str(error.limit)
        return translate("phrases", "At most {amount}").format(amount=limit)

    def _differs(self, error: r.AssetDiffers) -> str:
        codes = [self._code(asset) for asset in (error.source_asset, error.target_asset)]
        return translate("phrases", "Asset differs: {source} → {target}").format(source=codes[0], target=codes[1])

    def _code(self, asset: str) -> str:
        found = self._assets.get(asset)
        return found.code if found else asset


def missing_words(field: str) -> str:
    """What is to be filled in next."""
    if field == "amount":
        return translate("phrases", "Enter an amount")
    if field == "total":
        return translate("phrases", "Enter the total")
    if field == "base":
        return translate("phrases", "Base not known yet")
    return translate("phrases", "Choose a wallet")


def unclear_words(problem: Problem) -> str:
    """Why what was typed for a wallet names none, or several; empty for any other problem."""
    error = problem.error
    if isinstance(error, r.Ambiguous):
        text = translate("phrases", "Several wallets match “{text}”. Type more of the name, or choose from the list.")
        return text.format(text=error.name)
    if isinstance(error, r.NotFound):
        text = translate("phrases", "No wallet matches “{text}”. Type a part of a name, a customer or a number.")
        return text.format(text=error.name)
    return ""


def _not_open(error: r.WalletNotOpen) -> str:
    if error.status is Status.SUSPENDED:
        return translate("phrases", "Wallet is suspended")
    return translate("phrases", "Wallet is closed")
